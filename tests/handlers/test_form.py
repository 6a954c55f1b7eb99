"""What stands on the screen of whoever fills the form in, as typed values."""

import json
from typing import Any

import pytest

from domain.advanced import Seen
from domain.clock import SECOND
from domain.draft import TaskDraft
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod
from handlers.slack.form import draft_id, seen_form, task_draft, wants_no_review
from handlers.slack.payloads import Click, click


def filled(*, kept: dict[str, Any] | None = None, **fields: Any) -> Click:
    """A click in a form with these inputs: field -> what its element holds."""
    values = {f"{name.replace('__', ':')}:dr4ft": {"any": held} for name, held in fields.items()}
    metadata = {"draft": "dr4ft", "version": 3} if kept is None else kept
    view = {"state": {"values": values}, "private_metadata": json.dumps(metadata)}
    return click(
        {
            "type": "block_actions",
            "user": {"id": "ANA"},
            "team": {"id": "T1"},
            "view": view,
            "actions": [{"action_ts": "17.5"}],
        }
    )


def one(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def several(*values: str) -> dict[str, Any]:
    return {"selected_options": [{"value": value} for value in values]}


def test_every_field_is_read():
    clicked = filled(
        dataset=one("7"),
        new_dataset_name={"value": "Sea"},
        concepts=several("new:Tit", "9"),
        with_collaborators=one("yes"),
        labelers={"selected_users": ["BEN", "CAY"]},
        reviewers={"selected_users": ["REA"]},
        name={"value": "Wrens"},
        instructions={"value": "Look."},
        labels_per_input=one("several"),
        priority=one("2"),
        due_at={"selected_date_time": 1_900_000_000},
        distribution=one("weighted"),
        weights__BEN={"value": "3"},
        weights__CAY={"value": None},
        labelers_per_input=one("2"),
        agreement=one("2"),
        overlap={"value": "70"},
        is_rebalancing=several("on"),
        review_method=one("stacked"),
        review_share={"value": "50"},
        is_growing=one("growing"),
    )
    assert task_draft(clicked) == TaskDraft(
        "7",
        "Sea",
        labels_per_input=LabelsPerInput.SEVERAL,
        concepts=("new:Tit", "9"),
        with_collaborators=True,
        labelers=("BEN", "CAY"),
        reviewers=("REA",),
        name="Wrens",
        instructions="Look.",
        priority=Priority.HIGH,
        distribution=Distribution.WEIGHTED,
        weights={"BEN": 3, "CAY": 1},
        labelers_per_input=2,
        agreement=2,
        overlap=70,
        review_method=ReviewMethod.STACKED,
        review_share=50,
        due_at=1_900_000_000 * SECOND,
        is_growing=True,
        is_rebalancing=True,
    )
    assert (draft_id(clicked), wants_no_review(clicked)) == ("dr4ft", False)


def test_which_fields_were_seen_is_read():
    seen = seen_form(filled(weights__BEN={"value": "3"}))
    assert seen is not None
    assert seen.at == 17.5
    assert (seen.version, "weights" in (seen.fields or ()), "type" in (seen.fields or ())) == (3, True, False)


def test_what_is_not_there_is_as_in_a_fresh_form():
    assert task_draft(filled()) == TaskDraft()
    assert seen_form(filled()) == Seen(3, frozenset(), 17.5)
    assert seen_form(filled(kept={})) is None


@pytest.mark.parametrize("odd", ["", "x", "-", "1.5", "1e3", "9" * 40, "²"])
def test_what_no_form_of_ours_gives_counts_as_not_chosen(odd: str):
    clicked = filled(
        labels_per_input=one(odd),
        priority=one(odd),
        distribution=one(odd),
        labelers_per_input=one(odd),
        agreement=one(odd),
        review_method=one(odd),
        review_share={"value": odd},
        due_at={"selected_date_time": odd},
        type=one(odd),
    )
    assert task_draft(clicked) == TaskDraft()


def test_a_priority_that_there_is_not_is_the_usual_one():
    assert task_draft(filled(priority=one("7"))).priority is Priority.MEDIUM


def test_no_review_is_a_wish_until_the_reviewers_are_gone_from_the_screen():
    clicked = filled(reviewers={"selected_users": ["REA"]}, review_method=one("none"))
    assert wants_no_review(clicked)
    assert task_draft(clicked).reviewers == ("REA",)
