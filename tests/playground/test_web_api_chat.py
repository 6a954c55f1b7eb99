"""Messages as the app posts, changes and takes them away."""

import pytest

from tests.playground.forms import actions, button, section
from tests.playground.test_web_api_access import refusal

PLACE = "C0LABELING"


async def test_a_user_id_opens_the_direct_message(client, workspace, playground):
    ana = playground.person("Ana")
    answer = await client.chat_postMessage(channel=ana.id, text="Hello Ana")
    assert answer["channel"] == workspace.im_with(ana.id).id
    assert answer["message"]["bot_id"] == workspace.app.bot_id
    await ana.sees("Hello Ana")
    assert "Hello Ana" not in playground.person("Ben").screen.text()


async def test_slack_fills_in_ids_and_defaults(client):
    blocks = [
        section("One"),
        actions(button("Go", "go"), {"type": "button", "text": {"type": "plain_text", "text": "x"}}),
    ]
    message = (await client.chat_postMessage(channel=PLACE, text="x", blocks=blocks))["message"]
    first, second = message["blocks"]
    assert first["block_id"]
    assert first["block_id"] != second["block_id"]
    assert first["text"]["verbatim"] is False
    assert second["elements"][0]["text"]["emoji"] is True
    assert second["elements"][1]["action_id"]


@pytest.mark.parametrize(
    ("channel", "word"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0GENERAL0", "not_in_channel"),
        ("U0HUGO0000", "user_disabled"),
        ("USLACKBOT", "cannot_dm_bot"),
        ("U0LABELBOT0", "cannot_dm_bot"),
    ],
)
async def test_where_the_app_may_not_post(client, channel, word):
    assert (await refusal(client.chat_postMessage(channel=channel, text="Hello")))["error"] == word


async def test_public_channels_with_the_scope_for_it(client, workspace):
    workspace.app.scopes.add("chat:write.public")
    assert (await client.chat_postMessage(channel="#general", text="Hello"))["channel"] == "C0GENERAL0"
    workspace.channels["C0GENERAL0"].is_archived = True
    assert (await refusal(client.chat_postMessage(channel="#general", text="Hello")))["error"] == "is_archived"


async def test_blocks_are_refused_with_the_place(client):
    answer = await refusal(client.chat_postMessage(channel=PLACE, text="x", blocks=[section("x" * 3001)]))
    assert answer["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/0/text]" in answer["response_metadata"]["messages"][0]
    assert (await refusal(client.api_call("chat.postMessage", json={"channel": PLACE})))["error"] == "no_text"


async def test_update_keeps_what_is_left_out(client, workspace):
    posted = await client.chat_postMessage(channel=PLACE, text="old", blocks=[section("old")], metadata=METADATA)
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    changed = (await client.chat_update(**where, text="new", blocks=[section("new")]))["message"]
    assert (changed["text"], changed["blocks"][0]["text"]["text"]) == ("new", "new")
    assert changed["metadata"] == METADATA
    assert "edited" not in changed, "With blocks, no (edited) is shown."
    plain = (await client.chat_update(**where, text="only text"))["message"]
    assert "blocks" not in plain, "Text without blocks takes the old blocks away."
    assert plain["edited"]["user"] == workspace.app.bot_user


METADATA = {"event_type": "made", "event_payload": {"id": "1"}}


async def test_update_refuses_what_it_must(client, playground):
    ana = playground.person("Ana")
    await ana.say("Mine", channel="labeling")
    mine = ana.messages("labeling")[-1]
    assert (await refusal(client.chat_update(channel=PLACE, ts=mine.ts, text="x")))["error"] == "cant_update_message"
    assert (await refusal(client.chat_delete(channel=PLACE, ts=mine.ts)))["error"] == "cant_delete_message"
    assert (await refusal(client.chat_update(channel=PLACE, ts="1.1", text="x")))["error"] == "message_not_found"
    posted = await client.chat_postMessage(channel=PLACE, text="short")
    long = client.chat_update(channel=PLACE, ts=posted["ts"], text="x" * 4001)
    assert (await refusal(long))["error"] == "msg_too_long"
    assert (await refusal(client.chat_update(channel=ana.id, ts=posted["ts"], text="x")))[
        "error"
    ] == "channel_not_found"


async def test_long_text_is_cut_at_posting(client):
    posted = await client.chat_postMessage(channel=PLACE, text="x" * 50_000)
    assert len(posted["message"]["text"]) == 40_000


async def test_delete(client, playground):
    ana = playground.person("Ana")
    posted = await client.chat_postMessage(channel=ana.id, text="Soon gone")
    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    await ana.sees_not("Soon gone")
    assert (await refusal(client.chat_delete(channel=posted["channel"], ts=posted["ts"])))[
        "error"
    ] == "message_not_found"


async def test_an_ephemeral_is_seen_by_one_and_kept_by_nobody(client, playground):
    ana, ben = playground.person("Ana"), playground.person("Ben")
    posted = await client.chat_postEphemeral(channel=PLACE, user=ana.id, text="Only you")
    await ana.sees("Only you", within="notices")
    assert not ben.notices
    assert (await refusal(client.chat_update(channel=PLACE, ts=posted["message_ts"], text="x")))["error"] == (
        "message_not_found"
    )
    assert (await ana.dismiss(ana.notices[0])).ok
    await ana.sees_not("Only you")
    stranger = playground.workspace.app.bot_user
    playground.workspace.channels[PLACE].members.discard(ben.id)
    assert (await refusal(client.chat_postEphemeral(channel=PLACE, user=ben.id, text="x")))["error"] == (
        "user_not_in_channel"
    )
    assert stranger in playground.workspace.channels[PLACE].members


async def test_threads_and_permalinks(client):
    parent = await client.chat_postMessage(channel=PLACE, text="Parent")
    reply = await client.chat_postMessage(channel=PLACE, text="Reply", thread_ts=parent["ts"])
    assert reply["message"]["thread_ts"] == parent["ts"]
    assert (await refusal(client.chat_postMessage(channel=PLACE, text="x", thread_ts="1.2")))["error"] == (
        "thread_not_found"
    )
    link = (await client.chat_getPermalink(channel=PLACE, message_ts=parent["ts"]))["permalink"]
    assert link.endswith(f"/archives/{PLACE}/p{parent['ts'].replace('.', '')}")
    assert (await refusal(client.chat_getPermalink(channel=PLACE, message_ts="1.1")))["error"] == "message_not_found"


async def test_markdown_text(client):
    message = (await client.chat_postMessage(channel=PLACE, markdown_text="**Bold**"))["message"]
    assert message["blocks"][0]["type"] == "markdown"
    both = client.chat_postMessage(channel=PLACE, markdown_text="**Bold**", text="x")
    assert (await refusal(both))["error"] == "markdown_text_conflict"


async def test_a_ts_is_never_given_twice(client):
    stamps = [(await client.chat_postMessage(channel=PLACE, text="x"))["ts"] for _ in range(5)]
    assert sorted(set(stamps)) == stamps
