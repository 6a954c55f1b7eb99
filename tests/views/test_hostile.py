"""Whatever people write: Slack takes it, nobody is called, and nothing of it is taken for markup."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.views import View

from domain.model import Concept, LabelsPerInput, PictureState
from domain.naming import LONGEST_QUERY
from domain.notices import Flagged, PersonLeft, Rejected, SentBack, TaskDeleted, TaskFailed
from domain.read_models import (
    Choice,
    ContentModel,
    DeleteModel,
    DraftOffer,
    LeftOut,
    ReasonModel,
    TaskFilter,
    TextModel,
    UndoModel,
    Waiting,
    WaitingPage,
    WeightLine,
)
from playground.rules import check_message, check_view
from tests.views import (
    assist_cases,
    catalogue_cases,
    editing_cases,
    instruction_cases,
    suggestion_cases,
    task_page_cases,
)
from tests.views.cases import (
    AT,
    BEN,
    CARD,
    DMITRI,
    FILLED,
    FINISHED,
    FORM,
    ITEM,
    REVIEW,
    REVIEWED,
    TASK,
    Shown,
)
from tests.views.content_cases import TEXT, VIDEO
from tests.views.form_cases import SET
from tests.views.label_import_cases import label_imports_with
from tests.views.list_cases import PAGE, ROW
from views.slack import card, contents, exports, form_offer, home, new_task, notices, review, task_list, window

pytestmark = pytest.mark.slow

TEXTS = {
    "ping": "<!channel> <!here|here> <@U0ANA00000> @channel",
    "markup": "*bold* _it_ ~no~ `code` & <https://evil.example|click> &lt;!channel&gt;",
    "long": "x" * 3000,
    "five times as long once escaped": "&" * 3000,
    "emoji": "👩\u200d👩\u200d👧🏳️\u200d🌈:wave:" * 40,
    "right to left": "\u202eقطط وكلاب\u202e" * 20,
    "nearly nothing": "\u200b",
    "spaces": "   ",
    "lines": "a\n\n\n```\nb\n> c\n- d\n" * 50,
}


def shown_with(text: str) -> Iterator[Shown]:
    """Every builder, with `text` wherever people may write."""
    picture = ContentModel(PictureState.READY, text, file="F0123456789")
    broken = ContentModel(PictureState.FAILED, text)
    texts = [
        replace(TEXT, name=text, text=text),
        replace(TEXT, text=text * 50),
        replace(TEXT, text=f"{text}\n\n" * 50),
    ]
    video = replace(VIDEO, name=text)
    others = [*texts, video, replace(video, state=PictureState.FAILED), replace(video, page=None)]
    concepts = tuple(Concept(number, text) for number in range(1, 101))
    for task in (replace(TASK, name=text, concepts=concepts[:20]), replace(TASK, name=text, concepts=concepts)):
        for labels in LabelsPerInput:
            item = replace(ITEM, content=picture, chosen=(1, 2), reason=text, reason_by=DMITRI, revision=2)
            model = replace(
                CARD,
                task=replace(task, labels_per_input=labels),
                item=item,
                undo=UndoModel(1, 1, ", ".join([text] * 9)),
            )
            yield card.card(model, intro=notices.intro("queue", model))
            yield card.card(replace(model, read_first=text), intro=notices.intro("queue", model))
            for other in (broken, *others):
                shown = replace(model, item=replace(item, content=other))
                yield card.card(shown, intro=notices.intro("sent_back", shown))
                yield card.card(replace(shown, item=replace(shown.item, reason=None), read_first=text))
                yield window.labeling_window(shown, note=text)
            yield card.card(replace(model, item=None))
            yield card.moved(model)
            yield window.labeling_window(model, note=text)
        reviewed = replace(REVIEWED, content=picture, answers=(text,) * 30, reason=text)
        reviewing = replace(REVIEW, task=task, item=reviewed)
        yield review.card(replace(reviewing, read_first=text), intro=notices.review_intro(reviewing))
        for other in others:
            yield review.card(replace(reviewing, item=replace(reviewed, content=other)))
            yield window.review_window(replace(reviewing, item=replace(reviewed, content=other)))
        yield review.moved(reviewing)
        yield window.review_window(reviewing, note=text)
    yield contents.text_window(TextModel(3, 9, text, text * 50))
    yield from _forms_with(text)
    yield from _notices_with(text)
    yield from catalogue_cases.hostile(text)
    yield from suggestion_cases.hostile(text)
    yield from task_page_cases.hostile(text)
    yield from assist_cases.hostile(text)
    yield from editing_cases.hostile(text)
    yield from instruction_cases.hostile(text)


def _forms_with(text: str) -> Iterator[Shown]:
    crowd = tuple(f"U{number:09}" for number in range(200))
    row = replace(ROW, name=text, dataset=text, concepts=(text,) * 100, labelers=crowd, reviewers=crowd, failure=text)
    page = replace(PAGE, rows=tuple(replace(row, id=number) for number in range(10)), pages=9, page=4)
    choice = Choice(text, text, text)
    yield task_list.modal(page)
    yield task_list.modal(replace(page, query=text[:LONGEST_QUERY], of=90))
    yield task_list.modal(replace(page, rows=(), query=text[:LONGEST_QUERY], of=90))
    yield home.waiting_modal(WaitingPage(((3, text, 3),) * 1, ((3, text, 3),) * 1, 0, 1, 2))
    yield home.home(page, Waiting(tuple((n, text, 3) for n in range(30)), tuple((n, text, 3) for n in range(30))))
    yield new_task.modal(
        replace(
            FILLED,
            dataset=choice,
            concepts=(choice,) * 100,
            labelers=crowd,
            reviewers=crowd,
            name=text,
            instructions=text,
            new_dataset=True,
            new_dataset_name=text,
            errors={"": text, "name": text + "!"},
            advanced=replace(SET, weights=tuple(WeightLine(user, text, 1) for user in crowd[:20])),
            further_concepts=(text,) * 900,
        )
    )
    offer = DraftOffer("0ld", text, AT)
    yield new_task.modal(replace(FORM, offer=offer))
    yield new_task.modal(replace(FORM, offer=replace(offer, name="", dataset=text)))
    yield notices.refusal(text, form_offer.ways_back(replace(FORM, offer=offer)))
    yield task_list.modal(replace(page, filter=TaskFilter.DELETED, rows=(replace(row, kept_until=AT),)))
    yield task_list.delete_modal(DeleteModel(3, text, 40))
    yield task_list.deleted_modal(3, text)
    yield task_list.restored_modal(text)
    yield task_list.id_modal(3, text)
    yield review.reason_window(
        ReasonModel(17, 2, True, BEN, (text,) * 30), response_url="https://example.com/" + "x" * 200
    )


def _notices_with(text: str) -> Iterator[Shown]:
    yield from label_imports_with(text)
    task = replace(TASK, name=text)
    yield notices.sent_back(SentBack(3, text, text, DMITRI))
    yield notices.rejected(task, [Rejected(3, text, text, DMITRI)] * 40)
    yield notices.task_done(replace(FINISHED, name=text, per_concept=((text, 1),) * 200, per_labeler=((BEN, 1),) * 200))
    yield notices.simple(task, Flagged(3, text, BEN))
    yield notices.simple(task, TaskFailed(3, text))
    yield exports.ready(text, 40, LeftOut(4, 2, 3, 1))
    yield exports.choice(3, text, ("csv", "coco"))
    yield notices.simple(task, TaskDeleted(3, BEN, may_restore=True))
    yield notices.simple(task, PersonLeft(3, BEN, "reviewer", is_last=True))
    yield notices.brought_back(text)
    yield notices.refusal(text)
    yield notices.refusal_window(text)
    yield notices.waiting(Waiting(tuple((n, text, 3) for n in range(100)), tuple((n, text, 3) for n in range(100))))


@pytest.mark.parametrize("name", TEXTS)
def test_slack_takes_it_and_nobody_is_called(name: str):
    for shown in shown_with(TEXTS[name]):
        if isinstance(shown, View):
            body: dict[str, Any] = shown.to_dict()
            assert check_view(body) == []
        else:
            body = shown.payload()
            assert check_message(body, updating=True) == []
            assert "<!" not in body["text"]
        assert not [text for text in marked_texts(body) if "<!channel" in text or "evil.example" in text]


def marked_texts(part: Any) -> Iterator[str]:
    """All that Slack would read as mrkdwn."""
    if isinstance(part, list):
        for inner in part:
            yield from marked_texts(inner)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for inner in part.values():
            yield from marked_texts(inner)


def test_a_mention_of_a_person_in_a_sentence_stays_one():
    message = notices.refusal("Ask <@U0ANA00000> & <!channel>, or type `/label`.")
    assert message.text == "Ask <@U0ANA00000> &amp; &lt;!channel&gt;, or type `/label`."
    elements = message.payload()["blocks"][0]["elements"][0]["elements"]
    assert [element["type"] for element in elements] == ["text", "user", "text", "text", "text"]
    assert elements[2]["text"] == " & <!channel>, or type "
    assert elements[3] == {"type": "text", "text": "/label", "style": {"code": True}}


@pytest.mark.parametrize("name", ["<@U0ANA00000>", "a” <@U0ANA00000> `b` “c"])
def test_a_mention_in_a_name_is_none(name: str):
    message = notices.refusal(f"There is no task called “{name}”. Ask <@U0BEN00000>, or type `/label`.")
    elements = message.payload()["blocks"][0]["elements"][0]["elements"]
    assert [one["user_id"] for one in elements if one["type"] == "user"] == ["U0BEN00000"]
    assert [one["text"] for one in elements if "style" in one] == ["/label"]
    assert "<@U0ANA00000>" not in message.text
    assert "<@U0BEN00000>" in message.text
