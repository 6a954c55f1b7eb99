"""Accounts: who has left, who is a guest or of another workspace, and the events of their changes."""

from dataclasses import replace

import pytest

from playground.people_shapes import person_shape
from playground.person import PersonDriver
from playground.posting import post_as_app
from playground.sight import visible_people, visible_places
from playground.surfaces import DEACTIVATED
from tests.playground.forms import actions, button, field, modal, opened
from tests.playground.test_web_api_access import refusal

ANA, BEN, GRETA, SAMIR = "U0ANA00000", "U0BEN00000", "U0GRETA000", "U0SAMIR000"
HUGO, EMIL, STELLA = "U0HUGO0000", "U0EMIL0000", "U0STELLA00"


async def test_whoever_has_left_can_do_nothing(ben, scripted, workspace, interactions):
    post_as_app(workspace, workspace.im_with(BEN).id, {"text": "x", "blocks": [actions(button("Go", "go"))]})
    message = ben.last_message
    held = await ben.hold_click("Go")
    opened(workspace, modal(), BEN)
    await interactions.deactivate(BEN)
    assert scripted.last["event"]["user"]["deleted"] is True
    assert ben.modal is None
    count = len(scripted.got)
    outcomes = [
        await ben.click("Go"),
        await held(),
        await ben.say("Hello"),
        await ben.open_home(),
        await ben.message_shortcut("Keep this", message),
        await ben.command("/toy"),
    ]
    assert {(outcome.ok, outcome.problem) for outcome in outcomes if outcome.problem == DEACTIVATED} == {
        (False, DEACTIVATED)
    }
    assert not any(outcome.ok for outcome in outcomes)
    assert not (await ben.shortcut("make")).ok
    assert len(scripted.got) == count
    await interactions.reactivate(BEN)
    assert (await ben.click("Go")).ok


async def test_whoever_has_left_cannot_be_written_to(client, playground):
    playground.workspace.app.scopes |= {"im:write"}
    await playground.interactions.deactivate(BEN)
    assert (await refusal(client.chat_postMessage(channel=BEN, text="Hi")))["error"] == "user_disabled"
    assert (await refusal(client.conversations_open(users=BEN)))["error"] == "user_disabled"
    ephemeral = client.chat_postEphemeral(channel="C0LABELING", user=BEN, text="Hi")
    assert (await refusal(ephemeral))["error"] == "user_not_in_channel"
    shape = (await client.users_info(user=BEN))["user"]
    assert shape["deleted"] is True
    assert "tz" not in shape


async def test_strangers_are_out_of_reach_and_externals_are_not(client, playground):
    playground.workspace.app.scopes |= {"im:write"}
    assert (await client.chat_postMessage(channel=EMIL, text="Hi"))["ok"]
    assert (await refusal(client.chat_postMessage(channel=STELLA, text="Hi")))["error"] == "user_not_visible"
    assert (await refusal(client.conversations_open(users=STELLA)))["error"] == "user_not_visible"


async def test_what_slack_says_of_people_from_elsewhere(client):
    emil = (await client.users_info(user=EMIL))["user"]
    stella = (await client.users_info(user=STELLA))["user"]
    assert emil["team_id"] == stella["team_id"] == "T0PARTNER00"
    assert "is_stranger" not in emil
    assert stella["is_stranger"] is True
    assert not {"is_admin", "is_restricted", "locale"} & emil.keys()


async def test_externals_press_buttons_and_give_no_commands(interactions, scripted, workspace):
    emil = PersonDriver(interactions, EMIL)
    post_as_app(workspace, "C0PARTNERS", {"text": "x", "blocks": [actions(button("Go", "go"))]})
    message = emil.messages("partners")[-1]
    assert "not a valid command" in (await emil.command("/toy", channel="partners")).problem
    assert not (await emil.message_shortcut("Keep this", message)).ok
    assert (await emil.click("Go")).ok
    assert scripted.last["user"]["team_id"] == "T0PARTNER00"


async def test_what_is_said_in_a_shared_channel_is_marked(interactions, scripted, workspace):
    workspace.app.manifest = replace(workspace.app.manifest, bot_events=frozenset({"message.channels"}))
    workspace.app.scopes.add("channels:history")
    await PersonDriver(interactions, EMIL).say("Hello", channel="partners")
    assert scripted.last["is_ext_shared_channel"] is True
    assert scripted.last["event"]["team"] == "T0PARTNER00"


def test_whom_people_are_offered(workspace):
    assert {HUGO, STELLA} & visible_people(workspace, ANA) == set()
    assert EMIL in visible_people(workspace, ANA)
    assert EMIL not in visible_people(workspace, BEN), "They share no channel."
    assert visible_people(workspace, SAMIR) == workspace.channels["C0LABELING"].members
    assert visible_people(workspace, EMIL) == workspace.channels["C0PARTNERS"].members


def test_which_places_people_are_offered(workspace):
    def names(person):
        return {place.name for place in visible_places(workspace, person) if place.name}

    assert names(BEN) == {"general", "labeling", "partners"}
    assert names(ANA) == {"general", "labeling", "partners", "leads"}
    assert names(GRETA) == {"labeling", "partners"}
    assert names(SAMIR) == {"labeling"}


async def test_lists_take_only_whom_they_offer(ana, interactions, workspace):
    opened(workspace, modal(field("who", {"type": "multi_users_select", "initial_users": [HUGO]})))
    assert (await ana.pick_people("who", "Hugo", "Ben")).ok, "Who stood there may stay."
    for somebody in (STELLA, "U0NOBODY00"):
        assert "can be chosen" in (await ana.pick("who", HUGO, somebody)).problem
    samir = PersonDriver(interactions, SAMIR)
    opened(workspace, modal(field("who", {"type": "users_select"})), SAMIR)
    assert (await samir.pick_people("who", "Ben")).ok
    assert "can be chosen" in (await samir.pick_people("who", "Emil")).problem


FILTERS = [
    ({}, {"C0GENERAL0", "G0LEADS000", "C0PARTNERS", "D0ANA00000"}),
    ({"include": ["private"]}, {"G0LEADS000"}),
    ({"include": ["public"], "exclude_external_shared_channels": True}, {"C0GENERAL0"}),
    ({"include": ["im"], "exclude_bot_users": True}, set()),
    ({"exclude_bot_users": True}, {"C0GENERAL0", "G0LEADS000", "C0PARTNERS"}),
]


@pytest.mark.parametrize(("wanted", "taken"), FILTERS)
async def test_filters_of_conversations(ana, workspace, wanted, taken):
    element = {"type": "multi_conversations_select", **({"filter": wanted} if wanted else {})}
    opened(workspace, modal(field("where", element)))
    tried = ("C0GENERAL0", "G0LEADS000", "C0PARTNERS", "D0ANA00000")
    assert {place for place in tried if (await ana.pick("where", place)).ok} == taken
    assert not (await ana.pick("where", "D0BEN00000")).ok, "That is between Ben and the app."


async def test_becoming_a_guest_and_a_member_again(interactions, scripted, workspace):
    await interactions.make_guest(BEN, "C0LABELING")
    user = scripted.last["event"]["user"]
    assert (user["is_restricted"], user["is_ultra_restricted"]) == (True, True)
    assert [each.name for each in visible_places(workspace, BEN) if each.name] == ["labeling"]
    await interactions.make_guest(BEN, "C0LABELING", "C0PARTNERS")
    assert scripted.last["event"]["user"]["is_ultra_restricted"] is False
    await interactions.make_member(BEN)
    assert scripted.last["event"]["user"]["is_restricted"] is False
    assert BEN in workspace.channels["C0GENERAL0"].members


@pytest.mark.parametrize(
    ("zone", "at", "label", "offset"),
    [
        ("Europe/Amsterdam", 1_800_000_000, "Central European Time", 3600),
        ("Europe/Amsterdam", 1_815_000_000, "Central European Summer Time", 7200),
        ("Asia/Tokyo", 1_800_000_000, "Japan Standard Time", 32_400),
        ("America/Sao_Paulo", 1_800_000_000, "Sao Paulo", -10_800),
    ],
)
async def test_a_changed_time_zone(interactions, scripted, workspace, clock, zone, at, label, offset):
    await interactions.change_person(BEN, tz=zone)
    assert scripted.last["event"]["user"]["tz"] == zone
    clock.time = at
    shape = person_shape(workspace, workspace.people[BEN])
    assert (shape["tz_label"], shape["tz_offset"]) == (label, offset)


async def test_a_changed_profile(interactions, scripted, workspace, clock):
    await interactions.change_person(BEN, real_name="Benjamin Okafor", title="Botanist")
    user = scripted.last["event"]["user"]
    assert (user["profile"]["real_name"], user["profile"]["title"]) == ("Benjamin Okafor", "Botanist")
    assert user["updated"] == int(clock.time)
    assert workspace.named("Benjamin").id == BEN


async def test_user_groups(client, playground):
    assert (await refusal(client.usergroups_list()))["needed"] == "usergroups:read"
    playground.workspace.app.scopes.add("usergroups:read")
    (group,) = (await client.usergroups_list())["usergroups"]
    assert (group["handle"], group["date_delete"]) == ("annotators", 0)
    assert not {"users", "user_count"} & group.keys()
    with_all = await client.usergroups_list(include_users=True, include_count=True, include_disabled=True)
    assert [(each["handle"], each["user_count"], len(each["users"])) for each in with_all["usergroups"]] == [
        ("annotators", 3, 3),
        ("pilot", 1, 1),
    ]
    assert (await client.usergroups_users_list(usergroup="S0ANNOTATE"))["users"] == [BEN, "U0CHLOE000", HUGO]
    for unknown in ("S0NOWHERE0", "S0PILOT000"):
        assert (await refusal(client.usergroups_users_list(usergroup=unknown)))["error"] == "no_such_subteam"
    assert (await client.usergroups_users_list(usergroup="S0PILOT000", include_disabled=True))["users"] == [ANA]


async def test_a_changed_group_is_an_event(interactions, scripted, workspace, clock):
    workspace.app.manifest = replace(workspace.app.manifest, bot_events=frozenset({"subteam_members_changed"}))
    group = workspace.group_named("@annotators")
    await interactions.change_group(group.id, [BEN, ANA])
    assert not scripted.got, "It wants the scope."
    workspace.app.scopes.add("usergroups:read")
    await interactions.change_group(group.id, [BEN])
    assert (
        scripted.last["event"].items()
        >= {
            "subteam_id": group.id,
            "added_users": [],
            "removed_users": [ANA],
            "removed_users_count": 1,
            "date_update": int(clock.time),
        }.items()
    )
    await interactions.change_group(group.id, [BEN])
    assert len(scripted.got) == 1, "Nothing changed."
    with pytest.raises(LookupError, match="no user group nowhere"):
        workspace.group_named("nowhere")
