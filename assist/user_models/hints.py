"""What one source says of a model. Sources are asked in an order, and for each fact the first that knows it counts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assist.user_models.description import Decoder, Resize, Task, Triple
from domain.errors import BadModel

MOST_LABELS = 20_000
_MOST_BYTES = 4 * 1024**2
_MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Hints:
    """None: it doesn't say. `notes` of all of them are kept."""

    task: Task | None = None
    labels: tuple[str, ...] | None = None
    decoder: Decoder | None = None
    outputs: tuple[str, ...] | None = None
    input: str | None = None
    size: tuple[int, int] | None = None
    """Width, height."""
    is_nhwc: bool | None = None
    is_bgr: bool | None = None
    scale: float | None = None
    mean: Triple | None = None
    std: Triple | None = None
    resize: Resize | None = None
    pad: int | None = None
    margin: float | None = None
    is_bicubic: bool | None = None
    most_tokens: int | None = None
    threshold: float | None = None
    iou: float | None = None
    licence: str | None = None
    source: str | None = None
    is_end2end: bool | None = None
    notes: tuple[str, ...] = ()


def merged(sources: Sequence[Hints]) -> Hints:
    found: dict[str, Any] = {}
    for field in fields(Hints):
        said = (value for one in sources if (value := getattr(one, field.name)) is not None)
        found[field.name] = next(said, None)
    return Hints(**found | {"notes": tuple(note for one in sources for note in one.notes)})


def text_of(path: Path) -> str | None:
    """What a small file beside a model says; None where it isn't there. Raises BadModel."""
    if not path.is_file():
        return None
    if path.stat().st_size > _MOST_BYTES:
        raise BadModel(f"{path.name} is larger than {_MOST_BYTES // 1024**2} MB: it can't be what it is named.")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadModel(f"{path.name} is not text in UTF-8. Save it so.") from None


def json_of(path: Path) -> dict[str, Any]:
    """Empty where it isn't there. Raises BadModel."""
    text = text_of(path)
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadModel(f"{path.name} is no JSON. Copy it again from where the model comes from.") from None
    if not isinstance(found, dict):
        raise BadModel(f"{path.name} is not the file that it is named: it holds no names with values.")
    return found


def labels_of(given: object, where: str) -> tuple[str, ...]:
    """From a list of names, or numbers with names. Raises BadModel."""
    if isinstance(given, Mapping):
        named = _numbered(given, where)
        given = [named.get(number, f"class {number}") for number in range(max(named, default=-1) + 1)]
    if not isinstance(given, Iterable) or isinstance(given, str | bytes):
        raise BadModel(f"{where} must be a list of names.")
    labels = tuple(" ".join(str(one).split()) for one in given)
    if not labels or len(labels) > MOST_LABELS:
        raise BadModel(f"{where} must be between 1 and {MOST_LABELS:,} names.")
    if not all(0 < len(one) <= _MOST_CHARACTERS for one in labels):
        raise BadModel(f"{where} must each have between 1 and {_MOST_CHARACTERS} characters.")
    return labels


def _numbered(given: Mapping[Any, Any], where: str) -> dict[int, object]:
    try:
        named = {int(number): name for number, name in given.items()}
    except (TypeError, ValueError, OverflowError):
        raise BadModel(f"{where} must be numbered, beginning with 0.") from None
    if any(not 0 <= number < MOST_LABELS for number in named):
        raise BadModel(f"{where} must be numbered from 0 to at most {MOST_LABELS - 1:,}.")
    return named
