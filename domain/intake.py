"""What somebody gives to a dataset, and what of it stays out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.addresses import BadAddress, check
from domain.errors import Invalid
from domain.model import Actor
from domain.texts import BadText, new_text

MOST_ADDRESSES = 1_000


class From(StrEnum):
    URL = "url"
    FILE = "file"
    """A file that is in Slack, by its id."""
    TEXT = "text"
    """The words of a message."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One of what was given. It may hold many inputs, as a table of texts or a zip does."""

    origin: From
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """`column` is where the texts stand in a CSV, or their key in JSON Lines; None: it is found out."""

    things: tuple[Thing, ...]
    column: str | None = None

    @classmethod
    def of_files(cls, files: Sequence[str], column: str | None = None) -> "Source":
        """`files`: Slack's ids of them."""
        return cls(tuple(Thing(From.FILE, one, "") for one in dict.fromkeys(files)), column)

    @classmethod
    def of_text(cls, text: str, name: str) -> "Source":
        """Raises Invalid (field "text") for a text that can't be one."""
        try:
            new_text(text, name)
        except BadText as bad:
            raise Invalid({"text": f"That text {bad.reason}"}) from None
        return cls((Thing(From.TEXT, text, name),))

    @classmethod
    def of_addresses(cls, written: str, trusted: Sequence[str] = ()) -> "Source":
        """One a line, or with blanks or commas between them. Raises Invalid (field "addresses")."""
        found = list(dict.fromkeys(word.strip(",;<>") for word in written.replace(",http", " http").split()))
        if not [one for one in found if one]:
            raise Invalid({"addresses": "Write at least one address, one a line: https://example.org/photo.jpg"})
        if len(found) > MOST_ADDRESSES:
            raise Invalid(
                {"addresses": f"These are {len(found):,} addresses. Give at most {MOST_ADDRESSES:,} at once."}
            )
        wrong = [reason for one in found if (reason := _wrong_with(one, trusted))]
        if wrong:
            more = f" {len(wrong) - 1:,} more can't be taken either." if len(wrong) > 1 else ""
            raise Invalid({"addresses": wrong[0] + more})
        return cls(tuple(Thing(From.URL, one, one) for one in found))

    @classmethod
    def of_lines(cls, written: str) -> "Source":
        """Each line is a text. Raises Invalid (field "texts")."""
        lines = [line.strip() for line in written.splitlines() if line.strip()]
        try:
            for line in lines:
                new_text(line, line)
        except BadText as bad:
            raise Invalid({"texts": f"One of these texts {bad.reason}"}) from None
        return cls(tuple(Thing(From.TEXT, line, name_of(line)) for line in dict.fromkeys(lines)))

    def and_also(self, other: "Source") -> "Source":
        return Source(self.things + other.things, self.column or other.column)


@dataclass(frozen=True, slots=True)
class Refused:
    """What stays out. `reason` completes the sentence "`name` …"."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """Things on their way into a dataset, and how far they are: `at` is the thing in hand, `base` what was done before
    it, `reached` what is done in all, of `total` about. `asks`: the columns to choose from, where only a person knows.
    """

    id: int
    by: Actor
    dataset: int
    source: Source
    at: int = 0
    base: int = 0
    total: int = 0
    reached: int = 0
    added: int = 0
    known: int = 0
    refused: int = 0
    first_refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    error: str | None = None
    attempts: int = 0
    channel: str | None = None
    ts: str | None = None
    is_done: bool = False

    @property
    def thing(self) -> Thing | None:
        """The one in hand; None: that was all."""
        return self.source.things[self.at] if self.at < len(self.source.things) else None


def name_of(text: str) -> str:
    """What a text is called that has no file: its beginning."""
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"


def _wrong_with(address: str, trusted: Sequence[str]) -> str | None:
    try:
        check(address, trusted)
    except BadAddress as bad:
        return f"{_cut(address)} {bad.reason}"
    return None


def _cut(address: str) -> str:
    return address if len(address) <= _SHOWN else address[: _SHOWN - 1] + "…"


_SHOWN = 80
