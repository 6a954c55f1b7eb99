"""The Home tab: what waits for this person, then the tasks."""

import json
from collections.abc import Sequence

from slack_sdk.models.blocks import Block, DividerBlock, SectionBlock
from slack_sdk.models.views import View

from domain.read_models import TaskPage, Waiting, WaitingPage
from views.slack import ids, parts, task_list
from views.slack.parts import Window
from views.slack.task_rows import label_button, review_button

_MOST_WAITING = 5
Task = tuple[int, str, int]
"""Id, name, and how much waits in it."""


def home(page: TaskPage, waiting: Waiting) -> View:
    above = waiting_blocks(waiting, _MOST_WAITING)
    tasks = [*task_list.blocks(page), *([DividerBlock(), catalogue_buttons()] if page.may_create else ())]
    return Window(
        type="home",
        blocks=[*above, *([DividerBlock()] if above else ()), *tasks, reminder_switch(waiting)],
        private_metadata=json.dumps(task_list.place(page)),
    )


def reminder_switch(waiting: Waiting) -> Block:
    words, says = ("off", "Turn reminders on") if waiting.is_muted else ("on", "Turn reminders off")
    switch = parts.button(f"Reminders: {words}", ids.MUTE, ids.value(int(not waiting.is_muted)), says=says)
    return parts.row([switch], f"reminders:{words}")


def catalogue_buttons() -> Block:
    """To what tasks are made of."""
    buttons = [
        parts.button("Concepts", ids.OPEN_CONCEPTS, "concepts"),
        parts.button("Datasets", ids.OPEN_DATASETS, "datasets"),
        parts.button("Models", ids.OPEN_MODELS, "models"),
    ]
    return parts.row(buttons, "catalogue")


def waiting_blocks(waiting: Waiting, most: int) -> list[Block]:
    """A line with a button for each task that has work for this person; what has no room is a press away."""
    if not (waiting.label or waiting.review):
        return []
    lines = _lines(waiting.label[:most], waiting.review[:most])
    more = waiting.more_tasks + len(waiting.label) + len(waiting.review) - len(lines)
    return [parts.header("Waiting for you", "waiting"), *lines, *([_more(more)] if more else ())]


def waiting_modal(page: WaitingPage) -> View:
    """All of them, page by page."""
    lines = _lines(page.label, page.review)
    empty = parts.said("✅ *Nothing waits for you any more.*", "empty")
    shown = [
        *(lines or [empty]),
        *parts.turning(ids.WAITING_PAGE, parts.count(page.total, "task"), page.page, page.pages),
    ]
    return parts.modal("Waiting for you", shown)


def _more(count: int) -> Block:
    words = f"and {parts.count(count, 'more task')}"
    button = parts.button("Show all", ids.WAITING, ids.value(0), says="Show all tasks in which something waits for you")
    return SectionBlock(text=parts.plain(words), accessory=button, block_id="more")


def _lines(label: Sequence[Task], review: Sequence[Task]) -> list[Block]:
    lines: list[Block] = [
        SectionBlock(
            text=parts.plain(f"{parts.short(name)}: {parts.count(number, 'input')} to label"),
            accessory=label_button(task, name, number),
            block_id=f"to_label:{task}",
        )
        for task, name, number in label
    ]
    lines += [
        SectionBlock(
            text=parts.plain(f"{parts.short(name)}: {parts.count(number, 'answer')} to review"),
            accessory=review_button(task, name, number),
            block_id=f"to_review:{task}",
        )
        for task, name, number in review
    ]
    return lines
