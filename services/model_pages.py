"""Looking after models: what there is, trying one out, removing one. Members look, admins do."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Lock

from domain.draft import clean
from domain.errors import LabelingError, NotAllowed, NotFound
from domain.model import Person
from domain.naming import LONGEST_QUERY, pages_of
from domain.permissions import check_member
from domain.read_models import ModelDetails, ModelLine, ModelsPage, ModelState
from services import model_lines
from services.models import Models

PAGE = 8
LABELS = 100


class ModelPages:
    """What takes seconds (trying a model out) is never to stand on a click's way."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._lock = Lock()
        self._checking: set[str] = set()
        self._trouble: dict[str, str] = {}
        """Why the last check did not come to an end, by name."""

    def check_look(self, person: Person) -> None:
        """Raises NotAllowed."""
        check_member(person, "look at models")

    def page(self, person: Person, query: str = "", page: int = 0, note: str | None = None) -> ModelsPage:
        """Of those with these words in their names, tasks or labels."""
        self.check_look(person)
        words = clean(query)[:LONGEST_QUERY]
        found = [one for one in self._lines(person) if _is_named(one, words)]
        here, pages = pages_of(len(found), page, PAGE)
        return ModelsPage(tuple(found[here * PAGE : (here + 1) * PAGE]), here, pages, len(found), words, note)

    def details(self, person: Person, key: str, page: int = 0, note: str | None = None) -> ModelDetails:
        """Raises NotFound."""
        self.check_look(person)
        line = self._find(person, key)
        here, pages = pages_of(len(line.labels), page, LABELS)
        return ModelDetails(line, line.labels[here * LABELS : (here + 1) * LABELS], here, pages, note)

    def begin_check(self, person: Person, key: str) -> bool:
        """False: it is being checked already. `check` is to follow."""
        name = _own_name(person, key, "check")
        with self._lock:
            if name in self._checking:
                return False
            self._checking.add(name)
        return True

    def check(self, key: str) -> None:
        """Tries it out, in a process of its own. What comes of it is seen in its line."""
        name = key.partition(":")[2]
        try:
            self._models.check(name)
            self._trouble.pop(name, None)
        except LabelingError as error:
            self._trouble[name] = error.message
        finally:
            with self._lock:
                self._checking.discard(name)

    def remove(self, person: Person, key: str) -> str:
        """The model's folder, with all that is in it. Returns the note. Raises NotFound, NotAllowed."""
        name = _own_name(person, key, "remove")
        self._find(person, key)
        self._models.remove(name)
        self._trouble.pop(name, None)
        return f"“{name}” was removed. What it has suggested so far stays."

    def _find(self, person: Person, key: str) -> ModelLine:
        found = next((one for one in self._lines(person) if one.key == key), None)
        if found is None:
            raise NotFound("That model is gone. `/label models` lists what there is.")
        return found

    def _lines(self, person: Person) -> Iterator[ModelLine]:
        for line in model_lines.lines(self._models):
            yield line if line.is_workflow else self._with_rights(line, person)

    def _with_rights(self, line: ModelLine, person: Person) -> ModelLine:
        if line.name in self._checking:
            return replace(line, state=ModelState.CHECKING)
        trouble = self._trouble.get(line.name)
        return replace(
            line,
            notes=line.notes if trouble is None else (trouble, *line.notes),
            may_check=person.is_admin and line.state is not ModelState.MISSING,
            may_remove=person.is_admin and bool(line.folder),
        )


def _is_named(line: ModelLine, words: str) -> bool:
    said = " ".join((line.name, line.task, line.kind, *line.labels)).casefold()
    return all(word in said for word in words.casefold().split())


def _own_name(person: Person, key: str, doing: str) -> str:
    if not person.is_admin:
        raise NotAllowed(f"Only admins can {doing} models. Ask an owner or admin of this workspace.")
    kind, _, name = key.partition(":")
    if kind != model_lines.MODEL:
        raise NotAllowed("A workflow is a file in LABELBOT_DATA/workflows: there it is changed or removed.")
    return name
