"""Tasks whose answers are drawn, and the editor's services over them."""

from typing import Any

from domain.assisting import Region, Suggested, Suggestion, TaskAssist
from domain.model import AssistMode, TaskType
from domain.shapes import Shape
from services.editor.labeling import EditorLabeling
from services.editor.reviewing import EditorReviewing
from services.links import PictureLinks
from store import tables
from tests.office import Birds, Office

# The office's pictures have 40 x 30 pixels.


def box(key: str, concept: int, *edges: float, of: str | None = None) -> dict[str, Any]:
    left, top, right, bottom = edges or (1, 2, 11.5, 12.25)
    points = [[left, top], [right, bottom]]
    return {"key": key, "concept": concept, "kind": "box", "points": points, "from": of}


def polygon(key: str, concept: int, *points: tuple[float, float]) -> dict[str, Any]:
    outline = [list(one) for one in points or ((1, 1), (20, 1), (20, 20))]
    return {"key": key, "concept": concept, "kind": "polygon", "points": outline, "from": None}


class Studio:
    """An office with an editor."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.labeling = EditorLabeling(office.store, PictureLinks())
        self.reviewing = EditorReviewing(office.store, PictureLinks())
        self.ana, self.rea = office.person("ANA").actor, office.person("REA").actor

    def task(self, inputs: int = 3, type_: TaskType = TaskType.DETECTION, **fields: Any) -> Birds:
        return self.office.task(inputs, fields.pop("labelers", ("ANA",)), type=type_, **fields)

    def first(self, birds: Birds, user: str = "ANA") -> int:
        return self.office.of(birds.id, user)[0].id

    def shapes(self, assignment: int) -> tuple[Shape, ...]:
        return self.office.store.read(lambda unit: unit.annotations.shapes(assignment))

    def suggest(self, birds: Birds, *scores: float) -> None:
        """A box of the first concept for each score, in each picture."""

        def write(unit: Any) -> None:
            t = tables.task
            unit.connection.execute(t.update().where(t.c.id == birds.id).values(assist=str(AssistMode.SUGGEST)))
            unit.assists.create(TaskAssist(birds.id, AssistMode.SUGGEST, "detector"))

        self.office.store.write(write)
        self.suggest_anew(birds, *scores, generation=1, at=0)

    def suggest_anew(self, birds: Birds, *scores: float, generation: int = 2, at: int = 15) -> None:
        """Elsewhere."""
        made = tuple(
            Suggestion(birds.concepts[0], score, "detector", "7", Region(place, place, place + 8.5, place + 9))
            for place, score in enumerate(scores, at)
        )
        inputs = sorted({one.input for one in self.office.assignments(birds.id)})
        kept = [Suggested(one, made) for one in inputs]
        self.office.store.write(lambda unit: unit.suggestions.save(birds.id, generation, kept))
