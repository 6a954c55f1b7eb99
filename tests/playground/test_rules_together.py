"""What blocks must be to each other, and messages, views and answers as wholes."""

import json

import pytest
from hypothesis import given, settings, strategies as st

from playground.rules import Problem, check_message, check_options, check_submission_answer, check_view
from tests.playground.rules_payloads import (
    Json,
    actions,
    block,
    button,
    element,
    entry,
    group,
    home,
    marked,
    message,
    modal,
    options,
    plain,
)


def words(problems: list[Problem]) -> list[str]:
    return [problem.word for problem in problems]


def said(problems: list[Problem]) -> str:
    return "\n".join(problem.message for problem in problems)


def test_a_block_id_once() -> None:
    twice = [block("divider", block_id="one"), block("header", block_id="one")]
    assert said(check_message(message(*twice))).endswith(
        '`block_id` "one" already exists [json-pointer:/blocks/1/block_id]'
    )
    assert words(check_view(home(*twice))) == ["invalid_arguments"]
    assert check_message(message(block("divider"), block("divider"), block("divider", block_id="one"))) == []
    nested = block("container", block_id="one", child_blocks=[block("divider", block_id="one")])
    assert check_message(message(nested))


def test_an_action_id_once_in_a_block() -> None:
    assert said(check_message(message(actions(button(), button())))) == (
        '[ERROR] `action_id` "act" already exists [json-pointer:/blocks/0/elements/1/action_id]'
    )
    assert check_message(message(actions(button()), actions(button()))) == []
    unnamed = {"type": "button", "text": plain()}
    assert check_message(message(actions(unnamed, unnamed))) == []


def test_one_focus() -> None:
    first, second = (entry(element("plain_text_input", focus_on_load=True), block_id=name) for name in "ab")
    assert check_view(modal(first)) == []
    assert "/view/blocks/1/element/focus_on_load" in said(check_view(modal(first, second)))
    unfocused = entry(element("plain_text_input", focus_on_load=False))
    assert check_view(modal(first, unfocused)) == []


def test_response_url_only_in_inputs_of_modals() -> None:
    select = element("conversations_select", response_url_enabled=True)
    assert check_view(modal(entry(select))) == []
    assert check_view(modal(actions(select)))
    assert check_view(home(entry(select)))
    assert check_message(message(block("section", accessory=select)))


def test_one_table_a_message() -> None:
    assert check_message(message(block("table"))) == []
    assert words(check_message(message(block("table"), block("data_table")))) == ["invalid_attachments"]
    inside = block("container", child_blocks=[block("table")])
    assert said(check_message(message(inside, block("table")))) == "[ERROR] only_one_table_allowed"


def test_one_plan_and_two_charts() -> None:
    assert check_message(message(block("plan"), block("plan")))
    chart = block("data_visualization")
    assert check_message(message(chart, chart)) == []
    assert check_message(message(chart, chart, chart))
    task = {"type": "task_card", "task_id": "1", "title": "one", "status": "pending"}
    assert check_message(message(block("plan", tasks=[task, task])))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"text": "hello"}, []),
        ({}, ["no_text"]),
        ({"text": ""}, ["no_text"]),
        ({"text": " \n"}, ["no_text"]),
        ({"text": None, "blocks": None, "attachments": None}, ["no_text"]),
        ({"text": 5}, ["invalid_arguments"]),
        ({"blocks": []}, ["no_text"]),
        ({"blocks": [block("divider")]}, []),
        ({"text": "x", "blocks": []}, []),
        ({"blocks": json.dumps([block("divider")])}, []),
        ({"blocks": "[{"}, ["invalid_blocks_format"]),
        ({"blocks": {"type": "divider"}}, ["invalid_blocks_format"]),
        ({"blocks": '"divider"'}, ["invalid_blocks_format"]),
        ({"attachments": [{"text": "hello", "color": "#123456"}]}, []),
        ({"attachments": [{"blocks": [block("divider")]}]}, []),
        ({"attachments": [{"blocks": [{"type": "x"}]}]}, ["invalid_attachments"]),
        ({"attachments": ["hello"]}, ["invalid_attachments"]),
        ({"attachments": [{"text": "x"}] * 100}, []),
        ({"attachments": [{"text": "x"}] * 101}, ["too_many_attachments"]),
        ({"markdown_text": "x" * 12_000}, []),
        ({"markdown_text": "x" * 12_001}, ["msg_too_long"]),
        ({"markdown_text": "x", "text": "x"}, ["markdown_text_conflict"]),
        ({"markdown_text": "x", "blocks": [block("divider")]}, ["markdown_text_conflict"]),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": {}}}, []),
        ({"text": "x", "metadata": {}}, []),
        ({"text": "x", "metadata": {"event_type": "a"}}, ["invalid_metadata_format"]),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": "b"}}, ["invalid_metadata_format"]),
        ({"text": "x", "metadata": "a"}, ["invalid_metadata_format"]),
        ({"delete_original": True}, []),
    ],
)
def test_a_message_as_a_whole(arguments: Json, expected: list[str]) -> None:
    assert words(check_message(arguments)) == expected


def test_an_update_is_refused_where_a_post_is_cut() -> None:
    assert check_message({"text": "x" * 4_000}, updating=True) == []
    assert words(check_message({"text": "x" * 4_001}, updating=True)) == ["msg_too_long"]
    assert check_message({"text": "x" * 4_001}) == []


@pytest.mark.parametrize(
    ("blocks", "characters", "right"),
    # As measured and reported in slackapi/bolt-js#2867.
    [(28, 4_649, True), (33, 6_020, True), (50, 9_597, True), (45, 11_341, False)],
)
def test_all_blocks_together(blocks: int, characters: int, right: bool) -> None:  # noqa: FBT001 - a column of the table
    each, rest = divmod(characters, blocks)
    sections = [block("section", text=marked("x" * (each + (number < rest)))) for number in range(blocks)]
    assert words(check_message(message(*sections))) == ([] if right else ["msg_blocks_too_long"])


def test_a_modal_with_inputs_has_a_submit() -> None:
    without = modal(block("divider"), block("input"))
    del without["submit"]
    assert said(check_view(without)) == (
        "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    )
    assert check_view({**without, "blocks": [block("divider")]}) == []
    assert check_view(home(block("input"))) == []


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ({}, "missing required field: type [json-pointer:/view]"),
        ({"type": "workflow_step"}, "unsupported type: workflow_step [json-pointer:/view/type]"),
        ({"type": "modal", "blocks": [block("divider")]}, "missing required field: title"),
        ({"type": "modal", "title": plain()}, "missing required field: blocks"),
        (modal(block("divider"), title=marked()), "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
        (modal(block("divider"), hash="1"), "invalid additional property: hash [json-pointer:/view]"),
        (modal(block("divider"), notify_on_close=None), "must provide a boolean"),
        (home(block("divider"), title=plain()), "invalid additional property: title"),
        (home(block("divider"), clear_on_close=True), "invalid additional property: clear_on_close"),
        ("modal", "must provide an object"),
    ],
)
def test_what_slack_refuses_of_a_view(view: Json, expected: str) -> None:
    assert expected in said(check_view(view))


def test_a_view_of_250_kilobytes() -> None:
    # A code point of four bytes: Slack counts the one as characters, the other as bytes.
    large = home(*[block("section", text=marked("😀" * 3000)) for _ in range(20)])
    assert check_view(large) == []
    larger = home(*[block("section", text=marked("😀" * 3000)) for _ in range(21)])
    assert words(check_view(larger)) == ["view_too_large"]


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ({"options": options(100)}, True),
        ({"options": []}, True),
        ({"options": options(101)}, False),
        ({"option_groups": [{"label": plain(), "options": options(1)}]}, True),
        ({"option_groups": [{"label": marked(), "options": options(1)}]}, False),
        ({"option_groups": []}, True),
        ({"option_groups": [group(0)] * 100}, True),
        ({"option_groups": [group(0)] * 101}, False),
        ({"option_groups": [{**group(1), "label": plain("x" * 75)}]}, True),
        ({"option_groups": [{**group(1), "label": plain("x" * 76)}]}, False),
        ({"options": [{"text": plain("x" * 76), "value": "1"}]}, False),
        ({"options": [{"text": plain(), "value": "x" * 151}]}, False),
        ({"options": [{"text": plain(), "value": "1", "url": "u"}]}, False),
        ({"options": options(1), "option_groups": []}, False),
        ({}, False),
        ({"choices": []}, False),
    ],
)
def test_the_answer_to_a_search(answer: Json, right: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (check_options(answer) == []) is right


SUBMITTED = modal(block("input", block_id="name"), block("section", block_id="about"))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({}, ""),
        ({"response_action": "clear"}, ""),
        ({"response_action": "update", "view": modal(block("divider"))}, ""),
        ({"response_action": "push", "view": modal(block("divider"))}, ""),
        ({"response_action": "push"}, "missing required field: view"),
        ({"response_action": "update", "view": home(block("divider"))}, "must match the `type` of the root view"),
        ({"response_action": "update", "view": modal()}, "must provide at least 1 items [json-pointer:/view/blocks]"),
        ({"response_action": "close"}, "unsupported type: close"),
        ({"view": modal(block("divider"))}, "unsupported type: None"),
        ({"response_action": "errors", "errors": {"name": "Give a name."}}, ""),
        ({"response_action": "errors", "errors": {"about": "x"}}, "block_id of an input block"),
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "block_id of an input block"),
        ({"response_action": "errors", "errors": {"name": ""}}, "must be more than 0 characters"),
        ({"response_action": "errors", "errors": {}}, "at least 1 items"),
        ({"response_action": "errors"}, "at least 1 items"),
    ],
)
def test_the_answer_to_a_submission(answer: Json, expected: str) -> None:
    problems = check_submission_answer(answer, SUBMITTED)
    assert expected in said(problems)
    assert bool(problems) == bool(expected)


NAMES = st.sampled_from(
    ["type", "text", "blocks", "elements", "element", "options", "view", "title", "value", "initial_option", "errors"],
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)
TYPED = st.fixed_dictionaries(
    {"type": st.sampled_from(["section", "actions", "input", "image", "plain_text", "modal", "home", "static_select"])},
    optional=dict.fromkeys(("text", "elements", "element", "title", "blocks", "accessory", "block_id"), JSON),
)


@settings(deadline=None)  # A busy machine is no failure.
@given(TYPED, st.lists(TYPED | JSON, max_size=3))
def test_no_payload_is_too_strange_to_be_refused(strange: Json, blocks: list[Json]) -> None:
    """A rule answers with problems, whatever it is shown; it never raises."""
    check_view({**strange, "blocks": blocks})
    check_message({"text": "x", "blocks": blocks, "attachments": [strange]})
    check_options(strange)
    check_submission_answer({"response_action": "update", "view": strange}, SUBMITTED)
