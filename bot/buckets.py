"""Buckets (S3 and alike) as `labelbot import` reads them: listed, and brought here some files at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from assist.images import MOST_BYTES
from assist.videos import MOST_BYTES as MOST_VIDEO_BYTES, SUFFIXES as VIDEOS
from domain.errors import Invalid, LabelingError
from domain.intake import Refused
from services.importing import Imported

_AT_ONCE = 100
_MISSING = "Buckets need one more package. Install it with: pip install 'labelbot[buckets]'"


def is_bucket(place: str) -> bool:
    return "://" in place


class Bucket:
    """`url` is like s3://bucket/folder. Keys come from the environment, as the cloud's own tools read them."""

    def __init__(self, url: str) -> None:
        try:
            from obstore.store import from_url  # noqa: PLC0415 - it may not be installed.
        except ImportError:
            raise Invalid({"folder": _MISSING}) from None
        try:
            self._store: Any = from_url(url)
        except Exception as error:  # noqa: BLE001 - whatever it says, it is about this address.
            raise LabelingError(f"{url} can't be opened: {_first_line(error)}") from None
        self._url = url

    def run(self, bring_in: Callable[[Path], Imported], progress: Callable[[int, int], object]) -> Imported:
        """`bring_in` gets folders with some of the files each, under their own names."""
        done, whole = 0, Imported(0, 0, ())
        entries = self._entries()
        while some := list(islice(entries, _AT_ONCE)):
            with self._here(some) as (folder, refused):
                whole += bring_in(folder) + Imported(0, 0, refused)
            done += len(some)
            progress(done, max(done, done + _AT_ONCE if len(some) == _AT_ONCE else done))
        return whole

    def _entries(self) -> Iterator[tuple[str, int]]:
        """(path, size) of each file, hidden ones left out."""
        import obstore  # noqa: PLC0415 - As above.

        try:
            for page in obstore.list(self._store):
                for one in page:
                    if not any(part.startswith(".") for part in PurePosixPath(one["path"]).parts):
                        yield str(one["path"]), int(one["size"])
        except Exception as error:  # noqa: BLE001 - clouds refuse in many ways.
            raise LabelingError(f"{self._url} can't be listed: {_first_line(error)}") from None

    @contextmanager
    def _here(self, some: list[tuple[str, int]]) -> Iterator[tuple[Path, tuple[Refused, ...]]]:
        refused = []
        with TemporaryDirectory(prefix="labelbot-") as folder:
            for path, size in some:
                most = MOST_VIDEO_BYTES if PurePosixPath(path).suffix.lower() in VIDEOS else MOST_BYTES
                if size > most:
                    refused.append(Refused(path, f"is too large: more than {most // 2**20:,} MB."))
                elif (reason := self._download(path, Path(folder))) is not None:
                    refused.append(Refused(path, reason))
            yield Path(folder), tuple(refused)

    def _download(self, path: str, folder: Path) -> str | None:
        import obstore  # noqa: PLC0415 - As above.

        place = folder.joinpath(*(part for part in PurePosixPath(path).parts if part not in {"..", "/"}))
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                for chunk in obstore.get(self._store, path).stream():
                    file.write(chunk)
        except Exception as error:  # noqa: BLE001 - As above.
            place.unlink(missing_ok=True)
            return f"can't be read ({_first_line(error)})."
        return None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n", 1)[0][:300]
