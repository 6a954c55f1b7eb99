"""Everything that has an opinion on what the app sends: Slack's models, blockkit, and our own rules."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.rules import Problem, check_message, check_options, check_submission_answer, check_view
from playground.rules.messages import from_json
from playground.rules.methods import METHODS
from tests.judge import by_blockkit, by_models
from tests.judge.recording import Record

MESSAGES = {"chat.postMessage": False, "chat.postEphemeral": False, "chat.update": True, "response_url": False}
VIEWS = frozenset({"views.open", "views.push", "views.update", "views.publish"})


def judge_call(method: str, arguments: dict[str, Any]) -> list[str]:
    """Complaints about one call of the Web API, or about the body sent to a `response_url`."""
    return list(_judge_call(method, arguments))


def judge_delivery_answer(kind: str, answer: dict[str, Any], request: dict[str, Any]) -> list[str]:
    """Complaints about what the app answered to a delivery of this kind."""
    return list(_judge_answer(kind, answer, request))


def judge_record(record: Record) -> list[str]:
    """Deliveries are the playground's own: Slack's types judge those."""
    if record.direction == "call":
        return judge_call(record.kind, record.body)
    if record.direction == "answer":
        return judge_delivery_answer(record.kind, record.body["answer"], record.body["request"])
    return []


def _judge_call(method: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    if method not in METHODS and method != "response_url":
        yield f"rules: there is no method {method}"
        return
    required = METHODS[method].required if method in METHODS else ()
    yield from (f"rules: missing required field: {name}" for name in required if arguments.get(name) in (None, ""))
    if method in MESSAGES:
        yield from _judge_message(arguments, updating=MESSAGES[method])
    elif method in VIEWS:
        yield from _judge_view(from_json(arguments.get("view")))


def _judge_answer(kind: str, answer: Mapping[str, Any], request: Mapping[str, Any]) -> Iterator[str]:
    if kind == "block_suggestion":
        yield from _said_by_rules(check_options(answer))
    elif kind == "view_submission":
        yield from _said_by_rules(check_submission_answer(answer, request["view"]))
        if "view" in answer:
            yield from by_models.judge_view(answer["view"])
            yield from by_blockkit.judge_view(answer["view"])
    elif kind == "slash_command":
        if answer:
            yield from _judge_message(answer, updating=False)
    elif answer:
        yield f"rules: an answer to {kind} says nothing"


def _judge_message(arguments: Mapping[str, Any], *, updating: bool) -> Iterator[str]:
    yield from _said_by_rules(check_message(arguments, updating=updating))
    blocks = from_json(arguments.get("blocks"))
    if isinstance(blocks, list) and blocks:
        if not arguments.get("text") and not arguments.get("delete_original"):
            yield "rules: blocks without a text: screen readers read the text alone"
        yield from by_models.judge_blocks(blocks)
        yield from by_blockkit.judge_blocks(blocks)


def _judge_view(view: Any) -> Iterator[str]:
    yield from _said_by_rules(check_view(view))
    if isinstance(view, Mapping):
        yield from by_models.judge_view(view)
        yield from by_blockkit.judge_view(view)


def _said_by_rules(problems: list[Problem]) -> Iterator[str]:
    return (f"rules: {problem.word}: {problem.message}" for problem in problems)
