"""Boxes and polygons of a COCO file into a task: as answers, or as suggestions for its labelers."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from domain import coco
from domain.assignment import Action
from domain.assisting import Region, Source, Suggested, Suggestion, TaskAssist
from domain.coco import ImportAs
from domain.errors import Invalid
from domain.model import AssignmentInTask, AssignmentStatus, AssistMode, Provenance, Role, Task
from domain.outlines import Point
from domain.shapes import DRAWN, Shape
from services import moving
from services.label_placing import Placed, place
from store.cards import LABEL
from store.unit_of_work import Store, UnitOfWork

_AT_ONCE = 50
"""Pictures a transaction: the writer is to be free for clicks within 50 ms."""
_GENERATION = 1
_OPEN = "a picture that stays open, as nothing that is on it could be taken"


@dataclass(frozen=True, slots=True)
class LabelsImported:
    """`left_out`: why, and how often."""

    pictures: int
    shapes: int
    left_out: Counter[str] = field(default_factory=Counter)


class Way(NamedTuple):
    """`name`: the file's, which is said as where the shapes come from. `by`: who is said to have given the answers."""

    name: str
    how: ImportAs
    by: str


class SoFar(NamedTuple):
    """How far it is: pictures of the file, and what became of those that are in the dataset."""

    reached: int = 0
    pictures: int = 0
    shapes: int = 0
    answered: int = 0


_NOTHING = SoFar()
Progress = Callable[[int, int], object]
"""Gets how much is done, and of how much."""
Keep = Callable[[UnitOfWork, SoFar], object]


def _keep_nothing(_unit: UnitOfWork, _so_far: SoFar) -> None:
    """For whoever does not go on later."""


class LabelImports:
    def __init__(self, store: Store) -> None:
        self._store = store

    def run(
        self,
        task: Task,
        document: object,
        way: Way,
        progress: Progress = divmod,
        so_far: SoFar = _NOTHING,
        keep: Keep = _keep_nothing,
    ) -> LabelsImported:
        """`so_far`: where it goes on; `keep` is called with that in the transactions that take something. Raises
        Invalid where nothing of it can be taken: it is no COCO file, or the task does not take it.
        """
        self._store.read(lambda unit: check(unit, task, way.how))
        found = coco.read(document)
        left_out = Counter(found.odd)
        placed = self._store.read(lambda unit: place(unit, task, found, left_out))
        left_out[_OPEN] = sum(not one.is_told for one in placed)
        placed = [one for one in placed if one.is_told]
        if way.how is ImportAs.SUGGESTIONS:
            self._store.write(partial(_begin_suggesting, task_id=task.id, model=way.name))
        done = sum(one.number < so_far.reached for one in placed)
        for start in range(done, len(placed), _AT_ONCE):
            some = placed[start : start + _AT_ONCE]
            so_far = self._store.write(partial(_keep, task=task, placed=some, way=way, begun=(so_far, keep)))
            progress(start + len(some), len(placed))
        left_out["of a picture that is answered already, or not handed out yet"] = so_far.answered
        self._store.write(lambda unit: moving.finish_if_done(unit, task.workspace, task.id))
        return LabelsImported(so_far.pictures, so_far.shapes, +left_out)


def check(unit: UnitOfWork, task: Task, how: ImportAs) -> None:
    """Raises Invalid where the task takes no labels in this way."""
    if task.type not in DRAWN:
        raise Invalid({"task": f"“{task.name}” takes no boxes or polygons: it is a classification task."})
    if how is ImportAs.SUGGESTIONS and task.assist is not AssistMode.NONE:
        assist = unit.assists.find(task.id)
        if assist is None or not assist.is_stopped:
            raise Invalid({"task": f"“{task.name}” has a model that suggests. Import the labels as answers."})
    if how is not ImportAs.SUGGESTIONS and task.agreement:
        raise Invalid({"task": f"In “{task.name}” labelers must agree. Import the labels as suggestions."})
    if how is ImportAs.REVIEW and not unit.people.of_task(task.id, Role.REVIEWER):
        raise Invalid({"task": f"“{task.name}” has no reviewer. Add one, or import the labels as final."})


def _begin_suggesting(unit: UnitOfWork, task_id: int, model: str) -> None:
    """As a task has whose model is stopped: nothing but what was imported is suggested."""
    task = unit.tasks.find(task_id)
    if task is None or unit.assists.find(task_id) is not None:
        return
    unit.assists.create(TaskAssist(task_id, AssistMode.SUGGEST, model, generation=_GENERATION, is_stopped=True))
    unit.tasks.change(task, assist=str(AssistMode.SUGGEST))


def _keep(
    unit: UnitOfWork,
    task: Task,
    placed: Sequence[Placed],
    way: Way,
    begun: tuple[SoFar, Keep],
) -> SoFar:
    so_far, keep = begun
    kept = [_keep_one(unit, task, one, way) for one in placed]
    taken = [one for one in kept if one is not None]
    so_far = SoFar(
        placed[-1].number + 1,
        so_far.pictures + len(taken),
        so_far.shapes + sum(taken),
        so_far.answered + len(kept) - len(taken),
    )
    keep(unit, so_far)
    unit.topics |= {"cards", "reviews", "pictures"}
    return so_far


def _keep_one(unit: UnitOfWork, task: Task, placed: Placed, way: Way) -> int | None:
    """How many shapes the picture has got; None: it takes none (any more)."""
    fresh = [
        before
        for one in unit.queue.siblings(task.id, placed.member.id)
        if one.status is AssignmentStatus.PENDING and (before := unit.queue.find(one.id)) is not None
    ]
    fresh = [one for one in fresh if not unit.annotations.shapes(one.assignment.id)]
    if not fresh:
        return None
    if way.how is ImportAs.SUGGESTIONS:
        said = tuple(sorted((_suggestion(one, way.name) for one in placed.shapes), key=lambda one: -one.score))
        unit.suggestions.save(task.id, _GENERATION, [Suggested(placed.member.id, said, generation=_GENERATION)])
    else:
        _answer(unit, task, fresh[0], placed, way)
    for one in fresh:
        unit.cards.touch(task.workspace, task.id, one.assignment.labeler, LABEL, calmly=False)
    return len(placed.shapes)


def _suggestion(one: tuple[int, tuple[Point, ...], float | None], name: str) -> Suggestion:
    concept, points, score = one
    across, down = zip(*points, strict=True)
    outline = points if len(points) > 2 else ()  # noqa: PLR2004 - a box's two corners.
    region = Region(min(across), min(down), max(across), max(down), outline)
    return Suggestion(concept, 1.0 if score is None else score, name, "", region)


def _answer(unit: UnitOfWork, task: Task, before: AssignmentInTask, placed: Placed, way: Way) -> None:
    """In the queue of whoever has the picture. What has a score comes from a model."""
    shapes = [
        Shape(f"i{number}", concept, DRAWN[task.type], points, _source(score, way.name))
        for number, (concept, points, score) in enumerate(placed.shapes)
    ]
    action = Action.SUBMIT_FOR_REVIEW if way.how is ImportAs.REVIEW else Action.SUBMIT
    values: dict[str, object] = {"submitted_at": unit.now, "is_skipped": False}
    why = f"imported from {way.name}"
    moving.apply(unit, before, action, way.by, reason=why, values=values, shapes=shapes, author=way.by)


def _source(score: float | None, name: str) -> Source:
    return Source() if score is None else Source(Provenance.AUTO, name, "", score)
