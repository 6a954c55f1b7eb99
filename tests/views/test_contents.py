"""Texts and videos in cards and windows: what is quoted, how long texts are split, and what there is to press."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from domain.model import InputKind, LabelsPerInput, PictureState
from domain.read_models import ContentModel, TextModel
from tests.views.cases import CARD, READY, REVIEW, REVIEWED, SEVERAL
from tests.views.content_cases import LONG_TEXT, TEXT, VIDEO, WEB
from views.slack import card, contents, review, window
from views.slack.parts import Message

Json = dict[str, Any]


def shown(content: ContentModel) -> Message:
    return card.card(replace(CARD, item=replace(CARD.item, content=content)))


def quotes(message: Message) -> list[str]:
    blocks = [block for block in message.payload()["blocks"] if block["type"] == "rich_text"]
    found = [part for block in blocks for part in block["elements"] if part["type"] == "rich_text_quote"]
    return ["".join(leaf["text"] for leaf in part["elements"]) for part in found]


def buttons(body: Json) -> dict[str, Json]:
    found = [part for block in body["blocks"] if block["type"] == "actions" for part in block["elements"]]
    return {part["text"]["text"]: part for part in found}


def test_a_text_is_quoted_as_it_is():
    assert quotes(shown(TEXT)) == [TEXT.text]
    assert "Read all" not in buttons(shown(TEXT).payload())


def test_a_text_is_also_said_to_those_who_cant_see_it():
    said = shown(TEXT).payload()["text"]
    assert "the box was open" in said
    assert "&lt;!channel&gt;" in said
    assert "<!" not in said


def test_a_long_text_ends_with_a_paragraph_and_goes_on_in_a_window():
    shown_parts = quotes(shown(LONG_TEXT))
    assert 1 <= len(shown_parts) <= contents.MOST_PARTS
    assert all(len(part) <= contents.LONGEST_PART and part.endswith("on.") for part in shown_parts)
    read = buttons(shown(LONG_TEXT).payload())["Read all"]
    assert read["value"] == "3.9.0"
    assert f"{len(LONG_TEXT.text):,}" in read["accessibility_label"]


@given(st.text(max_size=12_000), st.integers(1, 3000))
def test_no_letter_is_lost_in_splitting(text: str, most: int):
    found = list(contents.split(text, most))
    assert all(1 <= len(part) <= most for part in found)
    assert "".join("".join(found).split()) == ("".join(text.split()) or "–")


def test_all_pages_together_are_the_whole_text():
    text = "\n\n".join(f"Paragraph {number}. {'x' * 700}" for number in range(200))
    pages = -(-len(list(contents.split(text))) // contents.PARTS_A_PAGE)
    read = []
    for page in range(pages):
        view = contents.text_window(TextModel(3, 9, "row", text, page)).to_dict()
        read += [
            leaf["text"]
            for block in view["blocks"]
            if block["type"] == "rich_text"
            for leaf in block["elements"][0]["elements"]
        ]
        turns = {part["value"] for part in buttons(view).values()}
        assert turns == {f"3.9.{other}" for other in (page - 1, page + 1) if 0 <= other < pages}
    assert "\n\n".join(read) == text


def test_a_video_is_played_on_its_page():
    found = buttons(shown(VIDEO).payload())
    assert found["▶ Play"]["url"] == WEB
    assert found["Sign in"]["value"] == "3.9"
    assert "url" not in found["Sign in"]


def test_a_video_without_a_preview_says_so_and_plays_all_the_same():
    message = shown(replace(VIDEO, state=PictureState.FAILED))
    assert "has no preview" in str(message.payload())
    assert "▶ Play" in buttons(message.payload())


def test_without_an_address_it_says_what_is_missing():
    body = shown(replace(VIDEO, page=None)).payload()
    assert "LABELBOT_PUBLIC_URL" in str(body)
    assert not {"▶ Play", "Sign in"} & set(buttons(body))


def test_a_picture_opens_in_its_full_size_where_there_is_a_page():
    assert "Open" not in buttons(shown(READY).payload())
    assert buttons(shown(replace(READY, page=WEB)).payload())["Open"]["url"] == WEB
    reviewed = replace(REVIEW, item=replace(REVIEWED, content=replace(READY, page=WEB)))
    assert buttons(review.card(reviewed).payload())["Open"]["url"] == WEB


@pytest.mark.parametrize(
    ("content", "noun"), [(READY, "picture"), (TEXT, "text"), (VIDEO, "video")], ids=lambda one: str(one)[:10]
)
def test_the_question_is_about_what_is_shown(content: ContentModel, noun: str):
    one = replace(CARD, item=replace(CARD.item, content=content))
    several = replace(one, task=SEVERAL)
    assert f"Which concept fits this {noun}?" in str(card.card(one).payload())
    assert f"Which concepts fit this {noun}?" in str(card.card(several).payload())
    assert f"Which concept fits this {noun}?" in str(window.labeling_window(one).to_dict())
    assert card.question(LabelsPerInput.ONE, InputKind(content.kind)).endswith(f"this {noun}?")
    assert buttons(card.card(one).payload())["Flag"]["accessibility_label"] == f"Flag this {noun} for the lead"
