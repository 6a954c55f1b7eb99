"""The editor's page before any of its scripts has run, and the instructions that it shows."""

import re
from html.parser import HTMLParser
from pathlib import Path

import views.editor
from views.editor import instructions
from views.editor.page import EditorFrame, editor_page

STATIC = Path(views.editor.__file__).parent / "static"
FRAME = EditorFrame("/labels", "/labels/static/0123", "/labels/static/4567/icon.svg", "proof", "T1-ANA", 5, "Birds")


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_what_people_wrote_is_no_markup():
    task = '<script>alert("x")</script>'
    html = editor_page(EditorFrame("", "/s", "/i", '"><b>', '"><i>', 1, task))
    assert "<script>alert" not in html
    assert task in Seen(html).words
    assert ("meta", {"name": "csrf", "content": '"><b>'}) in Seen(html).elements


def test_nothing_is_inline_and_nothing_comes_from_elsewhere():
    elements = Seen(editor_page(FRAME)).elements
    assert not [name for _, attributes in elements for name in attributes if name == "style" or name.startswith("on")]
    addresses = [value for _, held in elements for name, value in held.items() if name in {"src", "href"}]
    assert all(one and one.startswith(("/labels/", "#i-")) for one in addresses)
    assert [held.get("src") for tag, held in elements if tag == "script"] == ["/labels/static/0123/main.js"]


def test_ids_are_of_one_element_each_and_icons_are_drawn():
    elements = Seen(editor_page(FRAME)).elements
    ids = [held["id"] for _, held in elements if "id" in held]
    assert len(ids) == len(set(ids))
    assert {(held.get("href") or "").removeprefix("#") for tag, held in elements if tag == "use"} <= set(ids)


def test_scripts_ask_for_elements_and_icons_that_there_are():
    html = editor_page(FRAME)
    scripts = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("*.js")))
    asked = set(re.findall(r'\$\("([a-z-]+)"\)', scripts))
    made = set(re.findall(r'\bid: "([a-z-]+)"', scripts))
    assert len(asked) > 30
    assert {name for name in asked - made if f'id="{name}"' not in html} == set()
    icons = set(re.findall(r'\bicon(?:Button)?\("([a-z]+)"', scripts)) | {
        "redo",
        "undo",
        "check",
        "close",
        "hidden",
        "eye",
    }
    assert {name for name in icons if f'id="i-{name}"' not in html} == set()


def test_who_reviews_and_what_is_asked_for_stand_in_the_body():
    frame = EditorFrame("", "/s", "/i", "proof", "T1-REA", 5, "Birds", is_review=True, item=17)
    body = next(held for tag, held in Seen(editor_page(frame)).elements if tag == "body")
    assert body == {
        "data-api": "/api/edit/5",
        "data-as": "review",
        "data-item": "17",
        "data-me": "T1-REA",
        "data-task": "5",
    }


def test_instructions_come_as_tags_and_texts():
    words = "# Draw\n\nEach *animal*, **tightly**: [rules](https://x.example/)\n\n- `cat`\n- ~~dog~~\n\n> so\n"
    assert instructions.nodes(words) == [
        ["h", "Draw"],
        ["p", "Each ", ["i", "animal"], ", ", ["b", "tightly"], ": ", ["a", "https://x.example/", "rules"]],
        ["ul", ["li", ["p", ["code", "cat"]]], ["li", ["p", ["s", "dog"]]]],
        ["quote", ["p", "so"]],
    ]


def test_instructions_lead_nowhere_unsafe():
    assert instructions.nodes("[x](javascript:alert(1)) <b>y</b>") == [["p", "[x](javascript:alert(1)) <b>y</b>"]]
    assert instructions.nodes("![a cat](/cat.jpg)\\\nz") == [["p", "a cat", ["br"], "z"]]
    assert instructions.nodes("```\na < b\n```") == [["pre", "a < b"]]
