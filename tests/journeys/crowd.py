"""People who answer whatever stands on their cards, while the bot comes and goes."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from playground.blocks import Placed, placed_elements
from playground.interactions import MessageSurface, Outcome
from playground.records import Message
from playground.server import Playground

CARELESS, PATIENT = 1.0, 10.0
"""Seconds after which people tap again when their card has not changed: some at once, some leave it to the sweep."""
_UNDONE, _SENT_BACK, _ALL_APPROVED = 0.1, 0.3, 0.1
"""How often they do what they do seldom, where they can."""
_MOST_SENT_BACK = 8


@dataclass(frozen=True)
class Clicked:
    """A click that was acknowledged. `what`: label, undo or decide."""

    what: str
    assignment: int
    revision: int
    concept: int | None = None


@dataclass
class Hand:
    """Answers until there is nothing left; now and then takes an answer back, sends one back, approves many."""

    playground: Playground
    name: str
    patience: float
    acked: list[Clicked]
    random: random.Random
    reviewed: str
    """The task whose answers are reviewed: nobody takes those back."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    seldom: set[int] = field(default_factory=set)
    """Assignments that were taken or sent back: once each."""
    last: int = 0
    all_approved: int = 0
    sent_back: int = 0

    def __post_init__(self) -> None:
        workspace = self.playground.workspace
        self.id = workspace.named(self.name).id
        self.channel = workspace.im_with(self.id).id
        workspace.subscribe(self._hear)

    def _hear(self, kind: str, what: dict[str, object]) -> None:
        if kind == "message" and isinstance(message := what["message"], Message) and message.channel == self.channel:
            self.news.set()

    @property
    def messages(self) -> list[Message]:
        return [one for one in self.playground.workspace.messages[self.channel].values() if not one.ephemeral_to]

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            self.news.clear()
            act = self._next()
            is_acked = act is not None and await act()
            # Where nobody answered, they try again soon; where somebody did, the card will follow.
            with suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), self.patience if is_acked else CARELESS)

    def _next(self) -> Callable[[], Awaitable[bool]] | None:
        found = self._card()
        if found is None:
            return None
        message, buttons = found
        labels = [one for one in buttons if one.action_id.startswith("label:")]
        if not labels:
            return self._decision(message, {one.action_id: one for one in buttons})
        # Which concept it is depends on the picture, as with real people.
        label = labels[_numbers(labels[0])[0] % len(labels)]
        undo = next((one for one in buttons if one.action_id == "undo"), None)
        is_painted = _numbers(label)[0] != self.last
        if undo is not None and is_painted and self.reviewed not in message.text and self._dares(undo, _UNDONE):
            return lambda: self._click(message, undo, "undo")
        return lambda: self._click(message, label, "label")

    def _decision(self, message: Message, buttons: dict[str, Placed]) -> Callable[[], Awaitable[bool]]:
        approve, back = buttons["approve"], buttons["request_changes"]
        all_ = buttons.get("approve_all")
        # Each is done once for sure, however often the bot dies before it can answer.
        if not self.sent_back and self._dares(back, 1):
            return lambda: self._send_back(message, back)
        if all_ is not None and (not self.all_approved or self.random.random() < _ALL_APPROVED):
            return lambda: self._approve_all(message, all_)
        if len(self.seldom) < _MOST_SENT_BACK and self._dares(back, _SENT_BACK):
            return lambda: self._send_back(message, back)
        return lambda: self._click(message, approve, "decide")

    def _dares(self, button: Placed, how_often: float) -> bool:
        assignment = _numbers(button)[0]
        if assignment in self.seldom or self.random.random() >= how_often:
            return False
        self.seldom.add(assignment)
        return True

    async def _click(self, message: Message, button: Placed, what: str) -> bool:
        is_acked = await self._press(message, button)
        if is_acked:
            self._note(button, what)
        return is_acked

    def _note(self, button: Placed, what: str) -> None:
        assignment, revision, *concept = _numbers(button)
        self.acked.append(Clicked(what, assignment, revision, concept[0] if concept else None))
        self.last = assignment

    async def _press(self, message: Message, button: Placed) -> bool:
        where = MessageSurface(message.channel, message.ts)
        act = self.playground.interactions.click(self.id, where, button.block_id, button.action_id)
        outcome: Outcome = await act
        return outcome.ok

    async def _approve_all(self, message: Message, button: Placed) -> bool:
        is_acked = await self._press(message, button)
        self.all_approved += is_acked
        return is_acked

    async def _send_back(self, message: Message, button: Placed) -> bool:
        """The bot may die before the window opens, and while it is open."""
        driver = self.playground.person(self.name)
        driver.patience = CARELESS
        if not await self._press(message, button):
            return False
        try:
            await driver.sees_modal("Request changes")
        except AssertionError:
            return False
        await driver.fill("What should be different?", "Look again.")
        is_acked = (await driver.submit()).ok
        if is_acked:
            self._note(button, "decide")
            self.sent_back += 1
        if driver.modal:
            await driver.close()
        return is_acked

    def _card(self) -> tuple[Message, list[Placed]] | None:
        """The newest card that has anything to answer."""
        for message in reversed(self.messages):
            buttons = list(placed_elements(message.blocks))
            if any(one.action_id == "approve" or one.action_id.startswith("label:") for one in buttons):
                return message, buttons
        return None

    @property
    def has_finished(self) -> bool:
        return self._card() is None

    def sees(self, text: str) -> bool:
        return any(text in one.text for one in self.messages)


def _numbers(button: Placed) -> list[int]:
    return [int(part) for part in button.element["value"].split(".")]
