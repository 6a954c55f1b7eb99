import pytest

from domain.clock import DAY, SECOND
from domain.errors import Invalid, NotAllowed, NotFound
from domain.fields import TaskField
from domain.model import AssignmentStatus
from domain.notices import QueueReady, RemovedFromTask, TaskDeleted, TaskRestored
from store.cards import LABEL, REVIEW
from tests.office import LEAD, Office

NAME, LABELERS, REVIEWERS = TaskField.NAME, TaskField.LABELERS, TaskField.REVIEWERS


def now(office: Office, task: int, field: TaskField) -> object:
    return office.editing.open_field(office.lead, task, field).value


def wrong(office: Office, task: int, field: TaskField, value: object) -> str:
    with pytest.raises(Invalid) as refused:
        office.save(task, field, value)
    assert list(refused.value.fields) == [field]
    return refused.value.fields[field]


def audited(office: Office, task: int, action: str) -> int:
    counted = "SELECT count(*) FROM audit WHERE action = '{}' AND task = {}"
    asked = counted.format(action, task)
    return office.store.read(lambda unit: unit.connection.exec_driver_sql(asked).scalar_one())


def deny(act, *given) -> None:
    with pytest.raises(NotAllowed, match=f"<@{LEAD}>"):
        act(*given)


def test_what_is_saved_is_there_and_clean(office):
    task = office.task(2).id
    for field, value in (
        (NAME, "  Sea   birds "),
        (TaskField.INSTRUCTIONS, " Look.\n"),
        (LABELERS, ("ANA", "BEN", "ANA")),
    ):
        office.save(task, field, value)
    assert [now(office, task, field) for field in (NAME, TaskField.INSTRUCTIONS, LABELERS)] == [
        "Sea birds",
        "Look.",
        ("ANA", "BEN"),
    ]
    assert office.store.read(lambda unit: unit.tasks.named("T1", "SEA birds")).id == task


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved(office):
    first, second = office.task(2), office.task(2, name="Second", reviewers=("REA",))
    office.answer(second.id, "ANA", None, 2)
    office.person("APP", is_bot=True)
    before = office.editing.open(office.lead, second.id)
    sentences = {
        (NAME, "name THE birds"): "There is a task “name THE birds” already. Choose another name.",
        (NAME, " "): "A name has 1 to 80 characters.",
        (NAME, "x" * 81): "A name has 1 to 80 characters.",
        (TaskField.INSTRUCTIONS, "x" * 3001): "Instructions can have at most 3000 characters.",
        (LABELERS, ()): "A task needs at least one labeler.",
        (REVIEWERS, ()): "2 answers wait for review. Keep a reviewer until they are decided.",
        (LABELERS, ("APP",)): "Can't be assigned: App (an app).",
    }
    assert {asked: wrong(office, second.id, *asked) for asked in sentences} == sentences
    assert office.editing.open(office.lead, second.id) == before
    office.save(first.id, NAME, "NAME the birds")


def test_the_same_save_twice_is_one_edit(office):
    """A double click, or what Slack delivers again, is not somebody else."""
    task = office.task(4, ["ANA", "BEN"]).id
    seen = office.editing.open_field(office.lead, task, LABELERS).saved
    for _ in range(2):
        assert office.editing.save(office.lead, task, LABELERS, ("BEN", "CAY"), seen) is None
    office.settle()
    assert audited(office, task, "edit labelers") == 1
    assert office.told("ANA") == [QueueReady(task), RemovedFromTask(task, LEAD, "labeler")]


def test_only_open_work_moves_and_answers_stay_with_who_gave_them(office):
    task = office.task(6, ["ANA", "BEN"], reviewers=("REA",))
    (approved, waiting) = office.answer(task.id, "BEN", task.concepts[0], 2)
    office.reviewing.take(office.actor("REA"), task.id)
    revision = next(one.revision for one in office.assignments(task.id) if one.id == approved)
    assert office.reviewing.approve(office.actor("REA"), approved, revision).note is None
    office.save(task.id, LABELERS, ("ANA",))
    office.settle()
    assert [(one.id, one.status) for one in office.of(task.id, "BEN")] == [
        (approved, AssignmentStatus.SUCCESS),
        (waiting, AssignmentStatus.AWAITING_REVIEW),
    ]
    assert len(office.of(task.id, "ANA")) == 4


def test_a_reviewer_who_goes_leaves_the_waiting_answers_to_the_others(office):
    task = office.task(2, reviewers=("REA", "ROY"))
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.reviewing.deal_batches()
    assert {one.reviewer for one in office.assignments(task.id)} == {"REA", "ROY"}
    office.save(task.id, REVIEWERS, ("ROY",))
    office.reviewing.deal_batches()
    assert {one.reviewer for one in office.assignments(task.id)} == {"ROY"}
    assert office.told("REA")[-1] == RemovedFromTask(task.id, LEAD, "reviewer")
    assert office.listing.waiting(office.actor("REA")).review == ()


def test_who_takes_themselves_out_is_not_told_about_it(office):
    task = office.task(2, [LEAD, "ANA"]).id
    office.save(task, LABELERS, ("ANA",))
    assert RemovedFromTask(task, LEAD, "labeler") not in office.told(LEAD)


def test_everybodys_cards_are_painted_anew(office):
    task = office.task(4, ["ANA", "BEN"], reviewers=("REA",)).id
    for user, kind in (("ANA", LABEL), ("BEN", LABEL), ("REA", REVIEW)):
        office.telling.card_placed((office.actor(user), task, kind), "D1", "1.1", 1)
    assert office.telling.stale_cards() == []
    office.save(task, TaskField.INSTRUCTIONS, "Look at the beak.")
    assert {(card.user, card.kind) for card in office.telling.stale_cards()} == {
        ("ANA", LABEL),
        ("BEN", LABEL),
        ("REA", REVIEW),
    }


def test_leads_and_admins_edit_delete_and_restore_and_nobody_else(office):
    task = office.task(2, reviewers=("REA",)).id
    stranger, labeler, admin = office.person("EVE"), office.person("ANA"), office.person("ADA", is_admin=True)
    wanted = (task, NAME, "Renamed", office.editing.open_field(office.lead, task, NAME).saved)
    for person in (stranger, labeler, office.person("REA")):
        deny(office.editing.open, person, task)
        deny(office.editing.open_field, person, task, NAME)
        deny(office.editing.save, person, *wanted)
        deny(office.editing.ask_delete, person, task)
        deny(office.editing.delete, person, task)
        deny(office.editing.restore, person, task)
    office.editing.save(admin, *wanted)
    assert office.editing.delete(admin, task) == office.editing.restore(admin, task) == "Renamed"


def test_another_workspace_finds_nothing_to_edit_even_its_admins(office):
    task = office.task(2).id
    foreign = Office(office.store, "T2").person(LEAD, is_admin=True)
    for act in (office.editing.open, office.editing.ask_delete, office.editing.delete, office.editing.restore):
        with pytest.raises(NotFound):
            act(foreign, task)
    with pytest.raises(NotFound):
        office.editing.save(foreign, task, NAME, "Mine", "")
    with pytest.raises(NotFound):
        office.editing.delete(office.lead, 99)


def test_deleting_says_how_many_annotations_go(office):
    task = office.task(3, several=True)
    (first, *_) = office.assignments(task.id)
    for concept in task.concepts:
        shown = office.labeling.card(office.actor("ANA"), task.id).item
        office.labeling.tick(office.actor("ANA"), first.id, shown.revision, concept, on=True)
    assert office.editing.ask_delete(office.lead, task.id).annotations == 0, "What is only ticked is no answer."
    shown = office.labeling.card(office.actor("ANA"), task.id).item
    office.labeling.submit(office.actor("ANA"), first.id, shown.revision)
    office.answer(task.id, "ANA", None)
    assert office.editing.ask_delete(office.lead, task.id).annotations == 3


def test_whoever_has_work_is_told_once_that_it_is_deleted_and_back_again(office):
    task = office.task(3, ["ANA", "BEN", LEAD], reviewers=("REA", "ROY"))
    office.answer(task.id, "BEN", task.concepts[0])
    office.reviewing.take(office.actor("ROY"), task.id)
    waits = next(one.reviewer for one in office.of(task.id, "BEN"))
    idle = {"REA", "ROY"} - {waits}
    for _ in range(2):
        assert office.editing.delete(office.lead, task.id) == "Name the birds"
    with pytest.raises(NotFound):
        office.editing.open(office.lead, task.id)
    for _ in range(2):
        assert office.editing.restore(office.lead, task.id) == "Name the birds"
    said = [TaskDeleted(task.id, LEAD), TaskRestored(task.id, LEAD)]
    for user in ("ANA", waits):
        assert [one for one in office.told(user) if one in said] == said
    for user in ("BEN", LEAD, *idle):
        assert [one for one in office.told(user) if one in said] == []
    assert (audited(office, task.id, "delete"), audited(office, task.id, "restore")) == (1, 1)


def test_a_task_comes_back_as_it_was_for_thirty_days(office, clock):
    task = office.task(3)
    office.answer(task.id, "ANA", task.concepts[0])
    before = office.assignments(task.id)
    office.editing.delete(office.lead, task.id)
    assert office.listing.waiting(office.actor("ANA")).label == ()
    clock.move(30 * DAY / SECOND - 60)
    office.editing.restore(office.lead, task.id)
    assert office.assignments(task.id) == before
    assert office.listing.waiting(office.actor("ANA")).label == ((task.id, "Name the birds", 2),)


def test_a_task_whose_name_was_taken_stays_away_until_the_other_is_renamed(office):
    first = office.task(2).id
    office.editing.delete(office.lead, first)
    second = office.task(2, name="name the BIRDS").id
    with pytest.raises(Invalid, match=r"another task “Name the birds” by now\. Rename that one first"):
        office.editing.restore(office.lead, first)
    office.save(second, NAME, "Others")
    assert office.editing.restore(office.lead, first) == "Name the birds"
