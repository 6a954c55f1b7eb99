"""Puts what is open into order: what the model hesitates over comes first, what looks alike apart."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from functools import partial

from services.assist_plans import Plan
from services.suggestion_jobs import Bench
from store.ordering import Movable
from store.unit_of_work import UnitOfWork

_WEIGHED, _PLACED = 600, 200
"""So many of a queue are weighed against each other, and so many of them brought to its front: before these are
answered, more was learned.
"""
_CHUNK = 100


class Order:
    """Of one labeler's queue."""

    inputs = frozenset[int]()

    def __init__(self, bench: Bench, plan: Plan, labeler: str, unsure: Sequence[Movable]) -> None:
        self.plan = plan
        self._bench = bench
        self._labeler = labeler
        self._unsure = unsure

    def begin(self, executor: Executor) -> Future[list[int]]:
        uncertain, vectors = [one.uncertainty for one in self._unsure], [one.vector for one in self._unsure]
        return executor.submit(self._bench.work.order, uncertain, vectors)

    def end(self, answer: list[int]) -> None:
        wanted = [self._unsure[place] for place in answer[:_PLACED]]
        task, store = self.plan.task.id, self._bench.store
        first = store.read(lambda unit: unit.ordering.first(task, self._labeler, len(wanted)))
        moves = list(rearranged(wanted, first).items())
        for start in range(0, len(moves), _CHUNK):
            some = dict(moves[start : start + _CHUNK])
            store.write(partial(self._move, moves=some))

    def _move(self, unit: UnitOfWork, moves: dict[int, tuple[int, int]]) -> None:
        """What came to the front meanwhile is on the screen: it stays, and nothing comes before it."""
        front = unit.ordering.front(self.plan.task.id, self._labeler)
        if front is None:
            return
        kept = {one: (at, to) for one, (at, to) in moves.items() if one != front.id and to > front.position}
        unit.ordering.move(kept)
        unit.topics.add(f"pictures:{self.plan.task.id}:{self._labeler}")


def order(unit: UnitOfWork, bench: Bench, plan: Plan) -> Order | None:
    """The next queue of the task that is worth it."""
    while plan.queues:
        labeler = plan.queues.pop()
        unsure = unit.ordering.unsure(plan.task.id, labeler, plan.version, _WEIGHED)
        if len(unsure) > 1:
            return Order(bench, plan, labeler, unsure)
    return None


def rearranged(wanted: Sequence[Movable], first: Sequence[Movable]) -> dict[int, tuple[int, int]]:
    """Assignment -> (position, new position): the wanted ones, in their order, take the first places; who stood there
    goes to the places that they leave, in the order so far.
    """
    chosen = {one.id for one in wanted}
    here = {one.id for one in first}
    places = [one.position for one in first]
    pairs = list(zip(wanted, places, strict=False))
    left = sorted(one.position for one in wanted if one.id not in here)
    pairs += zip([one for one in first if one.id not in chosen], left, strict=False)
    return {one.id: (one.position, to) for one, to in pairs if one.position != to}


def begin(unit: UnitOfWork, plan: Plan) -> None:
    """All of the task's queues, once a generation."""
    plan.ordered = plan.assist.generation
    plan.queues = unit.ordering.queues(plan.task.id)
