"""Who people are, and who works with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.model import Actor, Person
from services.assigning import people_left
from store.unit_of_work import Store, UnitOfWork


class Collaborating:
    def __init__(self, store: Store, admins: Iterable[str] = ()) -> None:
        self._store = store
        self._admins = frozenset(admins)

    def find(self, actor: Actor) -> Person | None:
        return self._store.read(lambda unit: unit.people.find(actor))

    def remember(self, people: Sequence[Person]) -> None:
        """As Slack describes them now. `LABELBOT_ADMINS` are admins whatever Slack says.

        Whoever was deactivated leaves their tasks, however we heard of it.
        """
        known = [self._with_admin(person) for person in people]
        left: dict[str, list[str]] = {}
        for person in known:
            if person.is_deleted:
                left.setdefault(person.workspace, []).append(person.user)

        def write(unit: UnitOfWork) -> None:
            unit.people.save(known)
            for workspace, users in left.items():
                people_left(unit, workspace, users)
                unit.sign_ins.end_all_of(workspace, users)

        self._store.write(write)

    def unknown(self, workspace: str, users: Iterable[str]) -> list[str]:
        """Those whom Slack has not described to us yet."""
        asked = list(dict.fromkeys(users))
        known = {one.user for one in self._store.read(lambda unit: unit.people.find_all(workspace, asked))}
        return [user for user in asked if user not in known]

    def collaborators(self, workspace: str) -> list[Person]:
        return self._store.read(lambda unit: unit.people.collaborators(workspace))

    def workspaces(self) -> list[str]:
        return self._store.read(lambda unit: unit.people.workspaces())

    def _with_admin(self, person: Person) -> Person:
        if person.user not in self._admins or person.is_admin:
            return person
        return replace(person, is_admin=True)
