"""What comes from elsewhere than Slack, what people type to do harm, and where the token travels."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest

from playground.workspace import Workspace
from tests.journeys.acts import create_task, export_rows
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow
HOSTILE = "<!channel> <@U0ANA00000> <https://evil.example|x> *b* & `c`"


@pytest.fixture
async def stage(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> AsyncIterator[Stage]:
    async with staged(tmp_path, watch=watch) as ready:
        yield ready


def signed(stage: Stage, body: bytes, *, at: str | None = None) -> dict[str, str]:
    at = at or str(int(time.time()))
    secret = stage.workspace.app.signing_secret.encode()
    seal = hmac.new(secret, f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={seal}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


async def post(stage: Stage, body: bytes, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.bot.url}/slack/events", data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


BODY = urlencode({"command": "/label", "text": "", "user_id": "U0ANA00000", "team_id": "T0PLAYGROUND"}).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "ü"},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "١٢٣"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "9" * 40},
        {"X-Slack-Request-Timestamp": "-1"},
    ],
)
async def test_a_bad_signature_is_401(stage: Stage, spoil: dict[str, str]) -> None:
    assert await post(stage, BODY, signed(stage, BODY) | spoil) == 401


async def test_a_missing_or_old_signature_is_401(stage: Stage) -> None:
    headers = signed(stage, BODY)
    for name in ("X-Slack-Signature", "X-Slack-Request-Timestamp"):
        assert await post(stage, BODY, {key: value for key, value in headers.items() if key != name}) == 401
    assert await post(stage, BODY, signed(stage, BODY, at=str(int(time.time()) - 600))) == 401
    assert await post(stage, BODY, signed(stage, BODY, at=str(int(time.time()) + 600))) == 401
    assert await post(stage, BODY + b"&more=1", headers) == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"payload=",
        b"payload=not+json",
        b"payload=%5B%5D",
        b"payload=null",
        b"payload=%7B%7D",
        b"{}",
        b"[1, 2",
        urlencode({"payload": json.dumps({"type": "block_actions"})}).encode(),
        urlencode({"payload": json.dumps({"type": "block_actions", "user": None, "actions": "x"})}).encode(),
        urlencode({"payload": json.dumps({"type": "view_submission", "view": 7, "user": {"id": []}})}).encode(),
        urlencode({"payload": "[" * 5000}).encode(),
        b"command=/label",
        b"a" * 900_000,
    ],
)
async def test_signed_garbage_is_never_a_500(stage: Stage, body: bytes) -> None:
    assert await post(stage, body, signed(stage, body)) in {200, 400, 401, 404}
    async with aiohttp.ClientSession() as session, session.get(f"{stage.bot.url}/healthz") as answer:
        assert answer.status == 200


async def test_a_body_past_all_measure_is_refused(stage: Stage) -> None:
    body = b"a" * 3_000_000
    assert await post(stage, body, signed(stage, body)) == 413


@pytest.mark.parametrize(
    ("action_id", "value", "answer"),
    [
        ("label:1", "x.y.z", "That button is too old to be understood"),
        ("label:1", "", "That button is too old to be understood"),
        ("label:1", "1.0.99999999999999999999", "That concept is no longer part of this task"),
        ("undo", "-1.-1", "That button is too old to be understood"),
        ("gone", "1", "That button is too old to be understood"),
    ],
)
async def test_a_button_that_nobody_drew_is_answered(stage: Stage, action_id: str, value: str, answer: str) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 1")
    message = ben.last_message
    payload = {
        "type": "block_actions",
        "user": {"id": ben.id, "team_id": "T0PLAYGROUND"},
        "team": {"id": "T0PLAYGROUND"},
        "api_app_id": stage.workspace.app.id,
        "trigger_id": "1.2.3",
        "response_url": stage.workspace.new_response_url(ben.id, message.channel, message.ts),
        "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel},
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.0"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert await post(stage, body, signed(stage, body)) == 200
    await ben.screen.until(lambda: bool(ben.notices), "be answered", 5)
    assert answer in ben.notices[-1].text
    await ben.sees("1 of 1", ben.last_message)
    await ben.click("Cat", ben.last_message)
    await ben.sees("All done", ben.last_message)


async def test_somebody_elses_button_changes_nothing(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben, chloe = stage.person("Ben"), stage.person("Chloé")
    await ben.sees("1 of 1")
    url = stage.workspace.new_response_url(chloe.id, chloe.workspace.im_with(chloe.id).id, "1.0")
    payload = {
        "type": "block_actions",
        "user": {"id": chloe.id, "team_id": "T0PLAYGROUND"},
        "team": {"id": "T0PLAYGROUND"},
        "trigger_id": "1.2.3",
        "response_url": url,
        "actions": [{"type": "button", "action_id": "label:1", "value": "1.0.1", "action_ts": "1.0", "block_id": "b"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert await post(stage, body, signed(stage, body)) == 200
    await chloe.sees("You are not a labeler of")
    await ben.sees("1 of 1")


async def test_hostile_text_stays_text(stage: Stage) -> None:
    """Names, concepts, instructions, reasons: no mention, no link, no channel is called by any of them."""
    stage.add_pictures("Photos", 1)
    name = f"N {HOSTILE}"
    await create_task(stage, name=name, concepts=(HOSTILE, "Dog"), reviewers=("Dmitri",), instructions=HOSTILE)
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.sees("1 of 1")
    await ben.click(HOSTILE)
    await dmitri.sees("Review 1 of 1")
    await dmitri.click("Request changes")
    await dmitri.fill("What should be different?", HOSTILE)
    await dmitri.submit()
    await ben.sees("asked for changes")
    await ben.click("Flag")
    await ben.click("Dog")
    await dmitri.sees("You asked for changes")
    await dmitri.click("Approve")
    await stage.person("Ana").sees("is done")
    for message in stage.workspace.all_messages():
        assert "<!channel>" not in message.text
        assert "<https://evil" not in message.text
        for block in message.blocks:
            if block.get("text", {}) and block["type"] == "section" and block["text"]["type"] == "mrkdwn":
                assert "<!channel>" not in block["text"]["text"]
    assert len(await export_rows(stage, name=name)) == 1


async def test_only_pictures_that_we_named_are_served(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    more = {"pictures": "url", "public_url": "https://labels.example.org"}
    async with staged(tmp_path, watch=watch, **more) as stage, aiohttp.ClientSession() as session:
        stage.add_pictures("Photos", 2)
        await create_task(stage)
        ben = stage.person("Ben")
        await ben.sees("1 of 2")
        address = next(block["image_url"] for block in ben.last_message.blocks if block["type"] == "image")
        name = address.rpartition("/")[2].removesuffix(".jpg")

        async def status(token: str) -> int:
            async with session.get(f"{stage.bot.url}/pictures/{token}.jpg") as answer:
                return answer.status

        assert await status(name) == 200
        for token in ("1-%C3%A9", "%D9%A1-x", "9" * 5000 + "-x", name[:-1], name.replace("1-", "2-", 1)):
            assert await status(token) == 404, token
        for path in [one for one in stage.settings.inputs_dir.rglob("*") if one.is_file()]:
            path.unlink()
        assert await status(name) == 404
