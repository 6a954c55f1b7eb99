"""A task's own page: who sees what of it, and what a lead does there."""

import asyncio
import csv

import pytest

from domain.fields import TaskField
from domain.model import Actor
from tests.journeys.acts import NAME, create_task
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow


async def test_a_lead_looks_after_a_task(stage: Stage) -> None:
    stage.add_pictures("Photos", 6)
    await create_task(stage, labelers=("Ben", "Chloé"), reviewers=("Dmitri",), instructions="Look at the **ears**.")
    await exclude_from_the_notice(stage)
    await include_and_clear_the_flag(stage)
    await reopen_what_was_rejected(stage)
    await edit_in_the_window(stage)
    await move_open_work(stage)
    await close_and_reopen(stage)
    await read_and_export_the_history(stage)


async def exclude_from_the_notice(stage: Stage) -> None:
    """A flag brings the picture and what can be done about it; the reason is asked for."""
    ana, ben, chloe = (stage.person(name) for name in ("Ana", "Ben", "Chloé"))
    await ben.sees("1 of 3")
    await ben.sees("Picture: picture-")
    await ben.click("Flag")
    await ana.sees("Picture: picture-")
    await ana.click("Exclude…")
    await ana.sees_modal("Exclude input?")
    await ana.fill("Why is it taken out?", " ")
    await ana.submit()
    assert "why this input is taken out" in ana.errors()["Why is it taken out?"]
    await ana.fill("Why is it taken out?", "It is blurred.")
    await ana.submit()
    await ana.sees("was taken out by")
    await ana.sees("“It is blurred.”")
    await ana.sees_not("Exclude…")
    await ben.sees("1 of 2")
    # Another one is fine as it is.
    await chloe.sees("Picture: picture-")
    await chloe.click("Flag")
    await ana.click("Clear flag")
    await ana.sees("is fine: its flag is cleared.")
    await chloe.sees_not("⚑ Flagged")


async def include_and_clear_the_flag(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.click("Open task")
    await ana.click("Excluded inputs (1)", "modal")
    await ana.sees("“It is blurred.”", "modal")
    await ana.click("Include again", "modal")
    await ana.sees("There are no excluded inputs.", "modal")
    await ana.click(f"‹ {NAME}", "modal")
    await ana.click("Flagged inputs (1)", "modal")
    await ana.sees("flagged by <@U0BEN00000>", "modal")
    await ana.click("Clear flag", "modal")
    await ana.sees("The flag is cleared.", "modal")


async def reopen_what_was_rejected(stage: Stage) -> None:
    ana, ben, dmitri = (stage.person(name) for name in ("Ana", "Ben", "Dmitri"))
    for number in (1, 2):
        await ben.sees(f"{number} of 3")
        await ben.click("Cat")
    await dmitri.command("/label review")
    await dmitri.sees("Start reviewing", "modal")
    await dmitri.submit()
    await dmitri.pick("Your decision", "Reject")
    await dmitri.fill("Reason", "That is a lynx.")
    await dmitri.submit()
    await dmitri.sees("Review 2 of 2", "modal")
    await ana.click(f"‹ {NAME}", "modal")
    await ana.click("Rejected answers (1)", "modal")
    await ana.sees("Answer: Cat", "modal")
    await ana.click("Reopen", "modal")
    await ana.sees("is open again", "modal")
    await ben.sees("asked for changes")


async def edit_in_the_window(stage: Stage) -> None:
    """A reviewer looks at what was done, and gives another answer; the window goes on."""
    dmitri = stage.person("Dmitri")
    await dmitri.click("History", "modal")
    await dmitri.sees_modal("History of an input")
    await dmitri.sees(" · waiting for review", "modal")
    await dmitri.cancel()
    await dmitri.click("Edit and approve", "modal")
    await dmitri.pick("Which concept fits this picture?", "Dog")
    await dmitri.submit()
    await dmitri.sees("nothing to review right now", "modal")


async def move_open_work(stage: Stage) -> None:
    ana, chloe = stage.person("Ana"), stage.person("Chloé")
    await ana.click(f"‹ {NAME}", "modal")
    await ana.choose("<@U0CHLOE000>", "Hand it over to…", "modal")
    await ana.sees("3 inputs that", "modal")
    assert [one["text"]["text"] for one in await ana.suggestions("Hand over to", "")] == ["ben"]
    await ana.pick("Hand over to", "ben")
    await ana.submit()
    await ana.sees("Open work of", "modal")
    await ana.choose("<@U0BEN00000>", "Release their open work…", "modal")
    await ana.sees("5 inputs that", "modal")
    await ana.submit()
    await ana.sees("5 inputs of", "modal")
    await chloe.sees("Others gave work back")


async def close_and_reopen(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.click("Close early…", "modal")
    await ana.sees("5 inputs not labeled yet", "modal")
    await ana.fill("Reason", "We have enough.")
    await ana.submit()
    await ana.sees("“Cats and dogs” is closed.", "modal")
    await ana.click("Reopen task", "modal")
    await ana.sees("is open again", "modal")


async def read_and_export_the_history(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.click("History", "modal")
    for words in ("closed the task early", "“We have enough.”", "released", "edited", "opened the task again"):
        await ana.sees(words, "modal")
    await ana.click("The task only", "modal")
    await ana.sees_not("released", "modal")
    await ana.click("Export history", "modal")
    await ana.sees("comes as a file", "modal")
    await ana.close()
    content = await ana.receives_file("history.csv")
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert {row["who"] for row in rows} == {"ana", "ben", "chloé", "dmitri"}
    assert [row["reason"] for row in rows if row["action"] == "close"] == ["We have enough."]
    await ana.sees("The history of", "messages")


async def test_whoever_does_not_lead_it_sees_their_part(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, lead="Dmitri", labelers=("Ben", "Chloé"), instructions="Look at the **ears**.")
    dmitri, ben, chloe = (stage.person(name) for name in ("Dmitri", "Ben", "Chloé"))
    await ben.sees("1 of 2")
    await ben.click("Flag")
    await ben.command("/label task")
    await ben.sees("Which task?", "notices")
    await ben.command("/label task cats")
    await ben.sees_modal("Labeling task")
    await ben.sees("Your part", "modal")
    await ben.sees("0 of 2", "modal")
    assert not [one for one in (chloe.id, "Close early", "Flagged") if one in ben.screen.text("modal")]
    await ben.click("Instructions", "modal")
    await ben.sees("ears", "modal")
    # Whoever led it once is told so, whichever old button they press.
    await dmitri.sees("Exclude…")
    services = stage.bot.services
    lead = services.collaborating.find(Actor(WORKSPACE, dmitri.id))
    assert lead is not None
    await chloe.sees("1 of 2")
    now = await asyncio.to_thread(services.editing.open_field, lead, 1, TaskField.LEADS)
    await asyncio.to_thread(services.editing.save, lead, 1, TaskField.LEADS, (chloe.id,), now.saved)
    for button in ("Exclude…", "Clear flag"):
        await dmitri.click(button, "messages")
        await dmitri.sees("Only the task's lead or an admin can", "notices")
        await dmitri.dismiss(dmitri.notices[-1])
    # From the list and back: it shows what was done.
    await chloe.command("/label tasks")
    await chloe.sees("1 flagged", "modal")
    await chloe.choose("⋯", "Open", "modal")
    await chloe.click("Flagged inputs (1)", "modal")
    await chloe.click("Exclude…", "modal")
    await chloe.fill("Why is it taken out?", "Blurred.")
    await chloe.submit()
    await chloe.sees("is out of the task", "modal")
    await chloe.cancel()
    await chloe.sees_modal("Labeling tasks")
    await chloe.sees_not("flagged", "modal")
    await ben.close()
    await ben.sees("1 of 1")
