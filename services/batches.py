"""Answers on their way to reviewers: when a batch goes out, who gets what, and who is called."""

from collections.abc import Sequence

from domain.assignment import Action
from domain.clock import MINUTE
from domain.distribution import Reviewable, next_reviewer, split_reviews
from domain.model import Actor, ReviewMethod, Role, Task, TaskStatus
from domain.notices import ReviewReady
from domain.permissions import may_be_assigned
from services import moving
from store.cards import REVIEW
from store.unit_of_work import UnitOfWork

BATCH = 10
LONGEST_WAIT = 30 * MINUTE
CHUNK = 300
"""Answers that change hands in one transaction: well below the 50 ms that the writer may be held."""
MORE = 0


def deal_if_due(unit: UnitOfWork, task_id: int) -> int | None:
    """A batch goes out at ten, when nothing more can come, or after half an hour. Returns when that is over (µs), and
    MORE where so many wait that some are left.
    """
    task = unit.tasks.find(task_id)
    unassigned = [] if task is None else unit.reviews.unassigned(task_id, _at_once(task))
    if task is None or not unassigned or not reviewers(unit, task) or task.status is TaskStatus.WONT_DO:
        return None
    oldest = min(submitted for _, submitted in unassigned)
    is_last = task.is_distributed and not unit.tallies.total(task_id).pending
    if len(unassigned) >= BATCH or is_last or unit.now - oldest >= LONGEST_WAIT:
        deal(unit, task, quiet=None)
        return MORE if len(unassigned) == _at_once(task) else None
    return oldest + LONGEST_WAIT


def deal(unit: UnitOfWork, task: Task, quiet: str | None) -> None:
    """What waits, the oldest of it where that is very much. `quiet`: this person is looking already. A message would
    disturb; it comes with the next batch.
    """
    workspace, task_id = task.workspace, task.id
    _approve_what_all_have_approved(unit, task)
    plan = _plan(unit, task_id, _at_once(task))
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


def share_of(unit: UnitOfWork, task_id: int, reviewer: str) -> int:
    """How many answers this reviewer has to decide, or would get if all that waits were dealt now."""
    return _waiting(unit, task_id, reviewer) + list(_plan(unit, task_id).values()).count(reviewer)


def reviewers(unit: UnitOfWork, task: Task) -> dict[str, int]:
    """Who reviews, and how much each was given so far. Where labelers should agree and nobody reviews, the leads settle
    what they disagree on.
    """
    load = unit.reviews.load(task.id)
    if load or not task.agreement:
        return load
    leads = unit.people.of_task(task.id, Role.LEAD)
    gone = {one.user for one in unit.people.find_all(task.workspace, leads) if not may_be_assigned(one)}
    return dict.fromkeys([lead for lead in leads if lead not in gone] or leads, 0)


def follow_people(unit: UnitOfWork, task: Task) -> bool:
    """What waits for somebody who does not review here any more is anybody's: some of it, the rest when open work is
    evened out. Returns whether anything was.
    """
    there = reviewers(unit, task)
    gone = [one for one in unit.reviews.holders(task.id) if one not in there]
    taken = unit.reviews.take_back(task.id, gone, _at_once(task)) if gone else 0
    if taken == CHUNK:
        unit.tasks.unbalance(task.id)
    unit.topics |= {"reviews", "distribution"} if taken else set()
    return taken > 0


def may_review(unit: UnitOfWork, task: Task, user: str) -> bool:
    return user in reviewers(unit, task)


def _at_once(task: Task) -> int | None:
    """Where several answer each input, all answers to it go together: then nothing is cut off."""
    return None if task.agreement else CHUNK


def _plan(unit: UnitOfWork, task_id: int, limit: int | None = None) -> dict[int, str]:
    """Assignment id -> reviewer. `limit`: of the oldest answers only."""
    task = unit.tasks.find(task_id)
    waiting = [one for one, _ in unit.reviews.unassigned(task_id, limit)]
    if task is None or not waiting:
        return {}
    load = reviewers(unit, task)
    if task.agreement:
        return _plan_by_input(unit, waiting, load)
    if task.review_method is not ReviewMethod.STACKED:
        return split_reviews(waiting, load)
    approved = unit.reviews.approvals([one.assignment for one in waiting])
    names = tuple(load)
    plan = {one.assignment: next_reviewer(names, approved.get(one.assignment, ()), one.labeler) for one in waiting}
    return {assignment: reviewer for assignment, reviewer in plan.items() if reviewer is not None}


def _plan_by_input(unit: UnitOfWork, waiting: Sequence[Reviewable], load: dict[str, int]) -> dict[int, str]:
    """All answers to one input go to the same reviewer: one who has not labeled it, where there is one."""
    inputs = unit.reviews.inputs_of([one.assignment for one in waiting])
    by_input: dict[int, list[Reviewable]] = {}
    for one in waiting:
        by_input.setdefault(inputs[one.assignment], []).append(one)
    load = dict(load)
    plan: dict[int, str] = {}
    for group in by_input.values():
        labelers = {one.labeler for one in group}
        reviewer = min(load, key=lambda user: (user in labelers, load[user]))
        load[reviewer] += 1
        plan |= dict.fromkeys((one.assignment for one in group), reviewer)
    return plan


def _approve_what_all_have_approved(unit: UnitOfWork, task: Task) -> None:
    """Stacked, and whoever had not approved yet has left."""
    if task.review_method is not ReviewMethod.STACKED:
        return
    waiting = [one for one, _ in unit.reviews.unassigned(task.id, _at_once(task))]
    approved = unit.reviews.approvals([one.assignment for one in waiting])
    names = tuple(unit.reviews.load(task.id))
    done = [
        one for one in waiting if names and next_reviewer(names, approved.get(one.assignment, ()), one.labeler) is None
    ]
    for one in done:
        before = unit.queue.find(one.assignment)
        if before is not None:
            last = approved[one.assignment][-1]
            moving.apply(unit, before, Action.APPROVE, last, values={"reviewed_by": last})
    if done:
        moving.finish_if_done(unit, task.workspace, task.id)


def _waiting(unit: UnitOfWork, task_id: int, reviewer: str) -> int:
    return sum(unit.reviews.count_waiting(task_id, reviewer).values())


def _is_called(unit: UnitOfWork, to: Actor, task_id: int) -> bool:
    """Their card is there, or on its way."""
    card = unit.cards.find(task_id, to.user, REVIEW)
    return bool((card and card.ts) or unit.outbox.waiting_for(to, task_id, ReviewReady))


def _held(task_id: int, reviewer: str) -> str:
    return f"held:review:{task_id}:{reviewer}"
