"""Slack has trouble, the network has trouble: labeling goes on, messages arrive later, nothing comes twice."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from playground.records import Message
from playground.workspace import Workspace
from tests.journeys.acts import NAME, create_task, export_rows, label_all
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow

ANSWERED = ("rate_limit", "server_error", "reset")


def cards_of(stage: Stage, person: str) -> list[Message]:
    return [message for message in stage.person(person).messages() if NAME in str(message.blocks)]


@pytest.mark.parametrize("kind", ANSWERED)
async def test_messages_arrive_later_and_once(stage: Stage, kind: str) -> None:
    stage.add_pictures("Photos", 2)
    stage.workspace.faults.strike(kind, "chat.postMessage", count=3, seconds=1)  # type: ignore[arg-type]
    await create_task(stage, reviewers=("Dmitri",))
    for name in ("Ben", "Dmitri", "Ana"):
        stage.person(name).patience = 20
    await label_all(stage, "Ben", "Cat", 2)
    dmitri = stage.person("Dmitri")
    for number in (1, 2):
        await dmitri.sees(f"Review {number} of 2")
        await dmitri.click("Approve")
    await stage.person("Ana").sees("is done")
    assert len(cards_of(stage, "Ben")) == 1
    assert len(cards_of(stage, "Dmitri")) == 1


@pytest.mark.parametrize("kind", [*ANSWERED, "answer_lost"])
async def test_clicks_count_while_repaints_fail(stage: Stage, kind: str) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage)
    ben = stage.person("Ben")
    ben.patience = 20
    await ben.sees("1 of 3")
    stage.workspace.faults.strike(kind, "response_url", count=2, seconds=1)  # type: ignore[arg-type]
    await label_all(stage, "Ben", "Cat", 3)
    assert [row["concept"] for row in await export_rows(stage)] == ["Cat"] * 3


async def test_a_slow_slack_holds_up_nobody_else(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Chloé"))
    chloe, ben = stage.person("Chloé"), stage.person("Ben")
    await ben.sees("1 of 2")
    await chloe.sees("1 of 2")
    stage.workspace.faults.strike("slow", "response_url", count=1, seconds=4)
    await ben.click("Cat")
    await label_all(stage, "Chloé", "Dog", 2)
    assert "1 of 2" in stage.person("Ben").screen.text(), "Ben's repaint is still on its way."
    ben.patience = 10
    await ben.sees("2 of 2")


async def test_what_arrives_twice_and_in_disorder_counts_once(stage: Stage) -> None:
    stage.add_pictures("Photos", 8)
    await create_task(stage)
    ben = stage.person("Ben")
    ben.patience = 10
    await ben.sees("1 of 8")
    for number in range(8):
        stage.workspace.faults.duplicate = 1
        await ben.sees(f"{number + 1} of 8")
        await ben.click("Cat" if number % 2 else "Dog")
    await ben.sees("All done")
    rows = await export_rows(stage)
    assert sorted(str(row["concept"]) for row in rows) == ["Cat"] * 4 + ["Dog"] * 4
    assert not [notice for notice in ben.notices if "answered" in notice.text]


async def test_a_picture_that_is_being_scanned_comes_when_it_is_ready(stage: Stage) -> None:
    stage.workspace.faults.scan_seconds = 2.0
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    ben.patience = 15
    await ben.sees("The picture is on its way")
    await ben.click("Cat")
    await ben.sees("2 of 2")
    await ben.sees("(picture: Picture: picture-001.png)")
    assert len(cards_of(stage, "Ben")) == 1


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_an_upload_that_fails_is_tried_again(stage: Stage, method: str, kind: str) -> None:
    stage.workspace.faults.strike(kind, method, count=1, seconds=1)  # type: ignore[arg-type]
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben = stage.person("Ben")
    ben.patience = 20
    await ben.sees("(picture: Picture: picture-000.png)")


async def test_a_missing_scope_is_said_in_the_log_and_labeling_goes_on(stage: Stage) -> None:
    stage.workspace.app.scopes.discard("files:write")
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 1")
    await ben.click("Cat")
    await ben.sees("All done")


@pytest.fixture(params=[False, True], ids=["files_shown", "files_hidden"])
async def published(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> AsyncIterator[Stage]:
    more = {"public_url": "https://labels.example.org/bot", "pictures": "auto"}
    async with staged(tmp_path, watch=watch, **more) as stage:
        stage.workspace.faults.channelless_files_hidden = request.param
        yield stage


async def test_pictures_from_our_own_address(published: Stage) -> None:
    """Where people can't see files that are in no channel, the thumbnails come from us."""
    published.add_pictures("Photos", 2)
    await create_task(published, reviewers=("Dmitri",))
    ben, dmitri = published.person("Ben"), published.person("Dmitri")
    await ben.sees("1 of 2")
    (shown,) = re.findall(r"https://labels\.example\.org/bot(/pictures/[\w.-]+\.jpg)", str(ben.last_message.blocks))
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{published.bot.url}{shown}") as answer:
            assert (answer.status, answer.content_type) == (200, "image/jpeg")
            assert (await answer.read()).startswith(b"\xff\xd8")
        async with session.get(f"{published.bot.url}{shown.replace('.jpg', 'x.jpg')}") as answer:
            assert answer.status == 404
    await label_all(published, "Ben", "Cat", 2)
    for number in (1, 2):
        await dmitri.sees(f"Review {number} of 2")
        await dmitri.click("Approve")
    await dmitri.sees("all reviewed")
    assert not published.workspace.files, "Nothing was uploaded."


def refused(stage: Stage) -> bool:
    return any(one.kind == "chat.postMessage" and one.error == "invalid_auth" for one in stage.workspace.traffic)


async def test_a_refused_token_costs_nobody_a_message(stage: Stage) -> None:
    """Somebody rotates the token while the bot runs: what was to be said waits until the old one works again."""
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 1")
    token, stage.workspace.app.bot_token = stage.workspace.app.bot_token, "xoxb-another"
    await ben.click("Cat")
    await ben.sees("All done")
    await ana.screen.until(lambda: refused(stage), "have chat.postMessage refused", 10)
    stage.workspace.app.bot_token = token
    ana.patience = 20
    await ana.sees("is done")


async def test_a_card_that_comes_while_the_one_before_is_tapped_shows_that_tap(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.sees("1 of 3")
    await ben.click("Cat")
    await ben.sees("2 of 3")
    before = ben.last_message
    await dmitri.command("/label review")
    await dmitri.pick("Your decision", "Request changes")
    await dmitri.fill("Reason", "Look again.")
    stage.workspace.faults.strike("slow", "chat.postMessage", count=1, seconds=2)
    await dmitri.submit()
    await ben.click("Dog", within=before)
    ben.patience = 20
    await ben.screen.until(lambda: ben.last_message.ts != before.ts, "get a new card", ben.patience)
    await ben.sees("2 of 3", within=ben.last_message)
