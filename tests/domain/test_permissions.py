from dataclasses import replace

import pytest

from domain.errors import NotAllowed
from domain.model import Actor, Person
from domain.permissions import (
    check_add,
    check_create,
    check_lead,
    check_member,
    check_same_workspace,
    may_be_assigned,
    may_become_lead,
    may_lead,
    may_see_task,
)

ANA = Person("T1", "ANA", "Ana")


def ana(*what: str) -> Person:
    return replace(ANA, **dict.fromkeys(what, True))


def test_members_may_create():
    check_create(ANA)
    check_create(ana("is_admin"))


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (["is_guest"], "Guests can label and review, but not create tasks. Ask a full member to create it for you."),
        (
            ["is_external", "is_guest"],
            "People from other organisations can't create labeling tasks here. Ask a member to create it.",
        ),
    ],
)
def test_guests_and_people_from_elsewhere_may_not_create(what, says):
    with pytest.raises(NotAllowed) as refused:
        check_create(ana(*what))
    assert refused.value.message == says


@pytest.mark.parametrize("what", ["is_guest", "is_external"])
def test_only_members_may_add_to_datasets(what):
    check_add(ANA)
    with pytest.raises(NotAllowed) as refused:
        check_add(ana(what))
    said = "Guests and people from other organisations can't add to datasets. Ask a full member to do it."
    assert refused.value.message == said


def test_leads_and_admins_lead():
    assert may_lead(ANA, ["BEN", "ANA"])
    assert may_lead(ana("is_admin"), ["BEN"])
    assert not may_lead(ANA, ["BEN"])
    check_lead(ANA, ["ANA"], "edit it")


def test_who_does_not_lead_is_told_whom_to_ask():
    with pytest.raises(NotAllowed) as refused:
        check_lead(ANA, ["BEN", "CAY"], "delete it")
    assert refused.value.message == "Only the task's lead or an admin can delete it. Ask <@BEN> or <@CAY>."


@pytest.mark.parametrize(
    ("what", "involved", "sees"),
    [
        ([], [], True),
        (["is_guest"], ["BEN"], False),
        (["is_guest"], ["BEN", "ANA"], True),
        (["is_external"], ["BEN"], False),
        (["is_external"], ["ANA"], True),
    ],
)
def test_guests_see_their_own_tasks_only(what, involved, sees):
    assert may_see_task(ana(*what), involved) is sees


@pytest.mark.parametrize(
    ("what", "fit"),
    [("is_guest", True), ("is_admin", True), ("is_bot", False), ("is_deleted", False), ("is_external", False)],
)
def test_apps_and_people_who_left_or_are_elsewhere_get_no_work(what, fit):
    assert may_be_assigned(ana(what)) is fit


@pytest.mark.parametrize(
    ("what", "fit"), [("is_admin", True), ("is_guest", False), ("is_bot", False), ("is_deleted", False)]
)
def test_who_may_not_see_all_leads_nothing(what, fit):
    assert may_become_lead(ana(what)) is fit


def test_a_person_acts_as_a_user_of_a_workspace():
    assert ANA.actor == Actor("T1", "ANA")


@pytest.mark.parametrize("what", ["is_guest", "is_external"])
def test_only_full_members_change_what_all_share(what):
    check_member(ANA, "change concepts")
    with pytest.raises(NotAllowed, match="Only full members of this workspace can change concepts"):
        check_member(ana(what), "change concepts")


def test_guests_may_look_where_people_from_elsewhere_may_not():
    check_same_workspace(ANA)
    check_same_workspace(ana("is_guest"))
    with pytest.raises(NotAllowed, match="other organisations"):
        check_same_workspace(ana("is_external"))
