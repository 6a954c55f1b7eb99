"""The server lets nothing in from elsewhere; a workspace can be kept, and reads its manifest."""

import asyncio
import json
import signal
import sys
from functools import partial

import aiohttp
import pytest

from playground.keeping import KeepingError, is_kept, load, save
from playground.manifest import ManifestError, parse_manifest, read_manifest
from playground.modals import publish_home
from playground.posting import post_as_app
from playground.shapes import file_shape, message_shape, view_shape
from tests.playground.conftest import MANIFEST
from tests.playground.forms import actions, button, home


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:80"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "localhost:9999"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_only_this_machine_and_this_origin(playground, headers, status, method):
    url = f"{playground.api_url}auth.test"
    async with aiohttp.ClientSession() as session, session.request(method, url, headers=headers) as response:
        assert response.status == status


async def test_our_own_origin_is_welcome(playground):
    headers = {"Origin": playground.url}
    async with aiohttp.ClientSession() as session, session.post(f"{playground.api_url}auth.test", headers=headers) as r:
        assert (await r.json())["error"] == "not_authed"


def test_a_workspace_is_kept_whole(workspace, clock, tmp_path, interactions):
    ana = "U0ANA00000"
    file = interactions.upload(ana, "cat.png", b"cat")
    row = actions(button("Go", "go"))
    message = post_as_app(workspace, "C0LABELING", {"text": "Hello", "blocks": [row]}, files=[file.id])
    view = publish_home(workspace, ana, home(row))
    url = workspace.new_response_url(ana, "C0LABELING", message.ts)
    assert not is_kept(tmp_path)
    save(workspace, tmp_path)
    assert is_kept(tmp_path)

    again = load(tmp_path, clock=clock)
    assert again.people == workspace.people
    assert again.channels == workspace.channels
    assert again.app == workspace.app
    assert message_shape(again, again.messages["C0LABELING"][message.ts]) == message_shape(workspace, message)
    assert view_shape(again, again.homes[ana]) == view_shape(workspace, view)
    assert again.views[view.id] is again.homes[ana]
    assert file_shape(again, again.files[file.id]) == file_shape(workspace, file)
    assert again.files[file.id].content == b"cat"
    assert again.response_urls[url.rpartition("/")[2]].original == message.ts
    assert again.new_id("F") == workspace.new_id("F")
    assert again.new_ts() == workspace.new_ts()


def test_a_kept_workspace_takes_a_new_manifest(workspace, tmp_path):
    save(workspace, tmp_path)
    fewer = parse_manifest({**MANIFEST, "oauth_config": {"scopes": {"bot": ["commands"]}}})
    again = load(tmp_path, fewer)
    assert again.app.scopes == {"commands"}
    assert again.app.bot_token == workspace.app.bot_token


@pytest.mark.parametrize("content", [None, "{", '{"version": 99}', '{"version": 1}', "[]"])
def test_a_folder_without_a_workspace(tmp_path, content):
    if content is not None:
        (tmp_path / "workspace.json").write_text(content)
    with pytest.raises(KeepingError, match=str(tmp_path)):
        load(tmp_path)


def test_what_a_manifest_declares(manifest):
    assert manifest.command("/toy").should_escape is True
    assert manifest.command("/other") is None
    assert manifest.shortcut("keep").kind == "message"
    assert manifest.bot_events == {"app_home_opened", "message.im", "user_change"}
    assert (manifest.socket_mode, manifest.is_interactive, manifest.messages_read_only) == (False, True, False)


@pytest.mark.parametrize("text", ["a: [", "- 1", "features: {}", "display_information: 3"])
def test_a_manifest_that_is_none(tmp_path, text):
    path = tmp_path / "app.yml"
    path.write_text(text)
    with pytest.raises(ManifestError):
        read_manifest(path)
    with pytest.raises(ManifestError):
        read_manifest(tmp_path / "missing.yml")


def test_a_manifest_may_be_json(tmp_path):
    path = tmp_path / "app.json"
    path.write_text(json.dumps(MANIFEST))
    assert read_manifest(path).name == "Toybot"


@pytest.mark.slow
async def test_as_a_command(tmp_path):
    path = tmp_path / "app.json"
    path.write_text(json.dumps(MANIFEST))
    command = [sys.executable, "-m", "playground", "--manifest", str(path)]
    # Whoever runs tests in the background of a shell has Ctrl-C ignored, and what is started from there too.
    heard = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, preexec_fn=heard)
    try:
        first = (await process.stdout.readline()).decode()
        assert first.startswith("A local playground, not Slack: http://127.0.0.1:")
        url = first.rpartition(" ")[2].strip()
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert response.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert process.returncode == 0


@pytest.mark.slow
async def test_the_command_says_what_is_wrong_with_a_manifest(tmp_path):
    command = [sys.executable, "-m", "playground", "--manifest", str(tmp_path / "missing.yml")]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    assert (process.returncode, said.count(b"\n")) == (2, 1)
    assert b"can't be read: No such file" in said
