"""Brings in what people have given from Slack, bit by bit, and keeps the message about it up to date."""

import asyncio
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import structlog

from bot.bell import Bell
from bot.fetching import Fetcher, Unfetchable
from bot.posting import Posting
from bot.slack_files import Refusal, SlackFiles
from domain.clock import SECOND
from domain.errors import Stale
from domain.intake import From, Intake, Refused, Thing
from domain.model import NewInput
from domain.read_models import IntakeModel
from domain.texts import new_text
from handlers.slack.failures import FAILURES, after_failure
from services.intake.reading import Reading
from services.intake.taking import LooseFile, take
from services.intakes import Intakes, Step
from services.judging import Judges
from views.slack import intakes as views

log = structlog.get_logger()
_MOST_AT_ONCE = 200
_LONGEST_STEP = 2.0
"""Seconds until what was judged by then is written down and shown."""
_AHEAD = 6
"""So many things are fetched at the same time."""
_PROCESSES = 2
_MOST_TRIES = 50
"""When Slack is in trouble: about 45 minutes, as the pictures have."""
_CALM = 3.0
"""Seconds between two edits of the same message at the least."""
_AGAIN = 15.0
"""Seconds after an edit that Slack did not take."""
Fetched = LooseFile | Refused | NewInput


class Intaking:
    """One intake of a workspace at a time, oldest first. What was fetched is kept in `inputs` only while it is read."""

    def __init__(self, intakes: Intakes, fetcher: Fetcher, slack: SlackFiles, inputs: Path, bell: Bell) -> None:
        self._intakes = intakes
        self._fetcher = fetcher
        self._slack = slack
        self._inputs = inputs
        self._scratch = inputs / "incoming"
        self._bell = bell

    async def run(self) -> None:
        """Until cancelled."""
        await asyncio.to_thread(self._clear)
        while True:
            due, later = await asyncio.to_thread(self._intakes.in_front)
            if due:
                await asyncio.gather(*(self._go_on(one) for one in due))
                continue
            await self._bell.wait("intakes", None if later is None else max(0.01, later / SECOND - time.time()))

    def _clear(self) -> None:
        """What a crash has left. Things are fetched anew, and what was done of them is passed over."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        for path in self._scratch.glob("intake-*"):
            path.unlink(missing_ok=True)

    async def _go_on(self, intake: Intake) -> None:
        """Until it has ended, has to wait, or asks something."""
        judges = Judges(partial(take, self._inputs), alone=0, processes=_PROCESSES)
        fetching: dict[int, asyncio.Task[Fetched]] = {}
        now: Intake | None = intake
        try:
            while now is not None and now.thing is not None and not now.asks:
                for number in range(now.at, min(now.at + _AHEAD, len(now.source.things))):
                    if number not in fetching:
                        fetching[number] = asyncio.create_task(self._fetch(now, number))
                intake = now
                now = await self._bring_in(now, await fetching[now.at], judges)
                if now is None or now.at != intake.at:
                    self._path(intake, intake.at).unlink(missing_ok=True)
        except (*FAILURES, OSError) as error:
            await self._put_off(intake, error)
        except Stale:
            log.info("intake_elsewhere", intake=intake.id)
        finally:
            for task in fetching.values():
                task.cancel()
            await asyncio.gather(*fetching.values(), return_exceptions=True)
            await asyncio.to_thread(judges.close)

    async def _put_off(self, intake: Intake, error: BaseException) -> None:
        failure = after_failure(error, intake.attempts)
        if not (failure.is_trouble or failure.needs_admin) or intake.attempts >= _MOST_TRIES:
            refused = Refused(_shown(intake.thing), f"can't be had from Slack ({failure.word}).")
            await asyncio.to_thread(self._intakes.record, intake, Step([refused], is_last=True))
            return
        log.info("intake_waits", intake=intake.id, error=failure.word)
        await asyncio.to_thread(self._intakes.wait, intake, failure.wait, failure.word)

    def _path(self, intake: Intake, number: int) -> Path:
        return self._scratch / f"intake-{intake.id}-{number}"

    async def _fetch(self, intake: Intake, number: int) -> Fetched:
        thing, path = intake.source.things[number], self._path(intake, number)
        try:
            if thing.origin is From.TEXT:
                return new_text(thing.what, thing.name)
            if thing.origin is From.URL:
                return await self._fetcher.fetch(thing.what, path)
            return await self._slack.fetch(thing.what, path)
        except Unfetchable as bad:
            return Refused(thing.name, bad.reason)
        except Refusal as bad:
            return Refused(bad.name, bad.reason)

    async def _bring_in(self, intake: Intake, fetched: Fetched, judges: Judges) -> Intake | None:
        """All of one thing. None: the intake has ended, or asks."""
        if not isinstance(fetched, LooseFile):
            return await asyncio.to_thread(self._intakes.record, intake, Step([fetched], is_last=True))
        reading = Reading(fetched, self._scratch, intake.source.column)
        if columns := await asyncio.to_thread(reading.columns_to_choose):
            await asyncio.to_thread(self._intakes.ask_column, intake, columns)
            return None
        done = intake.reached - intake.base
        more = 0 if done else await asyncio.to_thread(reading.count) - 1
        judged = judges.judge(islice(reading.items(), done, None))
        while True:
            some, is_last = await asyncio.to_thread(_next, judged)
            step = Step(some, is_last, more, tuple(reading.notes))
            after = await asyncio.to_thread(self._intakes.record, intake, step)
            if is_last or after is None:
                return after
            intake, more = after, 0


def _next(judged: Iterator[NewInput | Refused]) -> tuple[list[NewInput | Refused], bool]:
    """What comes within a moment, and whether that is the end."""
    until = time.monotonic() + _LONGEST_STEP
    found: list[NewInput | Refused] = []
    for one in judged:
        found.append(one)
        if len(found) >= _MOST_AT_ONCE or time.monotonic() > until:
            return found, False
    return found, True


def _shown(thing: Thing | None) -> str:
    return thing.name if thing is not None and thing.name else "A file"


class Progress:
    """Edits the message of each intake: seldom, only when there is something new, and surely at its end."""

    def __init__(self, intakes: Intakes, posting: Posting, bell: Bell) -> None:
        self._intakes = intakes
        self._posting = posting
        self._bell = bell
        self._shows: dict[int, IntakeModel] = {}
        self._has_failed = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._has_failed = False
            for model in await asyncio.to_thread(self._intakes.to_show):
                if self._shows.get(model.intake.id) != model:
                    await self._show(model)
            await asyncio.sleep(_CALM)
            await self._bell.wait("progress", _AGAIN if self._has_failed else None)

    async def _show(self, model: IntakeModel) -> None:
        intake = model.intake
        await self._posting.wait_to_update()
        try:
            await self._posting.update(str(intake.channel), str(intake.ts), views.progress(model))
        except FAILURES as error:
            log.info("progress_waits", intake=intake.id, error=after_failure(error, 0).word)
            self._has_failed = True
            return
        self._shows[intake.id] = model
        if intake.is_done:
            await asyncio.to_thread(self._intakes.end_was_shown, intake.id)
            self._shows.pop(intake.id, None)
