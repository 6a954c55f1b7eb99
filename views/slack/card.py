"""The labeler's card: one living message a person and task."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, Option, OptionGroup, StaticSelectElement

from domain.model import Concept, InputKind, LabelsPerInput, Tally
from domain.read_models import CardModel, Closed, ItemModel
from views.slack import accept_all, contents, ids, instructions, parts, shapes_card, suggestions
from views.slack.parts import Message

MOST_BUTTONS = 20
MOST_OPTIONS = 100
_ROOM_FOR_OPTIONS = 8_700
"""Characters of all options together that still fit into a message."""


SKIPPED = "Skipped: it comes again at the end of your queue."
_NONE_BEFORE = "Your answer was: None of these. Tap it again to keep it, or tick what fits and submit."
_TICKED_BEFORE = "answer is still ticked. Change it, then submit."


def card(model: CardModel, intro: str | None = None) -> Message:
    """The present picture with all that can be done. `intro` says why a new message came."""
    lead = [parts.quoted(intro, f"intro:{model.task.id}:{model.revision}")] if intro else []
    if model.closed is not None:
        return _closed(model, model.closed)
    if model.item is None:
        words, blocks = _nothing_left(model)
        return Message(_text(intro, words), [*lead, *blocks])
    return Message(_text(intro, _question_text(model, model.item)), [*lead, *_item_blocks(model, model.item)])


def moved(model: CardModel) -> Message:
    """What is left of a card when a newer one was posted below it."""
    words = f"{parts.short(model.task.name)}: this card goes on further down ↓"
    return Message(parts.escape(words), [parts.small(parts.plain(words), block_id=f"moved:{model.task.id}")])


def question(labels: LabelsPerInput, kind: InputKind) -> str:
    concepts = "concept fits" if labels is LabelsPerInput.ONE else "concepts fit"
    return f"Which {concepts} this {contents.NOUNS[kind]}?"


def progress(model: CardModel, item: ItemModel) -> str:
    tally = model.tally
    return f"{item.number:,} of {max(tally.total, item.number):,} · {parts.bar(tally.labeled, tally.total)}"


def closed_words(model: CardModel, closed: Closed) -> str:
    if closed is Closed.DELETED:
        return f"“{parts.short(model.task.name)}” was deleted. There is nothing left to label here."
    if closed is Closed.ENDED:
        return (
            f"“{parts.short(model.task.name)}” was closed early. What you labeled is kept, and nothing is left to do."
        )
    return f"You are no longer a labeler of “{parts.short(model.task.name)}”. What you labeled is kept."


def tally_words(tally: Tally, *, has_review: bool) -> str:
    words = [f"{tally.labeled:,} labeled"]
    if tally.consensus:
        words.append(f"{tally.consensus:,} waiting for the others' answers")
    if has_review or tally.awaiting or tally.rejected:
        words += [f"{tally.awaiting:,} waiting for review", f"{tally.success:,} approved"]
    if tally.rejected:
        words.append(f"{tally.rejected:,} rejected")
    return " · ".join(words)


def nothing_words(model: CardModel) -> str:
    if model.is_preparing:
        return "Your queue is being prepared. The first one comes by itself."
    if model.may_take and not model.tally.total:
        return "There is work for you here. You get ten at a time."
    if model.may_take:
        return "You have answered all that you had. There is more, if you like."
    if not model.tally.total:
        return "Nothing waits for you here."
    return "All done. Thank you!"


def reason_blocks(item: ItemModel, prefix: str) -> list[Block]:
    """Why changes were requested, and by whom."""
    if not item.reason:
        return []
    who = parts.mention(item.reason_by) if item.reason_by else "A reviewer"
    return [
        parts.said(f"↩️ {who} *asked for changes:*", f"{prefix}:asked"),
        parts.quoted(f"“{parts.cut(item.reason, 1000)}”", f"{prefix}:reason"),
    ]


def earlier(model: CardModel, item: ItemModel) -> str | None:
    """The answer that stood before, in words."""
    names = [concept.name for concept in model.task.concepts if concept.id in item.chosen]
    if item.is_none:
        return "None of these"
    return parts.listed(names) if names else None


def _text(intro: str | None, words: str) -> str:
    return parts.escape(parts.cut(f"{intro} {words}" if intro else words, 2000))


def _question_text(model: CardModel, item: ItemModel) -> str:
    names = parts.listed([concept.name for concept in model.task.concepts], last="or")
    why = f" Changes were asked for: {parts.cut(item.reason, 1000)}" if item.reason else ""
    # A screen reader says nothing of the blocks.
    text = f" “{parts.cut(item.content.text, 1200)}”" if item.content.text else ""
    asked = f"{text} choose {names}.{suggestions.spoken(model, item)}{why}"
    if item.drawn is not None:
        asked = f" {shapes_card.question(model.task, item.drawn)}. {shapes_card.said(item.drawn)}{why}"
    return f"{parts.short(model.task.name)}, {item.number:,} of {model.tally.total:,}:{asked}"


def _closed(model: CardModel, closed: Closed) -> Message:
    words = closed_words(model, closed)
    return Message(parts.escape(words), [parts.quoted(words, f"closed:{model.task.id}:{model.revision}")])


def _nothing_left(model: CardModel) -> tuple[str, list[Block]]:
    task, prefix = model.task, f"done:{model.task.id}:{model.revision}"
    words = nothing_words(model)
    is_done = not model.is_preparing and not model.may_take and model.tally.total > 0
    tally = tally_words(model.tally, has_review=task.has_review)
    blocks: list[Block] = [
        parts.small(parts.plain(parts.short(task.name)), block_id=f"{prefix}:head"),
        parts.said(f"✅ *{words}*" if is_done else words, f"{prefix}:words"),
    ]
    if is_done:
        blocks.append(parts.small(parts.plain(f"{parts.bar(1, 1)} · {tally}"), block_id=f"{prefix}:tally"))
        words = f"{words} {tally}."
    elif model.may_take:
        blocks += instructions.read_first(model.read_first, task.id, prefix)
    tools = [*_take(model), *undo_buttons(model)]
    if tools:
        blocks.append(parts.row(tools, f"{prefix}:tools"))
    return f"{parts.short(task.name)}: {words}", blocks


def _item_blocks(model: CardModel, item: ItemModel) -> list[Block]:
    prefix = f"item:{item.assignment}:v{item.revision}"
    line = f"{parts.short(model.task.name)} · {progress(model, item)}{' · skipped before' if item.is_skipped else ''}"
    if item.drawn is not None:
        tools = [flag_button(item), *undo_buttons(model)]
        return shapes_card.whole(model, item, item.drawn, line, reason_blocks(item, prefix), tools)
    before = earlier(model, item)
    is_one = model.task.labels_per_input is LabelsPerInput.ONE
    if is_again := before is not None and (is_one or item.is_none or bool(item.reason)):
        model = replace(model, read_first="")
    asked = question(model.task.labels_per_input, item.content.kind)
    blocks: list[Block] = [
        parts.small(parts.plain(line), block_id=f"{prefix}:head"),
        *instructions.read_first(model.read_first, model.task.id, prefix),
        *contents.blocks(item.content, model.task.id, prefix),
        # Beneath what is labeled: a card that is taller than the window shows its end.
        *reason_blocks(item, prefix),
        parts.said(f"*{asked}*{'' if is_one else ' Tick all that do, then submit.'}", f"{prefix}:question"),
    ]
    if not (is_again and item.annotated_by):  # What the model says is what it answered.
        blocks += suggestions.blocks(model, item, prefix)
    if is_again:
        again = f"{_whose(item)} answer was: {before}. Tap it again to keep it, or another one."
        if not is_one:
            again = _NONE_BEFORE if item.is_none else f"{_whose(item)} {_TICKED_BEFORE}"
        blocks.append(parts.small(parts.plain(again), block_id=f"{prefix}:earlier"))
    blocks += _answers(model, item, prefix)
    return [*blocks, parts.row(_tools(model, item), f"{prefix}:tools")]


def _whose(item: ItemModel) -> str:
    return f"{suggestions.ROBOT} {parts.cut(item.annotated_by, 60)}'s" if item.annotated_by else "Your"


def _answers(model: CardModel, item: ItemModel, prefix: str) -> list[Block]:
    concepts = model.task.concepts
    if len(concepts) <= MOST_BUTTONS:
        make = _label_button if model.task.labels_per_input is LabelsPerInput.ONE else _toggle
        return [parts.row([*(make(item, concept) for concept in concepts), _none(model, item)], f"{prefix}:concepts")]
    accept, none = suggestions.accept_button(model.task, item), _none(model, item)
    blocks: list[Block] = []
    ticked = [concept.name for concept in concepts if concept.id in item.chosen]
    if ticked and model.task.labels_per_input is LabelsPerInput.SEVERAL:
        blocks.append(parts.small(parts.plain(f"Ticked: {parts.listed(ticked, 20)}"), block_id=f"{prefix}:ticked"))
    taken = min(len(item.content.text or ""), contents.ROOM)
    if sum(len(parts.cut(concept.name, 73)) + 2 for concept in concepts) + taken > _ROOM_FOR_OPTIONS:
        words = f"{len(concepts):,} concepts don't fit into a message: press *Label in a window* to choose."
        return [*blocks, parts.said(words, f"{prefix}:many"), parts.row([*accept, none], f"{prefix}:concepts")]
    return [*blocks, parts.row([*accept, _select(model, item), none], f"{prefix}:concepts")]


def _label_button(item: ItemModel, concept: Concept) -> ButtonElement:
    is_earlier = concept.id in item.chosen
    is_best = bool(item.suggestions) and item.suggestions[0].concept == concept.id
    name = suggestions.marked(item, concept, 73) if is_best else concept.name
    hint = f", suggested with {suggestions.score(item.suggestions[0])}" if is_best else ""
    if is_earlier:
        hint = ", the answer so far" if item.annotated_by else ", your earlier answer"
    return parts.button(
        f"✓ {name}" if is_earlier else name,
        ids.action(ids.LABEL, concept.id),
        ids.value(item.assignment, item.revision, concept.id, *_seen(item)),
        says=f"Label as {concept.name}{hint}",
        style="primary" if is_earlier or (is_best and not item.chosen) else None,
    )


def _toggle(item: ItemModel, concept: Concept) -> ButtonElement:
    is_on = concept.id in item.chosen
    return parts.button(
        f"✓ {suggestions.marked(item, concept, 73)}" if is_on else suggestions.marked(item, concept),
        ids.action(ids.TOGGLE, concept.id),
        _toggle_value(item, concept),
        says=f"Untick {concept.name}" if is_on else f"Tick {concept.name}",
        style="primary" if is_on else None,
    )


def _toggle_value(item: ItemModel, concept: Concept) -> str:
    """With the state that a click asks for."""
    return ids.value(item.assignment, item.revision, concept.id, int(concept.id not in item.chosen), *_seen(item))


def _seen(item: ItemModel) -> tuple[int, ...]:
    """Which suggestions stand beside a button, at the end of its value; nothing where there are none."""
    return (item.seen,) if item.seen else ()


def _select(model: CardModel, item: ItemModel) -> StaticSelectElement:
    is_one = model.task.labels_per_input is LabelsPerInput.ONE
    options = [
        parts.option(
            f"✓ {suggestions.marked(item, concept, 73)}"
            if concept.id in item.chosen
            else suggestions.marked(item, concept),
            ids.value(item.assignment, item.revision, concept.id, *_seen(item))
            if is_one
            else _toggle_value(item, concept),
        )
        for concept in model.task.concepts
    ]
    return StaticSelectElement(
        action_id=ids.CHOOSE if is_one else ids.action(ids.TOGGLE, "choose"),
        placeholder=parts.plain("Choose a concept" if is_one else "Tick or untick a concept"),
        options=None if len(options) > MOST_OPTIONS else options,
        option_groups=grouped(options) if len(options) > MOST_OPTIONS else None,
    )


def grouped(options: Sequence[Option]) -> list[OptionGroup]:
    """A select takes a hundred options, or a hundred groups of them: "1 to 100", "101 to 200"."""
    starts = range(0, len(options), MOST_OPTIONS)
    groups = [(start, options[start : start + MOST_OPTIONS]) for start in starts]
    return [
        OptionGroup(label=parts.plain(f"{start + 1:,} to {start + len(group):,}"), options=group)
        for start, group in groups
    ]


def _none(model: CardModel, item: ItemModel) -> ButtonElement:
    """It answers at once: where something is ticked, that is asked about first."""
    is_ticked = bool(item.chosen) and model.task.labels_per_input is LabelsPerInput.SEVERAL
    sure = ConfirmObject(
        title=parts.plain("None of these?"),
        text=parts.plain(f"{parts.count(len(item.chosen), 'concept')} ticked here would not count."),
        confirm=parts.plain("None of these"),
        deny=parts.plain("Keep the ticks"),
    )
    return parts.button(
        "✓ None of these" if item.is_none else "None of these",
        ids.NONE,
        ids.value(item.assignment, item.revision, *_seen(item)),
        says="None of these concepts fits",
        confirm=sure if is_ticked else None,
    )


def flag_button(item: ItemModel) -> ButtonElement:
    noun = contents.NOUNS[item.content.kind]
    words = ("⚑ Flagged", "Take the flag away") if item.is_flagged else ("Flag", f"Flag this {noun} for the lead")
    value = ids.value(item.assignment, item.revision, int(not item.is_flagged))
    return parts.button(words[0], ids.FLAG, value, says=words[1])


def _tools(model: CardModel, item: ItemModel) -> list[ButtonElement]:
    which = (item.assignment, item.revision)
    noun = contents.NOUNS[item.content.kind]
    is_several = model.task.labels_per_input is LabelsPerInput.SEVERAL
    is_beside = len(model.task.concepts) > MOST_BUTTONS
    accept = suggestions.accept_button(model.task, item) if is_several and not is_beside else []
    submit = parts.button(
        "Submit",
        ids.SUBMIT_ANSWER,
        ids.value(*which, *_seen(item)),
        says=f"Submit {parts.count(len(item.chosen), 'concept')}",
        # One thing at a time stands out: as long as nothing is ticked, that is what is suggested.
        style=None if accept and not item.chosen else "primary",
    )
    about = parts.button("Instructions", ids.INSTRUCTIONS, ids.value(model.task.id))
    return [
        *accept,
        *([submit] if is_several else ()),
        parts.button("Skip", ids.SKIP, ids.value(*which), says=f"Skip: this {noun} comes again at the end"),
        flag_button(item),
        *([about] if model.task.has_instructions and not model.read_first else ()),
        parts.button("Label in a window", ids.OPEN_WINDOW, ids.value(model.task.id)),
        *accept_all.button(model),
        *contents.open_buttons(item.content),
        # The last one, as its width changes: all others stay where the finger is.
        *undo_buttons(model),
    ]


def _take(model: CardModel) -> list[ButtonElement]:
    if not model.may_take:
        return []
    about = parts.button("Instructions", ids.INSTRUCTIONS, ids.value(model.task.id))
    released = f" ({model.released:,} released)" if model.released else ""
    words = f"Take more{released}" if model.tally.total else "Start labeling"
    take = parts.button(words, ids.TAKE, ids.value(model.task.id), style="primary", says=f"{words}: {model.task.name}")
    return [take, *([about] if model.task.has_instructions and not model.read_first else ())]


def undo_buttons(model: CardModel) -> list[ButtonElement]:
    if model.undo is None:
        return []
    words = f"Undo: {parts.cut(model.undo.answer, 24)}"
    value = ids.value(model.undo.assignment, model.undo.revision)
    return [parts.button(words, ids.UNDO, value, says=f"Undo your last answer: {model.undo.answer}")]
