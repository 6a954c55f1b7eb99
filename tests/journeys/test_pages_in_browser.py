"""The web pages in Chromium: from the button on a card to a video that plays, at a desk and on a phone in the dark."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Response, expect

from domain.model import Actor
from playground.workspace import Workspace
from tests.journeys.acts import create_task
from tests.journeys.contents import add_texts, add_video, with_pages
from tests.journeys.hands import Hands
from tests.journeys.stage import WORKSPACE, Stage, staged
from tests.playground.page.axe import complaints
from tests.playground.page.stage import chromium, open_page

pytestmark = pytest.mark.slow
DESK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True, "is_mobile": True}
BOTH = pytest.mark.parametrize("how", [DESK, PHONE], ids=["desk", "phone in the dark"])
PLAY = """video => new Promise(done => {
    video.addEventListener("timeupdate", () => video.currentTime > 0.2 && done());
    video.muted = true;
    video.play();
})"""
KEPT = os.environ.get("LABELBOT_SCREENSHOTS")
"""A folder for pictures of each page, for whoever wants to look at them."""


async def looks(page: Page, name: str) -> None:
    """Readable, reachable, and as wide as the window."""
    assert await complaints(page) == ""
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    if KEPT:
        size = (page.viewport_size or {}).get("width")
        await page.screenshot(path=f"{KEPT}/{name}-{size}.png")


def listen(page: Page) -> list[str]:
    """Whatever the console complains of: broken policies of the page, too."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            heard.append(message.text)

    page.on("console", hear)
    return heard


@BOTH
async def test_from_the_card_to_the_video(
    tmp_path: Path, watch: Callable[[Workspace], Workspace], how: dict[str, Any]
) -> None:
    async with staged(tmp_path, watch=watch, socket=True, **with_pages()) as stage, chromium() as browser:
        add_video(stage)
        await create_task(stage, dataset="Clips")
        await stage.person("Ben").sees("Video: square.webm")
        page, heard = await open_page(browser, f"{stage.playground.url}/#person={stage.person('Ben').id}", **how)
        hands = Hands(page, how is PHONE)
        if hands.is_phone:
            await hands.tap(page.get_by_role("button", name="labelbot"))
            await hands.open_tab("Messages")
        await hands.sees("Which concept fits this video?")
        await hands.looks()
        await shown_without_a_session(hands)
        await hands.press("Sign in to the web page")
        await hands.sees("Here is your link")
        await hands.looks()
        await page.evaluate("window.scrollTo(0, 0)")
        async with page.context.expect_page() as opening:
            await hands.press("Sign in and open the web page")
        opened = await opening.value
        await sign_in_and_play(opened, stage)
        assert heard == []


async def shown_without_a_session(hands: Hands) -> None:
    async with hands.page.context.expect_page() as opening:
        await hands.press("Play the video square.webm")
    refused = await opening.value
    await expect(refused.get_by_role("heading", name="Sign in to see this")).to_be_visible()
    await looks(refused, "needs-sign-in")
    await refused.close()


async def sign_in_and_play(page: Page, stage: Stage) -> None:
    heard, parts = listen(page), []

    def note(response: Response) -> None:
        if response.url.endswith("/media"):
            parts.append(response.status)

    page.on("response", note)
    await page.get_by_role("button", name="Continue as ben").wait_for()
    await looks(page, "continue")
    await page.get_by_role("button", name="Continue as ben").click()
    await page.get_by_role("heading", name="square.webm").wait_for()
    assert "/sign-in/" not in page.url
    video = page.locator("video")
    await video.evaluate(PLAY)
    assert await video.evaluate("video => [video.videoWidth, video.videoHeight]") == [320, 180]
    assert set(parts) == {206}
    await looks(page, "video")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    await looks(page, "signed-out")
    await page.go_back()
    await expect(page.get_by_role("heading", name="Sign in to see this")).to_be_visible()
    assert [words for words in heard if "401" not in words] == []
    assert str(stage.settings.public_url) in page.url


@BOTH
async def test_every_other_page(tmp_path: Path, watch: Callable[[Workspace], Workspace], how: dict[str, Any]) -> None:
    async with staged(tmp_path, watch=watch, **with_pages()) as stage, chromium() as browser:
        add_texts(stage, "\n\n".join(f"Paragraph {number}. {'And on it goes. ' * 40}" for number in range(20)))
        stage.add_pictures("Letters", 1, (1600, 900))
        await create_task(stage, dataset="Letters")
        await stage.person("Ben").sees("1 of 2")
        page = await browser.new_page(**how)
        heard = listen(page)
        first = link(stage, "Ben", "/t/1/i/1")
        await page.goto(first)
        await page.get_by_role("button", name="Continue as").click()
        await page.get_by_role("region", name="row 1").wait_for()
        await looks(page, "text")
        for address, heading in (
            (f"{stage.settings.public_url}/t/1/i/2", "picture-000.png"),
            (f"{stage.settings.public_url}/", "You are signed in"),
            (f"{stage.settings.public_url}/t/1/i/99", "Nothing here"),
            (first, "This link was used already"),
            (f"{stage.settings.public_url}/sign-in/x", "This link is not known here"),
            (link(stage, "Ana", "/"), "Sign in"),
        ):
            await page.goto(address)
            await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
            await looks(page, heading.replace(" ", "-").lower())
        await page.get_by_role("button", name="Continue as ana").click()
        await expect(page.locator(".who")).to_have_text("ana")
        assert [words for words in heard if "404" not in words and "410" not in words] == []


async def test_no_other_site_can_sign_somebody_in(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    """Not even with a link that is good, and a proof that was made for it."""
    async with staged(tmp_path, watch=watch, **with_pages()) as stage, chromium() as browser:
        address = link(stage, "Ana", "/")
        proof = await proof_of(browser, address)
        page = await browser.new_page()
        form = f'<form method="post" action="{address}"><input name="csrf" value="{proof}"><button>Win</button></form>'
        await page.route("http://localhost:9/", lambda route: route.fulfill(body=form, content_type="text/html"))
        await page.goto("http://localhost:9/")
        await page.get_by_role("button", name="Win").click()
        await expect(page.get_by_role("heading", name="That did not come from this page")).to_be_visible()
        await page.goto(f"{stage.settings.public_url}/")
        await expect(page.get_by_role("heading", name="Sign in to see this")).to_be_visible()


async def test_axe_would_complain(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    async with staged(tmp_path, watch=watch, **with_pages()) as stage, chromium() as browser:
        page = await browser.new_page()
        await page.goto(link(stage, "Ana", "/"))
        await page.evaluate("document.querySelector('button').textContent = ''")
        assert "button-name" in await complaints(page)


async def proof_of(browser: Browser, address: str) -> str:
    """What an attacker reads from the page of their own link, in their own browser."""
    page = await browser.new_page()
    await page.goto(address)
    proof = await page.locator("input[name=csrf]").last.get_attribute("value")
    await page.close()
    return str(proof)


def link(stage: Stage, name: str, path: str) -> str:
    actor = Actor(WORKSPACE, stage.person(name).id)
    return stage.bot.services.signing_in.link(actor, path)
