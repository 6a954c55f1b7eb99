"""What the shapes of a model's outputs say: which of them are boxes, scores or masks, and so how to read them."""

from assist.user_models.description import Decoder
from assist.user_models.graphs import Graph, Port

_SCORES, _BOXES, _MASKS = 2, 3, 4
"""Axes of an output."""
_MASKS_EACH = 32
_MOST_END2END = 1000
_STRIDES = (8, 16, 32)
_ANCHORS_EACH = 3


def outputs_for(graph: Graph, decoder: Decoder) -> tuple[str, ...] | None:
    """Their names in the order in which the decoder wants them; None where they aren't there."""
    if decoder is Decoder.DETR:
        return _detr(graph)
    if decoder is Decoder.SSD:
        boxes = [one for one in graph.outputs if len(one.shape) == _BOXES]
        return _names(boxes, 2)
    if decoder.is_of_boxes:
        boxes = [one for one in graph.outputs if len(one.shape) == _BOXES]
        masks = [one for one in graph.outputs if len(one.shape) == _MASKS]
        return (_names(boxes[:1], 1) or ()) + tuple(one.name for one in masks[:1]) if boxes else None
    named = [one for one in graph.outputs if one.name in {"logits", "probabilities", "scores"}]
    return _names((named or [one for one in graph.outputs if len(one.shape) == _SCORES])[:1], 1)


def decoder_for(graph: Graph, labels: int, side: int | None, *, is_end2end: bool | None) -> Decoder | None:
    """None where nothing fits. `side`: of the picture that goes in, if it is known."""
    if _detr(graph) is not None:
        return Decoder.DETR
    boxes = next((one for one in graph.outputs if len(one.shape) == _BOXES), None)
    if boxes is not None:
        masks = next((one for one in graph.outputs if len(one.shape) == _MASKS), None)
        return _of_boxes(boxes, labels, _width(masks), side, is_end2end=is_end2end)
    scores = [one for one in graph.outputs if len(one.shape) == _SCORES and one.shape[1] == labels]
    return Decoder.SCORES if len(scores) == 1 else None


def classes_for(graph: Graph, decoder: Decoder, outputs: tuple[str, ...]) -> int | None:
    """How many classes the output has room for, where its shape says so."""
    first = graph.output(outputs[0])
    if first is None or decoder is Decoder.END2END:
        return None
    masks = _width(
        graph.output(outputs[1]) if len(outputs) > 1 and decoder not in {Decoder.DETR, Decoder.SSD} else None
    )
    if decoder is Decoder.YOLOV8:
        return _less(first.shape[1], 4 + masks)
    if decoder is Decoder.YOLOV5:
        return _less(first.shape[-1], 5 + masks)
    if decoder is Decoder.SSD:
        scores = graph.output(outputs[1])
        return _less(scores.shape[-1] if scores else None, 1)
    return first.shape[-1] if first.shape else None


def _of_boxes(boxes: Port, labels: int, masks: int, side: int | None, *, is_end2end: bool | None) -> Decoder | None:
    _, rows, columns = boxes.shape
    if columns == 6 + masks and (is_end2end or (rows is not None and rows <= _MOST_END2END)):
        return Decoder.END2END
    if rows == 4 + labels + masks and (columns is None or columns > rows):
        return Decoder.YOLOV8
    if columns == 5 + labels + masks and _is_of_three_anchors(rows, side):
        return Decoder.YOLOV5
    return None


def _is_of_three_anchors(rows: int | None, side: int | None) -> bool:
    """YOLOX has the same columns, but one anchor a cell, and its boxes are no pixels yet."""
    if rows is None or side is None:
        return rows is None
    cells = sum((side // stride) ** 2 for stride in _STRIDES)
    return rows % _ANCHORS_EACH == 0 and rows >= _ANCHORS_EACH * cells


def _detr(graph: Graph) -> tuple[str, ...] | None:
    named = {one.name for one in graph.outputs}
    if {"logits", "pred_boxes"} <= named:
        return ("logits", "pred_boxes")
    flat = [one for one in graph.outputs if len(one.shape) == _BOXES]
    boxes = [one for one in flat if one.shape[-1] == 4]  # noqa: PLR2004 - a box.
    scores = [one for one in flat if one.shape[-1] != 4 and boxes and one.shape[1] == boxes[0].shape[1]]  # noqa: PLR2004 - As above.
    is_it = len(graph.outputs) == len(flat) == 2 and len(boxes) == len(scores) == 1  # noqa: PLR2004 - boxes and scores.
    return (scores[0].name, boxes[0].name) if is_it else None


def _width(masks: Port | None) -> int:
    if masks is None:
        return 0
    return masks.shape[1] or _MASKS_EACH


def _less(size: int | None, extra: int) -> int | None:
    return None if size is None else size - extra


def _names(ports: list[Port], number: int) -> tuple[str, ...] | None:
    return tuple(one.name for one in ports) if len(ports) == number else None
