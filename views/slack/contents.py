"""What is labeled, in cards and windows: a picture, a video's poster with Play, or a text in quoted blocks."""

import re
from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, RichTextBlock, RichTextElementParts as Rich, SectionBlock
from slack_sdk.models.blocks.block_elements import RichTextQuoteElement
from slack_sdk.models.views import View

from domain.model import InputKind, PictureState
from domain.read_models import ContentModel, TextModel
from views.slack import ids, parts

NOUNS = {InputKind.IMAGE: "picture", InputKind.TEXT: "text", InputKind.VIDEO: "video"}
LONGEST_PART = 3000
MOST_PARTS = 3
ROOM = 7_500
"""Characters of a text on a card, which leave room for all else that a message may hold."""
PARTS_A_PAGE = 10
_TITLE = "Whole text"
_PARAGRAPH = re.compile(r"\n\s*\n")
_SPACE = re.compile(r"\s")
_NO_ADDRESS = "▶️ To play it, ask whoever runs Labelbot to set LABELBOT_PUBLIC_URL: videos play on its web page."


def blocks(content: ContentModel, task: int, prefix: str) -> list[Block]:
    """The same in cards and windows. Block ids begin with `prefix`."""
    if content.kind is InputKind.TEXT:
        return _text(content, task, prefix)
    if content.kind is InputKind.VIDEO:
        return _video(content, task, prefix)
    return [parts.picture(content, f"{prefix}:picture")]


def open_buttons(content: ContentModel) -> list[ButtonElement]:
    """A picture in its full size; what else there is to open stands beside what it opens."""
    if content.kind is not InputKind.IMAGE or content.page is None:
        return []
    return [parts.link_button("Open", ids.OPEN_PAGE, content.page, says="Open this picture in its full size")]


def text_window(model: TextModel) -> View:
    """All of a text, some screens a page."""
    pieces = list(split(model.text))
    pages = max(1, -(-len(pieces) // PARTS_A_PAGE))
    here = max(0, min(model.page, pages - 1))
    shown = pieces[here * PARTS_A_PAGE : (here + 1) * PARTS_A_PAGE]
    head = parts.cut(model.name, 200) + (f" · page {here + 1:,} of {pages:,}" if pages > 1 else "")
    return parts.modal(
        _TITLE,
        [
            parts.small(parts.plain(head), block_id=f"head:{here}"),
            *(_quote(piece, f"text:{here}:{number}") for number, piece in enumerate(shown)),
            *_turn(model, here, pages),
        ],
        close="Back",
    )


def split(text: str, most: int = LONGEST_PART) -> Iterator[str]:
    """Parts of at most so many characters that end with a paragraph, else with a line or a word, where they can."""
    rest = text.strip() or "–"
    while len(rest) > most:
        end = _end_of_part(rest, most)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _end_of_part(text: str, most: int) -> int:
    """Not before the middle: a heading alone would make a poor part."""
    head = text[: most + 1]
    for pattern in (_PARAGRAPH, re.compile(r"\n"), _SPACE):
        ends = [found.start() for found in pattern.finditer(head) if most // 2 <= found.start() <= most]
        if ends:
            return ends[-1]
    return most


def _text(content: ContentModel, task: int, prefix: str) -> list[Block]:
    pieces = list(split(content.text or ""))
    shown = _fitting(pieces)
    quotes: list[Block] = [_quote(piece, f"{prefix}:text:{number}") for number, piece in enumerate(shown)]
    if len(shown) == len(pieces):
        return quotes
    size = parts.count(len(content.text or ""), "character")
    button = parts.button(
        "Read all", ids.READ_ALL, ids.value(task, content.input, 0), says=f"Read all {size} of this text"
    )
    return [
        *quotes,
        parts.small(parts.plain(f"… it goes on: {size} in all."), block_id=f"{prefix}:goes_on"),
        parts.row([button], f"{prefix}:read"),
    ]


def _fitting(pieces: Sequence[str]) -> Sequence[str]:
    """The first one always fits."""
    room, shown = ROOM, 0
    for piece in pieces[:MOST_PARTS]:
        room -= len(piece)
        if room < 0:
            break
        shown += 1
    return pieces[:shown]


def _quote(text: str, block_id: str) -> RichTextBlock:
    """As it was written: in rich text nothing of it is a mention, a link or bold."""
    return RichTextBlock(elements=[RichTextQuoteElement(elements=[Rich.Text(text=text)])], block_id=block_id)


def _video(content: ContentModel, task: int, prefix: str) -> list[Block]:
    if content.state is PictureState.FAILED:
        words = f"🎞️ The video “{parts.cut(content.name, 200)}” has no preview."
        poster: Block = SectionBlock(text=parts.plain(words), block_id=f"{prefix}:picture:failed")
    else:
        poster = parts.picture(content, f"{prefix}:picture")
    if content.page is None:
        return [poster, parts.small(parts.plain(_NO_ADDRESS), block_id=f"{prefix}:no_play")]
    says = f"Play the video {content.name} on the web page"
    play = parts.link_button("▶ Play", ids.OPEN_PAGE, content.page, says=says)
    value = ids.value(task, content.input)
    sign_in = parts.button("Sign in", ids.WEB_SIGNIN, value, says="Sign in to the web page, which plays videos")
    return [poster, parts.row([play, sign_in], f"{prefix}:play")]


def _turn(model: TextModel, here: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    ways = [("‹ Back", here - 1), ("Next ›", here + 1)]
    buttons = [
        parts.button(words, ids.action(ids.READ_PAGE, words), ids.value(model.task, model.input, page))
        for words, page in ways
        if 0 <= page < pages
    ]
    return [parts.row(buttons, f"turn:{here}")]
