"""Where on a task's page somebody is: kept by its window, and by what is opened from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.slack.payloads import JsonObject
from views.slack.task_frame import Part

_PLACE = ("filter", "page")
"""What the list beneath keeps of where somebody is in it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a task's page somebody is, and where in the list beneath it."""

    task: int
    part: Part = Part.OVERVIEW
    at: int = 0
    query: str = ""
    here: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def kept(metadata: JsonObject) -> "Spot | None":
        """As the page's window keeps it, and what was opened from there."""
        try:
            task, part = int(metadata["task"]), Part(metadata.get("part", Part.OVERVIEW))
        except (KeyError, ValueError, TypeError):
            return None
        return Spot(task, part, int(metadata.get("at", 0)), str(metadata.get("query", "")), beneath(metadata))

    def as_kept(self) -> dict[str, Any]:
        return {"task": self.task, "part": str(self.part), "at": self.at, "query": self.query, **self.here}


def beneath(metadata: JsonObject) -> dict[str, Any]:
    """Where somebody is in the list beneath."""
    return {key: metadata[key] for key in _PLACE if key in metadata}
