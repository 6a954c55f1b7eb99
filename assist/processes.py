"""Has models run in a process of their own, and says in a sentence what became of it when it crashed or hung."""

import base64
import json
import math
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

from assist.predictions import Drawn, Failure, Placed, Prediction
from assist.worker import OURS, THEIRS, Answer
from domain.assisting import Region
from domain.errors import BadModel, ModelFailed

_PIECE = 65536
_LONGEST = 64 * 1024**2
_MOST_DEATHS = 2
"""So many inputs in a row may end the process before the model is given up."""
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until a model is open (or, for `check`, tried out), and for each input."""

    opening: float = 120.0
    each: float = 60.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """Both in float16, little-endian: an embedding of length 1, and for pictures ImageNet's probabilities."""

    embedding: bytes
    probabilities: bytes = b""


class _Died(Exception):
    """`.reason` completes "The model …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ModelProcess:
    """Started when it is first asked, and again after it died. Threads that ask at the same time wait for each other.
    It gets none of our environment, in which there are secrets.
    """

    def __init__(self, kind: str = THEIRS, threads: int = 1, patience: Patience | None = None) -> None:
        self._command = [sys.executable, "-I", "-B", "-m", "assist.worker", kind, str(threads)]
        self._patience = patience or Patience()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""
        self._is_killed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._end()

    def kill(self) -> None:
        """At once and for good, also while somebody waits for its answer: they get ModelFailed."""
        self._is_killed = True
        process = self._process
        if process is not None:
            process.kill()

    def ask(self, asked: Answer) -> Answer:
        """For the one answer. Raises BadModel, ModelFailed."""
        with self._lock:
            try:
                self._send(asked)
                return _good(self._answer(self._patience.opening))
            except _Died as died:
                raise ModelFailed(f"The model {died.reason}") from None

    def ask_each(self, asked: Answer, given: Sequence[str]) -> list[Answer | Failure]:
        """An answer to each. An input that ends the process keeps that as its failure; where several in a row do, the
        others are not asked any more. Raises BadModel, and ModelFailed where the model can't be opened.
        """
        found: list[Answer | Failure] = []
        deaths = 0
        with self._lock:
            while len(found) < len(given):
                try:
                    for one in self._answers(asked, given[len(found) :]):
                        found.append(one)
                        deaths = 0
                except _Died as died:
                    deaths += 1
                    failed = Failure(f"could not be looked at: the model {died.reason}", is_models=True)
                    found.append(failed)
                    if deaths > _MOST_DEATHS:
                        found += [replace(failed, is_unasked=True)] * (len(given) - len(found))
        return found

    def _answers(self, asked: Answer, given: Sequence[str]) -> Iterator[Answer | Failure]:
        try:
            self._send(asked | {"given": list(given)})
            _good(self._answer(self._patience.opening))
        except _Died as died:
            raise ModelFailed(f"The model {died.reason}") from None
        for _ in given:
            answer = _good(self._answer(self._patience.each))
            yield _failure(answer) if "failed" in answer else answer

    def _send(self, asked: Answer) -> None:
        process = self._process or self._started()
        if self._is_killed:
            raise _Died(self._end())
        assert process.stdin is not None  # noqa: S101 - it has a pipe.
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            raise _Died(self._end()) from None

    def _started(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter.
            [*self._command, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT | {"PATH": os.defpath},
        )
        self._unread = b""
        return self._process

    def _answer(self, patience: float) -> Answer:
        process = self._process
        assert process is not None  # noqa: S101 - it was sent something.
        assert process.stdout is not None  # noqa: S101 - As above.
        until = time.monotonic() + patience
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not waiting.select(max(0.0, until - time.monotonic())):
                    self._end()
                    raise _Died(f"did not answer within {patience:g} seconds.")
                piece = os.read(process.stdout.fileno(), _PIECE)
                if not piece or len(self._unread) > _LONGEST:
                    raise _Died(self._end())
                self._unread += piece
        line, _, self._unread = self._unread.partition(b"\n")
        return self._parsed(line)

    def _parsed(self, line: bytes) -> Answer:
        with suppress(ValueError, RecursionError):
            answer = json.loads(line)
            if isinstance(answer, dict):
                return answer
        self._end()
        raise _Died("answered what can't be read.")

    def _end(self) -> str:
        """How it ended: it may have been dead already."""
        process, self._process = self._process, None
        if process is None:
            return "was stopped."
        with suppress(subprocess.TimeoutExpired):
            # Whose pipe is closed is about to end, and then says by itself why.
            process.wait(0.2)
        is_dead = process.poll() is not None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        if is_dead and process.returncode == -9:  # noqa: PLR2004 - SIGKILL.
            return "was killed (too little memory on this machine?)."
        return "crashed." if is_dead else "was stopped."


def check(process: ModelProcess, folder: Path, version: str) -> Answer:
    """Raises BadModel, ModelFailed."""
    return process.ask({"do": "check", "folder": str(folder), "version": version})


def predict(
    folder: Path, version: str, given: Sequence[str], process: ModelProcess | None = None
) -> list[list[Prediction] | Failure]:
    """By somebody's model, on paths of pictures or on texts. May be called in any thread or process, and what goes in
    and out can be sent there. Raises BadModel, ModelFailed.
    """
    asked = {"do": "predict", "folder": str(folder), "version": version}
    answers = (process or _own(THEIRS)).ask_each(asked, given)
    return [one if isinstance(one, Failure) else _predictions(one) for one in answers]


def encode_images(
    cache_folder: Path, paths: Sequence[str], process: ModelProcess | None = None
) -> list[Encoding | Failure]:
    """As `predict`, by the built-in encoder."""
    asked = {"do": "encode images", "cache": str(cache_folder)}
    return [_encoding(one) for one in (process or _own(OURS)).ask_each(asked, paths)]


def encode_texts(
    cache_folder: Path, texts: Sequence[str], process: ModelProcess | None = None
) -> list[Encoding | Failure]:
    """As `predict`, by the built-in encoder."""
    asked = {"do": "encode texts", "cache": str(cache_folder)}
    return [_encoding(one) for one in (process or _own(OURS)).ask_each(asked, texts)]


def learn_boxes(cache_folder: Path, drawn: Sequence[Drawn], process: ModelProcess | None = None) -> Answer | None:
    """What was learned from what was drawn, for `locate`; None: nothing. Raises BadModel, ModelFailed."""
    pictures = [(one.path, one.boxes) for one in drawn]
    answer = (process or _own(OURS)).ask({"do": "learn boxes", "cache": str(cache_folder), "drawn": pictures})
    placing: Answer | None = answer["placing"]
    return placing


def locate(
    cache_folder: Path, paths: Sequence[str], placing: Answer, process: ModelProcess | None = None
) -> list[Sequence[Placed] | Failure]:
    """As `predict`: where in pictures that is which was learned."""
    asked = {"do": "locate", "cache": str(cache_folder), "placing": placing}
    answers = (process or _own(OURS)).ask_each(asked, paths)
    return [one if isinstance(one, Failure) else [_placed(*each) for each in one["placed"]] for one in answers]


@cache
def _own(kind: str) -> ModelProcess:
    """Of this process, kept so that models stay open; it ends with this process, which it looks after."""
    return ModelProcess(kind)


def _failure(answer: Answer) -> Failure:
    return Failure(str(answer["failed"]), is_models=answer.get("is_models") is True)


def _good(answer: Answer) -> Answer:
    if "bad" in answer:
        raise BadModel(str(answer["bad"]), str(answer.get("sidecar", "")))
    return answer


def _encoding(answer: Answer | Failure) -> Encoding | Failure:
    if isinstance(answer, Failure):
        return answer
    return Encoding(base64.b64decode(answer["embedding"]), base64.b64decode(answer.get("probabilities", "")))


def _placed(concept: int, score: float, left: float, top: float, right: float, bottom: float) -> Placed:
    return Placed(concept, score, Region(left, top, right, bottom))


def _predictions(answer: Answer) -> list[Prediction]:
    """From a process that somebody's model ran in. Raises ModelFailed."""
    try:
        return [_prediction(*one) for one in answer["found"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ModelFailed("The model answered what can't be read.") from None


def _prediction(label: object, score: Any, box: Any, polygon: Any) -> Prediction:
    numbers = [float(one) for one in (score, *(box or ()), *(at for point in polygon for at in point))]
    if not isinstance(label, str) or not all(map(math.isfinite, numbers)):
        raise ValueError
    placed = None
    if box is not None:
        left, top, right, bottom = map(float, box)
        placed = (left, top, right, bottom)
    return Prediction(label, float(score), placed, tuple((float(x), float(y)) for x, y in polygon))
