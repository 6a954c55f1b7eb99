"""What all parts of a task's page share: its window, the buttons between its parts, the button that opens it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from views.slack import ids, parts

Keeps = Mapping[str, Any]
"""What the window keeps for itself: where on the page somebody is, and where in the list beneath."""


class Part(StrEnum):
    """What of the page is shown."""

    OVERVIEW = "overview"
    PEOPLE = "people"
    CONCEPTS = "concepts"
    FLAGGED = "flagged"
    EXCLUDED = "excluded"
    REJECTED = "rejected"
    ASSIST = "assist"
    """How right the task's model has been."""
    HISTORY = "history"
    DECISIONS = "decisions"
    """The history without single answers."""


def page(
    title: str, blocks: list[Block], keeps: Keeps, *, callback: str = ids.TASK_PAGE, submit: str | None = None
) -> View:
    """A part of the page. We hear of its closing: the list beneath then shows what was done."""
    return parts.modal(title, blocks, callback=callback, submit=submit, keeps=keeps, notify_on_close=True)


def back(name: str, task: int) -> Block:
    """The way from a part to the beginning of the page."""
    return parts.row([part_button(f"‹ {parts.cut(name, 60)}", Part.OVERVIEW, task, says=f"Back to {name}")], "back")


def part_button(text: str, part: Part, task: int, *, says: str | None = None) -> ButtonElement:
    return parts.button(text, ids.action(ids.TASK_PART, part), ids.value(part, task, 0), says=says)


def open_button(task: int, name: str) -> ButtonElement:
    """From a message."""
    return parts.button("Open task", ids.OPEN_TASK, ids.value(task), says=f"Open the task {name}")


def moment(at: datetime) -> str:
    """In the reader's own time zone and words, for marked text."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%Y-%m-%d %H:%M} UTC>"
