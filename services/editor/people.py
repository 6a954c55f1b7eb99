"""People by their names: the editor's page knows no mentions."""

from collections.abc import Iterable

from domain.model import NOBODY, ROBOT, Actor
from store.unit_of_work import UnitOfWork

_NAMED = {ROBOT: "The model", NOBODY: "Nobody"}


def name_of(unit: UnitOfWork, workspace: str, user: str | None) -> str:
    if user is None:
        return "Somebody"
    person = None if user in _NAMED else unit.people.find(Actor(workspace, user))
    return person.name if person is not None else _NAMED.get(user, "Somebody")


def names_of(unit: UnitOfWork, workspace: str, users: Iterable[str]) -> dict[str, str]:
    asked = list(users)
    known = {one.user: one.name for one in unit.people.find_all(workspace, asked)}
    return {user: known.get(user) or _NAMED.get(user, "Somebody") for user in asked}
