"""What is labeled, as it is shown: on cards and in windows, and on the web page."""

from dataclasses import dataclass

from domain.model import InputKind, PictureState


@dataclass(frozen=True, slots=True)
class ContentModel:
    """An input as Slack can show it: a text by itself; a picture, or a video's poster, by `file` (an uploaded file's
    id) or by `url`, or not yet.
    """

    state: PictureState
    name: str
    """The file's name as it was imported, for alt texts and words in the picture's place."""
    file: str | None = None
    url: str | None = None
    kind: InputKind = InputKind.IMAGE
    text: str | None = None
    input: int = 0
    page: str | None = None
    """The address of the web page that shows it whole and plays it; None: this installation has no web pages."""
    drawn: str = ""
    """What is drawn on this very picture, in words: "2 shoes · 1 shirt"."""


@dataclass(frozen=True, slots=True)
class TextModel:
    """A whole text, for the window behind "Read all"."""

    task: int
    input: int
    name: str
    text: str
    page: int = 0
    """0-based."""


@dataclass(frozen=True, slots=True)
class SeenInput:
    """An input of a task, for a person who may see it. `bytes` and `mimetype` are those that we stored."""

    task: int
    task_name: str
    input: int
    name: str
    kind: InputKind
    sha256: str
    mimetype: str
    bytes: int
    width: int
    height: int
    text: str | None
    seconds: float | None
