"""The app hears of what it wrote, changed and took away itself, as it would from Slack."""

import pytest
from slack_bolt.app.async_app import AsyncApp

from playground.own_messages import OwnMessages
from playground.person import PersonDriver
from playground.posting import delete, post_as_app, replace
from tests.playground.conftest import toybot
from tests.playground.forms import actions, button, section

ANA = "U0ANA00000"


@pytest.fixture
def told(workspace, scripted):
    """The events of messages that have arrived, once nothing is on its way any more."""
    OwnMessages(workspace, scripted)

    async def wait():
        await scripted.settled()
        return [delivery.payload["event"] for delivery in scripted.got if delivery.kind == "events_api"]

    return wait


async def test_posted_changed_deleted(workspace, told):
    message = post_as_app(workspace, workspace.im_with(ANA).id, {"text": "One"})
    replace(workspace, message, {"text": "Two"}, marks_edit=True)
    delete(workspace, message)
    posted, changed, deleted = await told()
    assert (posted["text"], posted["bot_id"], posted["channel_type"]) == ("One", workspace.app.bot_id, "im")
    assert "subtype" not in posted
    assert (changed["subtype"], changed["hidden"], changed["channel"]) == ("message_changed", True, message.channel)
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("Two", "One")
    assert changed["message"]["ts"] == message.ts != changed["ts"]
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", message.ts)
    assert deleted["previous_message"]["text"] == "Two"


async def test_what_the_app_does_not_hear(workspace, told):
    im = workspace.im_with(ANA).id
    post_as_app(workspace, im, {"text": "Psst"}, ephemeral_to=ANA)
    post_as_app(workspace, "C0LABELING", {"text": "It asked for direct messages only."})
    workspace.tells_own_messages = False
    post_as_app(workspace, im, {"text": "Turned off"})
    workspace.tells_own_messages = True
    workspace.app.scopes.discard("im:history")
    post_as_app(workspace, im, {"text": "Without the scope"})
    assert await told() == []


async def test_faults_that_are_meant_for_acts_stay_for_them(workspace, told):
    workspace.faults.duplicate = 1
    post_as_app(workspace, workspace.im_with(ANA).id, {"text": "One"})
    assert len(await told()) == 1
    assert workspace.faults.duplicate == 1


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_over_the_wire(manifest, way):
    """Bolt leaves out what its own bot wrote: no listener hears of it, and it is acked all the same."""

    def install(app: AsyncApp) -> None:
        @app.event("message")
        async def answer(say):
            await say("Never said")

    async with toybot(manifest, install, way=way) as toybox:
        workspace, client = toybox.playground.workspace, toybox.app.client
        sent = await client.chat_postMessage(channel=ANA, text="Hello")
        await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Hello again")
        await toybox.playground.deliveries.settled()
        told = [each for each in workspace.traffic if each.kind == "message"]
    assert [each.request["event"].get("subtype") for each in told] == [None, "message_changed"]
    assert [each.error for each in told] == ["", ""]
    assert [each.text for each in workspace.messages[sent["channel"]].values()] == ["Hello again"]


async def test_buttons_in_attachments(ana, scripted, workspace):
    inside = {"blocks": [section("Inside"), actions(button("Go", "go"), {"type": "datepicker", "action_id": "day"})]}
    message = post_as_app(
        workspace, workspace.im_with(ANA).id, {"text": "x", "attachments": [{"text": "First"}, inside]}
    )
    assert (await ana.click("Go")).ok
    sent = scripted.last
    assert sent["container"]["type"] == "message_attachment"
    assert sent["container"]["attachment_id"] == 2
    assert [each["fallback"] for each in sent["message"]["attachments"]] == ["[no preview available]"] * 2
    await ana.pick("day", "2027-01-01")
    block_id = message.attachments[1]["blocks"][1]["block_id"]
    assert scripted.last["state"]["values"][block_id]["day"]["selected_date"] == "2027-01-01"
    ben = PersonDriver(ana.interactions, "U0BEN00000")
    assert ben.messages() == []
