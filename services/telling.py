"""The outbox as the messenger sees it: what to send next, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from domain.clock import SECOND
from domain.model import Actor
from domain.notices import CardMoved, Notice, SentBack
from store.cards import Card
from store.outbox import Waiting
from store.unit_of_work import Store, UnitOfWork

_AT_ONCE = 200
CALM = 5 * SECOND
"""A card that was touched this recently is about to be repainted by the click that touched it."""


class Telling:
    def __init__(self, store: Store) -> None:
        self._store = store

    def due(self, but: Collection[Actor] = ()) -> list[Waiting]:
        """`but`: nothing of these people, who are being written to."""
        return self._store.read(lambda unit: unit.outbox.due(_AT_ONCE, but))

    def next_due_at(self, but: Collection[Actor] = ()) -> int | None:
        """Microseconds since 1970, or None: nothing waits."""
        return self._store.read(lambda unit: unit.outbox.next_due_at(but))

    def due_aside(self) -> list[Waiting]:
        """What alerts nobody, and so holds nobody's notices back."""
        return self._store.read(lambda unit: unit.outbox.due_aside(_AT_ONCE))

    def next_aside_at(self) -> int | None:
        return self._store.read(lambda unit: unit.outbox.next_aside_at())

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

    def card_opened(self, who: Actor, task: int, kind: str) -> None:
        """Before somebody's first card is drawn: whatever changes while it is on its way then makes it old, and it is
        painted anew only for that.
        """

        def write(unit: UnitOfWork) -> None:
            if unit.cards.find(task, who.user, kind) is None:
                unit.cards.touch(who.workspace, task, who.user, kind)

        if self.card_at(task, who.user, kind) is None:
            self._store.write(write)

    def card_placed(
        self, card: tuple[Actor, int, str], channel: str, ts: str, revision: int, said: Sequence[Waiting] = ()
    ) -> None:
        """`card`: whose, of which task and kind. It now is this message and shows `revision`.

        `said`: what is told with it. The message that was the card so far is to lose its buttons.
        """
        who, task, kind = card

        def write(unit: UnitOfWork) -> None:
            before = unit.cards.find(task, who.user, kind)
            if before is None:
                unit.cards.touch(who.workspace, task, who.user, kind)
            elif before.channel and before.ts:
                unit.outbox.put(who, CardMoved(task, before.channel, before.ts, kind))
                unit.topics.add("old cards")
            unit.cards.place(task, who.user, kind, channel, ts, revision)
            unit.outbox.done([one.id for one in said if not isinstance(one.notice, SentBack)])
            for one in said:
                if isinstance(one.notice, SentBack):  # The reason follows in the thread of this card.
                    unit.outbox.rewrite(one.id, replace(one.notice, channel=channel, ts=ts))

        self._store.write(write)

    def rewrite(self, waiting: Waiting, notice: Notice) -> None:
        """Part of it is said; `notice` is what is left."""
        self._store.write(lambda unit: unit.outbox.rewrite(waiting.id, notice))

    def cards_painted(self, painted: Sequence[tuple[tuple[int, str, str, str], int]]) -> None:
        """((task, user, kind, message), revision) each."""
        self._store.write(lambda unit: unit.cards.mark_sent(painted))

    def stale_cards(self, *, calm: int = CALM) -> list[Card]:
        """Cards that show something old and that nobody is just about to repaint."""
        return self._store.read(lambda unit: unit.cards.stale(unit.now - calm, _AT_ONCE))
