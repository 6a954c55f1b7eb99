"""The blocks of 2025 and 2026: alert, card, carousel, context_actions, plan, task_card.

Source: docs.slack.dev/reference/block-kit/blocks, slack_sdk 3.47; lengths as slackblocks' limits.json, whose author
probed every one of them with blocks.validate (2026-09-26).
"""

from playground.rules.block import block
from playground.rules.elements import BUTTONS, IMAGE, LABEL, element
from playground.rules.findings import Rule
from playground.rules.rich_text import RICH_TEXT
from playground.rules.shapes import any_of, by_type, choice, distinct_by, fields, many, string
from playground.rules.texts import CONFIRM, URL, USER_ID, either_text, plain

LEVELS = choice("default", "info", "warning", "error", "success")

CARD = block(
    "card",
    {},
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": fields({"type": choice("icon"), "name": string(75)}),
        "title": either_text(150),
        "subtitle": either_text(150),
        "body": either_text(200),
        "subtext": either_text(200),
        "actions": many(by_type({"button": BUTTONS["button"]}), 3),
    },
    any_of("hero_image", "title", "actions", "body"),
)

FEEDBACK_BUTTON = fields({"text": plain(75), "value": string(2000)}, {"accessibility_label": LABEL})
IN_CONTEXT_ACTIONS: dict[str, Rule] = {
    "feedback_buttons": element(
        "feedback_buttons",
        {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
        {},
    ),
    "icon_button": element(
        "icon_button",
        {"icon": choice("trash"), "text": plain(75)},
        {
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": LABEL,
            "visible_to_user_ids": many(USER_ID, 10),
        },
    ),
}

SOURCE = by_type({"url": fields({"type": choice("url"), "url": URL, "text": string(3000)})})
CARD_OF_TASK: dict[str, Rule] = {"details": RICH_TEXT, "output": RICH_TEXT, "sources": many(SOURCE, None)}
TASK = {"task_id": string(255), "title": string(3000)}

NEWER_BLOCKS: dict[str, Rule] = {
    "alert": block("alert", {"text": either_text(200)}, {"level": LEVELS}),
    "card": CARD,
    "carousel": block("carousel", {"elements": many(by_type({"card": CARD}), 10)}),
    "context_actions": block("context_actions", {"elements": many(by_type(IN_CONTEXT_ACTIONS), 5)}),
    # One that stands alone is never pending; those of a plan may be (blocks.validate, as above).
    "task_card": block("task_card", {**TASK, "status": choice("in_progress", "complete", "error")}, CARD_OF_TASK),
    "plan": block(
        "plan",
        {
            "title": string(3000),
            "tasks": distinct_by(
                "task_id",
                block(
                    "task_card",
                    {**TASK, "status": choice("pending", "in_progress", "complete", "error")},
                    CARD_OF_TASK,
                ),
                50,
            ),
        },
    ),
}
