"""The judge says what is wrong, and nothing where nothing is."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.judge import by_blockkit, by_models
from tests.judge.judge import judge_call, judge_delivery_answer
from tests.judge.recording import Record, kind_of_delivery, read_records, write_record
from tests.playground.rules_payloads import (
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

VIEW = modal(block("input", block_id="name"))


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("chat.postMessage", message(block("section"), actions(button()))),
        ("chat.update", message(block("header"), ts="1.2")),
        ("chat.postEphemeral", {"channel": "C1", "user": "U1", "text": "psst"}),
        ("response_url", {"text": "hello", "replace_original": True, "blocks": [block("section")]}),
        ("response_url", {"delete_original": True}),
        ("views.open", {"trigger_id": "1.2.3", "view": VIEW}),
        ("views.publish", {"user_id": "U1", "view": home(block("divider"))}),
        ("users.info", {"user": "U1"}),
    ],
)
def test_what_is_right(method: str, arguments: Json) -> None:
    assert judge_call(method, arguments) == []


def wide(**more: Any) -> Json:
    return message(actions(button(text=plain("x" * 76), **more)))


@pytest.mark.parametrize(
    ("method", "arguments", "judges"),
    [
        ("chat.postMessages", {}, {"rules"}),
        ("chat.postMessage", {"text": "to nobody"}, {"rules"}),
        ("chat.postMessage", wide(), {"rules", "slack_sdk", "blockkit"}),
        ("chat.postMessage", message(block("header"), text=""), {"rules"}),
        ("chat.postMessage", message(block("section", colour="red")), {"rules", "slack_sdk", "blockkit"}),
        ("chat.postMessage", message({"type": "paragraph"}), {"rules", "slack_sdk"}),
        ("chat.update", {"channel": "C1", "ts": "1.2", "text": "x" * 4001}, {"rules"}),
        ("response_url", {"text": ""}, {"rules"}),
        ("views.open", {"view": modal(block("divider"), title=plain("x" * 25))}, {"rules", "slack_sdk", "blockkit"}),
        ("views.open", {"view": "a modal"}, {"rules"}),
        (
            "views.publish",
            {"user_id": "U1", "view": home(block("divider"), close=plain())},
            {"rules", "slack_sdk", "blockkit"},
        ),
    ],
)
def test_what_is_wrong(method: str, arguments: Json, judges: set[str]) -> None:
    said = judge_call(method, arguments)
    assert {complaint.split(":")[0] for complaint in said} == judges, said


@pytest.mark.parametrize(
    ("kind", "answer", "right"),
    [
        ("block_suggestion", {"options": options(3)}, True),
        ("block_suggestion", {"options": options(101)}, False),
        ("view_submission", {}, True),
        ("view_submission", {"response_action": "errors", "errors": {"name": "Give one."}}, True),
        ("view_submission", {"response_action": "errors", "errors": {"nobody": "Give one."}}, False),
        ("view_submission", {"response_action": "update", "view": VIEW}, True),
        ("view_submission", {"response_action": "update", "view": modal(entry(button()))}, False),
        ("slash_command", {}, True),
        ("slash_command", {"text": "Here you are."}, True),
        ("slash_command", {"text": ""}, False),
        ("block_actions", {}, True),
        ("block_actions", {"text": "Thanks."}, False),
    ],
)
def test_answers(kind: str, answer: Json, right: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (judge_delivery_answer(kind, answer, {"view": VIEW}) == []) is right


RIGHT_AFTER_ALL: list[Json] = [
    actions(element("external_select", min_query_length=0)),
    block("image", alt_text="x" * 256),
    actions(button(confirm=confirm())),
    actions(element("checkboxes", options=[option(1, text=marked())])),
    actions(element("radio_buttons", options=[option(1, text=marked())], initial_option=option(1, text=marked()))),
    entry(element("file_input", filetypes=["parquet"])),
    entry(element("plain_text_input", min_length=1, initial_value="")),
    actions({"type": "static_select", "option_groups": [group(2)], "initial_option": option(1)}),
    actions(element("datetimepicker")),
    entry(element("url_text_input", initial_value="https://example.com/" + "x" * 60)),
    block("video", video_url="https://example.com/" + "x" * 2000),
    block("video", alt_text=""),
    actions(button(agent_prompt="x")),
    block("header", level=2),
    rich_text({"type": "rich_text_section", "elements": [{"type": "emoji", "name": "wave", "style": {"bold": True}}]}),
    rich_text({"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1", "style": {"code": True}}]}),
]


def test_each_false_alarm_is_one() -> None:
    """Each is raised by a payload that the rules accept: none hides more than it must, none is out of date."""
    raised: list[str] = []
    for right in RIGHT_AFTER_ALL:
        if right["type"] == "input":
            assert judge_call("views.open", {"view": modal(right)}) == []
        else:
            assert judge_call("chat.postMessage", message(right)) == []
        by_blockkit._build(right, raised, "blocks")
    for pattern, _ in by_blockkit.FALSE_ALARMS:
        assert any(re.search(pattern, said) for said in raised), pattern


QUOTE = {"type": "rich_text_quote", "elements": [leaf()], "border": 1}
CODE = {"type": "rich_text_preformatted", "elements": [leaf()], "language": "python"}
UNKNOWN_TO_THE_MODELS = {
    "level": block("header", level=2),
    "slack_icon": block("card", slack_icon={"type": "icon", "name": "flag"}),
    "subtext": block("card", subtext=plain()),
    "border": rich_text(QUOTE),
    "language": rich_text(CODE),
}


def test_each_attribute_without_a_class_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    for right in UNKNOWN_TO_THE_MODELS.values():
        assert judge_call("chat.postMessage", message(right)) == []
    monkeypatch.setattr(by_models, "WITHOUT_ATTRIBUTE", frozenset())
    for name, right in UNKNOWN_TO_THE_MODELS.items():
        assert [said for said in by_models.judge_blocks([right]) if said.endswith(f"/{name}")], name
    assert list(by_models.judge_view({**VIEW, "submit_disabled": True})) == ["slack_sdk: lost /submit_disabled"]


def test_a_recording_is_read_as_it_was_written(tmp_path: Path) -> None:
    records = [Record("call", "chat.postMessage", message(text="😀\n")), Record("answer", "block_actions", {})]
    for record in records:
        write_record(tmp_path / "calls.jsonl", record)
    assert list(read_records(tmp_path / "calls.jsonl")) == records


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"command": "/label", "text": ""}, "slash_command"),
        ({"type": "event_callback", "event": {"type": "app_home_opened"}}, "app_home_opened"),
        ({"type": "block_actions"}, "block_actions"),
    ],
)
def test_kinds_of_deliveries(payload: Json, kind: str) -> None:
    assert kind_of_delivery(payload) == kind
