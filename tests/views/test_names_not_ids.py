"""Names are shown, never ids: whatever people read or hear has none of Slack's ids in it, but as a mention."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from domain.model import ROBOT
from tests.views.content_cases import EVERY_CASE
from tests.views.test_snapshots import as_json

_READ = {"text", "alt_text", "accessibility_label", "initial_value", "fallback"}
"""Fields whose words somebody sees or hears."""
_ID = re.compile(r"\b[UWTCDFB](?=[A-Z]*[0-9])[A-Z0-9]{8,}\b")
_MENTION = re.compile(r"(<|&lt;)[@#!].*?(>|&gt;)")
"""Also the words of somebody who typed one, which call nobody."""


def words(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from words(inner)
    elif isinstance(part, dict):
        for field, inner in part.items():
            if field in _READ and isinstance(inner, str):
                yield inner
            else:
                yield from words(inner)


@pytest.mark.parametrize("name", EVERY_CASE)
def test_no_id_is_shown(name: str):
    shown = as_json(EVERY_CASE[name]())
    assert [one for one in words(shown) if _ID.search(_MENTION.sub("", one)) or ROBOT in one] == []
    assert f'"user_id": "{ROBOT}"' not in json.dumps(shown)


@pytest.mark.parametrize(
    ("shown", "is_one"), [("by U0BEN00000", True), ("by <@U0BEN00000>", False), ("IMG_0012", False)]
)
def test_an_id_would_be_seen(shown: str, is_one: bool):  # noqa: FBT001 - a case of the table.
    blocks = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": shown}}]}
    assert [bool(_ID.search(_MENTION.sub("", one))) for one in words(blocks)] == [is_one]
