"""Inputs on their way from Slack into a dataset: begun by a person, brought in bit by bit, told in one message."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.errors import Invalid, NotAllowed, NotFound, Stale
from domain.intake import Intake, Refused, Source
from domain.model import Actor, NewInput, Person
from domain.notices import IntakeStarted
from domain.permissions import check_add
from domain.read_models import IntakeModel
from services import growing
from store.unit_of_work import Store, UnitOfWork

_MOST_REFUSED = 200
"""Are kept with their reasons; all are counted."""
_MOST_NOTES = 20
_MOST_COLUMNS = 100
_GONE = "The dataset was deleted meanwhile: nothing more was added."


@dataclass(frozen=True, slots=True)
class Step:
    """What was judged of the thing in hand. `is_last`: that was all of it. `more`: how many more inputs than things
    there turned out to be.
    """

    judged: Sequence[NewInput | Refused]
    is_last: bool
    more: int = 0
    notes: tuple[str, ...] = ()


class Intakes:
    """`trusted`: hosts that people may fetch from although they are private."""

    def __init__(self, store: Store, trusted: Collection[str] = ()) -> None:
        self._store = store
        self._trusted = tuple(trusted)

    def start_files(self, person: Person, dataset: int, files: Sequence[str], column: str | None = None) -> int:
        """Files that are in Slack, by their ids: from a form, or of a message. Returns the intake."""
        return self._start(person, dataset, Source.of_files(files, (column or "").strip() or None))

    def start_text(self, person: Person, dataset: int, text: str, name: str) -> int:
        """A message's words. Raises Invalid (field "text")."""
        return self._start(person, dataset, Source.of_text(text, name))

    def start_addresses(self, person: Person, dataset: int, written: str, column: str | None = None) -> int:
        """One address a line. Raises Invalid (field "addresses")."""
        source = Source.of_addresses(written, self._trusted)
        return self._start(person, dataset, replace(source, column=(column or "").strip() or None))

    def start_given(self, person: Person, dataset: int, files: Sequence[str], addresses: str, texts: str) -> int:
        """What the form holds, as one intake. Raises Invalid with every field that is wrong."""
        source = Source.of_files(files)
        errors: dict[str, str] = {}
        for written, read in (
            (addresses, partial(Source.of_addresses, trusted=self._trusted)),
            (texts, Source.of_lines),
        ):
            try:
                source = source.and_also(read(written)) if written.strip() else source
            except Invalid as error:
                errors |= error.fields
        if not (source.things or errors):
            errors["files"] = "Choose files, or write addresses or texts."
        if errors:
            raise Invalid(errors)
        return self._start(person, dataset, source)

    def choose_column(self, actor: Actor, intake: int, number: int) -> IntakeModel:
        """The `number`th of those that the intake asks for. A click that comes late changes nothing."""

        def write(unit: UnitOfWork) -> IntakeModel:
            before = _found(unit, intake, actor.workspace)
            if before.by != actor:
                raise NotAllowed(f"Only <@{before.by.user}>, who is adding these, can choose the column.")
            if number < len(before.asks):
                chosen = replace(before, source=replace(before.source, column=before.asks[number]), asks=())
                unit.intakes.save(before, chosen)
                unit.topics |= {"intakes", "progress"}
            return _model(unit, _found(unit, intake, actor.workspace))

        return self._store.write(write)

    def in_front(self) -> tuple[list[Intake], int | None]:
        """What may go on now, one a workspace; and when the next one may (microseconds since 1970)."""

        def read(unit: UnitOfWork) -> tuple[list[Intake], int | None]:
            front = unit.intakes.in_front()
            later = [due for _, due in front if due > unit.now]
            return [one for one, due in front if due <= unit.now], min(later, default=None)

        return self._store.read(read)

    def record(self, intake: Intake, step: Step) -> Intake | None:
        """Put what was judged into the dataset. None: there is nothing more to do. Raises Stale where another process
        has gone on with it.
        """

        def write(unit: UnitOfWork) -> Intake | None:
            dataset = unit.catalog.dataset(intake.by.workspace, intake.dataset)
            if dataset is None:
                unit.intakes.save(intake, replace(intake, is_done=True, error=_GONE))
                unit.topics.add("progress")
                return None
            new = [one for one in step.judged if isinstance(one, NewInput)]
            added = growing.add_inputs(unit, dataset, new, intake.by.user)
            known = intake.known + len(new) - added
            after = replace(_after(intake, step), added=intake.added + added, known=known)
            if not unit.intakes.save(intake, after):
                raise Stale("Another process has gone on with this meanwhile.")
            unit.topics |= {"progress", "intakes"}
            return None if after.is_done else after

        return self._store.write(write)

    def ask_column(self, intake: Intake, columns: Sequence[str]) -> None:
        """Nothing goes on before somebody has said which one."""

        def write(unit: UnitOfWork) -> None:
            unit.intakes.save(intake, replace(intake, asks=tuple(columns[:_MOST_COLUMNS])))
            unit.topics.add("progress")

        self._store.write(write)

    def wait(self, intake: Intake, seconds: float, error: str) -> None:
        """Slack is in trouble: again in so many seconds."""

        def write(unit: UnitOfWork) -> None:
            unit.intakes.put_off(intake.id, seconds, error)
            unit.topics.add("progress")

        self._store.write(write)

    def model(self, intake: int) -> IntakeModel:
        return self._store.read(lambda unit: _model(unit, _found(unit, intake)))

    def to_show(self) -> list[IntakeModel]:
        """Those whose message does not yet show their end."""
        return self._store.read(lambda unit: [_model(unit, one) for one in unit.intakes.shown()])

    def placed(self, intake: int, channel: str, ts: str) -> None:
        """Its message is this one."""

        def write(unit: UnitOfWork) -> None:
            unit.intakes.place(intake, channel, ts)
            unit.topics.add("progress")

        self._store.write(write)

    def end_was_shown(self, intake: int) -> None:
        self._store.write(lambda unit: unit.intakes.close(intake))

    def _start(self, person: Person, dataset: int, source: Source) -> int:
        check_add(person)

        def write(unit: UnitOfWork) -> int:
            if unit.catalog.dataset(person.workspace, dataset) is None:
                raise NotFound("That dataset is gone. Choose another one.")
            intake = unit.intakes.create(person.actor, dataset, source)
            unit.outbox.put(person.actor, IntakeStarted(intake))
            unit.topics |= {"notices", "intakes"}
            return intake

        return self._store.write(write)


def _after(before: Intake, step: Step) -> Intake:
    refused = [one for one in step.judged if isinstance(one, Refused)]
    reached = before.reached + len(step.judged)
    at = before.at + 1 if step.is_last else before.at
    is_done = at >= len(before.source.things)
    return replace(
        before,
        at=at,
        base=reached if step.is_last else before.base,
        reached=reached,
        total=reached if is_done else max(before.total + step.more, reached),
        refused=before.refused + len(refused),
        first_refused=(*before.first_refused, *refused)[:_MOST_REFUSED],
        notes=tuple(dict.fromkeys((*before.notes, *step.notes)))[:_MOST_NOTES],
        is_done=is_done,
        error=None,
        attempts=0,
    )


def _found(unit: UnitOfWork, intake: int, workspace: str | None = None) -> Intake:
    found = unit.intakes.find(intake)
    if found is None or workspace not in {None, found.by.workspace}:
        raise NotFound("That is gone.")
    return found


def _model(unit: UnitOfWork, intake: Intake) -> IntakeModel:
    dataset = unit.catalog.dataset(intake.by.workspace, intake.dataset)
    return IntakeModel(intake, "a deleted dataset" if dataset is None else dataset.name)
