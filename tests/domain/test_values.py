"""What is counted, timed, told and refused."""

from dataclasses import FrozenInstanceError, astuple, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

import pytest
from hypothesis import given, strategies as st

import domain
from domain.assisting import Leftovers
from domain.clock import DAY, MINUTE, SECOND, SystemClock, as_datetime
from domain.errors import BadModel, Invalid, LabelingError, ModelFailed, NotAllowed, NotFound, Stale
from domain.model import (
    AnnotationStatus,
    Assignment,
    AssignmentInTask,
    AssignmentStatus,
    AssistMode,
    Distribution,
    InputKind,
    LabelsPerInput,
    Person,
    PictureState,
    Provenance,
    ReviewMethod,
    Role,
    Tally,
    Task,
    TaskStatus,
    TaskType,
)
from domain.notices import Notice, QueueReady, Rejected, from_row, to_row
from domain.progress import expected, labeling_percent, percent, review_percent
from domain.read_models import DrawnModel, FormModel, TaskFilter, TaskPage, Waiting
from domain.shapes import ShapeKind

counts = st.integers(0, 10**6)
tallies = st.builds(Tally, counts, counts, counts, counts, counts)


@given(tallies, tallies)
def test_tallies_add_state_by_state(one, other):
    both = one + other
    assert both.total == one.total + other.total
    assert both.labeled == both.total - both.pending == one.labeled + other.labeled
    assert both.reviewed == both.success + both.rejected == one.reviewed + other.reviewed
    assert both.awaiting == one.awaiting + other.awaiting
    assert both.consensus == one.consensus + other.consensus
    assert one.is_open is (one.pending + one.awaiting + one.consensus > 0)


@given(counts, counts)
def test_100_percent_is_said_only_when_all_is_done(done, more):
    assert (percent(done, done + more) == 100) is (more == 0)
    assert 0 <= percent(done, done + more) <= 100


def test_percents_are_rounded_down():
    assert [percent(999, 1000), percent(1, 3), percent(0, 7), percent(0, 0)] == [99, 33, 0, 100]


def test_progress_counts_what_is_not_handed_out_yet():
    tally = Tally(pending=1, awaiting=2, success=3, rejected=4)
    assert (labeling_percent(tally, 10), review_percent(tally, 10)) == (90, 70)
    assert (labeling_percent(tally, 20), review_percent(tally, 20)) == (45, 35)
    assert (labeling_percent(tally, 5), review_percent(tally, 5)) == (90, 70)


def test_percents_are_of_all_assignments_that_will_be():
    task = a_task(inputs=10, distributed=4, labelers_per_input=3, excluded=2)
    assert expected(task, Tally(pending=12)) == 28
    assert expected(replace(task, excluded=0), Tally(pending=40)) == 40


def test_where_everyone_labels_everything_who_left_counts_with_what_they_did():
    task = a_task(inputs=10, distributed=10, labelers_per_input=2, distribution=Distribution.EVERYONE, excluded=7)
    assert expected(task, Tally(success=23)) == 23
    assert expected(replace(task, distributed=4), Tally(success=5)) == 17
    assert expected(replace(task, distributed=11), Tally(success=5)) == 5


@pytest.mark.parametrize("status", TaskStatus)
def test_a_task_is_closed_where_its_lead_will_not_have_it_done(status):
    assignment = Assignment(1, 1, 1, "ANA", AssignmentStatus.PENDING, 0, 0)
    usual = {"is_deleted": False, "labeler_left": False, "status": status}
    found = AssignmentInTask(assignment, "T1", "Birds", LabelsPerInput.ONE, has_review=False, **usual)
    assert found.is_closed is (status is TaskStatus.WONT_DO)


def a_task(**fields: object) -> Task:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    usual = (1, "T1", "Birds", 1, TaskType.CLASSIFICATION, LabelsPerInput.ONE, "", TaskStatus.IN_PROGRESS, "LEAD", at)
    task = Task(*usual, revision=0, inputs=0, distributed=0)
    return replace(task, **fields)


def test_times_are_whole_microseconds_in_utc():
    assert as_datetime(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert as_datetime(1_500_000) == datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)
    before, now, after = datetime.now(UTC), as_datetime(SystemClock().now()), datetime.now(UTC)
    assert isinstance(SystemClock().now(), int)
    assert before - timedelta(milliseconds=1) <= now <= after + timedelta(milliseconds=1)
    assert timedelta(microseconds=DAY) == timedelta(days=1)
    assert (SECOND, MINUTE) == (10**6, 60 * 10**6)


def example(kind: type[Notice]) -> Notice:
    named = [one.name for one in fields(kind)]
    made: Notice = kind(**{name: 7 if name == "task" else f"some {name}" for name in named})
    return made


@pytest.mark.parametrize("kind", get_args(Notice))
def test_every_notice_comes_back_from_its_row(kind):
    notice = example(kind)
    name, body = to_row(notice)
    assert name == kind.__name__
    assert from_row(name, body) == notice


def test_a_notice_of_another_version_is_read_as_far_as_it_goes():
    assert from_row("QueueReady", {"task": 7, "priority": "high"}) == QueueReady(7)
    assert to_row(Rejected(7, "a.jpg", "Why", "REA"))[1] == {"task": 7, "input": "a.jpg", "reason": "Why", "by": "REA"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (TaskType, "classification detection segmentation"),
        (TaskStatus, "IN_PROGRESS DONE IDLE FAILED WONT_DO"),
        (AnnotationStatus, "PENDING AWAITING_REVIEW AWAITING_CONSENSUS_REVIEW SUCCESS REVIEW_DENIED"),
        (Provenance, "human accepted edited auto"),
        (AssistMode, "none suggest auto"),
        (Leftovers, "human listed"),
        (Role, "lead labeler reviewer"),
        (LabelsPerInput, "one several"),
        (InputKind, "image text video"),
        (Distribution, "evenly weighted everyone dynamic"),
        (ReviewMethod, "evenly stacked"),
        (PictureState, "missing wanted scanning ready failed deleting"),
    ],
)
def test_words_that_are_stored_stay(kind, words):
    """Databases and exports of years hold them."""
    assert [str(one) for one in kind] == words.split()


def test_notices_that_wait_in_an_outbox_keep_their_names():
    said = "QueueReady ReviewReady SentBack Rejected TaskDone TaskFailed RemovedFromTask TaskDeleted TaskRestored"
    assert {kind.__name__ for kind in get_args(Notice)} >= {*said.split(), "Flagged", "ExportAsked"}


def test_nothing_is_presumed_that_nobody_said():
    assert Tally() == Tally(pending=0, awaiting=0, success=0, rejected=0)
    assert astuple(Person("T1", "ANA", "Ana"))[3:] == ("UTC", False, False, False, False, False)
    given_out = Assignment(1, 1, 1, "ANA", AssignmentStatus.PENDING, 0, 0)
    assert astuple(given_out)[7:] == (None, None, None, False, False, None, None, None)


@pytest.mark.parametrize("kind", [NotFound, NotAllowed, Stale, BadModel, ModelFailed])
def test_errors_carry_their_sentence(kind):
    error = kind("It is gone.")
    assert isinstance(error, LabelingError)
    assert (error.message, str(error)) == ("It is gone.", "It is gone.")


def test_what_is_invalid_says_where():
    fields = {"name": "Give it a name.", "dataset": "Choose one."}
    error = Invalid(fields)
    assert isinstance(error, LabelingError)
    assert (error.fields, error.message) == (fields, "Give it a name. Choose one.")
    fields.clear()
    assert len(error.fields) == 2


@pytest.mark.parametrize(("distributed", "expected"), [(2, False), (3, True), (4, True)])
def test_a_task_is_distributed_when_every_input_is_handed_out(distributed, expected):
    made = datetime(2026, 1, 1, tzinfo=UTC)
    usual = (TaskType.CLASSIFICATION, LabelsPerInput.ONE, "", TaskStatus.IN_PROGRESS, "ANA", made, 0, 3)
    assert Task(1, "T1", "Birds", 1, *usual, distributed).is_distributed is expected


def test_an_assignment_is_reviewed_once_somebody_decided_it():
    open_ = Assignment(1, 1, 1, "ANA", AssignmentStatus.SUCCESS, 0, 0)
    assert not open_.is_reviewed
    assert Assignment(1, 1, 1, "ANA", AssignmentStatus.SUCCESS, 0, 0, reviewed_by="REA").is_reviewed


@pytest.mark.parametrize(
    ("same_since", "revisions"),
    [
        (None, [5]),
        (5, [5]),
        (3, [3, 4, 5]),
        (0, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_a_button_counts_from_the_last_revision_that_changed_its_meaning(same_since, revisions):
    assignment = Assignment(1, 1, 1, "ANA", AssignmentStatus.PENDING, 5, 0, same_since=same_since)
    assert [revision for revision in range(8) if assignment.takes(revision)] == revisions


def values() -> list[type]:
    modules = [import_module(f"domain.{one.name}") for one in iter_modules(domain.__path__)]
    return [
        made for module in modules for made in vars(module).values() if isinstance(made, type) and is_dataclass(made)
    ]


@pytest.mark.parametrize("value", sorted(set(values()), key=str), ids=lambda made: made.__name__)
def test_what_crosses_the_stores_wall_cannot_be_changed(value):
    blank = object.__new__(value)
    for one in fields(value):
        with pytest.raises(FrozenInstanceError):
            setattr(blank, one.name, None)


def test_what_is_not_named_waits_all_the_same():
    waiting = Waiting(((3, "Cats", 12), (4, "Leaves", 1)), ((3, "Cats", 3),), 5, more_pictures=7, more_answers=2)
    assert (waiting.pictures, waiting.answers) == (20, 5)
    assert (Waiting((), ()).pictures, Waiting((), ()).answers) == (0, 0)


@pytest.mark.parametrize(
    ("asked", "is_long"),
    [({}, False), ({"of": 1}, False), ({"of": 2}, True), ({"query": "cat"}, True), ({"pages": 2}, True)],
)
def test_a_list_is_searched_once_there_is_something_to_find(asked, is_long):
    page = TaskPage((), 0, 1, 0, TaskFilter.ALL, may_create=True, has_inputs=True)
    assert replace(page, **asked).is_long is is_long


def test_shapes_are_counted_together():
    drawn = DrawnModel(ShapeKind.BOX, (("Robin", 2), ("Wren", 1)), (("Wren", 4),))
    assert (drawn.total, drawn.offered_total) == (3, 4)


def test_a_form_knows_how_much_there_is_to_label():
    form = FormModel("dr4ft", 0, inputs=3, all_inputs=40)
    assert (form.to_label, replace(form, new_dataset=True).to_label) == (3, 40)
