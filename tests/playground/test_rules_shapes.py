"""Which fields, types and surfaces there are."""

from typing import Any

import pytest

from playground.rules import check_message, check_view
from playground.rules.surfaces import ONLY_ON
from tests.playground.rules_payloads import (
    BLOCKS,
    FILE,
    IMAGE,
    Json,
    actions,
    block,
    button,
    confirm,
    element,
    entry,
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

KINDS = ["divider", *BLOCKS]
MENUS = [
    *("static_select", "external_select", "users_select", "conversations_select", "channels_select"),
    *("multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select"),
    *("multi_channels_select", "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"),
]
BUTTONS = ["button", "overflow", "workflow_button"]
WRITTEN = ["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"]


def on_surface(surface: str, *blocks: Json) -> list[str]:
    if surface == "message":
        problems = check_message(message(*blocks))
    else:
        problems = check_view({"modal": modal, "home": home}[surface](*blocks))
    return [problem.message for problem in problems]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_block_stands_where_slack_shows_it(kind: str, surface: str) -> None:
    pointer = "/blocks/0/type" if surface == "message" else "/view/blocks/0/type"
    allowed = surface in ONLY_ON.get(kind, {"message", "modal", "home"})
    refused = [f"[ERROR] unsupported type: {kind} [json-pointer:{pointer}]"]
    assert on_surface(surface, block(kind)) == ([] if allowed else refused)


def test_what_only_some_surfaces_show() -> None:
    """Written down a second time, so that a slip in the table shows."""
    only = {kind: "".join(sorted(surface[:2] for surface in surfaces)) for kind, surfaces in ONLY_ON.items()}
    assert only == {
        **dict.fromkeys(["alert", "file_input", "email_text_input", "number_input", "url_text_input"], "mo"),
        **dict.fromkeys(["markdown", "context_actions", "plan", "task_card", "workflow_button", "container"], "me"),
        **dict.fromkeys(["table", "data_table", "data_visualization"], "me"),
        **dict.fromkeys(["card", "carousel"], "home"),
        "rich_text_input": "homo",
        "datetimepicker": "memo",
    }


@pytest.mark.parametrize("kind", [*BUTTONS, *MENUS])
def test_what_stands_among_actions(kind: str) -> None:
    assert on_surface("message", actions(element(kind))) == []


@pytest.mark.parametrize("kind", [*BUTTONS, *MENUS, "image"])
def test_what_stands_beside_a_section(kind: str) -> None:
    accessory = IMAGE if kind == "image" else element(kind)
    found = on_surface("message", block("section", accessory=accessory))
    assert bool(found) == (kind == "datetimepicker")


@pytest.mark.parametrize("kind", [*MENUS, *WRITTEN])
def test_what_stands_in_an_input(kind: str) -> None:
    assert on_surface("modal", entry(element(kind))) == []


@pytest.mark.parametrize("kind", BUTTONS)
def test_a_button_is_no_input(kind: str) -> None:
    message = f"[ERROR] unsupported type: {kind} [json-pointer:/view/blocks/0/element/type]"
    assert on_surface("modal", entry(element(kind))) == [message]


@pytest.mark.parametrize("kind", WRITTEN)
def test_an_input_is_no_action(kind: str) -> None:
    assert on_surface("modal", actions(element(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_block_has_a_field_of_its_own_making(kind: str) -> None:
    expected = "[ERROR] invalid additional property: colour [json-pointer:/view/blocks/0]"
    surface = "modal" if kind == "alert" else "message"
    pointer = "/view/blocks/0" if kind == "alert" else "/blocks/0"
    expected = f"[ERROR] invalid additional property: colour [json-pointer:{pointer}]"
    assert expected in on_surface(surface, block(kind, colour="red"))


@pytest.mark.parametrize("kind", [*BUTTONS, *MENUS])
def test_no_element_has_a_field_of_its_own_making(kind: str) -> None:
    expected = "[ERROR] invalid additional property: colour [json-pointer:/blocks/0/elements/0]"
    assert expected in on_surface("message", actions(element(kind, colour="red")))


NO_PICTURES = [
    "cat.png",
    "data:image/png;base64,AA",
    "ftp://a.example/1.png",
    "https:///1.png",
    "https://a.example/1 2",
]
REFUSED: list[tuple[str, Json, str]] = [
    ("unknown block", {"type": "paragraph"}, "unsupported type: paragraph [json-pointer:/blocks/0/type]"),
    ("file", {"type": "file", "external_id": "1", "source": "remote"}, "unsupported type: file"),
    ("no type", {"text": marked()}, "missing required field: type [json-pointer:/blocks/0]"),
    ("type is a list", {"type": ["section"]}, "unsupported type"),
    ("a section of nothing", {"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ("mrkdwn header", block("header", text=marked()), "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ("mrkdwn button", actions(button(text=marked())), "unsupported type: mrkdwn"),
    ("mrkdwn option", actions(element("overflow", options=[option(text=marked())])), "unsupported type: mrkdwn"),
    ("mrkdwn placeholder", actions(element("users_select", placeholder=marked())), "unsupported type: mrkdwn"),
    ("text of another type", block("section", text={"type": "html", "text": "x"}), "unsupported type: html"),
    ("text as a string", block("section", text="x"), "must provide an object [json-pointer:/blocks/0/text]"),
    ("emoji of mrkdwn", block("section", text={**marked(), "emoji": True}), "invalid additional property: emoji"),
    (
        "verbatim plain text",
        block("header", text={**plain(), "verbatim": True}),
        "invalid additional property: verbatim",
    ),
    ("emoji is a word", block("header", text={**plain(), "emoji": "yes"}), "must provide a boolean"),
    ("text is a number", block("header", text={"type": "plain_text", "text": 1}), "must provide a string"),
    ("blocks in a block", actions(block("section")), "unsupported type: section"),
    ("a button without text", actions({"type": "button"}), "missing required field: text"),
    ("another style", actions(button(style="default")), "must be one of: primary, danger"),
    ("a picture without alt_text", block("section", accessory={"type": "image", "image_url": "u"}), "missing required"),
    *((f"a picture at {url!r}", block("image", image_url=url), "must be a valid URL") for url in NO_PICTURES),
    (
        "a picture in a context at a path",
        block("context", elements=[{"type": "image", "image_url": "/a.png", "alt_text": "a"}]),
        "must be a valid URL that begins with http:// or https:// [json-pointer:/blocks/0/elements/0/image_url]",
    ),
    (
        "a film without TLS",
        block("video", video_url="http://a.example/1"),
        "must be a valid URL that begins with https",
    ),
    ("a film's thumbnail", block("video", thumbnail_url="data:image/png,"), "[json-pointer:/blocks/0/thumbnail_url]"),
    ("a picture of nothing", {"type": "image", "alt_text": "one"}, "must define either `image_url` or `slack_file`"),
    (
        "a picture of two",
        block("image", slack_file={"id": FILE}),
        "must define only one of `image_url` or `slack_file`",
    ),
    (
        "a file by two",
        block("section", accessory={"type": "image", "alt_text": "a", "slack_file": {"id": FILE, "url": "u"}}),
        "only one",
    ),
    ("a file by none", {"type": "image", "alt_text": "a", "slack_file": {}}, "must define either `id` or `url`"),
    ("no file's id", {"type": "image", "alt_text": "a", "slack_file": {"id": "x1"}}, "must match the id of a file"),
    (
        "a confirm dialog of two",
        actions(button(confirm={"title": plain(), "text": plain()})),
        "missing required field: confirm",
    ),
    ("a field of confirm", actions(button(confirm=confirm(icon="x"))), "invalid additional property: icon"),
    (
        "an option with a link",
        actions(element("static_select", options=[option(url="u")])),
        "invalid additional property: url",
    ),
    ("options in a group", actions(element("static_select", option_groups=[])), "must provide at least 1 items"),
    (
        "two sources",
        actions(element("static_select", option_groups=[{"label": plain(), "options": options(1)}])),
        "only one of",
    ),
    ("no source", actions({"type": "static_select"}), "must define either `options` or `option_groups`"),
    (
        "no such option",
        actions(element("static_select", initial_option=option(3))),
        "exactly match one of the provided options",
    ),
    (
        "nearly that option",
        actions(element("radio_buttons", initial_option=option(1, description=plain()))),
        "exactly match",
    ),
    (
        "one of two",
        actions(element("checkboxes", initial_options=[option(1), option(3)])),
        "elements/0/initial_options/1]",
    ),
    ("no choice", actions(element("checkboxes", initial_options=[])), "must provide at least 1 items"),
    ("a date", actions(element("datepicker", initial_date="2026-13-01")), "must match the format YYYY-MM-DD"),
    ("a time", actions(element("timepicker", initial_time="24:00")), "must match the format HH:mm"),
    ("a zone", actions(element("timepicker", timezone="Europe/Atlantis")), "must be a time zone such as"),
    ("a zone in hours", actions(element("timepicker", timezone=1)), "must be a time zone such as"),
    ("a moment", actions(element("datetimepicker", initial_date_time=1)), "must be at least"),
    (
        "a moment in words",
        actions(element("datetimepicker", initial_date_time="1700000000")),
        "must provide an integer",
    ),
    ("a person", actions(element("users_select", initial_user="ana")), "must match the id of a user"),
    ("a length", actions(element("external_select", min_query_length=-1)), "must be at least 0"),
    ("true is no number", actions(element("external_select", min_query_length=True)), "must provide an integer"),
    ("a filter", actions(element("conversations_select", filter={"include": ["dm"]})), "must be one of: im, mpim"),
    ("a filter twice", actions(element("conversations_select", filter={"include": ["im", "im"]})), "unique"),
    ("elements as an object", {"type": "actions", "elements": button()}, "must provide an array"),
    (
        "a style of text",
        rich_text({"type": "rich_text_section", "elements": [leaf(style={"big": True})]}),
        "property: big",
    ),
    ("a leaf", rich_text({"type": "rich_text_section", "elements": [{"type": "image"}]}), "unsupported type: image"),
    ("a leaf on its own", rich_text(leaf()), "unsupported type: text"),
    ("a list without style", rich_text({"type": "rich_text_list", "elements": []}), "missing required field: style"),
    ("an empty leaf", rich_text({"type": "rich_text_section", "elements": [leaf(text="")]}), "more than 0 characters"),
    ("a chart", block("data_visualization", chart={"type": "donut"}), "unsupported type: donut"),
    (
        "no slice",
        block("data_visualization", chart={"type": "pie", "segments": [{"label": "x", "value": 0}]}),
        "greater than 0",
    ),
    ("a card of nothing", {"type": "card"}, "must define either `hero_image`"),
    (
        "a container in a container",
        block("container", child_blocks=[block("container")]),
        "unsupported type: container",
    ),
    ("collapsed for ever", block("container", default_collapsed=True), "must set `is_collapsible`"),
    ("rich text as a header", block("data_table", rows=[[rich_text()], [rich_text()]]), "unsupported type: rich_text"),
    ("header of no column", block("data_table", row_header_column_index=1), "must be the index of a column"),
    ("a pending card", block("task_card", status="pending"), "must be one of: in_progress"),
    ("a block that is a text", "hello", "must provide an object [json-pointer:/blocks/0]"),  # type: ignore[list-item]
    ("a block that is nothing", None, "must provide an object"),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("payload", "expected"), [pytest.param(*rest, id=name) for name, *rest in REFUSED])
def test_what_slack_refuses(payload: Json, expected: str) -> None:
    problems = check_message(message(payload))
    assert {problem.word for problem in problems} == {"invalid_blocks"}
    assert any(expected in problem.message for problem in problems), problems


def series(*labels: str) -> Json:
    return {"name": "".join(labels), "data": [{"label": label, "value": 1} for label in labels]}


def chart(*all_series: Json) -> Json:
    return {"type": "bar", "series": list(all_series), "axis_config": {"categories": ["a", "b"]}}


@pytest.mark.parametrize(
    ("drawn", "right"),
    [
        (chart(series("a", "b"), series("b", "a")), True),
        (chart(series("a")), False),
        (chart(series("a", "c")), False),
        (chart(series("a", "b"), series("a", "b")), False),
    ],
)
def test_a_point_for_each_category(drawn: Json, right: Any) -> None:
    assert (check_message(message(block("data_visualization", chart=drawn))) == []) is right


INPUTS: list[tuple[str, Json, str]] = [
    ("lengths", {"min_length": 5, "max_length": 4}, "`min_length` must not be greater than `max_length`"),
    ("too long", {"max_length": 2, "initial_value": "abc"}, "must be less than 3 characters"),
    ("too short", {"min_length": 4, "initial_value": "abc"}, "must be more than 3 characters"),
    ("triggers", {"dispatch_action_config": {"trigger_actions_on": ["on_click"]}}, "must be one of"),
    ("no triggers", {"dispatch_action_config": {"trigger_actions_on": []}}, "at least 1 items"),
    ("no config", {"dispatch_action_config": {}}, "missing required field: trigger_actions_on"),
]


@pytest.mark.parametrize(("more", "expected"), [pytest.param(*rest, id=name) for name, *rest in INPUTS])
def test_what_slack_refuses_of_a_text_input(more: Json, expected: str) -> None:
    assert any(expected in found for found in on_surface("modal", entry(element("plain_text_input", **more))))


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ({"min_value": "1", "max_value": "10", "initial_value": "5"}, True),
        ({"min_value": "9", "max_value": "10"}, True),
        ({"min_value": "11", "max_value": "10"}, False),
        ({"min_value": "1", "initial_value": "0"}, False),
        ({"max_value": "1", "initial_value": "2"}, False),
        ({"initial_value": "2.5"}, False),
        ({"initial_value": "2.5", "is_decimal_allowed": True}, True),
        ({"initial_value": "two"}, False),
        ({"initial_value": 2}, False),
    ],
)
def test_bounds_of_a_number(more: Json, right: Any) -> None:
    assert (on_surface("modal", entry(element("number_input", **more))) == []) is right


def test_lines_of_a_rich_text() -> None:
    assert on_surface("modal", entry(element("rich_text_input", min_lines=2, max_lines=2))) == []
    assert on_surface("modal", entry(element("rich_text_input", min_lines=3, max_lines=2)))


def test_both_reasons_where_a_text_may_be_of_two_kinds() -> None:
    """On record for a section longer than 3,000 characters: Slack says both."""
    found = on_surface("message", block("section", text=marked("x" * 3001)))
    assert found == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ]


def test_many_wrongs_are_said_at_once() -> None:
    found = on_surface("message", block("section", colour=1), {"type": "x"}, actions(button(style="x")))
    assert len(found) == 3
