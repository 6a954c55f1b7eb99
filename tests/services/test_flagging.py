"""What leads are shown of flagged, excluded and rejected inputs, and how flags are cleared."""

import pytest

from domain.errors import NotAllowed, NotFound
from domain.model import AssignmentStatus, PictureState
from domain.notices import Flagged
from services.flagging import PAGE
from tests.office import LEAD, PAGES, Birds, Office

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus


def flag(office: Office, task: int, labeler: str) -> int:
    """What is in front of this person. Returns the input."""
    item = office.labeling.card(office.actor(labeler), task).item
    office.labeling.flag(office.actor(labeler), item.assignment, item.revision, on=True)
    return item.input


@pytest.fixture
def task(office: Office) -> Birds:
    for name in ("BEN", "CAY", "REA"):
        office.person(name)
    return office.task(4, ("BEN", "CAY"), reviewers=("REA",))


def test_a_flag_is_told_with_its_input_and_listed(office, task):
    input_ = flag(office, task.id, "BEN")
    (notice,) = office.told(LEAD)
    assert notice == Flagged(task.id, "0.jpg", "BEN", input_)
    content = office.flagging.content(office.actor(LEAD), task.id, input_)
    assert (content.name, content.input) == ("0.jpg", input_)
    assert office.flagging.content(office.actor(LEAD), task.id, 10**9) is None
    assert office.flagging.content(Office(office.store, "T2").actor(LEAD), task.id, input_) is None
    model = office.flagging.flagged(office.lead, task.id)
    (item,) = model.items
    assert (model.total, item.line.id, item.by, item.page) == (1, input_, ("BEN",), f"{PAGES}/t/{task.id}/i/{input_}")
    assert item.at is not None


def test_thumbnails_that_nobody_asked_for_are_asked_for(office, task):
    input_ = flag(office, task.id, "BEN")
    assert office.flagging.flagged(office.lead, task.id).is_coming
    (line,) = (one.line for one in office.flagging.flagged(office.lead, task.id).items)
    assert (line.id, line.state) == (input_, PictureState.WANTED)


def test_a_flag_is_cleared_whatever_became_of_the_answer(office, task):
    office.person("ANA")
    for state in (PENDING, AWAITING, SUCCESS, REJECTED):
        input_ = flag(office, task.id, "BEN" if state in {PENDING, AWAITING} else "CAY")
        mine = next(one for one in office.assignments(task.id) if one.input == input_)
        if state is not PENDING:
            office.answer(task.id, mine.labeler, task.concepts[0])
        if state in {SUCCESS, REJECTED}:
            office.reviewing.take(office.actor("REA"), task.id)
            now = next(one for one in office.assignments(task.id) if one.id == mine.id)
            decide = office.reviewing.approve if state is SUCCESS else office.reviewing.reject
            decide(office.actor("REA"), now.id, now.revision, **({} if state is SUCCESS else {"reason": "No bird."}))
        for times in (1, 0):
            assert office.flagging.clear(office.lead, task.id, input_) == times
        now = next(one for one in office.assignments(task.id) if one.id == mine.id)
        assert (now.status, now.is_flagged) == (state, False)
        assert office.audit(mine.id)[-1] == (LEAD, "clear flag", str(state), str(state), None)
    assert office.flagging.flagged(office.lead, task.id).items == ()
    assert office.listing.find(office.lead, task.id).flagged == 0


def test_a_labelers_buttons_stay_good_when_their_flag_is_cleared(office, task):
    item = office.labeling.card(office.actor("BEN"), task.id).item
    office.labeling.flag(office.actor("BEN"), item.assignment, item.revision, on=True)
    office.flagging.clear(office.lead, task.id, item.input)
    clicked = office.labeling.label(office.actor("BEN"), item.assignment, item.revision, task.concepts[0])
    assert (clicked.note, clicked.card.tally.labeled) == (None, 1)


def test_an_input_that_two_flagged_is_one(office):
    task = office.task(1, ("BEN", "CAY"), labelers_per_input=2)
    for who in ("CAY", "BEN"):
        input_ = flag(office, task.id, who)
    (item,) = office.flagging.flagged(office.lead, task.id).items
    assert item.by == ("CAY", "BEN")
    assert office.listing.find(office.lead, task.id).flagged == 1
    assert office.flagging.clear(office.lead, task.id, input_) == 2


def test_what_is_taken_out_is_flagged_no_more_and_says_why(office, task):
    input_ = flag(office, task.id, "BEN")
    model = office.flagging.ask_exclude(office.lead, task.id, input_)
    assert (model.line.name, model.answered, model.open, model.excluded_by) == ("0.jpg", 0, 1, None)
    office.excluding.exclude(office.lead, task.id, input_, "Blurred.")
    assert office.flagging.flagged(office.lead, task.id).items == ()
    assert office.listing.find(office.lead, task.id).flagged == 0
    (item,) = office.flagging.excluded(office.lead, task.id).items
    assert (item.line.id, item.by, item.reason) == (input_, (LEAD,), "Blurred.")
    assert item.at is not None
    assert office.task_pages.overview(office.lead, task.id).excluded == 1
    model = office.flagging.ask_exclude(office.lead, task.id, input_)
    assert (model.excluded_by, model.reason) == (LEAD, "Blurred.")
    office.excluding.include(office.lead, task.id, input_)
    assert office.flagging.excluded(office.lead, task.id).items == ()
    assert office.listing.find(office.lead, task.id).flagged == 1, "What was flagged is flagged again."


def test_rejected_answers_are_listed_with_their_reason(office, task):
    office.answer(task.id, "BEN", task.concepts[1], 2)
    office.reviewing.take(office.actor("REA"), task.id)
    first, second = office.of(task.id, "BEN")
    office.reviewing.reject(office.actor("REA"), first.id, first.revision, "No bird.")
    office.reviewing.reject(office.actor("REA"), second.id, second.revision, "A leaf.")
    items = office.flagging.rejected(office.lead, task.id).items
    assert {(one.assignment, one.reason) for one in items} == {(first.id, "No bird."), (second.id, "A leaf.")}
    assert {(one.labeler, one.by, one.answers) for one in items} == {("BEN", ("REA",), ("Wren",))}
    office.closing.reopen_assignment(office.lead, first.id)
    (left,) = office.flagging.rejected(office.lead, task.id).items
    assert left.assignment == second.id


def test_nobody_sees_others_answers_while_somebody_is_still_to_answer(office):
    task = office.task(1, ("BEN", "CAY", "DAN"), labelers_per_input=3, agreement=2)
    for who, concept in (("BEN", 0), ("CAY", 0), ("DAN", 1)):
        office.answer(task.id, who, task.concepts[concept])
    (outvoted,) = office.flagging.rejected(office.lead, task.id).items
    assert (outvoted.answers, outvoted.by) == (("Wren",), ())
    other = next(one for one in office.assignments(task.id) if one.labeler == "BEN")
    office.excluding.exclude(office.lead, task.id, other.input, "Blurred.")
    office.excluding.include(office.lead, task.id, other.input)
    assert office.histories.of_input(office.lead, task.id, other.input).answers[0].answers is None


def test_long_lists_are_paged(office):
    task = office.task(PAGE + 2, ("BEN",))
    for one in office.assignments(task.id):
        office.store.write(lambda unit, one=one: unit.queue.change(one, is_flagged=True))
    first, second = (office.flagging.flagged(office.lead, task.id, page) for page in (0, 1))
    assert (len(first.items), len(second.items), second.pages, second.total) == (PAGE, 2, 2, PAGE + 2)
    assert len({one.line.id for one in (*first.items, *second.items)}) == PAGE + 2
    assert first.items[0].by == ()


def test_only_leads_look_and_clear(office, task):
    input_ = flag(office, task.id, "BEN")
    ben = office.person("BEN")
    for do in (
        lambda: office.flagging.flagged(ben, task.id),
        lambda: office.flagging.excluded(ben, task.id),
        lambda: office.flagging.rejected(ben, task.id),
        lambda: office.flagging.clear(ben, task.id, input_),
        lambda: office.flagging.ask_exclude(ben, task.id, input_),
    ):
        with pytest.raises(NotAllowed):
            do()
    for do in (office.flagging.clear, office.flagging.ask_exclude):
        with pytest.raises(NotFound):
            do(office.lead, task.id, 10**9)
