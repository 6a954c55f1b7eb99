"""Every block that may stand in a message, a modal or the Home tab: its fields and their limits.

Source: docs.slack.dev/reference/block-kit/blocks; lengths as slackblocks' limits.json has them.
"""

from collections.abc import Mapping
from typing import Any

from playground.rules.block import block
from playground.rules.elements import AS_ACCESSORY, IMAGE, IN_ACTIONS, IN_INPUT
from playground.rules.findings import Finding, Findings, Place, Rule
from playground.rules.newer_blocks import NEWER_BLOCKS
from playground.rules.rich_text import RICH_TEXT
from playground.rules.shapes import any_of, by_type, choice, flag, many, only_one_of, string, whole
from playground.rules.tables import TABLES
from playground.rules.texts import PICTURE_URL, SLACK_FILE, VIDEO_URL, either_text, marked, plain

CORE_BLOCKS: dict[str, Rule] = {
    "section": block(
        "section",
        {},
        {
            "text": either_text(3000),
            "fields": many(either_text(2000), 10),
            "accessory": by_type(AS_ACCESSORY),
            "expand": flag,
        },
        any_of("text", "fields"),
    ),
    "header": block("header", {"text": plain(150)}, {"level": whole(1, 4)}),
    "divider": block("divider", {}),
    "context": block(
        "context",
        {"elements": many(by_type({"image": IMAGE, "plain_text": plain(3000), "mrkdwn": marked(3000)}), 10)},
    ),
    "actions": block("actions", {"elements": many(by_type(IN_ACTIONS), 25)}),
    "image": block(
        "image",
        {"alt_text": string(2000)},
        {"title": plain(2000), "image_url": PICTURE_URL, "slack_file": SLACK_FILE},
        only_one_of("image_url", "slack_file"),
    ),
    "input": block(
        "input",
        {"label": plain(2000), "element": by_type(IN_INPUT)},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "video": block(
        "video",
        # Without a minimum: blocks.validate took an empty alt_text (slackblocks' changelog, 2026-09-26).
        {"alt_text": string(2000, least=0), "title": plain(200), "thumbnail_url": PICTURE_URL, "video_url": VIDEO_URL},
        {
            "author_name": string(50),
            "description": plain(200),
            "provider_name": string(50),
            "provider_icon_url": string(2000),
            "title_url": string(2000),
        },
    ),
    "markdown": block("markdown", {"text": string(12_000)}),
}

IN_CONTAINER = {kind: rule for kind, rule in CORE_BLOCKS.items() if kind != "markdown"} | {"table": TABLES["table"]}


def collapsed_only_if_collapsible(value: Mapping[str, Any], at: Place) -> Findings:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield Finding("must set `is_collapsible` to use `default_collapsed`", at / "default_collapsed")


CONTAINER = block(
    "container",
    {"child_blocks": many(by_type(IN_CONTAINER), 10)},
    {
        "title": plain(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": either_text(150),
        "icon": IMAGE,
        "width": choice("narrow", "standard", "wide", "full"),
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    any_of("title", "rich_text_title"),
    collapsed_only_if_collapsible,
)

BLOCK = by_type({**CORE_BLOCKS, **NEWER_BLOCKS, **TABLES, "container": CONTAINER})
