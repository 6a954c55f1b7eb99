"""Slack's own types take what the playground delivers and what an app of ours may say, and nothing else."""

import os
from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.deliveries import Deliveries, Delivery, Reply
from playground.manifest import parse_manifest
from playground.seed import seeded
from playground.server import running
from tests.judge.judge import judge_record
from tests.judge.recording import Record, records_of
from tests.playground.rules_payloads import (
    IMAGE,
    Json,
    actions,
    block,
    button,
    confirm,
    element,
    entry,
    home,
    message,
    modal,
    options,
    plain,
    rich_text,
)
from tests.types import statements
from tests.types.check import type_check
from tests.types.install import NotAvailableError, installed
from tests.types.narrowings import NARROWINGS

MANIFEST: Json = {
    "display_information": {"name": "Toybot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "toybot"},
        "shortcuts": [
            {"name": "Make a toy", "type": "global", "callback_id": "make", "description": "Makes one"},
            {"name": "Keep this", "type": "message", "callback_id": "keep", "description": "Keeps it"},
        ],
        "slash_commands": [{"command": "/toy", "description": "Toys"}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "im:history",
                "usergroups:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "message.im", "subteam_members_changed", "user_change"]
        },
        "interactivity": {"is_enabled": True},
    },
}
MENUS = [
    element("static_select", action_id="static", placeholder=plain("static")),
    element("multi_users_select", action_id="people", placeholder=plain("people")),
    element("external_select", action_id="found", placeholder=plain("found"), min_query_length=0),
    element("overflow", action_id="more"),
    element("datepicker", action_id="day", placeholder=plain("day")),
    element("checkboxes", action_id="boxes"),
    element("radio_buttons", action_id="radio"),
]


def described(count: int) -> list[Json]:
    return [one | {"description": plain("says more")} for one in options(count)]


CARD = [
    block("section", accessory=IMAGE),
    actions(button(text=plain("Cat"), value="1", style="primary", confirm=confirm()), *MENUS),
]
FORM = modal(
    entry(element("plain_text_input"), label=plain("Name"), block_id="name"),
    entry(element("static_select", options=described(2)), label=plain("Kind"), block_id="kind", dispatch_action=True),
    actions(element("multi_static_select", placeholder=plain("Many"))),
    entry(element("datetimepicker", action_id="due"), label=plain("Due"), block_id="due", dispatch_action=True),
    notify_on_close=True,
)


@pytest.fixture(autouse=True)
def _available() -> None:
    """Where Node.js is missing the tests say so; where a build server runs them that is a failure."""
    try:
        installed()
    except NotAvailableError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


class Canned(Deliveries):
    """An app that answers at once, and always the same."""

    async def attempt(self, delivery: Delivery) -> Reply:
        return Reply(body={"options": options(2)} if delivery.payload.get("type") == "block_suggestion" else None)


@pytest.fixture
async def traffic() -> AsyncIterator[list[Record]]:
    workspace = seeded(parse_manifest(MANIFEST))
    async with running(workspace, deliveries=Canned(workspace)) as playground:
        client = AsyncWebClient(workspace.app.bot_token, base_url=playground.api_url, team_id=None)
        ana = playground.person("Ana")
        card = await client.chat_postMessage(channel=ana.id, text="A picture", blocks=CARD)
        await ana.click("Cat")
        for menu, choice in [
            ("static", "option 1"),
            ("found", "option 1"),
            ("boxes", "option 1"),
            ("radio", "option 0"),
        ]:
            await ana.pick(menu, choice)
        await ana.pick_people("people", "Ben")
        await ana.choose("⋯", "option 0")
        await ana.say("Thank you")
        await client.views_publish(user_id=ana.id, view=home(actions(button(text=plain("More")))))
        await ana.open_home()
        await ana.click("More")
        await ana.command("/toy now")
        trigger = workspace.traffic[-1].request["trigger_id"]
        await client.views_open(trigger_id=trigger, view=FORM)
        await ana.pick("Kind", "option 1")
        await ana.pick("Many", "option 1", "option 0")
        await ana.pick("Due", 1_800_000_000)
        await ana.fill("Name", "Cats")
        await ana.submit()
        await ana.shortcut("make")
        await client.views_open(trigger_id=workspace.traffic[-1].request["trigger_id"], view=FORM)
        await ana.cancel()
        await client.chat_update(channel=card["channel"], ts=card["ts"], text="Done")
        await client.chat_delete(channel=card["channel"], ts=card["ts"])
        message = await ana.upload("cat.png", b"cat", text="A cat")
        await ana.message_shortcut("keep", message)
        await playground.interactions.change_group("S0ANNOTATE", [ana.id])
        await playground.interactions.make_guest("U0BEN00000")
        await playground.interactions.deactivate("U0CHLOE000")
        await playground.deliveries.settled()
        await client.users_list(limit=200)
        await client.users_info(user=ana.id)
        await client.files_getUploadURLExternal(filename="cat.png", length=5)
        yield [record for exchange in workspace.traffic for record in records_of(exchange)]


@pytest.mark.slow
async def test_the_playground_delivers_what_slack_delivers(traffic: list[Record]) -> None:
    kinds = {record.kind for record in traffic if record.direction == "delivery"}
    assert kinds >= {"block_actions", "block_suggestion", "slash_command", "shortcut", "view_submission", "view_closed"}
    assert kinds >= {"app_home_opened", "message", "message_action", "subteam_members_changed", "user_change"}
    assert type_check(traffic) == []


@pytest.mark.slow
async def test_each_narrowing_is_one(traffic: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    for narrowing in NARROWINGS:
        others = tuple(other for other in NARROWINGS if other is not narrowing)
        monkeypatch.setattr(statements, "NARROWINGS", others)
        assert type_check(traffic), narrowing.reason


async def test_nothing_in_that_traffic_is_wrong(traffic: list[Record]) -> None:
    assert [complaint for record in traffic for complaint in judge_record(record)] == []


WRONG = [
    Record("call", "chat.postMessage", message(block("section", text={"type": "markdown", "text": "x"}))),
    Record("call", "chat.postMessage", message({"type": "paragraph"})),
    Record("call", "chat.postMessage", {"text": "to nobody"}),
    Record("call", "chat.update", {"channel": "C1", "text": "which?"}),
    Record("call", "chat.meMessage", {"channel": "C1", "text": "x"}),
    Record("call", "views.open", {"view": FORM}),
    Record("call", "response_url", {"text": "x", "response_type": "everybody"}),
    Record("answer", "view_submission", {"answer": {"response_action": "error"}, "request": {}}),
    Record("answer", "block_suggestion", {"answer": {"options": [{"label": "x"}]}, "request": {}}),
    Record("answer", "block_actions", {"answer": {"text": "x"}, "request": {}}),
    Record("delivery", "slash_command", {"command": "/toy", "text": ""}),
    Record("delivery", "block_actions", {"type": "block_actions", "actions": [{"type": "button"}]}),
    Record("delivery", "message_sent", {"type": "message_sent"}),
]
RIGHT = [
    Record("call", "chat.postMessage", message(*CARD, unfurl_links=False)),
    Record("call", "conversations.list", {"limit": "200", "exclude_archived": "true", "team_id": "T1"}),
    Record("call", "files.completeUploadExternal", {"files": '[{"id": "F1", "title": "cat"}]'}),
    Record("call", "response_url", {"text": "x", "replace_original": True, "blocks": [rich_text()]}),
    Record("answer", "view_submission", {"answer": {"response_action": "push", "view": FORM}, "request": {}}),
    Record("answer", "slash_command", {"answer": {"text": "x", "response_type": "ephemeral"}, "request": {}}),
    Record("answer", "block_actions", {"answer": {}, "request": {}}),
]


@pytest.mark.slow
def test_each_wrong_record_is_named() -> None:
    """The negative control: without it, a check that sees nothing would pass."""
    complaints = type_check([*RIGHT, *WRONG])
    for record in WRONG:
        assert any(said.startswith(f"tsc: {record.direction} {record.kind}: TS") for said in complaints), record
    accused = {said.split(": TS")[0] for said in complaints}
    assert accused == {f"tsc: {record.direction} {record.kind}" for record in WRONG}
