"""`make screenshots`: walks through a fresh workspace in Chromium as its people would; keeps the README's pictures."""

import asyncio
import os
import re
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.commands.importing import import_with_bar
from bot.demo import begin_tasks, running
from bot.demo_samples import CLOSE_UPS, DATASET, samples
from docs.editor_screenshots import drawn
from docs.screenshot_pages import DESKTOP, FOLDER, PHONE, keep, picture_shown

CHROMIUM = os.environ.get("LABELBOT_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
CONCEPTS = ("Animal", "Person", "Plant", "Space", "Surface", "Thing")

ANSWERS = {
    "astronaut": "Person",
    "brick": "Surface",
    "camera": "Person",
    "chelsea": "Animal",
    "flower": "Plant",
    "grass": "Plant",
    "gravel": "Surface",
    "horse": "Animal",
    "hubble_deep_field": "Space",
    "moon": "Space",
    "rocket": "Space",
}
"""The rest are things."""


SEEN_CLOSELY = {
    "astronaut": "Astronaut",
    "chelsea": "Cat",
    "china": "Temple",
    "coffee": "Coffee",
    "flower": "Flower",
    "motorcycle": "Motorcycle",
    "rocket": "Rocket",
}


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with running(None, 0) as demo, async_playwright() as playwright:
        place = Path(demo.settings.folder) / "samples"
        place.mkdir()
        for dataset, folder in samples(place).items():
            await asyncio.to_thread(
                import_with_bar, demo.bot.store, demo.settings, demo.workspace.team.id, dataset, folder
            )
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        await story(browser, demo.url)
        page = await browser.new_page(viewport=DESKTOP, color_scheme="light", device_scale_factor=1.5)
        await page.goto(demo.url)
        await assisted(page)
        await asyncio.to_thread(begin_tasks, demo)
        await drawn(browser, demo.url)
        await browser.close()


async def story(browser: Browser, url: str) -> None:
    page = await browser.new_page(viewport=DESKTOP, color_scheme="light", device_scale_factor=1.5)
    await page.goto(url)
    await create_task(page)
    await become(page, "Ben")
    await page.get_by_role("button", name="Label as Animal").wait_for()
    await picture_shown(page)
    await keep(page, "card")
    await label(page, range(5))
    await page.get_by_role("button", name="Label in a window").click()
    await page.get_by_role("dialog").get_by_role("img").wait_for()
    await keep(page, "window")
    await page.keyboard.press("Escape")
    await label(page, range(5, 10))
    await become(page, "Dmitri")
    await page.get_by_text("Approve", exact=True).wait_for()
    await picture_shown(page)
    await keep(page, "review")
    await page.get_by_role("tab", name="Home").click()
    await page.get_by_text("Sample photos, round 1").first.wait_for()
    await keep(page, "home")
    await phone(browser, url)


async def create_task(page: Page) -> None:
    await say(page, "/label new")
    form = page.get_by_role("dialog")
    await choose(page, "Dataset", DATASET)
    for concept in CONCEPTS:
        await choose(page, "Concepts", concept)
    await form.get_by_role("radiogroup", name="Collaborators").get_by_role("radio", name="Yes").check()
    for person in ("Ben", "Chloé"):
        await choose(page, "Labelers", person)
    await choose(page, "Reviewers", "Dmitri")
    await form.get_by_label("Name").fill("Sample photos, round 1")
    await keep(page, "new-task")
    await form.get_by_role("button", name="Create").click()
    await page.get_by_text("Labeling tasks").first.wait_for()
    await keep(page, "tasks")
    await page.keyboard.press("Escape")


async def assisted(page: Page) -> None:
    """Two answers a concept; then a model that has learned from them."""
    await page.set_viewport_size({"width": 1180, "height": 900})
    await say(page, "/label new")
    form = page.get_by_role("dialog")
    await choose(page, "Dataset", CLOSE_UPS)
    await form.get_by_role("radiogroup", name="AI-assist").get_by_role("radio", name="Yes").check()
    await choose(page, "Model or workflow", "General-Image-Classification")
    for concept in SEEN_CLOSELY.values():
        await choose(page, "Concepts", concept)
    await page.get_by_text("Finding out").wait_for(state="hidden", timeout=120_000)
    await form.get_by_label("Name").fill("Close-ups")
    await form.get_by_role("button", name="Create").click()
    await page.get_by_text("Labeling tasks").first.wait_for()
    await page.keyboard.press("Escape")
    for number in range(60):
        await page.get_by_text(f"{number + 1} of").first.wait_for()
        if await page.get_by_text("learned from").count() and number > len(SEEN_CLOSELY) * 2:
            break
        name = (await page.get_by_alt_text("Picture: ").last.get_attribute("alt") or "").partition("-")[2]
        concept = next(one for start, one in SEEN_CLOSELY.items() if name.startswith(start))
        await page.wait_for_timeout(1000)
        await page.get_by_role("button", name=re.compile(f"Label as {concept}|{concept} \\d+ %")).last.click()
    await picture_shown(page)
    await keep(page, "assist")


async def choose(page: Page, field: str, what: str) -> None:
    box = page.get_by_role("dialog").get_by_role("combobox", name=re.compile(rf"^{field}( \(optional\))?$"))
    await box.click()
    await box.fill(what)
    await page.get_by_role("option").filter(has_text=what).first.click()


async def say(page: Page, words: str) -> None:
    composer = page.get_by_role("textbox", name="Message")
    await composer.fill(words)
    await composer.press("Enter")


async def become(page: Page, name: str) -> None:
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("menuitemradio").filter(has_text=name).click()


async def label(page: Page, numbers: range) -> None:
    for number in numbers:
        await page.get_by_text(f"{number + 1} of").first.wait_for()
        picture = page.get_by_alt_text("Picture: ").last
        name = (await picture.get_attribute("alt") or "").removeprefix("Picture: ").partition(".")[0]
        await page.get_by_role("button", name=f"Label as {ANSWERS.get(name, 'Thing')}").click()
    await page.get_by_text(f"{numbers.stop + 1} of").or_(page.get_by_text("All done")).first.wait_for()


async def phone(browser: Browser, url: str) -> None:
    page = await browser.new_page(viewport=PHONE, color_scheme="dark", device_scale_factor=2)
    await page.goto(f"{url}/?person=U0CHLOE000&channel=D0CHLOE000")
    await page.get_by_role("button", name="Label as Animal").wait_for()
    await picture_shown(page)
    await keep(page, "phone")


if __name__ == "__main__":
    asyncio.run(main())
