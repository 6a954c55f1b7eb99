"""Whatever becomes of a task, its history has a row for each change of its status: who, from what, to what."""

from domain.fields import TaskField
from domain.model import TaskStatus
from store import tables
from tests.office import LEAD, Office
from tests.services.test_failing import break_, create


def changes(office: Office, task: int) -> list[tuple[str, str, str | None, str | None]]:
    """(who, action, before, after) of each change of the task's status. One begins where the one before it ended."""
    a = tables.audit.c
    chosen = tables.audit.select().with_only_columns(a.who, a.action, a.before, a.after)
    # To be brought back changes no status.
    states = (a.assignment.is_(None), a.after.in_(list(map(str, TaskStatus))), a.action != "restore")
    rows = office.store.read(
        lambda unit: unit.connection.execute(chosen.where(a.task == task, *states).order_by(a.id)).all()
    )
    befores, afters = [row.before for row in rows], [row.after for row in rows]
    assert befores == [None, *afters[:-1]]
    assert afters[-1] == office.listing.find(office.lead, task).status
    return [tuple(row) for row in rows]


def test_a_task_that_failed_goes_on_by_the_button_or_by_an_edit(office, monkeypatch):
    task, ben = create(office, "Bad"), office.person("BEN", is_admin=True)
    for who, go_on in (
        (LEAD, lambda: office.distributing.try_again(office.lead, task)),
        ("BEN", lambda: office.save(task, TaskField.INSTRUCTIONS, "Look.", by=ben)),
    ):
        with monkeypatch.context() as patch:
            break_(patch, task, RuntimeError("odd"))
            office.settle()
        assert changes(office, task)[-1] == (LEAD, "fail", "IN_PROGRESS", "FAILED")
        go_on()
        assert changes(office, task)[-1] == (who, "try again", "FAILED", "IN_PROGRESS")
    office.save(task, TaskField.INSTRUCTIONS, "Look twice.")
    assert len(changes(office, task)) == 5, "What has not failed needs no other try."


def test_inputs_that_come_are_somebodys_doing(office):
    task = office.task(1, is_growing=True)
    office.answer(task.id, "ANA", task.concepts[0])
    assert changes(office, task.id)[-1] == ("ANA", "finish", "IN_PROGRESS", "IDLE")
    office.add_inputs(1)
    assert changes(office, task.id)[-1][3] == "IDLE", "Nothing came that it did not have."
    office.add_inputs(2)
    assert changes(office, task.id)[-1] == ("ANA", "resume", "IDLE", "IN_PROGRESS")
    assert office.told(LEAD) == [], "It is not true any more that there is nothing to do."


def test_a_deleted_task_grows_too_and_says_so_when_it_is_back(office):
    task = office.task(1, is_growing=True)
    office.answer(task.id, "ANA", task.concepts[0])
    office.editing.delete(office.lead, task.id)
    office.add_inputs(2)
    office.editing.restore(office.lead, task.id)
    assert changes(office, task.id)[-1][1:] == ("resume", "IDLE", "IN_PROGRESS")
    office.settle()
    assert len(office.answer(task.id, "ANA", task.concepts[0])) == 1
