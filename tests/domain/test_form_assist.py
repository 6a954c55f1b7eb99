"""What the form of a new task asks of a model, and what of it counts."""

from dataclasses import replace

import pytest

from domain.advanced import ALWAYS, MOST_SHOWN, Seen, as_meant, caught_up, meaningful, remarked
from domain.assisting import Leftovers
from domain.draft import TaskDraft
from domain.model import ReviewMethod
from domain.read_models import AssistForm, Choice, DryRunModel, FormModel, Meaning, ModelChoice

AUTO = TaskDraft(dataset="7", concepts=("1", "new:Tit"), name="Birds", is_auto=True, model="bees", reviewers=("REA",))
ASSISTED = replace(AUTO, is_auto=False, with_assist=True, reviewers=())


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {}),
        ({"model": ""}, {"model": "Choose the model or workflow that is to do it."}),
        ({"is_auto": False, "model": ""}, {}),
        ({"is_auto": False, "with_assist": True, "model": "", "lower": 99}, {"model"}),
        ({"is_auto": False, "with_assist": True, "lower": 99, "reviewers": ()}, {}),
        ({"lower": 91}, {"upper"}),
        ({"lower": 90}, {}),
        ({"thresholds": {"1": (60, 50)}}, {"upper"}),
        ({"thresholds": {"1": (50, 60)}}, {}),
        ({"reviewers": ()}, {"reviewers"}),
        ({"reviewers": (), "lower": 90}, {}),
        ({"reviewers": (), "lower": 90, "thresholds": {"1": (50, 60)}}, {"reviewers"}),
        ({"reviewers": (), "lower": 0, "upper": 0}, {}),
        ({"with_collaborators": True}, {}),
    ],
)
def test_what_a_model_needs_to_be_told(fields, errors):
    found = as_meant(replace(AUTO, **fields)).check()
    assert found == errors if isinstance(errors, dict) else set(found) == errors


def test_what_is_for_the_other_use_of_models_does_not_count():
    everything = {
        "with_assist": True,
        "threshold": 5,
        "is_ordering": True,
        "lower": 1,
        "upper": 2,
        "thresholds": {"1": (3, 4), "9": (5, 6)},
        "leftovers": Leftovers.LISTED,
        "is_replacing": True,
        "label_map": {"wren": "1"},
        "map_changes": {"wren": "1"},
        "labelers": ("ANA",),
    }
    auto = as_meant(replace(AUTO, **everything))
    of_assist = {
        "with_assist": False,
        "threshold": 20,
        "is_ordering": False,
        "labelers": (),
        "thresholds": {"1": (3, 4)},
    }
    assert auto == replace(AUTO, **everything | of_assist, with_collaborators=True)
    of_auto = {"lower": 50, "upper": 90, "thresholds": {}, "leftovers": Leftovers.HUMAN, "is_replacing": False}
    assert as_meant(replace(ASSISTED, **everything)) == replace(ASSISTED, **everything | of_auto)
    none = as_meant(replace(AUTO, **everything | {"is_auto": False, "with_assist": False}))
    assert (none.model, none.label_map, none.map_changes, none.threshold, none.lower) == ("", {}, {}, 20, 50)


def test_people_label_what_an_automatic_task_leaves_where_it_says_so():
    assert as_meant(replace(AUTO, labelers=("ANA",))).labelers == ("ANA",)
    assert as_meant(replace(AUTO, labelers=("ANA",), leftovers=Leftovers.LISTED)).labelers == ()


def test_of_the_folded_part_only_how_it_is_reviewed_means_something():
    crowd = replace(AUTO, with_collaborators=True, labelers=("ANA", "BEN"), labelers_per_input=2)
    assert meaningful(crowd) == ALWAYS | {"review_method"}
    assert meaningful(replace(crowd, reviewers=())) == ALWAYS
    stacked = as_meant(replace(crowd, review_method=ReviewMethod.STACKED, agreement=2, review_share=5))
    assert (stacked.review_method, stacked.agreement, stacked.review_share) == (ReviewMethod.STACKED, 0, 100)
    assert stacked.check() == {}


def test_concepts_are_marked_anew_only_where_that_changes_and_there_is_room():
    marked = remarked(AUTO, {"1", "9"})
    assert (marked.marked, marked.renewals) == (("1",), 1)
    assert remarked(marked, {"1"}) == marked
    assert remarked(marked, None) == marked
    assert remarked(AUTO, None) == AUTO
    assert remarked(marked, ()) == replace(marked, marked=(), renewals=2)
    assert remarked(replace(marked, concepts=("new:Tit",)), ()).renewals == 1
    many = replace(AUTO, concepts=tuple(map(str, range(MOST_SHOWN + 1))))
    assert remarked(many, {"1"}) == many
    assert remarked(replace(many, concepts=many.concepts[1:]), {"1"}).marked == ("1",)


def test_whoever_chooses_in_a_field_that_has_another_in_its_place_by_now_finds_the_choice_there():
    before = replace(AUTO, renewals=3, marked=("1",))
    chosen = replace(TaskDraft(), concepts=("1", "new:Tit", "2"))
    seen = Seen(0, frozenset({"concepts"}), renewals=3, marked=("1", "2"))
    now = caught_up(before, chosen, seen)
    assert (now.concepts, now.marked, now.renewals) == (chosen.concepts, ("1", "2"), 3)
    late = caught_up(before, chosen, replace(seen, renewals=2, marked=()))
    assert (late.concepts, late.marked, late.renewals) == (chosen.concepts, ("1",), 4)
    same = caught_up(before, replace(chosen, concepts=before.concepts), replace(seen, renewals=2))
    assert (same.concepts, same.marked, same.renewals) == (before.concepts, ("1",), 3)
    elsewhere = caught_up(before, replace(TaskDraft(), name="Wrens"), Seen(0, frozenset({"name"}), renewals=2))
    assert (elsewhere.name, elsewhere.concepts, elsewhere.renewals) == ("Wrens", before.concepts, 3)
    assert caught_up(before, chosen, Seen(0)).renewals == 3


def test_what_a_late_choice_has_no_room_for_is_kept_beside_the_field():
    before = replace(AUTO, renewals=1, further_concepts=("500",))
    chosen = replace(TaskDraft(), concepts=tuple(map(str, range(MOST_SHOWN + 2))))
    late = caught_up(before, chosen, Seen(0, frozenset({"concepts"})))
    assert len(late.concepts) == MOST_SHOWN
    assert late.further_concepts == ("100", "101", "500")


MODEL = ModelChoice("bees", "knows bees")
CAT, DOG = Choice("1", "Cat"), Choice("2", "Dog")
FORM = AssistForm(is_offered=True, with_assist=True, name="bees", model=MODEL, concepts=(CAT, DOG))


def test_what_the_form_says_of_a_model():
    assert FORM.uses_model
    assert not replace(FORM, with_assist=False).uses_model
    assert not replace(FORM, is_offered=False).uses_model
    labels = {"lab": "2", "beagle": "2", "fox": "9"}
    known = replace(FORM, known=frozenset({"2"}), labels=labels)
    assert known.meanings == (Meaning(DOG, ("lab", "beagle")),)
    assert known.unknown == (CAT,)
    assert known.marks == {"2"}
    assert replace(known, failure="Gone.").marks == frozenset()
    assert replace(known, labels=None).meanings == ()
    unsure = replace(known, known=None)
    assert (unsure.unknown, unsure.marks) == ((), None)


@pytest.mark.parametrize(
    ("fields", "is_coming"),
    [
        ({}, False),
        ({"known": None}, True),
        ({"labels": None}, True),
        ({"labels": None, "failure": "Gone."}, False),
        ({"labels": None, "model": None}, False),
        ({"labels": None, "with_assist": False}, False),
        ({"is_to_be_tried": True}, True),
        ({"dry_run": DryRunModel(3, 50)}, True),
        ({"dry_run": DryRunModel(50, 50)}, False),
        ({"dry_run": DryRunModel(3, 50, failure="It crashed.")}, False),
    ],
)
def test_a_form_is_looked_at_again_while_something_is_on_its_way(fields, is_coming):
    assert replace(FORM, **fields).is_coming is is_coming


def test_only_what_no_task_can_do_without_is_waited_for():
    unsure = replace(FORM, known=None)
    auto = replace(unsure, is_auto=True, with_assist=False)
    assert [one.is_awaited for one in (FORM, unsure, replace(unsure, labels=None), auto)] == [False, False, True, True]
    assert not replace(auto, known=frozenset()).is_awaited
    assert not replace(auto, failure="Gone.").is_awaited
    assert not replace(auto, is_auto=False).is_awaited


def test_a_new_dataset_will_have_all_inputs():
    form = FormModel("dr4ft", 0, inputs=0, all_inputs=40)
    assert (form.to_label, replace(form, new_dataset=True).to_label) == (0, 40)
