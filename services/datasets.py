"""Datasets and concepts: adding inputs, and finding both by name."""

from collections.abc import Sequence

from domain.draft import LONGEST_CONCEPT, LONGEST_NAME, NEW, clean, fold
from domain.errors import Invalid
from domain.model import Dataset, NewInput
from domain.read_models import Choice
from services import growing
from store.unit_of_work import Store, UnitOfWork

IMPORTER = "import"
"""Who made a dataset that came from the command line."""
_MOST = 99
"""Slack shows a hundred options; one place is kept for "Add new"."""
_WITH_ALL = "Create new dataset with all inputs"


class Datasets:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, workspace: str, name: str, by: str = IMPORTER) -> Dataset:
        """The dataset of that name, made now if there is none. Raises Invalid for a name that can't be."""
        if not clean(name) or len(clean(name)) > LONGEST_NAME:
            raise Invalid({"dataset": f"A dataset's name has 1 to {LONGEST_NAME} characters."})

        def write(unit: UnitOfWork) -> Dataset:
            return unit.catalog.dataset_named(workspace, name) or unit.catalog.create_dataset(workspace, name, by)

        return self._store.write(write)

    def add_inputs(self, dataset: Dataset, new: Sequence[NewInput]) -> int:
        """Returns how many the dataset did not hold before. Give at most some hundreds at once."""

        def write(unit: UnitOfWork) -> int:
            now = unit.catalog.dataset(dataset.workspace, dataset.id)
            return 0 if now is None else growing.add_inputs(unit, now, new)

        return self._store.write(write)

    def search(self, workspace: str, query: str) -> list[Choice]:
        """First the offer to make one with all inputs, then datasets by name. While somebody types, what is found comes
        first, as Enter takes that.
        """

        def read(unit: UnitOfWork) -> list[Choice]:
            found = unit.catalog.search_datasets(workspace, query, _MOST)
            choices = [Choice(str(one.id), one.name, _inputs(one.inputs)) for one in found]
            everything, name = unit.catalog.count_inputs(workspace), clean(query)[:LONGEST_NAME]
            inputs = _inputs(everything)
            if not everything:
                return choices
            if not name:
                return [Choice("new", f"➕ {_WITH_ALL}", inputs), *choices]
            if fold(_WITH_ALL).startswith(fold(name.removeprefix("➕"))):
                return [*choices, Choice("new", f"➕ {_WITH_ALL}", inputs)]
            if unit.catalog.dataset_named(workspace, name) is None:
                choices.append(Choice(f"{NEW}{name}", f"➕ Create “{name}” with all inputs", inputs))
            return choices

        return self._store.read(read)

    def search_concepts(self, workspace: str, query: str, chosen: Sequence[str] = ()) -> list[Choice]:
        """Concepts by name, then the offer to add what was typed, unless it is among the `chosen` already."""

        def read(unit: UnitOfWork) -> list[Choice]:
            choices = [Choice(str(one.id), one.name) for one in unit.concepts.search(workspace, query, _MOST)]
            name = clean(query)[:LONGEST_CONCEPT]
            if name and unit.concepts.named(workspace, name) is None:
                choices.append(_new_concept(name, chosen, is_cut=len(clean(query)) > LONGEST_CONCEPT))
            return choices

        return self._store.read(read)


def _new_concept(name: str, chosen: Sequence[str], *, is_cut: bool) -> Choice:
    for one in chosen:
        if one.startswith(NEW) and fold(one.removeprefix(NEW)) == fold(name):
            return Choice(one, one.removeprefix(NEW), "Chosen already: choosing it again takes it away")
    words = (
        f"➕ Add, cut to the {LONGEST_CONCEPT} characters that a concept can have" if is_cut else "➕ Add new concept"
    )
    return Choice(f"{NEW}{name}", name, words)


def _inputs(count: int) -> str:
    return "1 input" if count == 1 else f"{count:,} inputs"
