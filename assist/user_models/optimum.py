"""What Hugging Face's Optimum leaves beside a model: config.json, preprocessor_config.json and a tokenizer."""

import math
from pathlib import Path
from typing import Any

from assist.user_models.description import Decoder, Resize, Task, Triple
from assist.user_models.hints import Hints, json_of, labels_of
from domain.errors import BadModel

_TASKS = {
    "ForImageClassification": Task.IMAGES,
    "ForSequenceClassification": Task.TEXTS,
    "ForObjectDetection": Task.DETECTION,
}
_BICUBIC = 3
_MOST_TOKENS = 512
_RESERVED = 2
"""RoBERTa's positions begin behind two that it keeps for itself."""


def read(folder: Path) -> Hints | None:
    """Raises BadModel."""
    config = json_of(folder / "config.json")
    if not config:
        return None
    task = _task(config)
    named = config.get("id2label")
    seen = json_of(folder / "preprocessor_config.json")
    return Hints(
        task=task,
        labels=None if named is None else labels_of(named, "id2label in config.json"),
        decoder=_decoder(config, task),
        most_tokens=_tokens(config, folder),
        licence=str(config["license"])[:500] if "license" in config else None,
        source=str(config["_name_or_path"])[:500] if config.get("_name_or_path") else None,
        notes=("config.json beside it is that of a Hugging Face model.",),
        **(_pixels(seen) if seen else {}),
    )


def _task(config: dict[str, Any]) -> Task | None:
    named = config.get("architectures")
    architecture = str(named[0]) if isinstance(named, list) and named else ""
    for suffix, task in _TASKS.items():
        if architecture.endswith(suffix):
            return task
    if "For" in architecture:
        raise BadModel(
            f"config.json says that this is a {architecture[:60]}. Labelbot takes classifiers of images and of "
            "texts, and detectors."
        )
    return None


def _decoder(config: dict[str, Any], task: Task | None) -> Decoder | None:
    if task is Task.DETECTION:
        return Decoder.DETR
    if task is None:
        return None
    is_multiple = config.get("problem_type") == "multi_label_classification"
    return Decoder.SIGMOID if is_multiple else Decoder.LOGITS


def _tokens(config: dict[str, Any], folder: Path) -> int:
    most = config.get("max_position_embeddings")
    most = most if isinstance(most, int) and most > _RESERVED else _MOST_TOKENS
    kind = str(config.get("model_type", ""))
    if "roberta" in kind or kind in {"camembert", "mpnet"}:
        most -= _RESERVED
    said = json_of(folder / "tokenizer_config.json").get("model_max_length")
    said = int(said) if isinstance(said, int | float) and math.isfinite(said) and said > _RESERVED else most
    return min(most, said, _MOST_TOKENS)


def _pixels(seen: dict[str, Any]) -> dict[str, Any]:
    is_scaled, is_normalized = seen.get("do_rescale", True), seen.get("do_normalize", True)
    found: dict[str, Any] = {
        "scale": _number(seen.get("rescale_factor"), 1 / 255) if is_scaled else 1.0,
        "mean": _triple(seen.get("image_mean"), 0.0) if is_normalized else (0.0, 0.0, 0.0),
        "std": _triple(seen.get("image_std"), 1.0) if is_normalized else (1.0, 1.0, 1.0),
        "is_bicubic": seen.get("resample") == _BICUBIC,
    }
    return found | _size(seen)


def _size(seen: dict[str, Any]) -> dict[str, Any]:
    size = seen.get("size")
    sides = size if isinstance(size, dict) else {"shortest_edge": size}
    shortest, longest = _side(sides.get("shortest_edge")), _side(sides.get("longest_edge"))
    width, height = _side(sides.get("width")), _side(sides.get("height"))
    if seen.get("do_center_crop") and (cut := _cut(seen.get("crop_size"))):
        whole = shortest or (min(width, height) if width and height else None) or cut[0]
        return {"size": cut, "resize": Resize.CROP, "margin": min(1.0, min(cut) / whole)}
    if width and height:
        return {"size": (width, height), "resize": Resize.STRETCH}
    if shortest and longest:
        return {"size": (longest, shortest), "resize": Resize.FIT}
    if shortest:
        margin = min(1.0, max(0.1, _number(seen.get("crop_pct"), 1.0)))
        return {"size": (shortest, shortest), "resize": Resize.CROP, "margin": margin}
    return {}


def _cut(given: object) -> tuple[int, int] | None:
    sides = given if isinstance(given, dict) else {"width": given, "height": given}
    width, height = _side(sides.get("width")), _side(sides.get("height"))
    return (width, height) if width and height else None


def _side(given: object) -> int | None:
    return given if isinstance(given, int) and 8 <= given <= 4096 else None  # noqa: PLR2004 - the sidecar's bounds.


def _number(given: object, otherwise: float) -> float:
    is_number = isinstance(given, int | float) and math.isfinite(given)
    return float(given) if is_number else otherwise  # type: ignore[arg-type]


def _triple(given: object, otherwise: float) -> Triple:
    each = given if isinstance(given, list) and len(given) == len("RGB") else [otherwise] * 3
    red, green, blue = (_number(one, otherwise) for one in each)
    return red, green, blue
