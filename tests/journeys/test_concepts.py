"""Looking after concepts: the list, and adding, renaming, merging and deleting from it."""

import pytest

from domain.model import Actor
from tests.journeys.acts import create_task, export_rows, label_all
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow


async def test_concepts_are_added_and_renamed(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.command("/label concepts")
    await ana.sees_modal("Concepts")
    await ana.sees("No concepts yet", "modal")
    await ana.click("Add concepts", "modal")
    await ana.sees_modal("Add concepts")
    await ana.fill("New concepts", "x" * 80)
    await ana.submit()
    assert set(ana.errors()) == {"New concepts"}
    await ana.fill("New concepts", "Cat\nDog\n\ncat")
    await ana.submit()
    await ana.sees_modal("Concepts")
    await ana.sees("Added “Cat” and “Dog”", "modal")
    await ana.choose("Cat", "Rename", "modal")
    await ana.sees_modal("Rename concept")
    await ana.fill("Name", "DOG")
    await ana.submit()
    assert "There is a concept “DOG” already" in ana.errors()["Name"]
    await ana.fill("Name", "Lynx")
    await ana.submit()
    await ana.sees("“Cat” is called “Lynx” now.", "modal")
    await ben.command("/label concepts ly")
    await ben.sees("Lynx", "modal")
    await ben.sees_not("Dog", "modal")


async def test_cards_show_the_new_name(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    await create_task(stage)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.sees("1 of 2")
    await ana.open_home()
    await ana.click("Concepts", "home")
    await ana.sees("1 task · 0 labels", "modal")
    await ana.choose("Cat", "Rename", "modal")
    await ana.fill("Name", "Lynx")
    await ana.submit()
    await ben.sees("Lynx")
    await ben.click("Lynx")
    await ben.sees("2 of 2")


async def test_a_rename_in_between_is_shown_and_nothing_typed_is_lost(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.command("/label concepts")
    await ana.click("Add concepts", "modal")
    await ana.fill("New concepts", "Cat")
    await ana.submit()
    await ana.choose("Cat", "Rename", "modal")
    await ana.sees_modal("Rename concept")
    concepts, people = stage.bot.services.concepts, stage.bot.services.collaborating
    person = people.find(Actor(WORKSPACE, ana.id))
    assert person is not None
    concepts.rename(person, 1, "Cat", "Tiger")
    await ana.fill("Name", "Lynx")
    await ana.submit()
    await ana.sees("Somebody renamed “Cat” to “Tiger” meanwhile", "modal")
    await ana.submit()
    await ana.sees("“Tiger” is called “Lynx” now.", "modal")


async def test_merging_says_how_much_moves_and_labels_follow(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    await create_task(stage)
    await label_all(stage, "Ben", "Cat", 3)
    ana = stage.person("Ana")
    await ana.command("/label concepts")
    await ana.choose("Cat", "Merge into another", "modal")
    await ana.sees_modal("Merge concept")
    assert "Cat" not in str(await ana.suggestions("Merge into", ""))
    await ana.pick("Merge into", "Dog")
    await ana.submit()
    await ana.sees_modal("Merge concept?")
    await ana.sees("3 labels and 1 task move from “Cat” to “Dog”", "modal")
    await ana.submit()
    await ana.sees_modal("Concepts")
    await ana.sees("1 task · 3 labels", "modal")
    await ana.sees_not("Cat\n", "modal")
    await ana.close()
    assert {str(row["concept"]) for row in await export_rows(stage)} == {"Dog"}


async def test_a_concept_in_use_stays_and_a_free_one_goes(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage, concepts=("Cat",))
    ana = stage.person("Ana")
    await ana.command("/label concepts")
    await ana.click("Add concepts", "modal")
    await ana.fill("New concepts", "Bird")
    await ana.submit()
    await ana.choose("Cat", "Delete", "modal")
    await ana.sees_modal("That didn't work")
    await ana.sees("it is used by 1 task (“Cats and dogs”)", "modal")
    await ana.cancel()
    await ana.choose("Bird", "Delete", "modal")
    await ana.sees_modal("Delete concept?")
    await ana.submit()
    await ana.sees("“Bird” was deleted.", "modal")


async def test_hundreds_of_concepts_are_paged_and_found(stage: Stage) -> None:
    for number in range(130):
        stage.bot.store.write(lambda unit, number=number: unit.concepts.ensure(WORKSPACE, f"Species {number:03}"))
    ana = stage.person("Ana")
    await ana.command("/label concepts")
    await ana.sees("Page 1 of 7 · 130 concepts", "modal")
    await ana.click("Next ›", "modal")
    await ana.sees("Species 039", "modal")
    await ana.fill("Search", "species 12")
    await ana.submit()
    await ana.sees("Species 129", "modal")
    await ana.sees_not("Species 039", "modal")
    await ana.fill("Search", "")
    await ana.submit()
    await ana.sees("Page 1 of 7", "modal")
