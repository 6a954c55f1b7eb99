"""Which inputs a task of each type labels, and what is said of a dataset that holds none of them."""

from collections.abc import Collection, Mapping

from domain.model import InputKind, TaskType
from domain.naming import counted

WORDS = {InputKind.IMAGE: "picture", InputKind.TEXT: "text", InputKind.VIDEO: "video"}
LABELED: Mapping[TaskType, Collection[InputKind]] = {
    TaskType.CLASSIFICATION: tuple(InputKind),
    TaskType.DETECTION: (InputKind.IMAGE,),
    TaskType.SEGMENTATION: (InputKind.IMAGE,),
}


def holding_error(name: str, held: Mapping[InputKind, int], wanted: Collection[InputKind]) -> str | None:
    """A sentence with the count of what the dataset holds, where nothing of it is `wanted`."""
    if any(held.get(kind) for kind in wanted):
        return None
    what = _listed([counted(held[kind], WORDS[kind]) for kind in InputKind if held.get(kind)], "and")
    fitting = _listed([f"{WORDS[kind]}s" for kind in InputKind if kind in wanted], "or")
    return f"“{name}” holds {what or '0 inputs'}. Choose a dataset that holds {fitting}."


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
