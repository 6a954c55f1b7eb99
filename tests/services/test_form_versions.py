"""The New Labeling Task form between its redraws."""

from dataclasses import replace
from functools import partial

import pytest

from domain.advanced import Seen
from domain.draft import TaskDraft
from domain.errors import Invalid
from domain.model import Distribution, InputKind, Priority, ReviewMethod, Role
from domain.read_models import WeightLine
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
    added = office.add_all(form.draft, typed, Role.LABELER, Seen(form.version))
    assert set(added.labelers) == {"ANA", LEAD}
    # Clicked in the form as it was before: there, nobody is a labeler yet.
    filled = office.forms.fill(office.lead.actor, form.draft, replace(typed, name="Quick"), Seen(form.version))
    assert (set(filled.labelers), filled.name) == ({"ANA", LEAD}, "Quick")
    task = office.forms.create(office.lead, form.draft, replace(typed, name="Quick"), Seen(form.version))
    assert set(office.store.read(lambda unit: unit.people.of_task(task, Role.LABELER))) == {"ANA", LEAD}


def test_in_the_redrawn_form_people_are_whom_one_leaves_there(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    added = office.add_all(form.draft, typed, Role.LABELER, Seen(form.version))
    filled = office.forms.fill(office.lead.actor, form.draft, replace(typed, labelers=("ANA",)), Seen(added.version))
    assert filled.labelers == ("ANA",)
    kept = replace(typed, labelers=filled.labelers)
    removed = office.remove_all(form.draft, kept, Role.LABELER, Seen(added.version))
    assert (removed.labelers, removed.version) == ((), added.version + 1)
    with pytest.raises(Invalid) as refused:
        office.forms.create(office.lead, form.draft, typed, Seen(removed.version))
    assert set(refused.value.fields) == {"labelers"}


def test_what_is_folded_away_stays_as_it_was_chosen(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    me, shown = office.lead.actor, frozenset({"name", "with_collaborators", "labelers", "priority", "weights"})
    folded = shown - {"priority", "weights"}
    chosen = replace(typed, labelers=("ANA", "REA"), priority=Priority.HIGH, weights={"ANA": 5})
    office.forms.fold(me, form.draft, typed, Seen(0, folded), is_open=True)
    office.forms.fill(me, form.draft, chosen, Seen(0, shown))
    unfolded = office.forms.turn(me, form.draft, replace(chosen, weights={"REA": 3}), 7, Seen(0, shown))
    assert (unfolded.advanced.is_open, unfolded.advanced.priority) == (True, Priority.HIGH)
    back = office.forms.fold(me, form.draft, replace(typed, labelers=("ANA",)), Seen(0, folded), is_open=False)
    assert (back.advanced.is_open, back.advanced.priority, back.labelers) == (False, Priority.HIGH, ("ANA",))
    kept = office.store.read(lambda unit: unit.drafts.find(form.draft))
    assert kept.fields.weights == {"ANA": 5, "REA": 3}
    nobody = office.forms.fill(me, form.draft, TaskDraft(), Seen(0, frozenset({"with_collaborators"})))
    assert (nobody.with_collaborators, nobody.labelers) == (False, ("ANA",)), "They are there again with Yes."


def test_weights_are_asked_for_some_labelers_at_a_time_by_their_names(office: Office, typed: TaskDraft):
    crew = tuple(f"L{number:02}" for number in range(45))
    for who in crew[:-1]:
        office.person(who)
    form = office.forms.open(office.lead)
    weighted = replace(typed, labelers=crew, distribution=Distribution.WEIGHTED, weights={"L21": 9})
    shown = office.forms.fold(office.lead.actor, form.draft, weighted, is_open=True).advanced
    assert [line.user for line in shown.weights] == list(crew[:20])
    assert (shown.weights_page, shown.weights_pages, shown.labelers) == (0, 3, 45)
    second = office.forms.turn(office.lead.actor, form.draft, replace(weighted, shows_advanced=True), 1).advanced
    assert second.weights[1] == WeightLine("L21", "L21", 9)
    last = office.forms.turn(office.lead.actor, form.draft, replace(weighted, shows_advanced=True), 99).advanced
    assert [line.name for line in last.weights] == ["L40", "L41", "L42", "L43", ""]


def test_the_name_typed_for_one_new_dataset_is_not_another_ones(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    fill = partial(office.forms.fill, office.lead.actor, form.draft)
    first = fill(replace(typed, dataset="new:Garden"), Seen(0))
    assert (first.new_dataset_name, first.version) == ("Garden", 0)
    renamed = fill(replace(typed, dataset="new:Garden", new_dataset_name="My garden"), Seen(0))
    assert (renamed.new_dataset_name, renamed.version) == ("My garden", 0)
    other = fill(replace(typed, dataset="new:Sea", new_dataset_name="My garden"), Seen(0))
    assert (other.new_dataset_name, other.version) == ("Sea", 1)


def test_where_something_folded_away_is_wrong_it_opens(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    past = replace(typed, labelers=("ANA",), due_at=1)
    with pytest.raises(Invalid) as refused:
        office.forms.create(office.lead, form.draft, past)
    shown = office.forms.with_errors(office.lead.actor, form.draft, past, refused.value.fields)
    assert (shown.advanced.is_open, set(shown.errors)) == (True, {"due_at"})
    elsewhere = office.forms.with_errors(office.lead.actor, form.draft, typed, {"labelers": "Choose some."})
    assert not elsewhere.advanced.is_open


def test_what_has_no_meaning_any_more_is_in_nobodys_way(office: Office, typed: TaskDraft):
    form = office.forms.open(office.lead)
    three = {"labelers_per_input": 3, "agreement": 2, "review_method": ReviewMethod.STACKED, "reviewers": ("REA",)}
    task = office.forms.create(office.lead, form.draft, replace(typed, labelers=("ANA",), **three))
    made = office.store.read(lambda unit: unit.tasks.find(task))
    assert (made.labelers_per_input, made.agreement, made.review_method) == (1, 0, ReviewMethod.STACKED)


def test_a_form_says_what_its_dataset_holds(office: Office, typed: TaskDraft):
    texts = office.add_texts("One.", "Two.", dataset="Texts")
    fill = partial(office.forms.fill, office.lead.actor, office.forms.open(office.lead).draft)
    shown = fill(replace(typed, dataset=str(texts)))
    assert (shown.inputs, shown.kind) == (2, InputKind.TEXT)
    office.add_inputs(1, "Texts")
    mixed = fill(replace(typed, dataset=str(texts)))
    assert (mixed.inputs, mixed.kind) == (3, None)
    assert fill(replace(typed, dataset="")).kind is None
