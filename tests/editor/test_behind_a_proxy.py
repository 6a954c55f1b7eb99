"""In the browser inside of a phone's Slack, with a web server in front: nothing is anywhere but where it says."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from domain.model import InputKind
from store.unit_of_work import Store, opened
from tests.editor.proxy import proxy
from tests.editor.stage import PHONE, Desk, close_to, fingers_on
from tests.fake_clock import FakeClock
from tests.handlers.editing import birds, picture
from tests.handlers.web import BASE, CLIP, serving

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
IN_SLACK = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "Slack/25.10.30"
)
KEEPS_NOTHING = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
})"""


@pytest.fixture
def kept(sqlite_template: Path, clock: FakeClock, tmp_path: Path) -> Iterator[Store]:
    with opened(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'labelbot.db')}", clock) as store:
        yield store


@pytest.mark.parametrize(
    ("scheme", "base", "taken_off", "keeps"),
    [("https", BASE, "", True), ("https", BASE, BASE, False), ("http", BASE, BASE, True), ("https", "", "", True)],
    ids=["https", "https, the path taken off, a browser that keeps nothing", "http, the path taken off", "no path"],
)
async def test_from_the_deep_link_to_the_next_picture(
    kept: Store, chrome: Browser, tmp_path: Path, scheme: str, base: str, taken_off: str, *, keeps: bool
):
    async with (
        proxy(tmp_path, scheme) as front,
        serving(kept, tmp_path / "inputs", f"{front.url}{base}") as web,
        await chrome.new_context(**PHONE, user_agent=IN_SLACK, ignore_https_errors=True) as context,
    ):
        front.upstream, front.taken_off = web.url, taken_off
        if not keeps:
            await context.add_init_script(KEEPS_NOTHING)
        task = birds(web, picture(3000, 2400), picture(41, 30))
        first, second = (one.id for one in web.office.assignments(task.id))
        page = await context.new_page()
        desk, fingers = Desk(page, None), await fingers_on(Desk(page, None))  # type: ignore[arg-type]
        await page.goto(f"{front.url}{base}/edit/{task.id}?item={first}")
        await expect(page.get_by_role("heading", name="Sign in to see this")).to_be_visible()
        link = web.link("ANA", f"/edit/{task.id}?item={first}").removeprefix(BASE)
        await page.goto(f"{front.url}{base}{link}")
        await page.get_by_role("button", name="Continue as Ana").tap()
        await desk.shown(first)
        await expect(page.locator("#picture")).to_have_js_property("naturalWidth", 3000)
        await fingers.drag(await desk.at(1000, 800), await desk.at(2000, 1600))
        await desk.saved()
        await page.reload()
        await expect(desk.shapes).to_have_count(1)
        await desk.button("Submit").tap()
        await desk.shown(second)
        (drawn,) = web.office.store.read(lambda unit: unit.annotations.shapes(first))
        assert close_to(drawn.points, (1000, 800), (2000, 1600))
        secure = scheme == "https"
        for cookie in await context.cookies():
            assert cookie["name"].startswith("__Secure-labelbot" if secure else "labelbot")
            seen = (cookie["secure"], cookie["path"], cookie["httpOnly"], cookie["sameSite"])
            assert seen == (secure, f"{base}/", True, "Lax")
        clip = f"{front.url}{base}{web.page_of(InputKind.VIDEO)}/media"
        part = await context.request.get(clip, headers={"Range": "bytes=100-199"})
        assert (part.status, await part.body()) == (206, CLIP[100:200])
        assert all(one.startswith(f"{base}/") for one in front.asked)
        assert not any(lie in said for said in front.said for lie in ("evil", "gopher"))
        assert [words for words in desk.complaints if "401" not in words] == []
