"""Sentences in rich text, which takes what people wrote as it is: mentions, bold and code are elements of their own."""

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextListElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from domain.model import ROBOT
from views.slack import parts
from views.slack.parts import Message

_LONGEST = 3000
_SPECIAL = re.compile(r"<@(?P<user>[UW][A-Z0-9]+|ROBOT)>|`(?P<code>[^`\n]+)`")
_QUOTED = re.compile(r"“.*”", re.DOTALL)
"""From the first to the last: what people wrote stands between, and may hold such marks itself."""


def who(user: str) -> RichTextElement:
    return Rich.Text(text=parts.THE_MODEL) if user == ROBOT else Rich.User(user_id=user)


def strong(text: str) -> RichTextElement:
    return Rich.Text(text=text, style={"bold": True})


def code(text: str) -> RichTextElement:
    return Rich.Text(text=text, style={"code": True})


def section(*pieces: str | RichTextElement) -> RichTextSectionElement:
    return RichTextSectionElement(
        elements=[Rich.Text(text=piece) if isinstance(piece, str) else piece for piece in pieces if piece]
    )


def told(*pieces: str | RichTextElement, more: Sequence[Block] = ()) -> Message:
    """A message of one sentence, and `more` blocks beneath it. Screen readers get their lists too."""
    said = ["".join(_spoken(piece) for piece in pieces), *(_listed(one) for one in more)]
    return Message(" ".join(filter(None, said)), [RichTextBlock(elements=[section(*pieces)]), *more])


def prose(sentence: str, block_id: str | None = None) -> RichTextBlock:
    """A sentence in which <@U…> and backticks mean what they do in Slack, and nothing else means anything.

    What stands in “…” is somebody's own words: nothing in it means anything.
    """
    return RichTextBlock(elements=[section(*_pieces(parts.cut(sentence, _LONGEST)))], block_id=block_id)


def spoken(sentence: str) -> str:
    """The same for a message's `text`."""
    pieces = _pieces(parts.cut(sentence, _LONGEST), with_code=False)
    return "".join(_spoken(piece) for piece in pieces)


def _pieces(sentence: str, *, with_code: bool = True) -> list[str | RichTextElement]:
    quoted = _QUOTED.search(sentence)
    start, stop = quoted.span() if quoted else (0, 0)
    pieces: list[str | RichTextElement] = []
    end = 0
    for found in _SPECIAL.finditer(sentence):
        if (start < found.end() and found.start() < stop) or (found["code"] and not with_code):
            continue
        pieces += [sentence[end : found.start()], code(found["code"]) if found["code"] else who(found["user"])]
        end = found.end()
    return [*pieces, sentence[end:]]


def _listed(block: Block) -> str:
    """The words of a block beneath a sentence, as far as it has any."""
    return " ".join(_spoken(one) for one in block.elements) if isinstance(block, RichTextBlock) else ""


def _spoken(piece: object) -> str:
    match piece:
        case Rich.User():
            return parts.mention(piece.user_id)
        case RichTextListElement():
            return "; ".join(_spoken(one) for one in piece.elements) + "."
        case RichTextSectionElement():
            return "".join(_spoken(one) for one in piece.elements)
        case _:
            return parts.escape(piece if isinstance(piece, str) else getattr(piece, "text", ""))
