"""Dataset versions: asked for, made bit by bit, listed, compared, exported."""

from collections.abc import Callable
from pathlib import Path

from domain.clock import MINUTE, as_datetime
from domain.draft import is_id
from domain.errors import Invalid, LabelingError, NotAllowed, NotFound
from domain.model import Actor, Dataset, Distribution, Person, Role, Task
from domain.naming import name_error, next_version_name, pages_of, quoted
from domain.notices import VersionExportAsked, VersionReady
from domain.permissions import check_lead, check_member, may_lead
from domain.read_models import (
    Choice,
    CompareModel,
    LeftOut,
    NewVersionModel,
    VersionLine,
    VersionModel,
    VersionPage,
    VersionStatus,
)
from domain.shapes import DRAWN
from services import shape_files, version_files
from services.cataloguing import find_dataset
from services.export_files import check_format
from services.exporting import TASK_FORMATS
from services.shape_files import SUFFIXES
from store.unit_of_work import Store, UnitOfWork

PAGE = 10
_MOST = 100
_ROWS = 1000
"""Assignments a transaction: far below the 50 ms that the writer may be held."""
_NONE = "None of these"
_GONE = "That version is gone. `/label versions` lists what there is."
_LOOK = "look at dataset versions"


class Versions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open_for_task(self, person: Person, task_id: int) -> NewVersionModel:
        """The labels of one task. Raises NotAllowed for who does not lead it."""

        def read(unit: UnitOfWork) -> NewVersionModel:
            task = _led(unit, person, task_id)
            dataset = find_dataset(unit, person.workspace, task.dataset)
            return _new(unit, dataset, task.id, task.name, task.name)

        return self._store.read(read)

    def open_for_dataset(self, person: Person, dataset_id: int) -> NewVersionModel:
        """The labels of all tasks over it. Raises NotAllowed for who does not lead them all."""

        def read(unit: UnitOfWork) -> NewVersionModel:
            dataset = _all_led(unit, person, dataset_id)
            return _new(unit, dataset, None, None, dataset.name)

        return self._store.read(read)

    def create(self, person: Person, dataset_id: int, task_id: int | None, name: str) -> int:
        """The intent: its rows follow bit by bit (`step`). Raises Invalid. The same click once more gives the same."""

        def write(unit: UnitOfWork) -> int:
            task = None if task_id is None else _led(unit, person, task_id)
            dataset = find_dataset(unit, person.workspace, task.dataset if task else dataset_id)
            if task is None:
                _all_led(unit, person, dataset_id)
            if error := name_error(name):
                raise Invalid({"name": error})
            for other in unit.versions.named(person.workspace, name, dataset.id):
                if (other.created_by, other.task) == (person.user, task_id) and _is_fresh(unit, other):
                    return other.id
                there = f"“{dataset.name}” has a version “{other.name}” already."
                raise Invalid({"name": f"{there} Choose another name: versions never change."})
            if unit.catalog.is_filling(dataset.id):
                raise Invalid({"name": f"“{dataset.name}” is still being filled. Try again in a moment."})
            unit.topics.add("catalogue")
            return unit.versions.create(dataset, task, name, person.user, _drawn(unit, dataset, task))

        return self._store.write(write)

    def page(self, person: Person, dataset: int | None = None, page: int = 0) -> VersionPage:
        """Of one dataset or of all, newest first; those of deleted datasets too."""
        check_member(person, _LOOK)

        def read(unit: UnitOfWork) -> VersionPage:
            total = unit.versions.count(person.workspace, dataset)
            here, pages = pages_of(total, page, PAGE)
            rows = tuple(unit.versions.page(person.workspace, dataset, here * PAGE, PAGE))
            found = None if dataset is None else unit.catalog.dataset(person.workspace, dataset)
            return VersionPage(rows, here, pages, total, dataset, found.name if found else None)

        return self._store.read(read)

    def look_at(self, person: Person, version: int, note: str | None = None) -> VersionModel:
        """Its window."""
        check_member(person, _LOOK)

        def read(unit: UnitOfWork) -> VersionModel:
            line = _find(unit, person, version)
            found = unit.catalog.dataset(person.workspace, line.dataset)
            concepts = unit.versions.per_concept(version) if line.status is VersionStatus.READY else []
            others = len(unit.versions.search(line, person.workspace, "", 2))
            named = tuple((name or _NONE, count) for name, count in concepts)
            return VersionModel(line, named, found.inputs if found else line.inputs, others, note)

        return self._store.read(read)

    def search_others(self, workspace: str, version: int, query: str) -> list[Choice]:
        """What it can be compared with: the other versions of its dataset."""

        def read(unit: UnitOfWork) -> list[VersionLine]:
            line = unit.versions.find(workspace, version)
            return [] if line is None else unit.versions.search(line, workspace, query, _MOST)

        return [Choice(str(one.id), one.name) for one in self._store.read(read)]

    def compare(self, person: Person, one: int, another: int) -> CompareModel:
        """From the older one to the newer one, whichever was named first."""
        check_member(person, _LOOK)

        def read(unit: UnitOfWork) -> CompareModel:
            old, new = sorted((_find(unit, person, one), _find(unit, person, another)), key=lambda line: line.id)
            added, removed = unit.versions.only_in(new.id, old.id), unit.versions.only_in(old.id, new.id)
            changes = [(name or _NONE, added.get(name, 0), removed.get(name, 0)) for name in {**added, **removed}]
            changes.sort(key=lambda change: (-change[1] - change[2], change[0]))
            inputs = unit.versions.count_inputs_only_in
            return CompareModel(old, new, inputs(new.id, old.id), inputs(old.id, new.id), tuple(changes))

        return self._store.read(read)

    def ask_export(self, person: Person, version: int, format_: str, key: str) -> str:
        """Have the file made and sent to this person. Returns the version's name; the same `key` counts once."""
        check_member(person, _LOOK)
        check_format(format_, TASK_FORMATS)

        def write(unit: UnitOfWork) -> str:
            line = _find(unit, person, version)
            _check_export(unit, person, line)
            if format_ in SUFFIXES:
                shape_files.check_version(line, format_)
            unit.outbox.put(person.actor, VersionExportAsked(version, format_), key=f"export:{key}")
            unit.topics.add("notices")
            return line.name

        return self._store.write(write)

    def find(self, workspace: str, name_or_id: str) -> VersionLine:
        """For the command line."""

        def read(unit: UnitOfWork) -> list[VersionLine]:
            by_id = unit.versions.find(workspace, int(name_or_id)) if is_id(name_or_id) else None
            return unit.versions.named(workspace, name_or_id) or ([by_id] if by_id else [])

        found = self._store.read(read)
        if not found:
            raise NotFound(f"There is no dataset version “{name_or_id}”.")
        if len(found) > 1:
            ids = ", ".join(f"{one.id} ({one.dataset_name})" for one in found)
            raise LabelingError(f"More than one dataset has a version “{name_or_id}”. Name it by its ID: {ids}.")
        return found[0]

    def line(self, workspace: str, version: int) -> VersionLine:
        found = self._store.read(lambda unit: unit.versions.find(workspace, version))
        if found is None:
            raise NotFound(_GONE)
        return found

    def write(self, version: VersionLine, path: Path, format_: str, *, progress: Callable[[int], object] = id) -> int:
        """Write the file and return its number of rows (one a label, and one for each input without any), or of shapes.
        Raises Invalid for a format that is none, or is none for this version.
        """
        check_format(format_, TASK_FORMATS)
        if version.status is not VersionStatus.READY:
            raise LabelingError(f"“{version.name}” is still being made. Try again in a moment.")
        return version_files.write(self._store, version, path, format_, progress)

    def left_out(self, version: VersionLine, format_: str) -> tuple[LeftOut, int]:
        """What a file does not hold: inputs without a drawn answer, and further answers to the same pictures."""
        return self._store.read(lambda unit: version_files.left_out(unit, version, format_))

    def step(self) -> bool:
        """Do the next bit of what is being made. False: nothing is left to do."""
        return self._store.write(_step)

    def is_idle(self) -> bool:
        return self._store.read(lambda unit: unit.versions.next_making()) is None


def _step(unit: UnitOfWork) -> bool:
    making = unit.versions.next_making()
    if making is None:
        return False
    tasks = [making.task] if making.task is not None else unit.datasets.tasks_over(making.dataset)
    if unit.versions.make_next(making, tasks, max(1, _ROWS // _answers_each(unit, tasks))):
        return True
    if unit.versions.finish(making.id):
        unit.outbox.put(Actor(making.workspace, making.created_by), VersionReady(making.id))
        unit.topics.add("notices")
    return True


def _drawn(unit: UnitOfWork, dataset: Dataset, task: Task | None) -> tuple[str, list[str]] | None:
    """The only task in the version whose answers are drawn, and its concepts."""
    ids = unit.datasets.tasks_over(dataset.id) if task is None else [task.id]
    drawn = [one for one in map(unit.tasks.find, ids) if one is not None and one.type in DRAWN]
    return (drawn[0].name, [one.name for one in unit.tasks.concepts(drawn[0].id)]) if len(drawn) == 1 else None


def _answers_each(unit: UnitOfWork, tasks: list[int]) -> int:
    """How many people label the same input, in all of these tasks together."""
    return max(1, sum(_labelers_each(unit, task) for task in tasks))


def _labelers_each(unit: UnitOfWork, task_id: int) -> int:
    task = unit.tasks.find(task_id)
    if task is None:
        return 0
    if task.distribution is Distribution.EVERYONE:
        return max(1, len(unit.queue.tallies(task_id)))
    return task.labelers_per_input


def _new(unit: UnitOfWork, dataset: Dataset, task: int | None, task_name: str | None, name: str) -> NewVersionModel:
    suggested = next_version_name(name, unit.versions.names(dataset.id))
    return NewVersionModel(dataset.id, dataset.name, task, task_name, suggested, dataset.inputs)


def _led(unit: UnitOfWork, person: Person, task_id: int) -> Task:
    task = unit.tasks.find(task_id)
    if task is None or task.workspace != person.workspace or task.deleted_at is not None:
        raise NotFound("That task is gone. `/label tasks` lists what there is.")
    check_lead(person, unit.people.of_task(task_id, Role.LEAD), "make a version of its labels")
    return task


def _all_led(unit: UnitOfWork, person: Person, dataset_id: int) -> Dataset:
    """Its labels may be taken out by who leads the tasks that they come from."""
    check_member(person, "make dataset versions")
    dataset = find_dataset(unit, person.workspace, dataset_id)
    led = {task: unit.people.of_task(task, Role.LEAD) for task in unit.datasets.tasks_over(dataset_id)}
    others = {task: leads for task, leads in led.items() if not may_lead(person, leads)}
    if others:
        names = quoted([task.name for one in others if (task := unit.tasks.find(one)) is not None])
        whom = " or ".join(f"<@{lead}>" for lead in sorted({lead for leads in others.values() for lead in leads}))
        raise NotAllowed(
            f"A version of “{dataset.name}” holds the labels of {names} too, which only its leads and admins may take "
            f"out: ask {whom}. A version with the labels of your own task alone is in that task's menu."
        )
    return dataset


def _find(unit: UnitOfWork, person: Person, version: int) -> VersionLine:
    found = unit.versions.find(person.workspace, version)
    if found is None:
        raise NotFound(_GONE)
    return found


def _check_export(unit: UnitOfWork, person: Person, version: VersionLine) -> None:
    leads = () if version.task is None else unit.people.of_task(version.task, Role.LEAD)
    allowed = dict.fromkeys((version.created_by, *leads))
    if not may_lead(person, allowed):
        whom = " or ".join(f"<@{one}>" for one in allowed)
        raise NotAllowed(f"Only who made “{version.name}”, its task's lead or an admin can export it. Ask {whom}.")


def _is_fresh(unit: UnitOfWork, version: VersionLine) -> bool:
    return version.created_at >= as_datetime(unit.now - MINUTE)
