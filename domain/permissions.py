"""Who may do what. A refusal is a sentence for the person who asked."""

from collections.abc import Iterable

from domain.clock import DAY
from domain.errors import NotAllowed
from domain.model import Person

KEPT_FOR = 30 * DAY
"""How long a deleted task can be brought back, in microseconds."""


def check_create(person: Person) -> None:
    if person.is_external:
        raise NotAllowed("People from other organisations can't create labeling tasks here. Ask a member to create it.")
    if person.is_guest:
        raise NotAllowed("Guests can label and review, but not create tasks. Ask a full member to create it for you.")


def check_add(person: Person) -> None:
    """To a dataset."""
    if person.is_external or person.is_guest:
        raise NotAllowed(
            "Guests and people from other organisations can't add to datasets. Ask a full member to do it."
        )


def check_member(person: Person, doing: str) -> None:
    """`doing` completes "Only full members of this workspace can ..."."""
    if person.is_external or person.is_guest:
        raise NotAllowed(f"Only full members of this workspace can {doing}. Ask one of them to do it for you.")


def check_same_workspace(person: Person) -> None:
    if person.is_external:
        raise NotAllowed("People from other organisations can't look at this workspace's concepts. Ask a member.")


def may_lead(person: Person, leads: Iterable[str]) -> bool:
    return person.is_admin or person.user in leads


def check_lead(person: Person, leads: Iterable[str], doing: str) -> None:
    """`doing` completes "Only the task's lead or an admin can ..."."""
    if not may_lead(person, leads):
        who = " or ".join(f"<@{lead}>" for lead in leads)
        raise NotAllowed(f"Only the task's lead or an admin can {doing}. Ask {who}.")


def may_see_task(person: Person, involved: Iterable[str]) -> bool:
    """Members see all tasks, guests and people from elsewhere only their own."""
    return not (person.is_guest or person.is_external) or person.user in involved


def may_be_assigned(person: Person) -> bool:
    return not (person.is_bot or person.is_deleted or person.is_external)


def may_become_lead(person: Person) -> bool:
    """Leads see all of a task, which guests may not."""
    return may_be_assigned(person) and not person.is_guest
