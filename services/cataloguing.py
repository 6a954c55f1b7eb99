"""Looking after datasets: list, window, create, rename, delete, and taking inputs out."""

from domain.draft import LONGEST_NAME, NEW, clean, fold, is_id
from domain.errors import InUse, Invalid, NotFound, Stale
from domain.model import Dataset, InputKind, Person
from domain.naming import LONGEST_QUERY, counted, name_error, pages_of, quoted
from domain.permissions import check_add, check_member
from domain.read_models import Choice, DatasetLine, DatasetModel, DatasetPage, RenameModel
from services.links import PictureLinks
from services.showing import input_line, want_missing
from store.datasets import DatasetUse
from store.unit_of_work import Store, UnitOfWork

PAGE = 20
INPUTS = 10
_MOST = 100
_GONE = "That dataset is gone. `/label dataset` lists what there is."
_LOOK, _CHANGE = "look at datasets", "change datasets"


class Cataloguing:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def page(self, person: Person, query: str = "", page: int = 0, note: str | None = None) -> DatasetPage:
        """A page that is past the end is the last one."""
        check_member(person, _LOOK)

        def read(unit: UnitOfWork) -> DatasetPage:
            words = clean(query)[:LONGEST_QUERY]
            total = unit.datasets.count(person.workspace, words)
            here, pages = pages_of(total, page, PAGE)
            found = unit.datasets.page(person.workspace, words, here * PAGE, PAGE)
            rows = tuple(DatasetLine(one.id, one.name, one.inputs, one.tasks, one.versions) for one in found)
            return DatasetPage(rows, here, pages, total, words, note)

        return self._store.read(read)

    def look_at(self, person: Person, dataset: int, page: int = 0, note: str | None = None) -> DatasetModel:
        """Its window. Pictures of the inputs on this page are asked for."""
        check_member(person, _LOOK)
        model = self._store.read(lambda unit: self._model(unit, person, dataset, page, note))
        want_missing(self._store, person.workspace, model.items)
        return model

    def create(self, person: Person, name: str) -> Dataset:
        """An empty one. Raises Invalid."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> Dataset:
            if error := name_error(name) or _taken(unit, person.workspace, name):
                raise Invalid({"name": error})
            return unit.catalog.create_dataset(person.workspace, name, person.user)

        return self._store.write(write)

    def open(self, person: Person, dataset: int) -> RenameModel:
        check_member(person, _CHANGE)
        found = self._store.read(lambda unit: find_dataset(unit, person.workspace, dataset))
        return RenameModel(found.id, found.name)

    def rename(self, person: Person, dataset: int, before: str, name: str) -> str:
        """`before`: what it was called when the window opened. Raises Invalid, or Stale if it is not called so now."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> None:
            found = find_dataset(unit, person.workspace, dataset)
            if found.name == clean(name):
                return
            if found.name != before:
                raise Stale(
                    f"Somebody renamed “{before}” to “{found.name}” meanwhile. Save again to call it what you typed."
                )
            is_same = fold(name) == fold(found.name)
            if error := name_error(name) or (None if is_same else _taken(unit, person.workspace, name)):
                raise Invalid({"name": error})
            unit.datasets.rename(found, name)

        self._store.write(write)
        return f"“{before}” is called “{clean(name)}” now."

    def delete(self, person: Person, dataset: int, *, only_ask: bool = False) -> DatasetLine:
        """What goes. Raises InUse with the tasks' names. One that is gone already is no mistake."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> DatasetLine:
            found = unit.catalog.dataset(person.workspace, dataset)
            if found is None:
                return DatasetLine(dataset, "", 0, 0, 0)
            use = unit.datasets.use(dataset)
            if not use.is_free or not (only_ask or unit.datasets.delete(dataset)):
                raise InUse(_in_use(found.name, use))
            return DatasetLine(dataset, found.name, found.inputs, 0, unit.versions.count(person.workspace, dataset))

        return self._store.read(write) if only_ask else self._store.write(write)

    def remove_input(self, person: Person, dataset: int, input_: int) -> str:
        """What was done. Raises InUse while a task has the input."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> str:
            find_dataset(unit, person.workspace, dataset)
            if tasks := unit.datasets.tasks_with(dataset, input_):
                raise InUse(f"That input can't be taken out: it was given to people in {quoted(tasks)}.")
            is_gone = unit.datasets.remove_input(dataset, input_)
            return "The input was taken out of the dataset." if is_gone else "That input was taken out already."

        return self._store.write(write)

    def search(self, workspace: str, query: str) -> list[Choice]:
        """Datasets by name, then the offer to make one that is called so."""

        def read(unit: UnitOfWork) -> list[Choice]:
            found = unit.catalog.search_datasets(workspace, query, _MOST - 1)
            choices = [Choice(str(one.id), one.name, counted(one.inputs, "input")) for one in found]
            name = clean(query)[:LONGEST_NAME]
            if name and unit.catalog.dataset_named(workspace, name) is None:
                choices.append(Choice(f"{NEW}{name}", f"➕ Create “{name}”"))
            return choices

        return self._store.read(read)

    def chosen(self, person: Person, value: str) -> Dataset:
        """What was chosen in the search, made now if it is new. Raises Invalid (field "dataset")."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> Dataset:
            name = value.removeprefix(NEW) if value.startswith(NEW) else ""
            if name:
                found = unit.catalog.dataset_named(person.workspace, name)
                return found or unit.catalog.create_dataset(person.workspace, name, person.user)
            found = unit.catalog.dataset(person.workspace, int(value)) if is_id(value) else None
            if found is None:
                raise Invalid({"dataset": "Choose a dataset, or type a new name to create one."})
            return found

        return self._store.write(write)

    def check_add(self, person: Person) -> None:
        check_add(person)

    def _model(self, unit: UnitOfWork, person: Person, dataset: int, page: int, note: str | None) -> DatasetModel:
        found = find_dataset(unit, person.workspace, dataset)
        here, pages = pages_of(found.inputs, page, INPUTS)
        kinds, use = unit.datasets.kinds(dataset), unit.datasets.use(dataset)
        return DatasetModel(
            dataset,
            found.name,
            tuple((kind, kinds[kind]) for kind in InputKind if kind in kinds),
            found.inputs,
            use.tasks,
            unit.versions.count(person.workspace, dataset),
            tuple(input_line(self._links, one) for one in unit.datasets.inputs(dataset, here * INPUTS, INPUTS)),
            here,
            pages,
            is_filling=use.is_filling,
            is_asking=use.is_asking,
            note=note,
        )


def find_dataset(unit: UnitOfWork, workspace: str, dataset: int) -> Dataset:
    found = unit.catalog.dataset(workspace, dataset)
    if found is None:
        raise NotFound(_GONE)
    return found


def _taken(unit: UnitOfWork, workspace: str, name: str) -> str | None:
    other = unit.catalog.dataset_named(workspace, name)
    return None if other is None else f"There is a dataset “{other.name}” already. Choose another name."


def _in_use(name: str, use: DatasetUse) -> str:
    if use.tasks:
        return f"“{name}” can't be deleted: it is used by {counted(len(use.tasks), 'task')} ({quoted(use.tasks)})."
    if use.deleted:
        tasks = counted(len(use.deleted), "deleted task")
        return f"“{name}” can't be deleted yet: {tasks} over it can still be brought back ({quoted(use.deleted)})."
    return f"“{name}” can't be deleted now: inputs are on their way into it, or a version of it is being made."
