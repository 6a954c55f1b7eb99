"""Transactions. Return = commit, raise = rollback, and nobody else commits.

SQLite takes one writer at a time, so one thread writes for the whole process, first come, first served: without it,
writers would meet in `busy_timeout`, whose waiting is neither fair nor bounded. PostgreSQL lets them run side by side.
"""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from threading import Condition
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from domain.clock import Clock
from store.acceptances import Acceptances
from store.annotations import Annotations
from store.apart import Apart, tried
from store.assist_records import AssistRecords
from store.assists import Assists
from store.audit import Audit
from store.cards import Cards
from store.catalog import Catalog
from store.concepts import Concepts
from store.contents import Contents
from store.datasets import Datasets
from store.drafts import Drafts
from store.drawings import Drawings
from store.embeddings import Embeddings
from store.engines import consistent, new_engine
from store.exports import Exports
from store.handing import Handing
from store.histories import Histories
from store.intakes import Intakes
from store.leases import Leases
from store.lists import Lists
from store.ordering import Ordering
from store.outbox import Outbox
from store.people import People
from store.pictures import Pictures
from store.purging import Purges
from store.queue import Queue
from store.reminders import Reminders
from store.reviews import Reviews
from store.samples import Samples
from store.shape_exports import ShapeExports
from store.shown import Shown
from store.sign_ins import SignIns
from store.strips import Strips
from store.suggesting import Suggesting
from store.suggestions import Suggestions
from store.tallies import Tallies
from store.task_inputs import TaskInputs
from store.tasks import Tasks
from store.teaching import Teaching
from store.version_shapes import VersionShapes
from store.versions import Versions

T = TypeVar("T")
_TRIES = 5
DATABASE_TROUBLE = (OperationalError, InterfaceError)
"""Nobody's mistake: no room on the disk, a server that is away. It ends by itself or by the admin's hand."""


class UnitOfWork:
    """What one transaction can reach, and the topics that somebody should look at once it is committed."""

    def __init__(self, connection: Connection, now: int, apart: Apart | None = None) -> None:
        self.connection = connection
        self.now = now
        self._apart = apart
        self.topics: set[str] = set()

    def apart(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` comes to, without the writer being held for it: whoever writes is called once more with it.
        `key`: all that it depends on.
        """
        return work() if self._apart is None else self._apart.of(key, work)

    @cached_property
    def acceptances(self) -> Acceptances:
        return Acceptances(self.connection, self.now)

    @cached_property
    def annotations(self) -> Annotations:
        return Annotations(self.connection, self.now)

    @cached_property
    def assist_records(self) -> AssistRecords:
        return AssistRecords(self.connection, self.now)

    @cached_property
    def assists(self) -> Assists:
        return Assists(self.connection, self.now)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection, self.now)

    @cached_property
    def cards(self) -> Cards:
        return Cards(self.connection, self.now)

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.connection, self.now)

    @cached_property
    def concepts(self) -> Concepts:
        return Concepts(self.connection, self.now)

    @cached_property
    def contents(self) -> Contents:
        return Contents(self.connection, self.now)

    @cached_property
    def datasets(self) -> Datasets:
        return Datasets(self.connection, self.now)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.connection, self.now)

    @cached_property
    def drawings(self) -> Drawings:
        return Drawings(self.connection, self.now)

    @cached_property
    def embeddings(self) -> Embeddings:
        return Embeddings(self.connection, self.now)

    @cached_property
    def exports(self) -> Exports:
        return Exports(self.connection, self.now)

    @cached_property
    def handing(self) -> Handing:
        return Handing(self.connection, self.now)

    @cached_property
    def histories(self) -> Histories:
        return Histories(self.connection, self.now)

    @cached_property
    def intakes(self) -> Intakes:
        return Intakes(self.connection, self.now)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.connection, self.now)

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.connection, self.now)

    @cached_property
    def ordering(self) -> Ordering:
        return Ordering(self.connection, self.now)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.now)

    @cached_property
    def people(self) -> People:
        return People(self.connection, self.now)

    @cached_property
    def pictures(self) -> Pictures:
        return Pictures(self.connection, self.now)

    @cached_property
    def purges(self) -> Purges:
        return Purges(self.connection, self.now)

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.connection, self.now)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self.connection, self.now)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self.connection, self.now)

    @cached_property
    def samples(self) -> Samples:
        return Samples(self.connection, self.now)

    @cached_property
    def shown(self) -> Shown:
        return Shown(self.connection, self.now)

    @cached_property
    def shape_exports(self) -> ShapeExports:
        return ShapeExports(self.connection)

    @cached_property
    def sign_ins(self) -> SignIns:
        return SignIns(self.connection, self.now)

    @cached_property
    def strips(self) -> Strips:
        return Strips(self.connection, self.now)

    @cached_property
    def suggesting(self) -> Suggesting:
        return Suggesting(self.connection, self.now)

    @cached_property
    def suggestions(self) -> Suggestions:
        return Suggestions(self.connection, self.now)

    @cached_property
    def tallies(self) -> Tallies:
        return Tallies(self.connection, self.now)

    @cached_property
    def task_inputs(self) -> TaskInputs:
        return TaskInputs(self.connection, self.now)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self.connection, self.now)

    @cached_property
    def teaching(self) -> Teaching:
        return Teaching(self.connection, self.now)

    @cached_property
    def versions(self) -> Versions:
        return Versions(self.connection, self.now)

    @cached_property
    def version_shapes(self) -> VersionShapes:
        return VersionShapes(self.connection)


class Store:
    """The database. `on_commit` gets the topics of each committed unit of work, in the thread that committed."""

    def __init__(self, url: str, clock: Clock, on_commit: Callable[[set[str]], object] = set) -> None:
        self.url = make_url(url)
        self.clock = clock
        self.on_commit = on_commit
        self._is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writers = new_engine(url, is_writer=True)
        self._readers = new_engine(url, is_writer=False) if self._is_sqlite else consistent(self._writers)
        self._writer = ThreadPoolExecutor(1, "store-writer") if self._is_sqlite else None
        self._door = Condition()
        self._at_work = 0
        self._is_closed = False

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction and return what it returned, once that is committed."""
        writer = self._writer
        with self._working():
            if writer is None:
                return tried(lambda apart: self._transact(work, apart))
            return tried(lambda apart: writer.submit(self._transact, work, apart).result())

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` on one consistent view of what is committed."""
        with self._working(), self._readers.begin() as connection:
            return work(UnitOfWork(connection, self.clock.now()))

    def close(self) -> None:
        """Once whoever is at work has ended: a task that is cancelled leaves its thread working. Nobody begins anew."""
        with self._door:
            self._is_closed = True
            self._door.wait_for(lambda: not self._at_work)
        if self._writer is not None:
            self._writer.shutdown()
        self.forget_connections()

    def forget_connections(self) -> None:
        """Those that nobody uses just now: the next ones look anew at what the database's file is."""
        self._writers.dispose()
        self._readers.dispose()

    @property
    def engine(self) -> Engine:
        """For the migrations."""
        return self._writers

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._door:
            if self._is_closed:
                raise RuntimeError("The store is closed.")
            self._at_work += 1
        try:
            yield
        finally:
            with self._door:
                self._at_work -= 1
                self._door.notify_all()

    def _transact(self, work: Callable[[UnitOfWork], T], apart: Apart | None = None) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                with self._writers.begin() as connection:
                    unit = UnitOfWork(connection, self.clock.now(), apart)
                    result = work(unit)
            except (OperationalError, IntegrityError) as error:
                if attempt == _TRIES or not _is_passing(error):
                    raise
            else:
                if unit.topics:
                    self.on_commit(unit.topics)
                return result
        raise AssertionError  # pragma: no cover - the last attempt returned or raised


def _is_passing(error: OperationalError | IntegrityError) -> bool:
    """A deadlock, a serialization failure, or a name that somebody took in the same moment: the same work succeeds when
    it is done again, or sees then what to say.
    """
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


@contextmanager
def opened(url: str, clock: Clock) -> Iterator[Store]:
    store = Store(url, clock)
    try:
        yield store
    finally:
        store.close()
