"""A task's own page in a window: how far it is, who is how far, and the way to all else that there is to see of it."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
    InteractiveElement,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextListElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.model import AssistMode, LabelsPerInput, TaskStatus
from domain.progress import percent
from domain.read_models import PeoplePage, TaskModel
from domain.shapes import DRAWN
from views.slack import catalogue, ids, parts, task_assist, task_facts, task_people
from views.slack.prose import section, strong, who
from views.slack.task_frame import Keeps, Part, back, page, part_button
from views.slack.task_rows import again_button, label_button, review_button, type_words

_MOST_CONCEPTS = 12


def window(model: TaskModel, keeps: Keeps) -> View:
    row = model.row
    blocks = [
        *catalogue.note(model.note),
        parts.header(row.name, "name"),
        parts.quoted(_status(model), "status"),
        *([SectionBlock(fields=fields, block_id="numbers")] if (fields := _numbers(model)) else ()),
        *(parts.row(buttons, block_id) for block_id, buttons in _rows(model) if buttons),
        *task_assist.blocks(model),
        *_people(model),
        DividerBlock(),
        RichTextBlock(elements=[RichTextListElement(style="bullet", elements=_facts(model))], block_id="facts"),
    ]
    return page("Labeling task", blocks, keeps)


def people_window(model: PeoplePage, keeps: Keeps, note: str | None = None) -> View:
    words = parts.count(model.total, "person", "people")
    blocks = [
        back(model.name, model.task),
        *catalogue.note(note),
        *task_people.blocks(model),
        *parts.turning(ids.TASK_PART, words, model.page, model.pages, Part.PEOPLE, model.task),
    ]
    return page("People", blocks, keeps)


def _status(model: TaskModel) -> str:
    row = model.row
    if row.status is TaskStatus.FAILED:
        return f"⚠️ Failed: {parts.cut(row.failure or 'the reason is not known', 300)}"
    if row.status is TaskStatus.WONT_DO:
        return "⏹️ Closed early. Open work is in nobody's queue until a lead opens the task again."
    if row.status is TaskStatus.IDLE:
        return "✅ All done for now. What is added to the dataset is handed out as it comes."
    if row.status is TaskStatus.DONE:
        return "✅ Complete"
    if row.distributed < row.inputs and not row.is_dynamic:
        return f"{parts.bar(row.distributed, row.inputs)} Preparing… {percent(row.distributed, row.inputs)} %"
    return f"{parts.bar(row.tally.labeled, max(row.expected, row.tally.total))} In progress"


def _numbers(model: TaskModel) -> list[Any]:
    """What others' answers come to is the leads' to see; how much of it there is, everybody may."""
    row, tally = model.row, model.row.tally
    total = max(row.expected, tally.total)
    facts = [("Inputs", f"{row.inputs:,}"), ("Labeled", _of(tally.labeled, total))]
    if model.has_review:
        # What a model approves by itself nobody has reviewed.
        is_reviewed = row.reviewers and model.task.assist is not AssistMode.AUTO
        facts.append(("Reviewed" if is_reviewed else "Settled", _of(tally.reviewed, total)))
        facts.append(("Waiting for review", f"{tally.awaiting:,}"))
    facts += [("Waiting for others' answers", f"{tally.consensus:,}")] if tally.consensus else []
    if row.is_lead:
        counted = (
            ("Flagged", row.flagged, "input"),
            ("Excluded", model.excluded, "input"),
            ("Rejected", tally.rejected, "answer"),
            ("Released, for whoever asks", model.released, "input"),
        )
        facts += [(title, parts.count(number, noun)) for title, number, noun in counted if number]
    return [parts.marked(f"*{title}*\n{words}") for title, words in facts]


def _of(done: int, total: int) -> str:
    """100 % is said only where all is done."""
    return f"{done:,} of {total:,} · {percent(done, total)} %"


def _facts(model: TaskModel) -> list[RichTextElement]:
    row, task = model.row, model.task
    labels = "one label" if task.labels_per_input is LabelsPerInput.ONE else "several labels"
    concepts = parts.listed([parts.cut(one, 40) for one in row.concepts], _MOST_CONCEPTS)
    return [
        section(strong("Dataset: "), f"{parts.short(row.dataset)} ({task_facts.growth(task)})"),
        section(strong("Type: "), f"{type_words(row.type, row.assist)}, {labels} per input"),
        section(strong("Concepts: "), concepts),
        section(strong("Distribution: "), task_facts.distribution(task)),
        section(strong("Review: "), task_facts.review(task, has_reviewers=bool(row.reviewers))),
        section(strong("Priority: "), task_facts.PRIORITIES[task.priority]),
        section(strong("Due: "), _date(task.due_at) if task.due_at else "no due date"),
        section(strong("Led by: "), *_mentions(model.leads), ", created ", _date(row.created_at)),
    ]


def _mentions(users: tuple[str, ...]) -> list[str | RichTextElement]:
    return [piece for user in users for piece in (", ", who(user))][1:] or ["nobody"]


def _date(at: datetime) -> RichTextElement:
    return Rich.Date(
        timestamp=int(at.timestamp()), format="{date_short_pretty} at {time}", fallback=f"{at:%Y-%m-%d %H:%M} UTC"
    )


def _rows(model: TaskModel) -> list[tuple[str, list[InteractiveElement]]]:
    """What to do in it, what there is to see, and what a lead may do with it."""
    row = model.row
    work = [*([label_button(row.id, row.name, row.may_label)] if row.may_label else ())]
    work += [review_button(row.id, row.name, row.may_review)] if row.may_review else []
    if model.task.instructions.strip():
        work.append(parts.button("Instructions", ids.INSTRUCTIONS, ids.value(row.id)))
    return [("work", [*work]), ("parts", _part_buttons(model)), ("lead", _lead_buttons(model))]


def _part_buttons(model: TaskModel) -> list[InteractiveElement]:
    row = model.row
    if not row.is_lead:
        return []
    lists = (
        (Part.FLAGGED, "Flagged inputs", row.flagged),
        (Part.EXCLUDED, "Excluded inputs", model.excluded),
        (Part.REJECTED, "Rejected answers", row.tally.rejected),
    )
    return [
        *(part_button(f"{text} ({number:,})", part, row.id) for part, text, number in lists if number),
        part_button("Labels per concept", Part.CONCEPTS, row.id),
        part_button("History", Part.HISTORY, row.id),
    ]


def _lead_buttons(model: TaskModel) -> list[InteractiveElement]:
    row = model.row
    if not row.is_lead:
        return []
    edit = parts.button("Edit", ids.action(ids.ROW_MENU, "edit"), ids.value("edit", row.id), says=f"Edit {row.name}")
    export = parts.button("Export labels", ids.EXPORT, ids.value(row.id), says=f"Export the labels of {row.name}")
    again = [again_button(row.id, row.name)] if row.status is TaskStatus.FAILED else []
    import_ = parts.button("Import labels…", ids.IMPORT_LABELS, ids.value(row.id), says=f"Import labels of {row.name}")
    takes = [import_] if row.type in DRAWN and row.status is TaskStatus.IN_PROGRESS else []
    return [edit, export, *takes, *again, *_course_button(model)]


def _course_button(model: TaskModel) -> list[ButtonElement]:
    """Whichever of the two is possible now."""
    row = model.row
    if row.status is TaskStatus.WONT_DO:
        sure = ConfirmObject(
            title="Open the task again?",
            text=parts.plain("All open work is in its labelers' and reviewers' queues again, and they are told.", 300),
            confirm="Reopen",
            deny="Not now",
        )
        return [parts.button("Reopen task", ids.REOPEN_TASK, ids.value(row.id), style="primary", confirm=sure)]
    if row.status is TaskStatus.DONE:
        return []
    return [parts.button("Close early…", ids.CLOSE_TASK, ids.value(row.id), says=f"Close {row.name} early")]


def _people(model: TaskModel) -> list[Block]:
    if model.people is None:
        mine = [
            block
            for one in model.mine
            for block in task_people.person_blocks(one, model.row.id, has_review=model.has_review)
        ]
        return [DividerBlock(), parts.said("*Your part*", "people"), *mine] if mine else []
    all_ = part_button(f"All {model.people.total:,} people", Part.PEOPLE, model.row.id)
    more = [parts.row([all_], "more")] if model.people.pages > 1 else []
    return [DividerBlock(), parts.said("*People*", "people"), *task_people.blocks(model.people), *more]
