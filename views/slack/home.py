"""The Home tab: what waits for this person, then the tasks."""

import json

from slack_sdk.models.blocks import Block, DividerBlock, SectionBlock
from slack_sdk.models.views import View

from domain.read_models import TaskPage, Waiting
from views.slack import ids, parts, task_list
from views.slack.parts import Window
from views.slack.task_rows import label_button, review_button

_MOST_WAITING = 5


def home(page: TaskPage, waiting: Waiting) -> View:
    above = waiting_blocks(waiting, _MOST_WAITING)
    tasks = [*task_list.blocks(page), *([DividerBlock(), catalogue_buttons()] if page.may_create else ())]
    return Window(
        type="home",
        blocks=[*above, *([DividerBlock()] if above else ()), *tasks],
        private_metadata=json.dumps(task_list.place(page)),
    )


def catalogue_buttons() -> Block:
    """To what tasks are made of."""
    buttons = [
        parts.button("Concepts", ids.OPEN_CONCEPTS, "concepts"),
        parts.button("Datasets", ids.OPEN_DATASETS, "datasets"),
    ]
    return parts.row(buttons, "catalogue")


def waiting_blocks(waiting: Waiting, most: int) -> list[Block]:
    """A line with a button for each task that has work for this person."""
    if not (waiting.label or waiting.review):
        return []
    lines: list[Block] = [
        SectionBlock(
            text=parts.plain(f"{parts.short(name)}: {parts.count(number, 'input')} to label"),
            accessory=label_button(task, name, number),
            block_id=f"to_label:{task}",
        )
        for task, name, number in waiting.label[:most]
    ]
    lines += [
        SectionBlock(
            text=parts.plain(f"{parts.short(name)}: {parts.count(number, 'answer')} to review"),
            accessory=review_button(task, name, number),
            block_id=f"to_review:{task}",
        )
        for task, name, number in waiting.review[:most]
    ]
    more = waiting.more_tasks + len(waiting.label) + len(waiting.review) - len(lines)
    rest = [parts.small(parts.plain(f"and {parts.count(more, 'more task')}"), block_id="more")] if more else []
    return [parts.header("Waiting for you", "waiting"), *lines, *rest]
