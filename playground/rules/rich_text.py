"""Rich text: the block, and what may stand inside of it.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block. Empty `elements` are accepted (tried in Block Kit
Builder by TightknitAI/slack-block-kit-validator).
"""

from playground.rules.block import block
from playground.rules.findings import Rule
from playground.rules.shapes import by_type, choice, fields, flag, many, matching, string, whole
from playground.rules.texts import URL, USER_ID

LONG = 40_000  # No limit of its own is documented: that of a whole message.

STYLE = fields(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink"),
        flag,
    ),
)


def leaf(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return fields({"type": choice(kind), **required}, {"style": STYLE, **(optional or {})})


LEAVES: dict[str, Rule] = {
    "text": leaf("text", {"text": string(LONG)}),
    "link": leaf("link", {"url": URL}, {"text": string(LONG), "unsafe": flag}),
    "user": leaf("user", {"user_id": USER_ID}),
    "usergroup": leaf("usergroup", {"usergroup_id": matching(r"S[A-Z0-9]+", "the id of a user group")}),
    "team": leaf("team", {"team_id": matching(r"[TE][A-Z0-9]+", "the id of a team")}),
    "channel": leaf("channel", {"channel_id": matching(r"[CGD][A-Z0-9]+", "the id of a channel")}),
    "emoji": leaf("emoji", {"name": string(255)}, {"unicode": string(255), "skin_tone": whole(1, 6)}),
    "broadcast": leaf("broadcast", {"range": choice("here", "channel", "everyone")}),
    "color": leaf("color", {"value": matching(r"#?[0-9a-fA-F]{6}", "a color such as #F405B3")}),
    "date": leaf(
        "date",
        {"timestamp": whole(0, 2**53), "format": string(255)},
        {"url": URL, "fallback": string(LONG)},
    ),
}

RUN = many(by_type(LEAVES), None, least=0)
BORDER = whole(0, 1)
SECTION = fields({"type": choice("rich_text_section"), "elements": RUN})
PARTS: dict[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_list": fields(
        {
            "type": choice("rich_text_list"),
            "style": choice("bullet", "ordered"),
            "elements": many(by_type({"rich_text_section": SECTION}), None),
        },
        {"indent": whole(0, 8), "offset": whole(0, 2**31), "border": BORDER},
    ),
    "rich_text_quote": fields({"type": choice("rich_text_quote"), "elements": RUN}, {"border": BORDER}),
    "rich_text_preformatted": fields(
        {"type": choice("rich_text_preformatted"), "elements": RUN},
        {"border": BORDER, "language": string(255)},
    ),
}

RICH_TEXT = block("rich_text", {"elements": many(by_type(PARTS), None, least=0)})
