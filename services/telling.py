"""The outbox as the messenger sees it: what to send next, and what became of it."""

from collections.abc import Sequence

from domain.clock import SECOND
from domain.model import Actor
from store.cards import Card
from store.outbox import Waiting
from store.unit_of_work import Store, UnitOfWork

_AT_ONCE = 200
CALM = 5 * SECOND
"""A card that was touched this recently is about to be repainted by the click that touched it."""


class Telling:
    def __init__(self, store: Store) -> None:
        self._store = store

    def due(self) -> list[Waiting]:
        return self._store.read(lambda unit: unit.outbox.due(_AT_ONCE))

    def next_due_at(self) -> int | None:
        """Microseconds since 1970, or None: nothing waits."""
        return self._store.read(lambda unit: unit.outbox.next_due_at())

    def begin(self, notices: Sequence[Waiting]) -> None:
        self._store.write(lambda unit: unit.outbox.begin([one.id for one in notices]))

    def done(self, notices: Sequence[Waiting]) -> None:
        self._store.write(lambda unit: unit.outbox.done([one.id for one in notices]))

    def retry(self, notices: Sequence[Waiting], wait: float, error: str) -> None:
        """Again in `wait` seconds."""
        self._store.write(lambda unit: unit.outbox.retry([one.id for one in notices], wait, error))

    def give_up(self, notices: Sequence[Waiting], error: str) -> None:
        self._store.write(lambda unit: unit.outbox.give_up([one.id for one in notices], error))

    def card_at(self, task: int, user: str, kind: str) -> Card | None:
        return self._store.read(lambda unit: unit.cards.find(task, user, kind))

    def card_placed(self, card: tuple[Actor, int, str], channel: str, ts: str, revision: int) -> None:
        """`card`: whose, of which task and kind. It now is this message and shows `revision`."""
        who, task, kind = card

        def write(unit: UnitOfWork) -> None:
            if unit.cards.find(task, who.user, kind) is None:
                unit.cards.touch(who.workspace, task, who.user, kind)
            unit.cards.place(task, who.user, kind, channel, ts, revision)

        self._store.write(write)

    def cards_painted(self, painted: Sequence[tuple[tuple[int, str, str, str], int]]) -> None:
        """((task, user, kind, message), revision) each."""
        self._store.write(lambda unit: unit.cards.mark_sent(painted))

    def stale_cards(self, *, calm: int = CALM) -> list[Card]:
        """Cards that show something old and that nobody is just about to repaint."""
        return self._store.read(lambda unit: unit.cards.stale(unit.now - calm, _AT_ONCE))
