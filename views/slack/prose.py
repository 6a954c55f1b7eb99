"""Sentences in rich text, which takes what people wrote as it is: mentions, bold and code are elements of their own."""

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts as Rich, RichTextSectionElement
from slack_sdk.models.blocks.block_elements import RichTextElement

from views.slack import parts
from views.slack.parts import Message

_LONGEST = 3000
_SPECIAL = re.compile(r"<@(?P<user>[UW][A-Z0-9]+)>|`(?P<code>[^`\n]+)`")
_MENTION = re.compile(r"&lt;@([UW][A-Z0-9]+)&gt;")


def who(user: str) -> RichTextElement:
    return Rich.User(user_id=user)


def strong(text: str) -> RichTextElement:
    return Rich.Text(text=text, style={"bold": True})


def code(text: str) -> RichTextElement:
    return Rich.Text(text=text, style={"code": True})


def section(*pieces: str | RichTextElement) -> RichTextSectionElement:
    return RichTextSectionElement(
        elements=[Rich.Text(text=piece) if isinstance(piece, str) else piece for piece in pieces if piece]
    )


def told(*pieces: str | RichTextElement, more: Sequence[Block] = ()) -> Message:
    """A message of one sentence, and `more` blocks beneath it."""
    text = "".join(_spoken(piece) for piece in pieces)
    return Message(text, [RichTextBlock(elements=[section(*pieces)]), *more])


def prose(sentence: str, block_id: str | None = None) -> RichTextBlock:
    """A sentence in which <@U…> and backticks mean what they do in Slack, and nothing else means anything."""
    sentence = parts.cut(sentence, _LONGEST)
    pieces: list[str | RichTextElement] = []
    end = 0
    for found in _SPECIAL.finditer(sentence):
        pieces += [sentence[end : found.start()], code(found["code"]) if found["code"] else who(found["user"])]
        end = found.end()
    return RichTextBlock(elements=[section(*pieces, sentence[end:])], block_id=block_id)


def spoken(sentence: str) -> str:
    """The same for a message's `text`: mentions stay, all else is escaped."""
    return _MENTION.sub(r"<@\1>", parts.escape(parts.cut(sentence, _LONGEST)))


def _spoken(piece: str | RichTextElement) -> str:
    if isinstance(piece, Rich.User):
        return parts.mention(piece.user_id)
    return parts.escape(piece if isinstance(piece, str) else getattr(piece, "text", ""))
