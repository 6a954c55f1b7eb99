"""Suggestions that are sure enough are accepted many at a time, and taken back as long as nobody has reviewed them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from domain.accepted_together import AcceptAllAsked, AcceptedAll, UnacceptAllAsked, UnacceptedAll
from domain.accepting import SURE
from domain.assignment import Action, is_settled, move
from domain.assisting import Source, Suggestion, accepted
from domain.errors import Invalid
from domain.model import Actor, AssignmentInTask, Role, Task, TaskStatus
from domain.read_models import AcceptAllModel
from services import answers, moving, sure_suggestions
from services.deciding import find_task
from store.cards import LABEL
from store.unit_of_work import Store, UnitOfWork

AT_ONCE = 50
"""Answers that are given in one transaction: the writer is to be free for clicks within 50 ms."""
_LATE = "None of these can be taken back: each was reviewed, or taken back before."
_START = (-1, 0)


class Accepting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, actor: Actor, task_id: int) -> AcceptAllModel:
        """How many inputs there are from which score on, and how it went so far. Without choices: none."""
        return self._store.read(lambda unit: sure_suggestions.model(unit, find_task(unit, actor, task_id), actor.user))

    def start(self, actor: Actor, task_id: int, percent: int, most: int) -> None:
        """The intent: it is carried out when the notice that this leaves is delivered. `most`: how many inputs the
        person was asked about; no more are accepted. Raises Invalid where it can't be.
        """
        if percent not in SURE:
            raise Invalid({"percent": "Choose from which score on."})

        def may_be_any(unit: UnitOfWork) -> bool:
            task = find_task(unit, actor, task_id)
            if task.deleted_at is not None or task.status is TaskStatus.WONT_DO:
                raise Invalid({"percent": f"The task “{task.name}” was deleted or closed early."})
            return sure_suggestions.may_be_any(unit, task, actor.user, percent)

        def write(unit: UnitOfWork) -> None:
            if not unit.outbox.waiting_for(actor, task_id, AcceptAllAsked):  # Else it is a double click.
                unit.outbox.put(actor, AcceptAllAsked(task_id, percent, most, unit.now))
            unit.topics.add("notices")

        # It takes a moment: nobody who writes waits for it.
        if not self._store.read(may_be_any):
            raise Invalid({"percent": f"None in your queue is suggested with {percent} % or more by now."})
        self._store.write(write)

    def carry_out(self, actor: Actor, asked: AcceptAllAsked) -> int:
        """In pieces that leave room for clicks. Returns how many stand accepted: the same when it is done once more."""
        after: tuple[int, int] | None = _START
        while after is not None:
            after = self._store.write(partial(_accept_some, actor=actor, asked=asked, after=after))
        return self._store.write(partial(_end, actor=actor, asked=asked))

    def ask_back(self, actor: Actor, asked: UnacceptAllAsked) -> str | None:
        """By the labeler or by a lead. Returns why there is nothing to take back."""

        def write(unit: UnitOfWork) -> str | None:
            task = find_task(unit, actor, asked.task)
            if actor.user != asked.labeler and not unit.people.has_role(asked.task, actor.user, Role.LEAD):
                return "Only who accepted these, or a lead of the task, can take them back."
            if not any(_are_open(unit, task, asked)):
                return _LATE
            if asked not in unit.outbox.waiting_for(actor, asked.task, UnacceptAllAsked):
                unit.outbox.put(actor, asked)
            unit.topics.add("notices")
            return None

        return self._store.write(write)

    def take_back(self, actor: Actor, asked: UnacceptAllAsked) -> int:
        """Returns how many do not stand any more."""
        after: int | None = 0
        while after is not None:
            after = self._store.write(partial(_take_some_back, actor=actor, asked=asked, after=after))

        def left(unit: UnitOfWork) -> int:
            count = asked.count - unit.acceptances.count(asked.task, asked.labeler, asked.since)
            if actor.user != asked.labeler:
                key = f"unaccepted:{asked.task}:{asked.labeler}:{asked.since}"
                to = Actor(actor.workspace, asked.labeler)
                unit.outbox.put(to, UnacceptedAll(asked.task, actor.user, count), key=key)
                unit.topics.add("notices")
            return count

        return self._store.write(left)


def _accept_some(
    unit: UnitOfWork, *, actor: Actor, asked: AcceptAllAsked, after: tuple[int, int]
) -> tuple[int, int] | None:
    """Returns where it goes on; None: it is done."""
    room = asked.most - unit.acceptances.count(asked.task, actor.user, asked.since)
    found = unit.acceptances.next(asked.task, actor.user, asked.percent / 100, after, AT_ONCE) if room > 0 else []
    first = unit.queue.find(found[0][0].id) if found else None
    if first is None or first.is_deleted or first.is_closed or first.labeler_left or asked.is_said:
        return None
    concepts = unit.tasks.concepts(asked.task)
    for assignment, kept in found:
        taken = sure_suggestions.sure(kept, concepts, asked.percent, first.labels_per_input)
        if taken and room > 0:
            # What the task says is the same for all of them.
            room -= _accept(unit, replace(first, assignment=assignment), taken, asked)
    unit.cards.touch(actor.workspace, asked.task, actor.user, LABEL)
    _look_ahead(unit, asked.task, actor.user)
    last = found[-1][0]
    return (last.position, last.id) if len(found) == AT_ONCE else None


def _look_ahead(unit: UnitOfWork, task: int, labeler: str) -> None:
    """Other pictures are in front now, which nobody may have looked for yet."""
    unit.topics.add(f"pictures:{task}:{labeler}")


def _accept(unit: UnitOfWork, before: AssignmentInTask, sure: Sequence[Suggestion], asked: AcceptAllAsked) -> bool:
    """As one tap would, only that nobody had it before them: what was shown is not kept."""
    sources: dict[int | None, Source] = {one.concept: accepted(one) for one in sure}
    if not answers.are_offered(unit, before, list(sources)):
        return False
    unit.topics.add("suggestions")
    why = f"accepted with all from {asked.percent} %"
    return answers.give(unit, before, list(sources), sources, at=asked.since, why=why)


def _end(unit: UnitOfWork, *, actor: Actor, asked: AcceptAllAsked) -> int:
    """The leads are told."""
    count = unit.acceptances.count(asked.task, actor.user, asked.since)
    news = AcceptedAll(asked.task, actor.user, asked.percent, count, asked.since)
    for lead in unit.people.of_task(asked.task, Role.LEAD) if count else ():
        if lead != actor.user:
            key = f"accepted:{asked.task}:{actor.user}:{asked.since}:{lead}"
            unit.outbox.put(Actor(actor.workspace, lead), news, key=key)
            unit.topics.add("notices")
    if not unit.tallies.of(asked.task, actor.user).pending:
        # No card comes anew: the one that is there says that all is done.
        unit.cards.touch(actor.workspace, asked.task, actor.user, LABEL, calmly=False)
        unit.topics.add("cards")
    return count


def _take_some_back(unit: UnitOfWork, *, actor: Actor, asked: UnacceptAllAsked, after: int) -> int | None:
    """Returns where it goes on; None: it is done."""
    found = unit.acceptances.together(asked.task, asked.labeler, asked.since, after, AT_ONCE)
    first = unit.queue.find(found[0].id) if found else None
    if first is None or first.is_deleted or first.is_closed:
        return None
    values = {"submitted_at": None, "is_skipped": False}
    for one in found:
        before = replace(first, assignment=one)
        if moving.apply(unit, before, Action.UNDO, actor.user, values=values):
            unit.annotations.untick_accepted(one.id)
            answers.take_from_reviewer(unit, before)
    moving.reopen(unit, asked.task, actor.user)
    unit.cards.touch(actor.workspace, asked.task, asked.labeler, LABEL, calmly=False)
    unit.topics |= {"suggestions", "cards"}
    _look_ahead(unit, asked.task, asked.labeler)
    return found[-1].id if len(found) == AT_ONCE else None


def _are_open(unit: UnitOfWork, task: Task, asked: UnacceptAllAsked) -> Iterator[bool]:
    """Of some at a time: whether any of them can still be taken back."""
    after = 0
    while found := unit.acceptances.together(asked.task, asked.labeler, asked.since, after, AT_ONCE):
        after = found[-1].id
        for one in found:
            settled = is_settled(one.status, is_reviewed=one.is_reviewed, agreement=task.agreement)
            yield move(one.status, Action.UNDO, is_settled=settled) is not None
