"""A task that a model annotates by itself, and a model that says what a test wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from domain.assisting import Leftovers, Suggested, Suggestion, TaskAssist
from domain.bands import Bands, Thresholds
from domain.model import AssistMode, LabelsPerInput, Role, TaskStatus, TaskType
from domain.notices import Notice
from services.auto_annotating import annotate
from store import tables
from store.tasks import NewTask
from tests.office import LEAD, Office

MODEL, VERSION = "Birds", "1"
BANDS = Bands(Thresholds(0.5, 0.9))
numbers = count(1)


@dataclass(frozen=True)
class Robot:
    office: Office
    id: int
    robin: int
    wren: int

    @property
    def inputs(self) -> list[int]:
        return list(dict.fromkeys(one.input for one in self.office.assignments(self.id)))

    def says(self, *scores: Mapping[int, float] | str) -> None:
        """Of the task's inputs in their order: concept -> score, or why it could not look at it."""
        self.says_of(dict(zip(self.inputs, scores, strict=False)))

    def says_of(self, scores: Mapping[int, Mapping[int, float] | str]) -> None:
        found = [_suggested(input_, one) for input_, one in scores.items()]

        def write(unit) -> None:
            task, assist = unit.tasks.find(self.id), unit.assists.find(self.id)
            unit.suggestions.save(self.id, assist.generation, found)
            annotate(unit, task, assist, found)

        self.office.store.write(write)

    def annotations(self) -> dict[int, list[tuple[int | None, str, str, str | None, float | None]]]:
        """Assignment -> (concept, status, provenance, model, score) each."""
        n, a = tables.annotation.c, tables.assignment.c
        chosen = tables.annotation.select().with_only_columns(
            n.assignment, n.concept, n.status, n.provenance, n.model, n.score
        )
        mine = chosen.join(tables.assignment, a.id == n.assignment).where(a.task == self.id).order_by(n.id)
        found: dict[int, list] = {}
        for assignment, *rest in self.office.store.read(lambda unit: list(unit.connection.execute(mine))):
            found.setdefault(assignment, []).append(tuple(rest))
        return found

    def states(self) -> list[tuple[str, str]]:
        """(labeler, status) of the assignments, in the order of their ids."""
        return [(one.labeler, str(one.status)) for one in self.office.assignments(self.id)]


def automatic_task(
    office: Office,
    inputs: int = 3,
    labelers: Sequence[str] = ("ANA", "BEN"),
    reviewers: Sequence[str] = ("REA",),
    *,
    bands: Bands = BANDS,
    leftovers: Leftovers = Leftovers.HUMAN,
    several: bool = False,
    is_replacing: bool = False,
    model: str = MODEL,
    **more: object,
) -> Robot:
    """Handed out already."""
    dataset = office.add_inputs(inputs)
    robin, wren = office.concept("Robin"), office.concept("Wren")
    for user in (*labelers, *reviewers):
        office.person(user)
    each = LabelsPerInput.SEVERAL if several else LabelsPerInput.ONE
    name, kind = f"By itself {next(numbers)}", TaskType.CLASSIFICATION
    new = NewTask(office.workspace, name, dataset, kind, each, "", inputs, LEAD, assist=AssistMode.AUTO)
    asked = TaskAssist(0, AssistMode.AUTO, model, bands=bands, leftovers=leftovers, is_replacing=is_replacing)

    def write(unit) -> int:
        task = unit.tasks.create(replace(new, **more), [robin, wren])
        for role, users in ((Role.LEAD, (LEAD,)), (Role.LABELER, labelers), (Role.REVIEWER, reviewers)):
            unit.people.add_to_task(office.workspace, task, role, users)
        unit.assists.create(replace(asked, task=task))
        unit.audit.add(task, LEAD, "create", after="IN_PROGRESS")
        return task

    task = office.store.write(write)
    office.settle()
    return Robot(office, task, robin, wren)


def _suggested(input_: int, said: Mapping[int, float] | str) -> Suggested:
    if isinstance(said, str):
        return Suggested(input_, failure=said, generation=1)
    made = (Suggestion(concept, score, MODEL, VERSION) for concept, score in said.items())
    return Suggested(input_, tuple(sorted(made, key=lambda one: -one.score)), generation=1)


def reviewed(office: Office, task: Robot, reviewer: str = "REA"):
    """What this reviewer has in front, once it is dealt."""
    office.reviewing.take(office.actor(reviewer), task.id)
    return office.reviewing.card(office.actor(reviewer), task.id).item


def notices(office: Office, task: Robot, kind: type[Notice]) -> list[str]:
    """Who is still to be told that of the task."""
    n = tables.notice.c
    chosen = tables.notice.select().with_only_columns(n.user_id).where(n.task == task.id, n.kind == kind.__name__)
    told = chosen.where(n.done_at.is_(None)).order_by(n.id)
    return list(office.store.read(lambda unit: unit.connection.execute(told).scalars().all()))


def status(office: Office, task: Robot) -> TaskStatus:
    return office.store.read(lambda unit: unit.tasks.find(task.id)).status
