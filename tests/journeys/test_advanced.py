"""The folded part of the form, and a form that was left: everything chosen is there again."""

import asyncio

import pytest

from domain.draft import TaskDraft
from domain.model import Actor, Distribution, LabelsPerInput, Priority, ReviewMethod, Role
from playground.person import PersonDriver
from tests.journeys.acts import NAME
from tests.journeys.stage import WORKSPACE, Stage

pytestmark = pytest.mark.slow
DUE = 1_900_000_000


async def open_form(stage: Stage) -> PersonDriver:
    stage.add_pictures("Photos", 6)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", "Photos")
    await ana.sees("Holds 6 pictures.", "modal")
    await ana.pick("Concepts", "Cat", "Dog")
    return ana


async def test_everything_that_is_folded_away(stage: Stage) -> None:
    ana = await open_form(stage)
    await ana.sees("Medium priority · one label per input", "modal")
    await ana.click("Advanced…")
    await ana.sees("Frozen or growing dataset", "modal")
    await ana.sees_not("Distribution", "modal")
    await ana.pick("Priority", "High")
    await ana.pick("Due", DUE)
    await ana.pick("Collaborators", "Yes")
    await ana.sees("Distribution", "modal")
    await ana.sees("there is no review step", "modal")
    await ana.pick_people("Labelers", "Ben", "Chloé")
    await ana.pick_people("Reviewers", "Dmitri")
    await ana.sees("Share that is reviewed", "modal")
    await ana.pick("Distribution", "Weighted")
    await ana.sees("Weight of ben", "modal")
    await ana.fill("Weight of ben", "3")
    await ana.pick("Review method", "Stacked")
    await ana.fill("Share that is reviewed, in percent", "50")
    await ana.pick("Frozen or growing dataset", "Growing")
    await ana.check("Rebalancing", "Open work that nobody touches for a day goes back")
    await ana.click("Fold")
    await ana.sees("High priority · one label per input · due", "modal")
    await ana.sees("weighted · untouched work returns · stacked review · 50 % reviewed · growing dataset", "modal")
    await ana.fill("Name", NAME)
    created = await ana.submit()
    assert created.problem is None, ana.errors()
    await ana.sees_modal("Labeling tasks")
    task = stage.bot.store.read(lambda unit: unit.tasks.find(1))
    assert task is not None
    assert (task.priority, task.distribution, task.lease) == (Priority.HIGH, Distribution.WEIGHTED, 86_400)
    assert (task.review_method, task.review_share, task.is_growing) == (ReviewMethod.STACKED, 50, True)
    assert task.due_at is not None
    assert task.due_at.timestamp() == DUE
    assert task.labels_per_input is LabelsPerInput.ONE
    shares = stage.bot.store.read(lambda unit: unit.people.shares(1))
    assert list(shares.values()) == [3, 1]


async def test_errors_stand_at_their_fields_and_what_is_folded_away_opens(stage: Stage) -> None:
    ana = await open_form(stage)
    await ana.click("Advanced…")
    await ana.pick("Due", 1_500_000_000)
    await ana.fill("Name", "Late")
    await ana.submit()
    assert ana.errors() == {"Due": "That moment has passed. Choose a later one, or none."}
    await ana.click("Fold")
    await ana.sees_not("In your own time zone", "modal")
    await ana.pick("Collaborators", "Yes")
    await ana.pick_people("Labelers", "Ben", "Chloé")
    await ana.pick_people("Reviewers", "Dmitri")
    await ana.submit()
    await ana.sees("That moment has passed", "modal")
    await ana.sees("1 field needs another look", "modal")
    await ana.pick("Due", DUE)
    await ana.pick("Labelers per input", "2 labelers")
    await ana.pick("Agreement", "2 of 2 must agree")
    await ana.sees_not("Review method", "modal")
    await ana.pick("Task type", "Detection")
    await ana.sees("Overlap of shapes, in percent", "modal")
    await ana.pick("Task type", "Classification")
    await ana.sees_not("Overlap of shapes", "modal")
    await ana.pick("Agreement", "Not needed")
    await ana.sees("Review method", "modal")
    await ana.pick("Review method", "None")
    await ana.sees("there is no review step", "modal")
    await ana.sees_not("U0DMITRI00", "modal")
    await ana.submit()
    await ana.sees_modal("Labeling tasks")
    task = stage.bot.store.read(lambda unit: unit.tasks.find(1))
    assert task is not None
    assert (task.labelers_per_input, task.agreement) == (2, 0)
    assert stage.bot.store.read(lambda unit: unit.people.of_task(1, Role.REVIEWER)) == ()


async def test_a_form_that_was_left_goes_on_where_it_was(stage: Stage) -> None:
    ana = await open_form(stage)
    await ana.fill("Name", NAME)
    await ana.click("Advanced…")
    await ana.pick("Priority", "Low")
    await ana.close()
    await stage.stop()
    await stage.start()
    await ana.command("/label new")
    await ana.sees(f"You have not finished  “{NAME}” , last changed", "modal")
    await ana.fill("Name", "Something else")
    await ana.click("Continue your draft")
    await ana.sees("Priority: <Low>", "modal")
    for words in (f"Name: <{NAME}>", "Dataset: <Photos>", "Concepts: <Cat, Dog>"):
        await ana.sees(words, "modal")
    await ana.sees_not("You have not finished", "modal")
    created = await ana.submit()
    assert created.problem is None
    await ana.sees_modal("Labeling tasks")
    await ana.close()
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.sees_not("You have not finished", "modal")


async def test_a_draft_can_be_thrown_away(stage: Stage) -> None:
    ana = await open_form(stage)
    await ana.close()
    await ana.command("/label new")
    await ana.sees("a task without a name over “Photos” with 2 concepts", "modal")
    await ana.click("Start anew")
    await ana.sees_not("You have not finished", "modal")
    await ana.close()
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.sees_not("You have not finished", "modal")


async def test_where_slack_opens_no_window_a_button_leads_to_the_form(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def are_late(*, now: bool) -> None:
        monkeypatch.setattr("playground.web_api.views._TRIGGER_LIFE", -1 if now else 3)

    stage.add_pictures("Photos", 6)
    ana = stage.person("Ana")
    are_late(now=True)
    await ana.command("/label new")
    await ana.sees("Slack closed the door before the window could open", "notices")
    are_late(now=False)
    await ana.click("Open a new form", "notices")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", "Photos")
    await ana.sees("Holds 6 pictures.", "modal")
    await ana.close()
    are_late(now=True)
    await ana.command("/label new")
    await ana.sees("Continue your draft", "notices")
    before = len(ana.notices)
    await ana.click("Continue your draft", "notices")
    await ana.screen.until(lambda: len(ana.notices) > before, "be told again", ana.patience)
    are_late(now=False)
    await ana.click("Continue your draft", "notices")
    await ana.sees("Holds 6 pictures.", "modal")
    await ana.pick("Concepts", "Cat")
    await ana.fill("Name", NAME)
    created = await ana.submit()
    assert created.problem is None
    await ana.sees_modal("Labeling tasks")
    await ana.close()
    await ana.click("Continue your draft", "notices")
    await ana.sees("That draft became the task", "notices")


async def test_a_draft_with_more_people_and_concepts_than_a_window_has_room_for(stage: Stage) -> None:
    ana, forms = stage.person("Ana"), stage.bot.services.forms
    crew = ("U0BEN00000", *(f"U0NOBODY{number:02}" for number in range(24)))
    left = TaskDraft(
        concepts=tuple(f"new:Bird {number:03}" for number in range(103)),
        with_collaborators=True,
        labelers=crew,
        distribution=Distribution.WEIGHTED,
        shows_advanced=True,
    )
    await asyncio.to_thread(forms.fill, Actor(WORKSPACE, ana.id), "left", left)
    await ana.command("/label new")
    await ana.sees("a task without a name with 103 concepts", "modal")
    await ana.click("Continue your draft")
    await ana.sees("Weight of ben", "modal")
    await ana.sees("Weight of somebody whom Slack does not describe", "modal")
    await ana.fill("Weight of ben", "7")
    await ana.sees("And 3 more concepts chosen before: Bird 100, Bird 101 and Bird 102.", "modal")
    await ana.click("Next ›")
    await ana.sees("Page 2 of 2 · 25 labelers", "modal")
    await ana.sees_not("Weight of ben", "modal")
    await ana.click("Leave these out")
    await ana.sees_not("chosen before", "modal")
    await ana.click("‹ Previous")
    await ana.sees("Weight of ben: <7>", "modal")
    kept = stage.bot.store.read(lambda unit: unit.drafts.find("left"))
    assert kept is not None
    assert (len(kept.fields.concepts), kept.fields.further_concepts) == (100, ())
    assert kept.fields.labelers == crew
    assert kept.fields.weights["U0BEN00000"] == 7
