"""docs/editor.md, which people read before they draw."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "editor.md").read_text("utf-8")


def test_it_has_the_keys_that_the_editor_shows():
    said = (ROOT / "views" / "editor" / "static" / "help.js").read_text("utf-8")
    keys = re.findall(r'\["(.*?)", "(.*?)"\],', said)
    assert len(keys) > 20
    assert re.findall(r"^\| (.*?) \| (.*?) \|$", MANUAL, re.MULTILINE)[1:] == keys


def test_it_names_what_stands_on_the_page():
    page = (ROOT / "views" / "editor" / "page.py").read_text("utf-8")
    for word in ("Nothing here", "Submit", "Skip", "Change it", "Approve", "Request changes", "Reject", "Finish"):
        assert f"**{word}**" in MANUAL
        assert f'"{word}"' in page
