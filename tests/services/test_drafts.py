"""A form that was left: offered again, continued, thrown away."""

from dataclasses import replace
from functools import partial

import pytest

from domain.advanced import Seen
from domain.clock import DAY, SECOND
from domain.draft import TaskDraft
from domain.errors import Invalid, NotAllowed, NotFound, Stale
from domain.read_models import DraftOffer, FormModel
from tests.fake_clock import FakeClock
from tests.office import Office


def leave(office: Office, **fields: object) -> FormModel:
    form = office.forms.open(office.lead)
    return office.forms.fill(office.lead.actor, form.draft, TaskDraft(**fields), Seen(0))


def offered(office: Office) -> DraftOffer | None:
    return office.forms.open(office.lead).offer


def test_the_draft_that_was_changed_last_is_offered_with_what_is_in_it(office: Office):
    assert offered(office) is None
    leave(office, name="First")
    dataset = office.add_inputs(1)
    second = leave(office, dataset=str(dataset), concepts=("new:Tit", "new:Wren"))
    found = offered(office)
    assert found is not None
    assert (found.draft, found.name, found.dataset, found.concepts) == (second.draft, "", "Birds", 2)
    leave(office, with_collaborators=True)
    assert offered(office) == found, "Nothing was in that one."


def test_nobody_is_offered_what_is_somebody_elses_or_a_task_by_now(office: Office):
    mine = leave(office, name="Mine")
    for other in (office.person("BEN"), replace(office.lead, workspace="T2")):
        assert office.forms.open(other).offer is None
    office.forms.create(office.lead, mine.draft, office.draft())
    assert offered(office) is None


def test_a_draft_is_not_offered_in_itself_nor_once_something_else_is_begun(office: Office):
    old = leave(office, name="Old")
    assert office.forms.resume(office.lead, old.draft).offer is None
    fresh = office.forms.open(office.lead)
    assert fresh.offer is not None
    begun = office.forms.fill(office.lead.actor, fresh.draft, TaskDraft(name="New"), Seen(0))
    assert begun.offer is None
    assert office.forms.resume(office.lead, old.draft).offer is None


def test_a_draft_goes_on_as_it_was_left(office: Office):
    typed = office.draft(name="Wrens", reviewers=("REA",), shows_advanced=True, review_share=20)
    left = leave(office, **{name: getattr(typed, name) for name in TaskDraft.__dataclass_fields__})
    again = office.forms.resume(office.lead, left.draft)
    assert again == left
    assert (again.name, again.reviewers, again.advanced.review_share) == ("Wrens", ("REA",), 20)
    assert (again.is_begun, again.advanced.is_open) == (True, True)


def test_only_its_owner_may_go_on_with_it(office: Office):
    left = leave(office, name="Wrens")
    with pytest.raises(Invalid, match="somebody else's"):
        office.forms.resume(office.person("BEN"), left.draft)
    with pytest.raises(NotAllowed):
        office.forms.resume(office.person("GUS", is_guest=True), left.draft)


def test_who_continues_what_is_a_task_or_gone_is_told(office: Office):
    left = leave(office, name="Wrens")
    office.forms.create(office.lead, left.draft, office.draft(name="All wrens"))
    with pytest.raises(Stale, match="became the task “All wrens”"):
        office.forms.resume(office.lead, left.draft)
    with pytest.raises(NotFound, match="30 days"):
        office.forms.resume(office.lead, "never")


def test_starting_anew_throws_the_offered_draft_away_and_keeps_what_is_typed(office: Office):
    first, second = leave(office, name="First"), leave(office, name="Second")
    fresh = office.forms.open(office.lead)
    anew = partial(office.forms.start_anew, office.lead.actor, fresh.draft)
    shown = anew(TaskDraft(), second.draft, Seen(0))
    assert shown.offer is not None
    assert shown.offer.draft == first.draft
    typed = anew(TaskDraft(name="Third"), first.draft, Seen(0))
    assert (typed.name, typed.offer) == ("Third", None)
    for gone in (first, second):
        with pytest.raises(NotFound):
            office.forms.resume(office.lead, gone.draft)


def test_nobody_throws_away_what_is_not_theirs_or_a_task(office: Office):
    left = leave(office, name="Wrens")
    ben = office.person("BEN")
    office.forms.start_anew(ben.actor, office.forms.open(ben).draft, TaskDraft(), left.draft)
    assert office.forms.resume(office.lead, left.draft).name == "Wrens"
    task = office.forms.create(office.lead, left.draft, office.draft())
    office.forms.start_anew(office.lead.actor, office.forms.open(office.lead).draft, TaskDraft(), left.draft)
    assert office.forms.create(office.lead, left.draft, office.draft(name="Again")) == task


def test_old_drafts_are_forgotten(office: Office, clock: FakeClock):
    left = leave(office, name="Wrens")
    clock.move(29 * DAY / SECOND)
    while office.purging.step():
        pass
    assert offered(office) is not None
    clock.move(2 * DAY / SECOND)
    while office.purging.step():
        pass
    assert offered(office) is None
    with pytest.raises(NotFound):
        office.forms.resume(office.lead, left.draft)


def test_more_concepts_than_a_search_may_hold_at_first_are_kept(office: Office):
    """Slack takes a hundred; whoever presses Create must not lose the others."""
    known = [str(office.concept(f"Bird {number:03}")) for number in range(130)]
    left = leave(office, concepts=tuple(known), name="Birds")
    assert (len(left.concepts), left.further_concepts) == (130, ())
    again = office.forms.resume(office.lead, left.draft)
    assert (len(again.concepts), again.further_concepts[0], len(again.further_concepts)) == (100, "Bird 100", 30)
    assert office.forms.open(office.lead).offer.concepts == 130
    screen = (TaskDraft(concepts=(*known[1:100], "new:Wren"), name="Birds"), Seen(0, frozenset({"concepts", "name"})))
    shown = office.forms.fill(office.lead.actor, left.draft, *screen)
    assert (len(shown.concepts), len(shown.further_concepts)) == (100, 30)
    everything = office.draft(concepts=screen[0].concepts, name="Birds")
    names = frozenset(TaskDraft.__dataclass_fields__) - {"further_concepts"}
    task = office.forms.create(office.lead, left.draft, everything, Seen(0, names))
    made = [one.name for one in office.store.read(lambda unit: unit.tasks.concepts(task))]
    assert (len(made), made[0], made[98:101]) == (130, "Bird 001", ["Bird 099", "Wren", "Bird 100"])


def test_the_concepts_that_the_form_has_no_room_for_can_be_left_out(office: Office):
    left = leave(office, concepts=tuple(f"new:Bird {number}" for number in range(101)))
    shown = office.forms.resume(office.lead, left.draft)
    assert shown.further_concepts == ("Bird 100",)
    screen = (TaskDraft(concepts=tuple(one.value for one in shown.concepts)), Seen(0, frozenset({"concepts"})))
    assert office.forms.drop_further(office.lead.actor, left.draft, *screen).further_concepts == ()
    assert office.forms.resume(office.lead, left.draft).further_concepts == ()
