"""Turns notices into Slack messages: in order for each person, paced, tried again, safe to repeat."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from itertools import groupby

import structlog

from bot.bell import Bell
from bot.deliveries import Deliveries
from bot.slack_calls import PASSING, UNREACHABLE, after_failure
from domain.clock import SECOND
from services.telling import Telling
from store.outbox import Waiting

log = structlog.get_logger()
_MOST_AT_ONCE = 8
"""People who are written to at the same time."""
_MOST_TRIES = 5_000
"""Some three days, as the pauses grow to a minute: Slack's trouble and a token that nobody renews end before that."""
_FAREWELL = 5.0
"""Seconds that a stop waits for what is being sent."""


class Messenger:
    def __init__(self, telling: Telling, deliveries: Deliveries, bell: Bell) -> None:
        self._telling = telling
        self._deliveries = deliveries
        self._bell = bell
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            due = await asyncio.to_thread(self._telling.due)
            if due:
                await asyncio.gather(*(self._tell_person(mine) for mine in _by_person(due)))
                continue
            await self._bell.wait("notices", await self._pause())

    async def _pause(self) -> float | None:
        """Seconds until something is due again. A minute at most: another process may have left notices."""
        due_at = await asyncio.to_thread(self._telling.next_due_at)
        return 60.0 if due_at is None else min(60.0, max(0.01, due_at / SECOND - time.time()))

    async def _tell_person(self, notices: Sequence[Waiting]) -> None:
        async with self._slots:
            for group in _together(notices):
                if not await self._send(group):
                    return

    async def _send(self, group: Sequence[Waiting]) -> bool:
        """False: it has to wait, and so does everything after it.

        What was begun is not broken off when the bot stops: it would be said once more after the next start.
        """
        sending = asyncio.create_task(self._try(group))
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            await asyncio.wait([sending], timeout=_FAREWELL)
            sending.cancel()
            raise

    async def _try(self, group: Sequence[Waiting]) -> bool:
        await asyncio.to_thread(self._telling.begin, group)
        try:
            await self._deliveries.deliver(group[0].to, [one.notice for one in group])
        except PASSING as error:
            failure = after_failure(error, group[0].attempts)
            if failure.wait is None or group[0].attempts >= _MOST_TRIES:
                level = log.info if failure.word in UNREACHABLE else log.error
                level("notice_undeliverable", error=failure.word, kind=type(group[0].notice).__name__)
                await asyncio.to_thread(self._telling.give_up, group, failure.word)
                return True
            if failure.is_refusal:
                advice = "Slack refuses the bot's token. `labelbot doctor` says what to do about it."
                log.warning("token_refused", error=failure.word, advice=advice)
            else:
                log.info("notice_waits", error=failure.word, kind=type(group[0].notice).__name__)
            await asyncio.to_thread(self._telling.retry, group, failure.wait, failure.word)
            return False
        except Exception:
            # Our own mistake must not keep everything else from this person.
            log.exception("notice_broken", kind=type(group[0].notice).__name__)
            await asyncio.to_thread(self._telling.give_up, group, "broken")
            return True
        await asyncio.to_thread(self._telling.done, group)
        return True


def _by_person(due: Iterable[Waiting]) -> list[list[Waiting]]:
    def whom(one: Waiting) -> tuple[str, str]:
        return (one.to.workspace, one.to.user)

    return [list(mine) for _, mine in groupby(sorted(due, key=whom), key=whom)]


def _together(notices: Sequence[Waiting]) -> list[list[Waiting]]:
    """Neighbours of the same kind and task are told in one message: no stream."""

    def what(one: Waiting) -> tuple[type, int]:
        return (type(one.notice), one.notice.task)

    return [list(same) for _, same in groupby(notices, key=what)]
