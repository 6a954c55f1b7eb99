"""Labeling and reviewing in a window: each Submit brings the next picture."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from domain.model import LabelsPerInput
from domain.read_models import CardModel, EditAnswerModel, ItemModel, ReviewItem, ReviewModel, TaskHead
from views.slack import card, ids, parts, review
from views.slack.prose import prose

NONE, SKIP = "none", "skip"
APPROVE, CHANGES, REJECT = "approve", "changes", "reject"
CHOOSE = "choose:"
"""Of several people's answers, this one."""
_MOST_CHOICES = 8
_MOST_BOXES = 10
_MOST_CHUNKS = 3
_MOST_OPTIONS = 100
_ROOM_FOR_NAMES = 100_000
"""Bytes of all names together that leave a view below 250 kB."""
_TITLE = 24
_NONE = parts.option("None of these", NONE)
_OTHERS = [_NONE, parts.option("Skip for now", SKIP)]
_DECISIONS = [
    parts.option("Approve", APPROVE),
    parts.option("Request changes", CHANGES, "It goes back to the same labeler, with your reason"),
    parts.option("Reject", REJECT, "Final: it never enters an export"),
]


def labeling_window(model: CardModel, note: str | None = None) -> View:
    """`note` says what became of the last answer, where that needs words."""
    title = parts.cut(model.task.name, _TITLE)
    said = [prose(note, "note")] if note else []
    item = model.item
    if item is None or model.closed is not None:
        return parts.modal(title, [*said, *_nothing_left(model)], close="Done")
    keeps = {"task": model.task.id, "assignment": item.assignment, "revision": item.revision}
    prefix = f"item:{item.assignment}:v{item.revision}"
    blocks: list[Block] = [
        *said,
        parts.small(parts.plain(card.progress(model, item)), block_id=f"{prefix}:head"),
        parts.picture(item.picture, f"{prefix}:picture"),
        *card.reason_blocks(item, prefix),
        *_answers(model.task, item, _OTHERS),
        *_instructions(model.task.id, has_instructions=model.task.has_instructions),
    ]
    return parts.modal(title, blocks, callback=ids.LABELING_WINDOW, submit="Submit", close="Stop", keeps=keeps)


def review_window(model: ReviewModel, note: str | None = None) -> View:
    title = parts.cut(model.task.name, _TITLE)
    said = [prose(note, "note")] if note else []
    item = model.item
    if item is None or model.closed is not None:
        words = parts.quoted(review.nothing_words(model), f"done:{model.task.id}:{model.revision}")
        return parts.modal(title, [*said, words], close="Done")
    keeps = {"task": model.task.id, "assignment": item.assignment, "revision": item.revision}
    blocks = [
        *said,
        *review.item_blocks(model, item, f"item:{item.assignment}:v{item.revision}"),
        _decision(item),
        reason_input(f"{ids.FIELD_REASON}:{item.assignment}:{item.revision}"),
        *_instructions(model.task.id, has_instructions=model.task.has_instructions),
    ]
    return parts.modal(title, blocks, callback=ids.REVIEW_WINDOW, submit="Submit", close="Stop", keeps=keeps)


def chosen(view: Mapping[str, Any]) -> list[str]:
    """Values of all that is chosen in a submitted window: concept ids, NONE, SKIP or a decision."""
    values = (view.get("state") or {}).get("values") or {}
    states = [state for actions in values.values() for state in actions.values()]
    options = [
        option
        for state in states
        for option in (state.get("selected_option"), *(state.get("selected_options") or ()))
        if option
    ]
    return [str(option["value"]) for option in options]


def edit_answer_window(model: EditAnswerModel, response_url: str | None = None, message: str = "") -> View:
    """A reviewer's own answer in place of the labeler's. `response_url` and `message`: those of the click."""
    item, prefix = model.item, f"item:{model.item.assignment}:v{model.item.revision}"
    keeps = {"assignment": item.assignment, "revision": item.revision, "response_url": response_url, "message": message}
    blocks: list[Block] = [
        parts.picture(item.picture, f"{prefix}:picture"),
        *_answers(model.task, item, [_NONE]),
        parts.small(parts.plain("Your answer replaces the labeler's and is approved."), block_id=f"{prefix}:after"),
    ]
    callback = ids.EDIT_ANSWER_WINDOW
    return parts.modal("Edit and approve", blocks, callback=callback, submit="Approve", close="Cancel", keeps=keeps)


def reason_input(block_id: str) -> InputBlock:
    return InputBlock(
        label=parts.plain("Reason"),
        hint=parts.plain("Needed for Request changes and Reject. The labeler reads it."),
        element=PlainTextInputElement(action_id=ids.TYPED, multiline=True, max_length=review.LONGEST_REASON),
        block_id=block_id,
        optional=True,
    )


def _nothing_left(model: CardModel) -> list[Block]:
    prefix = f"done:{model.task.id}:{model.revision}"
    if model.closed is not None:
        return [parts.quoted(card.closed_words(model, model.closed), prefix)]
    words = parts.quoted(card.nothing_words(model), prefix)
    if model.is_preparing or model.may_take or not model.tally.total:
        return [words]
    tally = card.tally_words(model.tally, has_review=model.task.has_review)
    return [words, parts.small(parts.plain(f"{parts.bar(1, 1)} · {tally}"), block_id=f"{prefix}:tally")]


def _answers(task: TaskHead, item: ItemModel, others: list[Option]) -> list[Block]:
    options = _concept_options(task)
    picked = [option for option in options if option.value in {str(one) for one in item.chosen}]
    if task.labels_per_input is LabelsPerInput.ONE:
        options += others
        picked += [_NONE] if item.is_none else []
        question = "Which concept fits this picture?"
        return [_question(question, item, _one_of(options, picked[0] if picked else None))]
    label = "Which concepts fit this picture?"
    if len(options) > _MOST_BOXES * _MOST_CHUNKS:
        if len(picked) > _MOST_OPTIONS:
            label += f" The first {_MOST_OPTIONS} of {len(picked):,} ticked ones are chosen here."
            picked = picked[:_MOST_OPTIONS]
        blocks: list[Block] = [_question(label, item, _many_of(options, picked), is_optional=True)]
    else:
        chunks = [options[start : start + _MOST_BOXES] for start in range(0, len(options), _MOST_BOXES)]
        blocks = [
            _question("More" if index else label, item, _boxes(chunk, picked), str(index), is_optional=True)
            for index, chunk in enumerate(chunks)
        ]
    boxes = CheckboxesElement(action_id=ids.TYPED, options=others, initial_options=[_NONE] if item.is_none else None)
    return [*blocks, _question("Or", item, boxes, "other", is_optional=True)]


def _concept_options(task: TaskHead) -> list[Option]:
    """Very many very long names are cut, so that the window stays below Slack's limit."""
    concepts = task.concepts
    size = sum(len(concept.name.encode()) for concept in concepts)
    most = 75 if size <= _ROOM_FOR_NAMES else 25
    return [parts.option(parts.cut(concept.name, most), str(concept.id)) for concept in concepts]


def _question(
    label: str, item: ItemModel, element: InputInteractiveElement, part: str = "0", *, is_optional: bool = False
) -> InputBlock:
    block_id = f"{ids.FIELD_ANSWER}:{item.assignment}:v{item.revision}:{part}"
    return InputBlock(label=parts.plain(label), element=element, block_id=block_id, optional=is_optional)


def _one_of(options: list[Option], picked: Option | None) -> InputInteractiveElement:
    if len(options) <= _MOST_BOXES:
        return RadioButtonsElement(action_id=ids.TYPED, options=options, initial_option=picked, focus_on_load=True)
    is_grouped = len(options) > _MOST_OPTIONS
    return StaticSelectElement(
        action_id=ids.TYPED,
        options=None if is_grouped else options,
        option_groups=card.grouped(options) if is_grouped else None,
        initial_option=picked,
        placeholder=parts.plain("Choose a concept"),
        focus_on_load=True,
    )


def _many_of(options: list[Option], picked: list[Option]) -> InputInteractiveElement:
    is_grouped = len(options) > _MOST_OPTIONS
    return StaticMultiSelectElement(
        action_id=ids.TYPED,
        options=None if is_grouped else options,
        option_groups=card.grouped(options) if is_grouped else None,
        initial_options=picked or None,
        placeholder=parts.plain("Choose concepts"),
    )


def _boxes(options: list[Option], picked: list[Option]) -> InputInteractiveElement:
    here = [option for option in options if option in picked]
    return CheckboxesElement(action_id=ids.TYPED, options=options, initial_options=here or None)


def _decision(item: ReviewItem) -> Block:
    different = list({one.answers: one for one in reversed(item.given)}.values())[:_MOST_CHOICES]
    choices = [
        parts.option(
            f"Choose {parts.cut(review.answer(one.answers), 60)}",
            f"{CHOOSE}{ids.value(one.assignment, one.revision)}",
        )
        for one in reversed(different)
    ]
    options = [*choices, *_DECISIONS[1:]] if choices else _DECISIONS
    return InputBlock(
        label=parts.plain("Your decision"),
        element=RadioButtonsElement(action_id=ids.TYPED, options=options, focus_on_load=True),
        block_id=f"{ids.FIELD_DECISION}:{item.assignment}:v{item.revision}",
    )


def _instructions(task: int, *, has_instructions: bool) -> list[Block]:
    if not has_instructions:
        return []
    return [parts.row([parts.button("Instructions", ids.INSTRUCTIONS, ids.value(task))], "more")]
