"""Every block and element that the page draws, as an app would send them; and some hostile ones."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "", note: str = "") -> Block:
    described = {"description": plain(note)} if note else {}
    return {"text": plain(text), "value": value or text.lower(), **described}


def button(text: str, action_id: str, **more: Any) -> Block:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": action_id, **more}


def labelled(label: str, element: Block, block_id: str, **more: Any) -> Block:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


FRUITS = [option(name) for name in ("Apple", "Banana", "Cherry", "Damson", "Elderberry")]
CONFIRM = {
    "title": plain("Delete the task?"),
    "text": mrkdwn("This removes *12 labels*. It can be undone for 30 days."),
    "confirm": plain("Delete"),
    "deny": plain("Keep"),
    "style": "danger",
}
MARKUP = (
    "*bold* _italic_ ~strike~ `code & <b>` <https://example.com|a link> https://example.org/x?a=1&amp;b=2 "
    "<@U0BEN00000> <#C0GENERAL0> <!here> :tada: :white_check_mark: *_both_* not*bold*here 2 * 3 * 4\n"
    "> quoted\n> twice\n"
    "• one\n• two, long enough to wrap around to a second line on any screen that a person would hold\n"
    "1. first\n<!date^1735689600^{date_short} at {time}|New Year>\n"
    "```def f():\n    return '<not a tag>'```after &lt;script&gt;alert(1)&lt;/script&gt;"
)


def texts() -> list[Block]:
    return [
        {"type": "header", "text": plain("Every kind of text :wave:")},
        {"type": "section", "text": mrkdwn(MARKUP)},
        {"type": "section", "text": plain("Plain *stays* plain, :rocket: flies\nsecond line")},
        {"type": "section", "fields": [mrkdwn("*Dataset*\nPhotos"), mrkdwn("*Type*\nClassification"), plain("Third")]},
        {"type": "context", "elements": [mrkdwn("7 of 40"), plain("· 17 %"), mrkdwn("_saved_ :floppy_disk:")]},
        {"type": "divider"},
        {
            "type": "markdown",
            "text": "# Heading\nSome **bold**, *it*, `x` and [a link](https://example.com)\n\n- a\n- b",
        },
        rich_text(),
    ]


def rich_text() -> Block:
    leaves = [
        {"type": "text", "text": "Rich ", "style": {"bold": True}},
        {"type": "user", "user_id": "U0ANA00000"},
        {"type": "channel", "channel_id": "C0GENERAL0"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "heart"},
        {"type": "link", "url": "https://example.com", "text": "link"},
        {"type": "date", "timestamp": 1735689600, "format": "{date_num}", "fallback": "then"},
        {"type": "color", "value": "#5ad1b3"},
        {"type": "text", "text": " code", "style": {"code": True}},
    ]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "an item"}]}
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": leaves},
            {"type": "rich_text_list", "style": "bullet", "elements": [item, item]},
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [item]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1\ny = 2"}]},
        ],
    }


def pictures(file: str, missing: str) -> list[Block]:
    shown = {"slack_file": {"id": file}, "alt_text": "A blue square"}
    return [
        {"type": "image", "title": plain("A picture of the workspace"), **shown},
        {
            "type": "section",
            "text": mrkdwn("*With an accessory*\nto the right"),
            "accessory": {"type": "image", **shown},
        },
        {"type": "context", "elements": [{"type": "image", **shown}, mrkdwn("beside a small one")]},
        {"type": "image", "slack_file": {"id": missing}, "alt_text": "Somebody else's"},
    ]


def controls() -> list[Block]:
    menu = [option("Copy task ID", "copy"), option("Edit", "edit"), option("Delete", "delete", "for 30 days")]
    return [
        {
            "type": "actions",
            "block_id": "concepts",
            "elements": [
                button("Cat", "cat"),
                button("Dog", "dog", style="primary"),
                button("Neither of the two, as far as anybody could say", "none"),
                button("Delete", "delete", style="danger", confirm=CONFIRM),
                button("Docs", "docs", url="https://example.com/docs"),
                {"type": "overflow", "action_id": "menu", "options": menu},
            ],
        },
        {
            "type": "section",
            "block_id": "picked",
            "text": mrkdwn("Choose *one* fruit"),
            "accessory": {
                "type": "static_select",
                "action_id": "fruit",
                "placeholder": plain("Fruit"),
                "options": FRUITS,
            },
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [
                {"type": "users_select", "action_id": "who", "placeholder": plain("Who")},
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-24"},
                {"type": "timepicker", "action_id": "hour"},
                {"type": "radio_buttons", "action_id": "one", "options": FRUITS[:3]},
                {"type": "checkboxes", "action_id": "some", "options": FRUITS[:2], "initial_options": FRUITS[:1]},
            ],
        },
    ]


def newer() -> list[Block]:
    card = {
        "type": "card",
        "title": plain("A card"),
        "subtitle": plain("with a note"),
        "body": mrkdwn("and *words*"),
        "actions": [button("Open", "open_card")],
    }
    cell = {"type": "raw_text", "text": "cell"}
    inside = [{"type": "section", "text": mrkdwn("inside")}, {"type": "actions", "elements": [button("In", "inner")]}]
    return [
        card,
        {"type": "carousel", "elements": [card | {"block_id": f"card_{number}"} for number in range(4)]},
        {"type": "container", "title": plain("A container"), "is_collapsible": True, "child_blocks": inside},
        {"type": "table", "rows": [[cell, cell], [cell, cell]]},
        {"type": "data_table", "caption": "Figures", "rows": [[cell, cell], [cell, cell]]},
        {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Throw away"), "action_id": "trash"}],
        },
    ]


def form(title: str = "New labeling task") -> Block:
    """A modal with every input."""
    people = {"type": "multi_users_select", "action_id": "people", "placeholder": plain("People")}
    external = {
        "type": "external_select",
        "action_id": "dataset",
        "min_query_length": 0,
        "placeholder": plain("Search"),
    }
    concepts = {**external, "type": "multi_external_select", "action_id": "concepts", "min_query_length": 1}
    notes = {"type": "plain_text_input", "action_id": "notes", "multiline": True, "max_length": 40}
    return {
        "type": "modal",
        "callback_id": "new_task",
        "title": plain(title),
        "submit": plain("Create"),
        "close": plain("Cancel"),
        "blocks": [
            {"type": "alert", "level": "info", "text": mrkdwn("No reviewer means *no review step*.")},
            labelled("Name", {"type": "plain_text_input", "action_id": "name", "placeholder": plain("Cats")}, "name"),
            labelled("Dataset", external, "dataset", hint=plain("Everything that was imported")),
            labelled("Concepts", concepts, "concepts", optional=True),
            labelled("Labelers", people, "labelers", optional=True),
            labelled("Instructions", notes, "notes", optional=True),
            labelled("Words", {"type": "rich_text_input", "action_id": "words"}, "words", optional=True),
            labelled(
                "Type", {"type": "radio_buttons", "action_id": "type", "options": FRUITS[:2]}, "type", optional=True
            ),
            labelled(
                "Options", {"type": "checkboxes", "action_id": "opts", "options": FRUITS[:3]}, "opts", optional=True
            ),
            labelled("Fruit", grouped_select(), "fruit", optional=True, dispatch_action=True),
            labelled("Due", {"type": "datepicker", "action_id": "due"}, "due", optional=True),
            labelled(
                "Hour", {"type": "timepicker", "action_id": "hour", "timezone": "Asia/Tokyo"}, "hour", optional=True
            ),
            labelled("At", {"type": "datetimepicker", "action_id": "at"}, "at", optional=True),
            labelled(
                "Share", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}, "n", optional=True
            ),
            labelled("Mail", {"type": "email_text_input", "action_id": "mail"}, "mail", optional=True),
            labelled("Address", {"type": "url_text_input", "action_id": "url"}, "url", optional=True),
            labelled("Files", {"type": "file_input", "action_id": "files"}, "files", optional=True),
            labelled("Channel", {"type": "channels_select", "action_id": "channel"}, "channel", optional=True),
        ],
    }


def grouped_select() -> Block:
    groups = [
        {"label": plain("Sweet"), "options": FRUITS[:3]},
        {"label": plain("Sour"), "options": [option("Lemon"), option("Lime")]},
    ]
    return {"type": "static_select", "action_id": "fruit", "option_groups": groups}


def home() -> Block:
    rows: list[Block] = [{"type": "header", "text": plain("Your tasks")}]
    for name in ("Cats and dogs", "A task with quite a long name that somebody typed in a hurry"):
        menu = {"type": "overflow", "action_id": f"menu_{len(rows)}", "options": [option("Edit"), option("Delete")]}
        rows += [
            {"type": "section", "text": mrkdwn(f"*{name}*\nPhotos · 40 inputs · labeled 17 %"), "accessory": menu},
            {"type": "actions", "elements": [button("Label", f"label_{len(rows)}", style="primary")]},
            {"type": "divider"},
        ]
    return {"type": "home", "blocks": rows}
