"""The whole story: create, label, request changes, label again, approve, export."""

import csv
import io

import pytest

from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow


async def create_task(stage: Stage, *, reviewer: bool = True) -> None:
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", "Ben", "Chloé")
    if reviewer:
        await ana.pick_people("Reviewers", "Dmitri")
    await ana.fill("Name", "Cats and dogs")
    created = await ana.submit()
    assert created.problem is None, created
    await ana.sees_modal("Labeling tasks")
    await ana.sees("Cats and dogs")


async def test_the_whole_story(stage: Stage) -> None:
    stage.add_pictures("Photos", 6)
    await create_task(stage)
    ben, chloe, dmitri, ana = (stage.person(name) for name in ("Ben", "Chloé", "Dmitri", "Ana"))
    await ben.sees("1 of 3")
    for number in range(3):
        await ben.sees(f"{number + 1} of 3")
        await ben.click("Cat")
    await ben.sees("All done")
    for number in range(3):
        await chloe.sees(f"{number + 1} of 3")
        await chloe.click("Dog")
    await chloe.sees("All done")

    await dmitri.sees("1 of 6")
    await dmitri.click("Request changes")
    await dmitri.fill("What should be different?", "This is a dog.")
    await dmitri.submit()
    await ben.sees("This is a dog.")
    await ben.click("Dog")
    await ben.sees("All done")
    for number in range(6):
        await dmitri.sees(f"Review {number + 1} of")
        await dmitri.click("Approve")
    await dmitri.sees("all reviewed")
    await ana.sees("is done")

    await ana.command("/label export Cats and dogs")
    file = await ana.receives_file(".csv")
    rows = list(csv.DictReader(io.StringIO(file.decode())))
    assert len(rows) == 6
    assert sorted(row["concept"] for row in rows) == ["Cat", "Cat", "Dog", "Dog", "Dog", "Dog"]
    assert {row["status"] for row in rows} == {"SUCCESS"}
    assert {row["reviewer"] for row in rows} == {"dmitri"}
