"""The pictures themselves: files named after their content, so that nothing is kept twice and nothing is half there."""

import hashlib
import os
import re
import shutil
import tempfile
from enum import StrEnum
from pathlib import Path

from domain.errors import NotFound

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIGEST = re.compile(r"[0-9a-f]{32}")


class Made(StrEnum):
    """What is made of a picture for the editor."""

    PREVIEW = "previews"
    STRIP = "strips"
    UPRIGHT = "upright"


class Files:
    """`folder/ab/abcd…` holds an input, `folder/thumbnails/ab/abcd….jpg` its picture for Slack, made again if lost.
    So are the editor's pictures, which stand in folders of their own beside the thumbnails, and those with shapes on
    them, `folder/drawn/ab/abcd….jpg`, named by what is drawn.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        return self._folder

    def path(self, sha256: str) -> Path:
        """Where the content is, or would be. Raises NotFound for what is no SHA-256 in lower-case hex."""
        _check(sha256)
        return self._folder / sha256[:2] / sha256

    def thumbnail_path(self, sha256: str) -> Path:
        _check(sha256)
        return self._folder / "thumbnails" / sha256[:2] / f"{sha256}.jpg"

    def poster(self, sha256: str) -> Path | None:
        """A video's still picture, which was kept as its thumbnail when the video came in; None: it has none."""
        path = self.thumbnail_path(sha256)
        return path if path.exists() else None

    def keep(self, content: bytes) -> str:
        """Returns the content's SHA-256. When this returns, a power cut can't take it away any more."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            _write(path, content)
        return sha256

    def keep_copy(self, source: Path) -> str:
        """As `keep`, of a file that is too large for the memory."""
        with source.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        path = self.path(sha256)
        if not path.exists():
            _write(path, source)
        return sha256

    def made_path(self, sha256: str, what: Made) -> Path:
        _check(sha256)
        return self._folder / what / sha256[:2] / f"{sha256}.jpg"

    def keep_made(self, sha256: str, what: Made, picture: bytes) -> Path:
        path = self.made_path(sha256, what)
        _write(path, picture)
        return path

    def keep_thumbnail(self, sha256: str, picture: bytes) -> Path:
        path = self.thumbnail_path(sha256)
        _write(path, picture)
        return path

    def drawing_path(self, digest: str) -> Path:
        """Raises NotFound for what is no digest of a drawing."""
        if not _DIGEST.fullmatch(digest):
            raise NotFound("There is no such picture.")
        return self._folder / "drawn" / digest[:2] / f"{digest}.jpg"

    def keep_drawing(self, digest: str, picture: bytes) -> Path:
        path = self.drawing_path(digest)
        _write(path, picture)
        return path

    def drop_drawing(self, digest: str) -> None:
        self.drawing_path(digest).unlink(missing_ok=True)


def _check(sha256: str) -> None:
    if not _SHA256.fullmatch(sha256):
        raise NotFound("There is no such picture.")


def _write(path: Path, content: bytes | Path) -> None:
    """Others see the whole file or none. Two who write the same at once write the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, file, 1024 * 1024)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
