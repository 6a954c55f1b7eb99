"""Slack's models as JSON, without the models' own slow checks: `parts.checked` makes stricter ones."""

from typing import Any

from slack_sdk.models import JsonObject
from slack_sdk.models.blocks import Option, OptionGroup, PlainTextObject

_AS_IT_IS = frozenset({str, int, bool, dict})
_MAY_BE_EMPTY = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
_KNOWN: dict[type, tuple[str, ...]] = {}


def to_json(model: Any) -> Any:
    """The same as the model's `to_dict()` (the tests hold them against each other), in a tenth of the time."""
    kind = type(model)
    if kind in _AS_IT_IS:
        return model
    if kind is PlainTextObject and model.emoji is None:
        return _plain(model.text)
    if kind is list or kind is tuple:
        return [to_json(one) for one in model]
    if kind is Option:
        return _option(model)
    if kind is OptionGroup:
        return {"label": _plain(model.label or ""), "options": [_option(one) for one in model.options or ()]}
    if kind not in _KNOWN:
        # A model works its attributes out anew each time, though they are those of its class.
        _KNOWN[kind] = tuple(sorted(model.attributes)) if kind.to_dict is JsonObject.to_dict else ()
    return _fields(model, _KNOWN[kind]) if _KNOWN[kind] else model.to_dict()


def _fields(model: JsonObject, names: tuple[str, ...]) -> dict[str, Any]:
    fields = {}
    for name in names:
        value = getattr(model, name, None)
        if value or value is False or value == 0 or (value is not None and name == "elements" and _may_be_empty(model)):
            fields[name] = to_json(value)
    return fields


def _may_be_empty(model: JsonObject) -> bool:
    return getattr(model, "type", None) in _MAY_BE_EMPTY


def _option(option: Option) -> dict[str, Any]:
    """All our options are plain text."""
    rendered = {"text": _plain(option.text or ""), "value": option.value}
    return rendered if option.description is None else rendered | {"description": _plain(option.description)}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
