"""The list of tasks, in a window and on the Home tab, and the windows that its menus open."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    InputBlock,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextPreformattedElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from domain.naming import LONGEST_QUERY
from domain.read_models import DeleteModel, TaskFilter, TaskPage, TaskSort
from views.slack import ids, parts
from views.slack.task_rows import row

FILTERS = {
    TaskFilter.ALL: "All",
    TaskFilter.MINE: "Assigned to me",
    TaskFilter.REVIEW: "For review",
    TaskFilter.DELETED: "Deleted",
}
_SORTS = {
    TaskSort.NEWEST: "Sorted by: newest",
    TaskSort.PRIORITY: "Sorted by: priority",
    TaskSort.DUE: "Sorted by: due date",
    TaskSort.PROGRESS: "Sorted by: progress",
}
_IN_FILTER = {
    TaskFilter.MINE: " that is assigned to you",
    TaskFilter.REVIEW: " that you review",
    TaskFilter.DELETED: " that was deleted",
}
_IMPORT = "labelbot import FOLDER --dataset NAME"
Keeps = Mapping[str, Any]
"""What a window keeps for itself."""


def blocks(page: TaskPage, *, is_window: bool = False) -> list[Block]:
    new_task = parts.button("New labeling task", ids.NEW_TASK_BUTTON, "new", style="primary")
    return [
        *([parts.row([new_task], "new")] if page.may_create else ()),
        _filters(page),
        *([_search(page, is_window=is_window)] if page.is_long else ()),
        *([_found(page)] if page.query else ()),
        *(block for one in page.rows for block in row(one)),
        *([] if page.rows or page.query else [DividerBlock(), _empty(page)]),
        *parts.turning(ids.PAGE, parts.count(page.total, "task"), page.page, page.pages),
    ]


def modal(page: TaskPage) -> View:
    submit = "Search" if page.is_long else None
    shown = blocks(page, is_window=True)
    return parts.modal("Labeling tasks", shown, callback=ids.TASK_LIST, submit=submit, keeps=place(page))


def place(page: TaskPage) -> Keeps:
    """Where in the list somebody is, for what is opened from there to lead back."""
    return {"filter": str(page.filter), "page": page.page, "query": page.query, "sort": str(page.sort)}


def _filters(page: TaskPage) -> ActionsBlock:
    buttons = [
        parts.button(
            f"✓ {text}" if chosen is page.filter else text,
            ids.action(ids.FILTER, chosen),
            chosen,
            says=f"{text}, shown now" if chosen is page.filter else f"Show: {text}",
        )
        for chosen, text in FILTERS.items()
        if chosen is not TaskFilter.DELETED or chosen is page.filter or page.has_deleted
    ]
    # A select keeps what was chosen in it under the same block_id, whatever we say.
    return parts.row([*buttons, *([_sort(page)] if page.is_long else ())], f"{ids.FIELD_SORT}:{page.sort}")


def _sort(page: TaskPage) -> StaticSelectElement:
    options = {sort: parts.option(text, sort) for sort, text in _SORTS.items()}
    return StaticSelectElement(action_id=ids.SORT, options=list(options.values()), initial_option=options[page.sort])


def _search(page: TaskPage, *, is_window: bool) -> Block:
    """Enter starts it, and so does a window's own button. What stands in it stays while the list is drawn anew; emptied
    by us, it is another field.
    """
    field = PlainTextInputElement(
        action_id=ids.SEARCH_TASKS,
        max_length=LONGEST_QUERY,
        initial_value=page.query or None,
        placeholder=parts.plain("A part of the name, then Enter"),
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    return InputBlock(
        label=parts.plain("Search tasks by name"),
        element=field,
        block_id=f"{ids.FIELD_QUERY}:{'some' if page.query else 'none'}",
        dispatch_action=True,
        optional=is_window,
    )


def _found(page: TaskPage) -> Block:
    """What the search left, and the way back to all."""
    which = _IN_FILTER.get(page.filter, "")
    if page.rows:
        has = "has" if page.total == 1 else "have"
        words = f"{parts.count(page.total, 'task')} {has} “{page.query}” in the name."
    else:
        words = f"No task{which} has “{page.query}” in its name."
    clear = parts.button("Clear search", ids.CLEAR_SEARCH, "clear", says="Clear the search and show all tasks again")
    return SectionBlock(text=parts.plain(words), accessory=clear, block_id="found")


def _empty(page: TaskPage) -> Block:
    if page.filter is TaskFilter.MINE:
        return parts.said("*Nothing is assigned to you.* When somebody makes you a labeler, the task is here.")
    if page.filter is TaskFilter.REVIEW:
        return parts.said("*There is nothing for you to review.* When somebody makes you a reviewer, the task is here.")
    if page.filter is TaskFilter.DELETED:
        return parts.said("*There is nothing to bring back.* Deleted tasks are kept for 30 days.")
    if not page.has_inputs:
        return parts.said(
            f"*Nothing to label yet.* Add inputs with `/label dataset`, or on Labelbot's server:\n`{_IMPORT}`"
        )
    if page.may_create:
        return parts.said("*No labeling tasks yet.* Press *New labeling task*, or type `/label new` anywhere.")
    return parts.said("*No labeling tasks yet.* When somebody makes you a labeler, the task is here.")


def delete_modal(model: DeleteModel, here: Keeps | None = None) -> View:
    what = f"{parts.count(model.annotations, 'annotation')} {'goes' if model.annotations == 1 else 'go'} with it."
    shown = [
        parts.quoted(f"Delete “{model.name}”? {what}", "words"),
        parts.small(parts.marked("It can be brought back for 30 days. The inputs themselves stay."), block_id="end"),
    ]
    keeps = {"task": model.task, **(here or {})}
    return parts.modal("Delete task?", shown, callback=ids.DELETE_TASK, submit="Delete", close="Keep it", keeps=keeps)


def deleted_modal(task: int, name: str, here: Keeps | None = None) -> View:
    shown = [
        parts.quoted(f"“{name}” was deleted. You can bring it back within 30 days.", "words"),
        parts.row([parts.button("Undo", ids.RESTORE, ids.value(task), says=f"Bring back {name}")], "offer"),
    ]
    return parts.modal("Task deleted", shown, close="Done", keeps=here)


def restored_modal(name: str) -> View:
    return parts.modal(
        "Task restored", [parts.quoted(f"“{name}” is back, with all its labels.", "words")], close="Done"
    )


def id_modal(task: int, name: str) -> View:
    """An app has no clipboard: the ID stands alone in a box, to be selected."""
    code = RichTextPreformattedElement(elements=[Rich.Text(text=str(task))])
    shown = [
        parts.quoted(name, "name"),
        RichTextBlock(elements=[code], block_id="code"),
        parts.small(
            parts.plain("Select and copy it. The command line and the export know the task by it."), block_id="end"
        ),
    ]
    return parts.modal("Task ID", shown, close="Done")
