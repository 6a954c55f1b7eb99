"""What is asked for, and how far it is, where labels come out of a file in Slack: a notice as any other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelImportAsked:
    """A lead wants the boxes and polygons of a COCO file that is in Slack: they are taken into the task bit by bit when
    this is delivered. `how` is an ImportAs. So far: pictures of the file that were `reached`; those whose answers were
    taken, with how many shapes, and those that were `answered` already. `channel` and `ts`: the message that says it.
    """

    task: int
    file: str
    how: str
    reached: int = 0
    pictures: int = 0
    shapes: int = 0
    answered: int = 0
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True, slots=True)
class LabelImportForm:
    """What its window offers: `hows` are the ImportAs that this task takes now."""

    task: int
    name: str
    hows: tuple[str, ...]
