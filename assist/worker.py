"""The process in which models run: `python -I -m assist.worker KIND THREADS ASKER` answers lines of JSON with
lines of JSON.

Somebody's model is a file from anywhere, run by a large library written in C: it gets no secrets, no file to write, and
an end to its memory and, from outside, to its time. `assist/processes.py` is the other end.
"""

import base64
import io
import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from statistics import median
from typing import IO, TYPE_CHECKING, Any, TypeVar

from domain.errors import BadModel, LabelingError, ModelFailed

if TYPE_CHECKING:
    from assist.embedding import Encoders
    from assist.predictions import Prediction
    from assist.user_models.running import UserModel

OURS, THEIRS = "ours", "theirs"
MOST_MEMORY = 4 * 1024**3
"""Bytes of address space for somebody's model; onnxruntime takes one or two of it without touching it."""
NICENESS = 10
_TRIES = 5
_LOOK = 1.0
"""Seconds between looks at whether the asker is still there."""
_NO_MEMORY = ("bad_alloc", "bad allocation", "Failed to allocate memory")
_BROKEN = {"UnidentifiedImageError", "DecompressionBombError", "DecompressionBombWarning"}
"""Pillow's, by their names: it isn't imported before the limits hold."""
T = TypeVar("T")
Answer = dict[str, Any]


def main() -> None:
    kind, threads, asker = sys.argv[1], *map(int, sys.argv[2:4])
    threading.Thread(target=_outlive_nobody, args=(asker,), daemon=True).start()
    answers = _own_way_out()
    give_up_rights(kind)
    for line in sys.stdin:
        asked = json.loads(line)
        for answer in _answers(_WORK[asked["do"]], asked, threads):
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _outlive_nobody(asker: int) -> None:
    """Whoever is killed while a model computes tells nobody. The pipe that is closed then is only looked at in between,
    and some models never come to an end.
    """
    while os.getppid() == asker:
        time.sleep(_LOOK)
    os._exit(1)


def give_up_rights(kind: str) -> None:
    """Clicks come first: whatever runs here is nice. Not every system knows every limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    limits = {resource.RLIMIT_CORE: 0}
    if kind == THEIRS:
        limits |= {resource.RLIMIT_AS: MOST_MEMORY, resource.RLIMIT_FSIZE: 0}
    for which, most in limits.items():
        try:
            resource.setrlimit(which, (most, most))
        except (OSError, ValueError):
            continue


def _own_way_out() -> IO[str]:
    """Libraries may print; nobody reads that as an answer."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _answers(work: Callable[[Answer, int], Iterator[Answer]], asked: Answer, threads: int) -> Iterator[Answer]:
    """The last of them may be why it ended."""
    try:
        yield from work(asked, threads)
    except BadModel as bad:
        yield {"bad": bad.message, "sidecar": bad.sidecar}
    except Exception as error:  # noqa: BLE001 - a model and its libraries can raise anything.
        yield {"bad": f"The model {reason(error)}"}


def reason(error: Exception) -> str:
    """Completes "photo.jpg …" or "The model …"."""
    if type(error).__name__ in _BROKEN:
        return "is broken, or no picture that can be read."
    said = error.message if isinstance(error, LabelingError) else str(error)
    if _lacks_memory(error):
        return f"needs more memory than a model may take here ({MOST_MEMORY // 1024**3} GB)."
    if isinstance(error, OSError) and error.strerror:
        said = error.strerror.lower()
    if isinstance(error, LabelingError):
        return f"could not be looked at: {said[:1].lower()}{said[1:]}"
    return f"could not be looked at: {(said or type(error).__name__)[:200].rstrip('. ')}."


def _lacks_memory(error: Exception) -> bool:
    said = error.message if isinstance(error, LabelingError) else str(error)
    return isinstance(error, MemoryError) or any(word in said for word in _NO_MEMORY)


def _check(asked: Answer, threads: int) -> Iterator[Answer]:
    """Understands a model, tries it out, and takes its time: the best word on whether it works is that it has."""
    model = _user_model(asked["folder"], asked["version"], threads)
    found = model.try_out()
    described = model.described
    yield {
        "task": described.task,
        "labels": described.labels,
        "licence": described.licence,
        "source": described.source,
        "notes": [*described.notes, f"Tried on an input with nothing in it, it found {len(found)}."],
        "ms": _milliseconds(model.try_out),
    }


def _predict(asked: Answer, threads: int) -> Iterator[Answer]:
    which = asked["folder"], asked["version"], threads
    _user_model(*which)
    yield {"ready": True}

    def look(given: str) -> Answer:
        try:
            return _found(_user_model(*which).predict(given))
        except Exception as error:
            if not _lacks_memory(error) or _opened.cache_info().currsize == 1:
                raise
        # There is another model open beside it: without that one it may well go.
        _opened.cache_clear()
        return _found(_user_model(*which).predict(given))

    yield from _each(asked["given"], look)


def _found(predictions: "Iterable[Prediction]") -> Answer:
    return {"found": [(one.label, one.score, one.box, one.polygon) for one in predictions]}


def _measure(asked: Answer, threads: int) -> Iterator[Answer]:
    """How long a built-in encoder takes for one input."""
    from PIL import Image  # noqa: PLC0415 - As below.

    from assist.embedding import pixels  # noqa: PLC0415 - As below.

    encoders = _encoders(asked["cache"], threads)
    written = io.BytesIO()
    Image.new("RGB", (400, 533), "grey").save(written, "JPEG")

    def look() -> None:
        if asked["what"] == "texts":
            encoders.texts.embed(["What is that and where does it belong?"])
        else:
            written.seek(0)
            encoders.images.encode_pixels(pixels(written))

    look()
    yield {"ms": _milliseconds(look)}


def _milliseconds(look: Callable[[], object]) -> float:
    seconds = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        look()
        seconds.append(time.perf_counter() - began)
    return round(median(seconds) * 1000, 1)


def _encode_images(asked: Answer, threads: int) -> Iterator[Answer]:
    from assist.embedding import pixels  # noqa: PLC0415 - onnxruntime only once the limits hold, here and below.

    encoder = _encoders(asked["cache"], threads).images
    yield {"ready": True}

    def look(coming: Future[Any]) -> Answer:
        embeddings, probabilities = encoder.encode_pixels(coming.result())
        return {"embedding": _packed(embeddings[0]), "probabilities": _packed(probabilities[0])}

    with ThreadPoolExecutor(1) as pool:
        yield from _each(_ahead(pool, lambda given: pixels(Path(given)), asked["given"]), look)


def _ahead(pool: ThreadPoolExecutor, prepare: Callable[[str], Any], given: Sequence[str]) -> Iterator[Future[Any]]:
    """The next picture is decoded while the model looks at this one."""
    coming = [pool.submit(prepare, one) for one in given[:1]]
    for one in given[1:]:
        coming.append(pool.submit(prepare, one))
        yield coming.pop(0)
    yield from coming


def _encode_texts(asked: Answer, threads: int) -> Iterator[Answer]:
    encoder = _encoders(asked["cache"], threads).texts
    yield {"ready": True}
    yield from _each(asked["given"], lambda given: {"embedding": _packed(encoder.embed([given])[0])})


def _locate(asked: Answer, threads: int) -> Iterator[Answer]:
    from assist import learned_boxes  # noqa: PLC0415 - As above.

    encoder, placing = _encoders(asked["cache"], threads).images, learned_boxes.unpacked(asked["placing"])
    yield {"ready": True}

    def look(given: str) -> Answer:
        found = learned_boxes.locate(learned_boxes.grid(encoder, Path(given)), placing)
        edges = ((one, one.region) for one in found)
        return {"placed": [(one.concept, one.score, at.left, at.top, at.right, at.bottom) for one, at in edges]}

    yield from _each(asked["given"], look)


def _learn_boxes(asked: Answer, threads: int) -> Iterator[Answer]:
    """From pictures and what was drawn on them; those that can't be read teach nothing."""
    from assist import learned_boxes  # noqa: PLC0415 - As above.
    from assist.predictions import Drawn  # noqa: PLC0415 - As above.

    encoder, taught = _encoders(asked["cache"], threads).images, []
    for path, boxes in asked["drawn"]:
        with suppress(Exception):
            grid = learned_boxes.grid(encoder, Path(path))
            taught.append((grid, Drawn(path, tuple((concept, tuple(box)) for concept, box in boxes))))
    placing = learned_boxes.learn(taught)
    yield {"placing": placing and learned_boxes.packed(placing)}


def _each(given: Iterable[T], look: Callable[[T], Answer]) -> Iterator[Answer]:
    for one in given:
        try:
            yield look(one)
        except Exception as error:  # noqa: BLE001 - one broken input isn't the others' end.
            yield {"failed": reason(error), "is_models": _may_pass(error)}


def _may_pass(error: Exception) -> bool:
    """It is the model's fault, or the machine's in this moment: it says nothing of the input."""
    if isinstance(error, FileNotFoundError):
        return not Path(error.filename or "").parent.is_dir()
    of_system = isinstance(error, OSError) and error.errno is not None
    return of_system or isinstance(error, LabelingError | MemoryError)


def _packed(values: Any) -> str:
    import numpy as np  # noqa: PLC0415 - As above.

    if not np.isfinite(values).all():
        raise ModelFailed("The model gives values that are no numbers (NaN or infinite).")
    return base64.b64encode(values.astype("<f2").tobytes()).decode()


def _user_model(folder: str, version: str, threads: int) -> "UserModel":
    """Where there is no memory for it beside another one, that one makes room."""
    try:
        return _opened(folder, version, threads)
    except Exception as error:
        if not _lacks_memory(error) or not _opened.cache_info().currsize:
            raise
    _opened.cache_clear()
    return _opened(folder, version, threads)


@lru_cache(maxsize=2)
def _opened(folder: str, version: str, threads: int) -> "UserModel":  # noqa: ARG001 - another version is another model.
    from assist.user_models.running import UserModel  # noqa: PLC0415 - As above.

    return UserModel(Path(folder), threads)


@cache
def _encoders(folder: str, threads: int) -> "Encoders":
    from assist.embedding import Encoders  # noqa: PLC0415 - As above.

    return Encoders(Path(folder), threads)


_WORK: dict[str, Callable[[Answer, int], Iterator[Answer]]] = {
    "check": _check,
    "measure": _measure,
    "predict": _predict,
    "encode images": _encode_images,
    "encode texts": _encode_texts,
    "locate": _locate,
    "learn boxes": _learn_boxes,
}


if __name__ == "__main__":
    main()
