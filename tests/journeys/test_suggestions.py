"""What people do with suggestions. No model runs here: what it says is put where it would have put it."""

import asyncio
from collections.abc import Mapping

import pytest

from domain.assisting import Rung, Suggested, Suggestion, TaskAssist
from domain.model import AssistMode
from store import tables
from store.unit_of_work import UnitOfWork
from tests.journeys.acts import create_special_task, export_rows
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow
MODEL = "General-Image-Classification"


async def suggest(stage: Stage, task: int, *says: Mapping[str, float]) -> None:
    """Of the task's inputs in their order: concept -> score."""

    def write(unit: UnitOfWork) -> None:
        t, a = tables.task, tables.assignment.c
        unit.connection.execute(t.update().where(t.c.id == task).values(assist=str(AssistMode.SUGGEST)))
        unit.assists.create(TaskAssist(task, AssistMode.SUGGEST, MODEL, 0.02))
        ids = {one.name: one.id for one in unit.tasks.concepts(task)}
        chosen = tables.assignment.select().with_only_columns(a.input).where(a.task == task).order_by(a.position)
        inputs = unit.connection.execute(chosen).scalars()
        unit.suggestions.save(task, 1, [_suggested(ids, *pair) for pair in zip(inputs, says, strict=False)])
        unit.cards.touch_all([task])
        unit.topics.add("cards")

    await asyncio.to_thread(stage.bot.store.write, write)


def _suggested(ids: Mapping[str, int], input_: int, said: Mapping[str, float]) -> Suggested:
    best_first = sorted(said.items(), key=lambda pair: -pair[1])
    return Suggested(
        input_, tuple(Suggestion(ids[name], score, MODEL, "1", None, Rung(24)) for name, score in best_first)
    )


async def test_one_tap_accepts_all_that_are_sure_follow_and_come_back(stage: Stage) -> None:
    stage.add_pictures("Photos", 6)
    task = await create_special_task(stage, reviewers=("Dmitri",))
    ben, dmitri, ana = stage.person("Ben"), stage.person("Dmitri"), stage.person("Ana")
    await ben.sees("1 of 6")
    sure = {"Cat": 0.97, "Dog": 0.03}
    await suggest(stage, task, sure, {"Dog": 0.6, "Cat": 0.4}, sure, sure, {"Cat": 0.5}, sure)
    await ben.sees("🤖 Cat 97 % · Dog 3 % · learned from 24 labels")
    await ben.click("🤖 Cat 97 %")
    await ben.sees("2 of 6")
    await ben.sees("🤖 Dog 60 % · Cat 40 %")
    await ben.click("Cat")
    await ben.sees("3 of 6")
    await ben.click("🤖 Accept all that are sure…")
    await ben.sees_modal("Accept all")
    await ben.sees("95 %: 3 inputs", "modal")
    assert "Of 1 answer where it was this sure, 1 was right." in str(ben.modal.content)
    await ben.submit()
    await ben.sees("3 inputs are answered as suggested")
    await ben.sees("this card goes on further down")
    await ben.sees("6 of 6", ben.last_message)
    await ana.sees("had 3 inputs answered as suggested, from 95 % on")
    await ben.click("🤖 Cat 50 %")
    await ben.sees("All done")

    await dmitri.sees("Review 1 of 6")
    await dmitri.sees("🤖 suggested Cat 97 % · Dog 3 % · accepted as suggested")
    await dmitri.click("Approve")
    await dmitri.sees("🤖 suggested Dog 60 % · Cat 40 % ·")
    await ana.click("Un-accept these 3")
    await ben.sees("took 3 answers back that you had accepted together")
    await ben.sees("4 of 6")
    await dmitri.click("Approve")

    rows = await export_rows(stage)
    assert [(row["provenance"], row["model"], row["model_version"], row["score"]) for row in rows] == [
        ("accepted", MODEL, "1", 0.97),
        ("accepted", MODEL, "1", 0.4),
    ]


async def test_several_labels_are_accepted_changed_and_submitted(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    task = await create_special_task(
        stage, reviewers=("Dmitri",), labels_per_input="several", concepts=("new:Cat", "new:Dog", "new:Bird")
    )
    ben, dmitri = stage.person("Ben"), stage.person("Dmitri")
    await ben.sees("1 of 2")
    await suggest(stage, task, *[{"Cat": 0.9, "Dog": 0.7}] * 2)
    await ben.sees("🤖 Cat 90 % · Dog 70 %")
    await ben.click("🤖 Accept Cat and Dog")
    await ben.sees("✓ 🤖 Dog 70 %")
    await ben.click("✓ 🤖 Dog 70 %")
    await ben.click("Bird")
    await ben.sees("✓ Bird")
    await ben.click("Submit")
    await ben.sees("2 of 2")
    # The same in a window, which ticks nothing by itself.
    await ben.click("Label in a window")
    await ben.sees_modal("Cats and dogs")
    await ben.submit()
    assert ben.errors()
    await ben.click("🤖 Accept Cat and Dog")
    await ben.sees("<Cat, Dog>", "modal")
    await ben.submit()
    await ben.sees("All done", "modal")
    await ben.close()
    await dmitri.sees("Review 1 of 2")
    await dmitri.sees("🤖 suggested Cat 90 % · Dog 70 % ·")
    await dmitri.sees("chose Cat and Bird")
    await dmitri.click("Approve")
    await dmitri.sees("accepted as suggested")
    await dmitri.click("Edit and approve")
    await dmitri.sees_modal("Edit and approve")
    await dmitri.pick("Which concepts fit this picture?", "Cat", "Bird")
    await dmitri.submit()
    await dmitri.sees("all reviewed")
    rows = await export_rows(stage)
    assert [(row["concept"], row["provenance"]) for row in rows] == [
        ("Cat", "accepted"),
        ("Bird", "human"),
        ("Cat", "accepted"),
        ("Bird", "edited"),
    ]


async def test_a_window_takes_the_best_one_with_one_press(stage: Stage) -> None:
    stage.add_pictures("Photos", 2)
    task = await create_special_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 2")
    await suggest(stage, task, *[{"Cat": 0.9}] * 2)
    await ben.sees("🤖 Cat 90 %")
    await ben.click("Label in a window")
    await ben.sees_modal("Cats and dogs")
    await ben.click("🤖 Accept Cat 90 %")
    await ben.sees("2 of 2", "modal")
    await ben.pick("Which concept fits this picture?", "Dog")
    await ben.submit()
    await ben.sees("All done", "modal")
    await ben.close()
    rows = await export_rows(stage)
    assert [(row["concept"], row["provenance"]) for row in rows] == [("Cat", "accepted"), ("Dog", "human")]


async def test_a_window_that_has_become_untrue_says_so(stage: Stage) -> None:
    stage.add_pictures("Photos", 3)
    task = await create_special_task(stage)
    ben = stage.person("Ben")
    await ben.sees("1 of 3")
    await suggest(stage, task, {"Cat": 0.5}, {"Dog": 0.99}, {"Dog": 0.85})
    await ben.sees("🤖 Cat 50 %")
    await ben.click("🤖 Accept all that are sure…")
    await ben.sees_modal("Accept all")
    t = tables.suggestion
    await asyncio.to_thread(
        stage.bot.store.write, lambda unit: unit.connection.execute(t.update().where(t.c.score > 0.9).values(score=0.1))
    )
    await ben.submit()
    await ben.sees("None in your queue is suggested with 99 % or more by now.", "modal")
    await ben.submit()
    await ben.sees("1 input is answered as suggested")
    await ben.click("Un-accept it")
    await ben.sees("1 accepted answer taken back in")
    await ben.sees("1 of 3")
