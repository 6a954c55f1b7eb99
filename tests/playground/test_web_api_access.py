"""Who may call what, in which form the arguments come, and how fast."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


async def refusal(call):
    with pytest.raises(SlackApiError) as raised:
        await call
    return raised.value.response


async def test_auth_test_names_the_bot(client, workspace):
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == (workspace.app.bot_user, workspace.app.bot_id)
    assert answer["team_id"] == workspace.team.id
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]


@pytest.mark.parametrize(("token", "word"), [(None, "not_authed"), ("xoxb-nobody", "invalid_auth")])
async def test_tokens_are_checked(playground, token, word):
    client = AsyncWebClient(token, base_url=playground.api_url)
    assert (await refusal(client.auth_test()))["error"] == word


async def test_each_method_wants_its_own_kind_of_token(playground, client):
    app = playground.workspace.app
    assert (await refusal(client.apps_connections_open(app_token=app.bot_token)))["error"] == "not_allowed_token_type"
    other = AsyncWebClient(app.app_token, base_url=playground.api_url)
    assert (await refusal(other.auth_test()))["error"] == "not_allowed_token_type"


async def test_missing_scope_says_what_is_needed_and_what_is_there(client, workspace):
    workspace.app.scopes = {"commands"}
    answer = await refusal(client.chat_postMessage(channel="C0LABELING", text="Hello"))
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "commands")


async def test_scope_of_a_conversation_depends_on_its_kind(client, workspace):
    workspace.app.scopes |= {"channels:read"}
    assert (await client.conversations_info(channel="C0LABELING"))["channel"]["is_member"] is True
    im = workspace.im_with(workspace.named("ana").id)
    assert (await refusal(client.conversations_info(channel=im.id)))["needed"] == "im:read"
    assert (await refusal(client.conversations_list(types="public_channel,im")))["needed"] == "im:read"


async def test_unknown_method(client):
    assert (await refusal(client.api_call("chat.whisper")))["error"] == "unknown_method"


async def test_another_team_is_not_granted(client, workspace):
    assert (await client.users_info(user="U0ANA00000", team_id=workspace.team.id))["ok"]
    assert (await refusal(client.users_info(user="U0ANA00000", team_id="T0OTHER")))[
        "error"
    ] == "team_access_not_granted"


async def test_a_missing_argument_is_named(client):
    answer = await refusal(client.api_call("chat.postMessage", json={"text": "To whom?"}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


async def test_after_uninstalling_the_token_is_void(client, playground):
    await playground.interactions.uninstall()
    assert (await refusal(client.auth_test()))["error"] == "account_inactive"


@pytest.mark.parametrize(
    "request_of",
    [
        {"json": {"channel": "C0LABELING", "text": "Hi", "blocks": [{"type": "divider"}]}},
        {"data": {"channel": "C0LABELING", "text": "Hi", "blocks": '[{"type": "divider"}]'}},
        {"params": {"channel": "C0LABELING", "text": "Hi", "blocks": '[{"type": "divider"}]'}},
    ],
    ids=["json", "form", "query with an empty body"],
)
async def test_arguments_come_in_every_form(playground, request_of):
    headers = {"Authorization": f"Bearer {playground.workspace.app.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{playground.api_url}chat.postMessage", **request_of) as response,
    ):
        answer = await response.json()
    assert answer["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(
    ("content_type", "body", "word"),
    [
        ("application/json", "{", "invalid_json"),
        ("application/json", "[]", "json_not_object"),
        ("text/csv", "a,b", "invalid_post_type"),
        ("application/x-www-form-urlencoded", "channel=C0LABELING&blocks=[", "invalid_blocks_format"),
    ],
)
async def test_garbage_is_refused_in_slack_s_words(playground, content_type, body, word):
    headers = {"Authorization": f"Bearer {playground.workspace.app.bot_token}", "Content-Type": content_type}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{playground.api_url}chat.postMessage", data=body) as response,
    ):
        assert (await response.json())["error"] == word


async def test_tokens_do_not_get_into_the_traffic_log(playground):
    token = playground.workspace.app.bot_token
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{playground.api_url}auth.test", data={"token": token}) as response,
    ):
        assert (await response.json())["ok"]
    assert token not in str(playground.workspace.traffic)


async def test_a_tier_is_enforced_with_retry_after(client, workspace, clock):
    workspace.rates_enforced = True
    for _ in range(25):
        await client.auth_test()
    for _ in range(50):
        await client.users_info(user="U0ANA00000")
    answer = await refusal(client.users_info(user="U0ANA00000"))
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    wait = int(answer.headers["Retry-After"])
    assert (await client.auth_test())["ok"], "Only that method is blocked."
    clock.time += wait
    assert (await client.users_info(user="U0ANA00000"))["ok"]


async def test_a_channel_takes_about_one_message_a_second(client, workspace, clock):
    workspace.rates_enforced = True
    for _ in range(10):
        await client.chat_postMessage(channel="C0LABELING", text="Hello")
    assert (await refusal(client.chat_postMessage(channel="C0LABELING", text="Hello")))["error"] == "ratelimited"
    assert (await client.chat_postMessage(channel="U0ANA00000", text="Another channel"))["ok"]
    clock.time += 1
    assert (await client.chat_postMessage(channel="C0LABELING", text="Hello"))["ok"]


async def test_a_direct_message_is_one_channel_by_whichever_id(client, workspace):
    workspace.rates_enforced = True
    names = ["U0ANA00000", workspace.im_with("U0ANA00000").id]
    for number in range(10):
        await client.chat_postMessage(channel=names[number % 2], text="Hello")
    for name in names:
        assert (await refusal(client.chat_postMessage(channel=name, text="Hello")))["error"] == "ratelimited"


async def test_people_are_listed_in_pages(client, workspace):
    listed = []
    async for answer in await client.users_list(limit=3):
        listed += [member["id"] for member in answer["members"]]
        assert len(answer["members"]) <= 3
    assert listed == list(workspace.people)
    for cursor in ("what", "next-²"):
        assert (await refusal(client.users_list(cursor=cursor)))["error"] == "invalid_cursor"
    assert (await refusal(client.users_list(limit="²")))["error"] == "invalid_arguments"


async def test_users_info(client, workspace):
    guest = (await client.users_info(user=workspace.named("greta").id))["user"]
    assert guest["is_restricted"] is True
    gone = (await client.users_info(user=workspace.named("hugo").id))["user"]
    assert gone["deleted"] is True
    assert (await refusal(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"


async def test_members_of_a_channel_in_pages(client, workspace):
    workspace.app.scopes |= {"channels:read"}
    listed = []
    async for answer in await client.conversations_members(channel="C0LABELING", limit=2):
        listed += answer["members"]
    assert set(listed) == workspace.channels["C0LABELING"].members
    channels = await client.conversations_list(types="public_channel")
    assert [channel["name"] for channel in channels["channels"]] == ["general", "labeling", "partners"]
    assert (await refusal(client.conversations_info(channel="C0NOWHERE")))["error"] == "channel_not_found"
