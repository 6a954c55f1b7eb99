"""The objects inside of blocks and elements: texts, options, confirm dialogs, filters, pictures of Slack.

Source: docs.slack.dev/reference/block-kit/composition-objects; lengths as slackblocks' limits.json has them.
"""

from typing import Any

from playground.rules.findings import Finding, Findings, Place, Rule
from playground.rules.shapes import (
    address,
    by_type,
    choice,
    distinct,
    fields,
    flag,
    many,
    matching,
    only_one_of,
    string,
)

URL = string(3000)
# What Slack's servers fetch: "publicly hosted image" (image block and element), and what the video block plays.
PICTURE_URL = address(3000, "http", "https")
VIDEO_URL = address(3000, "https")
ACTION_ID = string(255)
USER_ID = matching(r"[UW][A-Z0-9]+", "the id of a user")


def plain(most: int, least: int = 1) -> Rule:
    return by_type(
        {"plain_text": fields({"type": choice("plain_text"), "text": string(most, least)}, {"emoji": flag})},
    )


def marked(most: int, least: int = 1) -> Rule:
    return by_type({"mrkdwn": fields({"type": choice("mrkdwn"), "text": string(most, least)}, {"verbatim": flag})})


def either_text(most: int) -> Rule:
    """Where both kinds may stand, Slack names the alternative first and then what was wrong with it."""
    rules = {"plain_text": plain(most), "mrkdwn": marked(most)}
    alternatives = by_type(rules)

    def check(value: Any, at: Place) -> Findings:
        found = list(alternatives(value, at))
        if found and isinstance(value, dict) and value.get("type") in tuple(rules):
            yield Finding("failed to match all allowed schemas", at)
        yield from found

    return check


PLACEHOLDER = plain(150)

CONFIRM = fields(
    # The reference's prose says plain_text for `text`, its examples use mrkdwn; both are accepted.
    {"title": plain(100), "text": either_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)

# 150 since 2024 (older pages say 75): slack_sdk 3.47 and limits.json agree.
OPTION_VALUE = string(150)
OPTION = fields({"text": plain(75), "value": OPTION_VALUE}, {"description": plain(75)})
OVERFLOW_OPTION = fields({"text": plain(75), "value": OPTION_VALUE}, {"description": plain(75), "url": URL})
# Only radio buttons and checkboxes show mrkdwn.
BOX_OPTION = fields({"text": either_text(75), "value": OPTION_VALUE}, {"description": either_text(75)})

OPTIONS = many(OPTION, 100)
OPTION_GROUPS = many(fields({"label": plain(75), "options": OPTIONS}), 100)

FILTER = fields(
    {},
    {
        "include": distinct(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)

DISPATCH_CONFIG = fields(
    {"trigger_actions_on": distinct(choice("on_enter_pressed", "on_character_entered"), 2)},
)

SLACK_FILE = fields(
    {},
    {"id": matching(r"F[A-Z0-9]{8,}", "the id of a file"), "url": URL},
    also=[only_one_of("id", "url")],
)

WORKFLOW = fields(
    {
        "trigger": fields(
            {"url": URL},
            {"customizable_input_parameters": many(fields({"name": string(255), "value": string(3000)}), None)},
        ),
    },
)
