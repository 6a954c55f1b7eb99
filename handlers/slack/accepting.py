"""Accepting suggestions many at a time: the window that asks from which score on, and the way back."""

import asyncio
from functools import partial

from slack_sdk.models.views import View

from domain.accepted_together import UnacceptAllAsked
from domain.errors import Invalid, Stale
from domain.model import Actor
from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click
from services.accepting import Accepting
from views.slack import accept_all, ids, notices

_SOON = 1.0
"""Seconds within which the window is opened, however long the queue is."""
_BOUNDS = 2
"""Numbers that say which answers were accepted together: how many, and when."""


class AcceptingDoor:
    def __init__(self, accepting: Accepting, answering: Answering) -> None:
        self._accepting = accepting
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.ACCEPT_ALL, self.ask)
        door.view(ids.ACCEPT_ALL_WINDOW, self.start)
        door.action(ids.UNACCEPT_ALL, self.take_back)

    async def ask(self, clicked: Click) -> Answer:
        """Nothing is done by it, so the ack need not wait for what the window says."""
        (task,) = clicked.numbers(1)
        return Answer(after=lambda: self._open(clicked, task))

    async def start(self, clicked: Click) -> Answer:
        """Many rows: that they are wanted is written down, and the ack does not wait for them."""
        task = int(clicked.metadata()["task"])
        percent, most = _chosen(clicked)
        try:
            await asyncio.to_thread(self._accepting.start, clicked.actor, task, percent, most)
        except Invalid as error:
            drawing = await self._begin(clicked.actor, task, error.fields[ids.FIELD_PERCENT])
            shown = drawing.result() if drawing.done() else accept_all.counting()
            after = None if drawing.done() else lambda: self._show(clicked.view_id, drawing)
            return Answer({"response_action": "update", "view": shown.to_dict()}, after=after)
        return Answer()

    async def _begin(self, actor: Actor, task: int, note: str | None = None) -> asyncio.Task[View]:
        """Slack waits three seconds for a window; in a queue of a hundred thousand counting may take longer."""
        drawing = asyncio.create_task(self._draw(actor, task, note))
        await asyncio.wait([drawing], timeout=_SOON)
        return drawing

    async def _open(self, clicked: Click, task: int) -> None:
        drawing = await self._begin(clicked.actor, task)
        if drawing.done():
            await self._answering.window(clicked, drawing.result())
        elif view_id := await self._answering.opened(clicked, accept_all.counting()):
            await self._show(view_id, drawing)

    async def _show(self, view_id: str, drawing: asyncio.Task[View]) -> None:
        await self._answering.show(view_id, await drawing)

    async def _draw(self, actor: Actor, task: int, note: str | None) -> View:
        return accept_all.window(await asyncio.to_thread(self._accepting.ask, actor, task), note)

    async def take_back(self, clicked: Click) -> Answer:
        task, labeler, *bounds = clicked.value.split(".")
        if len(bounds) != _BOUNDS or not all(one.isdecimal() for one in (task, *bounds)):
            raise Stale(notices.TOO_OLD)
        count, since = map(int, bounds)
        asked = UnacceptAllAsked(int(task), labeler, count, since)
        refused = await asyncio.to_thread(self._accepting.ask_back, clicked.actor, asked)
        return Answer(note=refused) if refused else Answer(after=partial(self._say, clicked, count))

    async def _say(self, clicked: Click, count: int) -> None:
        if clicked.response_url is not None:
            await self._answering.repaint(clicked.response_url, accept_all.taking_back(count).payload())


def _chosen(clicked: Click) -> tuple[int, int]:
    """From how many percent on, and how many inputs the window said that these are."""
    percent, _, most = next(iter(clicked.chosen(ids.FIELD_PERCENT)), "").partition(".")
    if not (percent.isdecimal() and most.isdecimal()):
        raise Stale(notices.TOO_OLD)
    return int(percent), int(most)
