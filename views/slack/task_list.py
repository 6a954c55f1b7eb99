"""The list of tasks, in a window and on the Home tab, and the windows that its menus open."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextPreformattedElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.model import LabelsPerInput
from domain.read_models import DeleteModel, EditModel, TaskFilter, TaskPage
from views.slack import ids, parts, samples
from views.slack.fields import instructions_input, name_input, people_input
from views.slack.prose import prose, section, who
from views.slack.task_rows import row

FILTERS = {
    TaskFilter.ALL: "All",
    TaskFilter.MINE: "Assigned to me",
    TaskFilter.REVIEW: "For review",
    TaskFilter.DELETED: "Deleted",
}
_IMPORT = "labelbot import FOLDER --dataset NAME"
_BOTH_CHANGED = (
    "Somebody else changed this task meanwhile. What you typed is kept, and what they saved stands beneath it. "
    "Press Save to keep yours."
)
_EDIT_END = (
    "Finished work is kept. Open work of people who leave goes to the others. Leads may edit, delete and export the "
    "task."
)
_LONGEST_QUOTE = 2500
Keeps = Mapping[str, Any]
"""What a window keeps for itself."""


def blocks(page: TaskPage) -> list[Block]:
    new_task = parts.button("New labeling task", ids.NEW_TASK_BUTTON, "new", style="primary")
    return [
        *([parts.row([new_task], "new")] if page.may_create else ()),
        _filters(page),
        *(block for one in page.rows for block in row(one)),
        *([] if page.rows else [DividerBlock(), _empty(page)]),
        *_pages(page),
    ]


def modal(page: TaskPage) -> View:
    return parts.modal("Labeling tasks", blocks(page), callback=ids.TASK_LIST, keeps=place(page))


def place(page: TaskPage) -> Keeps:
    """Where in the list somebody is, for what is opened from there to lead back."""
    return {"filter": str(page.filter), "page": page.page}


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
    return parts.row(buttons, "filters")


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


def _pages(page: TaskPage) -> list[Block]:
    if page.pages <= 1:
        return []
    words = f"Page {page.page + 1:,} of {page.pages:,} · {parts.count(page.total, 'task')}"
    buttons = []
    if page.page > 0:
        buttons.append(_page_button("‹ Previous", page, page.page - 1))
    if page.page + 1 < page.pages:
        buttons.append(_page_button("Next ›", page, page.page + 1))
    return [DividerBlock(), parts.small(parts.plain(words), block_id="page"), parts.row(buttons, "pages")]


def _page_button(text: str, page: TaskPage, number: int) -> ButtonElement:
    value = ids.value(page.filter, number)
    return parts.button(text, ids.action(ids.PAGE, number), value, says=f"Page {number + 1} of {page.pages}")


def edit_modal(model: EditModel, here: Keeps | None = None) -> View:
    """Block ids carry the task's revision: where somebody else changed it meanwhile, the fields take new values."""
    revision = model.revision
    no_reviewer = "Without a reviewer there is no review step."
    inputs = {
        ids.FIELD_NAME: name_input(model.name, f"{ids.FIELD_NAME}:{revision}"),
        ids.FIELD_INSTRUCTIONS: instructions_input(model.instructions, f"{ids.FIELD_INSTRUCTIONS}:{revision}"),
        ids.FIELD_LABELERS: people_input("Labelers", model.labelers, f"{ids.FIELD_LABELERS}:{revision}"),
        ids.FIELD_REVIEWERS: people_input(
            "Reviewers", model.reviewers, f"{ids.FIELD_REVIEWERS}:{revision}", no_reviewer
        ),
        ids.FIELD_LEADS: people_input("Leads", model.leads, f"{ids.FIELD_LEADS}:{revision}"),
    }
    shown: list[Block] = [
        *([prose(_BOTH_CHANGED, "note")] if model.theirs else ()),
        *_as_created(model),
        *(block for field, one in inputs.items() for block in (one, *_theirs(model, field))),
        samples.task_button(model.task),
        parts.small(parts.marked(_EDIT_END), block_id="end"),
    ]
    keeps = {"task": model.task, "revision": revision, "saved": dict(model.saved), **(here or {})}
    return parts.modal("Edit task", shown, callback=ids.EDIT_TASK, submit="Save", close="Cancel", keeps=keeps)


def _theirs(model: EditModel, field: str) -> list[Block]:
    """What somebody else saved, beneath the field in which something else was typed."""
    saved = model.theirs.get(field)
    if saved is None:
        return []
    if isinstance(saved, str):
        words: list[str | RichTextElement] = [f"“{parts.cut(saved, _LONGEST_QUOTE)}”" if saved else "nothing"]
    else:
        words = [piece for user in saved for piece in (", ", who(user))][1:] or ["nobody"]
    return [RichTextBlock(elements=[section("⚠️ Saved meanwhile: ", *words)], block_id=f"theirs:{field}")]


def _as_created(model: EditModel) -> list[Block]:
    """Answers were given to just this question: it is shown and can't be changed."""
    if not model.concepts:
        return []
    many = "one label per input" if model.labels_per_input is LabelsPerInput.ONE else "several labels per input"
    words = f"Dataset: {parts.short(model.dataset)} · {many} · Concepts: {parts.listed(list(model.concepts), 30)}"
    return [
        parts.small(parts.plain(parts.cut(words, 2000)), parts.marked("These stay as they are."), block_id="created")
    ]


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
