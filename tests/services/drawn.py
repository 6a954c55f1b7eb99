"""Tasks on whose cards shapes are drawn."""

from domain.assisting import Region, Suggested, Suggestion, TaskAssist
from domain.model import AnnotationStatus, AssistMode, PictureState, TaskType
from domain.shapes import Shape, ShapeKind
from store import tables
from tests.office import Birds, Office

HERE = Region(1, 2, 30, 20)


def detection(office: Office, inputs: int = 3, **fields: object) -> Birds:
    """A task of boxes, which the form does not offer yet."""
    birds = office.task(inputs, **fields)
    turned = tables.task.update().where(tables.task.c.id == birds.id).values(type=str(TaskType.DETECTION))
    office.store.write(lambda unit: unit.connection.execute(turned))
    return birds


def assisted(office: Office, inputs: int = 3, threshold: float = 0.5, **fields: object) -> Birds:
    birds = office.task(inputs, **fields)
    turned = tables.task.update().where(tables.task.c.id == birds.id).values(assist=str(AssistMode.SUGGEST))

    def write(unit):
        unit.connection.execute(turned)
        unit.assists.create(TaskAssist(birds.id, AssistMode.SUGGEST, "detector", threshold))

    office.store.write(write)
    return birds


def suggest(office: Office, birds: Birds, input_: int, *scores: float, region: Region | None = HERE) -> None:
    said = tuple(Suggestion(birds.concepts[0], score, "detector", "1", region) for score in scores)
    office.store.write(lambda unit: unit.suggestions.save(birds.id, 1, [Suggested(input_, said, generation=1)]))


def box(concept: int, key: str = "a", left: float = 1.0) -> Shape:
    return Shape(key, concept, ShapeKind.BOX, ((left, 2.0), (left + 20, 20.0)))


def draw(office: Office, assignment: int, *shapes: Shape, status: AnnotationStatus = AnnotationStatus.PENDING) -> None:
    """As an answer that is kept, and not submitted."""

    def write(unit):
        before = unit.queue.find(assignment).assignment
        assert unit.queue.change(before)
        unit.annotations.replace_shapes(assignment, shapes, status)

    office.store.write(write)


def bring(office: Office) -> None:
    """All that is wanted is in Slack by now."""
    while due := office.picturing.due():
        for one in due:
            if one.state is PictureState.SCANNING:
                office.picturing.ready(one)
            elif office.picturing.is_uploading:
                office.picturing.uploaded(one, f"F-{one.drawing or one.input}", 0)
            else:
                office.picturing.ready(one)
