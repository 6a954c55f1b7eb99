"""Understands somebody's own model without running it, or says why it can't and which model.yaml would help.

What counts, in this order: model.yaml beside it, the model's metadata, config.json, labels.txt, the outputs' shapes.
"""

from dataclasses import replace
from pathlib import Path

import yaml

from assist.user_models import optimum, plain, shapes, sidecar, ultralytics
from assist.user_models.description import Decoder, Description, ImageInput, Resize, Task, TextInput
from assist.user_models.folders import check_within
from assist.user_models.graphs import Graph, inspect, model_file
from assist.user_models.hints import Hints, merged
from assist.user_models.inputs import EDGE, PIXEL_AXES, image_input, text_input
from domain.errors import BadModel

_SHOWN = 3


def understand(folder: Path) -> Description:
    """Raises BadModel."""
    check_within(folder)
    model = model_file(folder)
    graph = inspect(model)
    said = [sidecar.read(folder, model), ultralytics.read(graph), optimum.read(folder), plain.read(folder)]
    hints = merged([one for one in said if one is not None])
    is_text = any(one.name == "input_ids" for one in graph.inputs)
    if hints.labels is None:
        raise BadModel(_without_labels(graph, hints), _sidecar(hints, graph))
    taken = text_input(folder, graph, hints) if is_text else image_input(graph, hints)
    return _read_as(graph, hints, taken, hints.labels)


def _read_as(graph: Graph, hints: Hints, taken: ImageInput | TextInput, labels: tuple[str, ...]) -> Description:
    side = taken.width if isinstance(taken, ImageInput) else None
    decoder = hints.decoder or shapes.decoder_for(graph, len(labels), side, is_end2end=hints.is_end2end)
    outputs = hints.outputs or (shapes.outputs_for(graph, decoder) if decoder else None)
    if decoder is None or not outputs or any(graph.output(one) is None for one in outputs):
        raise BadModel(_unclear(graph, labels), _sidecar(hints, graph))
    _check_classes(graph, hints, decoder, outputs, len(labels))
    task = _task(hints, decoder, outputs, taken)
    made = Description(
        task,
        labels,
        taken,
        decoder,
        outputs,
        licence=hints.licence or "",
        source=hints.source or "",
        notes=(*hints.notes, *_assumed(hints, taken), f"Its output {outputs[0]} is read as {decoder}."),
    )
    return replace(
        made,
        threshold=made.threshold if hints.threshold is None else hints.threshold,
        iou=made.iou if hints.iou is None else hints.iou,
    )


def _task(hints: Hints, decoder: Decoder, outputs: tuple[str, ...], taken: ImageInput | TextInput) -> Task:
    if isinstance(taken, TextInput):
        found = Task.TEXTS
    elif not decoder.is_of_boxes:
        found = Task.IMAGES
    else:
        has_masks = len(outputs) > 1 and decoder not in {Decoder.DETR, Decoder.SSD}
        found = Task.SEGMENTATION if has_masks else Task.DETECTION
    is_less = found is Task.SEGMENTATION and hints.task is Task.DETECTION
    if hints.task not in {None, found} and not is_less:
        raise BadModel(f"The model is said to be for {hints.task}, but what comes out of it is {found}.")
    return hints.task or found


def _check_classes(graph: Graph, hints: Hints, decoder: Decoder, outputs: tuple[str, ...], labels: int) -> None:
    classes = shapes.classes_for(graph, decoder, outputs)
    fitting = {labels, labels + 1} if decoder is Decoder.DETR else {labels}
    if classes is not None and classes not in fitting:
        raise BadModel(
            f"The model has {classes:,} classes, and there are names for {labels:,}. Name each, in their order.",
            _sidecar(replace(hints, labels=None), graph),
        )


def _assumed(hints: Hints, taken: ImageInput | TextInput) -> list[str]:
    if not isinstance(taken, ImageInput) or (hints.mean is not None and hints.resize is not None):
        return []
    return [
        f"Nothing says how it wants its pixels; assumed: {taken.resize} to {taken.width} × {taken.height}, "  # noqa: ISC004 - one note.
        f"mean {_three(taken.mean)}, std {_three(taken.std)}. {sidecar.NAME} can say otherwise."
    ]


def _three(given: tuple[float, float, float]) -> str:
    return "/".join(f"{one:g}" for one in given)


def _without_labels(graph: Graph, hints: Hints) -> str:
    of = f" that is for {hints.task}" if hints.task else ""
    outputs = ", ".join(one.words for one in graph.outputs)[:300]
    return (
        f"Nothing names the classes of this model{of}; it gives {outputs}. Put a labels.txt beside it with a name a "
        f"line, in the order of the classes, or a {sidecar.NAME}."
    )


def _unclear(graph: Graph, labels: tuple[str, ...]) -> str:
    outputs = ", ".join(one.words for one in graph.outputs)[:300]
    return (
        f"With {len(labels):,} labels it isn't clear how to read what the model gives: {outputs}. Say it in "
        f"{sidecar.NAME}, under output.decoder: {', '.join(Decoder)}."
    )


def _sidecar(hints: Hints, graph: Graph) -> str:
    """To fill in: what is known stands there already."""
    labels = list(hints.labels or ("name of the first class", "name of the second class"))
    port = next((one for one in graph.inputs if len(one.shape) == PIXEL_AXES), None)
    size = [one for one in (port.shape[3], port.shape[2]) if one] if port else []
    shown = {
        "task": str(hints.task or Task.IMAGES),
        "labels": [*labels[:_SHOWN], "…"] if len(labels) > _SHOWN else labels,
        "input": {
            "size": size if len(size) == len("wh") else [EDGE, EDGE],
            "resize": str(hints.resize or Resize.STRETCH),
        },
        "output": {"decoder": str(hints.decoder or Decoder.SCORES), "names": [one.name for one in graph.outputs]},
    }
    return str(yaml.safe_dump(shown, sort_keys=False, allow_unicode=True))
