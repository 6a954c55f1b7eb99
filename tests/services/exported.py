"""A task whose drawn answers are exported."""

from domain.model import AnnotationStatus, NewInput, TaskType
from domain.shapes import Shape, ShapeKind
from store import tables
from tests.office import Birds, Office

WIDTH, HEIGHT = 400, 300
NAMES = ("a/blue.jpg", "b/blue.jpg", "blue.jpg", "blue.png", "empty.jpg", "open.jpg")
SUCCESS, AWAITING = AnnotationStatus.SUCCESS, AnnotationStatus.AWAITING_REVIEW


def box(concept: int, number: int) -> Shape:
    left, top = 10.25 + number, 20.5
    return Shape(f"k{number}", concept, ShapeKind.BOX, ((left, top), (left + 50.33, top + 40.01)))


def polygon(concept: int, number: int) -> Shape:
    points = ((10.0, 10.0), (110.37, 12.5), (90.0, 99.99), (20.0 + number, 80.0))
    return Shape(f"k{number}", concept, ShapeKind.POLYGON, points)


def shapes_task(office: Office, type_: TaskType) -> Birds:
    """Six pictures. On the first two are two shapes each, on the next two one, on the fifth nothing; one is open."""
    dataset = office.datasets.open(office.workspace, "Blue")
    new = [NewInput(f"{n:064}", name, WIDTH, HEIGHT, 9, "image/jpeg") for n, name in enumerate(NAMES, 1)]
    office.datasets.add_inputs(dataset, new)
    birds = office.task(dataset=str(dataset.id))
    turned = tables.task.update().where(tables.task.c.id == birds.id).values(type=str(type_))
    office.store.write(lambda unit: unit.connection.execute(turned))
    make = box if type_ is TaskType.DETECTION else polygon
    one, other = birds.concepts
    drawn = [[make(one, 0), make(other, 1)], [make(other, 2), make(other, 3)], [make(one, 4)], [make(other, 5)], []]
    for assignment, shapes in zip(office.assignments(birds.id), drawn, strict=False):
        keep(office, assignment.id, shapes, SUCCESS)
    return birds


def keep(office: Office, assignment: int, shapes: list[Shape], status: AnnotationStatus) -> None:
    def write(unit) -> None:
        unit.queue.change(unit.queue.find(assignment).assignment, status=str(status), submitted_at=unit.now)
        unit.annotations.replace_shapes(assignment, shapes, status)

    office.store.write(write)


def kept(office: Office, birds: Birds) -> dict[str, list[Shape]]:
    """The picture's sha256 -> its shapes, as the database has them."""
    found = {}
    for one in office.assignments(birds.id):
        if one.status == "SUCCESS":
            sha256 = office.picturing.content_of(one.input)
            found[sha256] = list(office.store.read(lambda unit, a=one.id: unit.annotations.shapes(a)))
    return found
