"""Where answers come from when a model suggests, and what may be accepted all at once."""

from dataclasses import replace

import pytest

from domain.accepting import is_news, labeled, likely, offered, reviewed, sure
from domain.assisting import BY_HAND, Region, Rung, Source, Suggestion, accepted, automatic
from domain.model import LabelsPerInput, Provenance
from domain.read_models import AnswerOrigin

PANTS, SHIRT, HAT = 1, 2, 3
ONE, SEVERAL = LabelsPerInput


def suggest(concept: int, score: float, region: Region | None = None) -> Suggestion:
    return Suggestion(concept, score, "clothes", "v1", region)


BEST, OTHER = suggest(PANTS, 0.93), suggest(SHIRT, 0.04)
TAKEN, BY_ITSELF = accepted(BEST), automatic(BEST)
EDITED = replace(TAKEN, provenance=Provenance.EDITED, score=None)


def test_a_card_offers_each_concept_once_with_its_surest_box():
    boxes = [suggest(PANTS, score, Region(0, 0, score, 1)) for score in (0.4, 0.8)]
    assert [(one.concept, one.score) for one in offered([*boxes, BEST, OTHER], [PANTS, SHIRT])] == [
        (PANTS, 0.93),
        (SHIRT, 0.04),
    ]
    assert [one.score for one in offered(boxes, [PANTS])] == [0.8]
    assert offered([BEST, OTHER], [SHIRT], 0.05) == ()


def test_likely_is_what_is_shown_as_half_or_more():
    scores = (0.93, 0.5, 0.4999, 0.2)
    found = likely(suggest(place, score) for place, score in enumerate(scores))
    assert [one.score for one in found] == [0.93, 0.5]


@pytest.mark.parametrize(
    ("before", "after", "best", "any_"),
    [
        ([], [], False, False),
        ([], [BEST], True, True),
        ([BEST], [], True, True),
        ([BEST, OTHER], [OTHER, BEST], True, False),
        ([BEST], [BEST, OTHER], False, True),
        ([BEST, OTHER], [suggest(PANTS, 0.84), suggest(SHIRT, 0.13)], False, False),
        ([BEST, OTHER], [BEST, suggest(SHIRT, 0.15)], False, True),
        ([BEST], [suggest(PANTS, 0.83)], True, True),
        ([suggest(PANTS, 0.49)], [suggest(PANTS, 0.51)], False, True),
        ([BEST], [replace(BEST, rung=Rung(0))], False, False),
        ([replace(BEST, rung=Rung(0))], [replace(BEST, rung=Rung(3))], True, True),
        ([replace(BEST, rung=Rung(3))], [replace(BEST, rung=Rung(9))], False, False),
    ],
)
def test_a_card_is_worth_painting_anew_where_it_says_something_else(before, after, best, any_):
    assert (is_news(before, after, only_best=True), is_news(before, after, only_best=False)) == (best, any_)


@pytest.mark.parametrize(
    ("answer", "suggested", "earlier", "changed", "sources"),
    [
        ([PANTS], [BEST, OTHER], {}, {}, {PANTS: TAKEN}),
        ([SHIRT], [BEST, OTHER], {}, {}, {SHIRT: accepted(OTHER)}),
        ([HAT], [BEST], {}, {}, {HAT: BY_HAND}),
        ([None], [BEST], {}, {}, {None: BY_HAND}),
        ([PANTS], [], {}, {}, {PANTS: BY_HAND}),
        # A tick that was accepted stays so, though nothing is suggested any more; one by hand stays by hand.
        ([PANTS, HAT], [], {PANTS: TAKEN, HAT: BY_HAND}, {}, {PANTS: TAKEN, HAT: BY_HAND}),
        # Unticked before it was ever submitted: nothing was changed.
        ([HAT], [BEST], {PANTS: TAKEN}, {}, {HAT: BY_HAND}),
        # What had been accepted, or annotated by the model, is answered otherwise now.
        ([HAT], [], {}, {PANTS: TAKEN}, {HAT: EDITED}),
        ([HAT], [], {PANTS: BY_ITSELF}, {PANTS: BY_ITSELF}, {HAT: EDITED}),
        ([None], [], {}, {PANTS: TAKEN}, {None: EDITED}),
        ([HAT], [], {HAT: EDITED}, {PANTS: TAKEN}, {HAT: EDITED}),
        ([PANTS, HAT], [], {}, {PANTS: TAKEN}, {PANTS: TAKEN, HAT: BY_HAND}),
        # A person says the same as the model: that is no longer automatic.
        ([PANTS], [], {PANTS: BY_ITSELF}, {PANTS: BY_ITSELF}, {PANTS: TAKEN}),
        # Of several that are gone, the surest one.
        ([HAT], [], {}, {SHIRT: accepted(OTHER), PANTS: TAKEN}, {HAT: EDITED}),
    ],
)
def test_an_answer_says_where_it_comes_from(answer, suggested, earlier, changed, sources):
    assert labeled(answer, suggested, earlier, changed) == sources


@pytest.mark.parametrize(
    ("answer", "earlier", "sources"),
    [
        ([PANTS], {PANTS: BY_ITSELF}, {PANTS: BY_ITSELF}),
        ([PANTS, HAT], {PANTS: TAKEN}, {PANTS: TAKEN, HAT: BY_HAND}),
        ([HAT], {PANTS: TAKEN}, {HAT: EDITED}),
        ([None], {PANTS: BY_ITSELF}, {None: EDITED}),
        ([HAT], {PANTS: BY_HAND}, {HAT: BY_HAND}),
        ([HAT], {PANTS: replace(TAKEN, score=None)}, {HAT: EDITED}),
    ],
)
def test_a_reviewers_answer_keeps_what_it_keeps(answer, earlier, sources):
    assert reviewed(answer, earlier) == sources


def test_where_one_concept_is_the_answer_the_best_one_must_be_sure():
    assert sure([BEST, OTHER], 93) == (BEST,)
    assert sure([BEST, OTHER], 94) == ()
    assert sure([], 80) == ()
    # 79.99999999 % is shown as 80 %.
    assert sure([suggest(PANTS, 0.8 - 1e-10)], 80)


def test_where_several_are_nothing_may_be_left_open():
    both = [suggest(PANTS, 0.97), suggest(SHIRT, 0.95)]
    assert sure(both, 95, SEVERAL) == tuple(both)
    assert sure([*both, suggest(HAT, 0.05)], 95, SEVERAL) == tuple(both)
    # The hat may well be there: an answer without it would say that it is not.
    assert sure([*both, suggest(HAT, 0.06)], 95, SEVERAL) == ()
    assert sure([suggest(HAT, 0.01)], 95, SEVERAL) == ()


def test_an_answer_is_automatic_as_long_as_no_person_had_part_in_it():
    assert AnswerOrigin(sources=(("Pants", BY_ITSELF),)).automatic == "clothes"
    assert AnswerOrigin(sources=(("Pants", Source(Provenance.AUTO)),)).automatic == "a model"
    assert AnswerOrigin(sources=(("Pants", BY_ITSELF), ("Hat", BY_HAND))).automatic == ""
    assert AnswerOrigin().automatic == ""
