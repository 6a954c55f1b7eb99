"""The window of Accept all opens in time, however long counting takes."""

import asyncio
from threading import Event
from typing import Any

import pytest
from slack_sdk.models.views import View

from domain.errors import Invalid
from domain.read_models import AcceptAllModel, SureChoice
from handlers.slack import accepting
from handlers.slack.accepting import AcceptingDoor
from handlers.slack.door import Answer
from handlers.slack.payloads import Click, click
from views.slack import accept_all, ids

MODEL = AcceptAllModel(7, "Birds", (SureChoice(95, 90_000, 0, 0),))


class Counting:
    """A queue that is counted once `counted` is set."""

    def __init__(self) -> None:
        self.counted = Event()

    def ask(self, *_: object) -> AcceptAllModel:
        assert self.counted.wait(30)
        return MODEL

    def start(self, *_: object) -> None:
        raise Invalid({"percent": "None in your queue."})


class Windows:
    """What is on the screen, one after the other."""

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []
        self.counting = asyncio.Event()

    async def window(self, _: Click, view: View) -> None:
        await self.opened(_, view)

    async def opened(self, _: Click, view: View) -> str:
        self.shown.append(view.to_dict())
        self.counting.set()
        return "V1"

    async def show(self, view_id: str, view: View) -> None:
        assert view_id == "V1"
        self.shown.append(view.to_dict())


def clicked(**more: object) -> Click:
    action = {"action_id": ids.ACCEPT_ALL, "value": "7", "action_ts": "1700000000.5"}
    return click({"type": "block_actions", "user": {"id": "ANA"}, "team": {"id": "T1"}, "actions": [action], **more})


def submitted() -> Click:
    view = accept_all.window(MODEL).to_dict()
    (asked,) = (block for block in view["blocks"] if block["type"] == "input")
    chosen = {"type": "radio_buttons", "selected_option": asked["element"]["initial_option"]}
    state = {"values": {asked["block_id"]: {ids.TYPED: chosen}}}
    return clicked(type="view_submission", view={**view, "id": "V1", "state": state})


@pytest.mark.parametrize("is_long", [True, False])
async def test_opening(monkeypatch: pytest.MonkeyPatch, is_long):
    monkeypatch.setattr(accepting, "_SOON", 0.05 if is_long else 30)
    counting, windows = Counting(), Windows()
    door = AcceptingDoor(counting, windows)
    answer: Answer = await door.ask(clicked())
    assert windows.shown == [], "The ack waits for nothing."
    if not is_long:
        counting.counted.set()
    opening = asyncio.ensure_future(answer.after())
    await asyncio.wait_for(windows.counting.wait(), 30)
    before = [accept_all.counting().to_dict()] if is_long else []
    counting.counted.set()
    await opening
    assert windows.shown == [*before, accept_all.window(MODEL).to_dict()]


@pytest.mark.parametrize("is_long", [True, False])
async def test_what_has_become_untrue_is_counted_anew(monkeypatch: pytest.MonkeyPatch, is_long):
    monkeypatch.setattr(accepting, "_SOON", 0.05 if is_long else 30)
    counting, windows = Counting(), Windows()
    if not is_long:
        counting.counted.set()
    answer: Answer = await AcceptingDoor(counting, windows).start(submitted())
    now = accept_all.window(MODEL, "None in your queue.").to_dict()
    assert answer.ack == {"response_action": "update", "view": accept_all.counting().to_dict() if is_long else now}
    counting.counted.set()
    if answer.after is not None:
        await answer.after()
    assert windows.shown == ([now] if is_long else [])
