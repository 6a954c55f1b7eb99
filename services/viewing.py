"""Who may look at an input: on the web page, and at the whole of a text."""

from domain.errors import NotFound
from domain.model import Actor, InputKind, Person, Role
from domain.read_models import SeenInput, TextModel
from store.unit_of_work import Store, UnitOfWork

_NOTHING = "There is no such input, or it is in no task of yours."


class Viewing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, actor: Actor, task: int, input_: int) -> SeenInput:
        """Raises NotFound alike for what is not there and for what this person may not see."""

        def read(unit: UnitOfWork) -> SeenInput:
            person = unit.people.find(actor)
            found = unit.contents.find(actor.workspace, task, input_)
            if person is None or found is None or not _may_see(unit, person, found):
                raise NotFound(_NOTHING)
            return found

        return self._store.read(read)

    def sample(self, actor: Actor, task: int, input_: int) -> SeenInput:
        """A picture in the task's instructions, for whoever works in the task."""

        def read(unit: UnitOfWork) -> SeenInput:
            person, found = unit.people.find(actor), unit.contents.sample(actor.workspace, task, input_)
            if person is None or found is None or person.is_deleted:
                raise NotFound(_NOTHING)
            if not person.is_admin and not any(unit.people.has_role(task, person.user, role) for role in Role):
                raise NotFound(_NOTHING)
            return found

        return self._store.read(read)

    def text(self, actor: Actor, task: int, input_: int, page: int = 0) -> TextModel:
        found = self.find(actor, task, input_)
        if found.kind is not InputKind.TEXT:
            raise NotFound("That input is no text.")
        return TextModel(task, input_, found.name, found.text or "", page)


def _may_see(unit: UnitOfWork, person: Person, seen: SeenInput) -> bool:
    """Whoever works in the task sees its inputs; guests and people from elsewhere only those that they were given."""
    if person.is_deleted:
        return False
    roles = {role for role in Role if unit.people.has_role(seen.task, person.user, role)}
    if person.is_guest or person.is_external:
        return bool(roles) and unit.contents.is_given_to(seen.task, seen.input, person.user)
    return person.is_admin or bool(roles)
