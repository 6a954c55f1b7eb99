"""A task in which a model suggests, without any model: what it says is said here."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.assisting import Rung, Source, Suggested, Suggestion, TaskAssist
from domain.model import AssistMode
from domain.read_models import ItemModel
from services import suggesting_kept
from services.labeling import Clicked
from store import tables
from tests.office import Office

MODEL, VERSION = "clothes", "v1"


@dataclass(frozen=True)
class SuggestedTask:
    office: Office
    id: int
    robin: int
    wren: int
    owl: int

    def suggests(self, *says: Mapping[int, float], generation: int = 1, labels: int = 24, first: int = 0) -> None:
        """Of the task's inputs in their order, from the `first` on: concept -> score."""
        inputs = list(dict.fromkeys(one.input for one in self.office.assignments(self.id)))[first:]
        found = [
            Suggested(
                input_, tuple(Suggestion(*pair, MODEL, VERSION, None, Rung(labels)) for pair in _best_first(said))
            )
            for input_, said in zip(inputs, says, strict=False)
        ]
        self.office.store.write(lambda unit: suggesting_kept.save(unit, self.id, generation, found))

    def front(self, user: str = "ANA") -> ItemModel:
        item = self.office.labeling.card(self.office.actor(user), self.id).item
        assert item is not None
        return item

    def answer(self, *concepts: int | None, user: str = "ANA") -> Clicked:
        """As the card's button, which remembers the suggestions beside it."""
        item = self.front(user)
        which = (self.office.actor(user), item.assignment, item.revision)
        return self.office.labeling.answer(*which, concepts, item.seen)

    def tick(self, concept: int, *, on: bool = True) -> Clicked:
        item = self.front()
        which = (self.office.actor("ANA"), item.assignment, item.revision, concept, item.seen)
        return self.office.labeling.tick(*which, on=on)

    def accept(self) -> Clicked:
        item = self.front()
        return self.office.labeling.accept(self.office.actor("ANA"), item.assignment, item.revision, item.seen)

    def submit(self) -> Clicked:
        item = self.front()
        return self.office.labeling.submit(self.office.actor("ANA"), item.assignment, item.revision, item.seen)

    def undo(self) -> Clicked:
        undo = self.office.labeling.card(self.office.actor("ANA"), self.id).undo
        return self.office.labeling.undo(self.office.actor("ANA"), undo.assignment, undo.revision)

    def send_back(self, reviewer: str = "REA") -> None:
        self.office.reviewing.take(self.office.actor(reviewer), self.id)
        item = self.office.reviewing.card(self.office.actor(reviewer), self.id).item
        which = (self.office.actor(reviewer), item.assignment, item.revision)
        assert self.office.reviewing.request_changes(*which, "Look again.").note is None

    def sources(self, nth: int = 0) -> dict[int | None, Source]:
        one = self.office.assignments(self.id)[nth].id
        return self.office.store.read(lambda unit: unit.annotations.sources(one))

    def origins(self, nth: int = 0) -> dict[int | None, tuple[str, float | None]]:
        """Concept -> provenance and score; who a model had no part in it, it must be named nowhere."""
        sources = self.sources(nth)
        for one in sources.values():
            assert ((one.model, one.version) == (MODEL, VERSION)) == (one.provenance != "human")
        return {concept: (str(one.provenance), one.score) for concept, one in sources.items()}

    def shown(self, nth: int = 0) -> list[tuple[int, float, bool]]:
        """Concept, score, whether it was accepted."""
        one = self.office.assignments(self.id)[nth].id
        rows = self.office.store.read(lambda unit: unit.shown.of(one))
        return [(row.suggestion.concept, row.suggestion.score, row.is_accepted) for row in rows]


def suggested_task(office: Office, inputs: int = 3, threshold: float = 0.02, **fields: object) -> SuggestedTask:
    fields.setdefault("concepts", ("new:Robin", "new:Wren", "new:Owl"))
    birds = office.task(inputs, **fields)
    t = tables.task

    def assist(unit):
        unit.connection.execute(t.update().where(t.c.id == birds.id).values(assist=str(AssistMode.SUGGEST)))
        unit.assists.create(TaskAssist(birds.id, AssistMode.SUGGEST, MODEL, threshold))

    office.store.write(assist)
    return SuggestedTask(office, birds.id, *birds.concepts)


def _best_first(said: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(said.items(), key=lambda pair: -pair[1])
