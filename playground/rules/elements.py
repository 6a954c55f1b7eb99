"""Every interactive element: its fields and their limits.

Source: docs.slack.dev/reference/block-kit/block-elements and slack_sdk 3.47; lengths as slackblocks' limits.json.
"""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from playground.rules.choices import BOXES, ONE_SOURCE_OF_OPTIONS, initial_among_options, not_more_than_max
from playground.rules.findings import Finding, Findings, Place, Rule
from playground.rules.numbers import DECIMAL, lengths_in_order, lines_in_order, values_in_order
from playground.rules.rich_text import RICH_TEXT
from playground.rules.shapes import choice, fields, flag, many, matching, only_one_of, string, whole
from playground.rules.texts import (
    ACTION_ID,
    BOX_OPTION,
    CONFIRM,
    DISPATCH_CONFIG,
    FILTER,
    OPTION,
    OPTION_GROUPS,
    OPTIONS,
    OVERFLOW_OPTION,
    PICTURE_URL,
    PLACEHOLDER,
    SLACK_FILE,
    URL,
    USER_ID,
    WORKFLOW,
    plain,
)

Fields = dict[str, Rule]

CHANNEL_ID = matching(r"[CG][A-Z0-9]+", "the id of a channel")
CONVERSATION_ID = matching(r"[CGDUW][A-Z0-9]+", "the id of a conversation")
LABEL = string(75)
STYLE = choice("primary", "danger")
USERS = many(USER_ID, None)

FOCUS: Fields = {"focus_on_load": flag}
ASKING: Fields = {"confirm": CONFIRM}
MENU: Fields = {**FOCUS, **ASKING, "placeholder": PLACEHOLDER}
MULTI: Fields = {**MENU, "max_selected_items": whole(1, 2**31)}
WRITING: Fields = {**FOCUS, "placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH_CONFIG}
SOURCES: Fields = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
FROM_APP: Fields = {"min_query_length": whole(0, 2**31)}


@cache
def timezones() -> set[str]:
    """Read once: it walks the whole database."""
    return available_timezones()


def known_timezone(value: Any, at: Place) -> Findings:
    """Of the IANA's; a machine without a tz database takes any."""
    known = timezones()
    if not isinstance(value, str) or (known and value not in known):
        yield Finding("must be a time zone such as America/Chicago", at)


def element(kind: str, required: Fields, optional: Fields, *also: Rule) -> Rule:
    return fields({"type": choice(kind), **required}, {"action_id": ACTION_ID, **optional}, also)


BUTTONS: Fields = {
    "button": element(
        "button",
        {"text": plain(75)},
        {
            "url": URL,
            "value": string(2000),
            "style": STYLE,
            "accessibility_label": LABEL,
            "visible_to_user_ids": USERS,
            "agent_prompt": string(4000),
            "agent_prompt_display": string(4000),
            **ASKING,
        },
    ),
    "overflow": element("overflow", {"options": many(OVERFLOW_OPTION, 5)}, ASKING),
    "workflow_button": element(
        "workflow_button",
        {"text": plain(75), "workflow": WORKFLOW, "action_id": ACTION_ID},
        {"style": STYLE, "accessibility_label": LABEL},
    ),
}

PICKERS: Fields = {
    "datepicker": element(
        "datepicker",
        {},
        {"initial_date": matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "the format YYYY-MM-DD"), **MENU},
    ),
    "timepicker": element(
        "timepicker",
        {},
        {"initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "the format HH:mm"), "timezone": known_timezone, **MENU},
    ),
    # Ten digits: "a Unix timestamp in seconds"; the element has no placeholder.
    "datetimepicker": element("datetimepicker", {}, {"initial_date_time": whole(10**9, 10**10 - 1), **FOCUS, **ASKING}),
    "checkboxes": element(
        "checkboxes",
        {"options": many(BOX_OPTION, 10)},
        {"initial_options": BOXES, **FOCUS, **ASKING},
        initial_among_options,
    ),
    "radio_buttons": element(
        "radio_buttons",
        {"options": many(BOX_OPTION, 10)},
        {"initial_option": BOX_OPTION, **FOCUS, **ASKING},
        initial_among_options,
    ),
}

SELECTS: Fields = {
    "static_select": element(
        "static_select",
        {},
        {"initial_option": OPTION, **SOURCES, **MENU},
        ONE_SOURCE_OF_OPTIONS,
        initial_among_options,
    ),
    "external_select": element("external_select", {}, {"initial_option": OPTION, **FROM_APP, **MENU}),
    "users_select": element("users_select", {}, {"initial_user": USER_ID, **MENU}),
    "conversations_select": element(
        "conversations_select",
        {},
        {
            "initial_conversation": CONVERSATION_ID,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": FILTER,
            **MENU,
        },
    ),
    "channels_select": element(
        "channels_select",
        {},
        {"initial_channel": CHANNEL_ID, "response_url_enabled": flag, **MENU},
    ),
}

MULTI_SELECTS: Fields = {
    "multi_static_select": element(
        "multi_static_select",
        {},
        {"initial_options": OPTIONS, **SOURCES, **MULTI},
        ONE_SOURCE_OF_OPTIONS,
        initial_among_options,
        not_more_than_max,
    ),
    "multi_external_select": element(
        "multi_external_select",
        {},
        {"initial_options": OPTIONS, **FROM_APP, **MULTI},
        not_more_than_max,
    ),
    "multi_users_select": element("multi_users_select", {}, {"initial_users": USERS, **MULTI}, not_more_than_max),
    "multi_conversations_select": element(
        "multi_conversations_select",
        {},
        {
            "initial_conversations": many(CONVERSATION_ID, None),
            "default_to_current_conversation": flag,
            "filter": FILTER,
            **MULTI,
        },
        not_more_than_max,
    ),
    "multi_channels_select": element(
        "multi_channels_select",
        {},
        {"initial_channels": many(CHANNEL_ID, None), **MULTI},
        not_more_than_max,
    ),
}

WRITTEN: Fields = {
    "plain_text_input": element(
        "plain_text_input",
        {},
        {
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
            **WRITING,
        },
        lengths_in_order,
    ),
    "email_text_input": element("email_text_input", {}, {"initial_value": string(3000, least=0), **WRITING}),
    "url_text_input": element("url_text_input", {}, {"initial_value": string(3000, least=0), **WRITING}),
    "number_input": element(
        "number_input",
        {"is_decimal_allowed": flag},
        {"initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL, **WRITING},
        values_in_order,
    ),
    "rich_text_input": element(
        "rich_text_input",
        {},
        {"initial_value": RICH_TEXT, "min_lines": whole(1, 100), "max_lines": whole(1, 100), **WRITING},
        lines_in_order,
    ),
    "file_input": element("file_input", {}, {"filetypes": many(string(255), None), "max_files": whole(1, 10)}),
}

IMAGE = fields(
    {"type": choice("image"), "alt_text": string(2000)},
    {"image_url": PICTURE_URL, "slack_file": SLACK_FILE},
    [only_one_of("image_url", "slack_file")],
)

IN_ACTIONS: Fields = {**BUTTONS, **PICKERS, **SELECTS, **MULTI_SELECTS}
# "datetimepicker must be used inside an actions or an input block".
AS_ACCESSORY: Fields = {"image": IMAGE, **{kind: rule for kind, rule in IN_ACTIONS.items() if kind != "datetimepicker"}}
IN_INPUT: Fields = {**WRITTEN, **PICKERS, **SELECTS, **MULTI_SELECTS}
