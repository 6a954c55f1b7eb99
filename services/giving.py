"""Work that is not dealt beforehand: ten at a time to whoever asks, released work first."""

from domain.assignment import Action
from domain.model import NOBODY, AssignmentStatus, AssistMode, Distribution, Task, TaskStatus
from store.cards import LABEL
from store.unit_of_work import UnitOfWork

BATCH = 10


def available(unit: UnitOfWork, task: Task, labeler: str) -> tuple[int, int]:
    """How many inputs this person could have by asking, and how many of them were released by others."""
    released = 0
    if unit.tallies.of(task.id, NOBODY).pending:
        released = unit.handing.count_released(task.id, labeler, is_shared=task.labelers_per_input > 1)
    return released + untouched(task), released


def waiting_for(unit: UnitOfWork, task: Task, labeler: str) -> int:
    """What this labeler has to label, or could have by asking."""
    if task.status is TaskStatus.WONT_DO:
        return 0
    return unit.tallies.of(task.id, labeler).pending or available(unit, task, labeler)[0]


def give(unit: UnitOfWork, task_id: int, labeler: str, count: int = BATCH) -> int:
    """To who has nothing. Returns how many. One after the other in each task: nothing is given to two."""
    unit.tasks.lock(task_id)
    task = unit.tasks.find(task_id)
    if task is None or unit.tallies.of(task_id, labeler).pending:
        return 0
    is_shared = task.labelers_per_input > 1
    unit.tallies.open(task_id, (NOBODY, labeler))
    taken = unit.handing.take(task_id, labeler, count, is_shared=is_shared)
    pending = str(AssignmentStatus.PENDING)
    unit.audit.add_all(task_id, labeler, str(Action.TAKE), taken, before=pending, after=pending)
    given = len(taken)
    if given < count and untouched(task):
        given += _open(unit, task, labeler, count - given)
    if given:
        unit.tallies.touch(task_id, labeler)
        unit.topics.add(f"pictures:{task_id}:{labeler}")
        repaint_others(unit, task, labeler)
    return given


def repaint_others(unit: UnitOfWork, task: Task, but: str) -> None:
    """Whoever is offered what is gone, or not offered what is there, sees it."""
    after = unit.tasks.find(task.id)
    if after is None or untouched(after):
        return
    tallies = unit.tallies.all(task.id)
    for card in unit.cards.of_task(task.id):
        has = tallies.get(card.user)
        if card.kind == LABEL and card.user != but and not (has and has.pending):
            unit.cards.touch(task.workspace, task.id, card.user, LABEL, calmly=False)
            unit.topics.add("cards")


def untouched(task: Task) -> int:
    """Inputs that are still to be given to their first labeler."""
    return max(0, task.inputs - task.distributed) if task.distribution is Distribution.DYNAMIC else 0


def _open(unit: UnitOfWork, task: Task, labeler: str, count: int) -> int:
    """The next inputs of the dataset. Where several label each, the other places wait for whoever asks next."""
    if unit.catalog.is_filling(task.dataset):
        return 0
    limit = min(count, untouched(task))
    inputs = unit.catalog.inputs_after(task.dataset, unit.tasks.reached(task.id), limit)
    reached = inputs[-1] if inputs else unit.tasks.reached(task.id)
    if len(inputs) < limit and task.is_growing:
        # They came into the dataset behind the cursor.
        came = unit.handing.missing(task.id, task.dataset, limit + len(inputs))
        inputs += [one for one in came if one not in inputs][: limit - len(inputs)]
    dealt = [
        (one, slot, NOBODY if slot else labeler, task.distributed + place)
        for place, one in enumerate(inputs, 1)
        for slot in range(task.labelers_per_input)
    ]
    unit.handing.deal(task.id, dealt)
    if task.assist is not AssistMode.NONE:
        unit.suggestions.want(task.id, inputs)
        unit.topics.add("suggestions")
    unit.tasks.advance(task.id, distributed=task.distributed + len(inputs), reached=reached)
    if len(inputs) < limit:
        unit.tasks.all_were_distributed(task.id, task.distributed + len(inputs))
    return len(inputs)
