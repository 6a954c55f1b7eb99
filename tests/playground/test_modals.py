"""Modals as a person fills, submits and closes them."""

import pytest

from playground.deliveries import Reply
from playground.modals import open_view
from tests.playground.forms import actions, field, modal, opened, option, section, text_field

ANA = "U0ANA00000"


async def test_submit_wants_what_is_required_before_anything_is_sent(ana, scripted, workspace):
    opened(workspace, modal(text_field("name"), text_field("note", optional=True), field("ok", BOXES)))
    assert not (await ana.submit()).ok
    assert ana.errors() == {
        "name": "Please complete this required field.",
        "ok": "Please complete this required field.",
    }
    assert not scripted.got
    await ana.fill("name", "Cats")
    assert "name" not in ana.errors()
    await ana.check("ok", "Yes")
    assert (await ana.submit()).ok
    values = scripted.last["view"]["state"]["values"]
    assert values["name"]["name"] == {"type": "plain_text_input", "value": "Cats"}
    assert values["note"]["note"]["value"] is None
    assert ana.modal is None


BOXES = {"type": "checkboxes", "options": [option("Yes")]}


@pytest.mark.parametrize(
    ("element", "text", "sentence"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3 characters"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "at most 3 characters"),
        ({"type": "email_text_input"}, "nobody", "valid email"),
        ({"type": "url_text_input"}, "example", "valid URL"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "one", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "1", "at least 2"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "2"}, "3", "at most 2"),
    ],
)
async def test_texts_are_checked_at_their_field(ana, scripted, workspace, element, text, sentence):
    opened(workspace, modal(field("it", element)))
    await ana.fill("it", text)
    await ana.submit()
    assert sentence in ana.errors()["it"]
    assert not scripted.got


@pytest.mark.parametrize(
    ("element", "value", "is_fine"),
    [("datepicker", "2026-13-01", False), ("datepicker", "2026-12-01", True), ("timepicker", "25:00", False)],
)
async def test_dates_and_times(ana, workspace, element, value, is_fine):
    opened(workspace, modal(field("it", {"type": element})))
    key = "selected_date" if element == "datepicker" else "selected_time"
    await ana.interactions.set_input(ANA, ana.modal.id, "it", "it", {key: value})
    assert (await ana.submit()).ok is is_fine


async def test_an_input_dispatches_only_where_it_says_so(ana, scripted, workspace):
    select = {"type": "static_select", "options": [option("Cat")]}
    opened(workspace, modal(field("silent", select), field("loud", select, dispatch_action=True)))
    await ana.pick("silent", "Cat")
    assert not scripted.got
    await ana.pick("loud", "Cat")
    assert scripted.last["actions"][0]["action_id"] == "loud"
    assert scripted.last["view"]["state"]["values"]["silent"]["silent"]["selected_option"]["value"] == "Cat"
    assert scripted.last["container"] == {"type": "view", "view_id": ana.modal.id}
    assert "response_url" not in scripted.last


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (None, ["One"]),
        ({}, ["One"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal(title="Next")}, ["One", "Next"]),
        ({"response_action": "push", "view": modal(title="Next")}, ["One", "Two", "Next"]),
    ],
)
async def test_what_a_submission_is_answered(ana, scripted, workspace, answer, titles):
    root = opened(workspace, modal(title="One"))
    inner = workspace.triggers[workspace.new_trigger(ANA, view_id=root.id)]
    open_view(workspace, inner, modal(title="Two"))
    scripted.answers(answer)
    assert (await ana.submit()).ok
    assert [view.content["title"]["text"] for view in workspace.modals.get(ANA, [])] == titles


async def test_only_the_submitted_view_is_closed(ana, scripted, workspace):
    root = opened(workspace, modal(title="One"))

    def push_meanwhile(_payload):
        open_view(workspace, workspace.triggers[workspace.new_trigger(ANA, view_id=root.id)], modal(title="Two"))
        return Reply()

    scripted.answer = push_meanwhile
    assert (await ana.submit()).ok
    assert ana.modal.content["title"]["text"] == "Two"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(problem="operation_timeout"),
        Reply("ok"),
        Reply({"response_action": "explode"}),
        Reply({"response_action": "errors", "errors": {"title": "Not an input"}}),
        Reply({"response_action": "update", "view": modal(title="x" * 25)}),
        Reply(
            {
                "response_action": "update",
                "view": modal({"type": "image", "slack_file": {"id": "F0NOWHERE00"}, "alt_text": "x"}),
            }
        ),
    ],
)
async def test_answers_that_slack_does_not_take(ana, scripted, workspace, reply):
    opened(workspace, modal(section("Heading", block_id="title"), text_field("name")))
    await ana.fill("name", "Cats")
    scripted.answer = lambda _payload: reply
    assert (await ana.submit()).problem == "We had some trouble connecting. Try again?"
    assert ana.modal.state["name"]["name"]["value"] == "Cats"


async def test_errors_stand_at_their_field_until_it_changes(ana, scripted, workspace):
    opened(workspace, modal(text_field("name")))
    await ana.fill("name", "Cats")
    scripted.answers({"response_action": "errors", "errors": {"name": "Taken."}})
    assert not (await ana.submit()).ok
    assert ana.errors() == {"name": "Taken."}
    await ana.sees("Taken.")
    await ana.fill("name", "Dogs")
    assert ana.errors() == {}


async def test_closing_tells_only_who_asked(ana, scripted, workspace):
    opened(workspace, modal())
    await ana.cancel()
    assert not scripted.got
    opened(
        workspace, modal(text_field("name"), actions(BOXES | {"action_id": "b"}, block_id="b"), notify_on_close=True)
    )
    await ana.fill("name", "Cats")
    await ana.cancel()
    assert (scripted.last["type"], scripted.last["is_cleared"]) == ("view_closed", False)
    assert set(scripted.last["view"]["state"]["values"]) == {"b"}, "Input blocks are not told."
    assert ana.modal is None


async def test_closing_a_stack(ana, scripted, workspace):
    root = opened(workspace, modal(title="One", notify_on_close=True))
    inner = workspace.triggers[workspace.new_trigger(ANA, view_id=root.id)]
    open_view(workspace, inner, modal(title="Two"))
    await ana.cancel()
    assert ana.modal is root
    assert not scripted.got
    inner = workspace.triggers[workspace.new_trigger(ANA, view_id=root.id)]
    open_view(workspace, inner, modal(title="Two"))
    await ana.close()
    assert (scripted.last["view"]["id"], scripted.last["is_cleared"]) == (root.id, True)
    assert ana.modal is None


async def test_clear_on_close(ana, scripted, workspace):
    root = opened(workspace, modal(title="One"))
    inner = workspace.triggers[workspace.new_trigger(ANA, view_id=root.id)]
    open_view(workspace, inner, modal(title="Two", clear_on_close=True, notify_on_close=True))
    await ana.cancel()
    assert ana.modal is None
    assert scripted.last["is_cleared"] is True


async def test_a_submitted_conversation_gives_a_response_url(ana, scripted, workspace):
    element = {"type": "conversations_select", "response_url_enabled": True}
    opened(workspace, modal(field("where", element)))
    await ana.pick("where", "C0LABELING")
    await ana.submit()
    (url,) = scripted.last["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "where", "C0LABELING")


async def test_files_of_a_file_input(ana, scripted, workspace):
    opened(workspace, modal(field("pictures", {"type": "file_input", "max_files": 1})))
    await ana.attach("pictures", "cat.png", b"cat")
    await ana.submit()
    (file,) = scripted.last["view"]["state"]["values"]["pictures"]["pictures"]["files"]
    assert (file["name"], file["user"]) == ("cat.png", ANA)
