"""The whole story on the playground's page, as its people do it: once at a desk, once on a phone in the dark."""

import csv
import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from playground.workspace import Workspace
from tests.journeys.hands import Hands
from tests.journeys.stage import staged
from tests.playground.page.keys import tab_to
from tests.playground.page.stage import chromium, open_page

pytestmark = pytest.mark.slow

NAME, REASON = "Cats and dogs", "This is a dog."
DESK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHOTO = (640, 640)
"""Large enough that not all of a card is seen at once."""
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "has_touch": True,
    "is_mobile": True,
}


@dataclass
class Told:
    """What the people mean to have done: picture -> concept, labeler."""

    answers: dict[str, tuple[str, str]] = field(default_factory=dict)


Story = Callable[[Hands, Told], Awaitable[None]]


async def create(hands: Hands) -> None:
    await hands.say("/label new")
    await hands.window.get_by_role("button", name="Create").wait_for()
    await hands.press("Create")
    await expect(hands.window.get_by_text("Please complete this required field.")).to_have_count(3)
    await hands.looks()
    await hands.choose("Dataset", "Photos")
    await hands.choose("Concepts", "Cat", "Dog")
    await hands.tap(hands.window.get_by_role("radio", name="Yes"))
    await hands.choose("Labelers", "Ben", "Chloé")
    await hands.choose("Reviewers", "Dmitri")
    await hands.write("Name", NAME)
    await hands.looks()
    await hands.press("Create")
    await expect(hands.page.get_by_role("dialog", name="Labeling tasks")).to_contain_text(NAME)
    await hands.looks()
    await hands.press("Close", within=hands.window.locator(".modal-foot"))
    await expect(hands.page.get_by_role("dialog")).to_have_count(0)


async def label_by_tapping(hands: Hands, told: Told) -> None:
    """Ben takes one answer back on the way."""
    await hands.become("Ben Okafor")
    await hands.sees("1 of 3")
    await hands.looks()
    await hands.press("Label as Dog")
    await hands.sees("2 of 3")
    await hands.press("Undo your last answer: Dog")
    await hands.sees("Your answer was: Dog.")
    for number in (1, 2, 3):
        await hands.sees(f"{number} of 3")
        told.answers[await hands.picture(hands.card)] = ("Cat", "ben")
        await hands.press("Label as Cat")
    await hands.sees("All done")
    await hands.looks()


async def label_by_keyboard(hands: Hands, told: Told) -> None:
    """Chloé doesn't touch the mouse: the window from its button on the card to the last picture."""
    await hands.become("Chloé Laurent")
    await hands.sees("1 of 3")
    await tab_to(hands.page, "Label in a window", back=True)
    await hands.page.keyboard.press("Enter")
    await hands.window.get_by_text("1 of 3").wait_for()
    await hands.looks()
    await hands.page.keyboard.press("ArrowDown")
    for number in (1, 2, 3):
        await hands.window.get_by_text(f"{number} of 3").wait_for()
        told.answers[await hands.picture(hands.window)] = ("Dog", "chloé")
        await hands.page.keyboard.press("Space")
        await expect(hands.window.get_by_role("radio", name="Dog")).to_be_checked()
        await hands.page.keyboard.press("Enter")
    await hands.window.get_by_text("All done").wait_for()
    await expect(hands.window.get_by_role("button", name="Done")).to_be_focused()
    await hands.page.keyboard.press("Enter")
    await expect(hands.page.get_by_role("dialog")).to_have_count(0)


async def label_from_home(hands: Hands, told: Told) -> None:
    """Chloé takes the way over the Home tab, with a finger."""
    await hands.become("Chloé Laurent")
    await hands.open_tab("Home")
    await hands.sees("3 inputs to label")
    await hands.looks()
    await hands.press(f"Label 3 inputs of {NAME}")
    await hands.looks()
    for number in (1, 2, 3):
        await hands.window.get_by_text(f"{number} of 3").wait_for()
        told.answers[await hands.picture(hands.window)] = ("Dog", "chloé")
        await hands.tap(hands.window.get_by_role("radio", name="Dog"))
        await hands.press("Submit", within=hands.window)
    await hands.press("Done", within=hands.window)
    await expect(hands.page.get_by_role("dialog")).to_have_count(0)
    await hands.open_tab("Messages")


async def send_back(hands: Hands, told: Told) -> None:
    """Dmitri wants one changed; a reason is needed. Ben reads it where he labels, and changes it."""
    await hands.become("Dmitri Petrov")
    await hands.sees("Review 1 of 6")
    await hands.looks()
    wrong = await hands.picture(hands.card)
    await expect(hands.card).to_contain_text("@Ben Okafor")
    await hands.press("Request changes")
    await hands.press("Send back", within=hands.window)
    await hands.sees("Please complete this required field.")
    await hands.write("What should be different?", REASON)
    await hands.looks()
    await hands.press("Send back", within=hands.window)
    await expect(hands.page.get_by_role("dialog")).to_have_count(0)
    await hands.become("Ben Okafor")
    await expect(hands.card.get_by_text(f"“{REASON}”")).to_be_in_viewport(ratio=1)
    await hands.looks()
    assert await hands.picture(hands.card) == wrong
    told.answers[wrong] = ("Dog", "ben")
    await hands.press("Label as Dog")
    await hands.sees("All done")


async def approve(hands: Hands) -> None:
    """One by one what Ben labeled, at once what Chloé did."""
    await hands.become("Dmitri Petrov")
    is_done = hands.page.get_by_text("all reviewed")
    head = hands.card.get_by_text(f"{NAME} · Review")
    while not await is_done.count():
        before = await head.inner_text()
        if "@Chloé" in await hands.card.inner_text():
            await approve_all(hands)
        else:
            await hands.press(re.compile("^Approve "), within=hands.card.locator(".actions").first)
        await head.filter(has_not_text=before).or_(is_done).wait_for()
    await hands.looks()


async def approve_all(hands: Hands) -> None:
    """After a second thought."""
    sure = hands.page.get_by_role("alertdialog", name="Approve 3 answers?")
    await hands.press("Approve all 3 answers of this labeler")
    await sure.wait_for()
    await hands.looks()
    await hands.press("Not yet", within=sure)
    await expect(sure).to_have_count(0)
    await hands.press("Approve all 3 answers of this labeler")
    await hands.press("Approve all", within=sure)
    await hands.sees("Approved 3 answers of")


async def export(hands: Hands, told: Told) -> None:
    await hands.become("Ana Silva")
    await hands.sees("is done")
    await hands.say(f"/label export {NAME}")
    link = hands.page.get_by_role("link", name=f"{NAME}.csv")
    await link.wait_for()
    await hands.looks()
    async with hands.page.expect_download() as coming:
        await hands.tap(link)
    content = (await (await coming.value).path()).read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert {row["input"]: (row["concept"], row["labeler"]) for row in rows} == told.answers
    assert len(rows) == len(told.answers)
    kept = {(row["task"], row["dataset"], row["status"], row["reviewer"]) for row in rows}
    assert kept == {(NAME, "Photos", "SUCCESS", "dmitri")}


async def find_it_complete(hands: Hands) -> None:
    await hands.open_tab("Home")
    await hands.sees("✅ Complete")
    await hands.looks()


@pytest.mark.parametrize(
    ("how", "label_in_window"),
    [(DESK, label_by_keyboard), (PHONE, label_from_home)],
    ids=["desk", "phone in the dark"],
)
async def test_the_whole_story_on_the_page(
    tmp_path: Path,
    watch: Callable[[Workspace], Workspace],
    how: dict[str, Any],
    label_in_window: Story,
) -> None:
    """At the desk over Socket Mode, on the phone over HTTP: the page can't tell."""
    told, is_phone = Told(), how is PHONE
    async with staged(tmp_path, watch=watch, socket=not is_phone) as stage, chromium() as browser:
        names = stage.add_pictures("Photos", 6, PHOTO)
        page, heard = await open_page(browser, stage.playground.url, **how)
        hands = Hands(page, is_phone)
        if is_phone:
            await hands.tap(page.get_by_role("button", name="labelbot"))
            await hands.open_tab("Messages")
        await create(hands)
        await label_by_tapping(hands, told)
        await label_in_window(hands, told)
        await send_back(hands, told)
        await approve(hands)
        await export(hands, told)
        await find_it_complete(hands)
    assert sorted(told.answers) == names
    assert heard == []
