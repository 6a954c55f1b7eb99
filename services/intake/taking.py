"""One picture or video on its way in: judged, and kept if it is one. Light to import, for it runs in processes."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from assist import videos
from assist.images import MOST_BYTES, BadPicture, inspect
from domain.intake import Refused
from domain.model import InputKind, NewInput
from services.intake.kinds import Kind, advice, kind_of
from store.files import Files

_AT_A_TIME = 1024 * 1024


class BadFile(Exception):
    """`.reason` completes the sentence "`name` …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LooseFile:
    """`name` is what people see."""

    path: Path
    name: str

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        with self.path.open("rb") as file:
            yield file

    @contextmanager
    def at(self, _folder: Path) -> Iterator[Path]:
        yield self.path


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip: the `number`th of the list in it. It unpacks to `size` bytes at the most."""

    archive: Path
    number: int
    size: int
    name: str

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        archive = opened_zip(self.archive)
        with archive.open(archive.infolist()[self.number]) as file:
            yield file

    @contextmanager
    def at(self, folder: Path) -> Iterator[Path]:
        """Unpacked into `folder` as long as the block lasts."""
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(prefix=".part-", dir=folder) as part:
            with self.opened() as packed:
                while some := packed.read(_AT_A_TIME):
                    part.write(some)
            part.flush()
            yield Path(part.name)


File = LooseFile | Member


@lru_cache(maxsize=2)
def opened_zip(path: Path) -> zipfile.ZipFile:
    """Kept open: reading the list of a large one takes longer than reading a picture in it."""
    return zipfile.ZipFile(path)


def take(inputs: Path, file: File) -> NewInput | Refused:
    """Keep the picture or the video in the folder `inputs`, or say why not."""
    try:
        with file.opened() as begun:
            kind = kind_of(file.name, begun.read(64))
        if kind is Kind.VIDEO:
            return _take_video(inputs, file)
        if kind is Kind.PICTURE:
            return _take_picture(inputs, file)
        return Refused(file.name, f"is of a kind that isn't taken. {advice(file.name) or ''}".rstrip())
    except (BadFile, BadPicture, videos.BadVideo) as bad:
        return Refused(file.name, bad.reason)
    except OSError as error:
        return Refused(file.name, f"can't be read ({error.strerror or error}).")
    except Exception as error:  # noqa: BLE001 - a broken zip can make a decompressor raise anything.
        return Refused(file.name, f"can't be unpacked ({str(error).rstrip('. ') or type(error).__name__}).")


def _take_picture(inputs: Path, file: File) -> NewInput:
    with file.opened() as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadFile(f"is too large: more than {MOST_BYTES // 2**20} MB.")
    new = inspect(content, file.name)
    Files(inputs).keep(content)
    return replace(new, name=file.name)


def _take_video(inputs: Path, file: File) -> NewInput:
    with file.at(inputs / "incoming") as path:
        size = path.stat().st_size
        if not size:
            raise BadFile("is empty.")
        if size > videos.MOST_BYTES:
            raise BadFile(f"is too large: more than {videos.MOST_BYTES // 2**20} MB.")
        seen = videos.inspect(path, file.name)
        files = Files(inputs)
        sha256 = files.keep_copy(path)
        files.keep_thumbnail(sha256, seen.poster)
    video = (InputKind.VIDEO, None, seen.seconds)
    return NewInput(sha256, file.name, seen.width, seen.height, size, seen.mimetype, *video)


def readable(name: str) -> str:
    """With a mark for what is no text: disks allow names that no database stores and no terminal should print."""
    text = os.fsencode(name).decode("utf-8", "replace").replace(os.sep, "/")
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
