"""What `slack_sdk.models` say of blocks and views: what they refuse, and what they lose."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

# slack_sdk 3.47 has no class for these; they are judged by the rules alone.
WITHOUT_CLASS = frozenset({"data_table", "data_visualization"})
# Fields of Slack's reference that the classes of 3.47 do not have.
WITHOUT_ATTRIBUTE = frozenset({"level", "slack_icon", "subtext", "submit_disabled", "language", "border"})
# Raised by constructors that are given what they can't read.
UNREADABLE = (SlackObjectFormationError, AttributeError, KeyError, TypeError, ValueError)


def judge_blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if block.get("type") in WITHOUT_CLASS:
            continue
        try:
            parsed = Block.parse(dict(block))
            if parsed is None:
                yield f"slack_sdk: block {index}: unknown type {block.get('type')}"
                continue
            returned = parsed.to_dict()
        except UNREADABLE as refused:
            yield f"slack_sdk: block {index}: {refused}"
        else:
            yield from (f"slack_sdk: block {index}: lost {path}" for path in _lost(block, returned))


def judge_view(view: Mapping[str, Any]) -> Iterator[str]:
    yield from judge_blocks(view.get("blocks", ()))
    hull = {**view, "blocks": [{"type": "divider"}] * len(view.get("blocks", ()))}
    try:
        returned = View(**hull).to_dict()
    except UNREADABLE as refused:
        yield f"slack_sdk: {refused}"
    else:
        yield from (f"slack_sdk: lost {path}" for path in _lost(hull, returned))


def _lost(sent: Any, returned: Any, path: str = "") -> Iterator[str]:
    """Paths of what was sent and did not come back. Empty lists and texts never come back."""
    if isinstance(sent, Mapping) and isinstance(returned, Mapping):
        for name, value in sent.items():
            if name not in returned and value not in ([], {}, "", None) and name not in WITHOUT_ATTRIBUTE:
                yield f"{path}/{name}"
            elif name in returned:
                yield from _lost(value, returned[name], f"{path}/{name}")
    elif isinstance(sent, list) and isinstance(returned, list) and len(sent) == len(returned):
        for index, (value, back) in enumerate(zip(sent, returned, strict=True)):
            yield from _lost(value, back, f"{path}/{index}")
    elif sent != returned:
        yield path
