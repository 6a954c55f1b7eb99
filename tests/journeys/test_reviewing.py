"""What a reviewer can do from the message and in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from playground.workspace import Workspace
from tests.journeys.acts import NAME, create_task, export_rows, label_all
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow


async def test_rejected_is_told_and_never_exported(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await label_all(stage, "Ben", "Cat", 2)
    await dmitri.sees("Review 1 of 2")
    await dmitri.click("Reject")
    await dmitri.sees_modal("Reject")
    await dmitri.fill("Why is it rejected?", "Not a photo <!channel> & blurred")
    await dmitri.submit()
    await dmitri.sees("Review 2 of 2")
    await dmitri.click("Approve")
    await dmitri.sees("all reviewed")
    await ben.sees("rejected in")
    await ben.sees("Not a photo <!channel> & blurred")
    assert len(await export_rows(stage)) == 1


async def test_a_reason_is_needed(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, reviewers=("Dmitri",))
    await label_all(stage, "Ben", "Cat", 1)
    dmitri = stage.person("Dmitri")
    await dmitri.sees("Review 1 of 1")
    await dmitri.click("Request changes")
    await dmitri.fill("What should be different?", "   ")
    await dmitri.submit()
    assert dmitri.errors() == {"What should be different?": "Say what should be different: the labeler will read it."}
    await dmitri.fill("What should be different?", "Look again.")
    await dmitri.submit()
    await dmitri.sees_no_modal()
    await dmitri.sees("nothing to review right now")
    await stage.person("Ben").sees("Look again.")


async def test_all_of_a_labeler_are_approved_at_once(stage: Stage) -> None:
    stage.add_pictures("Photos", 6)
    await create_task(stage, labelers=("Ben", "Chloé"), reviewers=("Dmitri",))
    await label_all(stage, "Ben", "Cat", 3)
    await label_all(stage, "Chloé", "Dog", 3)
    dmitri = stage.person("Dmitri")
    await dmitri.sees("Review 1 of 6")
    await dmitri.click("Approve all 3 of this labeler")
    await dmitri.sees("Approved 3 answers of")
    await dmitri.sees("Review 4 of 6", dmitri.last_message)
    await dmitri.click("Approve all 3 of this labeler")
    await dmitri.sees("all reviewed")
    assert not dmitri.notices
    await stage.person("Ana").sees("is done")
    assert len(await export_rows(stage)) == 6


async def test_approve_all_means_what_the_button_counted(stage: Stage) -> None:
    stage.add_pictures("Photos", 20)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    for number in range(20):
        await ben.sees(f"{number + 1} of 20")
        await ben.click("Cat")
        if number == 9:
            await dmitri.sees("Review 1 of 10")
            approve = await dmitri.hold_click("Approve all 10 of this labeler")
    dmitri.patience = 10  # More of what is there already is repainted calmly.
    await dmitri.sees("Review 1 of 20")
    await approve()
    await dmitri.sees("Approved 10 answers of")
    await dmitri.sees("Review 11 of 20")


async def test_approve_all_survives_that_the_bot_ends_at_once(
    tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> None:
    async with staged(tmp_path, watch=watch) as stage:
        stage.add_pictures("Photos", 3)
        await create_task(stage, reviewers=("Dmitri",))
        await label_all(stage, "Ben", "Cat", 3)
        dmitri = stage.person("Dmitri")
        await dmitri.sees("Review 1 of 3")
        # Slack takes no message any more: what the click asked for is all that is left of it.
        stage.workspace.faults.strike("server_error", "chat.postMessage", count=1000)
        pressed = await dmitri.click("Approve all 3 of this labeler")
        assert pressed.ok
        await stage.stop()
        stage.workspace.faults.clear()
        await stage.start()
        await dmitri.sees("Approved 3 answers of")
        await dmitri.sees("all reviewed")
        await stage.person("Ana").sees("is done")


async def test_a_reason_beside_approve_is_pointed_out(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, reviewers=("Dmitri",))
    await label_all(stage, "Ben", "Cat", 1)
    dmitri = stage.person("Dmitri")
    await dmitri.sees("Review 1 of 1")
    await dmitri.click("Review in a window")
    await dmitri.sees_modal(NAME)
    await dmitri.pick("Your decision", "Approve")
    await dmitri.fill("Reason", "Crop it next time.")
    await dmitri.submit()
    assert "Nobody reads a reason with Approve" in dmitri.errors()["Reason"]
    await dmitri.pick("Your decision", "Request changes")
    await dmitri.submit()
    await stage.person("Ben").sees("Crop it next time.")


async def test_a_reviewer_who_was_removed_is_asked_for_nothing(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, reviewers=("Dmitri", "Chloé"))
    ana, dmitri = stage.person("Ana"), stage.person("Dmitri")
    await label_all(stage, "Ben", "Cat", 2)
    await dmitri.sees("Review 1 of 1")
    reject = await dmitri.hold_click("Reject")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Edit")
    await ana.sees_modal("Edit task")
    await ana.click("Change reviewers")
    await ana.pick_people("Reviewers", "Chloé")
    await ana.submit()
    await dmitri.sees("took you off")
    await reject()
    await dmitri.sees("You are not a reviewer of", "notices")
    assert dmitri.modal is None


async def test_a_reviewer_who_looked_early_is_told_of_what_comes(stage: Stage) -> None:
    stage.add_pictures("Photos", 14)
    await create_task(stage, reviewers=("Dmitri",))
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    for number in range(14):
        await ben.sees(f"{number + 1} of 14")
        await ben.click("Cat")
        if number == 2:
            await dmitri.command("/label review")
            await dmitri.sees_modal(NAME)
            await dmitri.close()
    await dmitri.sees("answers to review in")


async def test_the_review_window_goes_on_by_itself(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage, reviewers=("Dmitri",))
    await label_all(stage, "Ben", "Cat", 3)
    dmitri = stage.person("Dmitri")
    dmitri.patience = 10  # The card follows the window calmly.
    await dmitri.sees("Review 1 of 3")
    await dmitri.command("/label review")
    await dmitri.sees_modal(NAME)
    await dmitri.pick("Your decision", "Request changes")
    await dmitri.submit()
    assert "Reason" in dmitri.errors()
    await dmitri.fill("Reason", "A dog, surely.")
    await dmitri.submit()
    await stage.person("Ben").sees("A dog, surely.")
    await stage.person("Ben").click("Dog")
    for _ in range(3):
        await dmitri.sees_modal(NAME)
        await dmitri.pick("Your decision", "Approve")
        await dmitri.submit()
    await dmitri.sees("all reviewed", "modal")
    await dmitri.close()
    await dmitri.sees("all reviewed", "messages")
    assert sorted(str(row["concept"]) for row in await export_rows(stage)) == ["Cat", "Cat", "Dog"]


async def test_two_reviewers_share_and_the_same_one_gets_it_again(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, reviewers=("Chloé", "Dmitri"))
    await label_all(stage, "Ben", "Cat", 4)
    chloe, dmitri, ben = stage.person("Chloé"), stage.person("Dmitri"), stage.person("Ben")
    await chloe.sees("Review 1 of 2")
    await dmitri.sees("Review 1 of 2")
    await dmitri.click("Request changes")
    await dmitri.fill("What should be different?", "Look again.")
    await dmitri.submit()
    await ben.sees("Look again.")
    await ben.click("Dog")
    dmitri.patience = 10  # What somebody else's click changed is repainted calmly.
    await dmitri.sees("You asked for changes")
    for reviewer in (chloe, dmitri):
        for number in (1, 2):
            await reviewer.sees(f"Review {number} of")
            await reviewer.click("Approve")
    for reviewer in (chloe, dmitri):
        reviewer.patience = 10  # Who was done first is repainted calmly.
        await reviewer.sees("all reviewed")
    assert {row["reviewer"] for row in await export_rows(stage)} == {"chloé", "dmitri"}


async def test_nobody_reviews_their_own_answers(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Dmitri"), reviewers=("Dmitri", "Chloé"))
    await label_all(stage, "Ben", "Cat", 2)
    await label_all(stage, "Dmitri", "Dog", 2)
    await stage.person("Chloé").sees("Labeled by")
    chloe, dmitri = stage.person("Chloé"), stage.person("Dmitri")
    for _ in range(4):
        for reviewer in (chloe, dmitri):
            text = reviewer.screen.text("messages")
            if "Approve]" in text:
                await reviewer.click("Approve")
    await stage.person("Ana").sees("is done")
    rows = await export_rows(stage)
    assert len(rows) == 4
    assert all(row["labeler"] != row["reviewer"] for row in rows)


async def test_an_answer_taken_back_meanwhile_is_not_approved(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, reviewers=("Dmitri",))
    await label_all(stage, "Ben", "Cat", 1)
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await dmitri.sees("Review 1 of 1")
    approve = await dmitri.hold_click("Approve")
    await ben.click("Undo: Cat")
    await ben.sees("Your answer was: Cat.")
    await approve()
    await dmitri.sees("That answer is with", "notices")
    await ben.click("Dog")
    await dmitri.sees("Dog")
    await dmitri.click("Approve")
    await dmitri.sees("all reviewed")
    assert [row["concept"] for row in await export_rows(stage)] == ["Dog"]
