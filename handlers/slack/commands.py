"""`/label` and its words, and what is typed to Labelbot in a direct message."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from domain.errors import LabelingError
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.named import Named
from handlers.slack.new_task import NewTaskDoor
from handlers.slack.payloads import Click, JsonObject, click, typed
from services.exporting import TASK_FORMATS, Exporting
from services.labeling import Labeling
from services.listing import Listing
from services.reviewing import Reviewing
from views.slack import exports, help as help_views, ids, notices, task_list, window

Word = Callable[[Click, str], Awaitable[Answer]]
"""Gets what was typed behind the word."""


class CommandsDoor:
    def __init__(
        self,
        new_task: NewTaskDoor,
        listing: Listing,
        desks: tuple[Labeling, Reviewing],
        exporting: Exporting,
        more: Mapping[str, Word],
        directory: Directory,
        answering: Answering,
    ) -> None:
        self._new_task = new_task
        self._listing = listing
        self._labeling, self._reviewing = desks
        self._exporting = exporting
        self._more = more
        self._named = Named(listing, directory)
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.command(ids.COMMAND, self.command)
        door.event("message", self.typed)

    async def command(self, body: JsonObject) -> Answer:
        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        words: dict[str, Word] = {
            "": self._waiting,
            "new": lambda clicked, _: self._new_task.open(clicked),
            "next": self._next,
            "review": self._review,
            "tasks": self._tasks,
            "export": self._export,
            "help": self._help,
            **self._more,
        }
        listen = words.get(word.casefold())
        if listen is None:
            return _say(help_views.help_message(word).payload())
        return await listen(_as_click(body), rest.strip())

    async def typed(self, event: JsonObject, workspace: str) -> None:
        """Somebody wrote to Labelbot: say what it does understand."""
        if event.get("subtype") or event.get("bot_id") or event.get("channel_type") != "im":
            return
        del workspace
        message = help_views.typed_message().payload()
        await self._answering.client.chat_postMessage(
            channel=event["channel"], unfurl_links=False, unfurl_media=False, **message
        )

    async def _waiting(self, clicked: Click, _rest: str) -> Answer:
        waiting = await asyncio.to_thread(self._listing.waiting, clicked.actor)
        return _say(notices.waiting(waiting).payload())

    async def _help(self, _clicked: Click, _rest: str) -> Answer:
        return _say(help_views.help_message().payload())

    async def _next(self, clicked: Click, rest: str) -> Answer:
        """The labeling window of the task named, or of the first that has work."""
        chosen = await self._named.find(clicked, rest, partial(self._listing.next_to_label, clicked.actor))
        if chosen is None:
            raise LabelingError(_nothing("label", rest))
        model = await asyncio.to_thread(self._labeling.open, clicked.actor, chosen)
        return Answer(after=lambda: self._answering.window(clicked, window.labeling_window(model)))

    async def _review(self, clicked: Click, rest: str) -> Answer:
        chosen = await self._named.find(clicked, rest, partial(self._listing.next_to_review, clicked.actor))
        if chosen is None:
            raise LabelingError(_nothing("review", rest))
        model = await asyncio.to_thread(self._reviewing.take, clicked.actor, chosen)
        return Answer(after=lambda: self._answering.window(clicked, window.review_window(model)))

    async def _tasks(self, clicked: Click, rest: str) -> Answer:
        """All tasks, or those with these words in their names."""
        person = await self._directory.person(clicked.actor)
        page = await asyncio.to_thread(partial(self._listing.page, person, query=typed(rest)))
        return Answer(after=lambda: self._answering.window(clicked, task_list.modal(page)))

    async def _export(self, clicked: Click, rest: str) -> Answer:
        """`/label export NAME [csv|jsonl|coco|yolo]`"""
        name, _, last = rest.rpartition(" ")
        name, format_ = (name, last.lower()) if last.lower() in TASK_FORMATS and name else (rest, "csv")
        person = await self._directory.person(clicked.actor)
        row = await self._named.task(clicked, person, name, "/label export Cats and dogs")
        await asyncio.to_thread(self._exporting.ask, person, row.id, format_, clicked.trigger)
        return Answer(note=exports.asked_words(row.name))


def _as_click(body: JsonObject) -> Click:
    person = {"user": {"id": body["user_id"]}, "team": {"id": body["team_id"]}}
    return click(person | {"response_url": body["response_url"], "trigger_id": body["trigger_id"]})


def _say(message: JsonObject) -> Answer:
    return Answer({"response_type": "ephemeral", **message})


def _nothing(doing: str, words: str) -> str:
    where = f" in a task called “{typed(words)}”" if words else ""
    return f"Nothing waits for you to {doing}{where}. `/label tasks` lists all tasks."
