"""What windows keep, ask and give back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.views import View

from domain.advanced import ADVANCED, ALWAYS
from domain.fields import IN_WINDOWS, TaskField
from domain.model import Distribution, LabelsPerInput, Priority, Tally, TaskStatus
from domain.read_models import AdvancedModel, Choice, FormModel, ReasonModel, TaskRow, WeightLine
from tests.views.cases import BEN, CARD, FILLED, FORM, ITEM, REVIEW, SEVERAL, TASK, many
from tests.views.editing_cases import NAME
from tests.views.form_cases import SET
from tests.views.list_cases import PAGE, ROW
from views.slack import editing, form_advanced, form_blocks, ids, new_task, review, task_list, window


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


def fields(form: FormModel) -> dict[str, dict[str, Any]]:
    """Field -> its element."""
    return {name.split(":")[0]: element for name, element in inputs(new_task.modal(form)).items()}


def test_the_forms_fields_are_the_drafts():
    assert list(fields(FORM)) == ["dataset", "type", "concepts", "with_collaborators", "name", "instructions"]
    shown = list(inputs(new_task.modal(replace(FILLED, new_dataset=True))))
    assert {"new_dataset_name:dr4ft:2", "labelers:dr4ft:2", "reviewers:dr4ft:2", "name:dr4ft"} <= set(shown)
    assert shown == [form_blocks.block_id(name.split(":")[0], FILLED) for name in shown]


def test_another_draft_in_the_same_window_shows_its_own_values():
    fresh, continued = (set(inputs(new_task.modal(form))) for form in (FORM, replace(FILLED, draft="0ld")))
    assert not fresh & continued


def test_unfolded_the_form_asks_what_has_a_meaning_and_nothing_else():
    alone = replace(FORM, advanced=AdvancedModel(is_open=True))
    assert list(fields(alone))[6:] == ["labels_per_input", "priority", "due_at", "is_growing"]
    everything = replace(FILLED, advanced=SET)
    assert set(fields(everything)) >= ADVANCED
    assert set(fields(FILLED)) & ADVANCED == set()


def test_choices_are_told_at_once_and_what_is_typed_is_not():
    told = {
        block["block_id"].split(":")[0]
        for block in new_task.modal(replace(FILLED, advanced=SET)).to_dict()["blocks"]
        if block.get("dispatch_action")
    }
    assert set(fields(replace(FILLED, advanced=SET))) - told == {
        *("name", "instructions", "weights", "overlap", "review_share"),
    }


def test_a_number_beyond_its_bounds_is_shown_as_it_was_typed():
    odd = replace(SET, review_share=0, weights=(WeightLine(BEN, "Ben", 4711),))
    shown = fields(replace(FILLED, advanced=odd))
    assert (shown["review_share"]["initial_value"], shown["review_share"]["min_value"]) == ("0", "0")
    assert (shown["weights"]["initial_value"], shown["weights"]["max_value"]) == ("4711", "4711")


def test_a_choice_that_is_not_possible_any_more_stays_to_be_seen():
    """Slack refuses a view whose initial option is none of the options."""
    shown = fields(replace(FILLED, advanced=replace(SET, labelers=2, labelers_per_input=5, labels_each=2, agreement=4)))
    assert shown["labelers_per_input"]["initial_option"]["value"] == "5"
    assert shown["agreement"]["initial_option"]["value"] == "4"


def test_with_very_many_labelers_there_are_as_many_options_as_slack_takes():
    crowd = replace(SET, labelers=250, labelers_per_input=1, labels_each=250, agreement=0)
    shown = fields(replace(FILLED, advanced=crowd))
    assert (len(shown["labelers_per_input"]["options"]), len(shown["agreement"]["options"])) == (100, 99)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Medium priority · one label per input"),
        (
            {"shown": ALWAYS, "distribution": Distribution.WEIGHTED, "agreement": 2},
            "Medium priority · one label per input",
        ),
        ({"shown": ADVANCED}, "Medium priority · one label per input · evenly"),
        (
            {"shown": ADVANCED, "distribution": Distribution.DYNAMIC, "labelers_per_input": 3, "agreement": 2},
            (
                "Medium priority · one label per input · ten at a time · 3 labelers per input · "
                "2 must agree on shapes that overlap by 50 %"
            ),
        ),
        (
            {"shown": ADVANCED - {"overlap"}, "labelers_per_input": 3, "agreement": 2},
            "Medium priority · one label per input · evenly · 3 labelers per input · 2 must agree",
        ),
        (
            {"priority": Priority.LOW, "labels_per_input": LabelsPerInput.SEVERAL, "is_growing": True},
            "Low priority · several labels per input · growing dataset",
        ),
    ],
)
def test_folded_it_says_in_a_line_what_counts(changed: dict[str, Any], words: str):
    assert form_advanced.summary(replace(AdvancedModel(), **changed)) == words


def test_an_error_stands_at_its_field_and_what_has_none_above_all():
    errors = {"name": "Give the task a name.", "weights": "A weight is a whole number.", "": "Not now.", "gone": "Odd."}
    blocks = new_task.modal(replace(FILLED, advanced=SET, errors=errors)).to_dict()["blocks"]
    above = [block["text"]["text"] for block in blocks[:3]]
    assert above == ["⚠️ Not now.", "⚠️ Odd.", "⚠️ 2 fields need another look: what is wrong stands beneath."]
    names = [block.get("block_id", "").split(":") for block in blocks]
    assert names[names.index(["name", "dr4ft"]) + 1] == ["error", "name"]
    assert names[names.index(["weights", BEN, "dr4ft"]) + 1] == ["error", "weights"]


def test_the_forms_concepts_keep_their_order():
    chosen = (Choice("9", "Zebra"), Choice("new:Ape", "Ape"))
    element = fields(replace(FORM, concepts=chosen))["concepts"]
    assert [option["value"] for option in element["initial_options"]] == ["9", "new:Ape"]
    assert element["initial_options"][0] == new_task.option(chosen[0]).to_dict()


def test_more_concepts_than_slack_takes_at_first_are_no_trouble():
    chosen = tuple(Choice(str(index), f"Species {index}") for index in range(300))
    assert len(fields(replace(FILLED, concepts=chosen))["concepts"]["initial_options"]) == 100


def test_what_somebody_else_saved_gives_the_fields_new_values():
    for model in (NAME, replace(NAME, field=TaskField.CONCEPTS, value=(), choices=(Choice("1", "Cat"),))):
        now = inputs(editing.field_modal(model))
        assert not set(now) & set(inputs(editing.field_modal(replace(model, saved="ba9876543210"))))


def test_searches_of_many_concepts_keep_what_was_chosen_whatever_was_saved():
    many_ = tuple(Choice(str(index), f"Species {index}") for index in range(101))
    model = replace(NAME, field=TaskField.CONCEPTS, value=(), choices=many_)
    again = replace(model, saved="ba9876543210")
    assert list(inputs(editing.field_modal(model))) == list(inputs(editing.field_modal(again)))


def test_every_field_has_a_window_and_a_title_that_fits():
    value = {TaskField.PRIORITY: 1, TaskField.REVIEW_METHOD: "evenly", TaskField.GROWING: False}
    for field in set(TaskField) - IN_WINDOWS:
        shown = editing.field_modal(replace(NAME, field=field, value=value.get(field, False), names=((BEN, "Ben"),)))
        assert inputs(shown)
        assert json.loads(shown.to_dict()["private_metadata"])["field"] == field


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

    assert menu(is_lead=True) == ["open.3", "copy.3", "version.3", "edit.3", "delete.3"]
    assert menu(is_lead=False) == ["open.3", "copy.3"]


def buttons(row: TaskRow) -> list[str]:
    blocks = task_list.modal(replace(PAGE, rows=(row,))).to_dict()["blocks"]
    (actions,) = [block for block in blocks if block.get("block_id") == f"task:{row.id}:actions"]
    return [one["text"]["text"] for one in actions["elements"] if one["type"] == "button"]


def test_only_leads_export():
    assert buttons(ROW) == ["Label 12", "Review 3", "Export"]
    assert buttons(replace(ROW, is_lead=False)) == ["Label 12", "Review 3"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"may_label": 0}, "You: nothing left to label ✓"),
        ({"may_review": 0}, "You: nothing left to review now"),
        ({"may_label": 0, "may_review": 0}, "You: nothing left to label ✓ · nothing left to review now"),
        ({"may_review": 0, "tally": Tally(40)}, "You: nothing to review yet"),
        ({"may_label": 0, "tally": Tally(0, 40)}, "Labeled ✓ · Reviewed 0 %"),
    ],
)
def test_words_stand_in_the_place_of_a_button_that_would_do_nothing(fields: dict[str, Any], words: str):
    row = replace(ROW, **fields)
    assert ("Label 12" in buttons(row)) == bool(row.may_label)
    assert ("Review 3" in buttons(row)) == bool(row.may_review)
    assert words in str(task_list.modal(replace(PAGE, rows=(row,))).to_dict())


def test_whoever_has_a_button_reads_nothing_in_its_place():
    assert "You: " not in str(task_list.modal(replace(PAGE, rows=(ROW,))).to_dict())
    assert "You: " not in str(
        task_list.modal(replace(PAGE, rows=(replace(ROW, is_labeler=False, may_label=0),))).to_dict()
    )
