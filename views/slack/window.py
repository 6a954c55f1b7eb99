"""Labeling and reviewing in a window: each Submit brings the next input."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
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

from domain.model import ROBOT, LabelsPerInput
from domain.read_models import CardModel, EditAnswerModel, ItemModel, ReviewItem, ReviewModel, TaskHead
from views.slack import card, choosing, contents, ids, instructions, parts, review, shapes_card, suggestions
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
    parts.option("Request changes", CHANGES, "It goes back to whoever labeled it, with your reason"),
    parts.option("Reject", REJECT, "Final: it never enters an export"),
]
_DECISIONS_OF_A_MODEL = [
    _DECISIONS[0],
    parts.option("Request changes", CHANGES, "It goes to one of the labelers, with your reason"),
    _DECISIONS[2],
]


def labeling_window(model: CardModel, note: str | None = None) -> View:
    """`note` says what became of the last answer, where that needs words. What is to be read first comes first."""
    if model.first is not None:
        return instructions.modal(model.first)
    title = parts.cut(model.task.name, _TITLE)
    said = [prose(note, "note")] if note else []
    item = model.item
    if item is None or model.closed is not None:
        return _modal(title, [*said, *_nothing_left(model)], ids.LABELING_WINDOW)
    if item.drawn is not None:
        # Nothing is submitted here: that is the editor's.
        reason = card.reason_blocks(item, f"item:{item.assignment}:v{item.revision}")
        tools = [card.flag_button(item), *card.undo_buttons(model)]
        shown = shapes_card.whole(model, item, item.drawn, card.progress(model, item), reason, tools)
        return _modal(title, [*said, *shown], ids.LABELING_WINDOW)
    keeps = {"task": model.task.id, "assignment": item.assignment, "revision": item.revision}
    keeps |= {"seen": item.seen} if item.seen else {}
    prefix = f"item:{item.assignment}:v{item.revision}"
    accept = suggestions.accept_button(model.task, item)
    blocks: list[Block] = [
        *said,
        parts.small(parts.plain(card.progress(model, item)), block_id=f"{prefix}:head"),
        *contents.blocks(item.content, model.task.id, prefix),
        *card.reason_blocks(item, prefix),
        *suggestions.blocks(model, item, prefix),
        *([parts.row(accept, f"{prefix}:accept")] if accept else ()),
        *_answers(model.task, item, _OTHERS),
        parts.row([card.flag_button(item), *_about(model.task), *card.undo_buttons(model)], f"{prefix}:tools"),
    ]
    return _modal(title, blocks, ids.LABELING_WINDOW, keeps)


def review_window(model: ReviewModel, note: str | None = None) -> View:
    if model.first is not None:
        return instructions.modal(model.first)
    title = parts.cut(model.task.name, _TITLE)
    said = [prose(note, "note")] if note else []
    item = model.item
    if item is None or model.closed is not None:
        words = parts.quoted(review.nothing_words(model), f"done:{model.task.id}:{model.revision}")
        return _modal(title, [*said, words], ids.REVIEW_WINDOW)
    keeps = {"task": model.task.id, "assignment": item.assignment, "revision": item.revision}
    blocks = [
        *said,
        *review.item_blocks(model, item, f"item:{item.assignment}:v{item.revision}", is_titled=True),
        _decision(item),
        _reason(item),
        parts.row([*review.edit_buttons(model, item), review.history_button(model, item), *_about(model.task)], "more"),
    ]
    return _modal(title, blocks, ids.REVIEW_WINDOW, keeps)


def _modal(title: str, blocks: Sequence[Block], callback: str, keeps: Mapping[str, Any] | None = None) -> View:
    """We hear of it when it is closed: Home then shows what was done in it."""
    submit, close = ("Submit", "Stop") if keeps else (None, "Done")
    return parts.modal(title, blocks, callback=callback, submit=submit, close=close, keeps=keeps, notify_on_close=True)


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


def as_chosen(model: CardModel, view: Mapping[str, Any], *, with_accepted: bool = False) -> CardModel:
    """With what is chosen in the open window, if it still shows that picture: it is about to be drawn anew.

    `with_accepted`: and with what was just accepted of suggestions.
    """
    item, picked = model.item, chosen(view)
    if item is None or json.loads(view["private_metadata"])["assignment"] != item.assignment:
        return model
    concepts = tuple(int(one) for one in picked if one.isdecimal())
    if with_accepted and item.accepted:
        return replace(model, item=replace(item, chosen=(*concepts, *item.accepted), is_none=False))
    return replace(model, item=replace(item, chosen=concepts, is_none=NONE in picked))


def edit_answer_window(model: EditAnswerModel, response_url: str | None = None, message: str = "") -> View:
    """A reviewer's own answer in place of the labeler's. `response_url` and `message`: those of the click."""
    item, prefix = model.item, f"item:{model.item.assignment}:v{model.item.revision}"
    keeps = {"assignment": item.assignment, "revision": item.revision, "response_url": response_url, "message": message}
    blocks: list[Block] = [
        *contents.blocks(item.content, model.task.id, prefix),
        *_answers(model.task, item, [_NONE]),
        parts.small(parts.plain("Your answer replaces what was labeled, and is approved."), block_id=f"{prefix}:after"),
    ]
    callback = ids.EDIT_ANSWER_WINDOW
    return parts.modal("Edit and approve", blocks, callback=callback, submit="Approve", close="Cancel", keeps=keeps)


def _reason(item: ReviewItem) -> InputBlock:
    reader = "labels it next" if item.labeler == ROBOT else "labeled it"
    return InputBlock(
        label=parts.plain("Reason"),
        hint=parts.plain(f"Needed for Request changes and Reject. Whoever {reader} reads it."),
        element=PlainTextInputElement(action_id=ids.TYPED, multiline=True, max_length=review.LONGEST_REASON),
        block_id=f"{ids.FIELD_REASON}:{item.assignment}:{item.revision}",
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
    options = _concept_options(task, item)
    picked = [option for option in options if option.value in {str(one) for one in item.chosen}]
    label = card.question(task.labels_per_input, item.content.kind)
    if task.labels_per_input is LabelsPerInput.ONE:
        options += others
        picked += [_NONE] if item.is_none else []
        return [_question(label, item, _one_of(options, picked[0] if picked else None))]
    if len(options) + len(others) <= _MOST_BOXES:
        # One field, which must be answered: Slack writes "(optional)" behind each field that may stay empty.
        picked += [_NONE] if item.is_none else []
        return [_question(label, item, _boxes([*options, *others], picked))]
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
    return [*blocks, _question("Or else", item, boxes, "other", is_optional=True)]


def _concept_options(task: TaskHead, item: ItemModel) -> list[Option]:
    """Very many very long names are cut, so that the window stays below Slack's limit."""
    scores = {one.concept: f"{suggestions.ROBOT} {suggestions.score(one)}" for one in item.suggestions}
    concepts = task.concepts
    size = sum(len(concept.name.encode()) for concept in concepts)
    most = 75 if size <= _ROOM_FOR_NAMES else 25
    return [parts.option(parts.cut(one.name, most), str(one.id), scores.get(one.id)) for one in concepts]


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
    rest = choosing.others_words(item, _MOST_CHOICES)
    choices = [
        parts.option(f"Choose {parts.cut(words, 60)}", f"{CHOOSE}{ids.value(one.assignment, one.revision)}")
        for one, words in choosing.choices(item)[:_MOST_CHOICES]
    ]
    decisions = _DECISIONS_OF_A_MODEL if item.labeler == ROBOT else _DECISIONS
    options = [*choices, *decisions[1:]] if choices else decisions
    return InputBlock(
        label=parts.plain("Your decision"),
        hint=parts.plain(rest) if rest else None,
        element=RadioButtonsElement(action_id=ids.TYPED, options=options, focus_on_load=True),
        block_id=f"{ids.FIELD_DECISION}:{item.assignment}:v{item.revision}",
    )


def _about(task: TaskHead) -> list[ButtonElement]:
    return [parts.button("Instructions", ids.INSTRUCTIONS, ids.value(task.id))] if task.has_instructions else []
