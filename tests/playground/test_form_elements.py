"""The inputs of a modal: what they take, what the app is sent, and with what they begin."""

import pytest

from tests.playground.forms import actions, field, modal, opened, option

FRUITS = [{**option(name), "text": {"type": "plain_text", "text": name, "emoji": True}} for name in ("Apple", "Pear")]
ANA = "U0ANA00000"
# element, what is chosen in it, its state value
TAKEN = [
    ({"type": "datepicker"}, {"selected_date": "2028-02-29"}, {}),
    ({"type": "timepicker"}, {"selected_time": "23:59"}, {}),
    ({"type": "timepicker", "timezone": "Asia/Tokyo"}, {"selected_time": "08:00"}, {"timezone": "Asia/Tokyo"}),
    ({"type": "datetimepicker"}, {"selected_date_time": 1_800_000_000}, {}),
    ({"type": "number_input", "is_decimal_allowed": True}, {"value": "-1.5"}, {}),
    ({"type": "email_text_input"}, {"value": "ana@example.com"}, {}),
    ({"type": "url_text_input"}, {"value": "https://example.com/cat.png"}, {}),
    ({"type": "checkboxes", "options": FRUITS}, {"selected_options": FRUITS}, {}),
    ({"type": "conversations_select"}, {"selected_conversation": "C0GENERAL0"}, {}),
    ({"type": "multi_conversations_select"}, {"selected_conversations": ["C0GENERAL0", "G0LEADS000"]}, {}),
]


@pytest.mark.parametrize(("element", "chosen", "more"), TAKEN)
async def test_what_is_chosen_arrives(ana, scripted, workspace, element, chosen, more):
    view = opened(workspace, modal(field("it", element)))
    assert (await ana.interactions.set_input(ANA, view.id, "it", "it", chosen)).ok
    assert (await ana.submit()).ok
    assert scripted.last["view"]["state"]["values"]["it"]["it"] == {"type": element["type"], **chosen, **more}


@pytest.mark.parametrize(("element", "chosen", "more"), TAKEN)
async def test_what_it_begins_with_arrives(ana, scripted, workspace, element, chosen, more):
    ((key, value),) = chosen.items()
    begins = "initial_value" if key == "value" else key.replace("selected_", "initial_", 1)
    opened(workspace, modal(field("it", {**element, begins: value})))
    assert (await ana.submit()).ok
    assert scripted.last["view"]["state"]["values"]["it"]["it"] == {"type": element["type"], **chosen, **more}


REFUSED = [
    ({"type": "datepicker"}, {"selected_date": "2027-02-29"}),
    ({"type": "datepicker"}, {"selected_date": "tomorrow"}),
    ({"type": "timepicker"}, {"selected_time": "24:00"}),
    ({"type": "timepicker"}, {"selected_time": "10"}),
    ({"type": "datetimepicker"}, {"selected_date_time": True}),
    ({"type": "datetimepicker"}, {"selected_date_time": 12}),
    ({"type": "checkboxes", "options": FRUITS}, {"selected_options": [option("Plum")]}),
]


@pytest.mark.parametrize(("element", "chosen"), REFUSED)
async def test_what_no_picker_gives(ana, workspace, element, chosen):
    view = opened(workspace, modal(field("it", element)))
    assert not (await ana.interactions.set_input(ANA, view.id, "it", "it", chosen)).ok


@pytest.mark.parametrize(
    ("element", "text", "words"),
    [
        ({"type": "number_input", "is_decimal_allowed": True}, "nan", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "1e3", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}, "0", "at least 1"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "0.1"}, "0.11", "at most 0.1"),
        ({"type": "email_text_input"}, "ana", "email address"),
        ({"type": "url_text_input"}, "cat.png", "valid URL"),
        ({"type": "url_text_input"}, "file:///etc/passwd", "valid URL"),
    ],
)
async def test_what_the_client_says_before_anything_is_sent(ana, scripted, workspace, element, text, words):
    opened(workspace, modal(field("it", element)))
    await ana.fill("it", text)
    assert words in (await ana.submit()).problem
    assert not scripted.got


async def test_a_date_in_a_message_is_an_action(ana, scripted, workspace):
    opened(workspace, modal(actions({"type": "timepicker", "action_id": "at", "timezone": "Asia/Tokyo"})))
    await ana.pick("at", "08:00")
    (acted,) = scripted.last["actions"]
    assert (acted["selected_time"], acted["timezone"]) == ("08:00", "Asia/Tokyo")


async def test_an_empty_choice_is_none(ana, scripted, workspace):
    opened(workspace, modal(field("it", {"type": "datepicker", "initial_date": "2027-01-01"}, optional=True)))
    await ana.interactions.set_input(ANA, ana.modal.id, "it", "it", {"selected_date": None})
    await ana.submit()
    assert scripted.last["view"]["state"]["values"]["it"]["it"] == {"type": "datepicker", "selected_date": None}
