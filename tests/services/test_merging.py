"""Editing, deleting and bringing back."""

import pytest

from domain.clock import DAY, SECOND
from domain.errors import Invalid, NotAllowed, NotFound
from domain.fields import TaskField
from domain.model import Role
from domain.notices import MadeLead, QueueReady, RemovedFromTask, TaskDeleted, TaskRestored
from domain.read_models import FieldModel, Theirs
from tests.fake_clock import FakeClock
from tests.office import LEAD, Office

NAME, INSTRUCTIONS, LABELERS, LEADS = (
    TaskField.NAME,
    TaskField.INSTRUCTIONS,
    TaskField.LABELERS,
    TaskField.LEADS,
)


@pytest.fixture
def birds(office: Office) -> int:
    for who in ("ANA", "BEN", "CAY", "REA"):
        office.person(who)
    return office.task(4, ("ANA", "BEN"), reviewers=("REA",)).id


def open_(office: Office, task: int, field: TaskField) -> FieldModel:
    return office.editing.open_field(office.lead, task, field)


def save(office: Office, opened: FieldModel, value: object) -> FieldModel | None:
    """In the window that was opened so."""
    return office.editing.save(office.lead, opened.task, opened.field, value, opened.saved)


def test_different_fields_do_not_disturb_each_other(office: Office, birds: int):
    mine, theirs = open_(office, birds, NAME), open_(office, birds, INSTRUCTIONS)
    assert save(office, theirs, "Look closely.") is None
    assert save(office, mine, "Garden birds") is None
    assert (open_(office, birds, NAME).value, open_(office, birds, INSTRUCTIONS).value) == (
        "Garden birds",
        "Look closely.",
    )


def test_where_both_changed_a_field_what_was_typed_stays_beside_what_is_saved(office: Office, birds: int):
    opened = open_(office, birds, INSTRUCTIONS)
    office.save(birds, LEADS, (LEAD, "CAY"))
    cay = office.person("CAY")
    office.editing.save(cay, birds, INSTRUCTIONS, "Theirs.", opened.saved)
    shown = save(office, opened, "Mine.")
    assert shown is not None
    assert (shown.value, shown.theirs) == ("Mine.", Theirs("Theirs.", by="CAY"))
    assert open_(office, birds, INSTRUCTIONS).value == "Theirs."
    assert save(office, shown, "Mine.") is None
    assert open_(office, birds, INSTRUCTIONS).value == "Mine."


def test_who_left_a_field_as_it_was_leaves_it_to_the_other(office: Office, birds: int):
    opened = open_(office, birds, NAME)
    office.save(birds, NAME, "Garden birds")
    assert save(office, opened, "Name the birds") is None
    assert open_(office, birds, NAME).value == "Garden birds"


def test_people_in_dispute_are_shown_as_people(office: Office, birds: int):
    opened = open_(office, birds, LABELERS)
    office.save(birds, LABELERS, ("BEN",))
    shown = save(office, opened, ("ANA", "CAY"))
    assert shown is not None
    assert shown.theirs == Theirs(people=("BEN",), by=LEAD)
    assert shown.value == ("ANA", "CAY")


def test_nobody_is_named_for_what_no_edit_has_done(office: Office, birds: int):
    office.save(birds, LABELERS, ("ANA", "BEN", "CAY"))
    opened = open_(office, birds, LABELERS)
    office.person("BEN", is_deleted=True)
    shown = save(office, opened, ("ANA",))
    assert shown is not None
    assert shown.theirs == Theirs(people=("ANA", "CAY"), by=None)


def test_the_same_people_in_another_order_are_no_dispute(office: Office, birds: int):
    opened = open_(office, birds, LABELERS)
    office.save(birds, LABELERS, ("BEN", "CAY"))
    assert save(office, opened, ("CAY", "BEN")) is None
    assert open_(office, birds, LABELERS).value == ("BEN", "CAY")


def test_leads_are_named_and_told(office: Office, birds: int):
    office.save(birds, LEADS, (LEAD, "CAY"))
    assert MadeLead(birds, LEAD) in office.told("CAY")
    cay = office.person("CAY")
    assert office.save(birds, LEADS, ("CAY",), by=cay) is None
    assert RemovedFromTask(birds, "CAY", "lead") in office.told(LEAD)
    with pytest.raises(NotAllowed):
        open_(office, birds, NAME)


def test_a_task_keeps_a_lead_who_may_see_it_all(office: Office, birds: int):
    office.person("GUS", is_guest=True)
    for leads, words in (((), "at least one lead"), ((LEAD, "GUS"), "Can't lead a task: Gus")):
        with pytest.raises(Invalid, match=words):
            office.save(birds, LEADS, leads)
    # A guest may label all the same.
    assert office.save(birds, LABELERS, ("ANA", "GUS")) is None


def test_who_was_deactivated_does_not_keep_a_task_from_being_edited(office: Office, birds: int):
    office.save(birds, LABELERS, ("ANA",))
    office.person("ANA", is_deleted=True)
    assert open_(office, birds, LABELERS).value == ("ANA",), "the last labeler stays"
    office.person("BEN", is_deleted=True)
    with pytest.raises(Invalid) as refused:
        office.save(birds, LABELERS, ("ANA", "BEN"))
    assert "Ben" in refused.value.fields["labelers"]
    assert "Ana" not in refused.value.fields["labelers"]


def test_everybody_whom_it_concerns_hears_of_a_deletion(office: Office, birds: int):
    admin = office.person("ADA", is_admin=True)
    office.editing.delete(admin, birds)
    offered = TaskDeleted(birds, "ADA", may_restore=True)
    assert office.told("ADA")[-1] == office.told(LEAD)[-1] == offered
    assert office.told("ANA")[-1] == TaskDeleted(birds, "ADA")
    assert TaskDeleted(birds, "ADA") not in office.told("REA"), "nothing waited for her"
    assert office.editing.delete(admin, birds) == "Name the birds"
    assert office.told(LEAD).count(offered) == 1


def test_a_lead_who_labels_is_told_once(office: Office):
    birds = office.task(2, (LEAD, "ANA"))
    office.editing.delete(office.lead, birds.id)
    assert [one for one in office.told(LEAD) if isinstance(one, TaskDeleted)] == [TaskDeleted(birds.id, LEAD, True)]


def test_a_task_comes_back_with_its_work(office: Office, birds: int):
    office.editing.delete(office.person("ADA", is_admin=True), birds)
    office.editing.restore(office.person("ADA", is_admin=True), birds)
    for who in (LEAD, "ANA", "BEN"):
        assert office.told(who)[-1] == TaskRestored(birds, "ADA")
    assert office.listing.waiting(office.actor("ANA")).pictures == 2


def test_a_task_is_kept_for_thirty_days(office: Office, birds: int, clock: FakeClock):
    office.editing.delete(office.lead, birds)
    clock.move(30 * DAY / SECOND - 5)
    assert office.editing.restore(office.lead, birds) == "Name the birds"
    office.editing.delete(office.lead, birds)
    clock.move(30 * DAY / SECOND + 5)
    with pytest.raises(NotFound) as refused:
        office.editing.restore(office.lead, birds)
    assert "30 days" in refused.value.message


def test_a_name_that_was_taken_meanwhile_is_said(office: Office, birds: int):
    office.editing.delete(office.lead, birds)
    office.task(1, ("ANA",))
    with pytest.raises(Invalid):
        office.editing.restore(office.lead, birds)


def test_open_work_of_who_was_deactivated_goes_to_the_others(office: Office, birds: int):
    office.answer(birds, "ANA", None)
    office.person("ANA", is_deleted=True)
    office.settle()
    assert len(office.of(birds, "BEN")) == 3
    assert [one.labeler for one in office.assignments(birds)].count("ANA") == 1, "what is done stays done"
    (told,) = [one for one in office.told(LEAD) if type(one).__name__ == "PersonLeft"]
    assert (told.user, told.role, told.is_last) == ("ANA", "labeler", False)  # type: ignore[attr-defined]
    office.person("ANA", is_deleted=True)
    assert sum(type(one).__name__ == "PersonLeft" for one in office.told(LEAD)) == 1


def test_answers_of_a_reviewer_who_was_deactivated_are_anybodys(office: Office, birds: int):
    office.save(birds, TaskField.REVIEWERS, ("REA", "CAY"))
    for who in ("ANA", "BEN"):
        office.answer(birds, who, None, 2)
    office.reviewing.deal_batches()
    office.person("REA", is_deleted=True)
    office.reviewing.deal_batches()
    assert {one.reviewer for one in office.assignments(birds)} == {"CAY"}


def test_the_last_one_stays_and_the_lead_is_asked_once_for_another(office: Office):
    birds = office.task(2, ("ANA",), reviewers=("REA",))
    for _ in range(2):
        office.person("ANA", is_deleted=True)
        office.person("REA", is_deleted=True)
    asked = [one for one in office.told(LEAD) if type(one).__name__ == "PersonLeft"]
    assert [(one.user, one.is_last) for one in asked] == [("ANA", True), ("REA", True)]  # type: ignore[attr-defined]
    office.person("BEN")
    office.save(birds.id, LABELERS, ("ANA", "BEN"))
    # Whoever hears of it next finds that there is another labeler now.
    office.person("ANA", is_deleted=True)
    office.settle()
    assert office.store.read(lambda unit: unit.people.of_task(birds.id, Role.LABELER)) == ("BEN",)
    assert QueueReady(birds.id) in office.told("BEN")
    assert len(office.of(birds.id, "BEN")) == 2


def test_who_is_in_no_task_leaves_quietly(office: Office, birds: int):
    before = len(office.told(LEAD))
    office.person("CAY", is_deleted=True)
    office.editing.delete(office.lead, birds)
    office.person("BEN", is_deleted=True)
    assert len(office.told(LEAD)) == before + 1, "only of the deletion"
