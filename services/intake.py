"""One file on its way in: judged, and kept if it is a picture. Light to import, for it runs in processes of its own."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assist.images import MOST_BYTES, SUFFIXES, BadPicture, inspect, looks_like_picture
from domain.model import NewInput
from store.files import Files

_OTHER_PICTURES = {".avif", ".bmp", ".heic", ".heif", ".jp2", ".jxl", ".svg", ".tif", ".tiff"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that stays out. `reason` completes the sentence "`name` …"."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds: relative paths worth a look, what can't be looked at, and how many are no pictures."""

    names: tuple[str, ...]
    refused: tuple[Refused, ...]
    others: int


def find(folder: Path) -> Found:
    """All of it, in the order of the names. What is hidden (a leading dot) is left alone; links to folders too."""
    names: list[str] = []
    refused: list[Refused] = []
    others = 0
    for path in _walk(folder, refused):
        name = str(path.relative_to(folder))
        suffix = path.suffix.lower()
        if (reason := _unreachable(path, folder)) is not None:
            refused.append(Refused(readable(name), reason))
        elif suffix in _OTHER_PICTURES:
            refused.append(Refused(readable(name), "is of a kind that isn't taken. Save it as JPEG or PNG."))
        elif suffix in SUFFIXES or _holds_picture(path):
            names.append(name)
        else:
            others += 1
    return Found(tuple(names), tuple(refused), others)


def take(folder: Path, inputs: Path, name: str) -> NewInput | Refused:
    """Keep the picture `folder/name` in the folder `inputs`, or say why not."""
    shown = readable(name)
    try:
        content = (folder / name).read_bytes()
        new = inspect(content, name)
    except BadPicture as bad:
        return Refused(shown, bad.reason)
    except OSError as error:
        return Refused(shown, f"can't be read ({error.strerror}).")
    Files(inputs).keep(content)
    return replace(new, name=shown)


def readable(name: str) -> str:
    """With a mark for what is no text: disks allow names that no database stores and no terminal should print."""
    text = os.fsencode(name).decode("utf-8", "replace").replace(os.sep, "/")
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def _walk(folder: Path, refused: list[Refused]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder)
        refused.append(Refused(readable(str(name)), f"can't be read ({error.strerror})."))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one != "__MACOSX")
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(place, name)


def _unreachable(path: Path, folder: Path) -> str | None:
    """A link may name what its owner never meant to show, and reading a pipe may never end."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return "is a link that leads out of the folder."
    try:
        found = path.stat()
    except OSError as error:
        return f"can't be read ({error.strerror})."
    if not stat.S_ISREG(found.st_mode):
        return "is no file."
    return f"is too large: more than {MOST_BYTES // 2**20} MB." if found.st_size > MOST_BYTES else None


def _holds_picture(path: Path) -> bool:
    """So that a picture without its suffix is reported, and a text isn't."""
    try:
        with path.open("rb") as file:
            return looks_like_picture(file.read(16))
    except OSError:
        return False
