"""Looking after a workspace's concepts: list, add, rename, merge, delete."""

from domain.draft import LONGEST_CONCEPT, clean, fold
from domain.errors import InUse, Invalid, NotFound, Stale
from domain.model import Concept, Person
from domain.naming import LONGEST_QUERY, concept_lines, concept_lines_error, counted, name_error, pages_of, quoted
from domain.permissions import check_member, check_same_workspace
from domain.read_models import Choice, ConceptLine, ConceptPage, MergeModel, RenameModel
from store.unit_of_work import Store, UnitOfWork

PAGE = 20
_MOST = 100
_TASKS, _LABELS, _SUGGESTIONS = 200, 500, 1_000
"""Rows a transaction: far below the 50 ms that the writer may be held."""
_START = (0, 0)
_GONE = "That concept is gone. `/label concepts` lists what there is."
_CHANGE = "change concepts"


class Concepts:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._reached = _START
        """So far suggestions have been gone through for the merge that is going on. After a restart, once more."""

    def page(self, person: Person, query: str = "", page: int = 0, note: str | None = None) -> ConceptPage:
        """A page that is past the end is the last one."""
        check_same_workspace(person)

        def read(unit: UnitOfWork) -> ConceptPage:
            words = clean(query)[:LONGEST_QUERY]
            total = unit.concepts.count(person.workspace, words)
            here, pages = pages_of(total, page, PAGE)
            found = unit.concepts.page(person.workspace, words, here * PAGE, PAGE)
            rows = tuple(ConceptLine(one.id, one.name, one.tasks, one.labels, one.labels_coming) for one in found)
            return ConceptPage(rows, here, pages, total, words, not person.is_guest, note)

        return self._store.read(read)

    def check_change(self, person: Person) -> None:
        """Raises NotAllowed for who may look only."""
        check_member(person, _CHANGE)

    def add(self, person: Person, text: str) -> str:
        """One a line. What was done, in words; names that are there already are named. Raises Invalid."""
        check_member(person, _CHANGE)
        names = concept_lines(text)
        if error := concept_lines_error(names):
            raise Invalid({"concepts": error})

        def write(unit: UnitOfWork) -> list[str]:
            return [name for name in names if unit.concepts.add(person.workspace, name)]

        added = self._store.write(write)
        known = [name for name in names if name not in added]
        sentences = [f"Added {quoted(added)}."] if added else []
        sentences += [f"There {'was' if len(known) == 1 else 'were'} already: {quoted(known)}."] if known else []
        return " ".join(sentences)

    def open(self, person: Person, concept: int) -> RenameModel:
        check_member(person, _CHANGE)
        found = self._store.read(lambda unit: _find(unit, person, concept))
        return RenameModel(found.id, found.name)

    def rename(self, person: Person, concept: int, before: str, name: str) -> str:
        """`before`: what it was called when the window opened. Raises Invalid, or Stale if it is not called so now."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> None:
            found = _find(unit, person, concept)
            if found.name == clean(name):
                return
            if found.name != before:
                raise Stale(
                    f"Somebody renamed “{before}” to “{found.name}” meanwhile. Save again to call it what you typed."
                )
            if error := name_error(name, LONGEST_CONCEPT) or _taken(unit, found, person.workspace, name):
                raise Invalid({"name": error})
            unit.concepts.rename(found, name)
            tasks = unit.concepts.tasks_with(found.id)
            unit.audit.add_to_tasks(tasks, person.user, "rename concept", before=before, after=clean(name))
            _offer_anew(unit, tasks)

        self._store.write(write)
        return f"“{before}” is called “{clean(name)}” now."

    def search_targets(self, workspace: str, concept: int, query: str) -> list[Choice]:
        """What a concept can be merged into."""
        found = self._store.read(lambda unit: unit.concepts.search(workspace, query, _MOST + 1))
        return [Choice(str(one.id), one.name) for one in found if one.id != concept][:_MOST]

    def ask_merge(self, person: Person, concept: int, into: int) -> MergeModel:
        """How much would move. Raises Invalid for what can't be merged."""
        check_member(person, _CHANGE)

        def read(unit: UnitOfWork) -> MergeModel:
            found, other = _find(unit, person, concept), unit.concepts.find(person.workspace, into)
            if other is None or other == found:
                raise Invalid({"into": "Choose another concept, which stays."})
            if coming := unit.concepts.merging_into(concept):
                raise Invalid({"into": f"“{found.name}” is just taking over {quoted(coming)}. Try again in a moment."})
            tasks, labels = unit.concepts.count_tasks(concept), unit.concepts.count_labels(concept)
            return MergeModel(concept, found.name, into, other.name, tasks, labels)

        return self._store.read(read)

    def merge(self, person: Person, concept: int, into: int) -> str:
        """The intent: tasks and labels follow bit by bit (`step`)."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> str:
            found, other = unit.concepts.find(person.workspace, concept), unit.concepts.find(person.workspace, into)
            if other is None:
                raise NotFound(_GONE)
            if found is None:
                return f"It is part of “{other.name}” already."
            if not unit.concepts.merge(concept, into):
                raise Stale("Somebody else is just merging one of these. Look at the list again.")
            tasks = unit.concepts.tasks_with(concept)
            unit.audit.add_to_tasks(tasks, person.user, "merge concept", before=found.name, after=other.name)
            unit.topics.add("catalogue")
            return f"“{found.name}” becomes part of “{other.name}”."

        return self._store.write(write)

    def delete(self, person: Person, concept: int, *, only_ask: bool = False) -> RenameModel:
        """Raises InUse with who uses it. One that is gone already is no mistake."""
        check_member(person, _CHANGE)

        def write(unit: UnitOfWork) -> RenameModel:
            found = unit.concepts.find(person.workspace, concept)
            if found is None:
                return RenameModel(concept, "")
            use = unit.concepts.use(concept)
            if use.is_target:
                raise InUse(f"Another concept is just being merged into “{found.name}”. Try again in a moment.")
            if not use.is_free:
                raise InUse(_in_use(found.name, use.tasks, use.deleted, use.labels))
            if not only_ask and not unit.concepts.delete(concept):
                raise InUse(f"Somebody has just begun to use “{found.name}”.")
            return RenameModel(concept, found.name)

        return self._store.read(write) if only_ask else self._store.write(write)

    def step(self) -> bool:
        """Do the next bit of merging. False: nothing is left to do."""
        before = self._reached
        merging, self._reached = self._store.write(lambda unit: _step(unit, before))
        return merging

    def is_idle(self) -> bool:
        return self._store.read(lambda unit: unit.concepts.next_merging()) is None


def _find(unit: UnitOfWork, person: Person, concept: int) -> Concept:
    found = unit.concepts.find(person.workspace, concept)
    if found is None:
        raise NotFound(_GONE)
    return found


def _taken(unit: UnitOfWork, concept: Concept, workspace: str, name: str) -> str | None:
    other = unit.concepts.named(workspace, name)
    if other is None or (other.id == concept.id and fold(name) == fold(concept.name)):
        return None
    return f"There is a concept “{clean(name)}” already. To make one of both, choose Merge in the list."


def _in_use(name: str, tasks: tuple[str, ...], deleted: tuple[str, ...], labels: int) -> str:
    users = [f"{counted(len(tasks), 'task')} ({quoted(tasks)})"] if tasks else []
    users += (
        [f"{counted(len(deleted), 'deleted task')} that can be brought back ({quoted(deleted)})"] if deleted else []
    )
    users += [counted(labels, "label")] if labels else []
    used = " and ".join(filter(None, (", ".join(users[:-1]), *users[-1:])))
    return f"“{name}” can't be deleted: it is used by {used}. Merge it into another concept instead; its labels follow."


def _step(unit: UnitOfWork, reached: tuple[int, int]) -> tuple[bool, tuple[int, int]]:
    """`reached`: how far suggestions have been gone through. Returns whether anything was left, and how far by now."""
    merging = unit.concepts.next_merging()
    if merging is None:
        return False, _START
    if tasks := unit.concepts.move_tasks(merging, _TASKS):
        unit.assists.merge(tasks, merging.concept, merging.into)
        _offer_anew(unit, tasks)
    elif unit.concepts.move_labels(merging, _LABELS) or unit.shown.move(merging.concept, merging.into, _LABELS):
        pass
    elif (further := unit.suggestions.merge(merging.concept, merging.into, reached, _SUGGESTIONS)) is not None:
        return True, further
    elif unit.concepts.finish(merging):
        _offer_anew(unit, unit.concepts.tasks_with(merging.into))
    return True, _START


def _offer_anew(unit: UnitOfWork, tasks: list[int]) -> None:
    """Cards and windows of these tasks show concepts that have changed."""
    unit.cards.touch_all(tasks)
    unit.topics |= {"cards", *(f"suggestions:{task}" for task in tasks)}
