"""What people do in many journeys, as they would do it."""

import asyncio
import json
from collections.abc import Sequence

from domain.draft import TaskDraft
from domain.model import Person
from tests.journeys.stage import WORKSPACE, Stage

NAME = "Cats and dogs"


async def create_task(
    stage: Stage,
    *,
    lead: str = "Ana",
    name: str = NAME,
    dataset: str = "Photos",
    concepts: Sequence[str] = ("Cat", "Dog"),
    labelers: Sequence[str] = ("Ben",),
    reviewers: Sequence[str] = (),
    several: bool = False,
    instructions: str = "",
    type_: str = "Classification",
) -> None:
    """`lead` types /label new, fills the form in, presses Create, and leaves the list that comes."""
    who = stage.person(lead)
    await who.command("/label new")
    await who.sees_modal("New labeling task")
    await who.pick("Dataset", dataset)
    if type_ != "Classification":
        await who.pick("Task type", type_)
    if several:
        await who.click("Advanced…")
        await who.pick("Labels per input", "Several")
    await who.pick("Concepts", *concepts)
    await who.pick("Collaborators", "Yes")
    await who.pick_people("Labelers", *labelers)
    if reviewers:
        await who.pick_people("Reviewers", *reviewers)
    await who.fill("Name", name)
    if instructions:
        await who.fill("Instructions", instructions)
    created = await who.submit()
    assert created.problem is None, (created, who.errors())
    await who.sees_modal("Labeling tasks")
    await who.sees(name)
    await who.close()


async def create_special_task(
    stage: Stage, *, labelers: Sequence[str] = ("Ben",), reviewers: Sequence[str] = (), **fields: object
) -> int:
    """A task with what the form folds away, as the form's Create leaves it. Returns its id."""
    services, workspace = stage.bot.services, stage.playground.workspace
    ids = {name: workspace.named(name).id for name in ("Ana", *labelers, *reviewers)}
    people = [Person(WORKSPACE, user, name) for name, user in ids.items()]
    await asyncio.to_thread(services.collaborating.remember, people)
    dataset = await asyncio.to_thread(services.datasets.open, WORKSPACE, "Photos")
    usual: dict[str, object] = {
        "dataset": str(dataset.id),
        "concepts": ("new:Cat", "new:Dog"),
        "with_collaborators": True,
        "labelers": tuple(ids[name] for name in labelers),
        "reviewers": tuple(ids[name] for name in reviewers),
        "name": NAME,
    }
    return await asyncio.to_thread(services.forms.create, people[0], f"draft {fields}", TaskDraft(**(usual | fields)))


async def label_all(stage: Stage, person: str, concept: str, count: int) -> None:
    """Tap the same concept on each of `count` pictures of a fresh queue."""
    who = stage.person(person)
    for number in range(count):
        await who.sees(f"{number + 1} of {count}")
        await who.click(concept)
    await who.sees("All done")


async def export_rows(stage: Stage, person: str = "Ana", name: str = NAME) -> list[dict[str, object]]:
    """As `/label export NAME jsonl` gives them."""
    who = stage.person(person)
    await who.command(f"/label export {name} jsonl")
    file = await who.receives_file(".jsonl")
    return [json.loads(line) for line in file.decode().splitlines()]
