"""What breaks while inputs are handed out is put aside: its lead is told and can go on, and nobody else waits."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from domain.errors import NotAllowed, NotFound
from domain.model import Person, Role, TaskStatus
from domain.notices import QueueReady, TaskFailed
from store.catalog import Catalog
from store.handing import Handing
from tests.office import LEAD, Office

ADMIN = Person("T1", "ADM", "Adm", is_admin=True)


def create(office: Office, name: str, **fields: object) -> int:
    """Nothing is handed out yet."""
    form = office.forms.open(office.lead)
    return office.forms.create(office.lead, form.draft, office.draft(3, name=name, **fields))


def look(office: Office, task: int) -> tuple[TaskStatus, str | None]:
    row = office.listing.find(office.lead, task)
    return row.status, row.failure


def break_(patch: pytest.MonkeyPatch, task: int, error: Exception) -> None:
    """Whoever hands out this task gets the error."""
    real = Handing.deal

    def deal(handing: Handing, of: int, *more: object) -> None:
        if of == task:
            raise error
        real(handing, of, *more)

    patch.setattr(Handing, "deal", deal)


def test_one_that_breaks_is_put_aside_and_the_next_is_handed_out(office, monkeypatch):
    bad, good = create(office, "Bad"), create(office, "Good")
    with monkeypatch.context() as patch, capture_logs() as logged:
        break_(patch, bad, RuntimeError("odd"))
        office.settle()
    assert office.distributing.is_idle()
    assert (len(office.assignments(bad)), len(office.assignments(good))) == (0, 3)
    status, reason = look(office, bad)
    assert status is TaskStatus.FAILED
    assert office.told(LEAD) == [TaskFailed(bad, reason)]
    (line,) = [line for line in logged if line["event"] == "task_failed"]
    assert line["reference"] in reason
    assert line["exc_info"]
    assert look(office, good) == (TaskStatus.IN_PROGRESS, None)


def test_its_lead_can_try_again_and_is_told_again_if_it_does_not_help(office, monkeypatch):
    task = create(office, "Bad")
    with monkeypatch.context() as patch, capture_logs():
        break_(patch, task, RuntimeError("odd"))
        office.settle()
        assert office.distributing.try_again(office.lead, task) == "Bad"
        office.settle()
    assert [type(one) for one in office.told(LEAD)] == [TaskFailed, TaskFailed]
    with pytest.raises(NotAllowed):
        office.distributing.try_again(office.person("ANA"), task)
    with pytest.raises(NotFound):
        office.distributing.try_again(replace(ADMIN, workspace="T2"), task)
    office.distributing.try_again(ADMIN, task)
    office.settle()
    assert look(office, task) == (TaskStatus.IN_PROGRESS, None)
    assert office.told("ANA") == [QueueReady(task)]
    assert office.distributing.try_again(office.lead, task) == "Bad", "Trying twice does no harm."
    assert len(office.assignments(task)) == 3


def test_a_task_that_nobody_labels_says_so_and_goes_on_when_somebody_does(office):
    task = office.task(4, ["ANA"])
    office.store.write(lambda unit: unit.people.remove_from_task(task.id, Role.LABELER, ["ANA"]))
    office.store.write(lambda unit: unit.tasks.unbalance(task.id))
    office.settle()
    assert office.distributing.is_idle()
    status, reason = look(office, task.id)
    assert status is TaskStatus.FAILED
    assert "nobody is left who labels it" in reason
    office.set_people(task.id, ["BEN"])
    office.settle()
    assert look(office, task.id) == (TaskStatus.IN_PROGRESS, None)
    assert len(office.of(task.id, "BEN")) == 4


def test_a_task_that_is_done_needs_nobody_any_more(office):
    task = office.task(1, ["ANA"])
    office.answer(task.id, "ANA", task.concepts[0])
    office.store.write(lambda unit: unit.people.remove_from_task(task.id, Role.LABELER, ["ANA"]))
    office.store.write(lambda unit: unit.tasks.unbalance(task.id))
    office.settle()
    assert look(office, task.id) == (TaskStatus.DONE, None)


def test_an_answer_that_is_taken_back_mends_nothing(office):
    task = office.task(2, ["ANA", "BEN"])
    office.answer(task.id, "ANA", task.concepts[0])
    office.store.write(lambda unit: unit.tasks.set_status(task.id, TaskStatus.FAILED, "odd"))
    back = office.labeling.card(office.actor("ANA"), task.id).undo
    office.labeling.undo(office.actor("ANA"), back.assignment, back.revision)
    assert look(office, task.id) == (TaskStatus.FAILED, "odd")


def test_a_dataset_that_cannot_be_filled_fails_its_task_only(office, monkeypatch):
    office.add_inputs(5, "One")
    bad = create(office, "Bad", dataset="new", new_dataset_name="All")
    good = create(office, "Good")
    with monkeypatch.context() as patch, capture_logs():
        patch.setattr(Catalog, "fill_next", lambda *_: 1 / 0)
        office.settle()
    assert office.distributing.is_idle()
    assert look(office, bad)[0] is TaskStatus.FAILED
    assert len(office.assignments(good)) == 3
    office.distributing.try_again(office.lead, bad)
    office.settle()
    assert len(office.assignments(bad)) == 5


def test_trouble_of_the_database_is_no_fault_of_the_task(office, monkeypatch):
    task = create(office, "Birds")
    with monkeypatch.context() as patch:
        break_(patch, task, OperationalError("INSERT", {}, Exception("disk full")))
        with pytest.raises(OperationalError):
            office.settle()
    assert look(office, task) == (TaskStatus.IN_PROGRESS, None)
    office.settle()
    assert len(office.assignments(task)) == 3


def test_who_moved_open_work_is_who_edited_the_people(office):
    task = office.task(4, ["ANA"])
    office.edit(ADMIN, task.id, ["ANA", "BEN"])
    office.settle()
    moved = [row for one in office.of(task.id, "BEN") for row in office.audit(one.id)]
    assert {(who, action) for who, action, *_ in moved} == {("ADM", "reassign")}
