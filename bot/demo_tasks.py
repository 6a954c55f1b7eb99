"""Two tasks that the demo begins with: boxes and outlines, some of them drawn and some of those reviewed already."""

from collections.abc import Callable, Iterable

from bot.demo_drawings import COIN_VIEWS, CUT_OFF, OUTLINES, WHOLE, coins_on
from bot.demo_samples import COINS, OBJECTS
from domain.draft import NEW, TaskDraft
from domain.model import Actor, Dataset, Person, TaskType
from domain.outlines import Point
from domain.read_models import StripRow
from domain.shapes import DRAWN
from handlers.slack import Services
from services.editor.strip import Asked
from store.unit_of_work import Store

FIND, OUTLINE = "Find the coins", "Outline the objects"
ANA, BEN, CHLOE, DMITRI = "U0ANA00000", "U0BEN00000", "U0CHLOE000", "U0DMITRI00"
_NAMES = {ANA: "ana", BEN: "ben", CHLOE: "chloé", DMITRI: "dmitri"}
_OBJECTS = ("Astronaut", "Cat", "Coffee", "Flower", "Motorcycle", "Rocket", "Temple")
_ANSWERED_EACH, _APPROVED = 5, 4
"""Ten together: a batch for Dmitri."""
_HOW_BOXES = f"Draw a box around each coin, as tight as you can. Use *{CUT_OFF}* where the picture's edge cuts it."
_HOW_OUTLINES = "Click around each object, and close the outline with Enter or at its first point."
Things = Iterable[tuple[str, Iterable[Point]]]
"""(concept's name, points) each."""
Shapes = list[dict[str, object]]


class DemoTasks:
    """Does what Ana, Ben, Chloé and Dmitri would do, through the same services."""

    def __init__(self, store: Store, services: Services, workspace: str) -> None:
        self._store = store
        self._services = services
        self._workspace = workspace
        self._people = {user: Person(workspace, user, name) for user, name in _NAMES.items()}

    def begin(self) -> None:
        """Where their pictures are there."""
        self._services.collaborating.remember(list(self._people.values()))
        for name, begin in ((COINS, self._find_coins), (OBJECTS, self._outline_objects)):
            if (dataset := self._dataset(name)) is not None:
                begin(dataset)

    def _find_coins(self, dataset: Dataset) -> None:
        """Of ten answers Dmitri has approved some; Ben has begun to draw on his next picture."""
        task = self._create(FIND, dataset, TaskType.DETECTION, (WHOLE, CUT_OFF), (BEN, CHLOE), _HOW_BOXES)
        draw = self._pen(task, TaskType.DETECTION)
        for user in (BEN, CHLOE):
            for row in self._queue(user, task)[:_ANSWERED_EACH]:
                self._submit(user, row, draw(_coins(row.name)))
        begun = self._queue(BEN, task)[_ANSWERED_EACH]
        self._services.editor_labeling.put(self._actor(BEN), task, begun.assignment, 0, draw(_coins(begun.name))[:-2])
        self._services.reviewing.deal_batches()
        reviewing, dmitri = self._services.editor_reviewing, self._actor(DMITRI)
        for _ in range(_APPROVED):
            at = reviewing.queue(dmitri, task, Asked()).at
            if at is not None:
                reviewing.approve(dmitri, task, at, reviewing.item(dmitri, task, at).revision)

    def _outline_objects(self, dataset: Dataset) -> None:
        """Ana has drawn on the first one; two of her answers wait for Dmitri."""
        task = self._create(OUTLINE, dataset, TaskType.SEGMENTATION, _OBJECTS, (ANA,), _HOW_OUTLINES)
        draw, labeling = self._pen(task, TaskType.SEGMENTATION), self._services.editor_labeling
        drawn = [row for row in self._queue(ANA, task) if row.name in OUTLINES]
        for row in drawn[1:]:
            self._submit(ANA, row, draw(OUTLINES[row.name]))
        for row in drawn[:1]:
            labeling.put(self._actor(ANA), task, row.assignment, 0, draw(OUTLINES[row.name]))

    def _create(
        self,
        name: str,
        dataset: Dataset,
        type_: TaskType,
        concepts: tuple[str, ...],
        labelers: tuple[str, ...],
        instructions: str,
    ) -> int:
        """Handed out already."""
        filled = TaskDraft(
            dataset=str(dataset.id),
            type=type_,
            concepts=tuple(f"{NEW}{one}" for one in concepts),
            with_collaborators=True,
            labelers=labelers,
            reviewers=(DMITRI,),
            name=name,
            instructions=instructions,
        )
        ana = self._people[ANA]
        task = self._services.forms.create(ana, self._services.forms.open(ana).draft, filled)
        while self._services.distributing.step():
            pass
        return task

    def _dataset(self, name: str) -> Dataset | None:
        return self._store.read(lambda unit: unit.catalog.dataset_named(self._workspace, name))

    def _pen(self, task: int, type_: TaskType) -> Callable[[Things], Shapes]:
        """Makes shapes as the editor sends them."""
        ids = {one.name: one.id for one in self._store.read(lambda unit: unit.tasks.concepts(task))}

        def draw(things: Things) -> Shapes:
            return [
                {"key": f"demo{number}", "concept": ids[name], "kind": str(DRAWN[type_]), "points": list(points)}
                for number, (name, points) in enumerate(things)
            ]

        return draw

    def _queue(self, user: str, task: int) -> tuple[StripRow, ...]:
        return self._services.editor_labeling.queue(self._actor(user), task, Asked()).rows

    def _submit(self, user: str, row: StripRow, shapes: Shapes) -> None:
        self._services.editor_labeling.submit(self._actor(user), row.task, row.assignment, 0, shapes)

    def _actor(self, user: str) -> Actor:
        return self._people[user].actor


def _coins(picture: str) -> Things:
    """The pictures are numbered as the views are."""
    return coins_on(COIN_VIEWS[int(picture[:2]) - 1])
