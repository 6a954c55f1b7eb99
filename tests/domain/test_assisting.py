from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from domain.assisting import (
    ZERO_SHOT,
    Region,
    Rung,
    Source,
    Suggestion,
    TaskAssist,
    accepted,
    automatic,
    percent,
    ranked,
)
from domain.model import AssistMode, Provenance
from domain.read_models import AssistProgress

BOX = Region(0, 0, 10, 10)
scores = st.floats(0, 1) | st.sampled_from([0.0, 0.00999, 0.01, 0.29, 0.5, 1.0])
suggestions = st.builds(
    Suggestion,
    concept=st.integers(1, 6),
    score=scores,
    model=st.just("Learned"),
    version=st.just("1"),
    region=st.sampled_from([None, BOX]),
    rung=st.just(ZERO_SHOT),
)


def suggestion(concept, score, region=None):
    return Suggestion(concept, score, "Learned", "1", region, ZERO_SHOT)


@given(st.lists(suggestions), st.lists(st.integers(1, 4), unique=True), scores)
def test_what_is_shown(found, concepts, threshold):
    shown = ranked(found, concepts, threshold)
    assert [one.score for one in shown] == sorted((one.score for one in shown), reverse=True)
    assert {one.concept for one in shown} <= set(concepts)
    assert all(one.score >= threshold and percent(one.score) >= 1 for one in shown)
    whole = [one.concept for one in shown if one.region is None]
    assert len(whole) == len(set(whole))
    assert ranked(shown, concepts, threshold) == shown


@given(st.lists(suggestions), st.lists(st.integers(1, 4), unique=True), scores)
def test_nothing_that_may_be_shown_is_lost(found, concepts, threshold):
    shown = ranked(found, concepts, threshold)
    for one in found:
        if one.concept in concepts and one.score >= max(threshold, 0.01):
            assert any(seen.concept == one.concept and seen.score >= one.score for seen in shown)
            assert one.region is None or one in shown


def test_equal_scores_stand_in_the_tasks_own_order():
    assert [one.concept for one in ranked([suggestion(1, 0.5), suggestion(3, 0.5), suggestion(2, 0.5)], [2, 1, 3])] == [
        2,
        1,
        3,
    ]


def test_the_best_of_a_concept_is_kept_but_every_box():
    whole = [suggestion(1, 0.5), suggestion(1, 0.7)]
    boxes = [suggestion(1, 0.4, BOX), suggestion(1, 0.6, replace(BOX, right=20))]
    assert [one.score for one in ranked([*whole, *boxes], [1])] == [0.7, 0.6, 0.4]


@pytest.mark.parametrize(
    ("score", "shown"), [(0, 0), (0.0099, 0), (0.01, 1), (0.29, 29), (0.7999, 79), (0.8, 80), (1, 100)]
)
def test_percent_is_rounded_down(score, shown):
    assert percent(score) == shown


@pytest.mark.parametrize(
    ("rung", "words"),
    [(ZERO_SHOT, "zero-shot"), (Rung(1), "learned from 1 label"), (Rung(24), "learned from 24 labels")],
)
def test_a_rung_says_what_it_rests_on(rung, words):
    assert str(rung) == words


def test_where_an_annotation_comes_from():
    found = Suggestion(7, 0.93, "shapes", "v2")
    assert accepted(found) == Source(Provenance.ACCEPTED, "shapes", "v2", 0.93)
    assert automatic(found) == Source(Provenance.AUTO, "shapes", "v2", 0.93)
    assert Source() == Source(Provenance.HUMAN, None, None, None)


def test_a_model_is_at_work_until_it_is_stopped_or_fails():
    fresh = TaskAssist(1, AssistMode.SUGGEST, "shapes")
    assert fresh.is_at_work
    assert not replace(fresh, is_stopped=True).is_at_work
    assert not replace(fresh, failure="It crashed.").is_at_work


def test_how_long_a_model_still_needs():
    assert AssistProgress(20, 100, 30, 10.0).seconds_left == 11
    assert AssistProgress(20, 100, 30).seconds_left is None
    assert AssistProgress(100, 100).seconds_left == 0
