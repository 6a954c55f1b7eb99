"""A real Bolt app works in the playground as it would in Slack, over both ways in."""

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.playground.conftest import toybot

NAME_MODAL = {
    "type": "modal",
    "callback_id": "name_it",
    "title": {"type": "plain_text", "text": "New toy"},
    "submit": {"type": "plain_text", "text": "Make"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "name"},
        },
        {
            "type": "input",
            "block_id": "maker",
            "label": {"type": "plain_text", "text": "Maker"},
            "element": {"type": "multi_users_select", "action_id": "maker"},
        },
        {
            "type": "input",
            "block_id": "colour",
            "label": {"type": "plain_text", "text": "Colour"},
            "element": {"type": "external_select", "action_id": "colour", "min_query_length": 0},
        },
    ],
}


def install(app: AsyncApp) -> None:
    @app.command("/toy")
    async def make(ack, command, client):
        await client.views_open(trigger_id=command["trigger_id"], view=NAME_MODAL)
        await ack()

    @app.options("colour")
    async def colours(ack, payload):
        found = [name for name in ("red", "green", "blue") if payload["value"] in name]
        await ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name[0]} for name in found])

    @app.view("name_it")
    async def made(ack, view, body, client):
        values = view["state"]["values"]
        name = values["name"]["name"]["value"]
        if name == "bad":
            await ack(response_action="errors", errors={"name": "That name is bad."})
            return
        await ack()
        colour = values["colour"]["colour"]["selected_option"]["value"]
        makers = values["maker"]["maker"]["selected_users"]
        block = {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "paint", "text": {"type": "plain_text", "text": "Paint"}}],
        }
        text = f"{name} {colour} {len(makers)}"
        await client.chat_postMessage(
            channel=body["user"]["id"],
            text=text,
            blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": text}}, block],
        )

    @app.action("paint")
    async def paint(ack, respond):
        await ack()
        await respond(replace_original=True, text="painted")


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_a_whole_walk(manifest, way):
    async with toybot(manifest, install, way=way) as toybox:
        ana = toybox.playground.person("Ana")
        assert (await ana.command("/toy new")).ok
        await ana.sees_modal("New toy")
        await ana.fill("Name", "bad")
        await ana.pick_people("Maker", "Ben", "Chloé")
        await ana.pick("Colour", "green")
        assert (await ana.submit()).problem == "That name is bad."
        assert ana.errors() == {"Name": "That name is bad."}
        await ana.fill("Name", "Ted")
        assert (await ana.submit()).ok
        await ana.sees_no_modal()
        await ana.sees("Ted g 2")
        assert (await ana.click("Paint")).ok
        await ana.sees("painted")
        await ana.sees_not("Ted g 2")
