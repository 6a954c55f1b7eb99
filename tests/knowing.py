"""A stand-in for the processes that run models: it knows what a test says it knows, at once or when it is let."""

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from assist import lessons
from domain.bands import Bands, Thresholds, outcome
from domain.model import Actor
from domain.read_models import DryRunModel
from services.form_assist import FormAssist
from services.models import Models
from store.unit_of_work import Store


class Knowing(Executor):
    """`near`: a concept's name, casefolded -> the label under which models know it."""

    def __init__(self, near: Mapping[str, str]) -> None:
        self.near = near
        self.is_held = False
        self._waiting: SimpleQueue[tuple[Future[Any], Any]] = SimpleQueue()

    def submit(self, work: Any, /, *_given: Any, **_named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.put((future, work))
        if not self.is_held:
            self.release()
        return future

    def release(self) -> None:
        """Answer what was asked so far, and all that is asked from now on."""
        self.is_held = False
        with suppress(Empty):
            while True:
                future, work = self._waiting.get_nowait()
                future.set_result(self._answer(work))

    def _answer(self, work: Any) -> Any:
        if work.func is lessons.propose:
            labels, concepts = work.args
            of = {self.near.get(one.name.casefold()): one.id for one in concepts}
            return {label: of[label] for label in labels if label in of}
        if work.func is lessons.nearest_pictured:
            return self._near(work.args[0])
        return self._near(work.args[1]) if work.func is lessons.nearest else work()

    def _near(self, names: list[str]) -> dict[str, str]:
        return {name: self.near[name.casefold()] for name in names if name.casefold() in self.near}


class Tried:
    """Dry runs whose model gave these scores: of each input (concept's place in the draft, score) pairs. It has looked
    at `tried` of them, which the test moves on.
    """

    def __init__(self, store: Store, scores: list[list[tuple[int, float]]]) -> None:
        self._store = store
        self._scores = scores
        self._begun: set[str] = set()
        self.tried = len(scores)
        self.failure: str | None = None

    def begin(self, _actor: Actor, draft_id: str) -> None:
        self._begun.add(draft_id)

    def leave(self, draft_id: str) -> None:
        self._begun.discard(draft_id)

    def close(self) -> None:
        """Nothing is on its way."""

    def found(self, actor: Actor, draft_id: str) -> DryRunModel | None:
        if draft_id not in self._begun:
            return None
        draft = self._store.read(lambda unit: unit.drafts.find(draft_id))
        assert draft is not None
        assert draft.owner == actor
        places = {one: place for place, one in enumerate(draft.fields.concepts)}
        own = {places[one]: Thresholds(*(part / 100 for part in pair)) for one, pair in draft.fields.thresholds.items()}
        bands = Bands(Thresholds(draft.fields.lower / 100, draft.fields.upper / 100), own)
        return DryRunModel(self.tried, len(self._scores), outcome(self._scores[: self.tried], bands), self.failure)


def assisted(store: Store, folder: Path, executor: Executor, tried: Tried | None = None) -> FormAssist:
    return FormAssist(store, Models(folder / "models", folder / "workflows", executor), tried)
