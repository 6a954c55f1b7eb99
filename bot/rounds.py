"""What is done now and then: who is told what is decided from the database, so that twice does no more than once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slow_work import SlowWork
from bot.sweeping_out import SweepingOut
from domain.reminding import knows_zones
from handlers.slack import Services
from handlers.slack.directory import Directory
from handlers.slack.failures import FAILURES, after_failure

log = structlog.get_logger()
Round = Callable[[], Awaitable[None]]
QUARTERLY = {"trigger": "cron", "minute": "*/15"}
"""On the quarter hour, which every time zone's nine o'clock falls on."""
DAILY = {"trigger": "interval", "days": 1}
NO_ZONES = (
    "This machine has no database of time zones, so reminders and digests keep to UTC's hours. Install the package "
    "tzdata (apt install tzdata, or pip install tzdata beside Labelbot)."
)


class Rounds:
    """APScheduler only says when to look. What is due then, the store's clock says."""

    def __init__(self) -> None:
        self._rounds: dict[str, Round] = {}
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def add(self, name: str, round_: Round, when: dict[str, Any]) -> None:
        """Once at the start, and then by `when`, APScheduler's trigger. What was missed is made up for once."""
        self._rounds[name] = round_
        once = {"coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(self._begin, args=[name], id=name, next_run_time=datetime.now(UTC), **once, **when)

    async def go(self, name: str) -> None:
        """One that fails is made again at its next time."""
        try:
            await self._rounds[name]()
        except FAILURES as error:
            log.warning("round_failed", round=name, error=after_failure(error, 0).word)
        except Exception:
            log.exception("round_broke", round=name)

    async def go_all(self) -> None:
        """As at the start."""
        for name in self._rounds:
            await self.go(name)

    def start(self) -> None:
        if not knows_zones():
            log.warning("no_time_zones", advice=NO_ZONES)
        self._scheduler.start()

    async def stop(self) -> None:
        """What is under way is broken off: the next start makes its round anew."""
        self._scheduler.shutdown(wait=False)
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        if under_way:
            await asyncio.wait(under_way)

    async def _begin(self, name: str) -> None:
        """In a task of our own: APScheduler takes it for a mistake when one of its own is cancelled."""
        if name not in self._under_way:
            self._under_way[name] = task = asyncio.create_task(self.go(name))
            task.add_done_callback(lambda _: self._under_way.pop(name))


def planned(
    client: AsyncWebClient, directory: Directory, services: Services, sweeping_out: SweepingOut, slow: SlowWork
) -> Rounds:
    async def meet_everybody() -> None:
        who = await client.auth_test()
        await directory.meet_all(str(who["team_id"]))

    async def remind() -> None:
        for leave in (services.reminding.remind, services.reminding.digest):
            if left := await slow.do(leave):
                log.info("reminded", people=left, kind=leave.__name__)

    async def forget_sign_ins() -> None:
        await slow.do(services.signing_in.forget)

    rounds = Rounds()
    rounds.add("people", meet_everybody, DAILY)
    rounds.add("reminders", remind, QUARTERLY)
    rounds.add("sign-ins", forget_sign_ins, DAILY)
    rounds.add("old things", sweeping_out.run, DAILY)
    return rounds
