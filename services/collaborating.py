"""Who people are, and who works with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.model import Actor, Person
from domain.permissions import may_be_assigned
from services.assigning import people_back, people_left
from services.leading import leads_back, leads_left
from store.unit_of_work import Store, UnitOfWork


class Collaborating:
    def __init__(self, store: Store, admins: Iterable[str] = ()) -> None:
        self._store = store
        self._admins = frozenset(admins)

    def find(self, actor: Actor) -> Person | None:
        return self._store.read(lambda unit: unit.people.find(actor))

    def remember(self, people: Sequence[Person]) -> None:
        """As Slack describes them now. `LABELBOT_ADMINS` are admins whatever Slack says.

        Whoever was deactivated or went to another organisation leaves their tasks, however we heard of it.
        """
        known = [self._with_admin(person) for person in people]

        def write(unit: UnitOfWork) -> None:
            for workspace in dict.fromkeys(person.workspace for person in known):
                here = [person for person in known if person.workspace == workspace]
                fit = [person.user for person in here if may_be_assigned(person)]
                before = unit.people.find_all(workspace, fit)
                unit.people.save(here)
                gone = [person for person in here if not may_be_assigned(person)]
                people_left(unit, gone)
                leads_left(unit, gone, self._admins)
                unit.sign_ins.end_all_of(workspace, [person.user for person in here if person.is_deleted])
                back = [person.user for person in before if not may_be_assigned(person)]
                people_back(unit, workspace, back)
                leads_back(unit, workspace, back)

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
