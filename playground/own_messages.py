"""What the app writes, changes and takes away comes back to it as events, as whatever happens where it is."""

from typing import Any

from playground import payloads
from playground.deliveries import Deliveries, Delivery
from playground.events import changed_event, deleted_event, is_wanted, message_event
from playground.records import JsonObject, Message
from playground.workspace import Workspace


class OwnMessages:
    """Delivered in the background: nobody waits for it. `workspace.tells_own_messages` turns it off."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries) -> None:
        self.workspace = workspace
        self.deliveries = deliveries
        workspace.subscribe(self.note)

    def note(self, kind: str, what: dict[str, Any]) -> None:
        if kind not in {"message", "message_deleted"} or not self.workspace.tells_own_messages:
            return
        message: Message = what["message"]
        if not message.by_app or message.ephemeral_to or not self._is_heard(message):
            return
        happened = self._event(kind, message, what)
        if happened is not None and is_wanted(self.workspace.app, happened):
            self.deliveries.send_later(Delivery("events_api", payloads.event(self.workspace, happened)))

    def _is_heard(self, message: Message) -> bool:
        """Where the app is, and while it is installed."""
        app = self.workspace.app
        return app.is_installed and app.bot_user in self.workspace.channels[message.channel].members

    def _event(self, kind: str, message: Message, what: dict[str, Any]) -> JsonObject | None:
        if kind == "message_deleted":
            return deleted_event(self.workspace, message)
        match what.get("act"):
            case "posted":
                return message_event(self.workspace, self.workspace.channels[message.channel], message)
            case "changed":
                return changed_event(self.workspace, message, what["before"])
        return None
