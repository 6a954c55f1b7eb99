"""The time to a labeler's next input, at few and at many open assignments."""

from functools import partial

from benchmarks.scene import create_task, database, fill, hand_out, labelers, percentile, timed
from store.unit_of_work import UnitOfWork

SIZES = (1_000, 100_000)
_ASKS = 2_000


def measure() -> dict[str, object]:
    p50 = {}
    for size in SIZES:
        with database() as (store, _):
            users = labelers(store, 10)
            fill(store, "Pictures", size)
            task = create_task(store, "Pictures", users, "Task")
            hand_out(store)

            def ask(unit: UnitOfWork, number: int, task: int = task, users: list[str] = users) -> float:
                return timed(lambda: unit.queue.next(task, users[number % len(users)]))

            times = [store.read(partial(ask, number=number)) for number in range(_ASKS)]
            p50[str(size)] = round(percentile(times, 0.5), 4)
    return {"p50_ms": p50, "ratio": round(p50[str(SIZES[1])] / p50[str(SIZES[0])], 2)}
