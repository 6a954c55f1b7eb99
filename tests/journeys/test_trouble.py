"""Slack has trouble, the network has trouble: labeling goes on, messages arrive later, nothing comes twice."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from playground import posting
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
    with capture_logs() as logged:
        stage.add_pictures("Photos", 1)
        await create_task(stage)
        ben = stage.person("Ben")
        await ben.sees("1 of 1")
        await ben.click("Cat")
        await ben.sees("All done")
        refused = "files.getUploadURLExternal", "missing_scope"
        await ben.screen.until(lambda: refusals(stage, *refused) > 1, "have an upload refused twice", 30)
        said = [one for one in logged if one["event"] == "pictures_wait_for_an_admin"]
        assert (said[0]["error"], said[0]["log_level"]) == ("missing_scope", "warning")
        assert "labelbot doctor" in said[0]["advice"]


async def test_a_scope_that_is_given_later_brings_what_waited(stage: Stage) -> None:
    """Neither the messages nor the pictures of meanwhile are lost."""
    stage.workspace.app.scopes -= {"chat:write", "files:write"}
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben = stage.person("Ben")
    for method in ("chat.postMessage", "files.getUploadURLExternal"):
        await ben.screen.until(lambda m=method: refusals(stage, m, "missing_scope") > 1, f"have {method} refused", 10)
    stage.workspace.app.scopes |= {"chat:write", "files:write"}
    ben.patience = 20
    await ben.sees("(picture: Picture: picture-000.png)")


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


def refusals(stage: Stage, method: str, error: str) -> int:
    return sum((one.kind, one.error) == (method, error) for one in stage.workspace.traffic)


async def test_a_refused_token_costs_nobody_a_message(stage: Stage) -> None:
    """Somebody rotates the token while the bot runs: what was to be said waits until the old one works again."""
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 1")
    token, stage.workspace.app.bot_token = stage.workspace.app.bot_token, "xoxb-another"
    await ben.click("Cat")
    await ben.sees("All done")
    await ana.screen.until(
        lambda: refusals(stage, "chat.postMessage", "invalid_auth") > 0, "have chat.postMessage refused", 10
    )
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


@pytest.mark.parametrize("kind", ANSWERED)
async def test_a_window_is_opened_at_the_second_try(stage: Stage, kind: str) -> None:
    ana = stage.person("Ana")
    stage.workspace.faults.strike(kind, "views.open", count=1, seconds=1)  # type: ignore[arg-type]
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")


@pytest.mark.parametrize("kind", ANSWERED)
async def test_a_window_that_slack_does_not_open_is_said(stage: Stage, kind: str) -> None:
    ana = stage.person("Ana")
    stage.workspace.faults.strike(kind, "views.open", count=20, seconds=1)  # type: ignore[arg-type]
    await ana.command("/label new")
    await ana.sees("Slack did not open the window")
    assert ana.modal is None
    stage.workspace.faults.clear()
    await ana.open_home()
    await ana.sees("New labeling task", "home")
    stage.workspace.faults.strike("rate_limit", "views.open", count=20, seconds=30)
    await ana.click("New labeling task", "home")
    await ana.screen.until(lambda: bool(ana.messages()), "be told in a message", 5)
    assert "Slack did not open the window" in ana.last_message.text


@pytest.mark.parametrize("kind", ANSWERED)
async def test_home_comes_late_but_comes(stage: Stage, kind: str) -> None:
    ana = stage.person("Ana")
    ana.patience = 10
    stage.workspace.faults.strike(kind, "views.publish", count=3, seconds=1)  # type: ignore[arg-type]
    await ana.open_home()
    await ana.sees("New labeling task", "home")


@pytest.mark.parametrize("kind", ANSWERED)
async def test_a_form_is_redrawn_late_but_is(stage: Stage, kind: str) -> None:
    ana = stage.person("Ana")
    ana.patience = 10
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    stage.workspace.faults.strike(kind, "views.update", count=3, seconds=1)  # type: ignore[arg-type]
    await ana.pick("Collaborators", "Yes")
    await ana.sees("Labelers")


async def label_in_a_window(stage: Stage, person: str, concept: str) -> None:
    """Without a click on the card, so that only the sweep can paint it."""
    who = stage.person(person)
    await who.click("Label in a window")
    await who.sees_modal(NAME)
    await who.pick("Which concept fits this picture?", concept)
    await who.submit()


async def test_edits_wait_as_long_as_slack_says(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    stage.workspace.faults.strike("rate_limit", "chat.update", count=1, seconds=4)
    await label_in_a_window(stage, "Ben", "Cat")
    await ben.screen.until(lambda: "2 of 2" in ben.text_of(ben.last_message), "see the card painted", 20)
    refused, *later = [one.time for one in stage.workspace.traffic if one.kind == "chat.update"]
    assert min(later) - refused >= 4


async def test_a_card_that_is_gone_is_not_edited_for_ever(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    card = ben.last_message
    await label_in_a_window(stage, "Ben", "Cat")
    posting.delete(stage.workspace, card)

    gone = "message_not_found"
    await ben.screen.until(lambda: refusals(stage, "chat.update", gone) == 1, "have an edit refused", 20)
    await ben.pick("Which concept fits this picture?", "Dog")
    await ben.submit()
    # Five seconds later, once it is sure that no click is about to paint it.
    await ben.screen.until(lambda: refusals(stage, "chat.update", gone) > 1, "have the next edit refused", 20)
    assert refusals(stage, "chat.update", gone) == 2


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_an_export_comes_late_and_is_announced_once(stage: Stage, method: str) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    await label_all(stage, "Ben", "Cat", 1)
    ana = stage.person("Ana")
    await ana.sees("is done")
    ana.patience = 15
    stage.workspace.faults.strike("server_error", method, count=2)
    assert len(await export_rows(stage)) == 1
    assert sum("The file follows" in message.text for message in ana.messages()) == 1


async def test_an_export_that_slack_refuses_is_said_and_holds_up_nothing(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("(picture:")
    await ben.click("Cat")
    await ben.sees("(picture: Picture: picture-001.png)")
    stage.workspace.app.scopes.discard("files:write")
    await ana.command(f"/label export {NAME}")
    await ana.sees("could not be sent: Slack refuses the file (missing_scope)")
    assert not any("The file follows" in message.text for message in ana.messages())
    await ben.click("Cat")
    await ana.sees("is done")
