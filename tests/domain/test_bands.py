import math

import pytest
from hypothesis import given, strategies as st

from domain.bands import Band, Bands, Outcome, Thresholds, outcome, thresholds_error

scores = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 0.8, 1.0])
thresholds = st.tuples(scores, scores).map(lambda pair: Thresholds(min(pair), max(pair)))
bands = st.builds(Bands, thresholds, st.dictionaries(st.integers(1, 3), thresholds))
inputs = st.lists(st.lists(st.tuples(st.integers(1, 4), scores)))


@given(thresholds, scores)
def test_the_three_bands(chosen, score):
    band = chosen.band(score)
    assert (band is Band.SUCCESS) == (score >= chosen.upper)
    assert (band is Band.AWAITING_REVIEW) == (chosen.lower <= score < chosen.upper)
    assert (band is Band.DROPPED) == (score < chosen.lower)


@given(thresholds)
def test_full_certainty_is_kept(chosen):
    assert chosen.band(1.0) is Band.SUCCESS


@given(thresholds, scores, scores)
def test_a_higher_score_never_does_worse(chosen, one, other):
    better = [Band.DROPPED, Band.AWAITING_REVIEW, Band.SUCCESS].index
    assert better(chosen.band(max(one, other))) >= better(chosen.band(min(one, other)))


@given(bands, st.integers(1, 4), scores)
def test_a_concepts_own_thresholds_count_before_the_others(chosen, concept, score):
    assert chosen.band(concept, score) is chosen.of.get(concept, chosen.everywhere).band(score)


def test_no_score_is_dropped():
    assert Thresholds(0, 0).band(math.nan) is Band.DROPPED


@given(inputs, bands)
def test_every_suggestion_is_counted_once(found, chosen):
    made = outcome(found, chosen)
    assert made.approved + made.for_review + made.dropped == sum(map(len, found))
    assert made.with_nothing <= len(found)


def test_an_outcome():
    chosen = Bands(Thresholds(0.5, 0.8), {2: Thresholds(0.1, 1.0)})
    found = [[(1, 0.8), (2, 0.3)], [(1, 0.79)], [(1, 0.4), (2, 0.05)], [], [(2, 1.0)]]
    assert outcome(found, chosen) == Outcome(approved=2, for_review=2, dropped=2, with_nothing=2)


@pytest.mark.parametrize(("lower", "upper"), [(0, 0), (0, 1), (1, 1), (0.5, 0.8)])
def test_what_may_be_thresholds(lower, upper):
    assert thresholds_error(lower, upper) is None


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (-0.1, 0.5, "between 0 % and 100 %"),
        (0.5, 1.1, "between 0 % and 100 %"),
        (math.nan, 0.5, "between 0 % and 100 %"),
        (0.8, 0.5, "approved from 50 % and reviewed from 80 %"),
    ],
)
def test_what_may_not(lower, upper, words):
    assert words in str(thresholds_error(lower, upper))
