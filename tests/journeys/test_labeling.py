"""What a labeler can do on the card and in the window, and what becomes of clicks that are too old."""

from collections.abc import Callable
from pathlib import Path

import pytest

from playground.workspace import Workspace
from store.handing import Handing
from tests.journeys.acts import NAME, create_task, export_rows, label_all
from tests.journeys.stage import Stage, staged

pytestmark = pytest.mark.slow


async def test_several_labels_are_ticked_and_sent(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, concepts=("Cat", "Dog", "Indoors"), several=True)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    refused = await ben.click("Submit")
    assert refused.ok
    await ben.sees("Tick at least one concept")
    await ben.click("Cat")
    await ben.sees("✓ Cat")
    await ben.click("Indoors")
    await ben.sees("✓ Indoors")
    await ben.click("✓ Cat")
    await ben.sees_not("✓ Cat", ben.last_message)
    await ben.click("Dog")
    await ben.sees("✓ Dog")
    await ben.click("Submit")
    await ben.sees("2 of 2")
    await ben.click("None of these")
    await ben.sees("All done")
    rows = await export_rows(stage)
    assert sorted(str(row["concept"]) for row in rows) == ["Dog", "Indoors", "None of these"]


async def test_skipped_pictures_come_again_at_the_end(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Skip")
    await ben.sees("picture-001.png")
    await ben.click("Cat")
    await ben.sees("2 of 2")
    await ben.sees("skipped before")
    await ben.click("Dog")
    await ben.sees("All done")


async def test_a_flag_is_told_to_the_lead_and_can_be_taken_away(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 1")
    await ben.click("Flag")
    await ben.sees("⚑ Flagged")
    await ana.sees("flagged")
    await ana.sees("picture-000.png")
    await ben.click("⚑ Flagged")
    await ben.sees_not("⚑ Flagged", ben.last_message)
    await ben.click("Cat")
    await ben.sees("All done")


async def test_undo_brings_the_last_picture_back_with_its_answer(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Cat")
    await ben.sees("2 of 2")
    await ben.click("Undo: Cat")
    await ben.sees("Your answer was: Cat.")
    await ben.click("Dog")
    await ben.sees("2 of 2")
    await ben.click("Cat")
    await ben.sees("All done")
    await ben.click("Undo: Cat")
    await ben.sees("Your answer was: Cat.")
    await ben.click("None of these")
    await ben.sees("All done")
    assert sorted(str(row["concept"]) for row in await export_rows(stage)) == ["Dog", "None of these"]


async def test_instructions_are_a_press_away(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, instructions="Look at the **ears**.\n\n- pointed: cat\n- floppy: dog")
    ben = stage.person("Ben")
    await ben.sees("1 of 1")
    await ben.click("Instructions")
    await ben.sees_modal("Instructions")
    await ben.sees("Look at the", "modal")
    await ben.sees("floppy: dog", "modal")


async def test_many_concepts_are_in_a_select(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    concepts = [f"Bird {number}" for number in range(24)]
    await create_task(stage, concepts=concepts)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.pick("Choose a concept", "Bird 17")
    await ben.sees("2 of 2")
    await ben.pick("Choose a concept", "Bird 3")
    await ben.sees("All done")
    assert sorted(str(row["concept"]) for row in await export_rows(stage)) == ["Bird 17", "Bird 3"]


async def test_the_window_brings_the_next_picture_in_its_answer(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage)
    ben = stage.person("Ben")
    ben.patience = 10  # The card follows the window calmly.
    await ben.sees("1 of 4")
    await ben.click("Label in a window")
    await ben.sees_modal(NAME)
    for number, answer in enumerate(("Cat", "None of these", "Skip for now")):
        await ben.sees(f"{min(number + 1, 3)} of 4", "modal")
        await ben.pick("Which concept fits this picture?", answer)
        submitted = await ben.submit()
        assert submitted.answer is not None
        assert submitted.answer["response_action"] == "update"
    await ben.close()
    await ben.sees("3 of 4", "messages")
    await ben.command("/label next")
    await ben.sees_modal(NAME)
    for _ in range(2):
        await ben.pick("Which concept fits this picture?", "Dog")
        await ben.submit()
    await ben.sees("All done", "modal")
    await ben.sees("All done", "messages")


async def test_the_window_flags_and_takes_back(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.command("/label next")
    await ben.sees_modal(NAME)
    await ben.pick("Which concept fits this picture?", "Cat")
    await ben.click("Flag", "modal")
    await ben.sees("⚑ Flagged", "modal")
    await ana.sees("flagged")
    # What was chosen before is still chosen.
    await ben.submit()
    await ben.sees("2 of 2", "modal")
    await ben.click("Undo: Cat", "modal")
    await ben.sees("1 of 2", "modal")
    await ben.pick("Which concept fits this picture?", "Dog")
    await ben.submit()
    await ben.pick("Which concept fits this picture?", "Dog")
    await ben.submit()
    await ben.sees("All done", "modal")
    assert [row["concept"] for row in await export_rows(stage)] == ["Dog", "Dog"]


async def test_a_skip_is_said_on_the_card(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Skip")
    await ben.sees("Skipped: it comes again at the end of your queue.", "messages")
    await ben.click("Cat")
    await ben.sees_not("Skipped: it comes", "messages")


async def test_leaving_the_window_and_coming_back_resumes(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.open_home()
    await ben.click("Label 2", "home")
    await ben.sees_modal(NAME)
    await ben.pick("Which concept fits this picture?", "Dog")
    await ben.submit()
    await ben.cancel()
    await ben.command("/label next cats")
    await ben.sees("2 of 2", "modal")


async def test_an_old_card_is_answered_privately(stage: Stage) -> None:
    """The same buttons pressed again after the picture was answered, as on another device that has not caught up."""
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    old = await ben.hold_click("Dog")
    await ben.click("Cat")
    await ben.sees("2 of 2")
    await old()
    await ben.sees("You had answered that one already: “Cat”.")
    await ben.click("Cat")
    await ben.sees("All done")
    assert [row["concept"] for row in await export_rows(stage)] == ["Cat", "Cat"]


async def test_a_labeler_who_was_removed_is_told_so_at_the_card(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_task(stage, labelers=("Ben", "Chloé"))
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 2")
    old = await ben.hold_click("Dog")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Edit")
    await ana.sees_modal("Edit task")
    await ana.click("Change labelers")
    await ana.pick_people("Labelers", "Chloé")
    await ana.submit()
    await ben.sees("took you off the labelers")
    await ben.sees("You are no longer a labeler")
    await old()
    await ben.sees("so nothing was changed")
    await label_all(stage, "Chloé", "Cat", 4)
    assert {row["labeler"] for row in await export_rows(stage)} == {"chloé"}


async def test_a_card_of_a_deleted_task_says_so(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ben, ana = stage.person("Ben"), stage.person("Ana")
    await ben.sees("1 of 1")
    old = await ben.hold_click("Dog")
    await ana.command("/label tasks")
    await ana.choose("⋯", "Delete")
    await ana.sees_modal("Delete task?")
    await ana.submit()
    await ana.sees_modal("Task deleted")
    await ben.sees("was deleted")
    await old()
    await ben.sees("was deleted", "notices")
    await ana.click("Undo", "modal")
    await ana.sees_modal("Task restored")
    await ben.sees("brought")
    await ben.click("Cat")
    await ben.sees("All done")


async def test_a_double_click_counts_once(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 3")
    first, second = await ben.hold_click("Cat"), await ben.hold_click("Cat")
    await first()
    await second()
    await ben.sees("2 of 3")
    assert not ben.notices, "The same tap twice needs no words."


async def test_after_a_restart_the_same_card_goes_on(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> None:
    async with staged(tmp_path, watch=watch) as stage:
        stage.add_pictures("Photos", 3)
        await create_task(stage)
        ben = stage.person("Ben")
        await ben.sees("1 of 3")
        await ben.click("Cat")
        await ben.sees("2 of 3")
        card = ben.last_message
        await stage.stop()
        await stage.start()
        await ben.click("Dog")
        await ben.sees("3 of 3")
        assert ben.last_message.ts == card.ts
        await ben.click("Dog")
        await ben.sees("All done")


async def test_taps_faster_than_the_repaints_all_count(stage: Stage) -> None:
    """Every button here is pressed on the card as it was drawn first."""
    stage.add_pictures("Photos", 2)
    await create_task(stage, concepts=("Cat", "Dog", "Indoors"), several=True)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    for button in ("Flag", "Cat", "Indoors", "Submit"):
        assert button in ben.screen.text()
    presses = [await ben.hold_click(button) for button in ("Flag", "Cat", "Indoors", "Submit")]
    for press in presses:
        await press()
    await ben.sees("2 of 2")
    await ben.click("None of these")
    await ben.sees("All done")
    assert not ben.notices
    assert sorted(str(row["concept"]) for row in await export_rows(stage)) == ["Cat", "Indoors", "None of these"]


async def test_what_does_not_go_together_in_the_window_is_pointed_out(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, several=True)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Label in a window")
    await ben.sees_modal(NAME)
    await ben.submit()
    question = "Which concepts fit this picture?"
    assert set(ben.errors()) == {question}
    await ben.pick(question, "Cat", "Dog", "None of these")
    await ben.submit()
    assert "goes alone" in ben.errors()[question]
    await ben.pick(question, "Cat", "Dog", "Skip for now")
    await ben.submit()
    await ben.sees("Skipped: it comes again at the end of your queue.", "modal")
    await ben.pick(question, "None of these")
    await ben.submit()
    # The skipped one comes again with its ticks.
    await ben.sees("2 of 2", "modal")
    await ben.submit()
    await ben.sees("All done", "modal")
    rows = await export_rows(stage)
    assert sorted(str(row["concept"]) for row in rows) == ["Cat", "Dog", "None of these"]


async def test_a_double_click_on_submit_needs_no_words(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage, several=True)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await ben.click("Cat")
    await ben.sees("✓ Cat")
    for press in [await ben.hold_click("Submit"), await ben.hold_click("Submit")]:
        await press()
    await ben.sees("2 of 2")
    assert not ben.notices


async def test_a_task_that_failed_says_why_and_goes_on_when_its_lead_tries_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.add_pictures("Photos", 1)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    with monkeypatch.context() as patch:
        patch.setattr(Handing, "deal", lambda *_: 1 / 0)
        await create_task(stage)
        await ana.sees("could not be prepared: something went wrong on our side")
    await ana.command("/label tasks")
    await ana.sees("⚠️ Failed: something went wrong on our side", "modal")
    await ana.click("Try again", "modal")
    await ana.sees_modal("Trying again")
    await ben.sees("1 of 1")
    await ana.close()
    await ana.click("Try again")
    await ana.sees("is being prepared again", "notices")
