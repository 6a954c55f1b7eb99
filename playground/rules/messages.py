"""What Slack refuses of a message."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from playground.rules.blocks import BLOCK
from playground.rules.findings import Finding, Findings, Place, Problem, to_problems
from playground.rules.shapes import fields, many, string
from playground.rules.together import check_together

BLOCKS = many(BLOCK, 50, least=0)
# chat.update refuses what chat.postMessage only truncates (method reference: `msg_too_long`).
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000
# Unpublished. A maintainer's "12,000 text characters with a buffer for block containers" (slackapi/bolt-js#2509, #2867)
# and the four sizes measured there fit this: every block costs 60 characters of a budget of 13,357.
BLOCK_BUDGET = 13_357
COST_OF_A_BLOCK = 60


def check_message(arguments: Mapping[str, Any], *, updating: bool = False) -> list[Problem]:
    """The arguments of chat.postMessage, chat.postEphemeral and chat.update (`updating`), or a response_url's body."""
    if arguments.get("delete_original"):
        return []
    return [
        *_check_text(arguments, updating=updating),
        *_check_blocks(arguments),
        *_check_attachments(arguments),
        *_check_metadata(arguments),
    ]


def _check_text(arguments: Mapping[str, Any], *, updating: bool) -> Iterator[Problem]:
    text, markdown = arguments.get("text") or "", arguments.get("markdown_text") or ""
    if not isinstance(text, str) or not isinstance(markdown, str):
        yield Problem("invalid_arguments", "[ERROR] must provide a string [json-pointer:/text]")
        return
    if not (text.strip() or markdown.strip() or arguments.get("blocks") or arguments.get("attachments")):
        yield Problem("no_text", "[ERROR] no message text provided")
    if updating and len(text) > LONGEST_UPDATE:
        yield Problem("msg_too_long", f"[ERROR] must be less than {LONGEST_UPDATE + 1} characters [json-pointer:/text]")
    if len(markdown) > LONGEST_MARKDOWN:
        message = f"[ERROR] must be less than {LONGEST_MARKDOWN + 1} characters [json-pointer:/markdown_text]"
        yield Problem("msg_too_long", message)
    if markdown and (text or arguments.get("blocks")):
        yield Problem("markdown_text_conflict", "[ERROR] `markdown_text` can't be used with `text` or `blocks`")


def _check_blocks(arguments: Mapping[str, Any]) -> Iterator[Problem]:
    blocks = from_json(arguments.get("blocks"))
    if blocks is None:
        return
    if not isinstance(blocks, list):
        yield Problem("invalid_blocks_format", "[ERROR] must provide an array [json-pointer:/blocks]")
        return
    found = list(find_in_blocks(blocks, Place("message", "/blocks")))
    yield from to_problems("invalid_blocks", found)
    if not found:
        yield from _check_tables(blocks)
        if sum(_text_lengths(blocks)) + COST_OF_A_BLOCK * len(blocks) > BLOCK_BUDGET:
            yield Problem("msg_blocks_too_long", "[ERROR] too many characters in all blocks together")


def _check_tables(blocks: list[Mapping[str, Any]]) -> Iterator[Problem]:
    """One table a message. Slack answers `invalid_attachments`, wherever the tables stand."""
    all_blocks = [inner for block in blocks for inner in [block, *block.get("child_blocks", ())]]
    if sum(block["type"] in {"table", "data_table"} for block in all_blocks) > 1:
        yield Problem("invalid_attachments", "[ERROR] only_one_table_allowed")


def _check_attachments(arguments: Mapping[str, Any]) -> Iterator[Problem]:
    attachments = from_json(arguments.get("attachments"))
    if attachments is None:
        return
    if not isinstance(attachments, list) or not all(isinstance(each, Mapping) for each in attachments):
        yield Problem("invalid_attachments", "[ERROR] must provide an array of objects [json-pointer:/attachments]")
        return
    if len(attachments) > 100:
        yield Problem("too_many_attachments", "[ERROR] no more than 100 items allowed [json-pointer:/attachments]")
    for index, attachment in enumerate(attachments):
        if "blocks" in attachment:
            at = Place("message", f"/attachments/{index}/blocks")
            yield from to_problems("invalid_attachments", find_in_blocks(attachment["blocks"], at))


def _check_metadata(arguments: Mapping[str, Any]) -> Iterator[Problem]:
    metadata = from_json(arguments.get("metadata"))
    if not metadata:  # An empty object takes a message's metadata away.
        return
    if not isinstance(metadata, Mapping):
        yield Problem("invalid_metadata_format", "[ERROR] must provide an object [json-pointer:/metadata]")
        return
    yield from to_problems("invalid_metadata_format", METADATA(metadata, Place("message", "/metadata")))


def find_in_blocks(blocks: Any, at: Place) -> Findings:
    found = list(BLOCKS(blocks, at))
    yield from found or check_together(blocks, at)


def from_json(value: Any) -> Any:
    """Form posts carry blocks, attachments and metadata as JSON in a string."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _text_lengths(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield len(value["text"])
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _text_lengths(inner)


def _an_object(value: Any, at: Place) -> Findings:
    if not isinstance(value, Mapping):
        yield Finding("must provide an object", at)


METADATA = fields({"event_type": string(255), "event_payload": _an_object})
