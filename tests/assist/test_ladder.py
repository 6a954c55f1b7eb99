import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from assist.ladder import climb
from domain.assisting import ZERO_SHOT, Rung
from domain.errors import ModelFailed
from tests.assist.clusters import WIDTH, answers, clusters

CONCEPTS = (10, 11, 12)


def climbed(truth, seen, *, several=False, concepts=CONCEPTS):
    given = [frozenset({None if one is None else concepts[one]}) for one in truth]
    return climb(concepts, seen, given, model="Encoder", version="v7", several=several)


def silent(count, concepts=3):
    return np.zeros((count, concepts))


def test_without_labels_the_names_speak():
    ladder = climbed([], np.zeros((0, WIDTH)))
    (found,) = ladder.suggest(np.zeros((1, WIDTH)), np.array([[0.2, 0.7, 0.004]]))
    assert [(one.concept, one.score, one.rung) for one in found] == [(11, 0.7, ZERO_SHOT), (10, 0.2, ZERO_SHOT)]
    assert {(one.model, one.version, one.region) for one in found} == {("Encoder", "v7", None)}


def test_with_labels_what_was_taught_speaks():
    seen, truth = clusters(3, 8)
    ladder = climbed(truth, seen)
    for found, concept in zip(ladder.suggest(seen, silent(24)), truth, strict=True):
        assert found[0].concept == CONCEPTS[concept]
        assert found[0].rung == Rung(24)


def test_names_help_at_first_and_fade():
    """What a wrong name costs, and a right one brings, is much after one label and little after forty."""
    others, wanted = clusters(3, 20, seed=3)
    right = 0.9 * np.eye(3)[wanted]
    lost, won = [], []
    for each in (1, 5, 40):
        seen, truth = clusters(3, each)
        ladder = climbed(truth, seen)
        named = (np.roll(right, 1, axis=1), silent(60), right)
        wrong, unsaid, helped = (ladder.scores(others, by)[range(60), wanted].mean() for by in named)
        lost.append(unsaid - wrong)
        won.append(helped - unsaid)
    assert lost[0] > lost[1] > lost[2]
    assert won[0] > won[1] > won[2]
    assert won[0] > 3 * won[2]


def test_a_concept_nobody_has_answered_is_known_by_its_name_only():
    seen, truth = clusters(2, 3)
    ladder = climbed(truth, seen)
    scores = ladder.scores(seen, np.array([[0, 0, 0.8]] * 6))
    assert (scores[:, 2] == 0.8).all()
    assert (scores.sum(axis=1) <= 1 + 1e-9).all()
    assert [ladder.rung(concept) for concept in CONCEPTS] == [Rung(6), Rung(6), ZERO_SHOT]


def test_two_known_concepts_are_not_all_there_is():
    """A picture of a third one, of which nobody has said anything, must not be called one of the two for sure."""
    seen, truth = clusters(2, 1)
    few = climbed(truth, seen).scores(seen, silent(2)).sum(axis=1)
    assert few == pytest.approx([2 / 3] * 2)


def test_none_of_these_takes_its_share_and_is_not_suggested():
    seen, truth = clusters(3, 8)
    ladder = climbed([None if one == 2 else one for one in truth], seen, concepts=(10, 11))
    for found, concept in zip(ladder.suggest(seen, silent(24, 2), threshold=0.5), truth, strict=True):
        assert [one.concept for one in found] == ([] if concept == 2 else [10 + concept])


def test_answers_with_a_concept_that_the_task_has_no_more_are_left_out():
    seen, truth = clusters(3, 4)
    ladder = climb((0, 1), seen, answers(truth), model="", version="")
    assert ladder.head.labels == 8
    assert ladder.head.classes == (0, 1)


def test_several_concepts_may_be_sure_at_once():
    seen, truth = clusters(3, 10)
    given = [frozenset({10, 11}) if one == 0 else frozenset({10 + one}) for one in truth]
    ladder = climb(CONCEPTS, seen, given, model="", version="", several=True)
    both, one, other = ladder.scores(seen, silent(30))[:3] > 0.5
    assert (list(both), list(one), list(other)) == ([True, True, False], [False, True, False], [False, False, True])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_numbers_that_are_none_are_refused_where_they_would_be_shown(bad):
    seen, truth = clusters(3, 4)
    spoiled = seen.copy()
    spoiled[0, 0] = bad
    ladder = climbed(truth, spoiled)
    assert ladder.head.labels == 11
    with pytest.raises(ModelFailed, match="no number"):
        ladder.scores(spoiled, silent(12))


@settings(deadline=None)
@given(
    st.lists(st.sets(st.sampled_from([*CONCEPTS, 99, None]), min_size=1), max_size=9),
    st.booleans(),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_whatever_was_answered_the_scores_are_scores(given_answers, several, named):
    seen, _ = clusters(3, 3)
    known = [frozenset(one) for one in given_answers]
    ladder = climb(CONCEPTS, seen[: len(known)], known, model="", version="", several=several)
    share = np.array([named]) / max(sum(named), 1)
    scores = ladder.scores(seen, np.repeat(share, len(seen), axis=0))
    assert scores.shape == (9, 3)
    assert ((scores >= 0) & (scores <= 1)).all()
    if not several:
        assert (scores.sum(axis=1) <= 1 + 1e-6).all()


def test_no_inputs_no_suggestions():
    seen, truth = clusters(3, 4)
    assert climbed(truth, seen).suggest(np.zeros((0, WIDTH)), silent(0)) == []
