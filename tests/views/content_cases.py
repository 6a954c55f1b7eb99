"""Every state of texts, videos and what leads to the web pages: the rest of the snapshots."""

from collections.abc import Callable
from dataclasses import replace

from domain.model import InputKind, PictureState
from domain.read_models import ContentModel, TextModel
from tests.views.assist_cases import ASSISTS
from tests.views.cases import CARD, ITEM, READY, REVIEW, REVIEWED, SENT_BACK, SEVERAL, TASK, Shown, many, of
from tests.views.editing_cases import EDITING
from tests.views.form_assist_cases import FORM_ASSIST_CASES
from tests.views.form_cases import FORM_CASES
from tests.views.instruction_cases import CASES as INSTRUCTIONS
from tests.views.label_import_cases import LABEL_IMPORTS
from tests.views.notice_cases import CASES
from tests.views.shape_cases import SHAPES
from tests.views.suggestion_cases import SUGGESTIONS
from tests.views.task_page_cases import TASK_PAGES
from views.slack import card, contents, notices, review, window

WEB = "https://labels.example.org/t/3/i/9"
TEXT = ContentModel(
    PictureState.MISSING,
    "row 12",
    kind=InputKind.TEXT,
    text="The parcel came late, and the box was open.\n\n<!channel> *Never* again & never here.",
    input=9,
    page=WEB,
)
LONG_TEXT = replace(TEXT, text="\n\n".join(f"Paragraph {number}. {'It goes on and on. ' * 30}" for number in range(40)))
VIDEO = replace(READY, name="clip.mp4", kind=InputKind.VIDEO, input=9, page=WEB)


def _card(content: ContentModel) -> Callable[[], Shown]:
    return lambda: card.card(replace(CARD, item=replace(ITEM, content=content)))


CONTENTS: dict[str, Callable[[], Shown]] = {
    "card_picture_with_page": _card(content=replace(READY, page=WEB)),
    "card_text": _card(content=TEXT),
    "card_text_long": _card(content=LONG_TEXT),
    "card_text_many_concepts": lambda: card.card(of(replace(TASK, concepts=many(60)), content=LONG_TEXT)),
    "card_text_sent_back": lambda: card.card(
        replace(CARD, item=replace(SENT_BACK, content=TEXT)),
        intro=notices.intro("sent_back", replace(CARD, item=replace(SENT_BACK, content=TEXT))),
    ),
    "card_video": _card(content=VIDEO),
    "card_video_no_preview": _card(content=replace(VIDEO, state=PictureState.FAILED, file=None)),
    "card_video_no_address": _card(content=replace(VIDEO, page=None)),
    "card_video_several": lambda: card.card(of(SEVERAL, content=VIDEO)),
    "review_text": lambda: review.card(replace(REVIEW, item=replace(REVIEWED, content=LONG_TEXT))),
    "review_video": lambda: review.card(replace(REVIEW, item=replace(REVIEWED, content=VIDEO))),
    "review_picture_with_page": lambda: review.card(
        replace(REVIEW, item=replace(REVIEWED, content=replace(READY, page=WEB)))
    ),
    "window_text": lambda: window.labeling_window(of(TASK, content=LONG_TEXT)),
    "window_video": lambda: window.labeling_window(of(SEVERAL, content=VIDEO)),
    "window_review_text": lambda: window.review_window(replace(REVIEW, item=replace(REVIEWED, content=TEXT))),
    "read_all": lambda: contents.text_window(TextModel(3, 9, "row 12", "One line.")),
    "read_all_first_page": lambda: contents.text_window(TextModel(3, 9, "row 12", LONG_TEXT.text * 3)),
    "read_all_last_page": lambda: contents.text_window(TextModel(3, 9, "row 12", LONG_TEXT.text * 3, page=99)),
    "sign_in": lambda: notices.sign_in("https://labels.example.org/sign-in/t0ken"),
    "sign_in_window": lambda: notices.sign_in_window("https://labels.example.org/sign-in/t0ken"),
}
EVERY_CASE = (
    ASSISTS
    | CASES
    | CONTENTS
    | EDITING
    | FORM_ASSIST_CASES
    | FORM_CASES
    | INSTRUCTIONS
    | SHAPES
    | SUGGESTIONS
    | TASK_PAGES
    | LABEL_IMPORTS
)
