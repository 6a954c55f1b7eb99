"""Slack's JSON as typed values. Ids in buttons are only hints: whoever uses them checks who asks."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.errors import Invalid, Stale
from domain.model import Actor
from views.slack import ids

JsonObject = Mapping[str, Any]
_REFERENCE = re.compile(
    r"<(?P<id>@[UW][A-Z0-9]+|#[CDG][A-Z0-9]+|!subteam\^[A-Z0-9]+|(?:https?://|mailto:|tel:)[^|<>\s]+)(?:\|(?P<label>[^<>]*))?>"
)
"""Of a person, a channel, a group or an address; only these, as people type angle brackets too."""


@dataclass(frozen=True, slots=True)
class Click:
    """A button, a menu, a select or a submitted window: who, what, and how to answer."""

    kind: str
    """Slack's own word: block_actions, view_submission, slash_command ..."""
    actor: Actor
    action: str
    value: str
    """A button's value or the chosen option's; "" where there is none."""
    key: str
    """The same for each delivery of the same click."""
    trigger: str
    response_url: str | None
    view: JsonObject | None
    message: str = ""
    """The ts of the message that was clicked; "" for all else."""
    at: float = 0
    """When it was clicked (seconds since 1970): deliveries may come in another order."""
    shared: JsonObject | None = None
    """The message on which a message shortcut was used."""

    def numbers(self, count: int, more: int = 0) -> list[int]:
        """The whole numbers of the value, and `more`, 0 where they are not there. Raises Stale for other ones."""
        parts = self.value.split(".")
        if not count <= len(parts) <= count + more or not all(part.isdecimal() for part in parts):
            raise Stale("That button is too old to be understood. Type `/label` to get fresh ones.")
        return [int(part) for part in parts] + [0] * (count + more - len(parts))

    def metadata(self) -> JsonObject:
        """What the window's view keeps for itself."""
        return kept_in(self.view)

    @property
    def is_home(self) -> bool:
        return self.view is not None and self.view.get("type") == "home"

    @property
    def has_inputs(self) -> bool:
        """Something may be typed or ticked in the window that is open, and would be missed: more than a search."""
        blocks = (self.view or {}).get("blocks", ())
        inputs = [str(block.get("block_id")) for block in blocks if block.get("type") == "input"]
        return any(one.split(":")[0] != ids.FIELD_QUERY for one in inputs)

    @property
    def is_full(self) -> bool:
        """Three windows are open, and Slack stacks no more."""
        view = self.view or {}
        beneath = view.get("previous_view_id")
        return bool(beneath) and beneath != view.get("root_view_id")

    @property
    def view_id(self) -> str:
        return str((self.view or {}).get("id", ""))

    @property
    def view_hash(self) -> str | None:
        return (self.view or {}).get("hash")

    def input(self, field: str) -> JsonObject:
        """The state of the input whose block_id is `field`, whatever version stands behind it; empty if none."""
        for block_id, actions in _state(self.view).items():
            if block_id.split(":")[0] == field:
                return next(iter(actions.values()), {})
        return {}

    def inputs(self, field: str) -> dict[str, JsonObject]:
        """The states of all inputs of that name, by what stands behind the first colon of their block_ids."""
        states: dict[str, JsonObject] = {}
        for block_id, actions in _state(self.view).items():
            name, _, rest = block_id.partition(":")
            if name == field:
                states[rest] = next(iter(actions.values()), {})
        return states

    def fields(self) -> set[str]:
        """The inputs that the window has."""
        return {block_id.split(":")[0] for block_id in _state(self.view)}

    def block_of(self, field: str) -> str:
        """The block_id that `field`'s input has in this window, for an error beside it."""
        blocks = [str(block["block_id"]) for block in (self.view or {}).get("blocks", ()) if block["type"] == "input"]
        return next((block for block in blocks if block.split(":")[0] == field), blocks[0])

    def chosen(self, field: str) -> list[str]:
        """Values of the options, or the people, that are chosen in a field."""
        state = self.input(field)
        one = state.get("selected_option")
        options: Sequence[JsonObject] = [one] if one else state.get("selected_options") or ()
        return [str(option["value"]) for option in options] or list(state.get("selected_users") or ())

    def files(self, field: str) -> list[str]:
        """Slack's ids of the files that were put into a field."""
        return [str(file["id"]) for file in self.input(field).get("files") or ()]

    def text(self, field: str) -> str:
        return str(self.input(field).get("value") or "")

    def long_text(self, field: str) -> str:
        """What is too long for one field: of `field_1`, `field_2` and so on."""
        pieces: list[str] = []
        while state := self.input(f"{field}_{len(pieces) + 1}"):
            pieces.append(str(state.get("value") or ""))
        return "".join(pieces)


def click(body: JsonObject) -> Click:
    """From block_actions, view_submission, view_closed, block_suggestion or a shortcut."""
    action = (body.get("actions") or [{}])[0]
    option = action.get("selected_option") or {}
    view = body.get("view")
    return Click(
        str(body.get("type") or "slash_command"),
        actor(body),
        str(action.get("action_id") or body.get("action_id") or body.get("callback_id") or ""),
        str(action.get("value") or option.get("value") or body.get("value") or ""),
        f"{body['user']['id']}:{action.get('action_id')}:{action.get('action_ts')}",
        str(body.get("trigger_id") or ""),
        body.get("response_url"),
        view,
        str((body.get("container") or {}).get("message_ts") or ""),
        float(action.get("action_ts") or 0),
        body.get("message") if body.get("type") == "message_action" else None,
    )


def kept_in(view: JsonObject | None) -> JsonObject:
    """What a view keeps for itself."""
    return _json(str((view or {}).get("private_metadata") or "{}"))


def actor(body: JsonObject) -> Actor:
    """Who did it, in the workspace where the app is installed."""
    user = body["user"]
    team = body.get("team") or {}
    view = body.get("view") or {}
    return Actor(str(team.get("id") or view.get("app_installed_team_id") or user.get("team_id")), str(user["id"]))


def typed(text: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """What somebody typed behind a command, before Slack made references of people, channels and addresses.

    `names`: user id -> the name to read it as; otherwise it is the one that Slack wrote beside the id.
    """

    def read(found: re.Match[str]) -> str:
        reference, label = found["id"], found["label"]
        if reference.startswith("@"):
            return f"@{names.get(reference[1:]) or label or reference[1:]}"
        return f"#{label or reference[1:]}" if reference.startswith("#") else label or reference

    text = _REFERENCE.sub(read, text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mentioned(text: str) -> list[str]:
    """The ids of the people in it."""
    return [found["id"][1:] for found in _REFERENCE.finditer(text) if found["id"].startswith("@")]


def errors_at(clicked: Click, error: Invalid) -> dict[str, Any]:
    """The answer to a submitted window: each sentence stands at the field of the same name. Raises the error where the
    window asks nothing: then the door shows it.
    """
    if not clicked.has_inputs:
        raise error
    blocks = {clicked.block_of(field): sentence for field, sentence in error.fields.items()}
    return {"response_action": "errors", "errors": blocks}


def _state(view: JsonObject | None) -> Mapping[str, Mapping[str, JsonObject]]:
    state = ((view or {}).get("state") or {}).get("values") or {}
    return state if isinstance(state, Mapping) else {}


def _json(text: str) -> JsonObject:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
