"""A file of any kind as the inputs in it, one after the other: always in the same order, so that it can go on later."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from domain.intake import Refused
from domain.model import NewInput
from services.intake import texts
from services.intake.archives import members
from services.intake.kinds import HEAD, Kind, is_web_page, kind_of
from services.intake.taking import BadFile, File, LooseFile, Member, opened_zip

Item = NewInput | Refused | File
"""A text is ready; a picture or a video must still be taken."""


class Reading:
    """`notes` says how things were read, once they are. `scratch` is a folder for what has to be unpacked."""

    def __init__(self, file: LooseFile, scratch: Path, column: str | None = None) -> None:
        self._file = file
        self._scratch = scratch
        self._column = column
        self.notes: list[str] = []

    def items(self) -> Iterator[Item]:
        try:
            kind = self._kind()
            if kind is Kind.ZIP:
                yield from self._unpacked()
            elif kind is Kind.TEXTS:
                yield from self._texts(self._file)
            else:
                yield self._file
        except BadFile as bad:
            yield Refused(self._file.name, bad.reason)
        except OSError as error:
            yield Refused(self._file.name, f"can't be read ({error.strerror}).")

    def columns_to_choose(self) -> tuple[str, ...]:
        """Where a table does not say which of its columns holds the texts, and nobody has said it yet."""
        try:
            if self._column is not None or self._kind() is not Kind.TEXTS:
                return ()
            table = texts.look(self._file.path, self._file.name)
        except (BadFile, OSError):
            return ()
        return () if table.is_clear else table.columns

    def count(self) -> int:
        """How many there are about: the tables in a zip count as one each."""
        try:
            kind = self._kind()
            if kind is Kind.ZIP:
                found, refused = members(self._file.path, self._file.name)
                return len(found) + len(refused)
            if kind is Kind.TEXTS:
                return sum(1 for _ in self._texts(self._file))
        except (BadFile, OSError):
            return 1
        return 1

    def _kind(self) -> Kind:
        with self._file.opened() as file:
            head = file.read(HEAD)
        if is_web_page(head):
            raise BadFile("holds a web page, perhaps one that asks to sign in.")
        return kind_of(self._file.name, head)

    def _unpacked(self) -> Iterator[Item]:
        found, refused = members(self._file.path, self._file.name)
        yield from refused
        try:
            for member in found:
                yield from (member,) if kind_of(member.name, b"") is not Kind.TEXTS else self._texts_in(member)
        finally:
            # An open file keeps its place on the disk, also when nobody can see it any more.
            opened_zip.cache_clear()

    def _texts_in(self, member: Member) -> Iterator[Item]:
        with member.at(self._scratch) as path:
            try:
                yield from self._texts(LooseFile(path, member.name))
            except BadFile as bad:
                yield Refused(member.name, bad.reason)

    def _texts(self, file: LooseFile) -> Iterator[NewInput | Refused]:
        table = texts.look(file.path, file.name)
        column = table.column(self._column)
        # Whoever was not asked sees which one it was.
        guessed = f"gave the texts that stand in “{column}”." if len(table.columns) > 1 and not self._column else None
        said = [f"{file.name} {note}" for note in (table.note, guessed) if note is not None]
        self.notes = list(dict.fromkeys((*self.notes, *said)))
        found = texts.rows(file.path, file.name, table, column)
        first = next(found, None)
        if first is None:
            raise BadFile("is empty.")
        return chain([first], found)
