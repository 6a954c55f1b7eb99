"""Many people at once: who of a channel, a group or the workspace comes in, and who becomes a collaborator."""

from collections.abc import Collection, Iterable, Sequence

from domain.errors import Invalid
from domain.gathering import Gathered, sort_out
from domain.model import Person
from domain.permissions import check_member
from services.checking import people_errors
from store.unit_of_work import Store, UnitOfWork


class Gathering:
    def __init__(self, store: Store) -> None:
        self._store = store

    def collaborators(self, person: Person) -> tuple[str, ...]:
        """Whom "Add all" means."""
        _check(person)
        found = self._store.read(lambda unit: unit.people.collaborators(person.workspace))
        return tuple(one.user for one in found)

    def sort_out(self, person: Person, users: Iterable[str], chosen: Collection[str], *, with_guests: bool) -> Gathered:
        """Of these, as far as Slack has described them to us. `person`: who asks."""
        _check(person)
        people = self._store.read(lambda unit: unit.people.find_all(person.workspace, set(users)))
        return sort_out(people, chosen, with_guests=with_guests)

    def welcome(self, person: Person, users: Sequence[str]) -> None:
        """Collaborators of the workspace from now on. Raises Invalid where somebody can't be assigned."""
        _check(person)

        def write(unit: UnitOfWork) -> None:
            if errors := people_errors(unit, person.workspace, {"gathered": tuple(users)}):
                raise Invalid(errors)
            unit.people.add_collaborators(person.workspace, users)

        self._store.write(write)


def _check(person: Person) -> None:
    check_member(person, "choose who works on a task")
