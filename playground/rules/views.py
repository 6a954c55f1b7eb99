"""What Slack refuses of a modal or a Home tab."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from playground.rules.blocks import BLOCK
from playground.rules.findings import Finding, Findings, Place, Problem, Rule, to_problems
from playground.rules.shapes import choice, fields, flag, many, string
from playground.rules.texts import plain
from playground.rules.together import check_together

# "Error returned if the provided view is greater than 250kb" (views.open).
LARGEST_VIEW = 250_000

BOTH: dict[str, Rule] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
BLOCKS = many(BLOCK, 100)
MODAL = fields(
    {"type": choice("modal"), "title": plain(24), "blocks": BLOCKS},
    {
        **BOTH,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
HOME = fields({"type": choice("home"), "blocks": BLOCKS}, BOTH)


def check_view(view: Mapping[str, Any]) -> list[Problem]:
    """A view of `type` modal or home, as views.open, views.push, views.update and views.publish take it."""
    return [*to_problems("invalid_arguments", _find(view)), *_check_size(view)]


def _find(view: Any) -> Iterator[Finding]:
    if not isinstance(view, Mapping):
        yield Finding("must provide an object", Place("modal", "/view"))
    elif view.get("type") == "modal":
        yield from _find_in(MODAL, view, Place("modal", "/view"))
    elif view.get("type") == "home":
        yield from _find_in(HOME, view, Place("home", "/view"))
    elif "type" not in view:
        yield Finding("missing required field: type", Place("modal", "/view"))
    else:
        yield Finding(f"unsupported type: {view['type']}", Place("modal", "/view/type"))


def _find_in(surface: Rule, view: Mapping[str, Any], at: Place) -> Findings:
    found = list(surface(view, at))
    yield from found
    if not found:
        yield from check_together(view["blocks"], at / "blocks")
    if view["type"] == "modal" and "submit" not in view and isinstance(view.get("blocks"), list):
        for index, block in enumerate(view["blocks"]):
            if isinstance(block, Mapping) and block.get("type") == "input":
                # The pointer ends in the type, as Slack's own does.
                message = "must define `submit` to use an `input` block in modals"
                yield Finding(message, at / "blocks" / index / "input")


def _check_size(view: Mapping[str, Any]) -> Iterator[Problem]:
    if len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode(errors="surrogatepass")) > LARGEST_VIEW:
        yield Problem("view_too_large", "[ERROR] must be at most 250 kB [json-pointer:/view]")
