"""How each kind of notice is said in Slack: as a new card at the bottom, as a message, or as a file."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_calls import GONE, PASSING, Pace, after_failure
from domain.errors import LabelingError
from domain.model import Actor
from domain.notices import (
    ApproveAllAsked,
    ExportAsked,
    MoveAsked,
    Notice,
    QueueReady,
    Rejected,
    ReleasedWork,
    ReviewReady,
    SentBack,
    TaskDone,
)
from handlers.slack import Services
from services.telling import Telling
from store.cards import LABEL, REVIEW
from views.slack import card, notices as views, review
from views.slack.parts import Message

log = structlog.get_logger()


class Deliveries:
    def __init__(self, client: AsyncWebClient, services: Services, telling: Telling, pace: Pace) -> None:
        self._client = client
        self._services = services
        self._telling = telling
        self._pace = pace
        self._old_cards: asyncio.Queue[tuple[str, str, Message]] = asyncio.Queue()

    async def deliver(self, to: Actor, notices: Sequence[Notice]) -> None:
        """All of one kind, of one task, to one person. Raises what Slack's client raises."""
        match notices[0]:
            case QueueReady(task):
                await self._labeling_card(to, task, "queue")
            case ReleasedWork(task):
                await self._labeling_card(to, task, "released")
            case ReviewReady(task):
                await self._review_card(to, task)
            case SentBack(task):
                await self._sent_back(to, task, [one for one in notices if isinstance(one, SentBack)])
            case ApproveAllAsked(task):
                await self._approve_all(to, task, [one for one in notices if isinstance(one, ApproveAllAsked)])
            case MoveAsked():
                for one in notices:
                    if isinstance(one, MoveAsked):
                        await asyncio.to_thread(self._services.releasing.carry_out, one)
            case _:
                await self._say(to, notices)

    async def _say(self, to: Actor, notices: Sequence[Notice]) -> None:
        """What comes as words or as a file."""
        match notices[0]:
            case Rejected(task):
                model = await asyncio.to_thread(self._services.labeling.card, to, task)
                rejected = [one for one in notices if isinstance(one, Rejected)]
                await self._post(to.user, views.rejected(model.task, rejected))
            case TaskDone(task):
                done = await asyncio.to_thread(self._services.listing.done, task)
                await self._post(to.user, views.task_done(done))
            case ExportAsked(task, format_):
                await self._export(to, task, format_)
            case _:
                model = await asyncio.to_thread(self._services.labeling.card, to, notices[0].task)
                for one in notices:
                    if isinstance(one, views.Simple):
                        await self._post(to.user, views.simple(model.task, one))

    async def _labeling_card(self, to: Actor, task: int, why: str) -> tuple[str, str] | None:
        """None: whatever was there to do is done by now, so nobody is called."""
        model = await asyncio.to_thread(self._services.labeling.card, to, task)
        if model.item is None and not model.may_take:
            return None
        message = card.card(model, intro=views.intro(why, model))
        return await self._place(to, task, LABEL, message, card.moved(model), model.revision)

    async def _review_card(self, to: Actor, task: int) -> None:
        model = await asyncio.to_thread(self._services.reviewing.card, to, task)
        if model.item is None:
            return
        message = review.card(model, intro=views.review_intro(model))
        await self._place(to, task, REVIEW, message, review.moved(model), model.revision)

    async def _sent_back(self, to: Actor, task: int, sent_back: Sequence[SentBack]) -> None:
        """The card comes anew, and a thread on it is the place to talk about the reasons."""
        placed = await self._labeling_card(to, task, "sent_back")
        if placed is not None:
            for message in views.sent_back(sent_back):
                await self._post(placed[0], message, thread_ts=placed[1])

    async def _approve_all(self, to: Actor, task: int, asked: Sequence[ApproveAllAsked]) -> None:
        """What was asked is done, and the card that comes says so. Done once more, it comes to the same."""
        approve = self._services.reviewing.approve_all
        approved = [(one.labeler, await asyncio.to_thread(approve, to, one)) for one in asked]
        model = await asyncio.to_thread(self._services.reviewing.card, to, task)
        message = review.approved_all(model, approved)
        await self._place(to, task, REVIEW, message, review.moved(model), model.revision)

    async def _place(
        self, to: Actor, task: int, kind: str, message: Message, moved: Message, revision: int
    ) -> tuple[str, str]:
        """A new message at the bottom; the card before it loses its buttons."""
        before = await asyncio.to_thread(self._telling.card_at, task, to.user, kind)
        channel, ts = await self._post(to.user, message)
        await asyncio.to_thread(self._telling.card_placed, (to, task, kind), channel, ts, revision)
        if before is not None and before.channel and before.ts:
            self._old_cards.put_nowait((before.channel, before.ts, moved))
        return channel, ts

    async def strip_old_cards(self) -> None:
        """Until cancelled. By itself, as edits are rationed, and nobody's notice shall wait for them.

        One that is lost does no harm: an old card answers with the present state.
        """
        while True:
            channel, ts, moved = await self._old_cards.get()
            await self.wait_to_update()
            try:
                await self._client.chat_update(channel=channel, ts=ts, **moved.payload())
            except PASSING as error:
                log.info("old_card_kept", error=after_failure(error, 0).word)

    async def _post(self, channel: str, message: Message, **more: Any) -> tuple[str, str]:
        body = message.payload() | {"unfurl_links": False, "unfurl_media": False} | more
        async with self._pace.post:
            try:
                answer = await self._client.chat_postMessage(channel=channel, **body)
            except SlackApiError as error:
                if not after_failure(error, 0).is_bad_file:
                    raise
                # Slack does not take the picture (yet): the words go out now, the picture follows by a repaint.
                body |= message.without_pictures().payload()
                answer = await self._client.chat_postMessage(channel=channel, **body)
        return str(answer["channel"]), str(answer["ts"])

    async def _export(self, to: Actor, task: int, format_: str) -> None:
        model = await asyncio.to_thread(self._services.labeling.card, to, task)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{_file_name(model.task.name)}.{format_}"
            try:
                rows = await asyncio.to_thread(self._services.exporting.write, task, path, format_)
            except LabelingError as error:
                await self._post(to.user, views.refusal(error.message))
                return
            channel, _ = await self._post(to.user, views.export_ready(model.task.name, rows))
            async with self._pace.upload:
                await self._client.files_upload_v2(channel=channel, file=str(path), filename=path.name, title=path.name)

    async def repaint(self, to: Actor, task: int, kind: str) -> tuple[int, Message]:
        """The card's present revision and look, for the sweep."""
        if kind == LABEL:
            model = await asyncio.to_thread(self._services.labeling.card, to, task)
            return model.revision, card.card(model)
        reviewed = await asyncio.to_thread(self._services.reviewing.card, to, task)
        return reviewed.revision, review.card(reviewed)

    async def wait_to_update(self) -> None:
        """Slack rations `chat.update` for the whole workspace: until one more may be called."""
        await self._pace.update.acquire()

    async def update(self, channel: str, ts: str, message: Message) -> bool:
        """Edit a card in place, once `wait_to_update` is over.

        True where nothing more is to be done, also because the message is gone.
        """
        try:
            await self._client.chat_update(channel=channel, ts=ts, **message.payload())
        except SlackApiError as error:
            failure = after_failure(error, 0)
            if failure.is_bad_file:
                async with self._pace.update:
                    await self._client.chat_update(channel=channel, ts=ts, **message.without_pictures().payload())
                return True
            return failure.word in GONE
        return True


def _file_name(task: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in task).strip() or "labels"
