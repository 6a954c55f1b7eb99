"""Editing, deleting and bringing back."""

from dataclasses import replace

import pytest

from domain.clock import DAY, SECOND
from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import Role
from domain.notices import MadeLead, QueueReady, RemovedFromTask, TaskDeleted, TaskRestored
from domain.read_models import EditModel
from services.merging import Changes
from tests.fake_clock import FakeClock
from tests.office import LEAD, Office


def changes(model: EditModel, **fields: object) -> Changes:
    """As the window of this model sends them, with some fields filled in anew."""
    shown = (model.revision, model.name, model.instructions, model.labelers, model.reviewers, model.leads, model.saved)
    return replace(Changes(*shown), **fields)  # type: ignore[arg-type]


@pytest.fixture
def birds(office: Office) -> int:
    for who in ("ANA", "BEN", "CAY", "REA"):
        office.person(who)
    return office.task(4, ("ANA", "BEN"), reviewers=("REA",)).id


def open_(office: Office, task: int) -> EditModel:
    return office.editing.open(office.lead, task)


def test_fields_that_only_one_of_two_changed_are_taken(office: Office, birds: int):
    mine, theirs = open_(office, birds), open_(office, birds)
    assert office.editing.save(office.lead, birds, changes(theirs, instructions="Look closely.")) is None
    assert office.editing.save(office.lead, birds, changes(mine, name="Garden birds", labelers=("ANA",))) is None
    now = open_(office, birds)
    assert (now.name, now.instructions, now.labelers) == ("Garden birds", "Look closely.", ("ANA",))


def test_where_both_changed_a_field_what_was_typed_stays_beside_what_is_saved(office: Office, birds: int):
    mine, theirs = open_(office, birds), open_(office, birds)
    office.editing.save(office.lead, birds, changes(theirs, instructions="Theirs.", reviewers=("REA", "CAY")))
    shown = office.editing.save(office.lead, birds, changes(mine, instructions="Mine.", name="Garden birds"))
    assert shown is not None
    assert (shown.instructions, shown.name, shown.reviewers) == ("Mine.", "Garden birds", ("REA", "CAY"))
    assert dict(shown.theirs) == {"instructions": "Theirs."}
    assert open_(office, birds).name == "Name the birds"
    assert office.editing.save(office.lead, birds, changes(shown)) is None
    now = open_(office, birds)
    assert (now.instructions, now.name, now.reviewers) == ("Mine.", "Garden birds", ("REA", "CAY"))


def test_people_in_dispute_are_shown_as_people(office: Office, birds: int):
    mine, theirs = open_(office, birds), open_(office, birds)
    office.editing.save(office.lead, birds, changes(theirs, labelers=("BEN",)))
    shown = office.editing.save(office.lead, birds, changes(mine, labelers=("ANA", "CAY")))
    assert shown is not None
    assert dict(shown.theirs) == {"labelers": ("BEN",)}
    assert shown.labelers == ("ANA", "CAY")


def test_the_same_save_twice_is_no_dispute(office: Office, birds: int):
    mine = changes(open_(office, birds), instructions="Once.", labelers=("BEN", "ANA", "CAY"))
    assert office.editing.save(office.lead, birds, mine) is None
    assert office.editing.save(office.lead, birds, mine) is None
    assert open_(office, birds).instructions == "Once."


def test_a_window_of_an_earlier_labelbot_keeps_what_was_typed_too(office: Office, birds: int):
    """It has no digests and no leads."""
    now = open_(office, birds)
    old = Changes(now.revision, "Mine", now.instructions, now.labelers, now.reviewers)
    office.editing.save(office.lead, birds, changes(now, name="Theirs"))
    shown = office.editing.save(office.lead, birds, old)
    assert shown is not None
    assert (shown.name, dict(shown.theirs), shown.leads) == ("Mine", {"name": "Theirs"}, (LEAD,))


def test_leads_are_named_and_told(office: Office, birds: int):
    office.editing.save(office.lead, birds, changes(open_(office, birds), leads=(LEAD, "CAY")))
    assert MadeLead(birds, LEAD) in office.told("CAY")
    cay = office.person("CAY")
    assert office.editing.save(cay, birds, changes(office.editing.open(cay, birds), leads=("CAY",))) is None
    assert RemovedFromTask(birds, "CAY", "lead") in office.told(LEAD)
    with pytest.raises(NotAllowed):
        open_(office, birds)


def test_a_task_keeps_a_lead_who_may_see_it_all(office: Office, birds: int):
    office.person("GUS", is_guest=True)
    for leads, words in (((), "at least one lead"), ((LEAD, "GUS"), "Can't lead a task: Gus")):
        with pytest.raises(Invalid) as refused:
            office.editing.save(office.lead, birds, changes(open_(office, birds), leads=leads))
        assert words in refused.value.fields["leads"]
    # A guest may label all the same.
    assert office.editing.save(office.lead, birds, changes(open_(office, birds), labelers=("ANA", "GUS"))) is None


def test_who_was_deactivated_does_not_keep_a_task_from_being_edited(office: Office, birds: int):
    office.editing.save(office.lead, birds, changes(open_(office, birds), labelers=("ANA",)))
    office.person("ANA", is_deleted=True)
    assert open_(office, birds).labelers == ("ANA",), "the last labeler stays"
    assert office.editing.save(office.lead, birds, changes(open_(office, birds), instructions="New.")) is None
    office.person("BEN", is_deleted=True)
    with pytest.raises(Invalid) as refused:
        office.editing.save(office.lead, birds, changes(open_(office, birds), labelers=("ANA", "BEN")))
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
    office.editing.save(office.lead, birds, changes(open_(office, birds), reviewers=("REA", "CAY")))
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
    now = open_(office, birds.id)
    office.editing.save(office.lead, birds.id, changes(now, labelers=("ANA", "BEN")))
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
