"""People as Slack described them, and who works with whom."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, select, union, update

from domain.model import Actor, Person, Role
from store import tables
from store.sql import insert_new

_p, _r = tables.person.c, tables.task_person.c
_FIELDS = tuple(_p["user_id" if name == "user" else name] for name in Person.__dataclass_fields__)
_AT_ONCE = 2000
_IN_ROLE = (_r.task == bindparam("k_task"), _r.role == bindparam("k_role"))
_OF_TASK = select(_r.user_id).where(*_IN_ROLE).order_by(_r.position)
_HAS_ROLE = select(_r.task).where(*_IN_ROLE, _r.user_id == bindparam("k_user"))


class People:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def find(self, actor: Actor) -> Person | None:
        return next(iter(self.find_all(actor.workspace, [actor.user])), None)

    def find_all(self, workspace: str, users: Iterable[str]) -> list[Person]:
        sought = list(dict.fromkeys(users))
        here = select(*_FIELDS).where(_p.workspace == workspace)
        # A statement has room for some ten thousand values only.
        parts = [sought[start : start + _AT_ONCE] for start in range(0, len(sought), _AT_ONCE)]
        return [Person(*row) for part in parts for row in self._connection.execute(here.where(_p.user_id.in_(part)))]

    def save(self, people: Sequence[Person]) -> None:
        """What Slack says of them now. Whether they are collaborators stays."""
        for person in people:
            row = {_p_name(name): getattr(person, name) for name in Person.__dataclass_fields__}
            row["seen_at"] = self._now
            new = insert_new(self._connection, tables.person).values(row | {"is_collaborator": False})
            self._connection.execute(new.on_conflict_do_update(index_elements=["workspace", "user_id"], set_=row))

    def add_collaborators(self, workspace: str, users: Iterable[str]) -> None:
        chosen = (_p.workspace == workspace, _p.user_id.in_(list(users)))
        self._connection.execute(update(tables.person).where(*chosen).values(is_collaborator=True))

    def collaborators(self, workspace: str) -> list[Person]:
        """Whom somebody added or assigned, and who may be assigned now, by name."""
        fit = (_p.is_collaborator, ~_p.is_deleted, ~_p.is_bot, ~_p.is_external)
        chosen = select(*_FIELDS).where(_p.workspace == workspace, *fit).order_by(_p.name)
        return [Person(*row) for row in self._connection.execute(chosen)]

    def workspaces(self) -> list[str]:
        """Those that have people, and those whose pictures were imported before anybody said a word."""
        known = union(select(_p.workspace), select(tables.dataset.c.workspace))
        return sorted(self._connection.execute(known).scalars())

    def of_task(self, task: int, role: Role) -> tuple[str, ...]:
        return tuple(self._connection.execute(_OF_TASK, {"k_task": task, "k_role": str(role)}).scalars())

    def shares(self, task: int) -> dict[str, int]:
        """Labeler -> weight, in the order in which they came."""
        chosen = select(_r.user_id, _r.weight).where(_r.task == task, _r.role == str(Role.LABELER))
        return {row.user_id: row.weight for row in self._connection.execute(chosen.order_by(_r.position))}

    def has_role(self, task: int, user: str, role: Role) -> bool:
        asked = {"k_task": task, "k_role": str(role), "k_user": user}
        return self._connection.execute(_HAS_ROLE, asked).first() is not None

    def admins(self, workspace: str) -> list[tuple[Person, bool]]:
        """Those who may be assigned; and whether each has worked with Labelbot so far."""
        fit = (_p.is_admin, ~_p.is_deleted, ~_p.is_bot, ~_p.is_external)
        chosen = select(*_FIELDS, _p.is_collaborator).where(_p.workspace == workspace, *fit).order_by(_p.name)
        return [(Person(*row[:-1]), bool(row[-1])) for row in self._connection.execute(chosen)]

    def work_of(
        self, workspace: str, users: Iterable[str], roles: Iterable[Role] = (Role.LABELER, Role.REVIEWER)
    ) -> list[tuple[int, Role, str]]:
        """(task, role, user) of those among these people who have one of the roles, in tasks that live."""
        joined = select(_r.task, _r.role, _r.user_id).join_from(tables.task_person, tables.task)
        theirs = (_r.workspace == workspace, _r.user_id.in_(list(users)), _r.role.in_([str(one) for one in roles]))
        rows = self._connection.execute(joined.where(*theirs, tables.task.c.deleted_at.is_(None)).order_by(_r.task))
        return [(row.task, Role(row.role), row.user_id) for row in rows]

    def add_to_task(
        self, workspace: str, task: int, role: Role, users: Sequence[str], weights: Mapping[str, int] | None = None
    ) -> None:
        """`weights`: a labeler's share beside the others', 1 where nothing is said."""
        last = select(func.max(_r.position)).where(_r.task == task, _r.role == str(role))
        taken = (self._connection.execute(last).scalar() or 0) + 1
        rows = [
            {"task": task, "role": str(role), "user_id": user, "workspace": workspace, "position": taken + place}
            | {"dealt": 0, "decided": 0, "weight": (weights or {}).get(user, 1)}
            for place, user in enumerate(users)
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, tables.task_person).on_conflict_do_nothing(), rows)

    def weigh(self, task: int, weights: Mapping[str, int]) -> None:
        """Labelers' shares beside the others'."""
        theirs = (_r.task == task, _r.role == str(Role.LABELER), _r.user_id == bindparam("k_user"))
        changed = update(tables.task_person).where(*theirs).values(weight=bindparam("new_weight"))
        rows = [{"k_user": user, "new_weight": weight} for user, weight in sorted(weights.items())]
        if rows:
            self._connection.execute(changed, rows)

    def remove_from_task(self, task: int, role: Role, users: Iterable[str]) -> None:
        chosen = (_r.task == task, _r.role == str(role), _r.user_id.in_(list(users)))
        self._connection.execute(tables.task_person.delete().where(*chosen))


def _p_name(field: str) -> str:
    return "user_id" if field == "user" else field
