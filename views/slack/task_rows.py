"""One task in the list: its words, its buttons, its menu."""

from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    DividerBlock,
    InteractiveElement,
    OverflowMenuElement,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from domain.model import AssistMode, Priority, TaskStatus, TaskType
from domain.progress import labeling_percent, percent, review_percent
from domain.read_models import TaskRow
from views.slack import ids, parts
from views.slack.prose import who

_MOST_CONCEPTS = 5
_MOST_PEOPLE = 8
_ALL = 100
_BOLD = Rich.TextStyle(bold=True)
_PRIORITIES = {
    Priority.LOW: "Low priority",
    Priority.MEDIUM: "Medium priority",
    Priority.HIGH: "🔺 High priority",
}
_BY_MODELS = {AssistMode.SUGGEST: " · 🤖 AI-assist", AssistMode.AUTO: " · 🤖 automatic"}
_ENDED = {TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.WONT_DO}


def type_words(type_: TaskType, assist: AssistMode) -> str:
    """Classification · 🤖 AI-assist."""
    return type_.capitalize() + _BY_MODELS.get(assist, "")


def label_button(task: int, name: str, waiting: int) -> ButtonElement:
    return parts.button(
        f"Label {waiting:,}", ids.ROW_LABEL, ids.value(task), says=f"Label {parts.count(waiting, 'input')} of {name}"
    )


def review_button(task: int, name: str, waiting: int) -> ButtonElement:
    return parts.button(
        f"Review {waiting:,}",
        ids.ROW_REVIEW,
        ids.value(task),
        says=f"Review {parts.count(waiting, 'answer')} of {name}",
    )


def again_button(task: int, name: str) -> ButtonElement:
    return parts.button("Try again", ids.TRY_AGAIN, ids.value(task), says=f"Try again to prepare {name}")


def row(task: TaskRow) -> list[Block]:
    words, buttons = (_words(task), _buttons(task)) if task.kept_until is None else (_gone(task), [_restore(task)])
    return [
        DividerBlock(),
        RichTextBlock(elements=[RichTextSectionElement(elements=words)], block_id=f"task:{task.id}"),
        parts.row(buttons, f"task:{task.id}:actions"),
    ]


def _gone(task: TaskRow) -> list[RichTextElement]:
    """A deleted task, in Slack's way of writing dates."""
    assert task.kept_until is not None  # noqa: S101 - asked above.
    facts = [task.dataset, parts.count(task.inputs, "input"), f"{task.tally.labeled:,} labeled"]
    return [
        Rich.Text(text=parts.cut(task.name, 150), style=_BOLD),
        Rich.Text(text=f"\n{' · '.join(parts.cut(fact, 200) for fact in facts)}\nDeleted. Kept until "),
        _day(task.kept_until, "{date}"),
        Rich.Text(text="."),
    ]


def _restore(task: TaskRow) -> InteractiveElement:
    return parts.button("Bring back", ids.RESTORE, ids.value(task.id), says=f"Bring back {task.name}")


def _words(task: TaskRow) -> list[RichTextElement]:
    concepts = parts.listed([parts.cut(one, 40) for one in task.concepts], _MOST_CONCEPTS)
    facts = [task.dataset, type_words(task.type, task.assist), parts.count(task.inputs, "input"), concepts]
    own = _instead_of_buttons(task)
    return [
        Rich.Text(text=parts.cut(task.name, 150), style=_BOLD),
        Rich.Text(text=f"\n{_status(task)}\n{' · '.join(parts.cut(fact, 200) for fact in facts)}"),
        *_people("\nLabelers: ", task.labelers),
        *_people("\nReviewers: ", task.reviewers),
        *([] if task.has_review else [Rich.Text(text=" · No review")]),
        *_dates(task),
        *([Rich.Text(text=f"\nYou: {' · '.join(own)}")] if own else ()),
    ]


def _dates(task: TaskRow) -> list[RichTextElement]:
    """With its priority, in a line; days are written as Slack writes them for whoever looks."""
    due = [] if task.due_at is None else [Rich.Text(text=_due(task)), _day(task.due_at, "{date_short_pretty}")]
    made = [Rich.Text(text=" · Created "), _day(task.created_at, "{date_short}"), Rich.Text(text=" by ")]
    return [Rich.Text(text=f"\n{_PRIORITIES[task.priority]}"), *due, *made, Rich.User(user_id=task.created_by)]


def _due(task: TaskRow) -> str:
    return " · ⚠️ Was due " if task.is_overdue else " · Due "


def _day(at: datetime, format_: str) -> RichTextElement:
    return Rich.Date(timestamp=int(at.timestamp()), format=format_, fallback=f"{at:%Y-%m-%d}")


def _instead_of_buttons(task: TaskRow) -> list[str]:
    """Slack has no button that is there and can't be pressed. What the task's own status says isn't said twice."""
    if task.status in _ENDED or _is_preparing(task):
        return []
    labeled, reviewed = labeling_percent(task.tally, task.expected), review_percent(task.tally, task.expected)
    words = []
    if task.is_labeler and not task.may_label and labeled < _ALL:
        words.append("nothing left to label ✓")
    if task.is_reviewer and not task.may_review and reviewed < _ALL:
        words.append("nothing left to review now" if task.tally.labeled else "nothing to review yet")
    return words


def _people(title: str, users: tuple[str, ...]) -> list[RichTextElement]:
    """User by user, as mentions that Slack writes as names."""
    if not users:
        return []
    shown: list[RichTextElement] = [Rich.Text(text=title)]
    for index, user in enumerate(users[:_MOST_PEOPLE]):
        shown += [*([Rich.Text(text=", ")] if index else ()), who(user)]
    more = len(users) - _MOST_PEOPLE
    return [*shown, Rich.Text(text=f" and {more:,} more")] if more > 0 else shown


def _is_preparing(task: TaskRow) -> bool:
    return task.distributed < task.inputs and not task.is_dynamic


def _status(task: TaskRow) -> str:
    """100 % is never said: what is done is called complete."""
    if task.status is TaskStatus.FAILED:
        return f"⚠️ Failed: {parts.cut(task.failure or 'the reason is not known', 300)}"
    if task.status is TaskStatus.WONT_DO:
        return f"Closed early · labeled {labeling_percent(task.tally, task.expected)} %"
    if _is_preparing(task):
        return f"{parts.bar(task.distributed, task.inputs)} Preparing… {percent(task.distributed, task.inputs)} %"
    labeled = labeling_percent(task.tally, task.expected)
    reviewed = review_percent(task.tally, task.expected)
    if task.status is TaskStatus.DONE or (labeled == reviewed == _ALL):
        return f"✅ Complete · ⚑ {task.flagged:,} flagged" if task.flagged else "✅ Complete"
    words = ["Labeled ✓" if labeled == _ALL else f"Labeled {labeled} %"]
    if task.reviewers:
        words.append("Reviewed ✓" if reviewed == _ALL else f"Reviewed {reviewed} %")
    if task.flagged:
        words.append(f"⚑ {task.flagged:,} flagged")
    return f"{parts.bar(labeled, _ALL)} {' · '.join(words)}"


def _buttons(task: TaskRow) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if task.may_label:
        buttons.append(label_button(task.id, task.name, task.may_label))
    if task.may_review:
        buttons.append(review_button(task.id, task.name, task.may_review))
    if task.status is TaskStatus.FAILED and task.is_lead:
        buttons.append(again_button(task.id, task.name))
    menu = [("open", "Open"), ("copy", "Copy task ID")]
    if task.is_lead:
        says = f"Export the labels of {task.name}"
        buttons.append(parts.button("Export", ids.EXPORT, ids.value(task.id), says=says))
        menu += [("version", "Create dataset version"), ("edit", "Edit"), ("delete", "Delete")]
    options = [parts.option(text, ids.value(what, task.id)) for what, text in menu]
    return [*buttons, OverflowMenuElement(action_id=ids.ROW_MENU, options=options)]
