from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from domain.assisting import Leftovers, Region, Suggested, Suggestion
from domain.automatic import (
    NONE_FOUND,
    annotated,
    counting,
    leftovers_error,
    needs_reviewers,
    why_nothing,
)
from domain.bands import Bands, Thresholds
from domain.model import ROBOT, AnnotationStatus, LabelsPerInput
from domain.naming import mention
from tests.domain.test_assisting import suggestions
from tests.domain.test_bands import bands

ROBIN, WREN = 1, 2
NAMES = {ROBIN: "Robin", WREN: "Wren"}
AWAITING, SUCCESS = AnnotationStatus.AWAITING_REVIEW, AnnotationStatus.SUCCESS
found = st.lists(suggestions)
labels = st.sampled_from(LabelsPerInput)
USUAL = Bands(Thresholds(0.5, 0.9))


def said(concept, score, **more):
    return Suggestion(concept, score, "Model", "1", **more)


@given(found, labels)
def test_each_concept_counts_once_with_its_best_score(made, several):
    counted = counting(made, (1, 2, 3), several)
    concepts = [one.concept for one in counted]
    assert len(set(concepts)) == len(concepts)
    for one in counted:
        assert one.score == max(other.score for other in made if other.concept == one.concept)
    if several is LabelsPerInput.ONE:
        assert len(counted) <= 1
        assert all(one.score <= counted[0].score for one in made if one.concept in {1, 2, 3} and counted)


def test_where_an_answer_is_drawn_all_that_say_where_count():
    here, there = Region(1, 1, 9, 9), Region(20, 1, 29, 9)
    made = [said(ROBIN, 0.6, region=here), said(WREN, 0.9), said(ROBIN, 0.95, region=there), said(7, 1.0, region=here)]
    counted = counting(made, (ROBIN, WREN), LabelsPerInput.ONE, is_drawn=True)
    assert [(one.score, one.region) for one in counted] == [(0.95, there), (0.6, here)]
    decided = annotated(counted, USUAL)
    assert [status for _, status in decided.kept] == [SUCCESS, AWAITING]
    assert decided.is_for_review


@given(found, bands, labels)
def test_what_is_kept_is_what_the_thresholds_say(made, chosen, several):
    counted = counting(made, (1, 2, 3), several)
    decided = annotated(counted, chosen)
    kept = dict(decided.kept)
    for one in counted:
        own = chosen.of.get(one.concept, chosen.everywhere)
        expected = SUCCESS if one.score >= own.upper else AWAITING if one.score >= own.lower else None
        assert kept.get(one) is expected
    assert decided.is_for_review == (AWAITING in kept.values())
    assert decided.statuses == {one.concept: status for one, status in kept.items()}


@given(bands)
def test_full_certainty_is_never_dropped(chosen):
    assert annotated([said(ROBIN, 1.0)], chosen).statuses == {ROBIN: SUCCESS}


def test_boxes_of_one_concept_are_one_label_of_a_picture():
    made = [said(ROBIN, 0.7, region=Region(0, 0, 9, 9)), said(ROBIN, 0.8, region=Region(5, 5, 9, 9))]
    assert [one.score for one in counting(made, (ROBIN,), LabelsPerInput.SEVERAL)] == [0.8]


@pytest.mark.parametrize(
    ("suggested", "reason"),
    [
        (Suggested(7), NONE_FOUND),
        (Suggested(7, failure="is no picture that can be read"), "a.jpg is no picture that can be read."),
        (
            Suggested(7, (said(WREN, 0.299),)),
            "The model was not sure enough: “Wren” came nearest, with 29 % where 50 % are needed.",
        ),
        (
            Suggested(7, (said(ROBIN, 0.6),)),
            "The model was not sure enough: “Robin” came nearest, with 60 % where 62.5 % are needed.",
        ),
    ],
)
def test_why_an_input_is_left_with_nothing(suggested, reason):
    chosen = replace(USUAL, of={ROBIN: Thresholds(0.625, 0.7)})
    assert why_nothing("a.jpg", suggested, suggested.suggestions, chosen, NAMES) == reason


@given(bands)
def test_reviewers_are_needed_where_anything_can_come_between(chosen):
    middle = [one for one in (chosen.everywhere, *chosen.of.values()) if one.lower < one.upper]
    assert needs_reviewers(chosen) == bool(middle)


def test_somebody_labels_what_people_are_to_label():
    assert leftovers_error(Leftovers.HUMAN, ["ANA"]) is None
    assert leftovers_error(Leftovers.LISTED, []) is None
    assert "Keep at least one labeler" in str(leftovers_error(Leftovers.HUMAN, []))


def test_a_model_is_not_mentioned_as_a_person_is():
    assert (mention(ROBOT), mention("U1")) == ("the model", "<@U1>")
