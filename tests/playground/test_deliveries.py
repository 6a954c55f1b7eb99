"""Signed posts and envelopes, retries of events, and what happens when nobody answers."""

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import ClientSession, WSMsgType, web
from slack_bolt.app.async_app import AsyncApp

from playground.deliveries import Delivery, HttpDeliveries, SocketDeliveries
from playground.posting import post_as_app
from playground.server import running
from tests.playground.conftest import toybot
from tests.playground.forms import actions, button
from tests.playground.scripted import ScriptedApp

EVENT = Delivery("events_api", {"type": "event_callback", "event": {"type": "user_change"}, "event_id": "Ev1"})
CLICK = Delivery("interactive", {"type": "block_actions"})


class Receiver:
    """An app that notes the raw posts and answers with the statuses it was given, then with 200."""

    def __init__(self):
        self.posts = []
        self.statuses = []
        self.headers = {}
        self.body = b""
        self.gate = None

    async def take(self, request):
        self.posts.append((dict(request.headers), await request.read()))
        if self.gate is not None:
            await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers=self.headers, body=self.body)


@asynccontextmanager
async def listening(receiver):
    app = web.Application()
    app.router.add_post("/slack/events", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@pytest.fixture
async def receiver():
    return Receiver()


@pytest.fixture
async def deliveries(receiver, workspace):
    async with listening(receiver) as url:
        over_http = HttpDeliveries(workspace, url, retry_pace=0)
        yield over_http
        await over_http.close()


async def test_posts_are_signed_by_the_real_clock(deliveries, receiver, workspace):
    assert (await deliveries.send(CLICK)).problem == ""
    headers, body = receiver.posts[0]
    stamp = headers["X-Slack-Request-Timestamp"]
    assert abs(time.time() - int(stamp)) < 60
    secret = workspace.app.signing_secret.encode()
    expected = hmac.new(secret, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == f"v0={expected}"
    assert body.startswith(b"payload=")


async def test_events_are_retried_with_the_reason(deliveries, receiver):
    receiver.statuses = [500, 302]
    assert (await deliveries.send(EVENT)).problem == "dispatch_failed"
    await deliveries.settled()
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h, _ in receiver.posts]
    assert retries == [(None, None), ("1", "http_error"), ("2", "too_many_redirects")]
    assert len({body for _, body in receiver.posts}) == 1


async def test_three_retries_and_no_more(deliveries, receiver):
    receiver.statuses = [500] * 9
    await deliveries.send(EVENT)
    await deliveries.settled()
    assert len(receiver.posts) == 4


async def test_an_app_can_refuse_retries(deliveries, receiver):
    receiver.statuses = [500]
    receiver.headers = {"X-Slack-No-Retry": "1"}
    await deliveries.send(EVENT)
    await deliveries.settled()
    assert len(receiver.posts) == 1


async def test_interactions_are_not_retried(deliveries, receiver):
    receiver.statuses = [500]
    assert (await deliveries.send(CLICK)).problem == "dispatch_failed"
    await deliveries.settled()
    assert len(receiver.posts) == 1


async def test_no_answer_in_time(deliveries, receiver, workspace):
    workspace.patience = 0.05
    receiver.gate = asyncio.Event()
    assert (await deliveries.send(CLICK)).problem == "operation_timeout"
    receiver.gate.set()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[" * 100_000])
async def test_an_answer_that_nobody_can_read_is_text(deliveries, receiver, body):
    receiver.headers, receiver.body = {"Content-Type": "application/json; charset=bogus"}, body
    reply = await deliveries.send(CLICK)
    assert (reply.problem, type(reply.body)) == ("", str)


async def test_nobody_listens(workspace):
    over_http = HttpDeliveries(workspace, "http://127.0.0.1:1/slack/events")
    assert (await over_http.send(CLICK)).problem == "dispatch_failed"
    await over_http.close()
    nowhere = HttpDeliveries(workspace)
    assert (await nowhere.send(CLICK)).problem == "dispatch_failed", "The manifest names no URL."


async def test_a_manifest_with_urls_must_name_one_for_each_kind(deliveries, receiver, workspace):
    named = replace(workspace.app.manifest, interactivity_url="https://example.com/slack/events")
    workspace.app.manifest = named
    assert (await deliveries.send(CLICK)).problem == ""
    options = Delivery("interactive", {"type": "block_suggestion"})
    assert (await deliveries.send(options)).problem == "dispatch_failed"
    assert (await deliveries.send(Delivery("slash_commands", {"command": "/toy"}))).problem == "dispatch_failed"
    workspace.app.manifest = replace(named, options_url="https://example.com/slack/events")
    assert (await deliveries.send(options)).problem == ""
    assert len(receiver.posts) == 2


async def test_a_duplicated_delivery_arrives_twice(scripted, workspace):
    workspace.faults.duplicate = 1
    await scripted.send(CLICK)
    await scripted.send(EVENT)
    await scripted.settled()
    names = sorted(delivery.name for delivery in scripted.got)
    assert names == ["block_actions", "block_actions", "user_change"]


async def test_reordered_deliveries_arrive_newest_first(scripted, workspace):
    workspace.faults.reorder = 3
    await asyncio.gather(*(scripted.send(Delivery("interactive", {"type": str(number)})) for number in range(4)))
    names = [delivery.name for delivery in scripted.got]
    assert [name for name in names if name != "3"] == ["2", "1", "0"], "The fourth was not part of it."


async def test_a_held_delivery_is_not_held_for_ever(scripted, workspace):
    workspace.faults.reorder = 2
    workspace.faults.hold_seconds = 0.01
    await scripted.send(CLICK)
    assert scripted.got == [CLICK]


async def test_the_handshake_of_a_request_url(manifest):
    async with toybot(manifest, lambda _app: None) as toybox:
        assert await toybox.playground.deliveries.verify()


async def test_a_forged_signature_is_refused_by_bolt(manifest):
    async with toybot(manifest, lambda _app: None) as toybox:
        toybox.playground.deliveries.signing_secret = "wrong"
        assert (await toybox.playground.person("Ana").command("/toy")).problem == (
            '`/toy` failed with the error "dispatch_failed"'
        )


def install_painter(painted):
    def install(app: AsyncApp) -> None:
        @app.action("paint")
        async def paint(ack, body):
            await ack()
            painted.append(body["actions"][0]["action_ts"])

    return install


def post_button(workspace):
    row = actions(button("Paint", "paint"))
    post_as_app(workspace, workspace.im_with("U0ANA00000").id, {"text": "x", "blocks": [row]})


async def test_a_lost_socket_is_opened_again(manifest):
    painted = []
    async with toybot(manifest, install_painter(painted), way="socket") as toybox:
        playground = toybox.playground
        post_button(playground.workspace)
        ana = playground.person("Ana")
        await ana.click("Paint")
        await playground.deliveries.refresh()
        await playground.deliveries.linked()
        assert (await ana.click("Paint")).ok
        assert len(painted) == 2
        playground.deliveries.lose()
        assert not (await ana.click("Paint")).ok


async def test_an_address_opens_one_socket(workspace):
    async with running(workspace, deliveries=SocketDeliveries(workspace)) as playground, ClientSession() as session:
        headers = {"Authorization": f"Bearer {workspace.app.app_token}"}
        async with session.post(f"{playground.api_url}apps.connections.open", headers=headers) as response:
            url = (await response.json())["url"]
        async with session.ws_connect(url) as socket:
            assert json.loads((await socket.receive()).data)["type"] == "hello"
            async with session.get(url.replace("ws:", "http:")) as again:
                assert again.status == 403


async def test_envelopes(workspace):
    over_socket = SocketDeliveries(workspace, retry_pace=0)
    workspace.patience = 0.05
    async with running(workspace, deliveries=over_socket) as playground, ClientSession() as session:
        workspace.permitted_sockets.add("mine")
        address = f"{playground.url}/link/?ticket=mine".replace("http:", "ws:")
        async with session.ws_connect(address) as socket:
            assert json.loads((await socket.receive()).data)["num_connections"] == 1
            sending = asyncio.create_task(over_socket.send(CLICK))
            envelope = json.loads((await socket.receive()).data)
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)
            for garbage in ("not JSON", '{"envelope_id": []}', '{"envelope_id": {}}', "7", "[" * 100_000):
                await socket.send_str(garbage)
            await socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"a": 1}}))
            assert (await sending).body == {"a": 1}
            sending = asyncio.create_task(over_socket.send(EVENT))
            first = json.loads((await socket.receive()).data)
            assert (await sending).problem == "operation_timeout"
            second = json.loads((await socket.receive()).data)
            assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
            assert second["payload"]["event_id"] == first["payload"]["event_id"]
            await over_socket.refresh()
            said = await socket.receive()
            while said.type is WSMsgType.TEXT and json.loads(said.data)["type"] != "disconnect":
                said = await socket.receive()
            assert json.loads(said.data)["reason"] == "refresh_requested"


async def test_an_eleventh_socket_is_too_many(workspace):
    over_socket = SocketDeliveries(workspace)
    async with running(workspace, deliveries=over_socket) as playground, ClientSession() as session:
        sockets = []
        for number in range(11):
            workspace.permitted_sockets.add(str(number))
            address = f"{playground.url}/link/?ticket={number}".replace("http:", "ws:")
            sockets.append(await session.ws_connect(address))
        said = [json.loads((await socket.receive()).data) for socket in sockets]
        assert [each["type"] for each in said] == ["hello"] * 10 + ["disconnect"]
        assert said[-1]["reason"] == "too_many_websockets"
        for socket in sockets:
            await socket.close()


async def test_what_happens_stands_in_the_traffic(workspace):
    scripted = ScriptedApp(workspace)
    await scripted.send(CLICK)
    (exchange,) = workspace.traffic
    assert (exchange.direction, exchange.kind, exchange.request) == ("delivery", "block_actions", CLICK.payload)
