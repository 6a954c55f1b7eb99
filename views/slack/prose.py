"""Sentences that name people as <@U…> and commands in backticks, with whatever else people wrote in them."""

import re

from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts as Rich, RichTextSectionElement
from slack_sdk.models.blocks.block_elements import RichTextElement

from views.slack import parts

_LONGEST = 3000
_SPECIAL = re.compile(r"<@(?P<user>[UW][A-Z0-9]+)>|`(?P<code>[^`\n]+)`")
_CODE = Rich.TextStyle(code=True)


def prose(sentence: str, block_id: str | None = None) -> RichTextBlock:
    """Only mentions and backticks mean anything in it; rich text takes all else as it is."""
    sentence = parts.cut(sentence, _LONGEST)
    elements: list[RichTextElement] = []
    end = 0
    for found in _SPECIAL.finditer(sentence):
        elements += _text(sentence[end : found.start()])
        end = found.end()
        code = found["code"]
        elements.append(Rich.Text(text=code, style=_CODE) if code else Rich.User(user_id=found["user"]))
    return RichTextBlock(
        elements=[RichTextSectionElement(elements=[*elements, *_text(sentence[end:])])], block_id=block_id
    )


def spoken(sentence: str) -> str:
    """The same for a message's `text`: mentions stay, all else is escaped."""
    cut = parts.cut(sentence, _LONGEST)
    return re.sub(r"&lt;@([UW][A-Z0-9]+)&gt;", r"<@\1>", parts.escape(cut))


def _text(text: str) -> list[RichTextElement]:
    return [Rich.Text(text=text)] if text else []
