"""Tasks that give out work ten at a time, ask several people, or have several reviewers: as people meet them."""

import pytest

from domain.model import Distribution, ReviewMethod
from tests.journeys.acts import NAME, create_special_task, export_rows, label_all
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow


async def test_ten_at_a_time(stage: Stage) -> None:
    stage.add_pictures("Photos", 13)
    await create_special_task(stage, labelers=("Ben", "Chloé"), distribution=Distribution.DYNAMIC)
    ben, chloe = stage.person("Ben"), stage.person("Chloé")
    await chloe.sees("ten at a time")
    await ben.sees("Start labeling")
    await ben.click("Start labeling")
    for number in range(13):
        await ben.sees(f"{number + 1} of {10 if number < 10 else 13}")
        await ben.click("Cat")
    await ben.sees("All done")
    await chloe.sees("Nothing waits for you here.")
    await stage.person("Ana").sees("is done")


async def test_the_window_asks_for_work(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_special_task(stage, distribution=Distribution.DYNAMIC)
    ben = stage.person("Ben")
    await ben.sees("Start labeling")
    await ben.command("/label next")
    await ben.sees_modal(NAME)
    await ben.sees("1 of 2")


async def test_what_others_gave_back_is_offered_once(stage: Stage) -> None:
    stage.add_pictures("Photos", 4)
    await create_special_task(stage, labelers=("Ben", "Chloé"))
    ben, chloe = stage.person("Ben"), stage.person("Chloé")
    await chloe.sees("1 of 2")
    await label_all(stage, "Ben", "Cat", 2)
    await chloe.command("/label release")
    await chloe.sees("2 inputs of “Cats and dogs” went back")
    await chloe.command("/label release")
    await chloe.sees("Nothing waits for you to give back")
    await ben.sees("Others gave work back")
    await ben.click("Take more (2 released)")
    for number in (3, 4):
        await ben.sees(f"{number} of 4")
        await ben.click("Dog")
    await ben.sees("All done")


async def test_several_answers_side_by_side(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    people = ("Ben", "Chloé")
    await create_special_task(stage, labelers=people, reviewers=("Dmitri",), labelers_per_input=2, agreement=2)
    ben, chloe, dmitri = (stage.person(name) for name in (*people, "Dmitri"))
    await ben.sees("1 of 1")
    await ben.click("Cat")
    await ben.sees("waiting for the others' answers")
    await chloe.sees("1 of 1")
    await chloe.click("Dog")
    await dmitri.sees("2 labelers do not agree")
    await dmitri.click("Choose Dog")
    await dmitri.sees("all reviewed")
    (row,) = await export_rows(stage)
    assert (row["concept"], str(row["labeler"]).casefold()) == ("Dog", "chloé")


async def test_in_the_window_one_is_chosen_too(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    people = ("Ben", "Chloé")
    await create_special_task(stage, labelers=people, reviewers=("Dmitri",), labelers_per_input=2, agreement=2)
    for name, concept in zip(people, ("Cat", "Dog"), strict=True):
        await stage.person(name).sees("1 of 1")
        await stage.person(name).click(concept)
    dmitri = stage.person("Dmitri")
    await dmitri.sees("2 labelers do not agree")
    await dmitri.click("Review in a window")
    await dmitri.sees_modal(NAME)
    await dmitri.pick("Your decision", "Choose Cat")
    await dmitri.submit()
    await dmitri.sees("all reviewed")
    (row,) = await export_rows(stage)
    assert row["concept"] == "Cat"


async def test_all_reviewers_one_after_the_other_and_one_of_them_edits(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    stacked = {"reviewers": ("Dmitri", "Chloé"), "review_method": ReviewMethod.STACKED}
    await create_special_task(stage, **stacked)
    await label_all(stage, "Ben", "Cat", 1)
    dmitri, chloe = stage.person("Dmitri"), stage.person("Chloé")
    await dmitri.sees("Review 1 of 1")
    await dmitri.click("Edit and approve")
    await dmitri.sees_modal("Edit and approve")
    await dmitri.pick("Which concept fits this picture?", "Dog")
    await dmitri.submit()
    await dmitri.sees_no_modal()
    await chloe.sees("approved by")
    await chloe.click("Approve")
    await chloe.sees("all reviewed")
    (row,) = await export_rows(stage)
    assert row["concept"] == "Dog"
