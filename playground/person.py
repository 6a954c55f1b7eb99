"""A person at their client, for tests: acts by what stands on the screen, and waits for what shall come.

An element that isn't there (any more) is an AssertionError that prints what the person sees; what the app made of
an act is in the `Outcome` that each act returns.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from playground.blocks import VALUE_KEYS, Placed, every_option
from playground.interactions import Interactions, MessageSurface, Outcome, Surface
from playground.prose import message_lines, option_text, view_lines
from playground.records import HostedFile, JsonObject, Message, View
from playground.screen import Found, Screen, Within
from playground.sight import sees_file


class PersonDriver:
    """`patience`: seconds that they wait for something to appear."""

    def __init__(self, interactions: Interactions, person: str) -> None:
        self.interactions = interactions
        self.workspace = interactions.workspace
        self.id = person
        self.patience = 5.0
        self.screen = Screen(self.workspace, person)

    @property
    def name(self) -> str:
        return self.workspace.people[self.id].real_name

    @property
    def modal(self) -> View | None:
        return self.screen.modal

    @property
    def home(self) -> View | None:
        return self.workspace.homes.get(self.id)

    def messages(self, with_: str = "app") -> list[Message]:
        """Oldest first: those of the app's direct message, or of a channel by its name; without ephemeral ones."""
        return [message for message in self.screen.messages(with_) if not message.ephemeral_to]

    @property
    def last_message(self) -> Message:
        messages = self.messages()
        if not messages:
            raise AssertionError(f"The app has written nothing to {self.name}.")
        return messages[-1]

    @property
    def notices(self) -> list[Message]:
        """What only they see, wherever it stands."""
        return [message for message in self.workspace.all_messages() if message.ephemeral_to == self.id]

    def errors(self) -> dict[str, str]:
        """Of the open modal: label of the field -> what is wrong with it."""
        modal = self._open_modal()
        labels = {block["block_id"]: block["label"]["text"] for block in modal.blocks if block["type"] == "input"}
        return {labels.get(block_id, block_id): text for block_id, text in modal.errors.items()}

    def text_of(self, place: Message | View) -> str:
        lines = view_lines(place) if isinstance(place, View) else message_lines(self.workspace, place, self.id)
        return "\n".join(lines)

    def sees_picture(self, file: HostedFile) -> bool:
        return sees_file(self.workspace, self.id, file)

    async def command(self, text: str, channel: str | None = None) -> Outcome:
        """Typed into the app's direct message, or into the channel of that name."""
        place = self.workspace.channel_named(channel) if channel else self.workspace.im_with(self.id)
        return await self.interactions.command(self.id, place.id, text)

    async def shortcut(self, name: str) -> Outcome:
        """A global shortcut by its name or callback_id."""
        declared = self.workspace.app.manifest.shortcuts
        found = next((each.callback_id for each in declared if name in {each.name, each.callback_id}), name)
        return await self.interactions.shortcut(self.id, found)

    async def message_shortcut(self, name: str, message: Message) -> Outcome:
        """A message shortcut by its name or callback_id, from the menu of that message."""
        declared = self.workspace.app.manifest.shortcuts
        found = next((each.callback_id for each in declared if name in {each.name, each.callback_id}), name)
        return await self.interactions.message_shortcut(self.id, found, MessageSurface(message.channel, message.ts))

    async def say(self, text: str, channel: str | None = None) -> Outcome:
        place = self.workspace.channel_named(channel) if channel else self.workspace.im_with(self.id)
        return await self.interactions.post_message(self.id, place.id, text)

    async def upload(
        self, name: str, content: bytes, *, text: str = "", channel: str | None = None, mimetype: str = ""
    ) -> Message:
        """Upload a file and send it; `mimetype` where it is not what its name says."""
        return await self.share(self.interactions.upload(self.id, name, content, mimetype), text=text, channel=channel)

    async def share(self, *files: HostedFile, text: str = "", channel: str | None = None) -> Message:
        """Send files that they have, into the app's direct message or a channel; those of `uploads.link` too."""
        place = self.workspace.channel_named(channel) if channel else self.workspace.im_with(self.id)
        ids = [file.id for file in files]
        outcome = await self.interactions.post_message(self.id, place.id, text, files=ids)
        if outcome.problem:
            raise AssertionError(f"{self.name} can't share that: {outcome.problem}")
        return self.screen.messages(place.id if channel else "app")[-1]

    async def open_home(self) -> Outcome:
        self.screen.is_at_home = True
        return await self.interactions.open_app_home(self.id)

    async def open_messages(self) -> Outcome:
        self.screen.is_at_home = False
        return await self.interactions.open_app_home(self.id, tab="messages")

    async def sees(self, text: str, within: Within = None) -> None:
        """Wait until it is written in the modal, on the Home that is open, or in one of the newest messages."""
        await self.screen.until(lambda: text in self.screen.text(within), f"see {text!r}", self.patience)

    async def sees_not(self, text: str, within: Within = None) -> None:
        await self.screen.until(lambda: text not in self.screen.text(within), f"stop seeing {text!r}", self.patience)

    async def sees_modal(self, title: str) -> None:
        def is_open() -> bool:
            return self.modal is not None and self.modal.content["title"]["text"] == title

        await self.screen.until(is_open, f"see the modal {title!r}", self.patience)

    async def sees_no_modal(self) -> None:
        await self.screen.until(lambda: self.modal is None, "have no modal open", self.patience)

    async def receives_file(self, ending: str) -> bytes:
        """The newest file whose name ends so, in the app's direct message; waits for it."""
        await self.screen.until(lambda: bool(self._files(ending)), f"receive a file {ending}", self.patience)
        return self._files(ending)[-1].content

    def _files(self, ending: str) -> list[HostedFile]:
        files = [self.workspace.files[file] for message in self.messages() for file in message.files]
        return [file for file in files if file.name.endswith(ending) and not file.deleted]

    async def fill(self, label: str, text: str, *, enter: bool = False) -> Outcome:
        """Type into an input; with `enter`, press Enter in it (where that dispatches an action)."""
        found = await self._field(label)
        surface, placed = found.surface, found.placed
        if enter or isinstance(surface, MessageSurface):
            return await self._act(found, value=text)
        state = {"value": text or None}
        return await self.interactions.set_input(self.id, surface.view_id, placed.block_id, placed.action_id, state)

    async def pick(self, label: str, *options: str, within: Within = None) -> Outcome:
        """Choose by the texts of options; an external select is asked for each of them first."""
        found = await self._field(label, within)
        key = VALUE_KEYS[found.placed.kind][0]
        if not key.startswith("selected_option"):
            return await self._act(found, **{key: list(options) if key.endswith("s") else options[0]})
        if key == "selected_option":
            return await self._act(found, selected_option=await self._option(found, options[0]))
        chosen: list[JsonObject] = []
        for text in options:
            # One by one, as each search replaces what the one before it offered.
            chosen.append(await self._option(found, text))
            outcome = await self._act(found, selected_options=list(chosen))
        return outcome

    check = pick

    async def pick_people(self, label: str, *names: str) -> Outcome:
        found = await self._field(label)
        people = [self.workspace.named(name).id for name in names]
        key = VALUE_KEYS[found.placed.kind][0]
        return await self._act(found, **{key: people if key.endswith("s") else people[0]})

    async def attach(self, label: str, name: str, content: bytes) -> Outcome:
        """Add a file to a file_input, to those that it holds already."""
        found = await self._field(label)
        state = self._open_modal().state[found.placed.block_id][found.placed.action_id]
        held = [file["id"] for file in state["files"]]
        return await self._act(found, files=[*held, self.interactions.upload(self.id, name, content).id])

    async def submit(self) -> Outcome:
        return await self.interactions.submit(self.id, self._open_modal().id)

    async def cancel(self) -> Outcome:
        return await self.interactions.close(self.id, self._open_modal().id)

    async def close(self) -> Outcome:
        """The x of the modal: the whole stack goes."""
        return await self.interactions.close(self.id, self._open_modal().id, whole_stack=True)

    async def click(self, text: str, within: Within = None) -> Outcome:
        """The button of that text (or accessibility label) on the newest place; its confirm dialog is accepted."""
        found = await self.screen.find(
            lambda placed: _is_button(placed, text), f"click {text!r}", within, self.patience
        )
        return await self._act(found)

    async def hold_click(self, text: str, within: Within = None) -> Callable[[], Awaitable[Outcome]]:
        """Press a button that is on the screen now; what is returned sends it, whatever the screen shows by then:
        a client that has not caught up.
        """
        found = await self.screen.find(
            lambda placed: _is_button(placed, text), f"click {text!r}", within, self.patience
        )
        return self.interactions.hold_click(self.id, found.surface, found.placed.block_id, found.placed.action_id)

    async def choose(self, menu: str, option: str, within: Within = None) -> Outcome:
        """From an overflow menu: "⋯" is any that has the option; else a text that stands in the same block."""

        def is_it(placed: Placed) -> bool:
            if placed.kind != "overflow" or option not in map(option_text, placed.element["options"]):
                return False
            return menu == "⋯" or menu in self.screen.block_text(placed.block)

        found = await self.screen.find(is_it, f"choose {option!r} from {menu!r}", within, self.patience)
        chosen = next(each for each in found.placed.element["options"] if option_text(each) == option)
        return await self._act(found, selected_option=chosen)

    async def dismiss(self, notice: Message) -> Outcome:
        return await self.interactions.dismiss_ephemeral(self.id, MessageSurface(notice.channel, notice.ts))

    def _open_modal(self) -> View:
        if not self.modal:
            raise AssertionError(f"{self.name} has no modal open. They see:\n{self.screen.text()}")
        return self.modal

    async def _field(self, label: str, within: Within = None) -> Found:
        return await self.screen.find(lambda placed: _is_field(placed, label), f"fill {label!r}", within, self.patience)

    async def _act(self, found: Found, **chosen: Any) -> Outcome:
        placed = found.placed
        return await self.interactions.click(self.id, found.surface, placed.block_id, placed.action_id, **chosen)

    async def _option(self, found: Found, text: str) -> JsonObject:
        options = every_option(found.placed.element)
        if "external" in found.placed.kind:
            options = await self.suggestions(found, text)
        exact = [each for each in options if option_text(each) == text]
        near = exact or [each for each in options if text in option_text(each)]
        if not near:
            raise AssertionError(f"{self.name} is not offered {text!r}, but {[option_text(each) for each in options]}.")
        option: JsonObject = near[0]
        return option

    async def suggestions(self, field: "Found | str", query: str) -> list[JsonObject]:
        """What an external select (by its label) offers for a query."""
        found = await self._field(field) if isinstance(field, str) else field
        surface: Surface = found.surface
        answer = (
            await self.interactions.suggest(self.id, surface, found.placed.block_id, found.placed.action_id, query)
        ).answer or {}
        return every_option(answer)


def _is_button(placed: Placed, text: str) -> bool:
    if placed.kind not in {"button", "workflow_button", "icon_button"}:
        return False
    label = placed.element.get("text", {}).get("text", "")
    return text in {label, placed.element.get("accessibility_label")}


def _is_field(placed: Placed, label: str) -> bool:
    if placed.kind not in VALUE_KEYS:
        return False
    names = {placed.element.get("placeholder", {}).get("text"), placed.action_id}
    if placed.is_input:
        names.add(placed.block["label"]["text"])
    return label in names
