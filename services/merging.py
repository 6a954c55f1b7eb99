"""Two people edit the same task: which fields are whose, and where they want different things."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.draft import clean
from domain.model import Task

Field = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What the Edit window held when it was submitted, and what it had been filled with.

    `leads`: None leaves them as they are. `saved`: the digests of the EditModel that it was opened from; for a field
    that has none there, the task's revision tells whether somebody changed it since.
    """

    revision: int
    name: str
    instructions: str
    labelers: tuple[str, ...]
    reviewers: tuple[str, ...]
    leads: tuple[str, ...] | None = None
    saved: Mapping[str, str] = field(default_factory=dict)


def digest(value: Field) -> str:
    """Short, as a window can't keep two sets of instructions for itself. People are the same in any order."""
    same = value if isinstance(value, str) else sorted(set(value))
    return hashlib.sha256(json.dumps(same).encode()).hexdigest()[:12]


def merge(task: Task, now: Mapping[str, Field], changes: Changes) -> tuple[dict[str, Field], list[str]]:
    """The fields as they should become, and those where this person and somebody else want different things."""
    typed: dict[str, Field] = {
        "name": clean(changes.name),
        "instructions": changes.instructions.strip(),
        "labelers": changes.labelers,
        "reviewers": changes.reviewers,
        "leads": now["leads"] if changes.leads is None else changes.leads,
    }
    before = {field: digest(now[field]) for field in now} if task.revision == changes.revision else changes.saved
    merged, theirs = dict(now), []
    for name, value in typed.items():
        if before.get(name) == digest(value):
            continue  # This person left it as it was.
        merged[name] = value
        if before.get(name) != digest(now[name]) != digest(value):
            theirs.append(name)
    return merged, theirs


def changed(now: Mapping[str, Field], merged: Mapping[str, Field]) -> bool:
    return any(digest(now[field]) != digest(merged[field]) for field in now)
