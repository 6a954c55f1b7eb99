"""model.yaml: what somebody writes beside a model, which counts more than anything that is found in it."""

import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from assist.user_models.description import Decoder, Resize, Task, Triple
from assist.user_models.hints import Hints, labels_of, text_of
from assist.weights.sources import sha256
from assist.yaml_texts import NoYaml, loaded
from domain.errors import BadModel

NAME = "model.yaml"
_KEYS = {"task", "labels", "input", "output", "threshold", "iou", "licence", "license", "source", "sha256"}
_INPUT = {"name", "size", "layout", "color", "scale", "mean", "std", "resize", "pad", "margin", "tokens"}
_OUTPUT = {"decoder", "names"}
_MOST_PIXELS = 4096
_MOST_WORDS = 500
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def read(folder: Path, model: Path) -> Hints | None:
    """Raises BadModel, which names the key."""
    text = text_of(folder / NAME)
    if text is None:
        return None
    try:
        given = loaded(text)
    except NoYaml as error:
        where = "" if error.line is None else f" (line {error.line})"
        raise BadModel(f"{NAME} is no YAML{where}.") from None
    keys = _mapping(given, _KEYS, "")
    _check_sha256(keys.get("sha256"), model)
    return _hints(keys)


def _hints(keys: Mapping[str, Any]) -> Hints:
    inside = _mapping(keys.get("input") or {}, _INPUT, "input.")
    output = _mapping(keys.get("output") or {}, _OUTPUT, "output.")
    return Hints(
        task=_one(keys, "task", lambda given: _chosen(given, Task, "task")),
        labels=_one(keys, "labels", lambda given: labels_of(given, f"labels in {NAME}")),
        decoder=_one(output, "decoder", lambda given: _chosen(given, Decoder, "output.decoder")),
        outputs=_one(output, "names", lambda given: labels_of(given, f"output.names in {NAME}")),
        input=_one(inside, "name", _words),
        size=_one(inside, "size", _size),
        is_nhwc=_one(inside, "layout", lambda given: _either(given, "NCHW", "NHWC", "input.layout")),
        is_bgr=_one(inside, "color", lambda given: _either(given, "RGB", "BGR", "input.color")),
        scale=_one(inside, "scale", lambda given: _number(given, "input.scale", -1e6, 1e6)),
        mean=_one(inside, "mean", lambda given: _triple(given, "input.mean", -1e6)),
        std=_one(inside, "std", lambda given: _triple(given, "input.std", 1e-6)),
        resize=_one(inside, "resize", lambda given: _chosen(given, Resize, "input.resize")),
        pad=_one(inside, "pad", lambda given: int(_number(given, "input.pad", 0, 255))),
        margin=_one(inside, "margin", lambda given: _number(given, "input.margin", 0.1, 1)),
        most_tokens=_one(inside, "tokens", lambda given: int(_number(given, "input.tokens", 2, 8192))),
        threshold=_one(keys, "threshold", lambda given: _number(given, "threshold", 0, 1)),
        iou=_one(keys, "iou", lambda given: _number(given, "iou", 0, 1)),
        licence=_one(keys, "licence", _words) or _one(keys, "license", _words),
        source=_one(keys, "source", _words),
        notes=(f"{NAME} says: {', '.join(sorted(keys))}.",),
    )


def _one(keys: Mapping[str, Any], name: str, read_it: Callable[[Any], T]) -> T | None:
    return None if keys.get(name) is None else read_it(keys[name])


def _mapping(given: object, known: set[str], within: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadModel(f"{NAME}: {within.rstrip('.') or 'it'} must be names with values, like “task: detection”.")
    strange = [str(key)[:50] for key in given if key not in known]
    if strange:
        names = ", ".join(within + one for one in sorted(known))
        raise BadModel(f"{NAME}: {within}{strange[0]} is not known. There are {names}.")
    return dict(given)


def _chosen(given: object, kind: type[E], name: str) -> E:
    try:
        return kind(str(given).strip().lower())
    except ValueError:
        raise BadModel(f"{NAME}: {name} must be one of {', '.join(kind)}.") from None


def _either(given: object, first: str, second: str, name: str) -> bool:
    """Whether it is the second."""
    word = str(given).strip().upper()
    if word not in {first, second}:
        raise BadModel(f"{NAME}: {name} must be {first} or {second}.")
    return word == second


def _number(given: object, name: str, least: float, most: float) -> float:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not math.isfinite(_float(given)) or not least <= _float(given) <= most:
        raise BadModel(f"{NAME}: {name} must be a number from {least:g} to {most:g}.")
    return _float(given)


def _float(given: Any) -> float:
    try:
        return float(given)
    except OverflowError:
        return math.inf


def _triple(given: object, name: str, least: float) -> Triple:
    """One number stands for all three."""
    each = given if isinstance(given, list) else [given] * 3
    if len(each) != len("RGB"):
        raise BadModel(f"{NAME}: {name} must be a number or three, for red, green and blue.")
    red, green, blue = (_number(one, name, least, 1e6) for one in each)
    return red, green, blue


def _size(given: object) -> tuple[int, int]:
    """Width, height; one number is both."""
    each = given if isinstance(given, list) else [given] * 2
    if len(each) != len("wh"):
        raise BadModel(f"{NAME}: input.size must be a number, or [width, height].")
    width, height = (int(_number(one, "input.size", 8, _MOST_PIXELS)) for one in each)
    return width, height


def _words(given: object) -> str:
    return " ".join(str(given).split())[:_MOST_WORDS]


def _check_sha256(given: object, model: Path) -> None:
    if given is not None and str(given).strip().lower() != sha256(model):
        raise BadModel(f"{model.name} is not the file that {NAME} is about: its sha256 is another. Copy it again.")
