"""What Slack refuses of an answer: to a block_suggestion, to a view_submission."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.rules.findings import Finding, Place, Problem, to_problems
from playground.rules.shapes import fields, many, only_one_of
from playground.rules.texts import OPTION, plain
from playground.rules.views import check_view

# Unlike in a select, nothing found is an answer too.
FOUND = many(OPTION, 100, least=0)
GROUPS = many(fields({"label": plain(75), "options": FOUND}), 100, least=0)
SUGGESTIONS = fields({}, {"options": FOUND, "option_groups": GROUPS}, [only_one_of("options", "option_groups")])
ANYWHERE = Place("modal")


def check_options(answer: Mapping[str, Any]) -> list[Problem]:
    return to_problems("invalid_arguments", SUGGESTIONS(answer, ANYWHERE))


def check_submission_answer(answer: Mapping[str, Any], view: Mapping[str, Any]) -> list[Problem]:
    """`view` is the one that was submitted; an empty answer closes it."""
    match answer.get("response_action") if answer else "clear":
        case "clear":
            return []
        case "update" | "push":
            return _check_next(answer)
        case "errors":
            return to_problems("invalid_arguments", _find_in_errors(answer.get("errors"), view))
        case unknown:
            found = Finding(f"unsupported type: {unknown}", ANYWHERE / "response_action")
            return to_problems("invalid_arguments", [found])


def _check_next(answer: Mapping[str, Any]) -> list[Problem]:
    if "view" not in answer:
        return to_problems("invalid_arguments", [Finding("missing required field: view", ANYWHERE)])
    if isinstance(answer["view"], Mapping) and answer["view"].get("type") == "home":
        found = Finding("must match the `type` of the root view", ANYWHERE / "view" / "type")
        return to_problems("invalid_arguments", [found])
    return check_view(answer["view"])


def _find_in_errors(errors: Any, view: Mapping[str, Any]) -> Iterator[Finding]:
    at = ANYWHERE / "errors"
    if not isinstance(errors, Mapping) or not errors:
        yield Finding("must provide an object with at least 1 items", at)
        return
    inputs = {block.get("block_id") for block in view["blocks"] if block["type"] == "input"}
    for block_id, message in errors.items():
        if block_id not in inputs:
            yield Finding("must be the block_id of an input block of this view", at / block_id)
        if not isinstance(message, str) or not message:
            yield Finding("must be more than 0 characters", at / block_id)
