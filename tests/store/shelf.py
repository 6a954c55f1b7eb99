"""A task with inputs in the store, without the services that would make one."""

from collections.abc import Sequence

from domain.model import Assignment, LabelsPerInput, NewInput, Role, TaskType
from store import tables
from store.sql import ASSIGNMENT, to_assignment
from store.tasks import NewTask
from store.unit_of_work import Store, UnitOfWork

WORKSPACE = "T1"


def new_inputs(count: int, start: int = 0) -> list[NewInput]:
    return [NewInput(f"{n:064}", f"{n}.jpg", 40, 30, 9, "image/jpeg") for n in range(start, start + count)]


def new_task(
    unit: UnitOfWork,
    inputs: int = 3,
    labelers: Sequence[str] = ("ANA",),
    reviewers: Sequence[str] = (),
    name: str = "Birds",
    workspace: str = WORKSPACE,
) -> int:
    """Its inputs are dealt in turn, at positions 1, 2, ...; its concepts are Robin and Wren."""
    dataset = unit.catalog.dataset_named(workspace, name) or unit.catalog.create_dataset(workspace, name, "LEAD")
    unit.catalog.add_inputs(dataset, new_inputs(inputs))
    concepts = [unit.concepts.ensure(workspace, one).id for one in ("Robin", "Wren")]
    made = (dataset.id, TaskType.CLASSIFICATION, LabelsPerInput.ONE, "", inputs, "LEAD")
    task = unit.tasks.create(NewTask(workspace, name, *made), concepts)
    for role, users in ((Role.LEAD, ("LEAD",)), (Role.LABELER, labelers), (Role.REVIEWER, reviewers)):
        unit.people.add_to_task(workspace, task, role, users)
    unit.tallies.open(task, labelers)
    members = unit.catalog.inputs_after(dataset.id, 0, inputs)
    unit.handing.deal(task, [(one, 0, labelers[rank % len(labelers)], rank + 1) for rank, one in enumerate(members)])
    unit.tasks.advance(task, distributed=inputs, reached=members[-1])
    return task


def assignments(store: Store, task: int) -> list[Assignment]:
    """In the order in which they were dealt."""
    chosen = tables.assignment.select().with_only_columns(*ASSIGNMENT).where(tables.assignment.c.task == task)
    rows = chosen.order_by(tables.assignment.c.id)
    return store.read(lambda unit: [to_assignment(row) for row in unit.connection.execute(rows)])


def queue_of(store: Store, task: int, labeler: str) -> list[int]:
    """Assignment ids in the order in which the labeler gets them: each is taken out once seen."""
    seen: list[int] = []

    class Enough(Exception):
        pass

    def look(unit: UnitOfWork) -> None:
        while (item := unit.queue.next(task, labeler)) is not None:
            seen.append(item.assignment.id)
            assert unit.queue.change(item.assignment, status="SUCCESS", submitted_at=unit.now)
        raise Enough

    try:
        store.write(look)
    except Enough:
        return seen
    raise AssertionError
