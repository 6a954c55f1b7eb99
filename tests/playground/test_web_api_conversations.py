"""conversations.*: direct messages opened by the app, and lists in pages."""

import pytest

from tests.playground.test_web_api_access import refusal

ANA, BEN = "U0ANA00000", "U0BEN00000"


async def test_opening_direct_messages(client, workspace):
    assert (await refusal(client.conversations_open(users=ANA)))["error"] == "missing_scope"
    workspace.app.scopes |= {"im:write"}
    opened = await client.conversations_open(users=ANA, return_im=True)
    assert (opened["channel"]["id"], opened["channel"]["user"]) == (workspace.im_with(ANA).id, ANA)
    assert (await client.conversations_open(channel=workspace.im_with(ANA).id))["channel"] == {
        "id": workspace.im_with(ANA).id
    }
    assert (await refusal(client.conversations_open(users=[ANA, BEN])))["needed"] == "mpim:write"
    workspace.app.scopes |= {"mpim:write"}
    first = (await client.conversations_open(users=[ANA, BEN]))["channel"]["id"]
    assert (await client.conversations_open(users=[BEN, ANA]))["channel"]["id"] == first
    assert workspace.channels[first].members == {ANA, BEN, workspace.app.bot_user}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"users": ""}, "users_list_not_supplied"),
        ({"users": "U0NOBODY00"}, "user_not_found"),
        ({"users": "U0LABELBOT0"}, "user_not_found"),
        ({"users": ",".join(f"U{number}" for number in range(9))}, "too_many_users"),
        ({"channel": "C0LABELING"}, "method_not_supported_for_channel_type"),
        ({"channel": "D0NOWHERE0"}, "channel_not_found"),
    ],
)
async def test_what_cannot_be_opened(client, workspace, arguments, word):
    workspace.app.scopes |= {"im:write", "mpim:write"}
    assert (await refusal(client.conversations_open(**arguments)))["error"] == word


async def test_channels_in_pages(client, workspace):
    workspace.app.scopes |= {"channels:read", "groups:read"}
    listed = []
    async for answer in await client.conversations_list(types="public_channel,private_channel", limit=1):
        listed += [(each["name"], each["is_ext_shared"], each["is_member"]) for each in answer["channels"]]
        assert len(answer["channels"]) <= 1
    assert listed == [("general", False, False), ("labeling", False, True), ("partners", True, True)]
    private = client.conversations_members(channel="G0LEADS000")
    assert (await refusal(private))["error"] == "channel_not_found", "The app is not in it."


async def test_members_are_whoever_is_there(client, workspace):
    workspace.app.scopes |= {"channels:read"}
    members = (await client.conversations_members(channel="C0PARTNERS"))["members"]
    assert {"U0EMIL0000", "U0GRETA000", workspace.app.bot_user} <= set(members)


async def test_a_permalink_leads_to_the_message(client, workspace):
    first = await client.chat_postMessage(channel="C0LABELING", text="Hello")
    reply = await client.chat_postMessage(channel="C0LABELING", text="Again", thread_ts=first["ts"])
    links = [
        (await client.chat_getPermalink(channel="C0LABELING", message_ts=each["ts"]))["permalink"]
        for each in (first, reply)
    ]
    plain = first["ts"].replace(".", "")
    assert links[0] == f"{workspace.base_url}/archives/C0LABELING/p{plain}"
    assert links[1].endswith(f"?thread_ts={first['ts']}&cid=C0LABELING")
