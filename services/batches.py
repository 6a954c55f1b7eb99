"""Answers on their way to reviewers: when a batch goes out, who gets what, and who is called."""

from domain.clock import MINUTE
from domain.distribution import split_reviews
from domain.model import Actor
from domain.notices import ReviewReady
from store.cards import REVIEW
from store.unit_of_work import UnitOfWork

BATCH = 10
LONGEST_WAIT = 30 * MINUTE


def deal_if_due(unit: UnitOfWork, task_id: int) -> int | None:
    """A batch goes out at ten, when nothing more can come, or after half an hour. Returns when that is over (µs)."""
    task = unit.tasks.find(task_id)
    unassigned = unit.reviews.unassigned(task_id)
    if task is None or not unassigned or not unit.reviews.load(task_id):
        return None
    oldest = min(submitted for _, submitted in unassigned)
    is_last = task.is_distributed and not unit.queue.total(task_id).pending
    if len(unassigned) >= BATCH or is_last or unit.now - oldest >= LONGEST_WAIT:
        deal(unit, task.workspace, task_id)
        return None
    return oldest + LONGEST_WAIT


def deal(unit: UnitOfWork, workspace: str, task_id: int, quiet: str | None = None) -> None:
    """`quiet`: this person is looking already. A message would disturb; it comes with the next batch."""
    plan = _plan(unit, task_id)
    gets = sorted(set(plan.values()))
    had = {reviewer: _waiting(unit, task_id, reviewer) for reviewer in gets}
    unit.reviews.give(task_id, plan)
    for reviewer in gets:
        to = Actor(workspace, reviewer)
        if reviewer == quiet:
            unit.outbox.hold(to, ReviewReady(task_id), _held(task_id, reviewer))
        else:
            call(unit, to, task_id, had=bool(had[reviewer]))
    unit.topics |= {"pictures", "cards"}


def call(unit: UnitOfWork, to: Actor, task_id: int, *, had: bool) -> None:
    """There is more to review than before. `had`: there was something, and the card shows it.

    A message says so where there was nothing, or where no message ever came; otherwise the card is painted anew.
    """
    if unit.outbox.release(_held(task_id, to.user)):
        unit.topics.add("notices")
    elif had and _is_called(unit, to, task_id):
        unit.cards.touch(to.workspace, task_id, to.user, REVIEW)
    else:
        unit.outbox.put(to, ReviewReady(task_id))
        unit.topics.add("notices")


def _plan(unit: UnitOfWork, task_id: int) -> dict[int, str]:
    return split_reviews([one for one, _ in unit.reviews.unassigned(task_id)], unit.reviews.load(task_id))


def _waiting(unit: UnitOfWork, task_id: int, reviewer: str) -> int:
    return sum(unit.reviews.count_waiting(task_id, reviewer).values())


def _is_called(unit: UnitOfWork, to: Actor, task_id: int) -> bool:
    """Their card is there, or on its way."""
    card = unit.cards.find(task_id, to.user, REVIEW)
    return bool((card and card.ts) or unit.outbox.waiting_for(to, task_id, ReviewReady))


def _held(task_id: int, reviewer: str) -> str:
    return f"held:review:{task_id}:{reviewer}"
