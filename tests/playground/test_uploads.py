"""Files of people: uploaded into messages and forms, linked from elsewhere, hidden, and shared across workspaces."""

from dataclasses import replace

import aiohttp
import pytest

from playground.choices import LARGEST_FILE
from playground.file_shapes import file_shape
from playground.uploads import hide_by_limit, link
from tests.playground.forms import field, modal, opened
from tests.playground.test_web_api_access import refusal

ANA = "U0ANA00000"
PNG = bytes.fromhex("89504e470d0a1a0a") + b"not really a picture"


async def fetch(playground, address):
    headers = {"Authorization": f"Bearer {playground.workspace.app.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(address) as response:
        return response.status, response.content_type, await response.read()


async def test_a_message_shortcut_tells_of_the_message_and_its_files(ana, scripted, workspace):
    message = await ana.upload("cat.png", PNG, text="A cat")
    outcome = await ana.message_shortcut("Keep this", message)
    sent = scripted.last
    assert outcome.ok
    assert (sent["type"], sent["callback_id"], sent["message_ts"]) == ("message_action", "keep", message.ts)
    assert sent["channel"]["id"] == sent["message"].get("channel", message.channel) == message.channel
    assert sent["message"]["text"] == "A cat"
    assert [(file["name"], file["mimetype"], file["size"]) for file in sent["message"]["files"]] == [
        ("cat.png", "image/png", len(PNG))
    ]
    assert sent["response_url"].startswith(f"{workspace.base_url}/response/")
    assert sent["trigger_id"] in workspace.triggers
    unknown = await ana.message_shortcut("Throw away", message)
    assert "There is no message shortcut" in unknown.problem


async def test_the_app_reads_what_people_upload(client, playground):
    ana = playground.person("Ana")
    message = await ana.upload("cat.png", PNG, channel="labeling")
    file = (await client.files_info(file=message.files[0]))["file"]
    assert (file["user"], file["channels"]) == (ANA, ["C0LABELING"])
    assert await fetch(playground, file["url_private_download"]) == (200, "image/png", PNG)
    playground.workspace.app.scopes.discard("files:read")
    status, kind, content = await fetch(playground, file["url_private_download"])
    assert (status, kind) == (200, "text/html"), "Slack's sign-in page is no picture."
    assert content != PNG


@pytest.mark.parametrize(
    ("name", "mimetype", "filetype", "mode"),
    [
        ("cat.JPEG", "image/jpeg", "jpg", "hosted"),
        ("clip.mp4", "video/mp4", "mp4", "hosted"),
        ("texts.csv", "text/csv", "csv", "snippet"),
        ("texts.txt", "text/plain", "text", "snippet"),
        ("all.zip", "application/zip", "zip", "hosted"),
        ("lines.jsonl", "application/octet-stream", "binary", "hosted"),
        ("noending", "application/octet-stream", "binary", "hosted"),
    ],
)
def test_types_of_files(interactions, workspace, name, mimetype, filetype, mode):
    shape = file_shape(workspace, interactions.upload(ANA, name, b"content"))
    assert (shape["mimetype"], shape["filetype"], shape["mode"]) == (mimetype, filetype, mode)
    assert shape["editable"] is (mode == "snippet")


def test_a_type_that_its_name_does_not_say(interactions, workspace):
    file = interactions.upload(ANA, "cat.png", b"<html>", "text/html")
    assert file_shape(workspace, file)["mimetype"] == "text/html"


async def test_external_files_live_elsewhere(client, playground):
    ana = playground.person("Ana")
    message = await ana.share(link(playground.workspace, ANA, "Notes", "https://drive.example/notes"), text="Look")
    file = (await client.files_info(file=message.files[0]))["file"]
    assert (file["mode"], file["is_external"], file["external_type"]) == ("external", True, "gdrive")
    assert file["url_private"] == "https://drive.example/notes"
    assert "url_private_download" not in file


async def test_hidden_and_deleted_files_say_little(client, ana, playground):
    ana = playground.person("Ana")
    message = await ana.upload("cat.png", PNG)
    file = playground.workspace.files[message.files[0]]
    address = file_shape(playground.workspace, file)["url_private"]
    hide_by_limit(playground.workspace, file)
    shape = file_shape(playground.workspace, file)
    assert shape == {"id": file.id, "created": file.created, "timestamp": file.created, "mode": "hidden_by_limit"}
    assert (await refusal(client.files_info(file=file.id)))["error"] == "file_not_found"
    assert (await fetch(playground, address))[0] == 404
    assert not ana.sees_picture(file)
    file.deleted = True
    assert file_shape(playground.workspace, file) == {"id": file.id, "mode": "tombstone"}


async def test_a_file_in_a_shared_channel_wants_to_be_asked_for(client, playground):
    playground.workspace.app.manifest = replace(playground.workspace.app.manifest)
    ana = playground.person("Ana")
    message = await ana.upload("cat.png", PNG, channel="partners")
    await ana.message_shortcut("Keep this", message)
    (sent,) = [one.request for one in playground.workspace.traffic if one.kind == "message_action"]
    assert sent["message"]["files"] == [
        {
            "id": message.files[0],
            "mode": "file_access",
            "file_access": "check_file_info",
            "created": 0,
            "timestamp": 0,
            "user": "",
        }
    ]
    assert (await client.files_info(file=message.files[0]))["file"]["name"] == "cat.png"


async def test_where_files_cannot_be_shared(ana):
    with pytest.raises(AssertionError, match="channel that you are not in"):
        await ana.upload("cat.png", PNG, channel="D0BEN00000")


async def test_a_form_takes_files_up_to_its_limits(ana, scripted, workspace):
    opened(workspace, modal(field("proof", {"type": "file_input", "filetypes": ["png", "JPG"], "max_files": 2})))
    assert "only png, JPG files" in (await ana.attach("proof", "cat.gif", PNG)).problem
    assert "at most 10 MB" in (await ana.attach("proof", "cat.png", bytes(LARGEST_FILE + 1))).problem
    for name in ("cat.png", "dog.jpg"):
        assert (await ana.attach("proof", name, PNG)).ok
    assert "At most 2" in (await ana.attach("proof", "cow.png", PNG)).problem
    assert (await ana.submit()).ok
    files = scripted.last["view"]["state"]["values"]["proof"]["proof"]["files"]
    assert [file["name"] for file in files] == ["cat.png", "dog.jpg"]
    assert all(file["url_private_download"] for file in files)


async def test_ten_files_and_no_more_where_the_app_says_nothing(ana, workspace):
    opened(workspace, modal(field("proof", {"type": "file_input"})))
    for number in range(10):
        assert (await ana.attach("proof", f"{number}.png", PNG)).ok
    assert "At most 10" in (await ana.attach("proof", "11.png", PNG)).problem


async def test_only_ones_own_uploads_can_be_given(ana, interactions, workspace):
    opened(workspace, modal(field("proof", {"type": "file_input"})))
    theirs = interactions.upload("U0BEN00000", "cat.png", PNG)
    for file in (theirs, link(workspace, ANA, "Notes", "https://drive.example/notes")):
        assert "never uploaded" in (await ana.pick("proof", file.id)).problem


async def test_file_inputs_want_the_scope(client, workspace):
    view = modal(field("proof", {"type": "file_input"}))
    workspace.app.scopes.discard("files:read")
    answer = await refusal(client.views_open(trigger_id=workspace.new_trigger(ANA), view=view))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")
