"""Adding a whole channel, user group or workspace to a task: who comes in, and who is left out and why."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.model import Person

MOST_PEOPLE = 1000
"""Labelers, or reviewers, of one task: writing to more of them would take Slack many minutes."""


class LeftOut(StrEnum):
    APP = "app"
    DEACTIVATED = "deactivated"
    EXTERNAL = "external"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Gathered:
    """`coming`: whom it adds, by name. `already`: how many of them are chosen without it."""

    coming: tuple[str, ...] = ()
    already: int = 0
    left_out: tuple[tuple[LeftOut, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What becomes of the people who are chosen somewhere: first some go, then others come."""

    add: tuple[str, ...] = ()
    take_out: frozenset[str] = frozenset()
    is_clearing: bool = False

    def of(self, chosen: Iterable[str]) -> tuple[str, ...]:
        kept = () if self.is_clearing else [one for one in chosen if one not in self.take_out]
        return tuple(dict.fromkeys([*kept, *self.add]))


def sort_out(people: Iterable[Person], chosen: Collection[str], *, with_guests: bool) -> Gathered:
    """`people`: each once. Guests label and review where somebody chose them, but are not "everyone"."""
    coming, left_out, already = [], Counter[LeftOut](), 0
    for person in sorted(people, key=lambda one: (one.name.casefold(), one.user)):
        if (why := _why_left_out(person, with_guests=with_guests)) is not None:
            left_out[why] += 1
        elif person.user in chosen:
            already += 1
        else:
            coming.append(person.user)
    return Gathered(tuple(coming), already, tuple((why, left_out[why]) for why in LeftOut if left_out[why]))


def too_many(people: int, role: str) -> str | None:
    """Why not so many; `role` in the plural."""
    if people <= MOST_PEOPLE:
        return None
    return f"That makes {people:,} {role}. A task can have at most {MOST_PEOPLE:,}: choose fewer people."


def _why_left_out(person: Person, *, with_guests: bool) -> LeftOut | None:
    if person.is_bot:
        return LeftOut.APP
    if person.is_deleted:
        return LeftOut.DEACTIVATED
    if person.is_external:
        return LeftOut.EXTERNAL
    return LeftOut.GUEST if person.is_guest and not with_guests else None
