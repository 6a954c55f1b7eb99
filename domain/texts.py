"""Texts as inputs: what of a text counts, and which texts can't be taken."""

import hashlib
import unicodedata

from domain.model import InputKind, NewInput

MOST_CHARACTERS = 100_000


class BadText(Exception):
    """`.reason` completes the sentence "texts.csv line 7 …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def normal(text: str) -> str:
    """As it is kept and known: composed letters, plain line ends, nothing empty around it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return unicodedata.normalize("NFC", plain).strip()


def new_text(text: str, name: str) -> NewInput:
    """Raises BadText. The same text with other line ends, or composed in another way, is the same input."""
    if len(text) > MOST_CHARACTERS:
        raise BadText(f"is too long: it has {len(text):,} characters, and a text may have {MOST_CHARACTERS:,}.")
    kept = normal(text)
    if not kept:
        raise BadText("is empty.")
    if "\0" in kept:
        raise BadText("holds a NUL character, which no text has. Is it another kind of file?")
    try:
        content = kept.encode()
    except UnicodeEncodeError:
        raise BadText("holds half a character (a lone surrogate).") from None
    sha256 = hashlib.sha256(content).hexdigest()
    return NewInput(sha256, name, 0, 0, len(content), "text/plain", InputKind.TEXT, kept)
