"""Uploads in three steps, the scan, and who may see the bytes."""

import asyncio

import aiohttp
import pytest

from tests.playground.forms import field, modal, opened
from tests.playground.test_web_api_access import refusal

PNG = bytes.fromhex("89504e470d0a1a0a") + b"not really a picture"


async def upload(client, **more):
    ticket = await client.files_getUploadURLExternal(filename="cat.png", length=len(PNG))
    await send(ticket["upload_url"], PNG)
    return (await client.files_completeUploadExternal(files=[{"id": ticket["file_id"], "title": "A cat"}], **more))[
        "files"
    ][0]


async def send(url, content):
    async with aiohttp.ClientSession() as session, session.post(url, data=content) as response:
        return response.status


def picture(file):
    return [{"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "A cat"}]


async def test_the_sdk_s_own_upload(client, workspace):
    workspace.app.scopes.add("channels:read")
    answer = await client.files_upload_v2(content=PNG, filename="cat.png", title="A cat", channel="C0LABELING")
    message = next(iter(workspace.messages["C0LABELING"].values()))
    assert message.files == [answer["file"]["id"]]
    assert workspace.files[message.files[0]].content == PNG


async def test_until_the_scan_ends_a_picture_is_refused(client, playground, clock):
    playground.faults.scan_seconds = 2
    file = await upload(client)
    assert file["mimetype"] == ""
    answer = await refusal(client.chat_postMessage(channel="C0LABELING", text="A cat", blocks=picture(file)))
    assert answer["error"] == "invalid_blocks"
    assert "invalid slack file" in answer["response_metadata"]["messages"][0]
    clock.time += 2
    assert (await client.files_info(file=file["id"]))["file"]["mimetype"] == "image/png"
    assert (await client.chat_postMessage(channel="C0LABELING", text="A cat", blocks=picture(file)))["ok"]


async def test_the_end_of_a_scan_is_news(client, playground):
    playground.faults.scan_seconds = 0.01
    news = asyncio.Event()
    file = await upload(client)
    playground.workspace.subscribe(lambda kind, _what: news.set() if kind == "file" else None)
    await asyncio.wait_for(news.wait(), 5)
    assert playground.workspace.files[file["id"]]


async def test_a_picture_in_a_nested_place_is_checked_too(client):
    blocks = [
        {"type": "context", "elements": [{"type": "image", "slack_file": {"id": "F0NOWHERE00"}, "alt_text": "x"}]},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "x"},
            "accessory": {"type": "image", "slack_file": {"id": "F0NOWHERE01"}, "alt_text": "x"},
        },
    ]
    answer = await refusal(client.chat_postMessage(channel="C0LABELING", text="x", blocks=blocks))
    assert [message.rpartition("[")[2] for message in answer["response_metadata"]["messages"]] == [
        "json-pointer:/blocks/0/elements/0/slack_file]",
        "json-pointer:/blocks/1/accessory/slack_file]",
    ]


async def test_a_picture_in_an_attachment_is_checked_and_seen_like_any(client, playground):
    missing = [{"blocks": picture({"id": "F0NOWHERE00"})}]
    answer = await refusal(client.chat_postMessage(channel="U0ANA00000", text="x", attachments=missing))
    assert answer["error"] == "invalid_blocks"
    assert "json-pointer:/attachments/0/blocks/0/slack_file" in answer["response_metadata"]["messages"][0]
    file = await upload(client)
    await client.chat_postMessage(channel="U0ANA00000", text="x", attachments=[{"blocks": picture(file)}])
    assert playground.person("Ana").sees_picture(playground.workspace.files[file["id"]])


async def test_who_sees_a_file_that_was_shared_to_no_channel(client, playground):
    ana, ben = playground.person("Ana"), playground.person("Ben")
    shape = await upload(client)
    file = playground.workspace.files[shape["id"]]
    assert not ana.sees_picture(file)
    await client.chat_postMessage(channel=ana.id, text="A cat", blocks=picture(shape))
    assert ana.sees_picture(file)
    assert not ben.sees_picture(file)
    playground.faults.channelless_files_hidden = True
    assert not ana.sees_picture(file)


async def test_a_file_shared_to_a_person_is_seen_by_them_in_any_case(client, playground):
    playground.faults.channelless_files_hidden = True
    ana, ben = playground.person("Ana"), playground.person("Ben")
    shape = await upload(client, channels=[ana.id])
    assert ana.sees_picture(playground.workspace.files[shape["id"]])
    assert not ben.sees_picture(playground.workspace.files[shape["id"]])
    assert ana.last_message.files == [shape["id"]]
    assert await ana.receives_file(".png") == PNG
    assert shape["ims"] == [ana.last_message.channel]


async def test_only_pictures_can_be_shown(client):
    ticket = await client.files_getUploadURLExternal(filename="notes.txt", length=len(PNG))
    await send(ticket["upload_url"], PNG)
    await client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    blocks = picture({"id": ticket["file_id"]})
    assert (await refusal(client.chat_postMessage(channel="C0LABELING", text="x", blocks=blocks)))["error"] == (
        "invalid_blocks"
    )


async def test_private_bytes_want_the_token(client, playground):
    file = await upload(client)
    async with aiohttp.ClientSession() as session:
        async with session.get(file["url_private"], allow_redirects=False) as response:
            assert response.status == 302
        headers = {"Authorization": f"Bearer {playground.workspace.app.bot_token}"}
        async with session.get(file["url_private"], headers=headers) as response:
            assert (response.status, response.content_type, await response.read()) == (200, "image/png", PNG)


@pytest.mark.parametrize("name", ["a/b #1?.png", "?", "Größe 100%.png"])
async def test_bytes_are_found_whatever_the_file_is_called(client, playground, name):
    ticket = await client.files_getUploadURLExternal(filename=name, length=len(PNG))
    await send(ticket["upload_url"], PNG)
    (file,) = (await client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}]))["files"]
    assert file["name"] == name
    headers = {"Authorization": f"Bearer {playground.workspace.app.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(file["url_private"]) as response:
        assert (response.status, await response.read()) == (200, PNG)


async def test_deleted_files(client, playground):
    file = await upload(client)
    await client.files_delete(file=file["id"])
    assert (await refusal(client.files_info(file=file["id"])))["error"] == "file_deleted"
    assert (await refusal(client.chat_postMessage(channel="C0LABELING", text="x", blocks=picture(file))))["error"] == (
        "invalid_blocks"
    )
    assert not playground.person("Ana").sees_picture(playground.workspace.files[file["id"]])


async def test_a_file_of_a_person_is_theirs(client, playground):
    theirs = playground.interactions.upload("U0ANA00000", "dog.png", PNG)
    assert (await refusal(client.files_info(file=theirs.id)))["error"] == "file_not_found"
    await playground.interactions.post_message("U0ANA00000", "C0LABELING", "Look", files=[theirs.id])
    assert (await client.files_info(file=theirs.id))["file"]["name"] == "dog.png"
    assert (await refusal(client.files_delete(file=theirs.id)))["error"] == "cant_delete_file"


async def test_a_file_given_through_a_form_is_the_app_s_to_read(client, playground):
    ana, workspace = playground.person("Ana"), playground.workspace
    opened(workspace, modal(field("proof", {"type": "file_input"})))
    await ana.attach("proof", "dog.png", PNG)
    (file,) = workspace.files.values()
    assert (await refusal(client.files_info(file=file.id)))["error"] == "file_not_found"
    await ana.submit()
    assert (await client.files_info(file=file.id))["file"]["name"] == "dog.png"


async def test_an_upload_address_is_good_for_one_upload_however_fast(client, playground):
    ticket = await client.files_getUploadURLExternal(filename="cat.png", length=3)
    begun = asyncio.Event()

    async def slow(content):
        yield content[:1]
        begun.set()
        await go.wait()
        yield content[1:]

    go = asyncio.Event()
    first = asyncio.create_task(send(ticket["upload_url"], slow(b"abc")))
    await begun.wait()
    assert await send(ticket["upload_url"], b"xyz") == 200
    go.set()
    assert await first == 404
    assert playground.workspace.files[ticket["file_id"]].content == b"xyz"


async def test_uploads_that_went_wrong(client):
    assert (await refusal(client.files_completeUploadExternal(files=[])))["error"] == "invalid_arguments"
    assert (await refusal(client.files_completeUploadExternal(files=[{"id": "F0NOWHERE00"}])))["error"] == (
        "file_not_found"
    )
    ticket = await client.files_getUploadURLExternal(filename="cat.png", length=3)
    assert await send(ticket["upload_url"], PNG) == 400
    assert (await refusal(client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])))["error"] == (
        "file_not_found"
    )
    assert await send(ticket["upload_url"], b"abc") == 200
    assert await send(ticket["upload_url"], b"abc") == 404
    done = [{"id": ticket["file_id"]}]
    for channel, word in (("C0GENERAL0", "not_in_channel"), ("C0NOWHERE", "channel_not_found")):
        assert (await refusal(client.files_completeUploadExternal(files=done, channel_id=channel)))["error"] == word


@pytest.mark.parametrize("length", [0, "many", "²", "9" * 5000])
async def test_the_length_must_be_known(client, length):
    call = client.files_getUploadURLExternal(filename="cat.png", length=length)
    assert (await refusal(call))["error"] == "invalid_arguments"
