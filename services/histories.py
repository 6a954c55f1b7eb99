"""What happened in a task and with an input, as pages to read and as a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from domain.clock import as_datetime
from domain.errors import NotAllowed, NotFound
from domain.model import NOBODY, Assignment, AssignmentStatus, Person, Task
from domain.naming import pages_of
from domain.notices import ExportAsked
from domain.read_models import AnswerNow, HistoryLine, HistoryPage, InputHistory
from services import finding
from services.export_files import check_format, iso, of_labeler, write_file
from services.flagging import is_blind
from services.links import PictureLinks
from services.showing import input_line, want_missing
from store.histories import Done
from store.unit_of_work import Store, UnitOfWork

PAGE = 15
_CHUNK = 2000
_LOOK = "look at its history"
_NOT_GIVEN = "That input is not handed out in this task."


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """The columns, in their order. `at` is ISO 8601 in UTC; people are named, with their ids beside. Without an
    `input` it was done to the task itself. `labeler`: who has the input now.
    """

    task: str
    at: str
    who: str
    who_id: str
    action: str
    input: str
    sha256: str
    labeler: str
    labeler_id: str
    before: str
    after: str
    reason: str


class Histories:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def of_task(self, lead: Person, task_id: int, page: int = 0, *, only_task: bool = False) -> HistoryPage:
        def read(unit: UnitOfWork) -> HistoryPage:
            task = finding.find_led(unit, lead, task_id, _LOOK)
            total = unit.histories.count(task_id, only_task=only_task)
            here, pages = pages_of(total, page, PAGE)
            found = unit.histories.page(task_id, here * PAGE, PAGE, only_task=only_task)
            return HistoryPage(task_id, task.name, _lines(found), here, pages, total, only_task)

        return self._store.read(read)

    def of_input(self, person: Person, task_id: int, input_: int, page: int = 0) -> InputHistory:
        """For leads, and for reviewers of what they were given to review."""

        def read(unit: UnitOfWork) -> InputHistory:
            task = finding.find_seen(unit, person, task_id)
            given = unit.task_inputs.assignments(task_id, [input_])[input_]
            if not given:
                raise NotFound(_NOT_GIVEN)
            _check_look(unit, person, task, given)
            total = unit.histories.count_of_input(task_id, input_)
            here, pages = pages_of(total, page, PAGE)
            found = unit.histories.page_of_input(task_id, input_, here * PAGE, PAGE)
            line = input_line(self._links, unit.datasets.shown(task.workspace, [input_])[input_])
            now = _answers(unit, task, given)
            return InputHistory(task_id, task.name, line, now, _lines(found), here, pages, total)

        model = self._store.read(read)
        want_missing(self._store, person.workspace, [model.line])
        return model

    def ask_export(self, lead: Person, task_id: int, key: str) -> str:
        """Have the whole history sent to this person as a file. Returns the task's name; the same `key` counts once."""

        def write(unit: UnitOfWork) -> str:
            task = finding.find_led(unit, lead, task_id, "export its history")
            unit.outbox.put(lead.actor, ExportAsked(task_id, "csv", is_history=True), key=f"history:{key}")
            unit.topics.add("notices")
            return task.name

        return self._store.write(write)

    def write(self, task_id: int, path: Path, format_: str, *, progress: Callable[[int], object] = id) -> int:
        """Write the file and return its number of rows. Each transition is one, the oldest first."""
        check_format(format_)
        names = [one.name for one in fields(HistoryRow)]
        # One view of the database for all of it: what is done meanwhile is in the next file.
        return self._store.read(lambda unit: write_file(path, format_, names, _rows(unit, task_id), progress))


def _check_look(unit: UnitOfWork, person: Person, task: Task, given: Sequence[Assignment]) -> None:
    if finding.leads(unit, person, task.id):
        return
    if not any(person.user in {one.reviewer, one.reviewed_by} for one in given):
        raise NotAllowed("Only leads, and whoever reviews an input, can look at its history.")


def _answers(unit: UnitOfWork, task: Task, given: Sequence[Assignment]) -> tuple[AnswerNow, ...]:
    hides = is_blind(task, given)
    return tuple(
        AnswerNow(
            one.labeler,
            one.status,
            None if hides else _answer(unit, one),
            one.reviewed_by,
            one.reason,
        )
        for one in given
    )


def _answer(unit: UnitOfWork, one: Assignment) -> tuple[str, ...]:
    """What is only ticked is nobody's answer yet."""
    is_open = one.status is AssignmentStatus.PENDING
    return () if is_open else unit.annotations.words(one.id)


def _lines(found: Sequence[Done]) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            one.who,
            as_datetime(one.at),
            one.action,
            one.before,
            one.after,
            one.reason,
            one.input,
            one.labeler or NOBODY,
        )
        for one in found
    )


def _rows(unit: UnitOfWork, task_id: int) -> Iterator[HistoryRow]:
    last = 0
    while found := unit.histories.after(task_id, last, _CHUNK):
        yield from map(_row, found)
        last = found[-1].id


def _row(one: Done) -> HistoryRow:
    return HistoryRow(
        one.task,
        iso(one.at),
        *of_labeler(one.who, one.who_name),
        one.action,
        one.input or "",
        one.sha256 or "",
        *of_labeler(one.labeler or "", one.labeler_name),
        one.before or "",
        one.after or "",
        one.reason or "",
    )
