"""Where Slack's types are narrower than Slack itself: what is taken out before the types are asked, and why."""

from collections.abc import Callable
from typing import Any, NamedTuple

Json = dict[str, Any]


class Narrowing(NamedTuple):
    """`kinds` are those of records; `widen` changes a copy of the body so that the types can hold it."""

    kinds: frozenset[str]
    widen: Callable[[Json], None]
    reason: str


VIEWS = frozenset({"view_submission", "view_closed"})
INTERACTIONS = VIEWS | {"block_actions", "block_suggestion", "shortcut", "message_action"}


def without_nulls(*names: str) -> Callable[[Json], None]:
    def widen(body: Json) -> None:
        for name in names:
            if name in body and body[name] is None:
                del body[name]

    return widen


def without(parent: str, *names: str) -> Callable[[Json], None]:
    def widen(body: Json) -> None:
        for name in names:
            body.get(parent, {}).pop(name, None)

    return widen


def with_response_url(body: Json) -> None:
    if "view" in body or body.get("container", {}).get("is_ephemeral"):
        body.setdefault("response_url", "")


def with_title(body: Json) -> None:
    view = body.get("view")
    if view and view.get("type") == "home":
        view.setdefault("title", {"type": "plain_text", "text": ""})


def without_style(body: Json) -> None:
    for action in body["actions"]:
        action.pop("style", None)


def with_a_date_for_a_moment(body: Json) -> None:
    for action in body["actions"]:
        if action["type"] == "datetimepicker":
            action |= {"type": "datepicker", "selected_date": "2027-01-15"}
            del action["selected_date_time"]


def without_option_descriptions(body: Json) -> None:
    view = body.get("view")
    values = ((view or body).get("state") or {}).get("values") or {}
    states = [state for actions in values.values() for state in actions.values()]
    for state in (*states, *body.get("actions", ())):
        for option in (state.get("selected_option"), *(state.get("selected_options") or ())):
            if option:
                option.pop("description", None)


def with_what_a_home_view_holds(body: Json) -> None:
    view = body["event"].get("view", {})
    for name in view.keys() - {"type", "blocks", "private_metadata", "callback_id", "external_id"}:
        del view[name]


def with_what_only_the_active_have(body: Json) -> None:
    user = body["event"]["user"]
    if user["deleted"]:
        words = ("color", "real_name", "tz", "tz_label", "locale", "who_can_share_contact_card")
        marks = ("is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted")
        body["event"]["user"] = (
            dict.fromkeys(words, "") | dict.fromkeys((*marks, "is_email_confirmed"), False) | {"tz_offset": 0} | user
        )


def without_who_wrote(body: Json) -> None:
    event = body["event"]
    event.pop("app_id", None)
    if event.get("subtype") == "file_share":
        for name in ("team", "bot_id", "bot_profile"):
            event.pop(name, None)


def without_newer_parts_of_files(body: Json) -> None:
    for file in body["event"].get("files", ()):
        for name in ("comments_count", "file_access", "has_more_shares", "ims", "timestamp", "user_team"):
            file.pop(name, None)


def with_whole_inner_messages(body: Json) -> None:
    event = body["event"]
    shown = {name: event.get(name) for name in ("channel", "channel_type", "event_ts")}
    for name in event.keys() & {"message", "previous_message"}:
        inner = event[name]
        kept = {key: inner[key] for key in ("type", "user", "text", "ts")}
        event[name] = {**kept, **shown, "subtype": "me_message"}


NARROWINGS = (
    Narrowing(INTERACTIONS, without_nulls("enterprise"), "a workspace outside of a grid has `enterprise: null`"),
    Narrowing(VIEWS, without("user", "username"), "slack.dev's own example of view_submission has `user.username`"),
    Narrowing(frozenset({"block_actions"}), with_response_url, "a view has none: only messages have a response_url"),
    Narrowing(frozenset({"block_actions", "block_suggestion"}), with_title, "a Home tab has no title"),
    Narrowing(frozenset({"block_actions"}), without_style, "a pressed button comes back whole, with its style"),
    Narrowing(
        frozenset({"block_actions"}),
        with_a_date_for_a_moment,
        "slack.dev's page of the datetimepicker has it in actions and inputs; the types know a date and a time only",
    ),
    Narrowing(
        INTERACTIONS,
        without_option_descriptions,
        "a chosen option comes back whole, with its description",
    ),
    Narrowing(
        frozenset({"app_home_opened"}),
        with_what_a_home_view_holds,
        "its type is the view that an app sends; Slack sends the one that it keeps (id, hash, state ...)",
    ),
    Narrowing(
        frozenset({"user_change"}),
        with_what_only_the_active_have,
        "of somebody who was deactivated Slack tells neither time zone nor roles",
    ),
    Narrowing(
        frozenset({"message"}),
        without_who_wrote,
        "what an app wrote names its app_id; a shared file says as much of its author as any message",
    ),
    Narrowing(
        frozenset({"message"}),
        without_newer_parts_of_files,
        "slack.dev's own file object has them, and comments_count is a number there",
    ),
    Narrowing(
        frozenset({"message"}),
        with_whole_inner_messages,
        "a message in an event has no channel of its own, and no subtype where it is a plain one",
    ),
)
