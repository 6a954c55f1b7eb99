"""Texts in a file: a CSV's column, a key of JSON Lines, or plain lines. Each is one input, known by its line."""

import codecs
import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import IO

from assist.images import MOST_BYTES
from domain.intake import Refused
from domain.model import NewInput
from domain.texts import BadText, new_text
from services.intake.taking import BadFile

_SAMPLE = 100
"""Records that are looked at to find out how a file is written."""
_DELIMITERS = ",;\t|"
_NONE = "\x1f"
_USUAL = ("text", "texts", "content", "message", "body", "sentence", "question", "comment", "review", "utterance")
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Latin-1 (Windows-1252)",
    "latin-1": "Latin-1",
}
_NUMBERED = "column "

csv.field_size_limit(MOST_BYTES)
"""Else one long text would end the reading; ours is refused by its line."""


@dataclass(frozen=True, slots=True)
class Table:
    """How a file of texts is written. `columns`: those of a CSV, or the keys of JSON Lines that hold words; none for
    plain lines. `guess`: the one that holds the texts as far as one can tell.
    """

    form: str
    encoding: str
    columns: tuple[str, ...] = ()
    guess: str | None = None
    delimiter: str = ","

    @property
    def note(self) -> str | None:
        """Completes "`name` …" where people should know how it was read."""
        written = _ENCODINGS[self.encoding]
        return None if written == "UTF-8" else f"was read as {written}: it isn't UTF-8."

    @property
    def is_clear(self) -> bool:
        """Whether nobody has to say which column holds the texts."""
        return len(self.columns) < 2 or (self.guess or "").strip().casefold() in _USUAL  # noqa: PLR2004 - one is no choice.

    def column(self, asked: str | None) -> str | None:
        """The one that was asked for, by name or number, or the only one that can be meant. Raises BadFile."""
        if self.form == "lines":
            return None
        folded = {one.strip().casefold(): one for one in reversed(self.columns)}
        if asked is None:
            if self.is_clear:
                return self.guess
            raise BadFile(f"has several columns: {_listed(self.columns)}. Say which one holds the texts.")
        if asked.strip().casefold() in folded:
            return folded[asked.strip().casefold()]
        if asked.isdecimal() and 0 < int(asked) <= len(self.columns):
            return self.columns[int(asked) - 1]
        raise BadFile(f"has no column “{asked}”, but these: {_listed(self.columns)}.")


def look(path: Path, name: str) -> Table:
    """Raises BadFile for what holds no texts."""
    if path.stat().st_size > MOST_BYTES:
        raise BadFile(f"is too large: more than {MOST_BYTES // 2**20} MB.")
    encoding = _encoding(path)
    suffix = PurePath(name).suffix.lower()
    try:
        if suffix in {".jsonl", ".ndjson"}:
            return _look_at_objects(path, encoding)
        return _look_at_columns(path, encoding, suffix) if suffix in {".csv", ".tsv"} else Table("lines", encoding)
    except UnicodeDecodeError:
        raise BadFile(f"isn't {_ENCODINGS[encoding]} all through. Save it as UTF-8.") from None


def rows(path: Path, name: str, table: Table, column: str | None) -> Iterator[NewInput | Refused]:
    """Every text there is, in order. Lines without anything in them are passed over."""
    found = {"csv": _cells, "jsonl": _values, "lines": _lines}[table.form]
    line = 0
    try:
        with path.open(encoding=table.encoding, newline="" if table.form == "csv" else None) as file:
            for line, text in found(file, table, column or ""):
                yield _judged(text, f"{name} line {line}")
    except UnicodeDecodeError:
        where = f"{name} line {line + 1}"
        yield Refused(where, f"isn't {_ENCODINGS[table.encoding]}. Nothing behind it was read; save the file as UTF-8.")
    except csv.Error as error:
        yield Refused(f"{name} line {line + 1}", f"can't be read ({error}). Nothing behind it was read.")


def _judged(text: "str | Refused", name: str) -> NewInput | Refused:
    if isinstance(text, Refused):
        return Refused(name, text.reason)
    try:
        return new_text(text, name)
    except BadText as bad:
        return Refused(name, bad.reason)


def _cells(file: IO[str], table: Table, column: str) -> Iterator[tuple[int, str]]:
    place, before = table.columns.index(column), 0
    reader = csv.reader(file, delimiter=table.delimiter)
    for number, record in enumerate(reader):
        line, before = before + 1, reader.line_num
        if number and any(record):
            yield line, record[place] if place < len(record) else ""


def _values(file: IO[str], _table: Table, key: str) -> Iterator[tuple[int, str | Refused]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield number, Refused("", "is no JSON.")
            continue
        value = found.get(key) if isinstance(found, dict) else found
        yield number, value if isinstance(value, str) else Refused("", f"has no text under “{key}”.")


def _lines(file: IO[str], _table: Table, _column: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(file, 1) if line.strip("\ufeff \t\r\n"))


def _look_at_columns(path: Path, encoding: str, suffix: str) -> Table:
    usual = "\t" if suffix == ".tsv" else ","
    samples = {one: _sample(path, encoding, one) for one in dict.fromkeys(usual + _DELIMITERS)}
    delimiter = max(samples, key=lambda one: _fits(samples[one]))
    delimiter = delimiter if _fits(samples[delimiter]) > _fits(samples[usual]) else usual
    if len(next(iter(samples[delimiter]), [])) == 1:
        # A single column: commas in its texts are theirs, also where nobody quoted them.
        delimiter = _NONE
        samples[delimiter] = _sample(path, encoding, delimiter)
    head, *records = samples[delimiter] or [[]]
    if not any(head):
        raise BadFile("is empty: its first line must name the columns.")
    columns = tuple(_named(head))
    return Table("csv", encoding, columns, _guess(columns, records), delimiter)


def _sample(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        try:
            return list(islice(csv.reader(file, delimiter=delimiter), _SAMPLE))
        except csv.Error as error:
            raise BadFile(f"is no CSV that can be read ({error}).") from None


def _fits(records: Sequence[Sequence[str]]) -> float:
    """How well a delimiter explains a file: the share of records that have as many cells as the first, if several."""
    width = len(records[0]) if records else 0
    filled = [one for one in records if any(one)]
    return sum(len(one) == width for one in filled) / len(filled) if width > 1 else 0.0


def _named(head: Sequence[str]) -> Iterator[str]:
    """Each column has a name of its own, also where the file gives none."""
    seen: set[str] = set()
    for number, given in enumerate(head, 1):
        name = given.strip() or f"{_NUMBERED}{number}"
        name = f"{name} ({_NUMBERED}{number})" if name in seen else name
        seen.add(name)
        yield name


def _look_at_objects(path: Path, encoding: str) -> Table:
    keys: dict[str, list[str]] = {}
    with path.open(encoding=encoding) as file:
        for line in islice(file, _SAMPLE):
            try:
                found = json.loads(line) if line.strip() else {}
            except (ValueError, RecursionError):
                continue
            for key, value in (found if isinstance(found, dict) else {"text": found}).items():
                if isinstance(value, str):
                    keys.setdefault(key, []).append(value)
    if not keys:
        raise BadFile('is no JSON Lines with texts: each line must be like {"text": "…"}.')
    columns = tuple(keys)
    return Table("jsonl", encoding, columns, _longest(columns, [keys[one] for one in columns]))


def _guess(columns: Sequence[str], records: Sequence[Sequence[str]]) -> str:
    cells = [[one[place] for one in records if place < len(one)] for place in range(len(columns))]
    return _longest(columns, cells)


def _longest(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """A column with a usual name, else that with the longest words."""
    for usual in _USUAL:
        for column in columns:
            if column.strip().casefold() == usual:
                return column
    lengths = [sum(map(len, one)) / len(one) if one else 0.0 for one in cells]
    return columns[lengths.index(max(lengths))]


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            raise BadFile("is UTF-32. Save it as UTF-8.")
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in head:
            return _without_mark(head)
        file.seek(0)
        return next(one for one in ("utf-8", "cp1252", "latin-1") if _decodes(file, one))


def _without_mark(head: bytes) -> str:
    """UTF-16 that doesn't say so: every other byte of plain letters is 0."""
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) < len(head) // 8 or min(odd, even) > max(odd, even) // 4:
        raise BadFile("is no text: there are NUL characters in it.")
    return "utf-16-le" if odd > even else "utf-16-be"


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        for some in iter(lambda: file.read(1 << 20), b""):
            decoder.decode(some)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _listed(columns: Iterable[str]) -> str:
    names = list(columns)
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")  # noqa: PLR2004 - as many as a line takes.
