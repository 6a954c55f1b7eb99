"""What of the folded part of the form counts."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from domain.advanced import ADVANCED, ALWAYS, AMONG_PEOPLE, Seen, as_meant, caught_up, meaningful
from domain.draft import TaskDraft
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType

CREW = ("ANA", "BEN", "CAY")
crews = st.lists(st.sampled_from(CREW), max_size=4).map(tuple)
drafts = st.builds(
    TaskDraft,
    dataset=st.just("7"),
    concepts=st.just(("1",)),
    name=st.sampled_from(["", "Birds"]),
    with_collaborators=st.booleans(),
    labelers=crews,
    reviewers=crews,
    labels_per_input=st.sampled_from(LabelsPerInput),
    priority=st.sampled_from(Priority),
    distribution=st.sampled_from(Distribution),
    weights=st.dictionaries(st.sampled_from((*CREW, "GONE")), st.integers(0, 101)),
    labelers_per_input=st.integers(0, 5),
    agreement=st.integers(0, 5),
    review_method=st.sampled_from(ReviewMethod),
    review_share=st.integers(0, 101),
    due_at=st.none() | st.integers(1, 9),
    is_growing=st.booleans(),
    is_rebalancing=st.booleans(),
)
WITH = TaskDraft(dataset="7", concepts=("1",), name="Birds", with_collaborators=True, labelers=CREW, reviewers=("REA",))
USUAL = {"distribution", "labelers_per_input", "is_rebalancing", "review_method", "review_share"}


@given(drafts)
def test_nothing_is_wrong_with_what_is_not_asked(draft: TaskDraft):
    """Else the form would complain of a field that it does not have."""
    meant = as_meant(draft)
    shown = meaningful(meant)
    assert set(meant.check()) & ADVANCED <= shown
    assert shown == meaningful(draft)


@given(drafts)
def test_what_is_not_asked_is_as_in_a_fresh_form_and_the_rest_as_it_was_chosen(draft: TaskDraft):
    meant, shown, fresh = as_meant(draft), meaningful(draft), TaskDraft()
    for name in TaskDraft.__dataclass_fields__:
        if name == "weights" and name in shown:
            continue
        assert getattr(meant, name) == getattr(fresh if name in ADVANCED - shown else draft, name)
    assert set(meant.weights) <= set(draft.labelers)
    assert as_meant(meant) == meant


@given(drafts)
def test_who_labels_alone_is_asked_the_least(draft: TaskDraft):
    assert meaningful(replace(draft, with_collaborators=False)) == ALWAYS
    assert meaningful(draft) >= ALWAYS


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, USUAL),
        ({"labelers": ()}, USUAL - {"labelers_per_input"}),
        ({"labelers": ("ANA", "ANA")}, USUAL - {"labelers_per_input"}),
        ({"reviewers": ()}, USUAL - {"review_method", "review_share"}),
        ({"distribution": Distribution.WEIGHTED}, USUAL | {"weights"}),
        ({"distribution": Distribution.DYNAMIC}, USUAL - {"is_rebalancing"}),
        (
            {"distribution": Distribution.EVERYONE},
            {"distribution", "agreement", "review_method", "review_share"},
        ),
        ({"labelers_per_input": 2}, USUAL | {"agreement"}),
        ({"labelers_per_input": 2, "labelers": ("ANA",)}, USUAL - {"labelers_per_input"}),
        ({"labelers_per_input": 2, "agreement": 2}, (USUAL | {"agreement"}) - {"review_method", "review_share"}),
        ({"agreement": 2}, USUAL),
        ({"distribution": Distribution.EVERYONE, "agreement": 2}, {"distribution", "agreement"}),
        (
            {"distribution": Distribution.EVERYONE, "labelers": ("ANA",), "agreement": 2},
            USUAL - {"labelers_per_input", "is_rebalancing"},
        ),
    ],
)
def test_what_is_asked_beside_the_other_choices(fields, shown):
    assert meaningful(replace(WITH, **fields)) == ALWAYS | shown


@pytest.mark.parametrize("type_", [TaskType.DETECTION, TaskType.SEGMENTATION])
def test_what_is_drawn_may_be_several_things_in_each_picture(type_: TaskType):
    for draft in (WITH, TaskDraft(), replace(WITH, is_auto=True)):
        drawn = replace(draft, type=type_)
        assert meaningful(drawn) == meaningful(draft) - {"labels_per_input"}
        assert as_meant(drawn).labels_per_input is LabelsPerInput.SEVERAL
    assert as_meant(WITH).labels_per_input is LabelsPerInput.ONE


def test_where_labelers_must_agree_on_shapes_it_is_asked_how_much_these_overlap():
    two = replace(WITH, labelers_per_input=2, type=TaskType.DETECTION, overlap=70)
    agreeing = replace(two, agreement=2)
    assert ["overlap" in meaningful(one) for one in (two, agreeing)] == [False, True]
    assert "overlap" not in meaningful(replace(agreeing, type=TaskType.CLASSIFICATION))
    assert [as_meant(one).overlap for one in (two, agreeing)] == [50, 70]


def test_weights_are_those_of_the_labelers():
    draft = replace(WITH, distribution=Distribution.WEIGHTED, weights={"ANA": 3, "GONE": 9})
    assert as_meant(draft).weights == {"ANA": 3}
    assert as_meant(replace(draft, distribution=Distribution.EVENLY)).weights == {}


def test_all_concepts_count_once_whether_the_form_had_room_for_them_or_not():
    meant = as_meant(replace(WITH, concepts=("1", "new:Tit"), further_concepts=("2", "1")))
    assert (meant.concepts, meant.further_concepts) == (("1", "new:Tit", "2"), ())


BEFORE = replace(WITH, weights={"ANA": 3, "BEN": 2}, shows_advanced=True, weights_page=1, priority=Priority.HIGH)
NOW = TaskDraft(name="Wrens", weights={"BEN": 7})


def test_what_the_screen_does_not_show_stays_as_it_was():
    seen = Seen(0, frozenset({"name", "weights", "with_collaborators"}))
    assert caught_up(BEFORE, NOW, seen) == replace(
        BEFORE, name="Wrens", with_collaborators=False, weights={"ANA": 3, "BEN": 7}
    )
    assert caught_up(BEFORE, replace(NOW, weights={}), Seen(0, frozenset({"name"}))) == replace(BEFORE, name="Wrens")


def test_a_screen_that_shows_everything_counts_as_it_is():
    assert caught_up(BEFORE, NOW, Seen(0)) == NOW


@given(st.permutations([1.5, 2.5, 3.5]))
def test_whatever_order_choices_come_in_the_last_one_made_counts(order: list[float]):
    draft = BEFORE
    for at in order:
        draft = caught_up(draft, replace(NOW, name=f"Wrens {at}"), Seen(0, frozenset({"name"}), at))
    assert (draft.name, draft.chosen_at, draft.priority) == ("Wrens 3.5", 3.5, Priority.HIGH)
    submitted = caught_up(draft, replace(NOW, name="Submitted"), Seen(0, frozenset({"name"})))
    assert (submitted.name, submitted.chosen_at) == ("Submitted", 3.5)
    same = caught_up(draft, replace(NOW, name="Twice"), Seen(0, frozenset({"name"}), 3.5))
    assert same.name == "Twice"


def test_every_folded_field_is_one_of_the_drafts():
    assert set(TaskDraft.__dataclass_fields__) > ADVANCED
    assert not ALWAYS & AMONG_PEOPLE
