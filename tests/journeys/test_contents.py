"""Texts are labeled where they are read; videos are played on the web page, behind a link that is asked for."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from playground.person import PersonDriver
from playground.records import JsonObject
from playground.workspace import Workspace
from tests.journeys.acts import create_task, export_rows
from tests.journeys.contents import CLIP, add_texts, add_video, with_pages
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow
HOSTILE = "<!channel> wins *a prize* at <https://evil.example|this page> & more.\n\nSecond paragraph."


@pytest.fixture(params=["http", "socket"])
async def pages(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> AsyncIterator[Stage]:
    """With an address for web pages, over both transports: the same server answers beside either."""
    async with staged(tmp_path, watch=watch, socket=request.param == "socket", **with_pages()) as ready:
        yield ready


def address_of(buttons: list[JsonObject], text: str) -> str:
    (url,) = {button["url"] for button in buttons if button["text"]["text"] == text}
    return str(url)


def buttons_of(blocks: list[JsonObject]) -> list[JsonObject]:
    return [part for block in blocks if block["type"] == "actions" for part in block["elements"]]


async def enter(session: aiohttp.ClientSession, link: str) -> str:
    """Press Continue behind the link. Returns where that leads."""
    async with session.get(link) as page:
        (proof,) = re.findall(r'name="csrf" value="([^"]+)"', await page.text())
    async with session.post(link, data={"csrf": proof}) as went:
        return str(went.url)


def newest_link(person: PersonDriver) -> str:
    return address_of(buttons_of(person.notices[-1].blocks), "Open the web page")


async def test_texts_are_labeled_reviewed_and_exported(stage: Stage) -> None:
    add_texts(stage, HOSTILE, "The parcel came late.")
    await create_task(stage, dataset="Letters", concepts=("Spam", "Complaint"), reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.sees("2 inputs to label")
    await ben.sees("Which concept fits this text?")
    await ben.sees("Second paragraph.")
    await ben.click("Spam")
    await ben.sees("2 of 2")
    await ben.click("Label in a window")
    await ben.sees("The parcel came late.", "modal")
    await ben.pick("Which concept fits this text?", "Complaint")
    await ben.submit()
    await ben.sees("All done", "modal")
    await dmitri.sees("Second paragraph.")
    await dmitri.click("Approve")
    await dmitri.sees("The parcel came late.")
    await dmitri.click("Approve")
    rows = {row["input"]: (row["concept"], row["kind"], row["text"]) for row in await export_rows(stage)}
    assert rows == {"row 1": ("Spam", "text", HOSTILE), "row 2": ("Complaint", "text", "The parcel came late.")}
    assert not [file for file in stage.workspace.files.values() if file.name.endswith(".jpg")]


async def test_a_long_text_is_read_in_a_window(stage: Stage) -> None:
    paragraphs = [f"Paragraph {number}: {'and so on ' * 60}" for number in range(120)]
    add_texts(stage, "\n\n".join(paragraphs))
    await create_task(stage, dataset="Letters")
    ben = stage.person("Ben")
    await ben.sees("Paragraph 0:")
    await ben.sees_not("Paragraph 119:")
    await ben.click("Read all")
    await ben.sees("page 1 of", "modal")
    for _ in range(10):
        if "Paragraph 119:" in ben.screen.text("modal"):
            break
        before = ben.screen.text("modal")
        await ben.click("Next ›")
        await ben.sees_not(before, "modal")
    await ben.sees("Paragraph 119:", "modal")
    await ben.click("‹ Back")
    await ben.sees_not("Paragraph 119:", "modal")
    await ben.close()
    await ben.click("Label in a window")
    await ben.sees("Paragraph 0:", "modal")
    await ben.click("Read all", "modal")
    await ben.sees("page 1 of", "modal")


async def test_a_video_is_played_behind_a_link(pages: Stage) -> None:
    add_video(pages)
    await create_task(pages, dataset="Clips")
    ben = pages.person("Ben")
    await ben.sees("Which concept fits this video?")
    await ben.sees("Video: square.webm")
    play = address_of(buttons_of(ben.last_message.blocks), "▶ Play")
    assert (await ben.click("▶ Play")).ok
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(play) as refused:
            assert refused.status == 401
        await ben.click("Sign in")
        await ben.sees("Here is your link")
        link = newest_link(ben)
        assert link not in str(ben.notices[-1].text)
        assert await enter(session, link) == play
        async with session.get(f"{play}/media", headers={"Range": "bytes=100-"}) as media:
            assert (media.status, media.content_type) == (206, "video/webm")
            assert await media.read() == CLIP[100:]
    await ben.click("Cat")
    await ben.sees("All done")


async def test_links_come_in_a_window_too_and_by_the_command(pages: Stage) -> None:
    add_video(pages)
    await create_task(pages, dataset="Clips")
    ben = pages.person("Ben")
    await ben.sees("Video: square.webm")
    await ben.click("Label in a window")
    await ben.sees("Video: square.webm", "modal")
    await ben.click("Sign in", "modal")
    await ben.sees_modal("Sign in")
    assert "/sign-in/" in address_of(buttons_of(ben.modal.blocks), "Open the web page")
    await ben.close()
    await ben.command("/label signin")
    await ben.sees("Here is your link")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        assert await enter(session, newest_link(ben)) == f"{pages.settings.public_url}/"


async def test_who_is_deactivated_sees_nothing_more(pages: Stage) -> None:
    add_video(pages)
    await create_task(pages, dataset="Clips", labelers=("Ben", "Chloé"))
    ben = pages.person("Ben")
    await ben.sees("Which concept fits this video?")
    await ben.click("Sign in")
    await ben.sees("Here is your link")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        here = await enter(session, newest_link(ben))
        collaborating = pages.bot.services.collaborating
        (who,) = pages.bot.store.read(lambda unit: unit.people.find_all("T0PLAYGROUND", [ben.id]))
        gone = {name: getattr(who, name) for name in type(who).__dataclass_fields__} | {"is_deleted": True}
        collaborating.remember([type(who)(**gone)])
        async with session.get(f"{here}/media") as media:
            assert media.status == 401


async def test_a_video_without_a_poster_is_played_all_the_same(pages: Stage) -> None:
    add_video(pages, has_poster=False)
    await create_task(pages, dataset="Clips")
    ben = pages.person("Ben")
    await ben.sees("has no preview")
    assert address_of(buttons_of(ben.last_message.blocks), "▶ Play")


async def test_without_an_address_it_says_what_is_missing(stage: Stage) -> None:
    add_video(stage)
    await create_task(stage, dataset="Clips")
    ben = stage.person("Ben")
    await ben.sees("Video: square.webm")
    await ben.sees("LABELBOT_PUBLIC_URL")
    await ben.command("/label signin")
    await ben.sees("Labelbot has no web address yet")
    async with aiohttp.ClientSession() as session, session.get(f"{stage.bot.url}/t/1/i/1") as answer:
        assert answer.status == 404
