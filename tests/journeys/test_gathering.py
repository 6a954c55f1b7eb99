"""Choosing people by the channel, the user group, the whole workspace, and one by one: nothing typed is lost."""

import pytest

from domain.model import Role
from playground.person import PersonDriver
from playground.records import Channel, Person, UserGroup
from tests.journeys.acts import NAME
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow
CHANNEL, GROUP, EVERYONE, PERSON = (
    "Everyone in a channel",
    "A user group",
    "Everyone in the workspace",
    "New collaborator",
)


async def begin(stage: Stage) -> PersonDriver:
    """The form, with something typed into it that must not be lost."""
    stage.add_pictures("Photos", 2)
    ana = stage.person("Ana")
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    await ana.pick("Dataset", "Photos")
    await ana.pick("Concepts", "Cat", "Dog")
    await ana.pick("Collaborators", "Yes")
    await ana.fill("Name", NAME)
    await ana.fill("Instructions", "Look at the ears.")
    return ana


async def choose(stage: Stage, who: PersonDriver, channel: str, role: str = "labelers") -> None:
    await who.pick(f"Add more {role}…", CHANNEL)
    await who.sees_modal(CHANNEL)
    await who.pick("Channel", stage.workspace.channel_named(channel).id)


def people_of(stage: Stage, role: Role) -> set[str]:
    users = stage.bot.store.read(lambda unit: unit.people.of_task(1, role))
    return {stage.workspace.people[user].name for user in users}


async def test_many_at_once_and_nothing_typed_is_lost(stage: Stage) -> None:
    ana = await begin(stage)
    await ana.pick_people("Labelers", "Chloé")
    await choose(stage, ana, "labeling")
    await ana.sees("5 people to add as labelers", "modal")
    await ana.sees("1 of them is chosen already. Left out: 1 app.", "modal")
    assert (await ana.submit()).problem is None
    await ana.sees("Labelers: <U0CHLOE000, U0ANA00000, U0BEN00000, U0DMITRI00, U0GRETA000, U0SAMIR000>", "modal")
    await ana.click("Remove all labelers")
    await ana.sees("Labelers: <Choose people>", "modal")
    await ana.pick("Add more labelers…", GROUP)
    await ana.pick("User group", "Annotators")
    await ana.sees("Left out: 1 deactivated person.", "modal")
    await ana.submit()
    await ana.sees("Labelers: <U0BEN00000, U0CHLOE000>", "modal")
    await ana.pick("Add more reviewers…", EVERYONE)
    await ana.sees_modal("The whole workspace")
    await ana.sees("Add 4 people as reviewers?", "modal")
    await ana.sees("2 guests", "modal")
    await ana.submit()
    await ana.sees("Reviewers: <U0ANA00000, U0BEN00000, U0CHLOE000, U0DMITRI00>", "modal")
    await ana.pick("Add more labelers…", PERSON)
    await ana.sees_modal(PERSON)
    await ana.pick_people("People", "Emil", "Samir")
    await ana.submit()
    assert "Emil" in ana.errors()["People"] or "emil" in ana.errors()["People"]
    await ana.pick_people("People", "Samir")
    await ana.submit()
    await ana.sees("Add all collaborators (1)", "modal")
    for typed in (f"Name: <{NAME}>", "Instructions: <Look at the ears.>", "Concepts: <Cat, Dog>", "U0SAMIR000"):
        await ana.sees(typed, "modal")
    assert (await ana.submit()).problem is None
    await ana.sees_modal("Labeling tasks")
    assert people_of(stage, Role.LABELER) == {"ben", "chloé", "samir"}
    assert people_of(stage, Role.REVIEWER) == {"ana", "ben", "chloé", "dmitri"}


@pytest.mark.parametrize("stage", ["http"], indirect=True)
async def test_what_does_not_go_is_said_in_words(stage: Stage) -> None:
    workspace = stage.workspace
    ana = await begin(stage)
    await choose(stage, ana, "leads")
    await ana.sees("Labelbot is not in that private channel", "modal")
    await ana.submit()
    assert "/invite @labelbot" in ana.errors()["Channel"]
    workspace.channel_named("leads").members.add(workspace.app.bot_user)
    await ana.pick("Channel", workspace.channel_named("leads").id)
    await ana.sees("2 people to add as labelers", "modal")
    await ana.submit()
    await choose(stage, ana, "leads")
    await ana.sees("they are chosen as labelers already", "modal")
    workspace.add_channel(Channel("C0EMPTY000", "channel", "empty", set()))
    await ana.pick("Channel", "C0EMPTY000")
    await ana.sees("Nobody is in there.", "modal")
    await ana.submit()
    assert ana.errors()["Channel"] == "Nobody is in there."
    workspace.app.scopes.discard("channels:read")
    workspace.app.scopes.discard("groups:read")
    await ana.pick("Channel", workspace.channel_named("general").id)
    await ana.sees("renew the app's scopes", "modal")
    await ana.cancel()
    workspace.has_paid_plan = False
    await ana.pick("Add more reviewers…", GROUP)
    await ana.sees("User groups come with Slack's paid plans", "modal")
    await ana.cancel()
    workspace.has_paid_plan = True
    workspace.app.scopes.discard("usergroups:read")
    await ana.pick("Add more reviewers…", GROUP)
    await ana.sees("usergroups:read", "modal")
    await ana.cancel()
    await ana.sees("Name: <Cats and dogs>", "modal")
    await ana.sees("Labelers: <U0ANA00000, U0DMITRI00>", "modal")


@pytest.mark.parametrize("stage", ["http"], indirect=True)
async def test_a_group_of_many_is_found_and_kept_fresh(stage: Stage) -> None:
    ana, workspace = await begin(stage), stage.workspace
    for number in range(150):
        workspace.add_group(UserGroup(f"S0TEAM{number:04}", f"team-{number:03}", f"Team {number:03}", [ana.id]))
    await ana.pick("Add more labelers…", GROUP)
    assert len(await ana.suggestions("User group", "")) == 100
    (found,) = await ana.suggestions("User group", "@TEAM-149")
    assert found["description"]["text"] == "@team-149 · 1 person"
    await ana.pick("User group", "Team 149")
    await ana.sees("1 person to add as labeler", "modal")
    ben = stage.person("Ben")
    await ana.interactions.change_group("S0TEAM0149", [ana.id, ben.id])
    await ana.submit()
    await ana.sees(f"Labelers: <{ana.id}, {ben.id}>", "modal")
    await ana.pick("Add more labelers…", GROUP)
    assert (await ana.suggestions("User group", "149"))[0]["description"]["text"] == "@team-149 · 2 people"


@pytest.mark.parametrize("stage", ["http"], indirect=True)
async def test_a_slow_slack_shows_how_far_it_is(stage: Stage) -> None:
    ana, workspace = await begin(stage), stage.workspace
    for number in range(450):
        workspace.add_person(Person(f"U0MANY{number:04}", f"many{number:03}", f"Many {number:03}"))
    ana.patience = 15
    usual, calls = workspace.faults.next_call, 0

    def third_is_late(method: str):
        nonlocal calls
        calls += method == "users.list"
        if method == "users.list" and calls == 2:
            workspace.faults.strike("rate_limit", method, seconds=3)
        return usual(method)

    workspace.faults.next_call = third_is_late  # type: ignore[method-assign]
    await ana.pick("Add more labelers…", EVERYONE)
    await ana.sees("Asking Slack who that is… 200 people so far", "modal")
    await ana.sees("Add 454 people as labelers?", "modal")
    await ana.cancel()
    workspace.faults.strike("slow", "conversations.members", count=1, seconds=3)
    await choose(stage, ana, "general")
    await ana.submit()
    await ana.sees("Asking Slack who that is…", "modal")
    await ana.sees("4 people to add as labelers", "modal")
    await ana.submit()
    await ana.sees("Labelers: <U0ANA00000, U0BEN00000, U0CHLOE000, U0DMITRI00>", "modal")


async def test_more_people_than_a_field_shows_and_a_restart_in_between(stage: Stage) -> None:
    ana, workspace = await begin(stage), stage.workspace
    crew = [Person(f"U0MANY{number:04}", f"many{number:03}", f"Many {number:03}") for number in range(150)]
    for person in crew:
        workspace.add_person(person)
    workspace.add_channel(Channel("C0CREW0000", "channel", "crew", {person.id for person in crew}))
    await choose(stage, ana, "crew")
    await ana.sees("150 people to add as labelers", "modal")
    await ana.sees("and 130 more", "modal")
    await stage.stop()
    await stage.start()
    assert (await ana.submit()).problem is None
    await ana.sees("150 people:", "modal")
    await ana.fill("Instructions", "Look at the tails.")
    await ana.pick("Collaborators", "No")
    await ana.sees_not("150 people:", "modal")
    await ana.pick("Collaborators", "Yes")
    await ana.sees("150 people:", "modal")
    await ana.pick("Add or take out labelers…", "Take people out")
    await ana.sees("150 people chosen as labelers", "modal")
    await ana.sees("U0MANY0149", "modal")
    await ana.pick_people("Whom to take out", "many000", "many149")
    await ana.submit()
    await ana.sees("148 people:", "modal")
    await ana.sees("Instructions: <Look at the tails.>", "modal")
    assert (await ana.submit()).problem is None
    await ana.sees_modal("Labeling tasks")
    assert people_of(stage, Role.LABELER) == {person.name for person in crew[1:-1]}
