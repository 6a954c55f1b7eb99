import hashlib
import unicodedata

import pytest
from hypothesis import given, strategies as st

from domain.model import InputKind
from domain.texts import MOST_CHARACTERS, BadText, new_text, normal


def test_a_text_is_known_by_what_it_says():
    one = new_text("\ufeff  Caf\u0065\u0301\r\nopen\r", "a.txt line 1")
    assert one.text == "Caf\u00e9\nopen"
    assert one == new_text("Caf\u00e9\nopen", "a.txt line 1")
    assert one.sha256 == hashlib.sha256("Café\nopen".encode()).hexdigest()
    assert (one.kind, one.name, one.mimetype) == (InputKind.TEXT, "a.txt line 1", "text/plain")
    assert (one.width, one.height, one.bytes, one.seconds) == (0, 0, 10, None)


def test_inner_lines_and_blanks_stay():
    assert normal("\n a\n\n  b ") == "a\n\n  b"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty."),
        (" \r\n\t", "is empty."),
        ("a\0b", "holds a NUL character, which no text has. Is it another kind of file?"),
        ("a\ud800b", "holds half a character (a lone surrogate)."),
        ("x" * 100_001, "is too long: it has 100,001 characters, and a text may have 100,000."),
    ],
)
def test_what_is_no_text_is_said(text, reason):
    with pytest.raises(BadText) as bad:
        new_text(text, "a")
    assert bad.value.reason == str(bad.value) == reason


def test_the_longest_text_is_taken():
    assert MOST_CHARACTERS == 100_000
    assert new_text("x" * 100_000, "a").bytes == 100_000


@given(st.text(min_size=1, max_size=60))
def test_how_a_text_is_written_does_not_matter(text):
    try:
        found = new_text(text, "a").sha256
    except BadText:
        return
    others = [
        text.replace("\n", "\r\n"),
        f"\n{text}  ",
        *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")),
    ]
    assert {new_text(one, "b").sha256 for one in others if "\r" not in text} <= {found}
    assert normal(normal(text)) == normal(text)
