"""The New Labeling Task form between its redraws."""

from dataclasses import replace

import pytest

from domain.draft import TaskDraft
from domain.errors import Invalid
from domain.model import Role
from tests.office import LEAD, Office


@pytest.fixture
def typed(office: Office) -> TaskDraft:
    office.task(1, ("ANA",), name="Before", reviewers=("REA",))
    for who in ("ANA", "REA"):
        office.person(who)
    return office.draft(1, ())


def test_who_is_faster_than_the_redrawing_loses_nobody_whom_add_all_added(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    office.store.write(lambda unit: unit.people.add_collaborators("T1", ["ANA", LEAD]))
    added = office.forms.add_all(office.lead.actor, form.draft, typed, Role.LABELER, form.version)
    assert set(added.labelers) == {"ANA", LEAD}
    # Clicked in the form as it was before: there, nobody is a labeler yet.
    filled = office.forms.fill(office.lead.actor, form.draft, replace(typed, name="Quick"), form.version)
    assert (set(filled.labelers), filled.name) == ({"ANA", LEAD}, "Quick")
    task = office.forms.create(office.lead, form.draft, replace(typed, name="Quick"), form.version)
    assert set(office.store.read(lambda unit: unit.people.of_task(task, Role.LABELER))) == {"ANA", LEAD}


def test_in_the_redrawn_form_people_are_whom_one_leaves_there(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    added = office.forms.add_all(office.lead.actor, form.draft, typed, Role.LABELER, form.version)
    filled = office.forms.fill(office.lead.actor, form.draft, replace(typed, labelers=("ANA",)), added.version)
    assert filled.labelers == ("ANA",)
    removed = office.forms.remove_all(office.lead.actor, form.draft, typed, Role.LABELER, added.version)
    assert (removed.labelers, removed.version) == ((), added.version + 1)
    with pytest.raises(Invalid) as refused:
        office.forms.create(office.lead, form.draft, typed, removed.version)
    assert set(refused.value.fields) == {"labelers"}
