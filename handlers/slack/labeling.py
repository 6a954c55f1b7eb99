"""The labeler's journey: the card's buttons, the labeling window."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from domain.errors import Invalid
from handlers.slack.answering import Answering
from handlers.slack.door import Answer, Door
from handlers.slack.painting import Painter
from handlers.slack.payloads import Click
from services.labeling import Clicked, Labeling
from store.cards import LABEL
from views.slack import card, ids, window

NONE, SKIP = "none", "skip"
_NOTHING_CHOSEN = "Choose a concept, “None of these” or “Skip for now”, then submit."


class LabelingDoor:
    def __init__(self, labeling: Labeling, painter: Painter, answering: Answering) -> None:
        self._labeling = labeling
        self._painter = painter
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.LABEL, self.label)
        door.action(ids.TOGGLE, self.tick)
        door.action(ids.SUBMIT_ANSWER, self.submit)
        door.action(ids.ACCEPT, self.accept)
        door.action(ids.ACCEPT_SHAPES, self.accept_shapes)
        door.action(ids.CHOOSE, self.label)
        door.action(ids.NONE, self.none)
        door.action(ids.SKIP, self.skip)
        door.action(ids.FLAG, self.flag)
        door.action(ids.UNDO, self.undo)
        door.action(ids.TAKE, self.take)
        door.action(ids.OPEN_WINDOW, self.open_window)
        door.view(ids.LABELING_WINDOW, self.submit_window)

    async def label(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._labeling.label, clicked.actor, *clicked.numbers(3, more=1)))

    async def tick(self, clicked: Click) -> Answer:
        assignment, revision, concept, on, seen = clicked.numbers(4, more=1)
        tick = partial(self._labeling.tick, clicked.actor, assignment, revision, concept, seen, on=bool(on))
        return await self._do(clicked, tick)

    async def submit(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._labeling.submit, clicked.actor, *clicked.numbers(2, more=1)))

    async def accept(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._labeling.accept, clicked.actor, *clicked.numbers(2, more=1)))

    async def accept_shapes(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._labeling.accept_shapes, clicked.actor, *clicked.numbers(4)))

    async def none(self, clicked: Click) -> Answer:
        assignment, revision, seen = clicked.numbers(2, more=1)
        return await self._do(
            clicked, partial(self._labeling.answer, clicked.actor, assignment, revision, [None], seen)
        )

    async def skip(self, clicked: Click) -> Answer:
        assignment, revision = clicked.numbers(2)
        skip = partial(self._labeling.skip, clicked.actor, assignment, revision)
        return await self._do(clicked, skip, card.SKIPPED)

    async def flag(self, clicked: Click) -> Answer:
        assignment, revision, on = clicked.numbers(3)
        return await self._do(clicked, partial(self._labeling.flag, clicked.actor, assignment, revision, on=bool(on)))

    async def undo(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._labeling.undo, clicked.actor, *clicked.numbers(2)))

    async def take(self, clicked: Click) -> Answer:
        return await self._do(clicked, partial(self._labeling.take, clicked.actor, *clicked.numbers(1)))

    async def open_window(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        model = await asyncio.to_thread(self._labeling.open, clicked.actor, task)
        return Answer(after=lambda: self._answering.window(clicked, window.labeling_window(model)))

    async def submit_window(self, clicked: Click) -> Answer:
        """The next picture comes in the ack itself; the card follows by the sweep."""
        kept = clicked.metadata()
        assignment, revision = int(kept["assignment"]), int(kept["revision"])
        chosen = window.chosen(clicked.view or {})
        if not chosen:
            return _refused(clicked, _NOTHING_CHOSEN)
        concepts: list[int | None] = [None if one == NONE else int(one) for one in chosen if one != SKIP]
        do = self._labeling.skip if SKIP in chosen else self._labeling.answer
        try:
            done = await asyncio.to_thread(do, clicked.actor, assignment, revision, concepts, int(kept.get("seen", 0)))
        except Invalid as error:
            return _refused(clicked, error.fields[ids.FIELD_ANSWER])
        says = card.SKIPPED if SKIP in chosen else None
        view = window.labeling_window(done.card, note=done.note or says).to_dict()
        return Answer({"response_action": "update", "view": view})

    async def _do(self, clicked: Click, do: Callable[[], Clicked], says: str | None = None) -> Answer:
        """`says` stands above the next picture, where what was asked for was done."""
        done = await asyncio.to_thread(do)
        if clicked.view is not None:
            is_accepting = clicked.action == ids.ACCEPT
            model = window.as_chosen(done.card, clicked.view, with_accepted=is_accepting)
            shown = window.labeling_window(model, note=done.note)
            return Answer(after=lambda: self._answering.update_window(clicked, shown))
        return Answer(after=partial(self._repaint, clicked, done, None if done.note else says), note=done.note)

    async def _repaint(self, clicked: Click, done: Clicked, says: str | None) -> None:
        """Through the click's own response_url: `chat.update` is rationed for the whole workspace."""
        url = clicked.response_url
        if url is None:
            return

        async def send(message: dict[str, Any]) -> bool:
            return await self._answering.repaint(url, message)

        key = (done.card.task.id, done.card.labeler, LABEL, clicked.message)
        await self._painter.paint(key, done.card.revision, lambda: card.card(done.card, says).payload(), send)


def _refused(clicked: Click, sentence: str) -> Answer:
    """At the last field of the answer, where "None of these" and "Skip for now" are."""
    blocks = [str(block["block_id"]) for block in (clicked.view or {}).get("blocks", ()) if block["type"] == "input"]
    return Answer({"response_action": "errors", "errors": {blocks[-1]: sentence}})
