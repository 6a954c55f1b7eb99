"""Arguments of a call as clients send them: JSON, a form, a query string, or a POST with an empty body and a query."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from playground.reading import read_json
from playground.web_api.call import SlackError

# Arguments that hold structure; in a form or a query they are JSON in a string.
_STRUCTURED = {
    "attachments": "invalid_attachments",
    "blocks": "invalid_blocks_format",
    "files": "invalid_arguments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}


def parse_arguments(query: Mapping[str, str], content_type: str, body: bytes) -> dict[str, Any]:
    """`content_type` without its parameters. https://docs.slack.dev/apis/web-api (evaluating arguments)"""
    arguments: dict[str, Any] = dict(query)
    if body:
        arguments |= _parse_body(content_type, body)
    for name in _STRUCTURED.keys() & arguments.keys():
        arguments[name] = _structure(name, arguments[name])
    return {name: value for name, value in arguments.items() if value is not None}


def check_scalars(arguments: Mapping[str, Any]) -> None:
    """Slack wants a string where no structure is declared (`invalid_array_arg` in every method's reference)."""
    if any(isinstance(value, list | dict) for name, value in arguments.items() if name not in _STRUCTURED):
        raise SlackError("invalid_array_arg")


def _parse_body(content_type: str, body: bytes) -> dict[str, Any]:
    try:
        if content_type == "application/json":
            parsed = read_json(body)
            if not isinstance(parsed, dict):
                raise SlackError("json_not_object")
            return parsed
        if content_type == "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except ValueError as error:
        raise SlackError("invalid_json" if content_type == "application/json" else "invalid_form_data") from error
    raise SlackError("invalid_post_type")


def _structure(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return read_json(value)
    except ValueError as error:
        raise SlackError(_STRUCTURED[name]) from error
