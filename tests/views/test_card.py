"""What a card offers: which buttons, with which values, and what is said to those who can't see it."""

from dataclasses import replace
from typing import Any

import pytest

from domain.model import Concept, LabelsPerInput, PictureState, Tally
from domain.read_models import CardModel, ContentModel, UndoModel
from tests.views.cases import (
    ANA,
    BEN,
    CARD,
    CHLOE,
    DISAGREED,
    ITEM,
    REVIEW,
    REVIEWED,
    SENT_BACK,
    SEVERAL,
    TASK,
    concepts,
    many,
)
from views.slack import card, review, window
from views.slack.parts import Message


def elements(message: Message) -> dict[str, dict[str, Any]]:
    found = [element for block in message.payload()["blocks"] for element in block.get("elements", ())]
    return {element["action_id"]: element for element in found if "action_id" in element}


def with_concepts(number: int, *, several: bool = False, chosen: tuple[int, ...] = ()) -> CardModel:
    task = replace(SEVERAL if several else TASK, concepts=many(number))
    return replace(CARD, task=task, item=replace(ITEM, chosen=chosen, revision=4))


def test_each_button_carries_what_a_click_means():
    values = {action: element["value"] for action, element in elements(card.card(CARD)).items()}
    assert values == {
        "label:1": "17.0.1",
        "label:2": "17.0.2",
        "label:3": "17.0.3",
        "none": "17.0",
        "skip": "17.0",
        "flag": "17.0.1",
        "instructions": "3",
        "open_window": "3",
        "undo": "16.1",
    }


def test_a_toggle_carries_the_state_it_asks_for():
    found = elements(card.card(with_concepts(3, several=True, chosen=(2,))))
    assert [found[f"toggle:{number}"]["value"] for number in (1, 2, 3)] == ["17.4.1.1", "17.4.2.0", "17.4.3.1"]
    assert found["toggle:2"]["text"]["text"] == "✓ Species 2"
    assert found["toggle:2"]["style"] == "primary"
    assert found["submit_answer"]["value"] == "17.4"


def test_what_is_flagged_can_be_unflagged():
    flagged = elements(card.card(replace(CARD, item=replace(ITEM, is_flagged=True))))["flag"]
    assert (flagged["text"]["text"], flagged["value"]) == ("⚑ Flagged", "17.0.0")


@pytest.mark.parametrize("number", [1, 20])
def test_up_to_twenty_concepts_are_buttons_in_the_tasks_order(number: int):
    labels = [action for action in elements(card.card(with_concepts(number))) if action.startswith("label:")]
    assert labels == [f"label:{index}" for index in range(1, number + 1)]


def test_more_are_a_select():
    select = elements(card.card(with_concepts(21)))["choose"]
    assert [option["value"] for option in select["options"]][:2] == ["17.4.1", "17.4.2"]
    assert len(select["options"]) == 21


def test_where_several_are_allowed_the_select_ticks_and_unticks():
    shown = card.card(with_concepts(21, several=True, chosen=(2,)))
    options = elements(shown)["toggle:choose"]["options"]
    assert [option["value"] for option in options][:2] == ["17.4.1.1", "17.4.2.0"]
    assert "Ticked: Species 2" in str(shown.payload())


def test_more_than_a_hundred_are_grouped_and_none_is_lost():
    groups = elements(card.card(with_concepts(250)))["choose"]["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["1 to 100", "101 to 200", "201 to 250"]
    values = [option["value"] for group in groups for option in group["options"]]
    assert values == [f"17.4.{number}" for number in range(1, 251)]


def test_what_does_not_fit_into_a_message_is_labeled_in_a_window():
    found = elements(card.card(with_concepts(1000)))
    assert "choose" not in found
    assert {"none", "skip", "open_window"} <= set(found)


def test_a_new_item_and_a_new_revision_have_new_block_ids():
    def ids(model: CardModel) -> set[str]:
        return {block["block_id"] for block in card.card(model).payload()["blocks"]}

    assert not ids(CARD) & ids(replace(CARD, item=replace(ITEM, assignment=18)))
    assert not ids(CARD) & ids(replace(CARD, item=replace(ITEM, revision=1)))


def test_screen_readers_hear_what_is_to_be_done():
    assert card.card(CARD).text == "Cats and dogs, 7 of 40: choose Cat, Dog or Bird."
    twelve = replace(CARD, task=replace(TASK, concepts=tuple(Concept(n, f"C{n}") for n in range(12))))
    assert card.card(twelve).text.endswith("choose C0, C1, C2, C3, C4, C5, C6, C7, C8, C9 and 2 more.")


@pytest.mark.parametrize("state", [PictureState.MISSING, PictureState.WANTED, PictureState.SCANNING])
def test_a_picture_on_its_way_is_said_and_labeling_goes_on(state: PictureState):
    shown = card.card(replace(CARD, item=replace(ITEM, content=ContentModel(state, "a.jpg"))))
    assert "on its way" in str(shown.payload())
    assert "label:1" in elements(shown)


def test_a_card_that_is_closed_or_moved_has_no_buttons():
    assert not elements(card.moved(CARD))
    assert not elements(review.moved(REVIEW))


def test_who_has_nothing_is_offered_what_there_is():
    fresh = replace(CARD, item=None, undo=None, tally=Tally(), may_take=40)
    assert {a: e["text"]["text"] for a, e in elements(card.card(fresh)).items()}["take"] == "Start labeling"
    released = replace(fresh, tally=Tally(0, 0, 10, 0), may_take=1007, released=7)
    found = elements(card.card(released))
    assert (found["take"]["text"]["text"], found["take"]["value"]) == ("Take more (7 released)", "3")
    assert "All done" not in str(card.card(released).payload())


def test_a_reviewer_chooses_one_of_several_answers():
    found = elements(review.card(DISAGREED))
    assert "approve" not in found
    chosen = {action: (one["value"], one["text"]["text"]) for action, one in found.items() if "approve" in action}
    assert chosen == {"approve:17": ("17.2", "Choose Cat"), "approve:18": ("18.1", "Choose Dog")}
    shown = review.card(DISAGREED)
    for user in (ANA, BEN, CHLOE):
        assert user in str(shown.payload()["blocks"])
    window_options = str(window.review_window(DISAGREED).to_dict())
    assert "choose:18.1" in window_options
    assert "'approve'" not in window_options


def test_a_reviewer_decides_by_name_and_in_one_go():
    found = elements(review.card(REVIEW))
    assert {action: element["value"] for action, element in found.items()} == {
        "approve": "17.2",
        "edit_answer": "17.2",
        "request_changes": "17.2",
        "reject": "17.2",
        "approve_all": "3.U0BEN00000.1800000000000000.7",
        "instructions": "3",
        "open_review_window": "3",
        "input_history": "3.0.0",
    }
    assert "All 7 answers" in found["approve_all"]["confirm"]["text"]["text"]
    alone = replace(REVIEW, item=replace(REVIEWED, of_labeler=1))
    assert "approve_all" not in elements(review.card(alone))


def test_one_label_tasks_have_no_submit():
    assert TASK.labels_per_input is LabelsPerInput.ONE
    assert "submit_answer" not in elements(card.card(CARD))


@pytest.mark.parametrize("labels", LabelsPerInput)
def test_whatever_fits_into_a_select_leaves_room_for_all_else(labels: LabelsPerInput):
    """A long reason, a broken picture and everything ticked stand beside the longest select that there can be."""
    fullest = replace(
        SENT_BACK,
        content=ContentModel(PictureState.FAILED, "x" * 300),
        chosen=tuple(range(1, 300)),
        reason="x" * 1000,
        is_skipped=True,
    )
    for number in range(20, 300, 4):
        named = concepts(*(f"{index:075}" for index in range(number)))
        task = replace(TASK, name="x" * 80, labels_per_input=labels, concepts=named)
        model = replace(CARD, task=task, item=fullest, undo=UndoModel(1, 1, "x" * 500))
        assert card.card(model, intro="x" * 200).payload()["blocks"]
