"""Zips: what is in them, and which of them are no presents."""

import io
import stat
import zipfile
from pathlib import Path, PurePosixPath

from assist.images import MOST_BYTES
from assist.videos import MOST_BYTES as MOST_VIDEO_BYTES, SUFFIXES as VIDEOS
from domain.intake import Refused
from services.intake.taking import BadFile, Member, opened_zip, readable

MOST_ENTRIES = 20_000
MOST_UNPACKED = 8 * 1024**3
MOST_RATIO = 200
"""Times its size that a zip may unpack to. Pictures hardly shrink at all, texts to a tenth; a bomb to a thousandth."""
_BOMB = f"unpacks to more than {MOST_RATIO} times its size, as zip bombs do."
_SMALL = 1024 * 1024
"""Below this a ratio means nothing: a table of one repeated word shrinks a lot."""
_LARGEST_LIST = 8 * 1024 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


class _Wary(io.FileIO):
    """Python reads a zip's list in one piece, however long the zip says that it is."""

    def read(self, size: int | None = -1) -> bytes:
        wanted = size if size is not None and size >= 0 else self._left()
        if wanted > _LARGEST_LIST:
            raise BadFile(f"holds more than {MOST_ENTRIES:,} files. Pack them into several zips.")
        return super().read(wanted) or b""

    def _left(self) -> int:
        here = self.tell()
        end = self.seek(0, io.SEEK_END)
        self.seek(here)
        return end - here


def members(path: Path, name: str) -> tuple[list[Member], list[Refused]]:
    """What the zip holds, and what in it is refused by its name. Raises BadFile for one that is refused whole."""
    try:
        with _Wary(str(path)) as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except BadFile:
        raise
    except Exception as error:  # noqa: BLE001 - what is broken can make the reader raise anything.
        raise BadFile(f"is no zip that can be read ({str(error).rstrip('. ') or type(error).__name__}).") from None
    files = [(number, one) for number, one in enumerate(entries) if not one.is_dir() and not _is_hidden(one.filename)]
    _check_whole(path, [one for _, one in files])
    found, refused = [], []
    for number, entry in files:
        shown = f"{name}/{cleaned(entry.filename)}"
        if (reason := _wrong_with(entry)) is not None:
            refused.append(Refused(shown, reason))
        else:
            found.append(Member(path, number, entry.file_size, shown))
    opened_zip.cache_clear()
    return found, refused


def cleaned(name: str) -> str:
    """A name in a zip is anybody's words: no way up, no drive, no root, nothing that can't be printed."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [readable(part) for part in parts if part not in {"/", "//", "..", "."} and not part.endswith(":")]
    return "/".join(kept) or "without a name"


def _check_whole(path: Path, files: list[zipfile.ZipInfo]) -> None:
    if not files:
        raise BadFile("is an empty zip.")
    if len(files) > MOST_ENTRIES:
        raise BadFile(f"holds more than {MOST_ENTRIES:,} files. Pack them into several zips.")
    unpacked = sum(one.file_size for one in files)
    if unpacked > MOST_UNPACKED:
        raise BadFile(f"unpacks to more than {MOST_UNPACKED // 2**30} GB. Pack it into several zips.")
    if unpacked > max(_SMALL, MOST_RATIO * path.stat().st_size):
        raise BadFile(_BOMB)


def _wrong_with(entry: zipfile.ZipInfo) -> str | None:
    most = MOST_VIDEO_BYTES if PurePosixPath(entry.filename).suffix.lower() in VIDEOS else MOST_BYTES
    wrong = {
        "is encrypted. Pack it without a password.": entry.flag_bits & _ENCRYPTED,
        "is packed in an unusual way. Pack it as a plain zip.": entry.compress_type not in _METHODS,
        "is a link.": stat.S_ISLNK(entry.external_attr >> 16),
        "is a zip within a zip. Unpack it first.": entry.filename.lower().endswith(".zip"),
        f"is too large: more than {most // 2**20} MB.": entry.file_size > most,
        _BOMB: entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size),
    }
    return next((reason for reason, is_so in wrong.items() if is_so), None)


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part not in {".", ".."}) for part in parts)
