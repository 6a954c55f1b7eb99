"""views.*: triggers, stacks, hashes, external ids, and what is kept over an update."""

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.playground.conftest import toybot
from tests.playground.forms import field, home, modal, option, section, text_field
from tests.playground.test_web_api_access import refusal

ANA = "U0ANA00000"


async def open_modal(client, workspace, view):
    return (await client.views_open(trigger_id=workspace.new_trigger(ANA), view=view))["view"]


async def test_slack_fills_in_what_a_form_leaves_out(client, workspace):
    view = (await client.views_open(trigger_id=workspace.new_trigger("U0ANA00000"), view=modal(text_field("a"))))[
        "view"
    ]
    assert view["title"]["emoji"] is True
    assert view["submit"]["emoji"] is True
    (block,) = view["blocks"]
    assert (block["optional"], block["dispatch_action"]) == (False, False)


async def test_a_trigger_works_once_and_for_three_seconds(client, workspace, clock):
    trigger = workspace.new_trigger(ANA)
    assert (await client.views_open(trigger_id=trigger, view=modal()))["view"]["id"]
    assert (await refusal(client.views_open(trigger_id=trigger, view=modal())))["error"] == "exchanged_trigger_id"
    late = workspace.new_trigger(ANA)
    clock.time += 3.1
    assert (await refusal(client.views_open(trigger_id=late, view=modal())))["error"] == "expired_trigger_id"
    assert (await refusal(client.views_open(trigger_id="1.2.3", view=modal())))["error"] == "invalid_trigger_id"


async def test_a_refused_view_leaves_the_trigger_unused(client, workspace):
    trigger = workspace.new_trigger(ANA)
    refused = await refusal(client.views_open(trigger_id=trigger, view=modal(title="x" * 25)))
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"]
    assert (await client.views_open(trigger_id=trigger, view=modal()))["ok"]


async def test_views_of_the_wrong_type(client, workspace):
    trigger = workspace.new_trigger(ANA)
    assert (await refusal(client.views_open(trigger_id=trigger, view=home())))["error"] == "invalid_arguments"
    assert (await refusal(client.views_publish(user_id=ANA, view=modal())))["error"] == "invalid_arguments"


async def test_what_was_typed_stays_where_the_ids_stay(client, workspace, playground):
    ana = playground.person("Ana")
    kept, lost = text_field("kept"), text_field("lost")
    view = await open_modal(client, workspace, modal(kept, lost))
    await ana.fill("kept", "still here")
    await ana.fill("lost", "gone")
    again = {**lost, "block_id": "lost__2"}
    state = (await client.views_update(view_id=view["id"], view=modal(kept, again)))["view"]["state"]["values"]
    assert state["kept"]["kept"]["value"] == "still here"
    assert state["lost__2"]["lost"]["value"] is None


async def test_initial_values_count_unless_something_was_chosen(client, workspace, playground):
    ana = playground.person("Ana")
    select = {"type": "static_select", "options": [option("Cat"), option("Dog")], "initial_option": option("Cat")}
    view = await open_modal(client, workspace, modal(field("animal", select)))
    assert view["state"]["values"]["animal"]["animal"]["selected_option"]["value"] == "Cat"
    await ana.pick("animal", "Dog")
    updated = (await client.views_update(view_id=view["id"], view=modal(field("animal", select))))["view"]
    assert updated["state"]["values"]["animal"]["animal"]["selected_option"]["value"] == "Dog"


async def test_a_stale_hash_is_a_conflict(client, workspace):
    view = await open_modal(client, workspace, modal())
    updated = (await client.views_update(view_id=view["id"], view=modal(), hash=view["hash"]))["view"]
    assert updated["hash"] != view["hash"]
    stale = client.views_update(view_id=view["id"], view=modal(), hash=view["hash"])
    assert (await refusal(stale))["error"] == "hash_conflict"
    first = (await client.views_publish(user_id=ANA, view=home()))["view"]
    await client.views_publish(user_id=ANA, view=home(), hash=first["hash"])
    assert (await refusal(client.views_publish(user_id=ANA, view=home(), hash=first["hash"])))["error"] == (
        "hash_conflict"
    )


async def test_external_ids_are_unique_and_find_their_view(client, workspace):
    view = await open_modal(client, workspace, modal(external_id="one"))
    assert (await refusal(client.views_publish(user_id=ANA, view=home(external_id="one"))))["error"] == (
        "duplicate_external_id"
    )
    assert (await client.views_update(external_id="one", view=modal(external_id="one")))["view"]["id"] == view["id"]
    assert (await refusal(client.views_update(external_id="two", view=modal())))["error"] == "not_found"
    assert (await refusal(client.api_call("views.update", json={"view": modal()})))["error"] == "invalid_arguments"


async def test_a_closed_view_can_not_be_updated(client, workspace, playground):
    view = await open_modal(client, workspace, modal())
    await playground.person("Ana").cancel()
    assert (await refusal(client.views_update(view_id=view["id"], view=modal())))["error"] == "not_found"


async def test_a_modal_holds_three_views(client, workspace):
    root = await open_modal(client, workspace, modal(title="One"))
    second = (await push(client, workspace, root, modal(title="Two")))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    third = (await push(client, workspace, second, modal(title="Three")))["view"]
    assert third["root_view_id"] == root["id"]
    assert (await refusal(push(client, workspace, third, modal())))["error"] == "push_limit_reached"


def push(client, workspace, view, content):
    return client.views_push(trigger_id=workspace.new_trigger(ANA, view_id=view["id"]), view=content)


async def test_push_wants_a_trigger_from_within_the_modal(client, workspace):
    trigger = workspace.new_trigger(ANA)
    assert (await refusal(client.views_push(trigger_id=trigger, view=modal())))["error"] == "invalid_trigger_id"


async def test_home_is_for_everybody_their_own(client, playground):
    ana, ben = playground.person("Ana"), playground.person("Ben")
    await client.views_publish(user_id=ana.id, view=home(section("For Ana")))
    await ana.open_home()
    await ana.sees("For Ana", within="home")
    assert ben.home is None
    assert (await refusal(client.views_publish(user_id="U0NOBODY", view=home())))["error"] == "user_not_found"


async def test_opening_home_tells_what_is_published(manifest):
    opened = []

    def install(app: AsyncApp) -> None:
        @app.event("app_home_opened")
        async def show(event, client):
            opened.append((event["tab"], "view" in event))
            await client.views_publish(user_id=event["user"], view=home(section("Welcome home")))

    async with toybot(manifest, install) as toybox:
        ana = toybox.playground.person("Ana")
        await ana.open_home()
        await ana.sees("Welcome home")
        await ana.open_home()
        await ana.open_messages()
    assert opened == [("home", False), ("home", True), ("messages", False)]


async def test_the_current_conversation_is_the_default(client, workspace):
    element = {"type": "conversations_select", "default_to_current_conversation": True}
    trigger = workspace.new_trigger(ANA, channel="C0LABELING")
    view = (await client.views_open(trigger_id=trigger, view=modal(field("where", element))))["view"]
    assert view["state"]["values"]["where"]["where"]["selected_conversation"] == "C0LABELING"


@pytest.mark.parametrize("surface", ["modal", "home"])
async def test_pictures_of_files_that_are_not_there(client, workspace, surface):
    picture = {"type": "image", "slack_file": {"id": "F0NOWHERE00"}, "alt_text": "A cat"}
    if surface == "modal":
        call = client.views_open(trigger_id=workspace.new_trigger(ANA), view=modal(picture))
    else:
        call = client.views_publish(user_id=ANA, view=home(picture))
    answer = await refusal(call)
    assert answer["error"] == "invalid_blocks"
    assert "invalid slack file" in answer["response_metadata"]["messages"][0]
