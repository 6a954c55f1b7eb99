"""What windows keep, ask and give back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.views import View

from domain.model import Tally, TaskStatus
from domain.read_models import Choice, ReasonModel
from tests.views.cases import BEN, CARD, EDIT, FILLED, FORM, ITEM, PAGE, REVIEW, ROW, SEVERAL, TASK, many
from views.slack import ids, new_task, review, task_list, window


def inputs(view: View) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view.to_dict()["blocks"] if block["type"] == "input"}


def state(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"state": {"values": {f"answer:{index}": {"typed": field} for index, field in enumerate(fields)}}}


def test_the_labeling_window_knows_what_it_asks():
    view = window.labeling_window(CARD).to_dict()
    assert json.loads(view["private_metadata"]) == {"task": 3, "assignment": 17, "revision": 0}
    assert (view["callback_id"], view["submit"]["text"]) == (ids.LABELING_WINDOW, "Submit")


def test_one_of_up_to_ten_is_a_radio_button_and_of_more_a_select():
    (radio,) = inputs(window.labeling_window(replace(CARD, task=replace(TASK, concepts=many(8))))).values()
    (select,) = inputs(window.labeling_window(replace(CARD, task=replace(TASK, concepts=many(9))))).values()
    assert (radio["type"], len(radio["options"])) == ("radio_buttons", 10)
    assert (select["type"], len(select["options"])) == ("static_select", 11)
    assert [option["value"] for option in radio["options"]][-3:] == ["8", "none", "skip"]


def test_several_are_boxes_in_tens_and_many_a_select():
    boxes = inputs(window.labeling_window(replace(CARD, task=replace(SEVERAL, concepts=many(12)))))
    assert [(one["type"], len(one["options"])) for one in boxes.values()] == [
        ("checkboxes", 10),
        ("checkboxes", 2),
        ("checkboxes", 2),
    ]
    kinds = inputs(window.labeling_window(replace(CARD, task=replace(SEVERAL, concepts=many(31))))).values()
    assert [one["type"] for one in kinds] == ["multi_static_select", "checkboxes"]


def test_the_next_item_takes_nothing_over_from_the_last_one():
    now = set(inputs(window.labeling_window(CARD)))
    then = set(inputs(window.labeling_window(replace(CARD, item=replace(ITEM, assignment=18)))))
    assert not now & then


def test_nothing_left_has_nothing_to_submit():
    assert "submit" not in window.labeling_window(replace(CARD, item=None)).to_dict()
    assert "submit" not in window.review_window(replace(REVIEW, item=None)).to_dict()


@pytest.mark.parametrize(
    ("fields", "chosen"),
    [
        ([], []),
        ([{"selected_option": None}], []),
        ([{"selected_option": {"value": "none"}}], ["none"]),
        (
            [{"selected_options": [{"value": "1"}, {"value": "2"}]}, {"selected_options": [{"value": "11"}]}],
            ["1", "2", "11"],
        ),
        ([{"selected_option": {"value": "reject"}}, {"value": "Because."}], ["reject"]),
    ],
)
def test_what_is_chosen_is_read_from_all_fields(fields: list[dict[str, Any]], chosen: list[str]):
    assert window.chosen(state(*fields)) == chosen


def test_nothing_is_chosen_in_a_window_without_fields():
    assert window.chosen({}) == []


def test_a_thousand_concepts_fit_into_a_window():
    concepts = tuple(replace(concept, name="🦜" * 75) for concept in many(1000))
    for task in (replace(TASK, concepts=concepts), replace(SEVERAL, concepts=concepts)):
        view = window.labeling_window(replace(CARD, task=task)).to_dict()
        assert len(json.dumps(view, ensure_ascii=False).encode()) < 250_000


def test_more_ticked_ones_than_slack_takes_at_first_are_said_to_be_cut():
    task = replace(SEVERAL, concepts=many(150))
    view = window.labeling_window(replace(CARD, task=task, item=replace(ITEM, chosen=tuple(range(1, 121)))))
    select, *_ = inputs(view).values()
    assert len(select["initial_options"]) == 100
    assert any("first 100 of 120" in block.get("label", {}).get("text", "") for block in view.to_dict()["blocks"])


def test_the_reason_is_asked_for_and_not_optional():
    asked = ReasonModel(17, 2, True, BEN, ("Cat",))
    view = review.reason_window(asked, response_url="https://example.com", message="1.1")
    assert json.loads(view.to_dict()["private_metadata"]) == {
        "assignment": 17,
        "revision": 2,
        "reject": True,
        "response_url": "https://example.com",
        "message": "1.1",
    }
    (block,) = [block for block in view.to_dict()["blocks"] if block["type"] == "input"]
    assert block["block_id"] == ids.FIELD_REASON
    assert not block.get("optional")


def test_the_forms_fields_are_the_drafts():
    assert list(inputs(new_task.modal(FORM))) == [
        "dataset",
        "type",
        "labels_per_input",
        "concepts",
        "with_collaborators",
        "name",
        "instructions",
    ]
    shown = list(inputs(new_task.modal(replace(FILLED, new_dataset=True))))
    assert {"new_dataset_name", "labelers:2", "reviewers:2"} <= set(shown)
    assert shown == [new_task.block_id(name.split(":")[0], FILLED) for name in shown]


def test_the_forms_concepts_keep_their_order():
    chosen = (Choice("9", "Zebra"), Choice("new:Ape", "Ape"))
    element = inputs(new_task.modal(replace(FORM, concepts=chosen)))["concepts"]
    assert [option["value"] for option in element["initial_options"]] == ["9", "new:Ape"]
    assert element["initial_options"][0] == new_task.option(chosen[0]).to_dict()


def test_more_concepts_than_slack_takes_at_first_are_no_trouble():
    chosen = tuple(Choice(str(index), f"Species {index}") for index in range(300))
    fields = inputs(new_task.modal(replace(FILLED, concepts=chosen)))
    assert len(fields["concepts"]["initial_options"]) == 100


def test_another_revision_shows_the_tasks_present_values():
    assert not set(inputs(task_list.edit_modal(EDIT))) & set(inputs(task_list.edit_modal(replace(EDIT, revision=9))))


@pytest.mark.parametrize(
    ("tally", "status", "words"),
    [
        (Tally(1, 0, 999, 0), TaskStatus.IN_PROGRESS, "Labeled 99 % · Reviewed 99 %"),
        (Tally(0, 1, 999, 0), TaskStatus.IN_PROGRESS, "Labeled ✓ · Reviewed 99 %"),
        (Tally(0, 0, 990, 10), TaskStatus.IN_PROGRESS, "✅ Complete"),
        (Tally(1000), TaskStatus.FAILED, "⚠️ Failed: gone"),
    ],
)
def test_complete_is_said_only_when_all_is_done(tally: Tally, status: TaskStatus, words: str):
    row = replace(ROW, tally=tally, inputs=1000, distributed=1000, status=status, failure="gone")
    assert words in str(task_list.modal(replace(PAGE, rows=(row,))).to_dict())


def test_only_leads_are_offered_what_only_leads_may():
    def menu(*, is_lead: bool) -> list[str]:
        page = replace(PAGE, rows=(replace(ROW, is_lead=is_lead),))
        (overflow,) = [
            element
            for block in task_list.modal(page).to_dict()["blocks"]
            for element in block.get("elements", ())
            if element["type"] == "overflow"
        ]
        return [option["value"] for option in overflow["options"]]

    assert menu(is_lead=True) == ["copy.3", "version.3", "edit.3", "export.3", "delete.3"]
    assert menu(is_lead=False) == ["copy.3"]
