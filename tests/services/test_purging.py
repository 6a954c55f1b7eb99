import pytest
from sqlalchemy import func, select

from domain.clock import DAY, SECOND
from domain.errors import NotFound
from domain.model import Actor, PictureState
from domain.notices import Flagged
from services import purging
from store import tables
from store.purging import KEPT, OF_ASSIGNMENT, OF_TASK
from tests.office import LEAD, Office

MONTH = 30 * DAY / SECOND


def rows(office: Office) -> dict[str, int]:
    """How many each table holds, without those that hold none."""

    def count(unit):
        return {
            name: unit.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.METADATA.tables.items()
        }

    return {name: number for name, number in office.store.read(count).items() if number}


def purge(office: Office) -> int:
    steps = 0
    while office.purging.step():
        steps += 1
    return steps


def states(office: Office) -> dict[int, str]:
    p = tables.picture.c
    found = select(p.input, p.state)
    return office.store.read(lambda unit: dict(tuple(row) for row in unit.connection.execute(found)))


def show(office: Office) -> None:
    """All pictures that anybody needs next are in Slack."""
    office.picturing.want_ahead()
    while due := office.picturing.due():
        for picture in due:
            if picture.state is PictureState.SCANNING:
                office.picturing.ready(picture)
            else:
                office.picturing.uploaded(picture, f"F{picture.input}", 0)


def test_whatever_names_a_task_or_an_assignment_is_taken_care_of():
    def naming(parent: str) -> set[str]:
        keys = (key for table in tables.METADATA.tables.values() for key in table.foreign_keys)
        return {key.parent.table.name for key in keys if key.column.table.name == parent}

    assert naming("task") == {one.name for one in (*OF_TASK, *KEPT, tables.assignment)}
    assert naming("assignment") == {one.name for one in OF_ASSIGNMENT}


@pytest.mark.parametrize("chunk", [1, 250])
def test_a_task_goes_with_all_that_hangs_on_it_thirty_days_after_it_was_deleted(office, clock, monkeypatch, chunk):
    monkeypatch.setattr(purging, "CHUNK", chunk)
    kept = office.task(3, ["ANA"], name="Kept")
    office.answer(kept.id, "ANA", kept.concepts[0], 2)
    office.person("BEN")
    before = rows(office)
    gone = office.task(3, ["ANA", "BEN"], name="Gone", reviewers=("REA",))
    office.answer(gone.id, "ANA", gone.concepts[0])
    office.answer(gone.id, "BEN", None)
    office.store.write(lambda unit: unit.outbox.put(office.actor("ANA"), Flagged(gone.id, "1.jpg", "BEN")))
    approval = {"assignment": office.of(gone.id, "BEN")[0].id, "reviewer": "REA", "at": 1}
    sample = {"task": gone.id, "concept": gone.concepts[0], "input": 1, "position": 0}
    version = {"workspace": "T1", "dataset": 1, "dataset_name": "Birds", "task": gone.id, "name": "v1", "folded": "v1"}
    for table, row in (
        (tables.approval, approval),
        (tables.task_sample, sample),
        (tables.dataset_version, version | {"status": "ready", "created_by": LEAD, "created_at": 1}),
    ):
        office.store.write(lambda unit, table=table, row=row: unit.connection.execute(table.insert().values(row)))
    office.editing.delete(office.lead, gone.id)
    clock.move(MONTH - 60)
    held = rows(office)
    assert (purge(office), rows(office)) == (0, held)
    clock.move(120)
    assert purge(office) >= 2
    after = rows(office)
    assert after.pop("dataset_version") == 1
    assert after == {name: number for name, number in before.items() if name != "draft"}
    assert [one.status for one in office.assignments(kept.id)] == ["SUCCESS", "SUCCESS", "PENDING"]


def test_what_can_be_brought_back_is_and_what_goes_is_not(office, clock):
    task = office.task(3, ["ANA"])
    office.editing.delete(office.lead, task.id)
    clock.move(MONTH - 60)
    assert office.editing.restore(office.lead, task.id) == "Name the birds"
    office.editing.delete(office.lead, task.id)
    clock.move(MONTH + 60)
    with pytest.raises(NotFound, match="more than 30 days ago"):
        office.editing.restore(office.lead, task.id)


def test_a_task_that_was_brought_back_meanwhile_keeps_everything(office, clock):
    task = office.task(3, ["ANA"])
    office.editing.delete(office.lead, task.id)
    clock.move(MONTH + 60)
    part = office.store.read(lambda unit: unit.purges.next_part(task.id, 2))
    assert len(part.assignments) == 2
    alive = tables.task.update().where(tables.task.c.id == task.id).values(deleted_at=None)
    office.store.write(lambda unit: unit.connection.execute(alive))
    assert not office.store.write(lambda unit: unit.purges.begin(task.id, unit.now - 30 * DAY))
    purge(office)
    assert len(office.assignments(task.id)) == 3


def test_files_go_that_no_other_task_needs(office, clock):
    gone = office.task(3, ["ANA"], name="Gone")
    kept = office.task(2, ["ANA"], name="Kept", dataset=str(office.add_inputs(2, "Two")))
    shown = {one.input for one in office.assignments(kept.id)}
    show(office)
    alone = {one.input for one in office.assignments(gone.id)} - shown
    assert states(office) == dict.fromkeys(shown | alone, "ready")
    office.editing.delete(office.lead, gone.id)
    clock.move(MONTH + 60)
    purge(office)
    assert states(office) == dict.fromkeys(shown, "ready") | dict.fromkeys(alone, "deleting")
    files = office.purging.unneeded_files()
    assert {one.file for one in files} == {f"F{one}" for one in alone}
    for one in files:
        office.purging.file_is_gone(one)
    assert (office.purging.unneeded_files(), states(office)) == ([], dict.fromkeys(shown, "ready"))


def test_a_task_in_the_bin_still_needs_its_pictures(office, clock):
    first, second = office.task(2, ["ANA"], name="First"), office.task(2, ["ANA"], name="Second")
    show(office)
    office.editing.delete(office.lead, first.id)
    clock.move(DAY / SECOND)
    office.editing.delete(office.lead, second.id)
    clock.move(MONTH - 60)
    purge(office)
    assert office.assignments(first.id) == []
    assert set(states(office).values()) == {"ready"}
    clock.move(DAY / SECOND)
    purge(office)
    assert set(states(office).values()) == {"deleting"}


def test_a_picture_that_is_needed_again_is_brought_again(office, clock):
    task = office.task(1, ["ANA"])
    show(office)
    office.editing.delete(office.lead, task.id)
    clock.move(MONTH + 60)
    purge(office)
    (file,) = office.purging.unneeded_files()
    office.task(1, ["BEN"], name="Again")
    office.picturing.want_ahead()
    assert states(office) == {1: "deleting"}
    office.purging.file_is_gone(file)
    office.picturing.want_ahead()
    assert states(office) == {1: "wanted"}
    office.purging.file_is_gone(file)
    assert states(office) == {1: "wanted"}, "That is another file by now."


def test_a_task_that_comes_at_the_same_moment_keeps_its_pictures(office, clock):
    """It was handed out after it was looked at who needs them."""
    gone = office.task(2, ["ANA"], name="Gone")
    show(office)
    office.editing.delete(office.lead, gone.id)
    clock.move(MONTH + 60)
    part = office.store.read(lambda unit: unit.purges.next_part(gone.id, 250))
    assert len(part.free) == 2
    office.task(2, ["ANA"], name="New")
    office.store.write(lambda unit: unit.purges.drop_assignments(part))
    assert set(states(office).values()) == {"ready"}


def test_rows_that_nobody_needs_go_in_their_time(office, clock):
    ana = Actor("T1", "ANA")
    task = office.task(1, ["ANA"])
    office.forms.open(office.lead)
    office.telling.done([one for one in office.telling.due() if one.to == ana])
    office.store.write(lambda unit: unit.outbox.put(ana, Flagged(task.id, "1.jpg", "BEN")))
    clock.move(MONTH - 60)
    assert (purge(office), rows(office)["draft"]) == (0, 2)
    clock.move(180)
    purge(office)
    assert "draft" not in rows(office)
    assert rows(office)["notice"] == 2
    clock.move(2 * MONTH)
    purge(office)
    assert [one.notice for one in office.telling.due()] == [Flagged(task.id, "1.jpg", "BEN")], "It waits still."
    assert rows(office)["notice"] == 1
