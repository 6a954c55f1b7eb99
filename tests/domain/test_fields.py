"""What may stand in a task's fields, and what that is in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from domain.clock import SECOND
from domain.fields import (
    CHOICES,
    LABELS,
    OF_MODELS,
    PEOPLE,
    TaskField,
    edited,
    fixed,
    in_use,
    in_words,
    listed,
    rearranged,
    tidy,
    value_error,
)
from domain.model import AssistMode, Distribution, LabelsPerInput, Priority, ReviewMethod, Task, TaskStatus, TaskType

AT = datetime(2026, 11, 24, 4, 20, tzinfo=UTC)
NOW = int(AT.timestamp()) * SECOND
TASK = Task(
    3, "T1", "Birds", 5, TaskType.CLASSIFICATION, LabelsPerInput.ONE, "", TaskStatus.IN_PROGRESS, "LEAD", AT, 0, 4, 4
)
NAMES = {"ANA": "Ana", "BEN": "Ben", "1": "Cat", "2": "Dog"}


def test_every_field_has_a_label_of_its_own_that_fits_a_windows_title():
    assert set(LABELS) == set(TaskField)
    assert len(set(LABELS.values())) == len(TaskField)
    assert all(len(f"Change {label}") <= 24 for label in LABELS.values())


def test_weights_are_listed_where_they_mean_something():
    assert TaskField.WEIGHTS not in listed(TASK)
    shown = listed(replace(TASK, distribution=Distribution.WEIGHTED))
    assert shown == tuple(field for field in TaskField if field not in OF_MODELS | {TaskField.OVERLAP})


def test_what_a_model_is_asked_is_listed_where_one_takes_part():
    fields = {assist: set(listed(replace(TASK, assist=assist))) & OF_MODELS for assist in AssistMode}
    assert fields == {
        AssistMode.NONE: set(),
        AssistMode.SUGGEST: {TaskField.THRESHOLD, TaskField.ORDERING, TaskField.LABEL_MAP},
        AssistMode.AUTO: {TaskField.UPPER, TaskField.LOWER, TaskField.THRESHOLDS, TaskField.LABEL_MAP},
    }


def test_what_is_asked_of_single_concepts_is_listed_in_words():
    labels = {"tabby": "1", "beagle": "2", "siamese": "1", "owl": "9"}
    said = in_words(TaskField.LABEL_MAP, labels, NAMES, "UTC")
    assert said == "tabby, siamese → Cat; beagle → Dog; owl → a concept that is gone"
    assert in_words(TaskField.LABEL_MAP, {}, NAMES, "UTC") == "nothing"
    own = in_words(TaskField.THRESHOLDS, {"2": (40, 95)}, NAMES, "UTC")
    assert own == "Dog: approved from 95 %, reviewed from 40 %"
    assert in_words(TaskField.THRESHOLDS, {}, NAMES, "UTC") == "none"


@pytest.mark.parametrize("field", [TaskField.THRESHOLD, TaskField.UPPER, TaskField.LOWER])
def test_a_threshold_is_a_percentage(field):
    assert [value_error(TASK, field, percent, 0) is None for percent in (-1, 0, 100, 101)] == [False, True, True, False]
    assert in_words(field, 0, {}, "UTC") == "0 %"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"agreement"}),
        ({"distribution": Distribution.WEIGHTED}, {"agreement"}),
        ({"distribution": Distribution.DYNAMIC}, {"agreement", "is_rebalancing"}),
        ({"distribution": Distribution.EVERYONE}, {"agreement", "is_rebalancing"}),
        ({"labelers_per_input": 3, "agreement": 2}, {"review_method", "review_share"}),
        ({"labelers_per_input": 2, "agreement": 2}, {"review_method", "review_share", "agreement"}),
    ],
)
def test_what_answers_were_given_by_is_fixed_and_says_why(fields: dict[str, object], expected: set[str]):
    why = fixed(replace(TASK, **fields))  # type: ignore[arg-type]
    assert set(why) == expected
    assert all(why.values())


def test_always_on_and_never_on_are_told_apart():
    words = [
        fixed(replace(TASK, distribution=one))[TaskField.REBALANCING]
        for one in (Distribution.DYNAMIC, Distribution.EVERYONE)
    ]
    assert [one.split(":")[0] for one in words] == ["Always on", "Off"]


def test_values_are_kept_tidy():
    assert tidy(TaskField.NAME, "  Sea   birds ") == "Sea birds"
    assert tidy(TaskField.INSTRUCTIONS, " a  b\n") == "a  b"
    assert tidy(TaskField.LABELERS, ("BEN", "ANA", "BEN")) == ("BEN", "ANA")
    assert tidy(TaskField.CONCEPTS, ("2", "1", "2")) == ("2", "1")
    assert tidy(TaskField.REVIEW_SHARE, 50) == 50


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (TaskField.NAME, "", "1 to 80"),
        (TaskField.NAME, "x", None),
        (TaskField.NAME, "x" * 80, None),
        (TaskField.NAME, "x" * 81, "1 to 80"),
        (TaskField.INSTRUCTIONS, "", None),
        (TaskField.INSTRUCTIONS, "x" * 3000, None),
        (TaskField.INSTRUCTIONS, "x" * 3001, "at most 3000"),
        (TaskField.PRIORITY, Priority.LOW, None),
        (TaskField.DUE, None, None),
        (TaskField.DUE, NOW, "has passed"),
        (TaskField.DUE, NOW + 1, None),
        (TaskField.CONCEPTS, (), "at least one concept"),
        (TaskField.CONCEPTS, tuple(map(str, range(1000))), None),
        (TaskField.CONCEPTS, tuple(map(str, range(1001))), "these are 1,001"),
        (TaskField.CONCEPTS, ("new:" + "x" * 75,), None),
        (TaskField.CONCEPTS, ("1", "new:" + "x" * 76), "longer than 75"),
        (TaskField.LABELERS, (), "at least one labeler"),
        (TaskField.LEADS, (), "at least one lead"),
        (TaskField.LEADS, ("ANA",), None),
        (TaskField.REVIEWERS, (), None),
        (TaskField.REVIEW_SHARE, 0, "1 to 100"),
        (TaskField.REVIEW_SHARE, 1, None),
        (TaskField.REVIEW_SHARE, 100, None),
        (TaskField.REVIEW_SHARE, 101, "1 to 100"),
        (TaskField.AGREEMENT, 0, "at least 2"),
        (TaskField.AGREEMENT, 1, "at least 2"),
        (TaskField.AGREEMENT, 3, None),
        (TaskField.AGREEMENT, 4, "4 can't agree"),
    ],
)
def test_what_can_not_be_is_refused(field: TaskField, value: object, words: str | None):
    task = replace(TASK, labelers_per_input=3, agreement=2)
    wrong = value_error(task, field, value, NOW)
    assert wrong is None if words is None else words in str(wrong)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (TaskField.NAME, "Birds", "Birds"),
        (TaskField.INSTRUCTIONS, "", "none"),
        (TaskField.PRIORITY, 2, "High"),
        (TaskField.PRIORITY, Priority.LOW, "Low"),
        (TaskField.DUE, None, "none"),
        (TaskField.CONCEPTS, ("2", "new:Lynx", "1"), "Dog, Lynx, Cat"),
        (TaskField.LABELERS, ("BEN", "EVE"), "Ben, somebody"),
        (TaskField.REVIEWERS, (), "nobody"),
        (TaskField.WEIGHTS, {"BEN": 3, "EVE": 1}, "Ben × 3, somebody × 1"),
        (TaskField.REVIEW_METHOD, "stacked", "Stacked"),
        (TaskField.REVIEW_METHOD, ReviewMethod.EVENLY, "Evenly distributed"),
        (TaskField.REVIEW_SHARE, 50, "50 %"),
        (TaskField.AGREEMENT, 2, "2"),
    ],
)
def test_values_are_said_in_words(field: TaskField, value: object, words: str):
    assert in_words(field, value, NAMES, "UTC") == words


def test_moments_are_the_readers():
    assert in_words(TaskField.DUE, NOW, {}, "Europe/Berlin") == "Tue 24 Nov 2026, 05:20 (Europe/Berlin)"
    assert in_words(TaskField.DUE, NOW, {}, "Nowhere/At all") == "Tue 24 Nov 2026, 04:20 (UTC)"


def test_yes_and_no_are_said_differently():
    for field in (TaskField.GROWING, TaskField.REBALANCING):
        assert in_words(field, True, {}, "UTC") != in_words(field, False, {}, "UTC")
        assert set(CHOICES[field]) == {True, False}


def test_a_change_is_called_by_its_field():
    assert edited(TaskField.DUE) == "edit due date"
    assert len({edited(field) for field in TaskField}) == len(TaskField)
    assert set(PEOPLE) == {TaskField.LABELERS, TaskField.REVIEWERS, TaskField.LEADS}


def test_concepts_come_go_and_move_to_the_front():
    assert rearranged(["1", "2"], ["3", "1"], [], []) == ("1", "2", "3")
    assert rearranged(["1", "2", "3"], [], ["2"], ["3", "2", "3"]) == ("3", "1")


@given(*(st.lists(st.sampled_from("abcdef"), unique=True) for _ in range(4)))
def test_rearranging_loses_nothing_but_what_is_taken_out(
    now: list[str], add: list[str], out: list[str], first: list[str]
):
    found = rearranged(now, add, out, first)
    assert len(set(found)) == len(found)
    assert set(found) == (set(now) | set(add)) - set(out)
    rest = [one for one in found if one not in first]
    assert rest == [one for one in dict.fromkeys([*now, *add]) if one in rest], "all others keep their order"
    assert list(found[: len(found) - len(rest)]) == [one for one in first if one in found]


def test_what_is_used_is_counted():
    assert in_use({"dog": 14}).startswith("“dog” is used by 14 answers. Have")
    assert in_use({"dog": 1, "cat": 1200}).startswith("“dog” is used by 1 answer, “cat” is used by 1,200 answers. Have")
    three = "“a” is used by 1 answer, “b” is used by 1 answer, “c” is used by 1 answer"
    assert in_use(dict.fromkeys("abc", 1)).startswith(f"{three}. ")
    assert in_use(dict.fromkeys("abcd", 1)).startswith(f"{three} and 1 more are in use. ")


def test_what_a_model_annotates_may_do_without_labelers():
    task = replace(TASK, assist=AssistMode.AUTO)
    assert value_error(task, TaskField.LABELERS, (), NOW) is None
    assert "at least one lead" in str(value_error(task, TaskField.LEADS, (), NOW))


def test_how_much_shapes_overlap_is_asked_where_people_agree_on_them():
    agreeing = replace(TASK, type=TaskType.DETECTION, labelers_per_input=2, agreement=2)
    assert TaskField.OVERLAP in listed(agreeing)
    assert TaskField.OVERLAP not in listed(replace(agreeing, agreement=0))
    assert TaskField.OVERLAP not in listed(replace(agreeing, type=TaskType.CLASSIFICATION))
    assert [value_error(agreeing, TaskField.OVERLAP, one, 0) is None for one in (0, 1, 100, 101)] == [0, 1, 1, 0]
    assert in_words(TaskField.OVERLAP, 70, {}, "UTC") == "70 %"
