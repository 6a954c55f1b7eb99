"""What every state looks like, as JSON that can be pasted into a Block Kit viewer, and that Slack takes it."""

from typing import Any

import pytest
from slack_sdk.models.views import View
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from tests.judge.judge import judge_call
from tests.views.cases import Shown
from tests.views.content_cases import EVERY_CASE


def as_json(shown: Shown) -> dict[str, Any]:
    return shown.to_dict() if isinstance(shown, View) else shown.payload()


@pytest.mark.parametrize("name", EVERY_CASE)
def test_it_looks_so(name: str, snapshot: SnapshotAssertion):
    assert as_json(EVERY_CASE[name]()) == snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", EVERY_CASE)
def test_slack_takes_it(name: str):
    shown = EVERY_CASE[name]()
    if isinstance(shown, View):
        assert judge_call("views.open", {"trigger_id": "1", "view": as_json(shown)}) == []
    else:
        assert judge_call("chat.postMessage", {"channel": "D1", **as_json(shown)}) == []
        assert judge_call("chat.update", {"channel": "D1", "ts": "1.1", **as_json(shown)}) == []
