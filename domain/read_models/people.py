"""People while they are chosen: the field with its buttons, and the window that adds many at once."""

from dataclasses import dataclass
from enum import StrEnum

from domain.gathering import Gathered


class Way(StrEnum):
    """How people are added besides one by one."""

    CHANNEL = "channel"
    GROUP = "group"
    EVERYONE = "everyone"
    PERSON = "person"
    """Somebody who has not worked with Labelbot here yet."""
    OUT = "out"
    """The other way round: where too many are chosen for a field, they are taken out by a search."""


@dataclass(frozen=True, slots=True)
class PeopleField:
    """`field` is its name in ids: labelers, reviewers ..."""

    field: str
    people: tuple[str, ...]
    collaborators: int
    """How many people "Add all" would add."""
    version: int | str
    """Another one when the field must take a new initial value; part of its block id."""
    turn: int = 0
    """Another number makes the menu of ways forget what was chosen in it, and leaves the field alone."""
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class GatherModel:
    """The window of one way, before or after somebody chose a channel or group in it.

    `reading`: how many people Slack has named so far, while it is being asked. `wrong`: why it does not go.
    `chosen`: who is in the field beneath, for `Way.OUT`.
    """

    way: Way
    field: str
    gathered: Gathered | None = None
    reading: int | None = None
    wrong: str | None = None
    is_closed: bool = False
    """Nothing can be chosen here at all, as `wrong` says."""
    chosen: tuple[str, ...] = ()
