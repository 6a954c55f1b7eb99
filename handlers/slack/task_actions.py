"""What a lead does on a task's page, and from the notice of a flag."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from domain.errors import Invalid, Stale
from domain.model import Person
from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.payloads import Click, errors_at
from handlers.slack.task_page import Spot, TaskPageDoor
from services.closing import Closing
from services.excluding import Excluding
from services.flagging import Flagging
from services.releasing import Releasing
from services.task_page import TaskPages
from views.slack import ids, new_task, notices, parts, task_actions as views
from views.slack.people import HAND_OVER, RELEASE

log = structlog.get_logger()
_NAME = 80
"""Letters of a name that a window keeps, whatever they take once they are escaped."""


class TaskActionsDoor:
    def __init__(
        self,
        services: tuple[TaskPages, Closing, Excluding, Flagging, Releasing],
        page: TaskPageDoor,
        directory: Directory,
        answering: Answering,
    ) -> None:
        self._pages, self._closing, self._excluding, self._flagging, self._releasing = services
        self._page = page
        self._directory = directory
        self._answering = answering

    def register(self, door: Door) -> None:
        door.action(ids.CLOSE_TASK, self.ask_close)
        door.action(ids.REOPEN_TASK, self.reopen)
        door.action(ids.PERSON_MENU, self.ask_move)
        door.action(ids.EXCLUDE_INPUT, self.ask_exclude)
        door.action(ids.INCLUDE_INPUT, self.include)
        door.action(ids.CLEAR_FLAG, self.clear_flag)
        door.action(ids.REOPEN_ANSWER, self.reopen_answer)
        door.options(ids.HAND_OVER_TO, self.search_takers)
        door.view(ids.CLOSE_TASK_WINDOW, self.close)
        door.view(ids.RELEASE_WINDOW, self.release)
        door.view(ids.HAND_OVER_WINDOW, self.hand_over)
        door.view(ids.EXCLUDE_INPUT_WINDOW, self.exclude)

    async def ask_close(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._pages.ask_close, person, task)
        view = views.close_window(model, _kept(clicked, task))
        return Answer(after=lambda: self._answering.window(clicked, view))

    async def close(self, clicked: Click) -> Answer:
        spot, person = _spot(clicked), await self._directory.person(clicked.actor)
        close = partial(self._closing.close, person, spot.task, clicked.text(ids.FIELD_REASON))
        return await self._submit(clicked, person, "task_closed", lambda: f"“{close()}” is closed.")

    async def reopen(self, clicked: Click) -> Answer:
        (task,) = clicked.numbers(1)
        person = await self._directory.person(clicked.actor)
        reopen = partial(self._closing.reopen, person, task)
        return await self._do(clicked, person, task, lambda: f"“{reopen()}” is open again.")

    async def ask_move(self, clicked: Click) -> Answer:
        what, _, rest = clicked.value.partition(".")
        number, _, labeler = rest.partition(".")
        if what not in {RELEASE, HAND_OVER} or not number.isdecimal():
            raise Stale("That menu is too old to be understood. Open the task again.")
        task, is_release = int(number), what == RELEASE
        person = await self._directory.person(clicked.actor)
        ask = partial(self._pages.ask_move, person, task, labeler, is_release=is_release)
        model = await asyncio.to_thread(ask)
        draw = views.release_window if is_release else views.hand_over_window
        return Answer(after=lambda: self._answering.window(clicked, draw(model, _kept(clicked, task))))

    async def search_takers(self, clicked: Click) -> Answer:
        spot, labeler = _spot(clicked), str(clicked.metadata().get("labeler", ""))
        person = await self._directory.person(clicked.actor)
        search = partial(self._pages.search_takers, person, spot.task, labeler, clicked.value)
        return Answer({"options": [new_task.option(one).to_dict() for one in await asyncio.to_thread(search)]})

    async def release(self, clicked: Click) -> Answer:
        spot, labeler = _spot(clicked), str(clicked.metadata()["labeler"])
        person = await self._directory.person(clicked.actor)

        def release() -> str:
            return notices.released_of(labeler, self._releasing.release_of(person, spot.task, labeler))

        return await self._submit(clicked, person, "work_released", release)

    async def hand_over(self, clicked: Click) -> Answer:
        spot, labeler = _spot(clicked), str(clicked.metadata()["labeler"])
        other = next(iter(clicked.chosen(ids.FIELD_OTHER)), "")
        person = await self._directory.person(clicked.actor)

        def hand_over() -> str:
            number = self._releasing.hand_over_to(person, spot.task, labeler, other)
            return notices.handed_over(labeler, other, number)

        return await self._submit(clicked, person, "work_handed_over", hand_over)

    async def ask_exclude(self, clicked: Click) -> Answer:
        task, input_ = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)
        model = await asyncio.to_thread(self._flagging.ask_exclude, person, task, input_)
        where = {"response_url": clicked.response_url} if clicked.view is None else {}
        names = {"name": parts.cut(model.line.name, _NAME), "of": parts.cut(model.name, _NAME)}
        keeps = {**_kept(clicked, task), "input": input_, **names, **where}
        return Answer(after=lambda: self._answering.window(clicked, views.exclude_window(model, keeps)))

    async def exclude(self, clicked: Click) -> Answer:
        kept, spot = clicked.metadata(), _spot(clicked)
        reason, name = clicked.text(ids.FIELD_REASON), str(kept.get("name", ""))
        person = await self._directory.person(clicked.actor)

        def exclude() -> str:
            number = self._excluding.exclude(person, spot.task, int(kept["input"]), reason)
            return f"“{name}” is out of the task." if number else f"“{name}” was taken out already."

        answer = await self._submit(clicked, person, "input_excluded", exclude)
        if answer.ack or not kept.get("response_url"):
            return answer
        words = f"was taken out: “{reason.strip()}”"
        settled = views.settled(spot.task, str(kept.get("of", "")), name, words).payload()
        return Answer(after=partial(self._repaint, str(kept["response_url"]), settled))

    async def include(self, clicked: Click) -> Answer:
        task, input_ = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)

        def include() -> str:
            number = self._excluding.include(person, task, input_)
            return "It is in the task again, and waits for its label." if number else "It is in the task already."

        return await self._do(clicked, person, task, include)

    async def clear_flag(self, clicked: Click) -> Answer:
        task, input_ = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)

        def clear() -> str:
            number = self._flagging.clear(person, task, input_)
            return "The flag is cleared." if number else "It is not flagged any more."

        if clicked.view is not None:
            return await self._do(clicked, person, task, clear)
        await asyncio.to_thread(clear)
        model = await asyncio.to_thread(self._flagging.ask_exclude, person, task, input_)
        settled = views.settled(task, model.name, model.line.name, "is fine: its flag is cleared.").payload()
        return Answer(after=partial(self._repaint, clicked.response_url or "", settled))

    async def reopen_answer(self, clicked: Click) -> Answer:
        task, assignment = clicked.numbers(2)
        person = await self._directory.person(clicked.actor)

        def reopen() -> str:
            name = self._closing.reopen_assignment(person, assignment)
            return f"The answer to “{name}” is open again."

        return await self._do(clicked, person, task, reopen)

    async def _do(self, clicked: Click, person: Person, task: int, do: Callable[[], str]) -> Answer:
        """A button on the page: what it came to stands above the page as it is then."""
        note = await asyncio.to_thread(do)
        spot = Spot.kept(clicked.metadata()) or Spot(task)
        return Answer(after=lambda: self._page.show(clicked.view_id, person, spot, note))

    async def _submit(self, clicked: Click, person: Person, event: str, do: Callable[[], str]) -> Answer:
        """A window over the page: it closes, and the page beneath says what it came to."""
        spot = _spot(clicked)
        try:
            note = await asyncio.to_thread(do)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        log.info(event, workspace=person.workspace, user=person.user, task=spot.task)
        beneath = str((clicked.view or {}).get("previous_view_id") or "")
        if not beneath:
            return Answer()
        return Answer(after=lambda: self._page.show(beneath, person, spot, note))

    async def _repaint(self, response_url: str, message: dict[str, object]) -> None:
        if response_url:
            await self._answering.repaint(response_url, message)


def _kept(clicked: Click, task: int) -> dict[str, object]:
    """Where on the page somebody was when they opened what they clicked in."""
    return (Spot.kept(clicked.metadata()) or Spot(task)).as_kept()


def _spot(clicked: Click) -> Spot:
    spot = Spot.kept(clicked.metadata())
    if spot is None:
        raise Stale(notices.TOO_OLD)
    return spot
