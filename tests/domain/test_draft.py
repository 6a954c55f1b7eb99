from dataclasses import astuple, replace

import pytest

from domain.assisting import Leftovers
from domain.draft import TaskDraft, clean, fold, is_id
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType

GOOD = TaskDraft(dataset="7", concepts=("1",), name="Birds")


def wrong(**fields: object) -> dict[str, str]:
    return replace(GOOD, **fields).check()


def test_a_good_draft_has_no_errors():
    assert GOOD.check() == {}
    assert wrong(with_collaborators=True, labelers=("ANA",), reviewers=("REA",), instructions="Look.") == {}


def test_all_errors_come_at_once_each_at_its_field():
    draft = TaskDraft(with_collaborators=True, instructions="x" * 3001)
    assert draft.check() == {
        "dataset": "Choose the dataset whose inputs are to be labeled.",
        "concepts": "Choose at least one concept. Type a new name to add it.",
        "labelers": "Choose at least one labeler, or set Collaborators to No to label everything yourself.",
        "name": "Give the task a name.",
        "instructions": "Instructions can have at most 3000 characters.",
    }


def test_a_fresh_draft_is_what_the_form_shows_first():
    fresh = TaskDraft()
    nobody: tuple[str, ...] = ()
    assert astuple(fresh) == (
        *("", "", False, TaskType.CLASSIFICATION, False, "", 20, False, {}, 50, 90, {}, Leftovers.HUMAN, False),
        *(LabelsPerInput.ONE, nobody, nobody),
        *(False, nobody, nobody, "", "", nobody),
        *(Priority.MEDIUM, Distribution.EVENLY, {}, 1, 0, 50, ReviewMethod.EVENLY, 100, None, False, False),
        *(False, 0, 0, 0, nobody, {}),
    )
    assert set(fresh.check()) == {"dataset", "concepts", "name"}


@pytest.mark.parametrize(
    ("fields", "is_begun"),
    [
        ({}, False),
        ({"with_collaborators": True, "shows_advanced": True, "weights_page": 2, "chosen_at": 7.5}, False),
        ({"with_collaborators": True, "labelers": ("ANA",)}, True),
        ({"name": "B"}, True),
        ({"priority": Priority.HIGH}, True),
    ],
)
def test_a_draft_is_begun_once_something_is_in_it_that_somebody_could_miss(fields, is_begun):
    assert TaskDraft(**fields).is_begun is is_begun


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": "x" * 80}, None),
        ({"name": "x" * 81}, "A name can have at most 80 characters; this one has 81."),
        ({"name": f"  {'x' * 40}    {'y' * 39} "}, None),
        ({"name": " \n "}, "Give the task a name."),
    ],
)
def test_names_have_a_length(fields, error):
    assert wrong(**fields).get("name") == error


@pytest.mark.parametrize(
    ("concepts", "error"),
    [
        (("new:" + "x" * 75,), None),
        (("1", "new:" + "x" * 76), f"“{'x' * 30}…” is longer than 75 characters."),
        (("new:Cat", "new:Dog", "new:Catfish"), None),
        (("new:Dog", "new:Cat", "3", "new:  CAT"), "“Cat” and “  CAT” are the same concept. Keep one of them."),
        (tuple(map(str, range(1000))), None),
        (tuple(map(str, range(1001))), "A task can have at most 1000 concepts; these are 1001."),
    ],
)
def test_concepts_have_a_number_and_a_length(concepts, error):
    assert wrong(concepts=concepts).get("concepts") == error


def test_instructions_have_a_length():
    assert wrong(instructions="x" * 3000) == {}
    assert "instructions" in wrong(instructions="x" * 3001)


def test_labelers_are_asked_for_only_with_collaborators():
    assert wrong(with_collaborators=False, labelers=()) == {}
    assert set(wrong(with_collaborators=True, labelers=())) == {"labelers"}


@pytest.mark.parametrize(
    ("dataset", "typed", "is_new", "name"),
    [
        ("7", "", False, ""),
        ("", "", False, ""),
        ("new", "", True, ""),
        ("new", " All  of it ", True, "All of it"),
        ("new:Garden", "", True, "Garden"),
        ("new:Garden", "Sea", True, "Sea"),
        ("new:newspapers", "", True, "newspapers"),
        ("new:new: birds", "", True, "new: birds"),
    ],
)
def test_a_new_dataset_is_named_in_the_search_or_in_its_field(dataset, typed, is_new, name):
    draft = replace(GOOD, dataset=dataset, new_dataset_name=typed)
    assert (draft.wants_new_dataset, draft.dataset_name) == (is_new, name)


def test_a_new_dataset_needs_a_name():
    assert wrong(dataset="new") == {"new_dataset_name": "Give the new dataset a name."}
    too_long = wrong(dataset="new", new_dataset_name="x" * 81)
    assert too_long == {"new_dataset_name": "A name can have at most 80 characters; this one has 81."}
    assert wrong(dataset="new:Birds") == {}


def test_names_are_cleaned_for_the_eye_and_folded_to_compare():
    assert clean("  Blue \t Tit\n") == "Blue Tit"
    assert fold("  STRASSE  7") == fold("Straße 7") == "strasse 7"
    assert clean("Blue Tit") != fold("Blue Tit")


@pytest.mark.parametrize(
    ("value", "is_one"),
    [("7", True), ("9" * 18, True), ("9" * 19, False), ("", False), ("-1", False), ("new", False), ("²", False)],
)
def test_ids_are_what_a_database_can_be_asked_for(value, is_one):
    assert is_id(value) is is_one


CROWD = {"with_collaborators": True, "labelers": ("ANA", "BEN", "CAY"), "reviewers": ("REA",)}


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"labelers_per_input": 3}, None, ""),
        ({"labelers_per_input": 4}, "labelers_per_input", "where 3 labelers are chosen"),
        ({"labelers_per_input": 2, "labelers": ("ANA",)}, "labelers_per_input", "where 1 labeler is chosen"),
        ({"labelers_per_input": 2, "labelers": ("ANA", "ANA")}, "labelers_per_input", "where 1 labeler is chosen"),
        ({"labelers_per_input": 0}, "labelers_per_input", "at least one"),
        ({"labelers_per_input": 2, "with_collaborators": False}, "labelers_per_input", "where 1 labeler is chosen"),
        ({"labelers_per_input": 9, "distribution": Distribution.EVERYONE}, None, ""),
        ({"labelers_per_input": 9, "labelers": ()}, "labelers", "Choose at least one labeler"),
        ({"weights": {"ANA": 999}}, None, ""),
        ({"distribution": Distribution.WEIGHTED, "weights": {"ANA": 100, "BEN": 1}}, None, ""),
        ({"distribution": Distribution.WEIGHTED, "weights": {"ANA": 101}}, "weights", "from 1 to 100"),
        ({"distribution": Distribution.WEIGHTED, "weights": {"ANA": 0}}, "weights", "from 1 to 100"),
        ({"distribution": Distribution.WEIGHTED, "weights": {"ANA": 2}, "labelers_per_input": 2}, None, ""),
        ({"distribution": Distribution.WEIGHTED, "weights": {"ANA": 3}, "labelers_per_input": 2}, "weights", "1/2 of"),
        ({"labelers_per_input": 2, "agreement": 2}, None, ""),
        ({"labelers_per_input": 2, "agreement": 3}, "agreement", "3 can't agree where 2"),
        ({"overlap": 0}, "overlap", "1 to 100 percent"),
        ({"labelers_per_input": 2, "agreement": 1}, "agreement", "agrees with themselves"),
        ({"distribution": Distribution.EVERYONE, "agreement": 3}, None, ""),
        ({"distribution": Distribution.EVERYONE, "agreement": 4}, "agreement", "4 can't agree where 3"),
        ({"review_method": ReviewMethod.STACKED}, None, ""),
        ({"review_method": ReviewMethod.STACKED, "reviewers": ()}, "review_method", "needs reviewers"),
        ({"review_method": ReviewMethod.STACKED, "with_collaborators": False}, "review_method", "needs reviewers"),
        (
            {"review_method": ReviewMethod.STACKED, "labelers_per_input": 2, "agreement": 2},
            "review_method",
            "one reviewer settles",
        ),
        ({"review_share": 1}, None, ""),
        ({"review_share": 100}, None, ""),
        ({"review_share": 0}, "review_share", "1 to 100 percent"),
        ({"review_share": 101}, "review_share", "1 to 100 percent"),
    ],
)
def test_distribution_and_review_must_be_possible(fields, field, words):
    errors = wrong(**(CROWD | fields))
    assert list(errors) == ([field] if field else [])
    assert words in errors.get(field, "")


@pytest.mark.parametrize(
    ("fields", "lease"),
    [
        ({}, None),
        ({"is_rebalancing": True}, 86_400),
        ({"distribution": Distribution.DYNAMIC}, 3_600),
        ({"distribution": Distribution.EVERYONE, "is_rebalancing": True}, None),
    ],
)
def test_open_work_returns_after_a_while_where_that_is_wanted(fields, lease):
    assert replace(GOOD, **fields).lease == lease


def test_everyone_labels_each_input_where_that_is_wanted():
    assert replace(GOOD, **CROWD, labelers_per_input=2).labels_each == 2
    assert replace(GOOD, **CROWD, distribution=Distribution.EVERYONE).labels_each == 3
    assert replace(GOOD, distribution=Distribution.EVERYONE).labels_each == 1
