"""Where on a task's page somebody is: kept by its window, and by what is opened from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.slack.payloads import Click, JsonObject
from handlers.slack.redrawing import Place
from views.slack.task_frame import Part


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a task's page somebody is, and (`here`) where in the list beneath it."""

    task: int
    part: Part = Part.OVERVIEW
    at: int = 0
    query: str = ""
    here: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def kept(metadata: JsonObject) -> "Spot | None":
        """As the page's window keeps it, and what was opened from there."""
        try:
            spot = metadata["spot"]
            return Spot(int(spot["task"]), Part(spot["part"]), int(spot["at"]), str(spot["query"]), spot["here"])
        except (KeyError, ValueError, TypeError):
            return None

    def as_kept(self) -> dict[str, Any]:
        """Within a name of its own: what is opened from here is not opened from the list."""
        spot = {"task": self.task, "part": str(self.part), "at": self.at, "query": self.query, "here": dict(self.here)}
        return {"spot": spot}


def place_in_list(clicked: Click) -> Mapping[str, Any]:
    """As the list keeps it; nothing where no list is open."""
    is_there = Place.kept(clicked.metadata()) is not None
    return Place.of(clicked).as_kept() if is_there else {}
