"""How an act on a task's page ends: the page says what it came to."""

import asyncio
from collections.abc import Callable

import structlog

from domain.errors import Invalid, Stale
from domain.model import Person
from handlers.slack.door import Answer
from handlers.slack.payloads import Click, errors_at
from handlers.slack.spot import Spot
from handlers.slack.task_page import TaskPageDoor
from views.slack import notices

log = structlog.get_logger()


class Acting:
    def __init__(self, page: TaskPageDoor) -> None:
        self._page = page

    async def do(self, clicked: Click, person: Person, task: int, do: Callable[[], str]) -> Answer:
        """A button on the page: what it came to stands above the page as it is then."""
        note = await asyncio.to_thread(do)
        spot = Spot.kept(clicked.metadata()) or Spot(task)
        return Answer(after=lambda: self._page.show(clicked.view_id, person, spot, note))

    async def submit(self, clicked: Click, person: Person, event: str, do: Callable[[], str]) -> Answer:
        """A window over the page: it closes, and the page beneath says what it came to."""
        spot = spot_of(clicked)
        try:
            note = await asyncio.to_thread(do)
        except Invalid as error:
            return Answer(errors_at(clicked, error))
        log.info(event, workspace=person.workspace, user=person.user, task=spot.task)
        beneath = str((clicked.view or {}).get("previous_view_id") or "")
        if not beneath:
            return Answer()
        return Answer(after=lambda: self._page.show(beneath, person, spot, note))


def kept_place(clicked: Click, task: int) -> dict[str, object]:
    """Where on the page somebody was when they opened what they clicked in."""
    return (Spot.kept(clicked.metadata()) or Spot(task)).as_kept()


def spot_of(clicked: Click) -> Spot:
    spot = Spot.kept(clicked.metadata())
    if spot is None:
        raise Stale(notices.TOO_OLD)
    return spot
