"""Each limit: right at it, refused one beyond."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from playground.rules import Problem, check_message, check_view
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


class Sized(NamedTuple):
    """A value of a size, and where in it Slack's pointer ends."""

    make: Callable[[int], Any]
    rest: str = ""


CHARACTERS = Sized(lambda size: "x" * size)
ADDRESS = Sized(lambda size: "https://example.com/".ljust(size, "x"))
PLAIN = Sized(lambda size: plain("x" * size), "/text")
MARKED = Sized(lambda size: marked("x" * size), "/text")
NUMBER = Sized(lambda size: size)
OPTIONS = Sized(options)
BUTTONS = Sized(lambda size: [button(action_id=str(number)) for number in range(size)])
CELL = {"type": "raw_text", "text": "cell"}


def times(item: Any) -> Sized:
    return Sized(lambda size: [item] * size)


class Limit(NamedTuple):
    limit: int
    check: Callable[[Json], list[Problem]]
    payload: Callable[[int], Json]
    pointer: str


def of_block(kind: str, field: str, sized: Sized, limit: int) -> Limit:
    pointer = f"/blocks/0/{field}{sized.rest}"
    return Limit(limit, check_message, lambda size: message(block(kind, **{field: sized.make(size)})), pointer)


def of_button(field: str, sized: Sized, limit: int) -> Limit:
    pointer = f"/blocks/0/elements/0/{field}{sized.rest}"
    return Limit(limit, check_message, lambda size: message(actions(button(**{field: sized.make(size)}))), pointer)


def of_confirm(field: str, sized: Sized, limit: int) -> Limit:
    dialog = Sized(lambda size: confirm(**{field: sized.make(size)}), f"/{field}{sized.rest}")
    return of_button("confirm", dialog, limit)


def of_option(kind: str, field: str, sized: Sized, limit: int) -> Limit:
    accessory = Sized(
        lambda size: element(kind, options=[option(**{field: sized.make(size)})]),
        f"/options/0/{field}{sized.rest}",
    )
    return of_block("section", "accessory", accessory, limit)


def of_input(kind: str, field: str, sized: Sized, limit: int, **more: Any) -> Limit:
    pointer = f"/view/blocks/0/element/{field}{sized.rest}"
    return Limit(
        limit,
        check_view,
        lambda size: modal(entry(element(kind, **more, **{field: sized.make(size)}))),
        pointer,
    )


def of_entry(field: str, sized: Sized, limit: int) -> Limit:
    pointer = f"/view/blocks/0/{field}{sized.rest}"
    return Limit(limit, check_view, lambda size: modal(block("input", **{field: sized.make(size)})), pointer)


def of_view(view: Callable[..., Json], field: str, sized: Sized, limit: int) -> Limit:
    pointer = f"/view/{field}{sized.rest}"
    return Limit(limit, check_view, lambda size: view(block("divider"), **{field: sized.make(size)}), pointer)


def of_chart(sized: Sized, limit: int) -> Limit:
    return of_block("data_visualization", "chart", sized, limit)


SLICE = {"label": "one", "value": 1}
PIE = {"type": "pie", "segments": [SLICE]}


def bars(*, series: int = 1, categories: int = 1, name: int = 1, label: int = 1) -> Json:
    labels = [str(number) for number in range(categories)]
    points = [{"label": each, "value": 1} for each in labels]
    all_series = [{"name": f"{number}".rjust(name, "x"), "data": points} for number in range(series)]
    return {"type": "bar", "series": all_series, "axis_config": {"categories": labels, "x_label": "x" * label}}


def icon_buttons(count: int, **more: Any) -> list[Json]:
    one = {"type": "icon_button", "icon": "trash", "text": plain(), **more}
    return [{**one, "action_id": str(number)} for number in range(count)]


def task(number: int) -> Json:
    return {"type": "task_card", "task_id": str(number), "title": "one", "status": "pending"}


def blocks_of(view: Callable[..., Json], limit: int) -> Limit:
    return Limit(limit, check_view, lambda size: view(*[block("divider")] * size), "/view/blocks")


ALL_MARKDOWN = Limit(
    12_000,
    check_message,
    lambda size: message(block("markdown", text="x" * 9_000), block("markdown", text="x" * (size - 9_000))),
    "/blocks/1/text",
)

LIST_ITEM = {"type": "rich_text_section", "elements": [leaf()]}
INDENT = Limit(
    8,
    check_message,
    lambda size: message(
        rich_text({"type": "rich_text_list", "style": "bullet", "indent": size, "elements": [LIST_ITEM]}),
    ),
    "/blocks/0/elements/0/indent",
)

MOST = [
    Limit(50, check_message, lambda size: message(*[block("divider")] * size), "/blocks"),
    blocks_of(modal, 100),
    blocks_of(home, 100),
    of_block("divider", "block_id", CHARACTERS, 255),
    of_block("header", "level", NUMBER, 4),
    of_block("section", "text", MARKED, 3000),
    of_block("context", "elements", Sized(lambda size: [plain("x" * size)], "/0/text"), 3000),
    of_block("context", "elements", Sized(lambda size: [marked("x" * size)], "/0/text"), 3000),
    of_block("section", "fields", times(marked()), 10),
    of_block("section", "fields", Sized(lambda size: [marked("x" * size)], "/0/text"), 2000),
    of_block("section", "accessory", Sized(lambda size: {**IMAGE, "alt_text": "x" * size}, "/alt_text"), 2000),
    of_block("header", "text", PLAIN, 150),
    of_block("context", "elements", times(marked()), 10),
    of_block("actions", "elements", BUTTONS, 25),
    of_block("image", "image_url", ADDRESS, 3000),
    of_block("image", "alt_text", CHARACTERS, 2000),
    of_block("image", "title", PLAIN, 2000),
    of_block("markdown", "text", CHARACTERS, 12_000),
    ALL_MARKDOWN,
    of_block("video", "title", PLAIN, 200),
    of_block("video", "alt_text", CHARACTERS, 2000),
    of_block("video", "author_name", CHARACTERS, 50),
    of_block("video", "provider_name", CHARACTERS, 50),
    of_block("video", "description", PLAIN, 200),
    of_block("video", "title_url", CHARACTERS, 2000),
    of_block("video", "provider_icon_url", CHARACTERS, 2000),
    of_block("video", "video_url", ADDRESS, 3000),
    of_block("table", "rows", times([CELL]), 100),
    of_block("table", "rows", Sized(lambda size: [[CELL] * size], "/0"), 20),
    of_block("table", "column_settings", times(None), 20),
    of_block("data_table", "rows", times([CELL]), 101),
    of_block("data_table", "page_size", NUMBER, 100),
    of_block("card", "title", PLAIN, 150),
    of_block("card", "subtitle", MARKED, 150),
    of_block("card", "body", MARKED, 200),
    of_block("card", "subtext", MARKED, 200),
    of_block("card", "actions", BUTTONS, 3),
    of_block("carousel", "elements", times(block("card")), 10),
    of_block("container", "title", PLAIN, 150),
    of_block("container", "subtitle", MARKED, 150),
    of_block("container", "child_blocks", times(block("divider")), 10),
    of_block("data_visualization", "title", CHARACTERS, 50),
    of_chart(Sized(lambda size: {**PIE, "segments": [SLICE] * size}, "/segments"), 6),
    of_chart(Sized(lambda size: {**PIE, "segments": [{**SLICE, "label": "x" * size}]}, "/segments/0/label"), 20),
    of_chart(Sized(lambda size: bars(series=size), "/series"), 6),
    of_chart(Sized(lambda size: bars(categories=size), "/axis_config/categories"), 20),
    of_chart(Sized(lambda size: bars(name=size), "/series/0/name"), 20),
    of_chart(Sized(lambda size: bars(label=size), "/axis_config/x_label"), 50),
    of_block("context_actions", "elements", Sized(icon_buttons), 5),
    of_block(
        "context_actions", "elements", Sized(lambda size: icon_buttons(1, text=plain("x" * size)), "/0/text/text"), 75
    ),
    of_block("context_actions", "elements", Sized(lambda size: icon_buttons(1, value="x" * size), "/0/value"), 2000),
    of_block(
        "context_actions",
        "elements",
        Sized(lambda size: icon_buttons(1, visible_to_user_ids=[USER] * size), "/0/visible_to_user_ids"),
        10,
    ),
    of_block("plan", "tasks", Sized(lambda size: [task(number) for number in range(size)]), 50),
    of_button("text", PLAIN, 75),
    of_button("value", CHARACTERS, 2000),
    of_button("url", CHARACTERS, 3000),
    of_button("action_id", CHARACTERS, 255),
    of_button("accessibility_label", CHARACTERS, 75),
    of_button("agent_prompt", CHARACTERS, 4000),
    of_confirm("title", PLAIN, 100),
    of_confirm("text", MARKED, 300),
    of_confirm("confirm", PLAIN, 30),
    of_confirm("deny", PLAIN, 30),
    of_block("section", "accessory", Sized(lambda size: element("overflow", options=options(size)), "/options"), 5),
    of_option("overflow", "text", PLAIN, 75),
    of_option("overflow", "value", CHARACTERS, 150),
    of_option("overflow", "url", CHARACTERS, 3000),
    of_option("checkboxes", "text", MARKED, 75),
    of_option("checkboxes", "description", MARKED, 75),
    of_input("checkboxes", "options", OPTIONS, 10),
    of_input("radio_buttons", "options", OPTIONS, 10),
    of_input("static_select", "options", OPTIONS, 100),
    of_input("multi_static_select", "options", OPTIONS, 100),
    of_input("multi_static_select", "initial_options", OPTIONS, 1, max_selected_items=1),
    of_input("multi_users_select", "initial_users", times(USER), 3, max_selected_items=3),
    of_input("users_select", "placeholder", PLAIN, 150),
    of_input("plain_text_input", "placeholder", PLAIN, 150),
    of_input("plain_text_input", "max_length", NUMBER, 3000),
    of_input("plain_text_input", "min_length", NUMBER, 3000),
    of_input("plain_text_input", "initial_value", CHARACTERS, 3000),
    of_input("rich_text_input", "max_lines", NUMBER, 100),
    of_input("file_input", "max_files", NUMBER, 10),
    INDENT,
    of_entry("label", PLAIN, 2000),
    of_entry("hint", PLAIN, 2000),
    of_view(modal, "title", PLAIN, 24),
    of_view(modal, "submit", PLAIN, 24),
    of_view(modal, "close", PLAIN, 24),
    of_view(modal, "private_metadata", CHARACTERS, 3000),
    of_view(modal, "callback_id", CHARACTERS, 255),
    of_view(home, "private_metadata", CHARACTERS, 3000),
    of_view(home, "external_id", CHARACTERS, 255),
]

LEAST = [
    blocks_of(modal, 1),
    blocks_of(home, 1),
    of_block("actions", "elements", BUTTONS, 1),
    of_block("context", "elements", times(marked()), 1),
    of_block("section", "fields", times(marked()), 1),
    of_block("section", "text", MARKED, 1),
    of_block("header", "text", PLAIN, 1),
    of_block("header", "level", NUMBER, 1),
    of_block("divider", "block_id", CHARACTERS, 1),
    of_block("image", "alt_text", CHARACTERS, 1),
    of_block("data_table", "rows", times([CELL]), 2),
    of_block("carousel", "elements", times(block("card")), 1),
    of_button("value", CHARACTERS, 1),
    of_button("action_id", CHARACTERS, 1),
    of_option("overflow", "value", CHARACTERS, 1),
    of_block("section", "accessory", Sized(lambda size: element("overflow", options=options(size)), "/options"), 1),
    of_input("static_select", "options", OPTIONS, 1),
    of_input("conversations_select", "filter", Sized(lambda size: {"include": ["im"] * size}, "/include"), 1),
    of_input("multi_users_select", "max_selected_items", NUMBER, 1),
    of_input("plain_text_input", "max_length", NUMBER, 1),
    of_input("external_select", "min_query_length", NUMBER, 0),
    of_input("file_input", "max_files", NUMBER, 1),
]


def named(limits: list[Limit]) -> list[Any]:
    return [pytest.param(limit, id=f"{limit.pointer}:{limit.limit}") for limit in limits]


def assert_refused_at(limit: Limit, size: int) -> None:
    problems = limit.check(limit.payload(size))
    assert any(problem.message.endswith(f"[json-pointer:{limit.pointer}]") for problem in problems), problems


@pytest.mark.parametrize("limit", named(MOST))
def test_as_much_as_allowed_and_no_more(limit: Limit) -> None:
    assert limit.check(limit.payload(limit.limit)) == []
    assert_refused_at(limit, limit.limit + 1)


@pytest.mark.parametrize("limit", named(LEAST))
def test_as_little_as_allowed_and_no_less(limit: Limit) -> None:
    assert limit.check(limit.payload(limit.limit)) == []
    assert_refused_at(limit, limit.limit - 1)


def test_an_alert_of_200_characters() -> None:
    assert check_view(modal(block("alert", text=plain("x" * 200)))) == []
    assert check_view(modal(block("alert", text=plain("x" * 201))))


def test_a_hundred_groups_of_a_hundred() -> None:
    def problems(*groups: Json) -> list[Problem]:
        return check_message(message(actions({"type": "static_select", "option_groups": list(groups)})))

    assert problems(*[group()] * 99, group(100)) == []
    assert problems(*[group()] * 101)
    assert problems(group(101))


@settings(deadline=None)  # A busy machine is no failure.
@given(st.text(alphabet=st.characters(min_codepoint=0x1F300, max_codepoint=0x1F5FF), min_size=140, max_size=160))
def test_characters_are_code_points(emoji: str) -> None:
    assert bool(check_message(message(block("header", text=plain(emoji))))) == (len(emoji) > 150)


def test_slack_names_what_is_wrong_and_where() -> None:
    problems = check_message(message(actions(button(text=plain("x" * 76)))))
    expected = "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"
    assert problems == [Problem("invalid_blocks", expected)]


def test_a_file_stands_in_for_a_picture() -> None:
    assert check_message(message({"type": "image", "slack_file": {"id": FILE}, "alt_text": "one"})) == []
