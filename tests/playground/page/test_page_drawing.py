"""What the page draws: every block and element, and what is wrong where it can't."""

import pytest
from playwright.async_api import Page, expect

from playground.modals import publish_home
from tests.playground.page import gallery
from tests.playground.page.conftest import OpenPage
from tests.playground.page.stage import ANA, BEN, Stage, blue_png

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
PHONE = {"viewport": {"width": 390, "height": 844}}


async def overflows(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > innerWidth"))


async def test_every_block_is_drawn(stage: Stage, look: OpenPage) -> None:
    shown = stage.add_file("blue.png", blue_png(), "image/png")
    blocks = [*gallery.texts(), *gallery.controls(), *gallery.pictures(shown, "F0MISSING0")]
    stage.say(blocks)
    publish_home(stage.workspace, ANA, gallery.home())
    page = await look()
    assert await page.locator("[data-block]").count() == len(blocks)
    assert await page.locator(".trouble").count() == 0
    stage.open_modal(gallery.form())
    await expect(page.locator(".modal .input")).to_have_count(len(gallery.form()["blocks"]) - 1)
    assert await page.locator(".trouble").count() == 0


async def test_the_newer_blocks_are_drawn_and_pressed(stage: Stage, look: OpenPage) -> None:
    stage.say(gallery.newer())
    page = await look()
    await expect(page.locator(".carousel .card")).to_have_count(4)
    await expect(page.get_by_role("table")).to_have_count(2)
    assert await page.locator(".trouble").count() == 0
    await page.get_by_role("button", name="Throw away").click()
    await page.get_by_role("button", name="Open").first.click()
    await page.get_by_role("button", name="In", exact=True).click()
    await expect(page.locator(".is-busy")).to_have_count(0)
    acts = [sent["actions"][0]["action_id"] for sent in stage.app.sent("block_actions")]
    assert acts == ["trash", "open_card", "inner"]


async def test_marks_are_read_as_slack_reads_them(stage: Stage, look: OpenPage) -> None:
    stage.say([{"type": "section", "text": gallery.mrkdwn(gallery.MARKUP)}])
    page = await look()
    text = page.locator(".section-text")
    assert await text.locator("b").all_inner_texts() == ["bold", "both"]
    assert await text.locator("i").all_inner_texts() == ["italic", "both"]
    assert await text.locator("s").all_inner_texts() == ["strike"]
    assert await text.locator("blockquote").inner_text() == "quoted\ntwice"
    assert await text.locator(".mention").all_inner_texts() == ["@Ben Okafor", "#general", "@here"]
    links = [await link.get_attribute("href") for link in await text.locator("a").all()]
    assert links == ["https://example.com", "https://example.org/x?a=1&b=2"]
    whole = await text.inner_text()
    assert "not*bold*here 2 * 3 * 4" in whole
    assert "🎉" in whole
    assert "<script>alert(1)</script>" in whole
    assert await text.locator("script").count() == 0


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
async def test_only_the_web_and_mail_are_linked(stage: Stage, look: OpenPage, url: str) -> None:
    stage.say([{"type": "section", "text": gallery.mrkdwn(f"<{url}|press>")}])
    page = await look()
    await expect(page.get_by_text("press")).to_be_visible()
    assert await page.locator(".section-text a").count() == 0


async def test_what_is_not_known_is_said_in_red(stage: Stage, look: OpenPage) -> None:
    stage.say(
        [
            {"type": "hologram"},
            {"type": "actions", "elements": [{"type": "lever", "action_id": "pull"}]},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "smell"}]}]},
        ]
    )
    page = await look()
    await expect(page.locator(".trouble")).to_have_count(3)
    for name in ("hologram", "lever", "smell"):
        await expect(page.get_by_text(f"“{name}”")).to_be_visible()


async def test_a_picture_that_is_not_for_everybody(stage: Stage, look: OpenPage) -> None:
    """With the switch for channel-less files on, only the owner sees the picture; the others are told so."""
    stage.workspace.faults.channelless_files_hidden = True
    shown = stage.add_file("blue.png", blue_png(), "image/png", owner=ANA)
    picture = {"type": "image", "slack_file": {"id": shown}, "alt_text": "Blue"}
    stage.say([picture], channel="C0LABELING")
    ana = await look(channel="C0LABELING")
    await expect(ana.get_by_role("img", name="Blue")).to_be_visible()
    assert await ana.get_by_role("img", name="Blue").evaluate("image => image.naturalWidth") == 320
    ben = await look(BEN, channel="C0LABELING")
    await expect(ben.get_by_text("This picture can't be shown to you.")).to_be_visible()


async def test_a_phone_shows_one_column_and_full_screen_modals(stage: Stage, look: OpenPage) -> None:
    stage.say([*gallery.texts(), *gallery.controls()])
    page = await look(**PHONE)
    assert not await overflows(page)
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await page.get_by_role("button", name="Back to all channels").click()
    await expect(page.locator(".room")).to_be_hidden()
    await page.get_by_role("button", name="labeling").click()
    await expect(page.get_by_role("heading", name="labeling")).to_be_visible()
    stage.open_modal(gallery.form())
    box = await page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["height"] == 844
    assert not await overflows(page)


LONG = "x" * 75


async def test_a_word_of_any_length_stays_in_its_button(stage: Stage, look: OpenPage) -> None:
    buttons = [{"type": "button", "action_id": "long", "text": gallery.plain(LONG)}]
    stage.say([{"type": "actions", "elements": buttons}])
    page = await look(**PHONE)
    button = page.get_by_role("button", name=LONG)
    assert await button.evaluate("button => button.scrollWidth <= button.offsetWidth")
    text = button.locator(".button-text")
    assert await text.evaluate("text => getComputedStyle(text).textOverflow") == "ellipsis"
    assert await text.evaluate("text => text.offsetWidth < text.scrollWidth")


@pytest.mark.parametrize("kind", ["radio_buttons", "checkboxes"])
async def test_a_word_of_any_length_stays_in_its_window(stage: Stage, look: OpenPage, kind: str) -> None:
    element = {"type": kind, "action_id": "which", "options": [{"text": gallery.plain(LONG), "value": "x"}]}
    form = {"type": "input", "block_id": "which", "label": gallery.plain("Which?"), "element": element}
    view = {"type": "modal", "title": gallery.plain("Long"), "submit": gallery.plain("Go"), "blocks": [form]}
    page = await look()
    stage.open_modal(view)
    body = page.locator(".modal-body")
    await expect(body.get_by_text(LONG)).to_be_visible()
    assert await body.evaluate("body => body.scrollWidth <= body.clientWidth")


async def test_colours_follow_the_system_and_the_switch(look: OpenPage) -> None:
    page = await look(color_scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(colour)
    switch = page.get_by_role("button", name="Colours")
    await switch.click()
    light = await page.evaluate(colour)
    assert (dark, light) == ("rgb(25, 28, 32)", "rgb(255, 255, 255)")
    await page.reload()
    await page.locator(".app").wait_for()
    assert await page.evaluate(colour) == light


async def test_it_says_what_it_is(look: OpenPage) -> None:
    page = await look()
    await expect(page.get_by_role("banner")).to_contain_text("Local playground – this is not Slack")


async def test_what_the_list_covers_on_a_phone_stays_unread(stage: Stage, look: OpenPage) -> None:
    page = await look(**PHONE, has_touch=True, is_mobile=True)
    await page.get_by_role("button", name="Back to all channels").tap()
    stage.say([])
    row = page.get_by_role("button", name="Labelbot 1 unread")
    await expect(row).to_be_visible()
    await page.get_by_role("button", name="You are Ana").tap()
    await page.get_by_role("menuitemradio", name="Ben").tap()
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="You are Ben").tap()
    await expect(page.get_by_role("menuitemradio", name="Ana")).to_contain_text("1 unread")
    await page.get_by_role("menuitemradio", name="Ana").tap()
    await row.tap()
    await expect(page.get_by_text("words")).to_be_visible()
    await expect(page.get_by_role("log")).to_be_focused()  # A composer would bring the keyboard up.
    await page.get_by_role("button", name="Back to all channels").tap()
    await expect(page.get_by_role("button", name="Labelbot", exact=True)).to_be_visible()
