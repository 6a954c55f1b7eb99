"""Where a person can act: a message or a view, and what stands there for them."""

from dataclasses import dataclass

from playground.blocks import Placed, find_element, initial_state
from playground.records import JsonObject, Message, State, View
from playground.sight import sees_message
from playground.workspace import Workspace


@dataclass(frozen=True)
class MessageSurface:
    channel: str
    ts: str


@dataclass(frozen=True)
class ViewSurface:
    view_id: str


DEACTIVATED = "Your account has been deactivated."
Surface = MessageSurface | ViewSurface


class CannotActError(Exception):
    """A person's client would not let them do that; the text says why."""


@dataclass(frozen=True)
class Seen:
    """A surface as one person sees it; exactly one of `message` and `view` is there."""

    blocks: list[JsonObject]
    state: State
    message: Message | None = None
    view: View | None = None

    def element(self, person: str, block_id: str, action_id: str) -> Placed:
        placed = find_element(self.blocks, block_id, action_id)
        if placed is None or person not in placed.element.get("visible_to_user_ids", [person]):
            raise CannotActError(f"There is no {action_id} in {block_id} any more: it may have been replaced.")
        return placed


def look_at(workspace: Workspace, person: str, surface: Surface) -> Seen:
    if workspace.people[person].deleted:
        raise CannotActError(DEACTIVATED)
    if isinstance(surface, ViewSurface):
        view = workspace.views.get(surface.view_id)
        if view is None or view.person != person:
            raise CannotActError("That window is not open any more.")
        return Seen(view.blocks, view.state, view=view)
    message = workspace.messages.get(surface.channel, {}).get(surface.ts)
    if message is None or not sees_message(workspace, person, message):
        raise CannotActError("That message is not there any more.")
    state = message.inputs.setdefault(person, initial_state(message.all_blocks))
    return Seen(message.all_blocks, state, message=message)
