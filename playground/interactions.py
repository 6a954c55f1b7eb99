"""What a person can do in the workspace, for the page and for tests alike."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from playground import payloads, submissions
from playground.administration import Administration
from playground.blocks import VALUE_KEYS, every_option, fill_texts
from playground.choices import Choice, action, state_value
from playground.deliveries import Deliveries, Delivery
from playground.events import message_event
from playground.modals import close_view, forget_stack, top_view
from playground.outcome import Outcome, outcome_of
from playground.posting import delete, post
from playground.records import HostedFile, JsonObject
from playground.response_urls import respond
from playground.rules import check_options
from playground.shapes import view_shape
from playground.sight import is_external, mark_read, sees_message
from playground.surfaces import DEACTIVATED, CannotActError, MessageSurface, Seen, Surface, ViewSurface, look_at
from playground.uploads import upload
from playground.workspace import Workspace

__all__ = ["Interactions", "MessageSurface", "Outcome", "Surface", "ViewSurface"]

NO_ANSWER = "Oh no, something went wrong. Please try that again."
NOT_A_COMMAND = (
    "`{command}` is not a valid command. In Slack, all messages that start with the “/” character are interpreted "
    "as commands. If you are trying to send a message and not run a command, try preceding the “/” with an empty space."
)
NO_OPTIONS = "The options could not be loaded."
_OPTIONS_KEPT, _SPOTS_KEPT = 500, 200
READ_ONLY = "Sending messages to this app has been turned off."


class Interactions(Administration):
    """Persons and channels are given by their ids. Each method returns once the app answered, or didn't in time."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries) -> None:
        super().__init__(workspace, deliveries)
        self._offered: dict[tuple[str, Surface, str, str], list[JsonObject]] = {}
        self._submitting: set[str] = set()

    async def command(self, person: str, channel: str, text: str) -> Outcome:
        """`text` as typed: "/label new"."""
        if self._has_left(person):
            return Outcome(ok=False, problem=DEACTIVATED)
        name, _, rest = text.strip().partition(" ")
        declared = self.workspace.app.manifest.command(name)
        if declared is None or not self._reaches_app(person):
            return Outcome(ok=False, problem=NOT_A_COMMAND.format(command=name))
        place = self.workspace.channels[channel]
        payload = payloads.slash_command(self.workspace, person, place, name, rest.strip())
        reply = await self.deliveries.send(Delivery("slash_commands", payload))
        if reply.problem:
            return outcome_of(reply, f'`{name}` failed with the error "{reply.problem}"')
        word = self._say_in_ack(payload["response_url"], reply.body, text.strip())
        return outcome_of(reply, f'`{name}` failed with the error "{word}"' if word else None)

    def _say_in_ack(self, response_url: str, body: Any, typed: str) -> str:
        """A command's ack may hold a message; Slack's word when it can't be shown.

        Answered in the channel, the command itself is shown there too.
        """
        content = {"text": body} if isinstance(body, str) else body
        if not content:
            return ""
        if not isinstance(content, dict):
            return "invalid_payload"
        url = self.workspace.response_urls[response_url.rpartition("/")[2]]
        if content.get("response_type") == "in_channel":
            post(self.workspace, url.channel, url.person, {"text": typed})
        problems = respond(self.workspace, url, content)
        return problems[0].word if problems else ""

    async def shortcut(self, person: str, callback_id: str) -> Outcome:
        declared = self.workspace.app.manifest.shortcut(callback_id)
        if declared is None or declared.kind != "global" or not self._reaches_app(person):
            return Outcome(ok=False, problem=f"There is no global shortcut {callback_id}.")
        return await self._interact(payloads.global_shortcut(self.workspace, person, callback_id))

    async def message_shortcut(self, person: str, callback_id: str, surface: MessageSurface) -> Outcome:
        declared = self.workspace.app.manifest.shortcut(callback_id)
        if declared is None or declared.kind != "message" or not self._reaches_app(person):
            return Outcome(ok=False, problem=f"There is no message shortcut {callback_id}.")
        try:
            message = look_at(self.workspace, person, surface).message
        except CannotActError as error:
            return Outcome(ok=False, problem=str(error))
        if message is None or message.ephemeral_to:
            return Outcome(ok=False, problem="Shortcuts can't be used on messages that only you see.")
        return await self._interact(payloads.message_shortcut(self.workspace, person, callback_id, message))

    async def open_app_home(self, person: str, tab: str = "home") -> Outcome:
        """`tab`: "home" or "messages". Opening either is an event; the messages are then read."""
        if self._has_left(person):
            return Outcome(ok=False, problem=DEACTIVATED)
        if tab == "home" and not self.workspace.app.manifest.has_home_tab:
            return Outcome(ok=False, problem="This app has no Home tab.")
        channel = self.workspace.im_with(person)
        if tab == "messages":
            mark_read(self.workspace, person, channel.id)
        happened: JsonObject = {
            "type": "app_home_opened",
            "user": person,
            "channel": channel.id,
            "tab": tab,
            "event_ts": self.workspace.new_ts(),
        }
        if tab == "home" and person in self.workspace.homes:
            happened["view"] = view_shape(self.workspace, self.workspace.homes[person])
        return await self._tell(happened)

    async def click(self, person: str, surface: Surface, block_id: str, action_id: str, **chosen: Any) -> Outcome:
        """Press a button or choose in an element; `chosen` as in Slack's payloads (`selected_option=` ...).

        In an input block without `dispatch_action` nothing is sent: the choice waits for the submit.
        """
        try:
            seen = look_at(self.workspace, person, surface)
            placed = seen.element(person, block_id, action_id)
            value = None
            if placed.kind in VALUE_KEYS:
                value = self._choose(person, surface, seen, block_id, action_id, chosen)
            acted = action(placed, value, chosen, self.workspace.new_ts())
        except CannotActError as error:
            return Outcome(ok=False, problem=str(error))
        if not placed.dispatches:
            return Outcome(ok=True)
        return await self._interact(payloads.block_actions(self.workspace, person, seen, [acted]))

    def hold_click(
        self, person: str, surface: Surface, block_id: str, action_id: str
    ) -> Callable[[], Awaitable[Outcome]]:
        """A press on what is shown now, sent when the returned function is called, however old it is by then."""
        seen = look_at(self.workspace, person, surface)
        acted = action(seen.element(person, block_id, action_id), None, {}, self.workspace.new_ts())
        payload = payloads.block_actions(self.workspace, person, seen, [acted])

        async def send() -> Outcome:
            return Outcome(ok=False, problem=DEACTIVATED) if self._has_left(person) else await self._interact(payload)

        return send

    async def set_input(self, person: str, view_id: str, block_id: str, action_id: str, state: JsonObject) -> Outcome:
        """What the person typed or chose and has not sent yet: `{"value": "Cats"}`, `{"selected_users": [...]}`."""
        surface = ViewSurface(view_id)
        try:
            seen = look_at(self.workspace, person, surface)
            self._choose(person, surface, seen, block_id, action_id, state)
        except CannotActError as error:
            return Outcome(ok=False, problem=str(error))
        return Outcome(ok=True)

    def _choose(
        self, person: str, surface: Surface, seen: Seen, block_id: str, action_id: str, chosen: JsonObject
    ) -> JsonObject:
        placed = seen.element(person, block_id, action_id)
        before = seen.state.get(block_id, {}).get(action_id, {})
        single = before.get("selected_option")
        known = [*self._offered.get((person, surface, block_id, action_id), ()), *before.get("selected_options", ())]
        offered = known + ([single] if single else [])
        value = state_value(Choice(self.workspace, person, placed, before), chosen, offered)
        seen.state.setdefault(block_id, {})[action_id] = value
        if seen.view is not None:
            seen.view.errors.pop(block_id, None)
        self.workspace.changed("inputs", person=person, surface=surface)
        return value

    async def suggest(self, person: str, surface: Surface, block_id: str, action_id: str, query: str) -> Outcome:
        """What an external select offers for `query`; shorter ones than `min_query_length` are not sent."""
        try:
            seen = look_at(self.workspace, person, surface)
            placed = seen.element(person, block_id, action_id)
        except CannotActError as error:
            return Outcome(ok=False, problem=str(error))
        if len(query) < placed.element.get("min_query_length", 3):
            return Outcome(ok=True, answer={"options": []})
        if not self.workspace.app.manifest.is_interactive:
            return Outcome(ok=False, problem=NO_OPTIONS)
        payload = payloads.block_suggestion(self.workspace, person, seen, block_id, action_id, query)
        reply = await self.deliveries.send(Delivery("interactive", payload))
        answer = reply.body if isinstance(reply.body, dict) else {}
        if reply.problem or not answer or check_options(answer):
            return outcome_of(reply, NO_OPTIONS)
        self._remember((person, surface, block_id, action_id), every_option(fill_texts(answer)))
        return outcome_of(reply)

    def _remember(self, spot: tuple[str, Surface, str, str], options: list[JsonObject]) -> None:
        """What was offered before may still be on the screen, and can be chosen there."""
        fresh = {option["value"] for option in options}
        before = [option for option in self._offered.pop(spot, ()) if option["value"] not in fresh]
        self._offered[spot] = [*options, *before][:_OPTIONS_KEPT]
        if len(self._offered) > _SPOTS_KEPT:
            del self._offered[next(iter(self._offered))]

    async def submit(self, person: str, view_id: str) -> Outcome:
        """Press the modal's submit button. Fields that are missing are said at once, and nothing is sent."""
        view = self.workspace.views.get(view_id)
        if view is None or view is not top_view(self.workspace, person):
            return Outcome(ok=False, problem="That window is not open any more.")
        if view_id in self._submitting:
            return Outcome(ok=False, problem="It is being sent already.")
        view.errors = submissions.find_missing(view)
        if view.errors:
            self.workspace.changed("modals", person=person)
            return Outcome(ok=False, problem="; ".join(view.errors.values()))
        self._submitting.add(view_id)
        try:
            submissions.give_files(self.workspace, view)
            payload = payloads.view_submission(self.workspace, view)
            reply = await self.deliveries.send(Delivery("interactive", payload))
        finally:
            self._submitting.discard(view_id)
        return outcome_of(reply, submissions.take_answer(self.workspace, view, reply))

    async def close(self, person: str, view_id: str, *, whole_stack: bool = False) -> Outcome:
        """Cancel (this view) or x (`whole_stack`). The app hears of it if the view wants it to.

        x names the root view with `is_cleared`; it is told when any view of the stack has `notify_on_close`.
        """
        stack = list(self.workspace.modals.get(person, ()))
        view = self.workspace.views.get(view_id)
        if view is None or view not in stack:
            return Outcome(ok=False, problem="That window is not open any more.")
        is_cleared = whole_stack or bool(view.content.get("clear_on_close"))
        gone = stack if is_cleared else [view]
        payload = payloads.view_closed(self.workspace, stack[0] if is_cleared else view, is_cleared=is_cleared)
        if is_cleared:
            forget_stack(self.workspace, person)
        else:
            close_view(self.workspace, view)
        if not any(each.content.get("notify_on_close") for each in gone):
            return Outcome(ok=True)
        return outcome_of(await self.deliveries.send(Delivery("interactive", payload)))

    async def post_message(
        self, person: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Outcome:
        """`files`: ids of what `upload` gave, shared with the message."""
        place = self.workspace.channels[channel]
        if self._has_left(person):
            return Outcome(ok=False, problem=DEACTIVATED)
        if person not in place.members:
            return Outcome(ok=False, problem="You can't write in a channel that you are not in.")
        if place.kind == "im" and self.workspace.app.manifest.messages_read_only:
            return Outcome(ok=False, problem=READ_ONLY)
        if not text.strip() and not files:
            return Outcome(ok=False, problem="There is nothing to send.")
        typed = payloads.escape_text(self.workspace, text)
        message = post(self.workspace, channel, person, {"text": typed}, thread_ts=thread_ts, files=list(files))
        for file in files:
            self.workspace.files[file].shares.setdefault(channel, []).append(message.ts)
        mark_read(self.workspace, person, channel)
        if self.workspace.app.bot_user not in place.members:
            return Outcome(ok=True)
        return await self._tell(message_event(self.workspace, place, message))

    async def dismiss_ephemeral(self, person: str, surface: MessageSurface) -> Outcome:
        message = self.workspace.messages.get(surface.channel, {}).get(surface.ts)
        if message is None or not message.ephemeral_to or not sees_message(self.workspace, person, message):
            return Outcome(ok=False, problem="That message is not there any more.")
        delete(self.workspace, message)
        return Outcome(ok=True)

    def upload(self, person: str, name: str, content: bytes, mimetype: str = "") -> HostedFile:
        """A file of the person's own, as a file_input or the composer uploads it."""
        return upload(self.workspace, person, name, content, mimetype)

    def _reaches_app(self, person: str) -> bool:
        """Commands and shortcuts want the scope, and are for the installing team: others only press buttons."""
        app = self.workspace.app
        is_ours = not is_external(self.workspace, person) and not self._has_left(person)
        return is_ours and app.is_installed and "commands" in app.scopes

    def _has_left(self, person: str) -> bool:
        return self.workspace.people[person].deleted

    async def _interact(self, payload: JsonObject) -> Outcome:
        if not self.workspace.app.manifest.is_interactive:
            return Outcome(ok=False, problem="This app is not set up for interactions: its manifest says so.")
        reply = await self.deliveries.send(Delivery("interactive", payload))
        return outcome_of(reply, NO_ANSWER if reply.problem else None)
