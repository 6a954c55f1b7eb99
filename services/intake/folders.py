"""What a folder on this machine holds that is worth a look."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assist.images import MOST_BYTES
from assist.videos import MOST_BYTES as MOST_VIDEO_BYTES
from domain.intake import Refused
from services.intake.kinds import HEAD, Kind, advice, kind_of
from services.intake.taking import LooseFile, readable


@dataclass(frozen=True, slots=True)
class Found:
    """Files worth a look, what can't be looked at, and how many are of kinds that nobody expects to be taken."""

    files: tuple[LooseFile, ...]
    refused: tuple[Refused, ...]
    others: int


def find(place: Path) -> Found:
    """All of a folder, in the order of the names, or the one file. What is hidden (a leading dot) is left alone; links
    to folders too. Texts beside pictures or videos are notes about these: they are left alone, and so are zips.
    """
    if not place.is_dir():
        return Found((LooseFile(place, readable(place.name)),), (), 0)
    seen: list[tuple[LooseFile, Kind]] = []
    refused: list[Refused] = []
    others = 0
    for path in _walk(place, refused):
        file = LooseFile(path, readable(str(path.relative_to(place))))
        kind = kind_of(path.name, _head(path))
        if (reason := _unreachable(path, place, kind)) is not None:
            refused.append(Refused(file.name, reason))
        elif kind is Kind.OTHER and (way_out := advice(path.name)) is not None and _is_surely_meant(path):
            refused.append(Refused(file.name, f"is of a kind that isn't taken. {way_out}"))
        elif kind in {Kind.OTHER, Kind.ZIP}:
            others += 1
        else:
            seen.append((file, kind))
    shown = [file for file, kind in seen if kind is not Kind.TEXTS]
    files = shown or [file for file, _ in seen]
    return Found(tuple(files), tuple(refused), others + len(seen) - len(files))


def _is_surely_meant(path: Path) -> bool:
    """A picture or a film of another kind: somebody will miss it. A PDF beside them nobody will."""
    way_out = advice(path.name) or ""
    return "JPEG" in way_out or "MP4" in way_out


def _walk(folder: Path, refused: list[Refused]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder)
        refused.append(Refused(readable(str(name)), f"can't be read ({error.strerror})."))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one != "__MACOSX")
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(place, name)


def _unreachable(path: Path, folder: Path, kind: Kind) -> str | None:
    """A link may name what its owner never meant to show, and reading a pipe may never end."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return "is a link that leads out of the folder."
    try:
        found = path.stat()
    except OSError as error:
        return f"can't be read ({error.strerror})."
    if not stat.S_ISREG(found.st_mode):
        return "is no file."
    most = MOST_VIDEO_BYTES if kind is Kind.VIDEO else MOST_BYTES
    return f"is too large: more than {most // 2**20} MB." if found.st_size > most else None


def _head(path: Path) -> bytes:
    """So that a picture without its suffix is reported, and a text isn't."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""
