"""Looking after datasets: list, window, adding from it and from a message, taking out, deleting."""

import pytest

from playground.interactions import MessageSurface
from playground.person import PersonDriver
from tests.journeys.acts import create_task
from tests.journeys.stage import Stage, picture

pytestmark = pytest.mark.slow


async def open_dataset(person: PersonDriver, name: str) -> None:
    await person.command("/label dataset")
    await person.sees_modal("Datasets")
    await person.click(f"Open {name}", "modal")
    await person.sees_modal("Dataset")


async def use_shortcut(person: PersonDriver, text: str, *files: tuple[str, bytes]) -> None:
    """`person` writes to Labelbot, which therefore can see the files, and adds the message to a dataset."""
    uploaded = [person.interactions.upload(person.id, name, content).id for name, content in files]
    channel = person.workspace.im_with(person.id)
    posted = await person.interactions.post_message(person.id, channel.id, text, files=uploaded)
    assert posted.problem is None
    message = next(one for one in reversed(person.messages()) if one.user == person.id)
    await person.interactions.message_shortcut(
        person.id, "sc_add_to_dataset", MessageSurface(message.channel, message.ts)
    )


async def test_a_dataset_is_made_renamed_and_deleted(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.open_home()
    await ana.click("Datasets", "home")
    await ana.sees("No datasets yet", "modal")
    await ana.click("New dataset", "modal")
    await ana.fill("Name", "Pets")
    await ana.submit()
    await ana.sees("“Pets” was created.", "modal")
    await ana.sees("Nothing in it yet", "modal")
    await ana.click("Rename Pets", "modal")
    await ana.fill("Name", "Animals")
    await ana.submit()
    await ana.sees("“Pets” is called “Animals” now.", "modal")
    await ana.click("Delete Animals", "modal")
    await ana.sees_modal("Delete dataset?")
    await ana.submit()
    await ana.sees("“Animals” was deleted.", "modal")
    await ana.sees("No datasets yet", "modal")


async def test_a_dataset_in_use_names_its_tasks(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    await create_task(stage)
    ana = stage.person("Ana")
    await open_dataset(ana, "Photos")
    await ana.sees("1 task: “Cats and dogs”", "modal")
    await ana.click("Delete Photos", "modal")
    await ana.sees_modal("That didn't work")
    await ana.sees("it is used by 1 task (“Cats and dogs”)", "modal")
    await ana.cancel()
    await ana.click("Take picture-000.png out of the dataset", "modal")
    await ana.sees("given to people in “Cats and dogs”", "modal")


async def test_its_pictures_come_page_by_page(stage: Stage) -> None:
    stage.add_pictures("Photos", 12)
    ana = stage.person("Ana")
    await open_dataset(ana, "Photos")
    await ana.sees("12 images", "modal")
    await ana.sees_not("on its way", "modal")
    assert ana.modal is not None
    shown = [block["accessory"] for block in ana.modal.blocks if block.get("accessory", {}).get("type") == "image"]
    assert len(shown) == 10
    uploaded = sum("picture" in file.name or file.name.endswith(".jpg") for file in stage.workspace.files.values())
    assert uploaded == 10
    await ana.click("Next ›", "modal")
    await ana.sees("picture-000.png", "modal")
    await ana.sees_not("on its way", "modal")
    await ana.click("Take picture-000.png out of the dataset", "modal")
    await ana.sees("The input was taken out of the dataset.", "modal")
    await ana.sees_not("picture-000.png", "modal")


async def test_files_addresses_and_texts_are_added(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ana = stage.person("Ana")
    await open_dataset(ana, "Photos")
    await ana.click("Add inputs", "modal")
    await ana.sees_modal("Add inputs")
    await ana.submit()
    assert "Choose files" in ana.errors()["Files"]
    await ana.fill("Addresses", "http://127.0.0.1/secret.png")
    await ana.submit()
    assert set(ana.errors()) == {"Addresses"}
    await ana.fill("Addresses", "")
    await ana.attach("Files", "cat.png", picture(77))
    await ana.fill("Texts", "What a nice place!\nNever again.")
    submitted = await ana.submit()
    assert submitted.problem is None, ana.errors()
    await ana.sees_modal("Dataset")
    await ana.sees("2 images and 2 texts", "modal")
    await ana.sees("“Never again.”", "modal")
    await ana.sees("cat.png", "modal")
    await ana.close()
    await ana.sees("3 added, 0 already there, 0 refused")


async def test_a_messages_files_go_into_a_new_dataset(stage: Stage) -> None:
    ben = stage.person("Ben")
    await use_shortcut(ben, "", ("cat.png", picture(1)), ("dog.png", picture(2)))
    await ben.sees_modal("Add to dataset")
    await ben.sees("“cat.png” and “dog.png”", "modal")
    await ben.pick("Dataset", "Pets")
    await ben.submit()
    await ben.sees("It is on its way into “Pets”", "modal")
    await ben.close()
    await ben.sees("2 added, 0 already there, 0 refused")
    await open_dataset(ben, "Pets")
    await ben.sees("2 images", "modal")


async def test_a_messages_text_is_added_as_people_read_it(stage: Stage) -> None:
    stage.add_pictures("Photos", 1)
    ben = stage.person("Ben")
    await use_shortcut(ben, "Cats & dogs <3")
    await ben.sees_modal("Add to dataset")
    await ben.pick("Dataset", "Photos")
    await ben.submit()
    await ben.sees("It is on its way into “Photos”", "modal")
    await ben.close()
    await ben.sees("1 added, 0 already there, 0 refused")
    await open_dataset(ben, "Photos")
    await ben.sees("“Cats & dogs <3”", "modal")


async def test_a_message_with_both_asks_which(stage: Stage) -> None:
    ben = stage.person("Ben")
    await use_shortcut(ben, "A cat", ("cat.png", picture(1)))
    await ben.sees_modal("Add to dataset")
    await ben.pick("Dataset", "Texts")
    await ben.pick("What", "The text")
    await ben.submit()
    await ben.close()
    await ben.sees("1 added")
    await open_dataset(ben, "Texts")
    await ben.sees("1 text", "modal")
