"""What slack_sdk.models or blockkit refuse, the rules refuse too."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from playground.rules import check_message, check_view
from tests.judge import by_blockkit, by_models
from tests.playground.rules_payloads import (
    FILE,
    IMAGE,
    USER,
    Json,
    actions,
    block,
    button,
    confirm,
    element,
    entry,
    group,
    home,
    leaf,
    marked,
    message,
    modal,
    option,
    options,
    plain,
    rich_text,
)

pytestmark = pytest.mark.slow

ASKING = {"confirm": confirm(style="danger"), "focus_on_load": True}
PLACEHOLDER = {"placeholder": plain()}
DISPATCH = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
WRITING = {"initial_value": "5", "focus_on_load": False, **PLACEHOLDER, **DISPATCH}
DESCRIBED = option(1, description=marked())
LEAVES = [
    leaf(style={"bold": True, "italic": True}),
    {"type": "link", "url": "https://example.com", "text": "here"},
    {"type": "user", "user_id": USER},
    {"type": "channel", "channel_id": "C0123456789"},
    {"type": "usergroup", "usergroup_id": "S0123456789"},
    {"type": "emoji", "name": "wave"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#F405B3"},
    {"type": "date", "timestamp": 1_720_710_212, "format": "{date}", "fallback": "then"},
]
SECTION = {"type": "rich_text_section", "elements": LEAVES}
SHORT = {"type": "rich_text_section", "elements": [leaf()]}

FULL: dict[str, Json] = {
    "section": block("section", block_id="one", fields=[marked(), plain()], accessory=IMAGE, expand=True),
    "buttons": actions(
        button(url="https://example.com", value="1", style="primary", accessibility_label="x", confirm=confirm()),
        element("overflow", action_id="two", options=[option(1, url="https://example.com"), option(2)]),
    ),
    "image": block("image", title=plain(), block_id="one"),
    "file": {"type": "image", "alt_text": "one", "slack_file": {"id": FILE}},
    "context": {"type": "context", "elements": [IMAGE, marked(), plain()]},
    "header": block("header", block_id="one"),
    "video": block(
        "video",
        title_url="https://example.com",
        description=plain(),
        author_name="x",
        provider_name="x",
        provider_icon_url="https://example.com",
    ),
    "rich text": rich_text(
        SECTION,
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "border": 0, "offset": 1, "elements": [SHORT]},
        {"type": "rich_text_quote", "elements": [leaf()]},
        {"type": "rich_text_preformatted", "elements": [leaf()], "border": 1},
    ),
    "table": block("table", column_settings=[{"align": "left", "is_wrapped": True}]),
    "static select": actions(element("static_select", initial_option=option(1), **ASKING, **PLACEHOLDER)),
    "groups": actions({"type": "multi_static_select", "option_groups": [group(2)], "max_selected_items": 2}),
    "external select": actions(element("external_select", initial_option=option(1), min_query_length=1)),
    "conversations": actions(
        element("conversations_select", filter={"include": ["im"], "exclude_bot_users": True}, **PLACEHOLDER),
    ),
    "people": actions(element("multi_users_select", initial_users=[USER], max_selected_items=1, **ASKING)),
    "channels": actions(element("channels_select", initial_channel="C0123456789")),
    "dates": actions(
        element("datepicker", initial_date="2026-11-24", **PLACEHOLDER),
        element("timepicker", action_id="two", initial_time="23:59", timezone="Europe/Berlin"),
        element("datetimepicker", action_id="three", initial_date_time=1_720_710_212),
    ),
    "boxes": actions(
        element("checkboxes", options=[DESCRIBED], initial_options=[DESCRIBED]),
        element("radio_buttons", action_id="two", initial_option=option(1)),
    ),
}
FULL_INPUTS: dict[str, Json] = {
    "text": entry(
        element("plain_text_input", multiline=True, min_length=1, max_length=9, **WRITING),
        hint=plain(),
        optional=True,
        dispatch_action=True,
    ),
    "number": entry(element("number_input", min_value="1", max_value="9", **WRITING)),
    "email": entry(element("email_text_input", **WRITING)),
    "url": entry(element("url_text_input", **WRITING)),
    "file": entry(element("file_input", filetypes=["png"], max_files=3)),
    "rich text": entry(element("rich_text_input", initial_value=rich_text(), **DISPATCH, **PLACEHOLDER)),
    "select": entry(element("multi_external_select", initial_options=options(2), max_selected_items=2)),
}
VIEWS: dict[str, Json] = {
    "modal": modal(
        block("divider"),
        close=plain(),
        callback_id="x",
        private_metadata="x",
        external_id="x",
        clear_on_close=True,
        notify_on_close=True,
    ),
    "home": home(block("divider"), callback_id="x", private_metadata="x", external_id="x"),
}

LENGTHS = (0, 1, 25, 31, 51, 76, 101, 151, 201, 256, 301, 2001, 3001, 12_001)


def changed(value: Any) -> Iterator[Any]:
    """Everything that is near to a value: shorter, longer, of another kind, with a field less or more."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {key: kept for key, kept in value.items() if key != name}
            yield from ({**value, name: other} for other in changed(inner))
        yield {**value, "colour": "red"}
    elif isinstance(value, list):
        yield []
        yield from (value * times for times in (2, 6, 11, 26, 101))
        for index, inner in enumerate(value):
            yield from ([*value[:index], other, *value[index + 1 :]] for other in changed(inner))
    elif isinstance(value, str):
        yield from ("x" * length for length in LENGTHS)
        yield {"plain_text": "mrkdwn", "mrkdwn": "plain_text"}.get(value, "section")
        yield 5
    elif isinstance(value, bool):
        yield not value
        yield "yes"
    elif isinstance(value, int):
        yield from (-1, 0, 1, 9, 11, 101, 3001, "5")


def judged(one: Json) -> list[str]:
    return [*by_models.judge_blocks([deepcopy(one)]), *by_blockkit.judge_blocks([deepcopy(one)])]


def judged_view(view: Json) -> list[str]:
    return [*by_models.judge_view(deepcopy(view)), *by_blockkit.judge_view(deepcopy(view))]


@pytest.mark.parametrize("name", FULL)
def test_blocks_with_every_field_are_right(name: str) -> None:
    assert judged(FULL[name]) == []
    assert check_message(message(FULL[name])) == []


@pytest.mark.parametrize("name", FULL_INPUTS)
def test_inputs_with_every_field_are_right(name: str) -> None:
    assert judged(FULL_INPUTS[name]) == []
    assert check_view(modal(FULL_INPUTS[name])) == []


@pytest.mark.parametrize("name", VIEWS)
def test_views_with_every_field_are_right(name: str) -> None:
    assert judged_view(VIEWS[name]) == []
    assert check_view(VIEWS[name]) == []


@pytest.mark.parametrize("name", FULL)
def test_no_refusal_of_a_block_is_missed(name: str) -> None:
    for other in changed(FULL[name]):
        refused = judged(other)
        assert not refused or check_message(message(other)), (refused[0][:200], str(other)[:500])


@pytest.mark.parametrize("name", FULL_INPUTS)
def test_no_refusal_of_an_input_is_missed(name: str) -> None:
    for other in changed(FULL_INPUTS[name]):
        refused = judged(other)
        assert not refused or check_view(modal(other)), (refused[0][:200], str(other)[:500])


@pytest.mark.parametrize("name", VIEWS)
def test_no_refusal_of_a_view_is_missed(name: str) -> None:
    for other in changed(VIEWS[name]):
        refused = judged_view(other)
        assert not refused or check_view(other), (refused[0][:200], str(other)[:500])
