"""Turns notices into Slack messages: in order for each person, paced, tried again, safe to repeat."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

import structlog

from bot.bell import Bell
from bot.crew import Crew
from bot.deliveries import Deliveries
from domain.clock import SECOND
from domain.model import Actor
from domain.notices import SentBack
from handlers.slack.failures import FAILURES, UNREACHABLE, Failure, after_failure
from services.telling import Telling
from store.outbox import Waiting

log = structlog.get_logger()
_MOST_AT_ONCE = 8
"""People who are written to at the same time."""
_FAREWELL = 5.0
"""Seconds that a stop waits for what is being sent."""


class Messenger:
    def __init__(self, telling: Telling, deliveries: Deliveries, bell: Bell) -> None:
        self._telling = telling
        self._deliveries = deliveries
        self._bell = bell
        self._crew: Crew[Actor] = Crew(_MOST_AT_ONCE, lambda: bell.ring({"notices"}))

    async def run(self) -> None:
        """Until cancelled. Nobody waits for a message to somebody else."""
        try:
            while True:
                if not self._crew.is_full:
                    for mine in _by_person(await asyncio.to_thread(self._telling.due, self._crew.busy)):
                        self._crew.start(mine[0].to, partial(self._tell_person, mine))
                await self._bell.wait("notices", await self._pause())
        finally:
            await self._crew.stop()

    async def _pause(self) -> float:
        """Seconds until something is due again. A minute at most: another process may have left notices."""
        if self._crew.is_full:
            return 60.0
        due_at = await asyncio.to_thread(self._telling.next_due_at, self._crew.busy)
        return 60.0 if due_at is None else min(60.0, max(0.01, due_at / SECOND - time.time()))

    async def _tell_person(self, notices: Sequence[Waiting]) -> None:
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
            await self._deliveries.deliver(group[0].to, group)
        except (*FAILURES, OSError) as error:
            return await self._put_off(group, after_failure(error, group[0].attempts))
        except Exception:
            # Our own mistake must not keep everything else from this person.
            log.exception("notice_broken", kind=type(group[0].notice).__name__)
            await asyncio.to_thread(self._telling.give_up, group, "broken")
            return True
        await asyncio.to_thread(self._telling.done, group)
        return True

    async def _put_off(self, group: Sequence[Waiting], failure: Failure) -> bool:
        """Only what can never be said is given up; all else waits, however long it takes somebody to mend it."""
        kind = type(group[0].notice).__name__
        if failure.is_final:
            level = log.info if failure.word in UNREACHABLE else log.error
            level("notice_undeliverable", error=failure.word, kind=kind)
            await asyncio.to_thread(self._telling.give_up, group, failure.word)
            return True
        if failure.needs_admin:
            advice = "Slack refuses what the bot may do. `labelbot doctor` says what to do about it."
            log.warning("notices_wait_for_an_admin", error=failure.word, kind=kind, advice=advice)
        else:
            level = log.info if failure.is_trouble else log.warning
            level("notice_waits", error=failure.word, kind=kind)
        await asyncio.to_thread(self._telling.retry, group, failure.wait, failure.word)
        return False


def _by_person(due: Iterable[Waiting]) -> list[list[Waiting]]:
    def whom(one: Waiting) -> tuple[str, str]:
        return (one.to.workspace, one.to.user)

    return [list(mine) for _, mine in groupby(sorted(due, key=whom), key=whom)]


def _together(notices: Sequence[Waiting]) -> list[list[Waiting]]:
    """Neighbours of the same kind and task are told in one message: no stream. Reasons whose card was posted before
    they could be said go to that card.
    """

    def what(one: Waiting) -> tuple[type, int | None, str]:
        place = one.notice.ts if isinstance(one.notice, SentBack) else ""
        return (type(one.notice), one.notice.task, place)

    return [list(same) for _, same in groupby(notices, key=what)]
