"""The addresses behind the page: who may fetch and do what, and the words when it makes no sense."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import playground
from playground.posting import post, post_as_app
from tests.playground.page import gallery
from tests.playground.page.stage import ANA, BEN, Stage, blue_png, on_stage

_SCRIPTS = Path(playground.__file__).parent / "page" / "js"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as staged:
        yield staged


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(stage.playground.url) as session:
        yield session


async def act(http: aiohttp.ClientSession, verb: str, **body: Any) -> tuple[int, Any]:
    async with http.post(f"/page/act/{verb}", json={"person": ANA, **body}) as response:
        return response.status, await response.json()


async def test_the_page_runs_only_its_own_scripts(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
        page = await response.text()
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "style=" not in page
    assert "not Slack" in page or "playground" in page


@pytest.mark.parametrize("path", ["../server.py", "..%2fserver.py", "js/../../server.py", "nothing.js", "js"])
async def test_only_the_pages_own_files_are_served(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(f"/page/static/{path}") as response:
        assert response.status == 404


async def test_the_scripts_are_served_as_such(http: aiohttp.ClientSession) -> None:
    async with http.get("/page/static/js/main.js") as response:
        assert response.status == 200
        assert "javascript" in response.headers["Content-Type"]
        assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("script", sorted(_SCRIPTS.rglob("*.js")), ids=str)
def test_scripts_put_words_on_the_page_as_words(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("// @ts-check\n// ")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in text


@pytest.mark.parametrize("path", ["/page/state", "/page/live", "/"])
async def test_other_hosts_and_origins_are_refused(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path, headers={"Host": "evil.example"}) as response:
        assert response.status == 403
    async with http.get(path, headers={"Origin": "https://evil.example"}) as response:
        assert response.status == 403


async def test_a_form_of_another_site_can_do_nothing(stage: Stage, http: aiohttp.ClientSession) -> None:
    body = json.dumps({"person": ANA, "channel": stage.im, "text": "forged"})
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        async with http.post("/page/act/post_message", data=body, headers={"Content-Type": content_type}) as response:
            assert response.status == 415
    headers = {"Content-Type": "application/json", "Origin": "https://evil.example"}
    async with http.post("/page/act/post_message", data=body, headers=headers) as response:
        assert response.status == 403
    assert stage.workspace.messages[stage.im] == {}


async def test_everybody_sees_their_own(stage: Stage, http: aiohttp.ClientSession) -> None:
    post(stage.workspace, stage.im, ANA, {"text": "for Ana"})
    stage.say([], channel="C0LABELING", ephemeral_to=ANA)
    stage.open_modal(gallery.form())
    async with http.get("/page/state", params={"person": ANA}) as response:
        ana = await response.json()
    async with http.get("/page/state", params={"person": BEN}) as response:
        ben = await response.json()
    assert [message["text"] for message in ana["messages"][stage.im]] == ["for Ana"]
    assert stage.im not in ben["messages"]
    assert len(ana["messages"]["C0LABELING"]) == 1
    assert ben["messages"]["C0LABELING"] == []
    assert [view["title"]["text"] for view in ana["views"]] == ["New labeling task"]
    assert ben["views"] == []


@pytest.mark.parametrize("person", ["U0HUGO0000", "U0LABELBOT0", "USLACKBOT", "U0NOBODY00"])
async def test_only_living_people_can_be_looked_through(http: aiohttp.ClientSession, person: str) -> None:
    async with http.get("/page/state", params={"person": person}) as response:
        assert response.status == 404
        assert (await response.json())["problem"] == "There is nobody of that name to look at the workspace as."


async def test_private_files_are_for_who_sees_them(stage: Stage, http: aiohttp.ClientSession) -> None:
    file = stage.add_file("blue.png", blue_png(), "image/png")

    async def status(person: str) -> int:
        async with http.get(f"/page/file/{file}", params={"person": person}) as response:
            return response.status

    assert await status(ANA) == 404
    stage.say([{"type": "image", "slack_file": {"id": file}, "alt_text": "Blue"}])
    assert (await status(ANA), await status(BEN)) == (200, 404)
    stage.workspace.faults.channelless_files_hidden = True
    assert await status(ANA) == 404
    stage.workspace.faults.channelless_files_hidden = False
    stage.workspace.files[file].scanned_at = stage.workspace.now() + 60
    assert await status(ANA) == 404


async def test_files_of_people_never_run_as_pages(stage: Stage, http: aiohttp.ClientSession) -> None:
    async with http.post(
        "/page/upload",
        params={"person": ANA, "name": "x.html"},
        data=b"<script>1</script>",
        headers={"Content-Type": "application/octet-stream"},
    ) as response:
        file = (await response.json())["id"]
    async with http.get(f"/page/file/{file}", params={"person": ANA}) as response:
        assert response.status == 200
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with http.get(f"/page/file/{file}", params={"person": BEN}) as response:
        assert response.status == 404
    assert stage.workspace.files[file].user == ANA


@pytest.mark.parametrize(
    ("verb", "body", "words"),
    [
        ("fly", {}, "There is no act fly."),
        ("command", {"text": "/label"}, "`channel` must be a text."),
        ("command", {"text": "/label", "channel": "C0NOWHERE0"}, "You are not in that channel."),
        ("post_message", {"text": "hi", "channel": "D0BEN00000"}, "You are not in that channel."),
        ("click", {"view_id": "V1", "block_id": 1, "action_id": "a"}, "`block_id` must be a text."),
        ("click", {"view_id": "V1", "block_id": "b", "action_id": "a", "chosen": 3}, "`chosen` must be an object."),
        ("strike", {"kind": "flood", "method": "*"}, "There is no fault flood."),
        ("change_person", {"who": "U0NOBODY00"}, "There is no such person."),
        ("change_person", {"who": BEN, "tz": "Mars/Base"}, "There is no time zone Mars/Base."),
        ("change_person", {"who": BEN, "deleted": "yes"}, "`deleted` must be true or false."),
        ("change_role", {"who": BEN, "role": "king"}, "There is no role king."),
        ("change_group", {"who": BEN, "group": "S0NOWHERE0", "is_in": True}, "There is no such group."),
        ("strike", {"kind": "slow", "method": "*", "seconds": -1}, "`seconds` must be a number from 0 to 10000."),
    ],
)
async def test_what_makes_no_sense_is_said(
    http: aiohttp.ClientSession, verb: str, body: dict[str, Any], words: str
) -> None:
    status, answer = await act(http, verb, **body)
    assert (status, answer["ok"], answer["problem"]) == (400, False, words)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe"])
async def test_garbage_is_not_an_act(http: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with http.post("/page/act/read", data=body, headers=headers) as response:
        assert response.status == 400


async def test_nobody_acts_on_what_they_dont_see(stage: Stage, http: aiohttp.ClientSession) -> None:
    message = post_as_app(
        stage.workspace,
        stage.workspace.im_with(BEN).id,
        {"text": "t", "blocks": [{"type": "actions", "block_id": "b", "elements": [gallery.button("Cat", "cat")]}]},
    )
    where = {"channel": message.channel, "ts": message.ts, "block_id": "b", "action_id": "cat"}
    status, answer = await act(http, "click", **where)
    assert (status, answer["ok"]) == (200, False)
    assert stage.app.got == []
    status, answer = await act(http, "click", **{**where, "person": BEN})
    assert (status, answer["ok"]) == (200, True)
    assert stage.app.sent("block_actions")[0]["actions"][0]["value"] == "cat"


async def test_an_act_that_makes_no_sense_is_refused(stage: Stage, http: aiohttp.ClientSession) -> None:
    status, answer = await act(http, "post_message", channel=stage.im, text="x", files=5)
    assert (status, answer["problem"]) == (400, "`files` must be a list.")
    message = stage.say([{"type": "actions", "block_id": "row", "elements": [gallery.button("Go", "go")]}])
    where = {"channel": message.channel, "ts": message.ts, "block_id": "row", "action_id": "go"}
    assert (await act(http, "click", **where, chosen={"person": BEN, "surface": 1}))[0] == 200
    assert stage.app.sent("block_actions")[0]["user"]["id"] == ANA


async def test_faults_are_switched(stage: Stage, http: aiohttp.ClientSession) -> None:
    faults = stage.workspace.faults
    await act(http, "strike", kind="rate_limit", method="chat.update", count=3, seconds=7)
    await act(http, "fault", duplicate=2, scan_seconds=1.5, channelless_files_hidden=True, rates_enforced=True)
    assert [(one.kind, one.method, one.count, one.seconds) for one in faults.calls] == [
        ("rate_limit", "chat.update", 3, 7)
    ]
    assert (faults.duplicate, faults.scan_seconds, faults.channelless_files_hidden) == (2, 1.5, True)
    assert stage.workspace.rates_enforced is True
    await act(http, "clear_faults")
    assert (faults.calls, faults.duplicate, faults.channelless_files_hidden) == ([], 0, False)
    _, answer = await act(http, "lose_socket")
    assert answer["problem"] == "This app is reached over HTTP: there is no socket to cut."


async def test_news_are_for_who_sees_them_and_newest_only(stage: Stage, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect("/page/live", params={"person": ANA}) as socket:
        assert await socket.receive_json() == {"kind": "hello"}
        post(stage.workspace, stage.workspace.im_with(BEN).id, BEN, {"text": "Ben's own"})
        message = post(stage.workspace, stage.im, ANA, {"text": "first"})
        message.text = "second"
        stage.workspace.changed("message", message=message)
        news = await socket.receive_json()
        assert (news["kind"], news["message"]["text"]) == ("message", "second")
        parts = await socket.receive_json()
        assert set(parts["changed"]) == {"channels", "waiting"}
        assert parts["changed"]["waiting"][BEN] == 0
        stage.open_modal(gallery.form())
        changed = await asyncio.wait_for(socket.receive_json(), 5)
        assert [view["title"]["text"] for view in changed["changed"]["views"]] == ["New labeling task"]
