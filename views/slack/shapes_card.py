"""What cards and windows show of an answer that is drawn: how much of what there is, and the way to the editor."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject

from domain.read_models import CardModel, DrawnModel, ItemModel, ReviewItem, ShapesOrigin, TaskHead
from domain.shapes import ShapeKind, in_words
from views.slack import contents, ids, instructions, parts, suggestions

NOUNS = {ShapeKind.BOX: ("box", "boxes"), ShapeKind.POLYGON: ("outline", "outlines")}
_ASKED = {ShapeKind.BOX: "Draw a box around each", ShapeKind.POLYGON: "Outline each"}
_NO_ADDRESS = "✏️ To draw, ask whoever runs Labelbot to set LABELBOT_PUBLIC_URL: the editor is on its web page."


def question(task: TaskHead, drawn: DrawnModel) -> str:
    names = parts.listed([parts.cut(one.name, 75) for one in task.concepts], last="or")
    return f"{_ASKED[drawn.kind]}: {names}"


def said(drawn: DrawnModel) -> str:
    """What is drawn so far, or suggested; "" where there is neither."""
    if drawn.counts:
        return f"Drawn so far: {in_words(drawn.counts)}"
    return f"{suggestions.ROBOT} suggests {in_words(drawn.offered)}{_learned(drawn)}" if drawn.offered else ""


def _learned(drawn: DrawnModel) -> str:
    """Which of it the team has taught."""
    if drawn.rung is None:
        return ""
    is_all = len(drawn.learned) == len(drawn.offered)
    return f" · {'' if is_all else f'{parts.listed(list(drawn.learned), 3)} '}{drawn.rung}"


def reviewed(item: ReviewItem, prefix: str) -> list[Block]:
    """On a reviewer's card: what was suggested, and what became of it."""
    if item.origin is not None and item.origin.automatic:
        return suggestions.reviewed(item, prefix)
    words = became(item.drawn, item.drawn.origin) if item.drawn else ""
    return [parts.small(parts.plain(words), block_id=f"{prefix}:origin")] if words else []


def became(drawn: DrawnModel, origin: ShapesOrigin | None) -> str:
    """In words; "" where no model had any part in it."""
    if origin is None:
        return ""
    if origin.suggested and origin.kept == origin.suggested and not origin.drawn:
        return f"{suggestions.ROBOT} suggested {counted(drawn, origin.suggested)} · all kept as suggested"
    became_of = [
        ("kept", origin.kept),
        ("mended", origin.mended),
        ("left out", origin.left_out),
        ("drawn", origin.drawn),
    ]
    said = [f"{number:,} {word}" for word, number in became_of if number]
    suggested = [f"{suggestions.ROBOT} {origin.suggested:,} suggested"] if origin.suggested else [suggestions.ROBOT]
    return " · ".join([*suggested, ", ".join(said)])


def counted(drawn: DrawnModel, number: int) -> str:
    return parts.count(number, *NOUNS[drawn.kind])


def whole(
    model: CardModel,
    item: ItemModel,
    drawn: DrawnModel,
    line: str,
    reason: Sequence[Block],
    tools: Sequence[ButtonElement],
) -> list[Block]:
    """In the card and in the window. `line` says where in the queue it is; `tools` are those of all cards."""
    prefix = f"item:{item.assignment}:v{item.revision}"
    return [
        parts.small(parts.plain(line), block_id=f"{prefix}:head"),
        *instructions.read_first(model.read_first, model.task.id, prefix),
        *contents.blocks(item.content, model.task.id, prefix),
        *reason,
        *_answer(model.task, item, drawn, prefix),
        parts.row(_tools(model, item, tools), f"{prefix}:tools"),
    ]


def _answer(task: TaskHead, item: ItemModel, drawn: DrawnModel, prefix: str) -> list[Block]:
    """What is asked, what there is, and what can be done with it here."""
    found: list[Block] = [parts.said(f"*{parts.escape(question(task, drawn))}*", f"{prefix}:question")]
    words = said(drawn) or ("Your answer was: nothing here." if item.is_none else "")
    if words:
        found.append(parts.small(parts.plain(words), block_id=f"{prefix}:drawn"))
    if drawn.editor is None:
        found.append(parts.small(parts.plain(_NO_ADDRESS), block_id=f"{prefix}:no_editor"))
    buttons = [*_open(task, item, drawn), *_accept(item, drawn), _nothing(item, drawn)]
    return [*found, parts.row(buttons, f"{prefix}:draw")]


def _tools(model: CardModel, item: ItemModel, more: Sequence[ButtonElement]) -> list[ButtonElement]:
    about = parts.button("Instructions", ids.INSTRUCTIONS, ids.value(model.task.id))
    skip = parts.button(
        "Skip", ids.SKIP, ids.value(item.assignment, item.revision), says="Skip: this picture comes again at the end"
    )
    shown = [about] if model.task.has_instructions and not model.read_first else []
    return [skip, *shown, *contents.open_buttons(item.content), *more]


def review_buttons(task: TaskHead, item: ReviewItem) -> list[ButtonElement]:
    """In the place of "Edit and approve"."""
    if item.drawn is None or item.drawn.editor is None:
        return []
    says = "Open the editor to look closer, mend the answer and decide"
    return [
        parts.link_button("Open editor", ids.OPEN_PAGE, item.drawn.editor, says=says),
        _sign_in(task.id, item.assignment, is_review=True),
    ]


def _open(task: TaskHead, item: ItemModel, drawn: DrawnModel) -> list[ButtonElement]:
    if drawn.editor is None:
        return []
    says = f"Open the editor, to draw on {item.content.name}"
    link = parts.link_button("✏️ Open editor", ids.OPEN_PAGE, drawn.editor, says=says, style="primary")
    return [link, _sign_in(task.id, item.assignment, is_review=False)]


def _sign_in(task: int, assignment: int, *, is_review: bool) -> ButtonElement:
    value = ids.value(task, assignment, int(is_review))
    return parts.button("Sign in", ids.EDITOR_SIGNIN, value, says="Sign in to the web page with the editor")


def _accept(item: ItemModel, drawn: DrawnModel) -> list[ButtonElement]:
    number = drawn.offered_total
    if not number:
        return []
    one, many = NOUNS[drawn.kind]
    words = f"Accept this {one}" if number == 1 else f"Accept these {number:,} {many}"
    value = ids.value(item.assignment, item.revision, drawn.generation, number)
    return [parts.button(words, ids.ACCEPT_SHAPES, value, says=f"{words}: {in_words(drawn.offered)}")]


def _nothing(item: ItemModel, drawn: DrawnModel) -> ButtonElement:
    """It answers at once: where something is drawn, that is asked about first."""
    sure = ConfirmObject(
        title=parts.plain("Nothing here?"),
        text=parts.plain(f"{counted(drawn, drawn.total)} drawn here would go."),
        confirm=parts.plain("Nothing here"),
        deny=parts.plain("Keep them"),
    )
    return parts.button(
        "✓ Nothing here" if item.is_none else "Nothing here",
        ids.NONE,
        ids.value(item.assignment, item.revision),
        says="There is nothing to draw in this picture",
        confirm=sure if drawn.counts else None,
    )
