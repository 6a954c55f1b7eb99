"""What is on one person's screen, newest first, and waiting until something is."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from playground.blocks import Placed, placed_elements
from playground.modals import top_view
from playground.prose import block_lines, message_lines, view_lines
from playground.records import JsonObject, Message, View
from playground.sight import channels_of, messages_for, newest_first
from playground.surfaces import MessageSurface, Surface, ViewSurface
from playground.workspace import Workspace

Place = Message | View
Within = Literal["modal", "home", "messages", "notices"] | Message | View | None
_NEWEST = 12  # messages that fit on a screen


@dataclass(frozen=True)
class Found:
    surface: Surface
    placed: Placed


class Screen:
    def __init__(self, workspace: Workspace, person: str) -> None:
        self.workspace = workspace
        self.person = person
        self.is_at_home = False

    @property
    def modal(self) -> View | None:
        return top_view(self.workspace, self.person)

    def messages(self, with_: str = "app") -> list[Message]:
        im = self.workspace.im_with(self.person)
        channel = im if with_ == "app" else self.workspace.channel_named(with_)
        return messages_for(self.workspace, self.person, channel.id)

    def places(self, within: Within = None) -> Iterator[Place]:
        """The open modal, the Home where they look at it, then messages from the newest on."""
        if isinstance(within, Message | View):
            yield within
            return
        home = self.workspace.homes.get(self.person)
        if self.modal and within in {None, "modal"}:
            yield self.modal
        if home and (within == "home" or (within is None and self.is_at_home)):
            yield home
        if within in {None, "messages", "notices"}:
            yield from self._newest_messages(only_notices=within == "notices")

    def _newest_messages(self, *, only_notices: bool) -> list[Message]:
        mine = [
            message
            for channel in channels_of(self.workspace, self.person)
            for message in islice(self._shown(channel.id, only_notices=only_notices), _NEWEST)
        ]
        return sorted(mine, key=lambda message: message.ts, reverse=True)[:_NEWEST]

    def _shown(self, channel: str, *, only_notices: bool) -> Iterator[Message]:
        messages = newest_first(self.workspace, self.person, channel)
        return (message for message in messages if message.ephemeral_to or not only_notices)

    def text(self, within: Within = None) -> str:
        return "\n".join(line for place in self.places(within) for line in self._lines(place))

    def _lines(self, place: Place) -> Iterator[str]:
        return view_lines(place) if isinstance(place, View) else message_lines(self.workspace, place, self.person)

    def block_text(self, block: JsonObject) -> str:
        return "\n".join(block_lines([block], {}))

    async def find(
        self, is_it: Callable[[Placed], bool], wanted: str, within: Within = None, seconds: float = 5
    ) -> Found:
        """The first element that fits on the newest place; waits until there is one."""
        found: list[Found] = []

        def look() -> bool:
            found[:] = self._matching(is_it, within)[:1]
            return bool(found)

        await self.until(look, wanted, seconds)
        return found[0]

    def _matching(self, is_it: Callable[[Placed], bool], within: Within) -> list[Found]:
        return [
            Found(_surface(place), placed)
            for place in self.places(within)
            for placed in placed_elements(place.blocks if isinstance(place, View) else place.all_blocks)
            if is_it(placed) and self.person in placed.element.get("visible_to_user_ids", [self.person])
        ]

    async def until(self, look: Callable[[], bool], wanted: str, seconds: float = 5) -> None:
        """Look again whenever anything changes."""
        news = asyncio.Event()
        unsubscribe = self.workspace.subscribe(lambda _kind, _what: news.set())
        try:
            async with asyncio.timeout(seconds):
                while not look():
                    await news.wait()
                    news.clear()
        except TimeoutError:
            who = self.workspace.people[self.person].real_name
            raise AssertionError(f"{who} can't {wanted} within {seconds} s. They see:\n{self.text()}") from None
        finally:
            unsubscribe()


def _surface(place: Place) -> Surface:
    return ViewSurface(place.id) if isinstance(place, View) else MessageSurface(place.channel, place.ts)
