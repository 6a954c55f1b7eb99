"""What the blocks of one message or view must be to each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.rules.findings import Finding, Findings, Place

Placed = tuple[Mapping[str, Any], Place]


def check_together(blocks: Sequence[Mapping[str, Any]], at: Place) -> Findings:
    """Of blocks that are right each by itself."""
    placed = list(_blocks(blocks, at))
    yield from _block_ids(placed)
    for block, place in placed:
        yield from _action_ids(block, place)
    yield from _one_focus(placed)
    yield from _response_urls(placed)
    if at.surface == "message":
        yield from _markdown(placed)
        yield from _one_plan(placed)
        yield from _two_charts(placed)


def elements_of(block: Mapping[str, Any], at: Place) -> Iterator[Placed]:
    """Whatever may be pressed, picked or filled in one block."""
    if "accessory" in block:
        yield block["accessory"], at / "accessory"
    if "element" in block:
        yield block["element"], at / "element"
    for name in ("elements", "actions"):
        if block["type"] in {"actions", "context_actions", "card", "carousel"} and name in block:
            for index, inner in enumerate(block[name]):
                place = at / name / index
                yield from elements_of(inner, place) if inner["type"] == "card" else [(inner, place)]


def _blocks(blocks: Sequence[Mapping[str, Any]], at: Place) -> Iterator[Placed]:
    for index, block in enumerate(blocks):
        yield block, at / index
        yield from _blocks(block.get("child_blocks", ()), at / index / "child_blocks")
        if block["type"] == "carousel":
            yield from _blocks(block["elements"], at / index / "elements")


def _block_ids(placed: Sequence[Placed]) -> Findings:
    seen: set[str] = set()
    for block, at in placed:
        block_id = block.get("block_id")
        if block_id in seen:
            yield Finding(f'`block_id` "{block_id}" already exists', at / "block_id")
        if block_id is not None:
            seen.add(block_id)


def _action_ids(block: Mapping[str, Any], at: Place) -> Findings:
    """Unique in their block, not in the whole payload: two blocks may share one."""
    seen: set[str] = set()
    for element, place in elements_of(block, at):
        action_id = element.get("action_id")
        if action_id in seen:
            yield Finding(f'`action_id` "{action_id}" already exists', place / "action_id")
        if action_id is not None:
            seen.add(action_id)


def _one_focus(placed: Sequence[Placed]) -> Findings:
    focused = [
        place for block, at in placed for element, place in elements_of(block, at) if element.get("focus_on_load")
    ]
    for place in focused[1:]:
        yield Finding("only one element may set `focus_on_load`", place / "focus_on_load")


def _response_urls(placed: Sequence[Placed]) -> Findings:
    """`response_url_enabled` "only works with menus in input blocks in modals" (conversations_select)."""
    for block, at in placed:
        for element, place in elements_of(block, at):
            if element.get("response_url_enabled") and not (block["type"] == "input" and at.surface == "modal"):
                yield Finding("only allowed in input blocks of modals", place / "response_url_enabled")


def _markdown(placed: Sequence[Placed]) -> Findings:
    total = 0
    for block, at in placed:
        if block["type"] == "markdown":
            total += len(block["text"])
            if total > 12_000:
                yield Finding("must be less than 12001 characters in all markdown blocks together", at / "text")


def _one_plan(placed: Sequence[Placed]) -> Findings:
    for _, at in [(block, at) for block, at in placed if block["type"] == "plan"][1:]:
        yield Finding("too many plan blocks", at)


def _two_charts(placed: Sequence[Placed]) -> Findings:
    for _, at in [(block, at) for block, at in placed if block["type"] == "data_visualization"][2:]:
        yield Finding("too many data_visualization blocks", at)
