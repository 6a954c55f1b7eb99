"""What is delivered and how it is answered; duplicates, reordering and retries, whatever the way."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal

from playground.records import Exchange, JsonObject
from playground.workspace import Workspace

# "Up to 3 times": at once, after a minute, after five. https://docs.slack.dev/apis/events-api/#retries
RETRY_DELAYS = (0.0, 60.0, 300.0)


@dataclass(frozen=True)
class Delivery:
    """`kind` is the envelope's type in Socket Mode. Only events are tried again."""

    kind: Literal["events_api", "interactive", "slash_commands"]
    payload: JsonObject
    attempt: int = 0
    retry_reason: str = ""

    @property
    def name(self) -> str:
        if self.kind == "events_api":
            return str(self.payload["event"]["type"])
        return str(self.payload.get("type") or self.payload.get("command"))


@dataclass(frozen=True)
class Reply:
    """`body` is what the app said in its ack: an object, plain text, or None. `problem` is Slack's word, "" when acked.

    `reason` is what x-slack-retry-reason of the next attempt says; `is_final` that the app wants no retry.
    """

    body: Any = None
    problem: str = ""
    reason: str = ""
    is_final: bool = False
    ms: float = 0


class Deliveries(ABC):
    """`retry_pace` scales the waits between the attempts of an event: 1 is Slack's own."""

    def __init__(self, workspace: Workspace, *, retry_pace: float = 1.0) -> None:
        self.workspace = workspace
        self.retry_pace = retry_pace
        self._held: list[asyncio.Event] = []
        self._background: set[asyncio.Task[Any]] = set()

    @abstractmethod
    async def attempt(self, delivery: Delivery) -> Reply:
        """One try, at most `workspace.patience` seconds; never raises."""

    async def send(self, delivery: Delivery) -> Reply:
        is_reordered = await self._hold()
        if self.workspace.faults.take_duplicate():
            self._spawn(self._try(delivery))
        reply = await self._try(delivery)
        if is_reordered and self._held:
            self._held.pop().set()
        if reply.problem and delivery.kind == "events_api" and not reply.is_final:
            self._spawn(self._retry(delivery, reply))
        return reply

    def send_later(self, delivery: Delivery) -> None:
        """In the background, past the duplicates and the reordering that somebody asked for: those are for acts."""
        self._spawn(self._send_quietly(delivery))

    async def _send_quietly(self, delivery: Delivery) -> None:
        reply = await self._try(delivery)
        if reply.problem and not reply.is_final:
            await self._retry(delivery, reply)

    async def settled(self) -> None:
        """Wait for duplicates and retries that are still on their way."""
        while self._background:
            await asyncio.gather(*self._background, return_exceptions=True)

    async def close(self) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _try(self, delivery: Delivery) -> Reply:
        started = time.perf_counter()
        reply = await self.attempt(delivery)
        ms = (time.perf_counter() - started) * 1000
        self.workspace.record(
            Exchange(
                time=self.workspace.now(),
                direction="delivery",
                kind=delivery.name,
                request=delivery.payload,
                response=reply.body if isinstance(reply.body, dict) else {"text": reply.body} if reply.body else {},
                ms=ms,
                error=reply.problem,
            )
        )
        return Reply(reply.body, reply.problem, reply.reason, reply.is_final, ms)

    async def _retry(self, delivery: Delivery, reply: Reply) -> None:
        for number, delay in enumerate(RETRY_DELAYS, start=1):
            await asyncio.sleep(delay * self.retry_pace)
            reply = await self._try(Delivery(delivery.kind, delivery.payload, number, reply.reason))
            if not reply.problem or reply.is_final:
                return

    async def _hold(self) -> bool:
        """Reordered deliveries wait for the last of them, which goes first; each finished one lets the next go."""
        faults = self.workspace.faults
        if faults.reorder <= 0:
            return False
        faults.reorder -= 1
        if faults.reorder > 0:
            turn = asyncio.Event()
            self._held.append(turn)
            try:
                await asyncio.wait_for(turn.wait(), faults.hold_seconds)
            except TimeoutError:
                self._held.remove(turn)
        return True

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
