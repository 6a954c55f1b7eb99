"""Many people at once: who comes in, who becomes a collaborator, and what an Edit window keeps meanwhile."""

import pytest

from domain.errors import Invalid, NotAllowed, NotFound
from domain.fields import TaskField
from domain.gathering import MOST_PEOPLE, Gathered, LeftOut, PeopleChange
from domain.model import Person, Role
from services.selecting import Selection
from tests.office import LEAD, Office

MANY = tuple(f"U{number}" for number in range(MOST_PEOPLE))


def test_who_is_not_described_to_us_and_who_is_elsewhere_is_not_counted(office: Office):
    for user in ("ANA", "BEN"):
        office.person(user)
    office.person("GRETA", is_guest=True)
    Office(office.store, "T2").person("EVE")
    found = office.gathering.sort_out(office.lead, ["BEN", "ANA", "BEN", "GRETA", "EVE"], ("ANA",), with_guests=False)
    assert found == Gathered(("BEN",), 1, ((LeftOut.GUEST, 1),))


def test_more_people_than_a_statement_holds_are_sorted_out(office: Office):
    office.person("ANA")
    users = [f"NOBODY{number}" for number in range(70_000)]
    assert office.gathering.sort_out(office.lead, [*users, "ANA"], (), with_guests=True) == Gathered(("ANA",))


def test_a_new_collaborator_is_one_whom_add_all_means(office: Office):
    office.person("ANA")
    office.person("APP", is_bot=True)
    assert office.gathering.collaborators(office.lead) == ()
    with pytest.raises(Invalid) as refused:
        office.gathering.welcome(office.lead, ["ANA", "APP"])
    assert refused.value.fields == {"gathered": "Can't be assigned: App (an app)."}
    assert office.gathering.collaborators(office.lead) == ()
    office.gathering.welcome(office.lead, ["ANA"])
    assert office.gathering.collaborators(office.lead) == ("ANA",)


@pytest.mark.parametrize("what", ["is_guest", "is_external"])
def test_guests_and_people_from_elsewhere_learn_nothing_of_who_is_here(office: Office, what: str):
    greta = office.person("GRETA", **{what: True})
    for ask in (
        lambda: office.gathering.collaborators(greta),
        lambda: office.gathering.sort_out(greta, ["ANA"], (), with_guests=True),
        lambda: office.gathering.welcome(greta, ["GRETA"]),
    ):
        with pytest.raises(NotAllowed, match="Only full members"):
            ask()


def test_the_form_takes_no_more_people_than_a_task_can_have(office: Office):
    form = office.forms.open(office.lead)
    office.forms.fill(office.lead.actor, form.draft, office.draft(labelers=("ANA",)))
    change = (office.lead.actor, form.draft, Role.LABELER)
    with pytest.raises(Invalid, match="That makes 1,001 labelers"):
        office.forms.change_people(*change, PeopleChange(add=MANY))
    assert office.forms.people(*change) == ("ANA",)
    assert office.forms.change_people(*change, PeopleChange(add=MANY[1:])).labelers == ("ANA", *MANY[1:])
    out = PeopleChange(take_out=frozenset(MANY))
    assert office.forms.change_people(*change, out).labelers == ("ANA",)


def test_a_form_that_somebody_crammed_with_people_is_refused_at_its_field(office: Office):
    form = office.forms.open(office.lead)
    with pytest.raises(Invalid) as refused:
        office.forms.create(office.lead, form.draft, office.draft(labelers=("ANA", *MANY)))
    assert set(refused.value.fields) == {"labelers"}


def test_what_is_chosen_in_an_edit_window_is_kept_until_it_is_saved(office: Office):
    for who in ("ANA", "REA"):
        office.person(who)
    task = office.task(1, ("ANA",), reviewers=("REA",)).id
    keep, change = office.selecting.keep, office.selecting.change
    saved = keep(office.lead, task, Role.REVIEWER)
    assert saved == Selection(saved.id, ("REA",), 0, 3)
    chosen = keep(office.lead, task, Role.REVIEWER, saved.id, ("REA", "BEN"))
    assert chosen == Selection(saved.id, ("REA", "BEN"), 0, 3)
    more = change(office.lead, saved.id, Role.REVIEWER, PeopleChange(add=("CAY", "REA")))
    assert (more.people, more.version) == (("REA", "BEN", "CAY"), 1)
    # Too many for a field: the window does not show them, and they stay.
    assert keep(office.lead, task, Role.REVIEWER, saved.id).people == more.people
    assert office.selecting.find(office.lead, saved.id) == more
    with pytest.raises(Invalid, match="1,003 reviewers"):
        change(office.lead, saved.id, Role.REVIEWER, PeopleChange(add=MANY))
    assert office.store.read(lambda unit: unit.people.of_task(task, Role.REVIEWER)) == ("REA",)
    assert office.forms.open(office.lead).offer is None, "It is nobody's unfinished form."


def test_a_selection_is_its_owners_and_only_leads_begin_one(office: Office):
    task = office.task(1, ("ANA",)).id
    mine = office.selecting.keep(office.lead, task, Role.LABELER, "", (LEAD,))
    ben = office.person("BEN")
    with pytest.raises(NotAllowed):
        office.selecting.keep(ben, task, Role.LABELER)
    boss = office.person("BOSS", is_admin=True)
    form = office.forms.open(office.lead).draft
    for attempt in (
        lambda: office.selecting.find(boss, mine.id),
        lambda: office.selecting.keep(boss, task, Role.LABELER, mine.id, ()),
        lambda: office.selecting.change(boss, mine.id, Role.LABELER, PeopleChange(is_clearing=True)),
        lambda: office.selecting.find(office.lead, "n0ne"),
        lambda: office.selecting.find(office.lead, form),
    ):
        with pytest.raises(NotFound, match="too old"):
            attempt()
    assert office.selecting.find(office.lead, mine.id).people == (LEAD,)


def test_no_selection_begins_over_a_task_that_is_gone_or_of_another_workspace(office: Office):
    task = office.task(1, ("ANA",)).id
    boss, stranger = office.person("BOSS", is_admin=True), Person("T2", "BOSS", "Boss", is_admin=True)
    office.collaborating.remember([stranger])
    for who, which in ((stranger, task), (boss, task + 1)):
        with pytest.raises(NotFound, match="That task is gone"):
            office.selecting.keep(who, which, Role.LABELER)
    office.editing.delete(office.lead, task)
    with pytest.raises(NotFound, match="That task is gone"):
        office.selecting.keep(office.lead, task, Role.LABELER)


def test_a_task_takes_no_more_people_by_and_by_than_at_once(office: Office):
    task = office.task(1, ("ANA",)).id
    office.save(task, TaskField.LABELERS, ("ANA", *MANY[:700]))
    with pytest.raises(Invalid) as refused:
        office.save(task, TaskField.LABELERS, ("ANA", *MANY))
    assert refused.value.fields[TaskField.LABELERS].startswith(f"That makes {len(MANY) + 1:,} labelers.")
