"""Tasks that have a model, and a stand-in for what models do: no number in it comes from a real one."""

import threading
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from assist.batches import Looked
from assist.lessons import Suggested
from assist.predictions import Failure
from assist.processes import Encoding
from domain.assisting import Rung, Suggestion, TaskAssist
from domain.model import AssistMode, Concept
from services.models import Models
from services.suggesting import Suggesting
from services.suggestion_jobs import Work
from store import tables
from store.files import Files
from tests.office import Birds, Office

IMAGES, TEXTS = "General-Image-Classification", "Text-Classification"


class AtOnce(Executor):
    """Does in this thread what it is given, before anybody can ask."""

    def submit(self, work: Any, /, *given: Any, **named: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(work(*given, **named))
        except BaseException as error:  # noqa: BLE001 - as executors do.
            future.set_exception(error)
        return future


class Mind:
    """Suggests the first concept, the surer the higher an input's number; says what it was asked.

    `more` is added to each score. `fails` maps the names of files (or texts) to how they fail; `breaks` is raised
    whenever something is looked at.
    """

    def __init__(self) -> None:
        self.looked: list[str] = []
        self.suggested = 0
        self.more = 0.0
        self.lessons: list[Any] = []
        self.fails: dict[str, Failure] = {}
        self.breaks: Exception | None = None
        self.work = Work(self.teach, self.look, self.suggest, self.run, self.order)

    def teach(self, lesson: Any, _cached: Path) -> bytes:
        self.lessons.append(lesson)
        return f"{lesson.model} {lesson.version} {len(lesson.answers)} {lesson.concepts[0].id}".encode()

    def look(
        self, _kind: Any, given: Sequence[str], _cached: Path, taught: bytes = b"", threshold: float = 0
    ) -> list[Looked | Failure]:
        if self.breaks:
            raise self.breaks
        self.looked += [Path(one).name for one in given]
        found: list[Looked | Failure] = []
        for one in given:
            encoding = Encoding(Path(one).name[-6:].encode(), b"p")
            failed = self.fails.get(Path(one).name[-6:])
            said = self._said(encoding, taught, threshold) if taught else Suggested((), 1.0)
            found.append(failed or Looked(encoding, said))
        return found

    def suggest(self, taught: bytes, inputs: Sequence[Encoding], threshold: float = 0) -> list[Suggested]:
        self.suggested += len(inputs)
        return [self._said(one, taught, threshold) for one in inputs]

    def run(self, workflow: Any, given: Sequence[str], _folder: Path, concepts: Sequence[int], *_: Any) -> list[Any]:
        if self.breaks:
            raise self.breaks
        self.looked += [Path(one).name for one in given]
        return [(Suggestion(concepts[0], 0.75, workflow.name, "w1"),) for _ in given]

    def order(self, uncertainties: Sequence[float], _vectors: Sequence[bytes]) -> list[int]:
        return sorted(range(len(uncertainties)), key=lambda place: -uncertainties[place])

    def _said(self, encoding: Encoding, taught: bytes, threshold: float) -> Suggested:
        model, version, labels, concept = taught.decode().split()
        score = min(0.99, 0.1 + self.more + int(encoding.embedding) / 100)
        made = Suggestion(int(concept), score, model, version, rung=Rung(int(labels)))
        return Suggested((made,) if score >= threshold else (), 1 - score)


class Assistance:
    """An office whose tasks have a model."""

    def __init__(self, office: Office, folder: Path, executor: Executor | None = None) -> None:
        self.office = office
        self.mind = Mind()
        self.folder = folder
        self.files = Files(folder / "inputs")
        self.executor = executor or AtOnce()
        self.models = Models(folder / "models", folder / "workflows", self.executor)
        self.suggesting = self.restarted_with()

    def restarted(self) -> Suggesting:
        self.suggesting.stop()
        self.suggesting.close()
        return self.restarted_with()

    def restarted_with(self, **work: Any) -> Suggesting:
        """With other functions in the place of some."""
        asked = replace(self.mind.work, **work)
        return Suggesting(self.office.store, self.models, self.files, self.executor, asked)

    def task(
        self,
        inputs: int = 3,
        labelers: Sequence[str] = ("ANA",),
        *,
        mode: AssistMode = AssistMode.SUGGEST,
        assist: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Birds:
        birds = self.office.task(inputs, labelers, **fields)
        said = {"model": IMAGES} | (assist or {})

        def write(unit: Any) -> None:
            t = tables.task
            unit.connection.execute(t.update().where(t.c.id == birds.id).values(assist=str(mode)))
            unit.assists.create(TaskAssist(birds.id, mode, **said))
            members = [one.input for one in self.office.assignments(birds.id)]
            unit.suggestions.want(birds.id, members)

        self.office.store.write(write)
        return birds

    def work(self) -> int:
        """Until nothing is left to do. Returns in how many steps."""
        steps = 0
        while self.suggesting.step():
            steps += 1
            assert steps < 500, "it never ends"
        return steps

    def of(self, task: int) -> list[Any]:
        """What is kept of each of the task's inputs, in their order."""
        inputs = sorted({one.input for one in self.office.assignments(task)})
        return self.office.store.read(lambda unit: [unit.suggestions.of(task, one) for one in inputs])

    def assist(self, task: int) -> TaskAssist:
        found = self.office.store.read(lambda unit: unit.assists.find(task))
        assert found is not None
        return found

    def change(self, task: int, **values: Any) -> None:
        self.office.store.write(lambda unit: unit.assists.change(task, **values))


class Held(Executor):
    """Keeps what it is given until it is let go, in a thread of its own: like a model that thinks."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def submit(self, work: Any, /, *given: Any, **named: Any) -> "Future[Any]":
        future: Future[Any] = Future()

        def do() -> None:
            self.go.wait()
            try:
                future.set_result(work(*given, **named))
            except BaseException as error:  # noqa: BLE001 - as executors do.
                future.set_exception(error)

        threading.Thread(target=do, daemon=True).start()
        return future


def known(models: Models, pool: Executor, name: str, *concepts: Concept) -> dict[int, str] | None:
    """What is known once that was found out: the pool answers in the order of asking."""
    assert models.known_by_now(name, concepts) is None
    pool.submit(int).result()
    return models.known_by_now(name, concepts)
