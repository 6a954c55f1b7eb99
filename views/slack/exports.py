"""What is said of exports: that one is on its way, in which format it is wanted, and what is in it."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from domain.read_models import LeftOut
from views.slack import ids, parts
from views.slack.parts import Message
from views.slack.prose import code, prose, strong, told

_FORMATS = {"csv": "CSV", "jsonl": "JSON Lines", "coco": "COCO", "yolo": "YOLO"}


def ready(task: str, rows: int, left_out: LeftOut, format_: str = "csv", others: int = 0) -> Message:
    """Goes with the file."""
    found = (f"{parts.count(rows, noun(format_))}.", left_out_words(left_out, others), "The file follows.")
    return told("The labels of ", strong(f"“{parts.short(task)}”"), f": {' '.join(filter(None, found))}")


def noun(format_: str) -> str:
    return "shape" if format_ in {"coco", "yolo"} else "row"


def left_out_words(tally: LeftOut, others: int = 0) -> str:
    """What an export does not hold; "" where it holds everything. `others`: answers to pictures that are in it."""
    found = [f"{parts.count(tally.awaiting, 'answer')} waiting for review"] if tally.awaiting else []
    fresh = tally.pending - tally.sent_back
    found += [f"{parts.count(fresh, 'input')} not labeled yet"] if fresh else []
    found += [f"{tally.sent_back:,} sent back for changes"] if tally.sent_back else []
    found += [f"{parts.count(tally.rejected, 'rejected answer')}"] if tally.rejected else []
    found += [f"{parts.count(others, 'further answer')} to the same pictures"] if others else []
    return f"Not in it: {parts.listed(found)}." if found else ""


def history_ready(task: str, rows: int) -> Message:
    """Goes with the file."""
    entries = parts.count(rows, "entry", "entries")
    return told("The history of ", strong(f"“{parts.short(task)}”"), f": {entries}. The file follows.")


def asked_words(task: str) -> str:
    return f"The labels of “{parts.short(task)}” come as a file into your messages with Labelbot."


def choice(task: int, name: str, formats: Sequence[str]) -> View:
    """Where the answers are drawn, other programs want other formats."""
    words = f"In which format do you want the labels of “{parts.short(name)}”?"
    buttons = [parts.button(_FORMATS[one], ids.action(ids.EXPORT_AS, one), ids.value(task, one)) for one in formats]
    return parts.modal("Export", [prose(words), parts.row(buttons, "formats")], close="Cancel")


def window(task: str) -> View:
    return parts.modal("Export", [prose(asked_words(task))], close="Done")


def history_window(task: str) -> View:
    words = f"The history of “{parts.short(task)}” comes as a file into your messages with Labelbot."
    return parts.modal("Export history", [prose(words)], close="Done")


def failed(task: str, why: str) -> Message:
    """`why` completes "could not be sent: "."""
    return told(
        "⚠️ The labels of ",
        strong(f"“{parts.short(task)}”"),
        f" could not be sent: {why}. Ask whoever runs Labelbot to try ",
        code("labelbot doctor"),
        ", then export again.",
    )
