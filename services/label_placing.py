"""Which pictures of a task a COCO file means, and what of its shapes the task can take."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from domain.coco import Coco, CocoPicture
from domain.draft import fold
from domain.model import Task
from domain.outlines import Point
from domain.shapes import DRAWN, MOST_SHAPES, Shape, Size, why_unfinished
from store.shape_exports import Member
from store.unit_of_work import UnitOfWork

_CROSSED = "a polygon that crosses itself or covers nothing"


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture of the file (the so manieth) that is one of the dataset's, with what of its shapes can be taken."""

    number: int
    member: Member
    shapes: tuple[tuple[int, tuple[Point, ...], float | None], ...]
    """(concept, points, score) each."""
    has_lost: bool = False
    """Something of one of the task's concepts is on it that could not be taken."""

    @property
    def is_told(self) -> bool:
        """Whether the file says what is on the picture: without shapes that is nothing, unless some were lost."""
        return bool(self.shapes) or not self.has_lost


def place(unit: UnitOfWork, task: Task, found: Coco, left_out: Counter[str]) -> list[Placed]:
    members = unit.shape_exports.members(task.dataset)
    by_content = {one.sha256: one for one in members}
    by_name, by_last = _named(members, str), _named(members, lambda name: PurePosixPath(name).name)
    concepts = {fold(one.name): one.id for one in unit.tasks.concepts(task.id)}
    placed = []
    for number, picture in enumerate(found.pictures):
        here = [by_content[picture.sha256]] if picture.sha256 in by_content else by_name.get(picture.name, [])
        here = here or by_last.get(PurePosixPath(picture.name).name, [])
        why = _why_not(picture, here)
        if why is None:
            placed.append(_taken(number, task, picture, here[0], concepts, left_out))
        else:
            left_out[why] += max(1, len(picture.shapes))
    return placed


def _named(members: Sequence[Member], part: Callable[[str], str]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for one in members:
        found.setdefault(part(one.name), []).append(one)
    return found


def _why_not(picture: CocoPicture, here: Sequence[Member]) -> str | None:
    if not here:
        return "of a picture that is not in the task's dataset"
    if len(here) > 1:
        return "of a picture whose name several pictures have"
    if picture.size is not None and picture.size != (here[0].width, here[0].height):
        return "of a picture that has another width or height here"
    return None


def _taken(
    number: int, task: Task, picture: CocoPicture, member: Member, concepts: dict[str, int], left_out: Counter[str]
) -> Placed:
    size, kind = Size(member.width, member.height), DRAWN[task.type]
    taken: list[tuple[int, tuple[Point, ...], float | None]] = []
    has_lost = any(category is None or fold(category) in concepts for category in picture.lost)
    for one in picture.shapes:
        concept = concepts.get(fold(one.category))
        if concept is None:
            left_out[f"“{one.category}”, which is no concept of the task"] += 1
            continue
        pieces, wrong = one.pieces(kind, size)
        left_out.update(f"a shape that {why}" for why in wrong)
        good = [points for points in pieces if why_unfinished(Shape("", concept, kind, points)) is None]
        left_out[_CROSSED] += len(pieces) - len(good)
        has_lost = has_lost or bool(wrong) or len(good) < len(pieces)
        taken += [(concept, points, one.score) for points in good]
    left_out[f"more than {MOST_SHAPES:,} shapes on one picture"] += max(0, len(taken) - MOST_SHAPES)
    return Placed(number, member, tuple(taken[:MOST_SHAPES]), has_lost)
