"""What the benchmarks share: a migrated database with inputs and a task in it, and how figures are taken."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.clock import SystemClock
from domain.draft import TaskDraft
from domain.model import NewInput, Person
from services.collaborating import Collaborating
from services.datasets import Datasets
from services.distributing import Distributing
from services.forms import Forms
from store.migrating import migrate
from store.unit_of_work import Store

WORKSPACE = "T0BENCH000"
LEAD = Person(WORKSPACE, "U0LEAD0000", "Lead")
CONCEPTS = ("pants", "shirt", "shoes", "shorts", "skirt")
_AT_ONCE = 2000


@contextmanager
def database() -> Iterator[tuple[Store, Path]]:
    """On the disk that holds this project, as a real one would be; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        store = Store(f"sqlite:///{folder}/labelbot.db", SystemClock())
        try:
            migrate(store)
            gc.freeze()  # As the bot does once it is up.
            yield store, Path(folder)
        finally:
            store.close()


def fill(store: Store, dataset: str, count: int) -> None:
    """`count` inputs with made-up contents: no file is read on the measured paths."""
    datasets = Datasets(store)
    made = datasets.open(WORKSPACE, dataset)
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(count, start + _AT_ONCE))
        datasets.add_inputs(
            made, [NewInput(f"{dataset}-{n:062}", f"{n}.jpg", 400, 533, 9, "image/jpeg") for n in numbers]
        )


def labelers(store: Store, count: int) -> list[str]:
    people = [Person(WORKSPACE, f"U0LABEL{n:03}", f"Labeler {n}") for n in range(count)]
    Collaborating(store).remember([LEAD, *people])
    return [person.user for person in people]


def draft(dataset: str, users: Sequence[str], name: str) -> TaskDraft:
    return TaskDraft(
        dataset=dataset,
        concepts=tuple(f"new:{concept}" for concept in CONCEPTS),
        with_collaborators=True,
        labelers=tuple(users),
        name=name,
    )


def create_task(store: Store, dataset: str, users: Sequence[str], name: str) -> int:
    """The click of the lead; the inputs are handed out by `hand_out`."""
    made = Datasets(store).open(WORKSPACE, dataset)
    return Forms(store).create(LEAD, f"draft-{name}", draft(str(made.id), users, name))


def hand_out(store: Store) -> None:
    distributing = Distributing(store)
    while not distributing.is_idle():
        distributing.step()


def percentile(values: Sequence[float], share: float) -> float:
    """`share` 0..1 of the values are at most this."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
