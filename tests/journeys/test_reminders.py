"""Days and weeks go by: reminders, digests, and what is deleted in the end. The clock is moved; nobody waits for it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playground.person import PersonDriver
from playground.records import Message
from playground.workspace import Workspace
from tests.fake_clock import WalkingClock
from tests.journeys.acts import NAME, create_task, label_all
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""Where nearly all of the playground's people live."""
TITLE = "Waiting for you"


def on(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=AMSTERDAM)


@dataclass
class Calendar:
    stage: Stage
    clock: WalkingClock

    async def turn_to(self, words: str) -> None:
        """It is then, and everything has been looked after that is looked after now and then."""
        self.clock.go(on(words))
        await self.stage.bot.rounds.go_all()


@pytest.fixture(params=["http", "socket"])
async def calendar(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> AsyncIterator[Calendar]:
    """It is Monday morning."""
    clock = WalkingClock(on("2026-11-23T10:00"))
    async with staged(tmp_path, watch=watch, socket=request.param == "socket", clock=clock) as stage:
        yield Calendar(stage, clock)


def reminders(person: PersonDriver) -> list[Message]:
    return [message for message in person.messages() if TITLE in str(message.blocks)]


async def test_who_left_work_alone_is_reminded_and_goes_on_from_there(calendar: Calendar) -> None:
    stage = calendar.stage
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Chloé"))
    ben, chloe = stage.person("Ben"), stage.person("Chloé")
    await ben.sees("1 of 2")
    await label_all(stage, "Chloé", "Cat", 2)
    await calendar.turn_to("2026-11-25T09:30")
    assert not reminders(ben)
    await calendar.turn_to("2026-11-25T10:30")
    await ben.sees(TITLE)
    await ben.sees(f"{NAME}: 2 inputs to label", within=ben.last_message)
    await calendar.turn_to("2026-11-25T11:30")
    await ben.click("Label 2", within=ben.last_message)
    await ben.sees_modal(NAME)
    await ben.pick("Which concept fits this picture?", "Cat")
    await ben.submit()
    await ben.sees("2 of 2", "modal")
    await ben.close()
    await calendar.turn_to("2026-11-26T16:00")
    assert (len(reminders(ben)), reminders(chloe)) == (1, [])
    first = ben.last_message
    await calendar.turn_to("2026-11-27T13:00")
    await ben.screen.until(lambda: len(ben.messages()) > 0 and ben.last_message.ts != first.ts, "be reminded again", 10)
    await ben.sees(f"{NAME}: 1 input to label", within=ben.last_message)
    await ben.sees("A newer reminder is further down")
    assert reminders(ben) == [ben.last_message]


async def test_reminders_are_turned_off_and_on(calendar: Calendar) -> None:
    stage = calendar.stage
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Chloé"))
    ben, chloe = stage.person("Ben"), stage.person("Chloé")
    await ben.sees("1 of 2")
    await chloe.sees("1 of 2")
    await chloe.command("/label mute")
    await chloe.sees("No reminders and weekly digests come any more", "notices")
    await calendar.turn_to("2026-11-25T10:30")
    await ben.sees(TITLE)
    await ben.click("Turn reminders off")
    await ben.sees("No reminders and weekly digests come any more", "notices")
    await ben.sees("Turn reminders on")
    await calendar.turn_to("2026-11-30T10:30")
    assert (len(reminders(ben)), reminders(chloe)) == (1, [])
    await ben.open_home()
    await ben.click("Reminders: off", "home")
    await ben.sees("Reminders: on", "home")
    await chloe.command("/label unmute")
    await chloe.sees("come again", "notices")
    await calendar.turn_to("2026-11-30T11:00")
    await chloe.sees(TITLE)
    await ben.sees("A newer reminder is further down")


async def test_on_monday_the_lead_reads_how_the_week_was_also_when_the_bot_was_down_at_nine(calendar: Calendar) -> None:
    stage = calendar.stage
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Chloé"), reviewers=("Dmitri",))
    ana, ben, chloe = stage.person("Ana"), stage.person("Ben"), stage.person("Chloé")
    await ben.sees("1 of 2")
    await label_all(stage, "Chloé", "Cat", 2)
    await stage.stop()
    calendar.clock.go(on("2026-11-30T09:20"))
    await stage.start()
    await ana.sees("Your labeling tasks since")
    digest = ana.last_message
    await ana.sees("Labeled 50 % · Reviewed 0 %", within=digest)
    await ana.sees("2 labeled", within=digest)
    assert ben.id in str(digest.blocks)
    assert chloe.id not in str(digest.blocks)
    await ana.click("All tasks", within=digest)
    await ana.sees_modal("Labeling tasks")
    await calendar.turn_to("2026-11-30T15:00")
    await calendar.turn_to("2026-12-07T10:00")
    await ana.screen.until(lambda: ana.last_message.ts != digest.ts, "read the next week's", 10)
    assert stage.person("Dmitri").id in str(ana.last_message.blocks), "He has had answers to review for a week by now."
    assert len([one for one in ana.messages() if "Your labeling tasks since" in str(one.blocks)]) == 2


async def test_a_month_after_a_task_was_deleted_its_files_leave_slack(calendar: Calendar) -> None:
    stage = calendar.stage
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("(picture: Picture: picture-000.png)")
    await ana.open_home()
    await ana.choose("⋯", "Delete", "home")
    await ana.sees_modal("Delete task?")
    await ana.submit()
    await ben.sees("deleted")
    await calendar.turn_to("2026-12-20T10:00")
    assert [file for file in stage.workspace.files.values() if file.deleted] == []
    await calendar.turn_to("2026-12-24T10:00")
    assert {file.deleted for file in stage.workspace.files.values()} == {True}
    await ana.click("Undo", "modal")
    await ana.sees("That task is gone")
