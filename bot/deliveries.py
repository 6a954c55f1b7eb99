"""How each kind of notice is said in Slack: as a new card at the bottom, as a message, or as a file."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.accepting import AcceptingTogether, Together
from bot.exports import Exports
from bot.label_imports import LabelImporting
from bot.posting import Posting
from domain.label_importing import LabelImportAsked
from domain.model import Actor
from domain.notices import (
    ApproveAllAsked,
    ExportAsked,
    Flagged,
    GoneThrough,
    IntakeStarted,
    LeadLeft,
    MoveAsked,
    QueueReady,
    Rejected,
    ReleasedWork,
    Reminder,
    ReminderMoved,
    ReviewReady,
    SentBack,
    TaskDone,
    TaskIdle,
    VersionExportAsked,
    VersionReady,
    WeeklyDigest,
)
from domain.read_models import TaskHead
from handlers.slack import Services
from handlers.slack.failures import after_failure
from services.telling import Telling
from store.cards import LABEL, REVIEW
from store.outbox import Waiting
from views.slack import card, intakes, notices as views, reminders, review, task_actions, task_assist
from views.slack.parts import Message


class Deliveries:
    def __init__(
        self, services: Services, telling: Telling, posting: Posting, exports: Exports, importing: LabelImporting
    ) -> None:
        self._services = services
        self._telling = telling
        self._posting = posting
        self._exports = exports
        self._importing = importing
        self._together = AcceptingTogether(services, telling, posting, self._place)

    async def deliver(self, to: Actor, group: Sequence[Waiting]) -> None:
        """All of one kind, of one task, to one person. Raises what Slack's client raises.

        Where that takes several messages, each is marked before the next: what is tried again is only what is left.
        """
        notice = group[0].notice
        match notice:
            case QueueReady(task) | ReleasedWork(task):
                why = "queue" if isinstance(notice, QueueReady) else "released"
                await self._labeling_card(to, task, why, group)
            case ReviewReady(task):
                await self._review_card(to, task, group)
            case SentBack(task):
                await self._sent_back(to, task, group)
            case Rejected(task):
                model = await asyncio.to_thread(self._services.labeling.card, to, task)
                rejected = [one.notice for one in group if isinstance(one.notice, Rejected)]
                await self._posting.post(to.user, views.rejected(model.task, rejected))
            case TaskDone() | TaskIdle() | GoneThrough():
                await self._counted(to, notice)
            case ApproveAllAsked(task):
                await self._approve_all(to, task, group)
            case IntakeStarted() | VersionReady() | VersionExportAsked() | LeadLeft():
                await self._of_no_task(to, group)
            case Reminder() | WeeklyDigest():
                await self._remind(to, group)
            case ReminderMoved():
                pass  # Old cards are looked after elsewhere.
            case _:
                await self._one_by_one(to, notice.task, group)

    async def _counted(self, to: Actor, notice: TaskDone | TaskIdle | GoneThrough) -> None:
        """What has come of a task."""
        records = self._services.assist_records
        if isinstance(notice, GoneThrough):
            model = await asyncio.to_thread(self._services.labeling.card, to, notice.task)
            through = await asyncio.to_thread(records.through, notice.task)
            if through is not None:
                await self._posting.post(to.user, task_assist.gone_through(model.task, through))
            return
        done = await asyncio.to_thread(self._services.listing.done, notice.task)
        done = replace(done, assist=await asyncio.to_thread(records.summary, notice.task))
        await self._posting.post(to.user, views.task_done(done, for_now=isinstance(notice, TaskIdle)))

    async def _of_no_task(self, to: Actor, group: Sequence[Waiting]) -> None:
        for one in group:
            if isinstance(one.notice, IntakeStarted):
                await self._intake(to, one.notice.intake)
            elif isinstance(one.notice, LeadLeft):
                names = await asyncio.to_thread(self._services.leading.without_lead, to, one.notice.user)
                if names:
                    await self._posting.post(to.user, views.lead_left(one.notice, names))
            elif isinstance(one.notice, VersionReady | VersionExportAsked):
                version = await asyncio.to_thread(self._services.versions.line, to.workspace, one.notice.version)
                if isinstance(one.notice, VersionReady):
                    await self._posting.post(to.user, views.version_ready(version))
                else:
                    await self._exports.deliver(one, one.notice, version.name)
            await asyncio.to_thread(self._telling.done, [one])

    async def _one_by_one(self, to: Actor, task: int, group: Sequence[Waiting]) -> None:
        model = await asyncio.to_thread(self._services.labeling.card, to, task)
        for one in group:
            if isinstance(one.notice, MoveAsked):
                await asyncio.to_thread(self._services.releasing.carry_out, one.notice)
            elif isinstance(one.notice, ExportAsked):
                await self._exports.deliver(one, one.notice, model.task.name)
            elif isinstance(one.notice, LabelImportAsked):
                await self._importing.deliver(one, one.notice, model.task.name)
            elif isinstance(one.notice, Together):
                await self._together.tell(to, model.task, one, one.notice)
            elif isinstance(one.notice, Flagged):
                await self._flagged(to, model.task, one.notice)
            elif isinstance(one.notice, views.Simple):
                await self._posting.post(to.user, views.simple(model.task, one.notice))
            await asyncio.to_thread(self._telling.done, [one])

    async def _flagged(self, to: Actor, task: TaskHead, notice: Flagged) -> None:
        """With the picture; in words where that is not there any more."""
        content = await asyncio.to_thread(self._services.flagging.content, to, task.id, notice.input_id)
        message = views.simple(task, notice) if content is None else task_actions.flagged(task, notice, content)
        await self._posting.post(to.user, message)

    async def _labeling_card(self, to: Actor, task: int, why: str, group: Sequence[Waiting]) -> tuple[str, str] | None:
        """None: whatever was there to do is done by now, so nobody is called."""
        await asyncio.to_thread(self._telling.card_opened, to, task, LABEL)
        model = await asyncio.to_thread(self._services.labeling.card, to, task)
        if model.item is None and not model.may_take:
            return None
        message = card.card(model, intro=views.intro(why, model))
        return await self._place((to, task, LABEL), message, model.revision, group)

    async def _review_card(self, to: Actor, task: int, group: Sequence[Waiting]) -> None:
        await asyncio.to_thread(self._telling.card_opened, to, task, REVIEW)
        model = await asyncio.to_thread(self._services.reviewing.card, to, task)
        if model.item is not None:
            message = review.card(model, intro=views.review_intro(model))
            await self._place((to, task, REVIEW), message, model.revision, group)

    async def _sent_back(self, to: Actor, task: int, group: Sequence[Waiting]) -> None:
        """The card comes anew, and a thread on it is the place to talk about the reasons."""
        first = group[0].notice
        place: tuple[str, str] | None = None
        if isinstance(first, SentBack) and first.ts:
            place = (first.channel, first.ts)
        place = place or await self._labeling_card(to, task, "sent_back", group)
        if place is None:
            return
        for one in group:
            if isinstance(one.notice, SentBack):
                await self._reply(*place, views.sent_back(one.notice))
                await asyncio.to_thread(self._telling.done, [one])

    async def _reply(self, channel: str, ts: str, message: Message) -> None:
        try:
            await self._posting.post(channel, message, thread_ts=ts)
        except SlackApiError as error:
            if after_failure(error, 0).word != "thread_not_found":
                raise
            # Somebody deleted the card meanwhile.
            await self._posting.post(channel, message)

    async def _approve_all(self, to: Actor, task: int, group: Sequence[Waiting]) -> None:
        """What was asked is done, and the card that comes says so. Done once more, it comes to the same."""
        approve = self._services.reviewing.approve_all
        asked = [one.notice for one in group if isinstance(one.notice, ApproveAllAsked)]
        approved = [(one.labeler, await asyncio.to_thread(approve, to, one)) for one in asked]
        model = await asyncio.to_thread(self._services.reviewing.card, to, task)
        message = review.approved_all(model, approved)
        await self._place((to, task, REVIEW), message, model.revision, group)

    async def _intake(self, to: Actor, intake: int) -> None:
        """A message, which bot/intakes.py edits from then on."""
        model = await asyncio.to_thread(self._services.intakes.model, intake)
        channel, ts = await self._posting.post(to.user, intakes.progress(model))
        await asyncio.to_thread(self._services.intakes.placed, intake, channel, ts)

    async def _remind(self, to: Actor, group: Sequence[Waiting]) -> None:
        """Nothing is said where there is no reason any more. Of several days only the last one counts."""
        reminding, notice = self._services.reminding, group[-1].notice
        if isinstance(notice, Reminder):
            model = await asyncio.to_thread(reminding.reminder, to, notice)
            if model is not None:
                place = await self._posting.post(to.user, reminders.reminder(model))
                await asyncio.to_thread(reminding.placed, to, notice, *place, group)
        elif isinstance(notice, WeeklyDigest):
            week = await asyncio.to_thread(reminding.weekly, to, notice)
            if week is not None:
                await self._posting.post(to.user, reminders.digest(week))

    async def _place(
        self, whose: tuple[Actor, int, str], message: Message, revision: int, group: Sequence[Waiting]
    ) -> tuple[str, str]:
        """A new message at the bottom."""
        channel, ts = await self._posting.post(whose[0].user, message)
        await asyncio.to_thread(self._telling.card_placed, whose, channel, ts, revision, group)
        return channel, ts

    async def repaint(self, to: Actor, task: int, kind: str) -> tuple[int, Message]:
        """The card's present revision and look, for the sweep."""
        if kind == LABEL:
            model = await asyncio.to_thread(self._services.labeling.card, to, task)
            return model.revision, card.card(model)
        reviewed = await asyncio.to_thread(self._services.reviewing.card, to, task)
        return reviewed.revision, review.card(reviewed)
