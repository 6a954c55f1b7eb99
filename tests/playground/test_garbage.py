"""Whatever is sent, the answer is Slack's: a word, never a crash."""

import asyncio
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from playground.interactions import Interactions
from playground.manifest import parse_manifest
from playground.posting import post_as_app
from playground.response_urls import respond, spend
from playground.rules import check_message, check_view
from playground.seed import seeded
from playground.surfaces import ViewSurface
from playground.web_api import HANDLERS
from playground.web_api.call import SlackError
from playground.web_api.dispatch import WebApi
from tests.playground.conftest import MANIFEST
from tests.playground.forms import actions, button, field, modal, opened, option, section, text_field
from tests.playground.scripted import ScriptedApp

ANA = "U0ANA00000"
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10_000),
    st.sampled_from(["", "x", ANA, "C0LABELING", "C0GENERAL0", "modal", "home", "section", "plain_text", "mrkdwn"]),
)
KEYS = st.sampled_from(
    ["type", "text", "blocks", "elements", "element", "title", "options", "value", "id", "accessory", "label", "view"]
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
NAMES = ["channel", "user", "user_id", "text", "blocks", "view", "view_id", "ts", "files", "file", "limit", "cursor"]
NAMES += ["trigger_id", "hash", "thread_ts", "attachments", "metadata", "types", "external_id", "filename", "length"]
ARGUMENTS = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6)
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def fresh() -> Any:
    workspace = seeded(parse_manifest(MANIFEST))
    workspace.app.scopes |= {"channels:read", "groups:read", "im:read", "mpim:read"}
    return workspace


@pytest.mark.parametrize("method", sorted(HANDLERS))
@QUICK
@given(arguments=ARGUMENTS)
def test_calls(method, arguments):
    workspace = fresh()
    token = workspace.app.app_token if method == "apps.connections.open" else workspace.app.bot_token
    present = {name: value for name, value in arguments.items() if value is not None}
    if "trigger_id" in present:
        present["trigger_id"] = workspace.new_trigger(ANA)
    try:
        answer = WebApi(workspace)._run(method, present, {"Authorization": f"Bearer {token}"})
    except SlackError as error:
        answer = error.body
    assert answer["ok"] is True or answer["error"]


@pytest.mark.parametrize("text", [{"type": ["mrkdwn"], "text": "x"}, {"type": {}, "text": "x"}])
def test_a_type_that_is_no_text_is_refused(text):
    found = check_message({"text": "x", "blocks": [{"type": "section", "text": text}]})
    assert [problem.word for problem in found] == ["invalid_blocks"]


def test_half_an_emoji_is_counted():
    text = "\ud83d"
    assert check_view(modal(section(text))) == []
    assert check_view(modal(section(text), private_metadata=text * 3000)) == []


async def test_json_that_is_nested_too_deeply(client, playground):
    headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}
    url = f"{playground.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, data=b"[" * 100_000) as response:
        assert (await response.json())["error"] == "invalid_json"


@QUICK
@given(content=st.dictionaries(st.sampled_from([*NAMES, "replace_original", "response_type"]), JSON, max_size=6))
def test_response_urls(content):
    workspace = fresh()
    message = post_as_app(workspace, "C0LABELING", {"text": "x"})
    token = workspace.new_response_url(ANA, message.channel, message.ts).rpartition("/")[2]
    for problem in respond(workspace, spend(workspace, token), content):
        assert problem.word


@QUICK
@given(answer=JSON)
def test_answers_to_submissions_and_suggestions(answer):
    workspace = fresh()
    app = ScriptedApp(workspace)
    app.answers(answer)
    interactions = Interactions(workspace, app)
    external = field("who", {"type": "external_select", "min_query_length": 0}, optional=True)
    view = opened(workspace, modal(text_field("name", optional=True), external))

    async def act() -> None:
        await interactions.suggest(ANA, ViewSurface(view.id), "who", "who", "")
        await interactions.command(ANA, "C0LABELING", "/toy")
        await interactions.submit(ANA, view.id)

    asyncio.run(act())


@QUICK
@given(chosen=st.dictionaries(st.sampled_from(["value", "selected_option", "selected_options", "selected_user"]), JSON))
def test_what_a_page_may_send(chosen):
    workspace = fresh()
    interactions = Interactions(workspace, ScriptedApp(workspace))
    boxes = {"type": "checkboxes", "action_id": "b", "options": [option("Yes")]}
    select = {"type": "static_select", "action_id": "s", "options": [option("Yes")]}
    people = {"type": "users_select", "action_id": "u"}
    menu = {"type": "overflow", "action_id": "o", "options": [option("Edit")]}
    row = actions(boxes, select, people, menu, button("Go", "g"), block_id="row")
    view = opened(workspace, modal(section("x"), row, text_field("t")))

    async def act() -> None:
        for action_id in "bsuog":
            await interactions.click(ANA, ViewSurface(view.id), "row", action_id, **chosen)
        await interactions.set_input(ANA, view.id, "t", "t", chosen)
        await interactions.submit(ANA, view.id)

    asyncio.run(act())
