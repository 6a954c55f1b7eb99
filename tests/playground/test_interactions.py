"""What a person can do, what the app is told, and what their client refuses before."""

from dataclasses import replace

import pytest

from playground.deliveries import Reply
from playground.people_shapes import person_shape
from playground.person import PersonDriver
from playground.posting import post_as_app
from playground.records import Person
from playground.sight import unread_count
from playground.surfaces import MessageSurface, ViewSurface
from tests.playground.forms import actions, button, field, modal, opened, option, plain, section

ANA = "U0ANA00000"


def posted(workspace, person, *blocks, **more):
    return post_as_app(workspace, workspace.im_with(person).id, {"text": "x", "blocks": list(blocks)}, **more)


async def test_a_command_as_slack_sends_it(ana, scripted):
    await ana.command("/toy new @ben in #general & more", channel="labeling")
    sent = scripted.last
    assert (sent["command"], sent["channel_name"], sent["user_id"]) == ("/toy", "labeling", ANA)
    assert sent["text"] == "new <@U0BEN00000|ben> in <#C0GENERAL0|general> & more"
    assert sent["is_enterprise_install"] == "false"
    await ana.command("/toy")
    assert (scripted.last["text"], scripted.last["channel_name"]) == ("", "directmessage")


async def test_undeclared_commands_are_not_delivered(ana, scripted):
    outcome = await ana.command("/dance now")
    assert not outcome.ok
    assert outcome.problem.startswith("`/dance` is not a valid command.")
    assert not scripted.got


@pytest.mark.parametrize("word", ["operation_timeout", "dispatch_failed"])
async def test_a_command_that_fails_says_slack_s_sentence(ana, scripted, word):
    scripted.answer = lambda _payload: Reply(problem=word)
    assert (await ana.command("/toy")).problem == f'`/toy` failed with the error "{word}"'


async def test_a_command_answered_in_its_ack(ana, ben, scripted):
    scripted.answers("Only you see this")
    await ana.command("/toy", channel="labeling")
    assert ana.notices[-1].text == "Only you see this"
    scripted.answers({"response_type": "in_channel", "text": "All see this"})
    await ana.command("/toy show", channel="labeling")
    assert [message.text for message in ben.messages("labeling")] == ["/toy show", "All see this"]
    scripted.answers({"text": "", "blocks": []})
    assert (await ana.command("/toy")).problem == '`/toy` failed with the error "no_text"'


async def test_shortcuts_are_those_declared(ana, interactions, scripted, workspace):
    assert (await ana.shortcut("Make a toy")).ok
    assert (scripted.last["type"], scripted.last["callback_id"]) == ("shortcut", "make")
    assert "response_url" not in scripted.last
    assert not (await ana.shortcut("Unknown")).ok
    message = posted(workspace, ANA, section("Keep me"))
    where = MessageSurface(message.channel, message.ts)
    assert (await interactions.message_shortcut(ANA, "keep", where)).ok
    assert scripted.last["message"]["blocks"][0]["text"]["text"] == "Keep me"
    assert scripted.last["response_url"]
    assert not (await interactions.message_shortcut(ANA, "make", where)).ok
    assert not (await interactions.message_shortcut("U0BEN00000", "keep", where)).ok


async def test_a_click_in_a_message(ana, scripted, workspace):
    message = posted(workspace, ANA, actions(button("Go", "go", value="7"), block_id="row"))
    assert (await ana.click("Go")).ok
    sent = scripted.last
    assert sent["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": False,
    }
    (acted,) = sent["actions"]
    assert (acted["action_id"], acted["block_id"], acted["value"]) == ("go", "row", "7")
    assert acted["text"] == {"type": "plain_text", "text": "Go", "emoji": True}
    assert sent["message"]["ts"] == message.ts
    assert sent["response_url"]
    assert sent["trigger_id"]


async def test_the_value_of_a_button_is_the_stored_one(interactions, scripted, workspace):
    message = posted(workspace, ANA, actions(button("Go", "go", value="mine"), block_id="row"))
    await interactions.click(ANA, MessageSurface(message.channel, message.ts), "row", "go", value="forged")
    assert scripted.last["actions"][0]["value"] == "mine"


async def test_an_ephemeral_is_not_in_its_payload(ana, scripted, workspace):
    posted(workspace, ANA, actions(button("Go", "go")), ephemeral_to=ANA)
    await ana.click("Go")
    assert scripted.last["container"]["is_ephemeral"] is True
    assert "message" not in scripted.last


async def test_nobody_clicks_what_they_do_not_see(interactions, scripted, workspace):
    message = posted(workspace, ANA, actions(button("Go", "go"), block_id="row"))
    where = MessageSurface(message.channel, message.ts)
    assert (await interactions.click("U0BEN00000", where, "row", "go")).problem
    assert (await interactions.click(ANA, where, "row", "gone")).problem
    view = opened(workspace, modal())
    assert (await interactions.click("U0BEN00000", ViewSurface(view.id), "row", "go")).problem
    assert not scripted.got


async def test_an_app_that_does_not_answer_a_click(ana, scripted, workspace):
    posted(workspace, ANA, actions(button("Go", "go")))
    scripted.answer = lambda _payload: Reply(problem="operation_timeout")
    assert (await ana.click("Go")).problem == "Oh no, something went wrong. Please try that again."


async def test_a_choice_in_a_message_is_state(ana, scripted, workspace):
    select = {"type": "static_select", "action_id": "pick", "options": [option("Cat"), option("Dog")]}
    posted(workspace, ANA, actions({**select, "placeholder": plain("Animal")}, button("Go", "go"), block_id="row"))
    await ana.pick("Animal", "Dog")
    assert scripted.last["actions"][0]["selected_option"]["value"] == "Dog"
    await ana.click("Go")
    assert scripted.last["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "Dog"
    assert "go" not in scripted.last["state"]["values"]["row"]


async def test_only_options_that_are_offered(interactions, scripted, workspace):
    select = {"type": "static_select", "action_id": "pick", "options": [option("Cat")]}
    message = posted(workspace, ANA, actions(select, block_id="row"))
    where = MessageSurface(message.channel, message.ts)
    assert (
        "not among the options" in (await interactions.click(ANA, where, "row", "pick", selected_option="Cow")).problem
    )
    assert "given as selected_option" in (await interactions.click(ANA, where, "row", "pick", value="Cat")).problem
    assert not scripted.got


async def test_overflow(ana, scripted, workspace):
    menu = {"type": "overflow", "action_id": "more", "options": [option("Edit"), option("Delete")]}
    posted(workspace, ANA, section("Cats", accessory=menu), section("Dogs", accessory={**menu, "action_id": "dogs"}))
    await ana.choose("Dogs", "Delete")
    (acted,) = scripted.last["actions"]
    assert (acted["action_id"], acted["selected_option"]["value"]) == ("dogs", "Delete")


async def test_suggestions(ana, scripted, workspace):
    select = {"type": "multi_external_select", "min_query_length": 2, "max_selected_items": 2}
    opened(workspace, modal(field("who", select)))
    scripted.answers({"options": [option("Ann", "1"), option("Annette", "2")]})
    assert await ana.suggestions("who", "A") == []
    assert not scripted.got, "Shorter than min_query_length."
    await ana.pick("who", "Annette")
    assert scripted.last["value"] == "Annette"
    assert ana.modal.state["who"]["who"]["selected_options"][0]["value"] == "2"
    scripted.answers({"options": [option("Bob", "3")]})
    await ana.suggestions("who", "Bob")
    kept = await ana.interactions.set_input(
        ANA, ana.modal.id, "who", "who", {"selected_options": [option("Annette", "2"), option("Bob", "3")]}
    )
    assert kept.ok, "What was chosen before may stay."
    forged = {"selected_options": [option("Eve", "9")]}
    assert not (await ana.interactions.set_input(ANA, ana.modal.id, "who", "who", forged)).ok
    three = {"selected_options": [option("Annette", "2"), option("Bob", "3"), option("Bob", "3")]}
    assert "At most 2" in (await ana.interactions.set_input(ANA, ana.modal.id, "who", "who", three)).problem


@pytest.mark.parametrize("body", [None, {"options": [option("x" * 76)]}, "text"])
async def test_suggestions_that_slack_refuses(ana, scripted, workspace, body):
    opened(workspace, modal(field("who", {"type": "external_select", "min_query_length": 0})))
    scripted.answers(body)
    outcome = await ana.interactions.suggest(ANA, ViewSurface(ana.modal.id), "who", "who", "")
    assert outcome.problem == "The options could not be loaded."


async def test_what_was_offered_a_moment_ago_can_still_be_chosen(ana, scripted, workspace):
    opened(workspace, modal(field("who", {"type": "external_select", "min_query_length": 0})))
    scripted.answers({"options": [option("Ann", "1")]})
    await ana.suggestions("who", "A")
    scripted.answers({"options": [option("Bob", "2")]})
    await ana.suggestions("who", "B")
    assert (await ana.interactions.set_input(ANA, ana.modal.id, "who", "who", {"selected_option": "1"})).ok


async def test_people_must_exist_and_be_active(ana, workspace):
    opened(workspace, modal(field("who", {"type": "multi_users_select"}), field("place", {"type": "channels_select"})))
    assert (await ana.pick_people("who", "Ben", "Chloé")).ok
    assert not (await ana.pick_people("who", "Hugo")).ok
    assert not (await ana.pick("place", "C0NOWHERE")).ok
    assert (await ana.pick("place", "C0GENERAL0")).ok


async def test_messages_are_events_where_the_manifest_asks_for_them(ana, scripted, workspace):
    await ana.say("help & <!channel> @ben.")
    sent = scripted.last
    assert (sent["type"], sent["event"]["type"], sent["event"]["channel_type"]) == ("event_callback", "message", "im")
    assert sent["event"]["text"] == "help &amp; &lt;!channel&gt; <@U0BEN00000>."
    count = len(scripted.got)
    await ana.say("Not told", channel="labeling")
    assert len(scripted.got) == count
    events = frozenset({"message.channels"})
    workspace.app.manifest = replace(workspace.app.manifest, bot_events=events)
    await ana.say("The scope is missing", channel="labeling")
    assert len(scripted.got) == count
    workspace.app.scopes.add("channels:history")
    await ana.say("Told", channel="labeling")
    assert scripted.last["event"]["channel_type"] == "channel"
    count = len(scripted.got)
    await ana.say("The app is not in it", channel="general")
    assert len(scripted.got) == count


async def test_a_message_with_files_is_a_share(interactions, scripted, workspace):
    file = interactions.upload(ANA, "cat.png", b"cat")
    await interactions.post_message(ANA, workspace.im_with(ANA).id, "Look", files=[file.id])
    assert scripted.last["event"]["subtype"] == "file_share"
    assert [each["id"] for each in scripted.last["event"]["files"]] == [file.id]


async def test_somebody_new_is_an_event(interactions, scripted, workspace):
    workspace.app.manifest = replace(workspace.app.manifest, bot_events=frozenset({"team_join"}))
    await interactions.join(Person("U0IRIS0000", "iris", "Iris New"))
    assert (scripted.last["event"]["type"], scripted.last["event"]["user"]["id"]) == ("team_join", "U0IRIS0000")
    assert workspace.named("Iris").id == "U0IRIS0000"
    count = len(scripted.got)
    workspace.app.scopes.discard("users:read")
    await interactions.join(Person("U0JON00000", "jon", "Jon New"))
    assert len(scripted.got) == count


async def test_where_a_person_may_not_write(interactions, workspace):
    greta = workspace.named("greta").id
    assert not (await interactions.post_message(greta, "C0GENERAL0", "Hi")).ok
    assert not (await interactions.post_message(greta, "C0LABELING", "  ")).ok


async def test_a_changed_account_is_an_event(interactions, scripted):
    await interactions.change_person("U0BEN00000", deleted=True)
    assert scripted.last["event"]["type"] == "user_change"
    assert scripted.last["event"]["user"]["deleted"] is True


async def test_buttons_for_some_people_only(ana, ben, workspace):
    row = actions(button("Go", "go", visible_to_user_ids=[ANA]), block_id="row")
    post_as_app(workspace, "C0LABELING", {"text": "x", "blocks": [row]})
    assert (await ana.click("Go")).ok
    ben.patience = 0.01
    with pytest.raises(AssertionError, match="Ben Okafor can't click 'Go'"):
        await ben.click("Go")


async def test_people_of_another_team(interactions, scripted, workspace):
    stranger = workspace.add_person(Person("U0STRANGER", "sam", "Sam Stranger", team_id="T0OTHER"))
    workspace.channels["C0LABELING"].members.add(stranger.id)
    sam = PersonDriver(interactions, stranger.id)
    assert "not a valid command" in (await sam.command("/toy", channel="labeling")).problem
    assert not (await sam.shortcut("make")).ok
    assert not scripted.got
    post_as_app(workspace, "C0LABELING", {"text": "x", "blocks": [actions(button("Go", "go"))]})
    assert (await sam.click("Go")).ok
    assert scripted.last["user"]["team_id"] == "T0OTHER"
    assert "is_stranger" not in person_shape(workspace, stranger), "They are in a channel with the app."
    workspace.channels["C0LABELING"].members.discard(stranger.id)
    assert person_shape(workspace, stranger)["is_stranger"] is True


async def test_commands_want_their_scope(ana, scripted, workspace):
    workspace.app.scopes.discard("commands")
    assert "not a valid command" in (await ana.command("/toy")).problem
    assert not (await ana.shortcut("make")).ok
    assert not scripted.got


async def test_unread_marks(ana, ben, workspace):
    message = posted(workspace, ANA, section("New"))
    assert unread_count(workspace, ANA, message.channel) == 1
    await ana.open_messages()
    assert unread_count(workspace, ANA, message.channel) == 0
    await ben.say("Hello", channel="labeling")
    assert unread_count(workspace, "U0BEN00000", "C0LABELING") == 0
    assert unread_count(workspace, ANA, "C0LABELING") == 1


async def test_an_app_without_interactivity(ana, workspace):
    posted(workspace, ANA, actions(button("Go", "go")))
    workspace.app.manifest = replace(workspace.app.manifest, is_interactive=False, messages_read_only=True)
    assert "not set up for interactions" in (await ana.click("Go")).problem
    view = opened(workspace, modal(field("who", {"type": "external_select", "min_query_length": 0})))
    offered = await ana.interactions.suggest(ANA, ViewSurface(view.id), "who", "who", "")
    assert offered.problem == "The options could not be loaded."
    assert (await ana.say("Hi")).problem == "Sending messages to this app has been turned off."
