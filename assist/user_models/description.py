"""What is known of a model before it runs: its task, its labels, what goes in, and how what comes out is read."""

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    IMAGES = "image classification"
    TEXTS = "text classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"


class Resize(StrEnum):
    LETTERBOX = "letterbox"
    """The whole picture, in its proportions, on a plain ground."""
    STRETCH = "stretch"
    CROP = "crop"
    """The middle of it."""
    FIT = "fit"
    """The whole picture in its proportions and nothing else, for models that take any size."""


class Decoder(StrEnum):
    """How an output is read; docs/operations.md says what each means."""

    SCORES = "scores"
    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    SIGMOID = "sigmoid"
    YOLOV8 = "yolov8"
    YOLOV5 = "yolov5"
    END2END = "end2end"
    DETR = "detr"
    SSD = "ssd"

    @property
    def is_of_boxes(self) -> bool:
        return self in {Decoder.YOLOV8, Decoder.YOLOV5, Decoder.END2END, Decoder.DETR, Decoder.SSD}


Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ImageInput:
    """A pixel of 0..255 becomes (pixel * scale - mean) / std. With `FIT`, width and height are the most and the least
    that the longer and the shorter side get.
    """

    name: str
    width: int
    height: int
    kind: str = "float32"
    is_nhwc: bool = False
    is_bgr: bool = False
    scale: float = 1 / 255
    mean: Triple = (0.0, 0.0, 0.0)
    std: Triple = (1.0, 1.0, 1.0)
    resize: Resize = Resize.STRETCH
    pad: int = 114
    margin: float = 1.0
    """With `CROP`: so much of the picture's shorter side is seen."""
    is_bicubic: bool = False
    mask: str = ""
    """An input that wants ones where there is picture, as DETR has it, and its height and width if they are fixed."""
    mask_size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TextInput:
    names: tuple[str, ...]
    most_tokens: int
    is_padded: bool = False
    """The model takes so many tokens and no fewer."""
    tokenizer: str = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Description:
    """`outputs` are in the order in which the decoder wants them. `notes`: how it was understood, a sentence each."""

    task: Task
    labels: tuple[str, ...]
    input: ImageInput | TextInput
    decoder: Decoder
    outputs: tuple[str, ...]
    threshold: float = 0.25
    iou: float = 0.7
    licence: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
