"""The web pages' HTML: nothing that people wrote is markup, and nothing in it needs more than our own origin."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from domain.model import InputKind
from domain.read_models import SeenInput
from views.web import page
from views.web.html import h
from views.web.page import Frame

FRAME = Frame("/labels", "/labels/static/abc", "pr00f", "Ana")
SEEN = SeenInput(
    3, "Cats and dogs", 9, "IMG_0012.jpg", InputKind.IMAGE, "a" * 64, "image/jpeg", 9, 640, 480, None, None
)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror='x'>&amp; javascript:alert(1)"
TAGS = {
    *("html", "head", "meta", "title", "link", "body", "header", "main", "a", "span", "form", "input", "button"),
    *("h1", "p", "code", "div", "img", "video"),
}


class Reader(HTMLParser):
    """All attributes as a browser reads them: (tag, name, value)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, "", ""), *((tag, name, value or "") for name, value in attrs)]


def every_page(words: str) -> list[str]:
    frame = replace(FRAME, name=words)
    text = replace(SEEN, kind=InputKind.TEXT, text=words, name=words, task_name=words)
    return [
        page.signed_in(frame),
        page.input_page(frame, text),
        page.input_page(frame, replace(text, kind=InputKind.IMAGE)),
        page.input_page(frame, replace(text, kind=InputKind.VIDEO, seconds=61.4)),
        page.continue_page(frame, "/labels/sign-in/x", words, words, words),
        page.needs_sign_in(frame),
        page.link_is_over(frame, words, words),
        page.link_is_over(frame, words, words, "/t/3/i/9"),
        page.trouble(frame, words, words),
        page.signed_out(Frame("", "/static/abc")),
    ]


@pytest.mark.parametrize("words", [HOSTILE, "", "Ana"])
def test_nothing_that_people_wrote_is_markup(words: str):
    for html in every_page(words):
        read = Reader(html)
        assert {tag for tag, _, _ in read.attributes} <= TAGS
        assert not [name for _, name, _ in read.attributes if name.startswith("on") or name == "style"]
        addresses = [value for _, name, value in read.attributes if name in {"href", "src", "action", "poster"}]
        assert addresses
        assert all(address.startswith("/") and not address.startswith("//") for address in addresses)


def test_each_page_has_a_language_a_title_and_one_heading():
    for html in every_page("Ana"):
        assert html.startswith('<!doctype html><html lang="en">')
        assert re.search(r"<title>[^<]+</title>", html)
        assert html.count("<h1") == html.count("<main") == 1


def test_attributes_are_written_or_left_out():
    written = str(
        h("video", {"controls": True, "muted": False, "poster": None, "src": 'a"&b'}, "<", None, h("b", {}, "x"))
    )
    assert written == '<video controls src="a&quot;&amp;b">&lt;<b>x</b></video>'
    assert str(h("meta", {"charset": "utf-8"})) == '<meta charset="utf-8">'


def test_an_input_is_shown_from_its_own_address_below_the_base():
    here = "/labels/t/3/i/9"
    assert f'<img src="{here}/media" alt="Picture: IMG_0012.jpg">' in page.input_page(FRAME, SEEN)
    video = page.input_page(FRAME, replace(SEEN, kind=InputKind.VIDEO, name="clip.mp4", seconds=61.4))
    assert f'src="{here}/media" poster="{here}/poster"' in video
    assert "Video · 640 × 480 pixels · 1:01" in video


def test_forms_carry_the_proof_that_they_are_ours():
    html = page.continue_page(FRAME, "/labels/sign-in/x", "f0rm", "Ben", "Ana")
    assert re.findall(r'name="csrf" value="(\w+)"', html) == ["pr00f", "f0rm"]
    assert "You are signed in here as Ana. This link is for Ben." in html
    assert "signed in here as" not in page.continue_page(FRAME, "/labels/sign-in/x", "f0rm", "Ana")
