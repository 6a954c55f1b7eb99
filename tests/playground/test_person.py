"""The driver finds things as people do, waits for them, and says what is there instead."""

import asyncio

import pytest

from playground.modals import open_view, publish_home
from playground.posting import post_as_app, replace
from tests.playground.forms import actions, button, field, home, modal, opened, option, section, text_field

ANA = "U0ANA00000"


def posted(workspace, *blocks, **more):
    return post_as_app(workspace, workspace.im_with(ANA).id, {"text": "x", "blocks": list(blocks)}, **more)


async def test_waiting_ends_when_it_comes(ana, workspace):
    waiting = asyncio.create_task(ana.sees("Hello"))
    await asyncio.sleep(0)
    posted(workspace, section("Hello"))
    await waiting


async def test_what_is_there_instead_is_printed(ana, workspace):
    posted(
        workspace,
        section("Which animal?"),
        {"type": "image", "image_url": "https://example.com/cat.png", "alt_text": "A cat"},
        actions(button("Cat", "cat"), button("Dog", "dog")),
    )
    ana.patience = 0.01
    with pytest.raises(AssertionError) as raised:
        await ana.sees("Cow")
    assert str(raised.value) == (
        "Ana Silva can't see 'Cow' within 0.01 s. They see:\n"
        "toybot:\n  Which animal?\n  (picture: A cat)\n  [Cat] [Dog]"
    )


async def test_the_newest_place_wins(ana, scripted, workspace):
    posted(workspace, actions(button("Go", "old")))
    newest = posted(workspace, actions(button("Go", "new")))
    await ana.click("Go")
    assert scripted.last["actions"][0]["action_id"] == "new"
    publish_home(workspace, ANA, home(actions(button("Go", "home"))))
    await ana.click("Go")
    assert scripted.last["actions"][0]["action_id"] == "new", "They don't look at Home."
    await ana.open_home()
    await ana.click("Go")
    assert (scripted.last["actions"][0]["action_id"], scripted.last["view"]["type"]) == ("home", "home")
    opened(workspace, modal(actions(button("Go", "modal"))))
    await ana.click("Go")
    assert scripted.last["actions"][0]["action_id"] == "modal"
    await ana.click("Go", within=newest)
    assert scripted.last["actions"][0]["action_id"] == "new"
    await ana.click("Go", within="home")
    assert scripted.last["actions"][0]["action_id"] == "home"


async def test_only_the_top_of_a_stack_is_seen(ana, workspace):
    root = opened(workspace, modal(section("Below")))
    inner = workspace.triggers[workspace.new_trigger(ANA, view_id=root.id)]
    open_view(workspace, inner, modal(section("Above"), title="Top"))
    await ana.sees_modal("Top")
    await ana.sees("Above", within="modal")
    await ana.sees_not("Below")


async def test_fields_by_label_placeholder_or_action_id(ana, workspace):
    select = {"type": "static_select", "options": [option("Cat"), option("Dog")]}
    opened(
        workspace,
        modal(
            text_field("Name"),
            actions({**select, "action_id": "a", "placeholder": {"type": "plain_text", "text": "Animal"}}),
        ),
    )
    await ana.fill("Name", "Ted")
    await ana.pick("Animal", "Dog")
    await ana.pick("a", "Cat")
    assert "Name: <Ted>\n  <Cat>" in ana.text_of(ana.modal)
    with pytest.raises(AssertionError, match="is not offered 'Cow', but \\['Cat', 'Dog'\\]"):
        await ana.pick("Animal", "Cow")


async def test_options_by_a_part_of_their_text(ana, workspace):
    opened(
        workspace,
        modal(field("who", {"type": "radio_buttons", "options": [option("🤖 Cat 93 %", "c"), option("Dog")]})),
    )
    await ana.check("who", "Cat")
    assert ana.modal.state["who"]["who"]["selected_option"]["value"] == "c"


async def test_pressing_enter_dispatches(ana, scripted, workspace):
    opened(workspace, modal(text_field("q", dispatch_action=True)))
    await ana.fill("q", "ca")
    assert not scripted.got
    await ana.fill("q", "cat", enter=True)
    assert scripted.last["actions"][0]["value"] == "cat"


async def test_messages_and_notices(ana, workspace):
    with pytest.raises(AssertionError, match="written nothing to Ana"):
        _ = ana.last_message
    first = posted(workspace, section("First"))
    posted(workspace, section("Psst"), ephemeral_to=ANA)
    assert ana.last_message is first
    assert len(ana.notices) == 1
    replace(workspace, first, {"text": "x", "blocks": [section("Changed")]}, marks_edit=False)
    await ana.sees("Changed")
    await ana.sees_not("First")


async def test_without_a_modal(ana):
    for act in (ana.submit, ana.cancel, ana.close):
        with pytest.raises(AssertionError, match="has no modal open"):
            await act()
    with pytest.raises(AssertionError, match="has no modal open"):
        ana.errors()


def test_people_by_any_of_their_names(workspace):
    assert {workspace.named(name).id for name in ("Chloé", "chloé", "@chloé", "Chloé Laurent", "U0CHLOE000")} == {
        "U0CHLOE000"
    }
    with pytest.raises(LookupError, match="Nobody here is called Zoe"):
        workspace.named("Zoe")
    with pytest.raises(LookupError, match="no channel nowhere"):
        workspace.channel_named("nowhere")


async def test_what_stands_in_other_blocks_is_seen_too(ana, workspace):
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "Rich"}, {"type": "user", "user_id": ANA}],
            }
        ],
    }
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "Small print"}]}
    header = {"type": "header", "text": {"type": "plain_text", "text": "Heading"}}
    markdown = {"type": "markdown", "text": "# Marked"}
    fields = {"type": "section", "fields": [{"type": "mrkdwn", "text": "Left"}, {"type": "mrkdwn", "text": "Right"}]}
    menu = {"type": "overflow", "action_id": "o", "options": [option("Edit")]}
    posted(workspace, rich, context, header, markdown, fields, section("Row", accessory=menu), {"type": "divider"})
    text = ana.screen.text()
    for expected in (f"Rich <@{ANA}>", "Small print", "Heading", "# Marked", "Left Right", "Row\n  [⋯ Edit]", "---"):
        assert expected in text
