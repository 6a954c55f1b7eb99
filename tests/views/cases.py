"""Every state of every card, window and list, by name: what the snapshots show and what Slack's rules judge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from slack_sdk.models.views import View

from domain.advanced import ADVANCED
from domain.model import (
    ROBOT,
    Concept,
    InputKind,
    LabelsPerInput,
    PictureState,
    Tally,
    TaskType,
)
from domain.read_models import (
    AdvancedModel,
    CardModel,
    Choice,
    Closed,
    ContentModel,
    DeleteModel,
    DoneModel,
    EditAnswerModel,
    FormModel,
    GivenAnswer,
    ItemModel,
    ReasonModel,
    ReviewItem,
    ReviewModel,
    TaskHead,
    UndoModel,
)
from views.slack import card, new_task, notices, review, task_list, window
from views.slack.parts import Message

Shown = Message | View
ANA, BEN, CHLOE, DMITRI = "U0ANA00000", "U0BEN00000", "U0CHLOE000", "U0DMITRI00"
AT = datetime(2026, 11, 24, 4, 20, tzinfo=UTC)
READY = ContentModel(PictureState.READY, "IMG_0012.jpg", file="F0123456789")


def concepts(*names: str) -> tuple[Concept, ...]:
    return tuple(Concept(number, name) for number, name in enumerate(names, 1))


def many(number: int) -> tuple[Concept, ...]:
    return concepts(*(f"Species {index}" for index in range(1, number + 1)))


TASK = TaskHead(
    3,
    "Cats and dogs",
    TaskType.CLASSIFICATION,
    LabelsPerInput.ONE,
    has_instructions=True,
    concepts=concepts("Cat", "Dog", "Bird"),
    has_review=True,
)
SEVERAL = replace(TASK, name="What is in it?", labels_per_input=LabelsPerInput.SEVERAL)
ITEM = ItemModel(17, 0, 9, 7, READY)
CARD = CardModel(TASK, BEN, 12, Tally(34, 2, 4, 0), ITEM, undo=UndoModel(16, 1, "Dog"))
SENT_BACK = replace(ITEM, revision=4, reason="That is a lynx.\nLook at the ears.", reason_by=DMITRI, chosen=(1,))
DONE = replace(CARD, item=None, tally=Tally(0, 5, 34, 1))

REVIEWED = ReviewItem(17, 2, 3, 10, READY, BEN, ("Cat",), AT, of_labeler=7, of_labeler_until=1_800_000_000_000_000)
REVIEW = ReviewModel(TASK, DMITRI, 5, 8, 2, REVIEWED)
GIVEN = (
    GivenAnswer(17, 2, BEN, ("Cat",)),
    GivenAnswer(18, 1, CHLOE, ("Dog",)),
    GivenAnswer(19, 3, ANA, ("Cat",)),
)
MANY_GIVEN = tuple(GivenAnswer(number, 1, BEN, (f"Species {number}",)) for number in range(20, 46))
MANY_DISAGREE = replace(REVIEW, item=replace(REVIEWED, of_labeler=1, given=MANY_GIVEN))
DISAGREED = replace(REVIEW, item=replace(REVIEWED, of_labeler=1, given=GIVEN))

FORM = FormModel("dr4ft", 0)
FILLED = replace(
    FORM,
    version=2,
    dataset=Choice("5", "Pets", "40 inputs"),
    inputs=40,
    kind=InputKind.IMAGE,
    concepts=(Choice("1", "Cat"), Choice("new:Lynx", "Lynx")),
    with_collaborators=True,
    labelers=(BEN, CHLOE),
    reviewers=(DMITRI,),
    collaborators=4,
    name="Cats and dogs",
    instructions="Look at the **ears**.",
    is_begun=True,
    advanced=AdvancedModel(
        shown=ADVANCED - {"weights", "agreement", "overlap"},
        labels_per_input=LabelsPerInput.SEVERAL,
        labelers=2,
        has_reviewers=True,
    ),
)
HERE = {"filter": "review", "page": 2, "query": "cats", "sort": "due"}
FINISHED = DoneModel(
    3, "Cats and dogs", 40, 38, 2, (("Cat", 20), ("Dog", 15), ("None of these", 5)), ((BEN, 21), (CHLOE, 19)), True
)


def _card(model: CardModel, **item: Any) -> Callable[[], Shown]:
    assert model.item is not None
    return lambda: card.card(replace(model, item=replace(model.item, **item)))


def of(task: TaskHead, **item: Any) -> CardModel:
    return replace(CARD, task=task, item=replace(ITEM, **item), undo=None)


def _picture(state: PictureState, **fields: Any) -> ContentModel:
    return ContentModel(state, "IMG_0012.jpg", **fields)


CARDS: dict[str, Callable[[], Shown]] = {
    "card": lambda: card.card(CARD),
    "card_new": lambda: card.card(replace(CARD, undo=None), intro=notices.intro("queue", CARD)),
    "card_sent_back": lambda: card.card(
        replace(CARD, item=SENT_BACK), intro=notices.intro("sent_back", replace(CARD, item=SENT_BACK))
    ),
    "card_flagged_and_skipped": _card(CARD, is_flagged=True, is_skipped=True),
    "card_earlier_none": _card(CARD, revision=3, is_none=True),
    "card_picture_on_its_way": _card(CARD, content=_picture(PictureState.WANTED)),
    "card_picture_not_taken": lambda: card.card(CARD).without_pictures(),
    "card_picture_failed": _card(CARD, content=_picture(PictureState.FAILED)),
    "card_picture_by_url": _card(CARD, content=_picture(PictureState.READY, url="https://label.example.com/m/x.jpg")),
    "card_several": lambda: card.card(of(SEVERAL, chosen=(1, 3), revision=2)),
    "card_several_sent_back": _card(of(SEVERAL), revision=4, chosen=(1,), reason="Look again.", reason_by=DMITRI),
    "card_several_sent_back_none": _card(of(SEVERAL), revision=4, is_none=True, reason="Look again."),
    "card_20_concepts": lambda: card.card(of(replace(TASK, concepts=many(20)))),
    "card_21_concepts": lambda: card.card(of(replace(TASK, concepts=many(21)), chosen=(2,))),
    "card_21_concepts_several": lambda: card.card(of(replace(SEVERAL, concepts=many(21)), chosen=(2,))),
    "card_101_concepts": lambda: card.card(of(replace(TASK, concepts=many(101)))),
    "card_too_many_concepts": lambda: card.card(of(replace(TASK, concepts=many(1000)))),
    "card_all_done": lambda: card.card(DONE),
    "card_all_done_no_review": lambda: card.card(
        replace(DONE, task=replace(TASK, has_review=False), tally=Tally(0, 0, 40, 0), undo=None)
    ),
    "card_preparing": lambda: card.card(replace(DONE, is_preparing=True, undo=None, tally=Tally())),
    "card_nothing": lambda: card.card(replace(DONE, undo=None, tally=Tally())),
    "card_start": lambda: card.card(replace(DONE, undo=None, tally=Tally(), may_take=40)),
    "card_take_more": lambda: card.card(replace(DONE, may_take=12, released=2)),
    "card_consensus": lambda: card.card(replace(DONE, tally=Tally(0, 1, 30, 2, consensus=7))),
    "card_ended": lambda: card.card(replace(CARD, closed=Closed.ENDED)),
    "card_deleted": lambda: card.card(replace(CARD, closed=Closed.DELETED)),
    "card_removed": lambda: card.card(replace(DONE, closed=Closed.REMOVED)),
    "card_moved": lambda: card.moved(CARD),
}
REVIEWS: dict[str, Callable[[], Shown]] = {
    "review": lambda: review.card(REVIEW),
    "review_new": lambda: review.card(REVIEW, intro=notices.review_intro(REVIEW)),
    "review_of_a_model": lambda: review.card(replace(REVIEW, item=replace(REVIEWED, labeler=ROBOT))),
    "review_approved_all_of_a_model": lambda: review.approved_all(REVIEW, [(ROBOT, 1204)]),
    "review_again": lambda: review.card(
        replace(REVIEW, item=replace(REVIEWED, reason="That is a lynx.", answers=(), is_flagged=True, of_labeler=1))
    ),
    "review_more_expected": lambda: review.card(replace(REVIEW, item=None, more_expected=True)),
    "review_all_done": lambda: review.card(replace(REVIEW, item=None, reviewed=10)),
    "review_deleted": lambda: review.card(replace(REVIEW, item=None, closed=Closed.DELETED)),
    "review_removed": lambda: review.card(replace(REVIEW, item=None, closed=Closed.REMOVED)),
    "review_approved_all": lambda: review.approved_all(REVIEW, [(BEN, 1204), (ANA, 0)]),
    "review_approved_all_done": lambda: review.approved_all(replace(REVIEW, item=None, reviewed=10), [(BEN, 1)]),
    "review_disagreed": lambda: review.card(DISAGREED),
    "review_many_disagree": lambda: review.card(MANY_DISAGREE),
    "review_stacked": lambda: review.card(replace(REVIEW, item=replace(REVIEWED, approved_by=(ANA, CHLOE)))),
    "review_ended": lambda: review.card(replace(REVIEW, item=None, closed=Closed.ENDED)),
    "review_moved": lambda: review.moved(REVIEW),
    "reason_changes": lambda: review.reason_window(
        ReasonModel(17, 2, False, BEN, ("Cat",)), response_url="https://hooks.slack.com/actions/x"
    ),
    "reason_reject": lambda: review.reason_window(ReasonModel(17, 2, True, BEN, ())),
}
WINDOWS: dict[str, Callable[[], Shown]] = {
    "window": lambda: window.labeling_window(CARD),
    "window_sent_back": lambda: window.labeling_window(
        replace(CARD, item=SENT_BACK), note=f"That answer was approved already by <@{DMITRI}>."
    ),
    "window_select": lambda: window.labeling_window(of(replace(TASK, concepts=many(9)), is_none=True)),
    "window_groups": lambda: window.labeling_window(of(replace(TASK, concepts=many(101)), chosen=(101,))),
    "window_several": lambda: window.labeling_window(of(replace(SEVERAL, concepts=many(12)), chosen=(1, 12))),
    "window_several_few": lambda: window.labeling_window(of(SEVERAL, chosen=(1,))),
    "window_several_none": lambda: window.labeling_window(of(SEVERAL, is_none=True)),
    "window_several_select": lambda: window.labeling_window(of(replace(SEVERAL, concepts=many(31)), chosen=(5,))),
    "window_all_done": lambda: window.labeling_window(DONE),
    "window_preparing": lambda: window.labeling_window(replace(DONE, is_preparing=True)),
    "window_removed": lambda: window.labeling_window(replace(DONE, closed=Closed.REMOVED)),
    "window_edit_answer": lambda: window.edit_answer_window(EditAnswerModel(TASK, replace(ITEM, chosen=(1,)))),
    "window_edit_answer_several": lambda: window.edit_answer_window(
        EditAnswerModel(SEVERAL, replace(ITEM, is_none=True)), response_url="https://hooks.slack.com/actions/x"
    ),
    "window_take_more": lambda: window.labeling_window(replace(DONE, may_take=12)),
    "window_review_disagreed": lambda: window.review_window(DISAGREED),
    "window_review_many_disagree": lambda: window.review_window(MANY_DISAGREE),
    "window_review": lambda: window.review_window(REVIEW),
    "window_review_done": lambda: window.review_window(replace(REVIEW, item=None), note="Approved."),
}
LISTS: dict[str, Callable[[], Shown]] = {
    "delete": lambda: task_list.delete_modal(DeleteModel(3, "Cats and dogs", 40), HERE),
    "deleted": lambda: task_list.deleted_modal(3, "Cats and dogs"),
    "restored": lambda: task_list.restored_modal("Cats and dogs"),
    "task_id": lambda: task_list.id_modal(3, "Cats and dogs"),
}
FORMS: dict[str, Callable[[], Shown]] = {
    "form": lambda: new_task.modal(FORM),
    "form_no_inputs": lambda: new_task.modal(replace(FORM, has_inputs=False)),
    "form_filled": lambda: new_task.modal(FILLED),
    "form_new_dataset": lambda: new_task.modal(
        replace(FORM, new_dataset=True, all_inputs=1234, dataset=Choice("new", "New dataset with all inputs"))
    ),
    "form_errors": lambda: new_task.modal(
        replace(FORM, errors={"": "There are no inputs here yet.", "labelers": "Choose at least one labeler."})
    ),
}

CASES = CARDS | REVIEWS | WINDOWS | LISTS | FORMS
