"""Instructions as people write them become rich text; nothing in them is taken for more than it is."""

from typing import Any

import pytest

from playground.rules import check_message
from views.slack import markdown, parts


def rendered(text: str) -> list[dict[str, Any]]:
    blocks = parts.Message("x", markdown.blocks(text)).payload()["blocks"]
    assert check_message({"text": "x", "blocks": blocks}) == []
    return list(blocks[0]["elements"])


def runs(text: str) -> list[dict[str, Any]]:
    """The runs of the only section."""
    (section,) = rendered(text)
    return list(section["elements"])


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", [text("plain")]),
        ("**a**", [text("a", bold=True)]),
        ("_a_", [text("a", italic=True)]),
        ("~~a~~", [text("a", strike=True)]),
        ("`a`", [text("a", code=True)]),
        ("**a _b_**", [text("a ", bold=True), text("b", bold=True, italic=True)]),
        ("# Big", [text("Big", bold=True)]),
        ("a\nb", [text("a"), text("\n"), text("b")]),
        ("<b>a</b>", [text("<b>a</b>")]),
        ("<!channel> <@U0ANA00000>", [text("<!channel> <@U0ANA00000>")]),
        ("[a *b*](https://e.org)", [{"type": "link", "url": "https://e.org", "text": "a b"}]),
        ("**[a](https://e.org)**", [{"type": "link", "url": "https://e.org", "text": "a", "style": {"bold": True}}]),
        ("![a cat](https://e.org/c.png)", [{"type": "link", "url": "https://e.org/c.png", "text": "a cat"}]),
        ("[a](file:///etc/passwd)", [text("[a](file:///etc/passwd)")]),
        ("[a](/there)", [text("a")]),
    ],
)
def test_runs(written: str, shown: list[dict[str, Any]]):
    assert runs(written) == shown


def test_paragraphs_have_a_line_between_them():
    first, second = rendered("a\n\nb")
    assert first["elements"] == [text("a"), text("\n")]
    assert second["elements"] == [text("b")]


def test_lists_nest_by_indent_and_go_on_counting():
    lists = rendered("3. three\n4. four\n   - deep\n     1. deeper\n5. five")
    assert [(one["style"], one["indent"], one.get("offset", 0), len(one["elements"])) for one in lists] == [
        ("ordered", 0, 2, 2),
        ("bullet", 1, 0, 1),
        ("ordered", 2, 0, 1),
        ("ordered", 0, 4, 1),
    ]


def test_quotes_and_code():
    quote, code = rendered("> a\n>\n> b\n\n```py\nx = 1\n```")
    assert (quote["type"], quote["elements"]) == ("rich_text_quote", [text("a"), text("\n"), text("b")])
    assert (code["type"], code["elements"]) == ("rich_text_preformatted", [text("x = 1")])


@pytest.mark.parametrize("written", ["", "   ", "\n\n"])
def test_nothing_is_said_in_words(written: str):
    assert markdown.blocks(written)[0].to_dict()["type"] == "section"


@pytest.mark.parametrize("written", ["-", "```", ">", "1.", "- [ ] \n-", "***", "    indented", "* * *\n# \n", "[]()"])
def test_half_written_markdown_is_taken_too(written: str):
    assert check_message({"text": "x", "blocks": [block.to_dict() for block in markdown.blocks(written)]}) == []
