"""The words that cards are made of, and the checks of whole messages and windows."""

import pytest
from slack_sdk.models.blocks import DividerBlock, InputBlock, PlainTextInputElement

from tests.views.cases import CARD
from views.slack import card, parts
from views.slack.limits import BadBlocks
from views.slack.parts import Message


def test_cut_keeps_what_fits_and_says_what_does_not():
    assert parts.cut("Cat", 3) == "Cat"
    assert parts.cut("Cats", 3) == "Ca…"
    assert parts.cut("   ", 3) == "–"


def test_nothing_of_people_is_markup():
    assert parts.escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["Cat"], "Cat"),
        (["Cat", "Dog"], "Cat and Dog"),
        (["Cat", "Dog", "Bird"], "Cat, Dog and Bird"),
        (["Cat", "Dog", "Bird", "Fish"], "Cat, Dog, Bird and 1 more"),
    ],
)
def test_a_long_list_ends_in_how_many_more(words: list[str], said: str):
    assert parts.listed(words, 3) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 pictures"), (1, "1 picture"), (1234, "1,234 pictures")])
def test_things_are_counted(number: int, said: str):
    assert parts.count(number, "picture") == said


def test_the_bar_is_full_only_when_all_is_done():
    assert parts.bar(0, 40) == "▱" * 10
    assert parts.bar(999, 1000) == "▰" * 9 + "▱"
    assert parts.bar(40, 40) == "▰" * 10


def test_a_message_needs_words():
    with pytest.raises(BadBlocks, match="/text"):
        Message("", [DividerBlock()]).payload()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 4000, "x" * 4000),
        ("x" * 4001, "x" * 3999 + "…"),
        ("x" * 3997 + "&amp;", "x" * 3997 + "…"),
        ("x" * 3994 + "&amp;" + "xx", "x" * 3994 + "&amp;…"),
        ("x" * 3990 + "<@U0ANA00000>", "x" * 3990 + "…"),
    ],
)
def test_a_message_says_no_more_than_slack_takes(text: str, said: str):
    assert Message(text, [DividerBlock()]).payload()["text"] == said


def test_a_message_has_a_budget_of_characters():
    Message("x", [parts.quoted("x" * 3000)] * 4).payload()
    with pytest.raises(BadBlocks, match="all blocks together"):
        Message("x", [parts.quoted("x" * 3000)] * 5).payload()


def test_pictures_can_be_left_out_where_slack_does_not_take_them():
    shown = card.card(CARD)
    without = shown.without_pictures().payload()
    assert without["text"] == shown.text
    assert [block["type"] for block in shown.payload()["blocks"]][:2] == ["context", "image"]
    assert [block["type"] for block in without["blocks"]][:2] == ["context", "section"]
    assert without["blocks"][2:] == shown.payload()["blocks"][2:]


def test_a_window_is_checked_whole():
    typed = InputBlock(label=parts.plain("Name"), element=PlainTextInputElement(action_id="a"))
    parts.modal("x" * 24, [typed], submit="x" * 24, keeps={"x": "y" * 2900})
    with pytest.raises(BadBlocks, match="/view/title"):
        parts.Window(type="modal", title=parts.plain("x" * 25), blocks=[DividerBlock()])
    with pytest.raises(BadBlocks, match="/view/submit"):
        parts.modal("x", [typed])
    with pytest.raises(BadBlocks, match="/view/private_metadata"):
        parts.modal("x", [DividerBlock()], keeps={"x": "y" * 3000})
    with pytest.raises(BadBlocks, match="250 kB"):
        parts.modal("x", [parts.quoted("é" * 3000) for _ in range(50)])


@pytest.mark.parametrize("name", ["Cat", "red_car 2 · 90 %", "Wüste, Meer and É"])
def test_a_line_is_one_text_as_slack_leaves_a_gap_between_several(name):
    (one,) = parts.line(parts.plain(f"Annotated by {name} ·"), parts.marked("<@BEN>"))
    assert one.to_dict() == {"type": "mrkdwn", "text": f"Annotated by {name} · <@BEN>", "verbatim": True}
    (one,) = parts.line(parts.plain("The model:"), parts.plain(name))
    assert (one.type, one.text) == ("plain_text", f"The model: {name}")


@pytest.mark.parametrize(
    "name", ["*Cat*", "_cat_", "a _b_ c", "~x~", "`x`", "<!here>", "A & B", ":cat:", "a\n> b", "x" * 2000]
)
def test_what_would_read_as_marks_stays_plain(name):
    given = (parts.plain(name), parts.marked("<@BEN>"))
    assert tuple(parts.line(*given)) == given
    (one,) = parts.line(parts.plain("The model:"), parts.plain(name))
    assert (one.type, one.text) == ("plain_text", f"The model: {name}")
