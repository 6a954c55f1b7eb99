"""Which models there are: those that come with Labelbot, and a folder of one's own each in LABELBOT_DATA/models.

Nothing of it runs a model in this process, and what was found out about one is kept until its files change.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from assist import processes
from assist.processes import ModelProcess
from assist.user_models.folders import check_within
from assist.weights import sources
from assist.weights.sources import Source, sha256, version_of, write_whole
from assist.worker import OURS, THEIRS
from domain.errors import BadModel, NotAllowed, NotFound

IMAGE_CLASSIFIER, TEXT_ENCODER, GENERAL_DETECTOR = "image-classifier", "text-encoder", "general-detector"
_NAME = re.compile(r"[^\W_][\w .+-]{0,59}")
_MOST_FILES = 50
_MOST_BYTES = 1024**3
CACHE = "cache"
_KEPT = "checked"


class State(StrEnum):
    READY = "ready"
    NEW = "not checked yet"
    REFUSED = "refused"
    MISSING = "not installed"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """`labels` are what it knows; none: whatever is asked. `ms`: for one input on this machine, once that was measured.
    `notes`: how somebody's own model was understood, or why it was refused; `sidecar`: a model.yaml that would help.
    """

    name: str
    kind: str
    state: State
    task: str = ""
    labels: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    sha256: str = ""
    version: str = ""
    path: Path | None = None
    ms: float | None = None
    notes: tuple[str, ...] = ()
    sidecar: str = ""

    @property
    def is_built_in(self) -> bool:
        return self.name in {IMAGE_CLASSIFIER, TEXT_ENCODER}


class Catalog:
    """`folder` is LABELBOT_DATA/models; it need not be there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / CACHE
        self._checking: set[ModelProcess] = set()
        self._is_closed = False

    def close(self) -> None:
        """Checks end at once: a model that hangs would be waited for."""
        self._is_closed = True
        for one in tuple(self._checking):
            one.kill()

    def cards(self) -> tuple[ModelCard, ...]:
        """The built-in ones first. Runs nothing, and reads no model, which takes as long as it is large: what wasn't
        checked says so, and has no version yet.
        """
        own = [self._own(one) for one in self._folders()]
        detector = [] if any(one.name == GENERAL_DETECTOR for one in own) else [_missing_detector()]
        return (*self._built_in(), *detector, *own)

    def card(self, name: str) -> ModelCard:
        """Raises NotFound."""
        cards = self.cards()
        found = next((one for one in cards if one.name.casefold() == name.strip().casefold()), None)
        if found is None:
            names = ", ".join(one.name for one in cards)
            raise NotFound(f"There is no model “{name}”. There are {names}; own ones are folders in {self.folder}.")
        return found

    def check(self, name: str) -> ModelCard:
        """Tries it out and measures it; what comes of it is kept. Raises NotFound, ModelFailed."""
        card = self.card(name)
        if card.is_built_in:
            return self._keep(self._measured(card))
        if card.state is State.MISSING or card.path is None:
            return card
        path = card.path
        try:
            # Before all else: files that are replaced meanwhile are to be checked anew.
            stamp = _stamp(path)
            card = replace(_bare(card), version=_version(path), sha256=_weights(path))
        except (BadModel, OSError) as error:
            return _refused(card, error)
        try:
            with self._process(THEIRS) as process:
                said = processes.check(process, path, card.version)
        except BadModel as bad:
            refused = replace(card, state=State.REFUSED, notes=(bad.message,), sidecar=bad.sidecar)
            return self._keep(refused, stamp)
        return self._keep(_checked(card, said), stamp)

    def remove(self, name: str) -> None:
        """Raises NotFound, NotAllowed."""
        card = self.card(name)
        if card.path is None or card.is_built_in:
            what = "comes with Labelbot" if card.is_built_in else "isn't installed"
            raise NotAllowed(f"{card.name} {what}: there is nothing to remove.")
        if card.path.is_symlink():
            card.path.unlink()
        else:
            shutil.rmtree(card.path)

    def _folders(self) -> Iterator[Path]:
        try:
            found = sorted(self.folder.iterdir())
        except OSError:
            return
        for one in found:
            if one.is_dir() and one.name != CACHE and not one.name.startswith("."):
                yield one

    def _built_in(self) -> Iterator[ModelCard]:
        def ms(name: str, version: str) -> float | None:
            known = self._kept(name)
            return known.get("ms") if known.get("version") == version else None

        yield _built_in(
            ModelCard(
                IMAGE_CLASSIFIER,
                "image classifier",
                State.READY,
                task="image classification",
                version=sources.IMAGE_VERSION,
                ms=ms(IMAGE_CLASSIFIER, sources.IMAGE_VERSION),
                notes=("EfficientNet-Lite0. It also learns concepts of your own from your team's labels.",),
            ),
            (sources.IMAGE_WEIGHTS, sources.IMAGE_NAMES),
            sources.imagenet_names,
        )
        yield _built_in(
            ModelCard(
                TEXT_ENCODER,
                "text encoder",
                State.READY,
                task="text classification",
                version=sources.TEXT_VERSION,
                ms=ms(TEXT_ENCODER, sources.TEXT_VERSION),
                notes=(
                    "all-MiniLM-L6-v2. It compares texts with concepts' names, and learns from your team's labels.",
                ),
            ),
            (sources.TEXT_WEIGHTS, sources.TEXT_TOKENIZER),
            tuple,
        )

    def _own(self, folder: Path) -> ModelCard:
        kind = "detector" if folder.name == GENERAL_DETECTOR else "a model of yours"
        card = ModelCard(folder.name, kind, State.NEW, path=folder)
        try:
            stamp, known = _stamp(folder), self._kept(folder.name)
            return _restored(card, known) if known.get("stamp") == stamp else card
        except (BadModel, OSError) as error:
            return _refused(card, error)

    @contextmanager
    def _process(self, kind: str) -> Iterator[ModelProcess]:
        with ModelProcess(kind) as process:
            self._checking.add(process)
            try:
                if self._is_closed:
                    process.kill()
                yield process
            finally:
                self._checking.discard(process)

    def _measured(self, card: ModelCard) -> ModelCard:
        if card.state is not State.READY:
            return card
        what = "texts" if card.name == TEXT_ENCODER else "images"
        with self._process(OURS) as process:
            said = process.ask({"do": "measure", "what": what, "cache": str(self.cache)})
        return replace(card, ms=float(said["ms"]))

    def _kept(self, name: str) -> dict[str, Any]:
        """What was found out of it before; what can't be read counts as nothing."""
        try:
            found = json.loads((self.cache / _KEPT / f"{name}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _keep(self, card: ModelCard, stamp: str = "") -> ModelCard:
        """A file each: several may be checked at once, and not only by this process."""
        kept = {
            "stamp": stamp,
            "state": card.state,
            "task": card.task,
            "labels": card.labels,
            "licence": card.licence,
            "source": card.source,
            "sha256": card.sha256,
            "version": card.version,
            "ms": card.ms,
            "notes": card.notes,
            "sidecar": card.sidecar,
        }
        write_whole(self.cache / _KEPT / f"{card.name}.json", json.dumps(kept, ensure_ascii=False, indent=1).encode())
        return card


def _built_in(card: ModelCard, held: tuple[Source, ...], labels: Callable[[], tuple[str, ...]]) -> ModelCard:
    """Says so where its package is missing or was changed."""
    weights = held[0]
    licences = " and ".join(dict.fromkeys(one.licence for one in held))
    named = ", ".join(one.named for one in held)
    card = replace(card, licence=licences, source=named, sha256=weights.sha256)
    try:
        path = weights.path()
        return replace(card, path=path, labels=labels())
    except BadModel as bad:
        return replace(card, state=State.REFUSED, notes=(bad.message,))


def _missing_detector() -> ModelCard:
    return ModelCard(
        GENERAL_DETECTOR,
        "detector",
        State.MISSING,
        task="detection",
        notes=(f"Finds people, cars, footwear and 20 more things: labelbot models install {GENERAL_DETECTOR}",),
    )


def _refused(card: ModelCard, error: BadModel | OSError) -> ModelCard:
    """Its files, of which one may be somebody else's, or going away in this moment."""
    if isinstance(error, BadModel):
        return replace(_bare(card), state=State.REFUSED, notes=(error.message,))
    file, reason = Path(error.filename or card.name).name, (error.strerror or "it can't be opened").lower()
    said = f"{file} can't be read here: {reason}. See to it that it is there, and that the bot's user may read it."
    return replace(_bare(card), state=State.REFUSED, notes=(said,))


def _bare(card: ModelCard) -> ModelCard:
    return ModelCard(card.name, card.kind, card.state, sha256=card.sha256, version=card.version, path=card.path)


def _checked(card: ModelCard, said: dict[str, Any]) -> ModelCard:
    kind = card.kind if card.name == GENERAL_DETECTOR else f"{said['task']}, yours"
    return replace(
        _bare(card),
        kind=kind,
        state=State.READY,
        task=str(said["task"]),
        labels=tuple(map(str, said["labels"])),
        licence=str(said["licence"]),
        source=str(said["source"]),
        ms=float(said["ms"]),
        notes=tuple(map(str, said["notes"])),
    )


def _restored(card: ModelCard, known: dict[str, Any]) -> ModelCard:
    said = {key: known.get(key, "") for key in ("licence", "source", "task")} | {
        "labels": known.get("labels", ()),
        "notes": known.get("notes", ()),
        "ms": known.get("ms") or 0.0,
    }
    found = replace(card, sha256=str(known.get("sha256", "")), version=str(known.get("version", "")))
    if known.get("state") == State.READY:
        return _checked(found, said)
    notes = tuple(map(str, said["notes"]))
    return replace(found, state=State.REFUSED, notes=notes, sidecar=str(known.get("sidecar", "")))


def _files(folder: Path) -> list[Path]:
    """Raises BadModel."""
    if not _NAME.fullmatch(folder.name):
        raise BadModel(
            "The folder's name must be up to 60 letters, digits, blanks and . + - _, beginning with a letter."
        )
    if folder.name in {IMAGE_CLASSIFIER, TEXT_ENCODER}:
        raise BadModel(f"{folder.name} is the name of a built-in model. Give the folder another one.")
    found = []
    for one in folder.rglob("*"):
        if one.is_file():
            found.append(one)
        if len(found) > _MOST_FILES:
            raise BadModel(f"The folder holds more than {_MOST_FILES} files. Leave only the model and what it needs.")
    check_within(folder)
    if sum(one.stat().st_size for one in found) > _MOST_BYTES:
        raise BadModel(f"The folder holds more than {_MOST_BYTES // 1024**2:,} MB, the most that is taken.")
    return sorted(found)


def _weights(folder: Path) -> str:
    """The sha256 of the one model; nothing where it isn't clear which that is, which a check will say."""
    found = sorted(folder.rglob("*.onnx"))
    named = [one for one in found if one.name == "model.onnx"]
    chosen = named or found
    return sha256(chosen[0]) if len(chosen) == 1 else ""


def _stamp(folder: Path) -> str:
    """Changes when a file in it was written. Raises BadModel."""
    seen = [(str(one.relative_to(folder)), one.stat().st_size, one.stat().st_mtime_ns) for one in _files(folder)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _version(folder: Path) -> str:
    """Of what is in the files and how they are called. Raises BadModel."""
    return version_of(*(f"{one.relative_to(folder)} {sha256(one)}" for one in _files(folder)))
