"""Every limit of `limits.check`, at it and one beyond; what passes here also passes by the playground's rules."""

from typing import Any

import pytest

from playground.rules import check_message, check_view
from views.slack.limits import BadBlocks, Surface, check

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def marked(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**fields: Any) -> Json:
    return {"type": "section", **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(5), "element": {"action_id": "a", **element}, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain(5), **more}


def option(text: int = 5, value: str = "v", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(number: int) -> list[Json]:
    return [option(value=str(index)) for index in range(number)]


def confirm(**more: Any) -> Json:
    return {"title": plain(5), "text": plain(5), "confirm": plain(5), "deny": plain(5), **more}


IMAGE = {"type": "image", "alt_text": "x", "slack_file": {"id": "F12345678"}}
RADIO = {"type": "radio_buttons"}
SELECT = {"type": "static_select"}
TYPED = {"type": "plain_text_input"}

LIMITS = {
    "section text": (3000, lambda size: section(text=plain(size)), "/text"),
    "section mrkdwn": (3000, lambda size: section(text=marked(size)), "/text"),
    "section fields": (10, lambda size: section(fields=[plain(5)] * size), "/fields"),
    "section field": (2000, lambda size: section(fields=[plain(size)]), "/fields/0"),
    "header": (150, lambda size: {"type": "header", "text": plain(size)}, "/text"),
    "context": (10, lambda size: {"type": "context", "elements": [plain(5)] * size}, "/elements"),
    "actions": (25, lambda size: actions(*(button(action_id=str(n)) for n in range(size))), "/elements"),
    "alt text": (2000, lambda size: {**IMAGE, "alt_text": "x" * size}, "/alt_text"),
    "image title": (2000, lambda size: {**IMAGE, "title": plain(size)}, "/title"),
    "image url": (
        3000,
        lambda size: {"type": "image", "alt_text": "x", "image_url": "https://example.com/".ljust(size, "x")},
        "/image_url",
    ),
    "block id": (255, lambda size: {"type": "divider", "block_id": "x" * size}, "/block_id"),
    "action id": (255, lambda size: actions(button(action_id="x" * size)), "/elements/0/action_id"),
    "button text": (75, lambda size: actions(button(text=plain(size))), "/elements/0/text"),
    "button value": (2000, lambda size: actions(button(value="x" * size)), "/elements/0/value"),
    "accessibility": (
        75,
        lambda size: actions(button(accessibility_label="x" * size)),
        "/elements/0/accessibility_label",
    ),
    "confirm title": (
        100,
        lambda size: actions(button(confirm=confirm(title=plain(size)))),
        "/elements/0/confirm/title",
    ),
    "confirm text": (300, lambda size: actions(button(confirm=confirm(text=plain(size)))), "/elements/0/confirm/text"),
    "confirm deny": (30, lambda size: actions(button(confirm=confirm(deny=plain(size)))), "/elements/0/confirm/deny"),
    "overflow": (
        5,
        lambda size: actions({"type": "overflow", "action_id": "a", "options": options(size)}),
        "/elements/0/options",
    ),
    "select": (
        100,
        lambda size: actions({**SELECT, "action_id": "a", "placeholder": plain(5), "options": options(size)}),
        "/elements/0/options",
    ),
    "option groups": (
        100,
        lambda size: field({**SELECT, "option_groups": [{"label": plain(5), "options": options(1)}] * size}),
        "/element/option_groups",
    ),
    "group label": (
        75,
        lambda size: field({**SELECT, "option_groups": [{"label": plain(size), "options": options(1)}]}),
        "/element/option_groups/0/label",
    ),
    "radio": (10, lambda size: field({**RADIO, "options": options(size)}), "/element/options"),
    "checkboxes": (10, lambda size: field({"type": "checkboxes", "options": options(size)}), "/element/options"),
    "option text": (75, lambda size: field({**RADIO, "options": [option(size)]}), "/element/options/0/text"),
    "option value": (
        150,
        lambda size: field({**RADIO, "options": [option(value="x" * size)]}),
        "/element/options/0/value",
    ),
    "option description": (
        75,
        lambda size: field({**RADIO, "options": [option(description=plain(size))]}),
        "/element/options/0/description",
    ),
    "placeholder": (150, lambda size: field({**TYPED, "placeholder": plain(size)}), "/element/placeholder"),
    "initial value": (3000, lambda size: field({**TYPED, "initial_value": "x" * size}), "/element/initial_value"),
    "max length": (
        80,
        lambda size: field({**TYPED, "max_length": 80, "initial_value": "x" * size}),
        "/element/initial_value",
    ),
    "label": (2000, lambda size: {**field(TYPED), "label": plain(size)}, "/label"),
    "hint": (2000, lambda size: field(TYPED, hint=plain(size)), "/hint"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_holds_at_it_and_not_beyond(name: str):
    most, build, place = LIMITS[name]
    surface = Surface.MODAL if build(1)["type"] == "input" else Surface.MESSAGE
    check(surface, [build(most)])
    assert _refused_by_slack(surface, [build(most)]) == []
    with pytest.raises(BadBlocks) as refused:
        check(surface, [build(most + 1)])
    assert refused.value.place == f"/blocks/0{place}"


@pytest.mark.parametrize(("surface", "most"), [(Surface.MESSAGE, 50), (Surface.MODAL, 100), (Surface.HOME, 100)])
def test_blocks_are_counted(surface: Surface, most: int):
    check(surface, [{"type": "divider"}] * most)
    with pytest.raises(BadBlocks):
        check(surface, [{"type": "divider"}] * (most + 1))
    with pytest.raises(BadBlocks):
        check(surface, [])


WRONG = {
    "doubled block_id": [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
    "doubled action_id": [actions(button(), button())],
    "empty actions": [actions()],
    "two in focus": [
        field({**TYPED, "focus_on_load": True}, block_id="a"),
        field({**TYPED, "focus_on_load": True}, block_id="b"),
    ],
    "empty text": [section(text=plain(0))],
    "empty alt text": [{**IMAGE, "alt_text": ""}],
    "section of nothing": [section()],
    "image of nothing": [{"type": "image", "alt_text": "x"}],
    "image of two": [{**IMAGE, "image_url": "https://example.com/a.png"}],
    "no file's id": [{**IMAGE, "slack_file": {"id": "U12345678"}}],
    "no user's id": [field({"type": "multi_users_select", "initial_users": ["ben"]})],
    "marked button": [actions(button(text=marked(5)))],
    "marked header": [{"type": "header", "text": marked(5)}],
    "initial option of another": [
        field({**RADIO, "options": options(2), "initial_option": option(value="other")}),
    ],
    "unknown block": [{"type": "card", "title": plain(5)}],
    "options of none": [field({**RADIO, "options": []})],
    "select without options": [field(SELECT)],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_slack_refuses_is_refused(name: str):
    with pytest.raises(BadBlocks):
        check(Surface.MODAL, WRONG[name])


def test_an_element_stands_only_on_its_surface():
    number = {"type": "number_input", "action_id": "a", "is_decimal_allowed": False}
    check(Surface.MODAL, [field(number)])
    with pytest.raises(BadBlocks):
        check(Surface.HOME, [field(number)])


def _refused_by_slack(surface: Surface, blocks: list[Json]) -> list[str]:
    if surface is Surface.MESSAGE:
        found = check_message({"channel": "D1", "text": "x", "blocks": blocks})
    else:
        found = check_view({"type": "modal", "title": plain(5), "submit": plain(5), "blocks": blocks})
    return [problem.message for problem in found]
