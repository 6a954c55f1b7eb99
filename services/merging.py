"""Two people change the same field of a task: who has changed it, and where they want different things."""

import hashlib
import json
from enum import Enum, auto

from domain.fields import PEOPLE, TaskField, Value


class Verdict(Enum):
    """What a Save means beside what is saved by now."""

    IS_SO = auto()
    """It is as this person wants it: the same click once more, or two who want the same."""
    LEFT = auto()
    """This person left it as it was; what somebody else has made of it stays."""
    TAKE = auto()
    DISPUTED = auto()
    """Both have changed it, to different things."""


def digest(field: TaskField, value: Value) -> str:
    """Short, as a window can't keep two sets of instructions for itself. People are the same in any order."""
    same = sorted(set(value)) if field in PEOPLE and isinstance(value, tuple) else value
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:12]


def verdict(field: TaskField, *, seen: str, now: Value, typed: Value) -> Verdict:
    """`seen`: the digest of what stood there when the window was filled."""
    wanted, saved = digest(field, typed), digest(field, now)
    if wanted == saved:
        return Verdict.IS_SO
    if wanted == seen:
        return Verdict.LEFT
    return Verdict.TAKE if seen == saved else Verdict.DISPUTED
