"""axe-core finds nothing to complain about, in light and dark; and it would find something."""

import pytest
from playwright.async_api import expect

from playground.modals import publish_home
from playground.posting import post
from playground.uploads import link
from tests.playground.page import gallery
from tests.playground.page.axe import complaints
from tests.playground.page.conftest import OpenPage
from tests.playground.page.stage import ANA, BEN, Stage, blue_png

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
LOOKS = pytest.mark.parametrize(
    "how",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    ],
    ids=["light", "dark", "phone"],
)


def fill(stage: Stage) -> None:
    shown = stage.add_file("blue.png", blue_png(), "image/png")
    table = stage.add_file("labels.csv", b"a,b", "text/csv")
    stage.say([*gallery.texts(), *gallery.newer(), *gallery.controls()])
    with_files = stage.say(gallery.pictures(shown, "F0MISSING0"), files=[table])
    post(stage.workspace, stage.im, ANA, {"text": "a reply"}, thread_ts=with_files.ts)
    post(stage.workspace, stage.im, ANA, {"text": "for all"}, thread_ts=with_files.ts, reply_broadcast=True)
    stage.say([], files=[link(stage.workspace, ANA, "Guidelines", "https://drive.example/x").id])
    stage.say([{"type": "hologram"}])
    stage.say([], ephemeral_to=ANA)
    post(stage.workspace, "C0GENERAL0", BEN, {"text": "news"})
    publish_home(stage.workspace, ANA, gallery.home())


@LOOKS
async def test_messages_and_home(stage: Stage, look: OpenPage, how: dict[str, object]) -> None:
    fill(stage)
    page = await look(**how)
    assert await complaints(page) == ""
    for tab in ("Home", "About"):
        await page.get_by_role("tab", name=tab).click()
        assert await complaints(page) == ""


@LOOKS
async def test_modals_lists_and_menus(stage: Stage, look: OpenPage, how: dict[str, object]) -> None:
    fill(stage)
    page = await look(**how)
    await page.get_by_role("button", name="More actions").click()
    assert await complaints(page) == ""
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Delete").click()
    assert await complaints(page) == ""
    await page.keyboard.press("Escape")
    stage.open_modal(gallery.form())
    await page.get_by_role("combobox", name="Labelers").click()
    await page.get_by_role("option", name="Ben Okafor").click()
    await page.get_by_role("combobox", name="Fruit (optional)").click()
    assert await complaints(page) == ""
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Create").click()
    await expect(page.locator(".input-error").first).to_be_visible()
    assert await complaints(page) == ""


@LOOKS
async def test_news_in_the_room_whose_home_is_looked_at(stage: Stage, look: OpenPage, how: dict[str, object]) -> None:
    publish_home(stage.workspace, ANA, gallery.home())
    page = await look(tab="home", **how)
    stage.say([])
    await expect(page.get_by_role("tab", name="Messages").locator(".unread")).to_be_visible()
    assert await complaints(page) == ""


@LOOKS
async def test_panes_and_composer(stage: Stage, look: OpenPage, how: dict[str, object]) -> None:
    fill(stage)
    page = await look(**how)
    await page.get_by_role("textbox", name="Message Labelbot").fill("/")
    assert await complaints(page) == ""
    await page.get_by_role("textbox", name="Message Labelbot").fill("")
    await page.get_by_role("button", name="2 replies").click()
    assert await complaints(page) == ""
    await page.get_by_role("button", name="Inspector").click()
    await page.locator(".exchange-head").first.click()
    assert await complaints(page) == ""
    for tab in ("Faults", "People"):
        await page.get_by_role("tab", name=tab).click()
        assert await complaints(page) == ""
    await page.get_by_role("button", name="Greta Guest").click()
    assert await complaints(page) == ""


async def test_axe_would_complain(look: OpenPage) -> None:
    page = await look()
    await page.locator(".room-name").wait_for()
    await page.locator(".composer textarea").wait_for()
    spoil = """() => {
        document.querySelector(".composer textarea").removeAttribute("aria-label");
        document.querySelector(".composer textarea").removeAttribute("placeholder");
        document.querySelector(".room-name").style.color = "#eee";
    }"""
    await page.evaluate(spoil)
    found = await complaints(page)
    assert "label" in found
    assert "color-contrast" in found


async def test_the_list_of_channels_on_a_phone(look: OpenPage) -> None:
    page = await look(viewport={"width": 390, "height": 844})
    await page.get_by_role("button", name="Back to all channels").click()
    assert await complaints(page) == ""
