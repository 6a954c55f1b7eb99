"""The small parts that every card, window and list is made of, and the check that none leaves without."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    ImageElement,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from domain.model import ROBOT, InputKind, PictureState
from domain.read_models import ContentModel
from views.slack.limits import BadBlocks, Surface, check, check_length
from views.slack.rendering import to_json

LONGEST_TEXT = 4000
"""Of a message's `text`: more is refused when a message is updated."""
LARGEST_VIEW = 250_000
LONGEST_NAME = 100
THE_MODEL = "🤖 the model"
"""In the place of the name of whoever annotates by itself."""
_BAR = 10
_LONGEST_LINE = 2000
_MARKS = re.compile(r"[*~`&<>\n]|:\w|(?<![^\W_])_|_(?![^\W_])")
"""What Slack may take for formatting, an emoji, a mention or a link. An underscore within a word is none."""
_BROKEN = re.compile(r"(&\w*|<[^>]*)$")


@dataclass(frozen=True)
class Message:
    """`text` is all that screen readers and notifications say: escaped, and cut where Slack would refuse it."""

    text: str
    blocks: list[Block]

    def payload(self) -> dict[str, Any]:
        return {"text": cut_escaped(self.text), "blocks": self._checked}

    @property
    def files(self) -> list[str]:
        """Slack's ids of the pictures in it."""
        shown = (block.get("slack_file") or {} for block in self._checked)
        return [str(file["id"]) for file in shown if "id" in file]

    def without_pictures(self) -> "Message":
        """For when Slack does not take a file (yet): words in the pictures' places."""
        return Message(
            self.text, [_on_its_way(one.block_id) if isinstance(one, ImageBlock) else one for one in self.blocks]
        )

    @cached_property
    def _checked(self) -> list[dict[str, Any]]:
        check_length(cut_escaped(self.text), LONGEST_TEXT, "/text")
        return checked(Surface.MESSAGE, self.blocks)


class Window(View):
    """A modal or a Home that was checked when it was made."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        # A plain View, as this one's own `to_dict` is what is being made.
        self._checked = _checked_view(View(**fields))
        self._given = fields

    def to_dict(self, *_args: Any) -> dict[str, Any]:
        return self._checked

    @property
    def files(self) -> list[str]:
        """Slack's ids of the pictures in it."""
        shown = [part for block in self._checked["blocks"] for part in (block, block.get("accessory") or {})]
        return [str(part["slack_file"]["id"]) for part in shown if "slack_file" in part]

    def without_pictures(self) -> "Window":
        """For when Slack does not take a file (yet): words in the pictures' places."""
        return Window(**self._given | {"blocks": [_without_picture(one) for one in self._given["blocks"]]})


def checked(surface: Surface, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks as JSON. Raises BadBlocks at the first thing that Slack would refuse."""
    rendered: list[dict[str, Any]] = to_json(list(blocks))
    check(surface, rendered)
    return rendered


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "",
    submit: str | None = None,
    close: str = "Close",
    keeps: Mapping[str, Any] | None = None,
    notify_on_close: bool = False,
) -> Window:
    """`keeps` comes back with whatever is done in the window."""
    return Window(
        type="modal",
        callback_id=callback or None,
        title=plain(title),
        submit=plain(submit) if submit else None,
        close=plain(close),
        blocks=list(blocks),
        private_metadata=json.dumps(keeps) if keeps else None,
        notify_on_close=True if notify_on_close else None,
    )


def _checked_view(view: View) -> dict[str, Any]:
    rendered: dict[str, Any] = to_json([view])[0]
    check(Surface(rendered["type"]), rendered.get("blocks", []), "/view/blocks")
    for field in ("title", "submit", "close"):
        if field in rendered:
            check_length(rendered[field]["text"], 24, f"/view/{field}")
    for field, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        check_length(rendered.get(field, " "), most, f"/view/{field}")
    needs_submit = rendered["type"] == "modal" and any(block["type"] == "input" for block in rendered["blocks"])
    if needs_submit and "submit" not in rendered:
        raise BadBlocks("/view/submit", "a window with inputs needs it")
    if len(json.dumps(rendered, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise BadBlocks("/view", "larger than 250 kB")
    return rendered


def cut(text: str, most: int) -> str:
    """At most so long, and never empty."""
    text = text.strip() or "–"
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def short(name: str) -> str:
    """A name in the midst of a sentence."""
    return cut(name, LONGEST_NAME)


def escape(text: str) -> str:
    """So that nothing in it is a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut_escaped(text: str) -> str:
    """A message's text at most as long as Slack takes. No entity and no mention is cut in two."""
    return text if len(text) <= LONGEST_TEXT else _BROKEN.sub("", text[: LONGEST_TEXT - 1]) + "…"


def mention(user: str) -> str:
    return THE_MODEL if user == ROBOT else f"<@{user}>"


def listed(words: Sequence[str], most: int = 10, last: str = "and") -> str:
    """Cat, Dog and Bird; a long list ends in: and 12 more."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def bar(done: int, total: int) -> str:
    """A slim progress bar in text: full only when all is done."""
    full = done * _BAR // total if total else _BAR
    return "▰" * full + "▱" * (_BAR - full)


def plain(text: str, most: int = 3000) -> PlainTextObject:
    return PlainTextObject(text=cut(text, most))


def marked(text: str) -> MarkdownTextObject:
    """Our own words only: what people wrote goes into `plain`."""
    return MarkdownTextObject(text=text, verbatim=True)


def said(text: str, block_id: str | None = None) -> SectionBlock:
    return SectionBlock(text=marked(text), block_id=block_id)


def quoted(text: str, block_id: str | None = None) -> SectionBlock:
    """What somebody wrote, as it is."""
    return SectionBlock(text=plain(text), block_id=block_id)


def header(text: str, block_id: str | None = None) -> HeaderBlock:
    return HeaderBlock(text=plain(text, 150), block_id=block_id)


def small(*texts: PlainTextObject | MarkdownTextObject, block_id: str | None = None) -> ContextBlock:
    return ContextBlock(elements=list(texts), block_id=block_id)


def line(*texts: PlainTextObject | MarkdownTextObject) -> list[PlainTextObject | MarkdownTextObject]:
    """Texts of a context block: as one, since Slack leaves a gap between several; but no plain one read as marks."""
    words = " ".join(one.text for one in texts)
    if all(isinstance(one, PlainTextObject) for one in texts):
        return [plain(words)]
    plains = [one.text for one in texts if isinstance(one, PlainTextObject)]
    return list(texts) if len(words) > _LONGEST_LINE or any(map(_MARKS.search, plains)) else [marked(words)]


def row(elements: Iterable[InteractiveElement], block_id: str | None = None) -> ActionsBlock:
    return ActionsBlock(elements=list(elements), block_id=block_id)


def button(
    text: str,
    action: str,
    value: str,
    *,
    says: str | None = None,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """`says` is what a screen reader says instead of `text`."""
    return ButtonElement(
        text=plain(text, 75),
        action_id=action,
        value=str(value),
        accessibility_label=cut(says, 75) if says else None,
        style=style,
        confirm=confirm,
    )


def link_button(
    text: str, action: str, url: str, *, says: str | None = None, style: str | None = None
) -> ButtonElement:
    """Opens a page; the click comes to us all the same, and is answered. No secret stands in `url`, unless the
    button is for one person's eyes.
    """
    label = cut(says, 75) if says else None
    return ButtonElement(text=plain(text, 75), action_id=action, url=url, accessibility_label=label, style=style)


def option(text: str, value: str, description: str | None = None) -> Option:
    return Option(
        text=plain(text, 75), value=str(value)[:150], description=plain(description, 75) if description else None
    )


def picture(model: ContentModel, block_id: str, says: str = "") -> Block:
    """The picture or poster, or words in its place under another block_id. `says` is its alt text."""
    if model.state is PictureState.FAILED:
        words = f"⚠️ The picture “{cut(model.name, 200)}” can't be shown. Skip it, or flag it for the lead."
        return SectionBlock(text=plain(words), block_id=f"{block_id}:failed")
    if model.state is PictureState.READY and (model.file or model.url):
        return ImageBlock(
            alt_text=says or _alt_text(model),
            slack_file={"id": model.file} if model.file else None,
            image_url=None if model.file else model.url,
            block_id=block_id,
        )
    return _on_its_way(block_id, "🎞️ The preview" if model.kind is InputKind.VIDEO else "🖼️ The picture")


def _alt_text(model: ContentModel) -> str:
    what = f"{'Video' if model.kind is InputKind.VIDEO else 'Picture'}: {cut(model.name, 200)}"
    return f"{what}. Drawn on it: {cut(model.drawn, 1500)}" if model.drawn else what


def turning(action: str, words: str, page: int, pages: int, *before: object) -> list[Block]:
    """Buttons to the page before and after; `before` comes first in their values. Nothing where there is one page."""
    if pages <= 1:
        return []
    buttons = [
        button(text, f"{action}:{to}", ".".join(map(str, (*before, to))), says=f"Page {to + 1} of {pages}")
        for text, to in (("‹ Previous", page - 1), ("Next ›", page + 1))
        if 0 <= to < pages
    ]
    position = f"Page {page + 1:,} of {pages:,} · {words}"
    return [DividerBlock(), small(plain(position), block_id="page"), row(buttons, "pages")]


def _without_picture(block: Block) -> Block:
    if isinstance(block, ImageBlock):
        return _on_its_way(block.block_id)
    if isinstance(block, SectionBlock) and isinstance(block.accessory, ImageElement):
        return SectionBlock(text=block.text, fields=block.fields or None, block_id=block.block_id)
    return block


def _on_its_way(block_id: str | None, what: str = "🖼️ The picture") -> SectionBlock:
    return SectionBlock(text=plain(f"{what} is on its way…"), block_id=f"{block_id}:waiting")
