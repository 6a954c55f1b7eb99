import time

import numpy as np
import pytest

from assist import learning
from assist.embedding import softmax
from assist.learning import STRENGTH, fit, sigmoid
from tests.assist.clusters import answers, clusters


def chosen(head, embeddings):
    return [head.classes[place] for place in head.log_odds(embeddings).argmax(axis=1)]


def test_what_was_labeled_is_found_again_in_others():
    seen, truth = clusters(4, 3)
    others, wanted = clusters(4, 50, seed=1)
    head = fit(seen, answers(truth))
    assert head.labels == 12
    assert np.mean([one == other for one, other in zip(chosen(head, others), wanted, strict=True)]) > 0.97


@pytest.mark.parametrize("several", [False, True])
def test_it_is_the_best_there_is(several):
    """At the least loss it has no slope, whichever way one looks."""
    seen, truth = clusters(3, 8, noise=0.3)
    head = fit(seen, answers(truth), several=several)
    targets = np.eye(3)[truth]
    wrong = (sigmoid if several else softmax)(head.log_odds(seen)) - targets
    assert np.abs(seen.T @ wrong + STRENGTH * head.weights).max() < 2e-3
    assert np.abs(wrong.sum(axis=0)).max() < 2e-2


def test_more_labels_than_numbers_in_an_embedding():
    seen, truth = clusters(3, 40)
    assert chosen(fit(seen, answers(truth)), seen) == truth


def test_none_of_these_is_learned_like_a_concept():
    seen, truth = clusters(3, 5)
    given = [frozenset({None if concept == 2 else concept}) for concept in truth]
    head = fit(seen, given)
    assert head.classes == (0, 1, None)
    assert chosen(head, seen) == [None if concept == 2 else concept for concept in truth]


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("given", [[], [frozenset({1})], [frozenset({1})] * 3, [frozenset({None})] * 3])
def test_nothing_is_learned_from_answers_that_are_all_alike(given, several):
    seen, _ = clusters(3, 1)
    assert fit(seen[: len(given)], given, several=several) is None


def test_where_several_are_allowed_each_is_learned_by_itself():
    seen, truth = clusters(4, 6)
    given = [frozenset({1, 2}) if concept == 0 else frozenset({concept}) for concept in truth]
    head = fit(seen, given, several=True)
    assert head.classes == (1, 2, 3)
    found = sigmoid(head.log_odds(seen)) > 0.5
    assert [{head.classes[place] for place in np.flatnonzero(row)} for row in found] == given


def test_inputs_that_look_all_the_same_teach_how_common_each_concept_is():
    head = fit(np.ones((4, 8)) / 8**0.5, answers([1, 1, 1, 2]))
    assert softmax(head.log_odds(np.ones((1, 8)) / 8**0.5))[0] == pytest.approx([0.75, 0.25], abs=0.01)


def test_fitting_a_hundred_labels_takes_no_time_that_anybody_sees():
    draw = np.random.default_rng(0)
    seen = draw.normal(size=(100, 1280))
    seen /= np.linalg.norm(seen, axis=1, keepdims=True)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        learning.fit(seen, answers([place % 10 for place in range(100)]))
        took.append(time.perf_counter() - start)
    assert min(took) < 0.25
