"""Slack's own samples bound which keys and types may occur in what the playground says."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.posting import post_as_app
from playground.surfaces import MessageSurface
from tests.playground.forms import actions, button, modal, opened, section, text_field

SAMPLES = Path(__file__).parents[3] / "shared" / "slack" / "samples"
ANA = "U0ANA00000"


def sample(name: str) -> Any:
    path = SAMPLES / f"{name}.json"
    if not path.exists():
        pytest.skip("Slack's samples are not beside this checkout.")
    return json.loads(path.read_text())


def strangers(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """What of ours Slack's sample doesn't have, or has as another type. An empty object there bounds nothing."""
    if ours is None or theirs is None or theirs == {}:
        return []
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [
            found
            for key, value in ours.items()
            for found in (strangers(value, theirs[key], f"{path}.{key}") if key in theirs else [f"{path}.{key}"])
        ]
    if isinstance(ours, list) and isinstance(theirs, list):
        return [found for each in ours for found in (strangers(each, theirs[0], f"{path}[]") if theirs else [])]
    return [] if kind(ours) == kind(theirs) else [f"{path}: {kind(ours)} instead of {kind(theirs)}"]


def kind(value: Any) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


# What `without` leaves out below is said by Slack's reference or was measured on the wire, but is not in the samples.
def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key not in names}


async def test_block_actions(ana, scripted, workspace):
    post_as_app(workspace, "C0LABELING", {"text": "x", "blocks": [actions(button("Go", "go", value="1"))]})
    await ana.click("Go")
    assert strangers(without(scripted.last, "state", "is_enterprise_install"), sample("BlockActionPayload")) == []


@pytest.mark.parametrize("kind_of", ["ViewSubmissionPayload", "ViewClosedPayload"])
async def test_views(ana, scripted, workspace, kind_of):
    opened(workspace, modal(text_field("name"), notify_on_close=True))
    await ana.fill("name", "Cats")
    await (ana.submit() if kind_of == "ViewSubmissionPayload" else ana.cancel())
    payload = without(scripted.last, "response_urls")
    payload["view"] = without(payload["view"], "blocks")
    assert strangers(payload, sample(kind_of)) == []


async def test_commands(ana, scripted):
    await ana.command("/toy new")
    assert strangers(without(scripted.last, "is_enterprise_install"), sample("SlashCommandPayload")) == []


async def test_message_shortcuts(interactions, scripted, workspace):
    message = post_as_app(workspace, "C0LABELING", {"text": "x", "blocks": [section("x")]})
    await interactions.message_shortcut(ANA, "keep", MessageSurface(message.channel, message.ts))
    payload = without(scripted.last, "enterprise", "is_enterprise_install", "message")
    payload["user"] = without(payload["user"], "username")
    assert strangers(payload, sample("MessageShortcutPayload")) == []


async def test_events(ana, scripted, interactions):
    await ana.open_home()
    assert strangers(scripted.last, sample("AppHomeOpenedPayload")) == []
    await interactions.change_person("U0BEN00000", real_name="Benjamin Okafor")
    payload = {**scripted.last, "event": without(scripted.last["event"], "event_ts")}  # the reference has it
    person = payload["event"]["user"]
    person["profile"] = without(person["profile"], "fields", "status_emoji_display_info", "status_text_canonical")
    assert strangers(payload, sample("UserChangePayload")) == []


CALLS = [
    ("auth.test", {}),
    ("users.info", {"user": ANA}),
    ("users.list", {}),
    ("conversations.info", {"channel": "C0LABELING"}),
    ("conversations.members", {"channel": "C0LABELING"}),
    ("usergroups.list", {"include_users": True, "include_count": True, "include_disabled": True}),
    ("usergroups.users.list", {"usergroup": "S0ANNOTATE"}),
    ("chat.postEphemeral", {"channel": "C0LABELING", "user": ANA, "text": "x"}),
    ("files.getUploadURLExternal", {"filename": "cat.png", "length": 3}),
]


@pytest.mark.parametrize(("method", "arguments"), CALLS)
async def test_answers(client, workspace, method, arguments):
    workspace.app.scopes |= {"channels:read", "usergroups:read"}
    answer = await client.api_call(method, params=arguments)
    if method == "users.info":
        answer.data["user"]["profile"].pop("fields")  # users.list has it
    for member in answer.data.get("members", ()) if method == "users.list" else ():
        member.pop("is_stranger", None)  # UserChangePayload has it
    for group in answer.data.get("usergroups", ()):
        group.pop("auto_type")  # usergroup-object has it
    assert strangers(without(answer.data, "cache_ts"), sample(method)) == []


async def test_answers_of_views(client, workspace):
    answer = await client.views_open(trigger_id=workspace.new_trigger(ANA), view=modal(text_field("name")))
    assert strangers(without(answer.data, "blocks"), sample("views.open")) == []


async def test_answers_of_uploads(client, interactions):
    file = interactions.upload(ANA, "cat.png", b"cat")
    file.by_app = True
    answer = await client.files_completeUploadExternal(files=[{"id": file.id}], channel_id="C0LABELING")
    files = [without(each, "shares") for each in answer["files"]]  # keyed by channel
    assert strangers({"ok": True, "files": files}, sample("files.completeUploadExternal")) == []


def test_a_stranger_is_noticed():
    assert strangers({"a": 1, "b": [{"c": "x"}]}, {"a": 2, "b": [{"c": "y"}]}) == []
    assert strangers({"a": "1"}, {"a": 2}) == [".a: str instead of number"]
    assert strangers({"b": [{"d": 1}]}, {"b": [{"c": 1}]}) == [".b[].d"]
