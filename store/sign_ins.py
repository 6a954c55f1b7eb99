"""One-time links and sessions of the web pages. Only hashes are here: who reads the database can't sign in with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from domain.model import Actor
from store import tables

_l, _s = tables.sign_in_link.c, tables.web_session.c


@dataclass(frozen=True, slots=True)
class Link:
    """`path`: where it leads, from the pages' root."""

    owner: Actor
    path: str
    expires_at: int
    used_at: int | None


class SignIns:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def add_link(self, token: str, owner: Actor, path: str, lasts: int) -> None:
        """`lasts`: microseconds."""
        row = {"token": token, "workspace": owner.workspace, "user_id": owner.user, "path": path}
        times = {"created_at": self._now, "expires_at": self._now + lasts}
        self._connection.execute(insert(tables.sign_in_link).values(row | times))

    def count_links(self, owner: Actor, since: int) -> int:
        """How many this person asked for after that moment."""
        mine = (_l.workspace == owner.workspace, _l.user_id == owner.user, _l.created_at > since)
        counted = select(func.count()).select_from(tables.sign_in_link).where(*mine)
        return int(self._connection.execute(counted).scalar_one())

    def link(self, token: str) -> Link | None:
        chosen = select(_l.workspace, _l.user_id, _l.path, _l.expires_at, _l.used_at).where(_l.token == token)
        row = self._connection.execute(chosen).first()
        return None if row is None else Link(Actor(row.workspace, row.user_id), row.path, row.expires_at, row.used_at)

    def use(self, token: str) -> bool:
        """False: it was used before, is too old, or never was. Of two who try at once, one gets True."""
        fresh = (_l.token == token, _l.used_at.is_(None), _l.expires_at > self._now)
        return (
            self._connection.execute(update(tables.sign_in_link).where(*fresh).values(used_at=self._now)).rowcount == 1
        )

    def open_session(self, token: str, owner: Actor, lasts: int) -> None:
        row = {"token": token, "workspace": owner.workspace, "user_id": owner.user}
        times = {"created_at": self._now, "expires_at": self._now + lasts}
        self._connection.execute(insert(tables.web_session).values(row | times))

    def session(self, token: str) -> Actor | None:
        """Whose it is, as long as it lasts."""
        alive = (_s.token == token, _s.ended_at.is_(None), _s.expires_at > self._now)
        row = self._connection.execute(select(_s.workspace, _s.user_id).where(*alive)).first()
        return None if row is None else Actor(row.workspace, row.user_id)

    def end_session(self, token: str) -> None:
        alive = (_s.token == token, _s.ended_at.is_(None))
        self._connection.execute(update(tables.web_session).where(*alive).values(ended_at=self._now))

    def end_all_of(self, workspace: str, users: Sequence[str]) -> None:
        """They are gone from the workspace: links that nobody used end with the sessions."""
        if not users:
            return
        alive = (_s.workspace == workspace, _s.user_id.in_(users), _s.ended_at.is_(None))
        self._connection.execute(update(tables.web_session).where(*alive).values(ended_at=self._now))
        unused = (_l.workspace == workspace, _l.user_id.in_(users), _l.used_at.is_(None))
        self._connection.execute(update(tables.sign_in_link).where(*unused).values(expires_at=self._now))

    def forget(self, older_than: int) -> None:
        """What has ended before that moment."""
        self._connection.execute(delete(tables.sign_in_link).where(_l.expires_at < older_than))
        over = or_(_s.expires_at < older_than, _s.ended_at < older_than)
        self._connection.execute(delete(tables.web_session).where(over))
