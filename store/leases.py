"""Which of several servers on one database does what only one of them is to do."""

from sqlalchemy import Connection, delete, or_, update

from store import tables
from store.sql import insert_new

_l = tables.lease.c


class Leases:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def take(self, name: str, holder: str, until: int) -> bool:
        """Or keep it until then. False: it is somebody else's, who has said so in time."""
        free = or_(_l.holder == holder, _l.until <= self._now)
        taken = update(tables.lease).where(_l.name == name, free).values(holder=holder, until=until)
        if self._connection.execute(taken).rowcount:
            return True
        row = {"name": name, "holder": holder, "until": until}
        new = insert_new(self._connection, tables.lease).values(row).on_conflict_do_nothing()
        return self._connection.execute(new.returning(_l.name)).first() is not None

    def release(self, name: str, holder: str) -> None:
        """Whoever wants it next need not wait for its end."""
        self._connection.execute(delete(tables.lease).where(_l.name == name, _l.holder == holder))
