"""Slack is slow, full or forgetful: what was to be said or shown is, once, and nobody waits for somebody else."""

import asyncio
from collections.abc import Callable

import aiohttp
import pytest

from bot.connecting import new_client
from domain.model import Actor
from domain.permissions import may_be_assigned
from handlers.slack.directory import Directory
from playground.faults import CallFault
from playground.records import Message
from store import tables
from tests.journeys.acts import NAME, create_task, label_all
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow


def fail_calls(stage: Stage, method: str, *numbers: int, seconds: float = 1) -> None:
    """Of the calls of `method` from now on, these (from 1) are refused: too many."""
    usual, count = stage.workspace.faults.next_call, 0

    def next_call(called: str) -> CallFault | None:
        nonlocal count
        count += called == method
        if called == method and count in numbers:
            return CallFault("rate_limit", method, seconds=seconds)
        return usual(called)

    stage.workspace.faults.next_call = next_call  # type: ignore[method-assign]


def said(stage: Stage, person: str, words: str) -> list[Message]:
    return [message for message in stage.person(person).messages() if words in message.text]


async def test_a_message_that_takes_long_holds_up_nobody_else(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    stage.workspace.faults.strike("slow", "chat.postMessage", count=1, seconds=8)
    await create_task(stage, name="One", labelers=("Ben",))
    await create_task(stage, name="Two", labelers=("Chloé",))
    await stage.person("Chloé").sees("1 of 1")
    assert not stage.person("Ben").messages()


async def test_an_upload_that_takes_long_holds_up_no_other(stage: Stage) -> None:
    """Which of the two is the slow one, chance says."""
    stage.add_pictures("Photos", 2)
    stage.workspace.faults.strike("slow", "files.getUploadURLExternal", count=1, seconds=12)
    await create_task(stage)
    ben, files = stage.person("Ben"), stage.workspace.files
    await ben.screen.until(lambda: any(one.scanned_at for one in files.values()), "have a picture in Slack", 8)
    assert len(files) == 1


async def test_a_reason_that_comes_late_comes_without_a_second_card(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await label_all(stage, "Ben", "Cat", 2)
    await dmitri.sees("Review 1 of 2")
    had = len(ben.messages())
    fail_calls(stage, "chat.postMessage", 2, 3)
    await dmitri.click("Request changes")
    await dmitri.fill("What should be different?", "Look again.")
    await dmitri.submit()
    ben.patience = 15
    await ben.screen.until(lambda: bool(said(stage, "Ben", "asked for changes")), "be told why", ben.patience)
    card = [message for message in ben.messages() if not message.thread_ts][-1]
    assert sum(not message.thread_ts for message in ben.messages()) == had + 1
    (reason,) = said(stage, "Ben", "asked for changes")
    assert reason.thread_ts == card.ts


async def test_of_several_notices_none_is_said_twice(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage)
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 3")
    # The first waits until there are two; of these, the second fails.
    fail_calls(stage, "chat.postMessage", 1, 3, seconds=2)
    await ben.click("Flag")
    await ben.sees("⚑ Flagged")
    await ben.click("Cat")
    await ben.sees("2 of 3")
    await ben.click("Flag")
    await ben.sees("⚑ Flagged")
    for name in ("picture-000", "picture-001"):
        await ana.screen.until(lambda n=name: bool(said(stage, "Ana", n)), f"be told of {name}", 15)
    assert [message.text for message in said(stage, "Ana", "flagged")] == [
        f"⚑ <@{ben.id}> flagged picture-000.png in “{NAME}”.",
        f"⚑ <@{ben.id}> flagged picture-001.png in “{NAME}”.",
    ]


async def moved_card(stage: Stage) -> Message:
    """Ben's first card, once a second one was posted below it."""
    stage.add_pictures("Photos", 2)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await label_all(stage, "Ben", "Cat", 2)
    before = ben.last_message
    await dmitri.sees("Review 1 of 2")
    await dmitri.click("Request changes")
    await dmitri.fill("What should be different?", "Look again.")
    await dmitri.submit()
    await ben.screen.until(lambda: bool(said(stage, "Ben", "came back to you")), "get the new card", 10)
    return before


def has_moved(stage: Stage, card: Message) -> Callable[[], bool]:
    return lambda: "goes on further down" in stage.person("Ben").text_of(card)


async def test_an_old_card_loses_its_buttons_at_the_second_try(stage: Stage) -> None:
    fail_calls(stage, "chat.update", 1, 2)
    before = await moved_card(stage)
    await stage.person("Ben").screen.until(has_moved(stage, before), "see the old card closed", 20)


async def test_an_old_card_loses_its_buttons_after_a_restart(stage: Stage) -> None:
    fail_calls(stage, "chat.update", *range(1, 100), seconds=2)
    before = await moved_card(stage)
    await stage.stop()
    del stage.workspace.faults.next_call
    assert not has_moved(stage, before)()
    await stage.start()
    await stage.person("Ben").screen.until(has_moved(stage, before), "see the old card closed", 20)


async def test_an_answer_that_slack_does_not_take_is_given_later(stage: Stage) -> None:
    ana = stage.person("Ana")
    stage.workspace.faults.strike("server_error", "response_url", count=1)
    stage.workspace.faults.strike("server_error", "chat.postMessage", count=2)
    await ana.command("/label export Nothing")
    await ana.screen.until(lambda: bool(said(stage, "Ana", "There is no task called")), "be answered", 10)


async def test_what_is_typed_and_delivered_twice_is_answered_once(stage: Stage) -> None:
    ben = stage.person("Ben")
    stage.workspace.faults.duplicate = 1
    await ben.say("hello")
    await ben.screen.until(lambda: len(ben.messages()) > 1, "be answered", 5)
    # Whatever a second delivery would bring comes before the answer to what is typed after it.
    await ben.say("anybody there?")
    await ben.screen.until(lambda: ben.messages()[-2].user == ben.id, "be answered again", 5)
    assert [message.user == ben.id for message in ben.messages()] == [True, False, True, False]


async def test_a_file_that_is_deleted_in_slack_is_uploaded_again(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.sees("(picture: Picture: picture-000.png)")
    for file in stage.workspace.files.values():
        file.deleted = True
    await label_all(stage, "Ben", "Cat", 1)
    dmitri.patience = 20
    await dmitri.sees("Review 1 of 1")
    await dmitri.sees("(picture: Picture: picture-000.png)")


@pytest.mark.parametrize("spoil", ["missing", "broken"])
async def test_a_picture_that_can_not_be_shown_is_told_and_keeps_no_other_back(stage: Stage, spoil: str) -> None:
    stage.add_pictures("Photos", 2)
    first = min(stage.bot.store.read(lambda unit: unit.connection.execute(tables.input_.select()).all())).sha256
    path = stage.settings.inputs_dir / first[:2] / first
    path.unlink() if spoil == "missing" else path.write_bytes(b"nothing that a decoder knows")
    await create_task(stage)
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("The picture “picture-000.png” can't be shown")
    await ben.click("Skip")
    await ben.sees("(picture: Picture: picture-001.png)")
    why = "its file is missing on Labelbot's machine" if spoil == "missing" else "it can't be read"
    await ana.sees(f"can't be shown: {why}")


async def forget_people(stage: Stage) -> None:
    """And let nobody be met but by a click: Slack puts the round through all people off."""
    await stage.stop()
    stage.workspace.faults.strike("rate_limit", "users.list", count=1, seconds=600)
    await stage.start()
    await stage.person("Ana").screen.until(lambda: not stage.workspace.faults.calls, "see the round put off")
    stage.bot.store.write(lambda unit: unit.connection.execute(tables.person.delete()))


async def test_whom_slack_describes_at_the_second_try_is_let_in(stage: Stage) -> None:
    await forget_people(stage)
    ana = stage.person("Ana")
    stage.workspace.faults.strike("rate_limit", "users.info", count=1, seconds=1)
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")


async def test_whom_slack_does_not_describe_in_time_is_asked_to_try_again(stage: Stage) -> None:
    await forget_people(stage)
    ana = stage.person("Ana")
    stage.workspace.faults.strike("rate_limit", "users.info", count=1, seconds=30)
    outcome = await ana.command("/label new")
    assert outcome.ok
    await ana.sees("Slack is busy and has not said yet who everybody is")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")


async def test_nobody_is_assigned_whom_slack_has_not_described(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat")
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", "Ben")
    await ana.fill("Name", NAME)
    ben = stage.person("Ben")
    stage.bot.store.write(
        lambda unit: unit.connection.execute(tables.person.delete().where(tables.person.c.user_id == ben.id))
    )
    stage.workspace.faults.strike("rate_limit", "users.info", count=1, seconds=30)
    await ana.submit()
    await ana.sees("Slack is busy and has not said yet who everybody is")
    await ana.cancel()
    await ana.sees(NAME)
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    await ben.sees("1 of 1")


async def test_everybody_is_met_however_often_slack_is_busy(stage: Stage) -> None:
    await forget_people(stage)
    collaborating, ben = stage.bot.services.collaborating, Actor(WORKSPACE, stage.person("Ben").id)
    async with aiohttp.ClientSession() as session:
        directory = Directory(new_client(stage.settings, session), collaborating)
        stage.workspace.faults.strike("rate_limit", "users.list", count=2, seconds=1)
        await directory.meet_all(WORKSPACE)
    assert collaborating.find(ben) is not None


async def test_nobody_whom_slack_does_not_know_can_be_assigned(stage: Stage) -> None:
    nobody = Actor(WORKSPACE, "U0NOBODY000")
    async with aiohttp.ClientSession() as session:
        directory = Directory(new_client(stage.settings, session), stage.bot.services.collaborating)
        await directory.meet(WORKSPACE, [nobody.user])
    stranger = stage.bot.services.collaborating.find(nobody)
    assert stranger is not None
    assert not may_be_assigned(stranger)


async def test_the_list_goes_on_however_often_it_is_used(stage: Stage) -> None:
    """Slack stacks three windows, and each new task of the list takes one."""
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label tasks")
    for number in range(5):
        await ana.sees_modal("Labeling tasks")
        await ana.click("New labeling task", "modal")
        await ana.sees_modal("New labeling task")
        await ana.pick("Dataset", "Photos")
        await ana.pick("Concepts", "Cat")
        await ana.fill("Name", f"Task {number}")
        await ana.submit()
    await ana.sees("Task 4", "modal")


async def test_a_form_on_top_of_the_stack_keeps_what_was_typed(stage: Stage) -> None:
    """There is no room for a window that says what is wrong: it is said at a field."""
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await ana.command("/label tasks")
    for number in range(2):
        await ana.sees_modal("Labeling tasks")
        await ana.click("New labeling task", "modal")
        await ana.sees_modal("New labeling task")
        await ana.pick("Dataset", "Photos")
        await ana.pick("Concepts", "Cat")
        await ana.fill("Name", f"Task {number}")
        if not number:
            await ana.submit()
    await forget_people(stage)
    stage.workspace.faults.strike("rate_limit", "users.info", count=1, seconds=30)
    await ana.submit()
    assert "Slack is busy" in " ".join(ana.errors().values())
    await ana.sees("Task 1", "modal")
    await ana.submit()
    await ana.sees_modal("Labeling tasks")


async def test_a_stop_waits_for_no_answer_that_slack_does_not_take(stage: Stage) -> None:
    stage.workspace.faults.strike("server_error", "response_url", count=1)
    stage.workspace.faults.strike("rate_limit", "chat.postMessage", count=99, seconds=60)
    await stage.person("Ana").command("/label export Nothing")
    await asyncio.wait_for(stage.stop(), 15)
