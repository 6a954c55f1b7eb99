"""What was asked for many suggestions at a time is carried out, and said."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.posting import Posting
from domain.accepted_together import AcceptAllAsked, AcceptedAll, UnacceptAllAsked, UnacceptedAll
from domain.model import Actor
from domain.read_models import TaskHead
from handlers.slack import Services
from services.telling import Telling
from store.cards import LABEL
from store.outbox import Waiting
from views.slack import accept_all, card
from views.slack.parts import Message

Together = AcceptAllAsked | AcceptedAll | UnacceptAllAsked | UnacceptedAll
Place = Callable[[tuple[Actor, int, str], Message, int, Sequence[Waiting]], Awaitable[object]]
"""Posts a card as a new message at the bottom."""


class AcceptingTogether:
    def __init__(self, services: Services, telling: Telling, posting: Posting, place: Place) -> None:
        self._services = services
        self._telling = telling
        self._posting = posting
        self._place = place

    async def tell(self, to: Actor, task: TaskHead, waiting: Waiting, notice: Together) -> None:
        """`waiting` is what holds the notice."""
        match notice:
            case AcceptAllAsked():
                await self._accept(to, task, waiting, notice)
            case UnacceptAllAsked():
                count = await asyncio.to_thread(self._services.accepting.take_back, to, notice)
                await self._posting.post(to.user, accept_all.taken_back(task, notice, count))
                if to.user == notice.labeler:
                    await self._show_card(to, notice.task)
            case AcceptedAll():
                await self._posting.post(to.user, accept_all.others_accepted(task, notice))
            case UnacceptedAll():
                await self._posting.post(to.user, accept_all.others_took_back(task, notice))
                await self._show_card(to, notice.task)

    async def _accept(self, to: Actor, task: TaskHead, waiting: Waiting, notice: AcceptAllAsked) -> None:
        """What it came to, and the card below that."""
        if not notice.is_said:
            count = await asyncio.to_thread(self._services.accepting.carry_out, to, notice)
            together = UnacceptAllAsked(notice.task, to.user, count, notice.since)
            await self._posting.post(to.user, accept_all.accepted(task, notice.percent, together))
            await asyncio.to_thread(self._telling.rewrite, waiting, replace(notice, is_said=True))
        await self._show_card(to, notice.task)

    async def _show_card(self, to: Actor, task: int) -> None:
        """At the bottom again, below what was just said. Where nothing is left, the one that is there says so."""
        model = await asyncio.to_thread(self._services.labeling.card, to, task)
        if model.item is not None:
            await self._place((to, task, LABEL), card.card(model), model.revision, ())
