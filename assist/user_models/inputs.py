"""What a model wants to be given: a picture of a size, or a text in tokens."""

from pathlib import Path

from assist.user_models.description import ImageInput, Resize, Task, TextInput
from assist.user_models.graphs import Graph, Port
from assist.user_models.hints import Hints
from domain.errors import BadModel

EDGE = 224
PIXEL_AXES = 4
_SCORE_AXES = 2
_TEXT_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_MASK = "pixel_mask"
_KINDS = {"float32", "float16", "uint8"}
_DETECTOR_EDGE, _MOST_TOKENS = 640, 512
_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def image_input(graph: Graph, hints: Hints) -> ImageInput:
    port = _pixels(graph, hints)
    others = [one.name for one in graph.inputs if one.name not in {port.name, _MASK}]
    if others:
        raise BadModel(f"The model wants more than a picture: {', '.join(others)[:200]}. Export it with one input.")
    is_nhwc = hints.is_nhwc if hints.is_nhwc is not None else port.shape[1] != len("RGB") == port.shape[3]
    channels, height, width = (port.shape[axis] for axis in ((3, 1, 2) if is_nhwc else (1, 2, 3)))
    if channels not in {len("RGB"), None}:
        raise BadModel(f"The model wants {channels} channels of a picture. Labelbot gives three: red, green and blue.")
    is_detector = _gives_boxes(graph, hints)
    edge = _DETECTOR_EDGE if is_detector else EDGE
    size = hints.size or (edge, edge)
    resize = hints.resize or (Resize.LETTERBOX if is_detector else Resize.CROP)
    if resize is Resize.FIT and (width or height):
        resize = Resize.STRETCH
    mask = next((one for one in graph.inputs if one.name == _MASK), None)
    mean, std = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)) if is_detector else _IMAGENET
    return ImageInput(
        port.name,
        width or size[0],
        height or size[1],
        port.kind,
        is_nhwc=is_nhwc,
        is_bgr=bool(hints.is_bgr),
        scale=1 / 255 if hints.scale is None else hints.scale,
        mean=hints.mean or mean,
        std=hints.std or std,
        resize=resize,
        pad=114 if hints.pad is None else hints.pad,
        margin=hints.margin or 1.0,
        is_bicubic=bool(hints.is_bicubic),
        mask=mask.name if mask else "",
        mask_size=_sides(mask) if mask else None,
    )


def _pixels(graph: Graph, hints: Hints) -> Port:
    pictures = [one for one in graph.inputs if len(one.shape) == PIXEL_AXES]
    named = [one for one in graph.inputs if one.name == hints.input] if hints.input else pictures[:1]
    if not named or len(named[0].shape) != PIXEL_AXES:
        inputs = ", ".join(one.words for one in graph.inputs)[:300] or "nothing"
        raise BadModel(f"The model takes neither a picture nor a text that Labelbot could give it. It takes {inputs}.")
    if named[0].kind not in _KINDS:
        raise BadModel(f"The model wants pixels as {named[0].kind}. Labelbot gives {', '.join(sorted(_KINDS))}.")
    return named[0]


def _gives_boxes(graph: Graph, hints: Hints) -> bool:
    if hints.decoder is not None:
        return hints.decoder.is_of_boxes
    if hints.task is not None:
        return hints.task in {Task.DETECTION, Task.SEGMENTATION}
    return any(len(one.shape) > _SCORE_AXES for one in graph.outputs)


def _sides(mask: Port) -> tuple[int, int] | None:
    sides = [one for one in mask.shape[1:] if one]
    return (sides[0], sides[1]) if len(sides) == len("hw") else None


def text_input(folder: Path, graph: Graph, hints: Hints) -> TextInput:
    names = tuple(one.name for one in graph.inputs)
    if strange := set(names) - _TEXT_INPUTS:
        raise BadModel(f"The model wants more than a text: {', '.join(sorted(strange))[:200]}.")
    if not (folder / "tokenizer.json").is_file():
        raise BadModel("The model takes texts, and tokenizer.json is missing. Copy it from where the model comes from.")
    fixed = next((one.shape[1] for one in graph.inputs if len(one.shape) > 1 and one.shape[1]), None)
    return TextInput(names, fixed or hints.most_tokens or _MOST_TOKENS, is_padded=fixed is not None)
