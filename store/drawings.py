"""Which pictures with shapes on them are in Slack already, and which should be."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from domain.clock import DAY, SECOND
from domain.drawings import Drawing
from domain.model import ROBOT, AssistMode, PictureState, TaskType
from store import tables
from store.pictures import Picture
from store.sql import insert_new

_d, _i, _a, _t = tables.drawing.c, tables.input_.c, tables.assignment.c, tables.task.c
_ON_ITS_WAY = _d.state.in_(("wanted", "scanning"))
_DONE = ("ready", "failed")
_FIELDS = (_d.input, _d.workspace, _d.state, _d.file, _d.attempts, _i.sha256, _i.name, _d.digest, _d.task)
_PICTURE = select(*_FIELDS).join_from(tables.drawing, tables.input_, _i.id == _d.input)
_DRAWN = or_(_t.type != str(TaskType.CLASSIFICATION), _t.assist != str(AssistMode.NONE))
"""Tasks on whose cards something may be drawn."""


class NewDrawing(NamedTuple):
    task: int
    input: int
    workspace: str
    drawing: Drawing

    @property
    def digest(self) -> str:
        return self.drawing.digest(self.task, self.input)


class Queue(NamedTuple):
    """Whose next inputs are looked at; `is_review`: what waits for them as a reviewer."""

    task: int
    user: str
    is_review: bool


class Drawings:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def find(self, digest: str) -> tuple[PictureState, str | None]:
        """How far it is, and Slack's id of it."""
        row = self._connection.execute(select(_d.state, _d.file).where(_d.digest == digest)).first()
        return (PictureState.MISSING, None) if row is None else (PictureState(row.state), row.file)

    def get(self, digest: str) -> tuple[str, Drawing] | None:
        """The sha256 of the input that it is drawn on, and what is drawn."""
        asked = select(_i.sha256, _d.body).join_from(tables.drawing, tables.input_, _i.id == _d.input)
        row = self._connection.execute(asked.where(_d.digest == digest)).first()
        return None if row is None else (row.sha256, Drawing.from_json(row.body))

    def missing(self, wanted: Iterable[NewDrawing], *, is_uploading: bool) -> list[NewDrawing]:
        """Those that nobody has asked for in the last day, or that are to be brought another way than before."""
        asked = {one.digest: one for one in wanted}
        fresh = [_d.digest.in_(list(asked)), _d.asked_at > self._now - DAY, _d.state != "deleting"]
        if is_uploading:
            fresh.append(~and_(_d.state == "ready", _d.file.is_(None)))
        known = set(self._connection.execute(select(_d.digest).where(*fresh)).scalars()) if asked else set()
        return [one for digest, one in asked.items() if digest not in known]

    def want(self, wanted: Iterable[NewDrawing], *, is_uploading: bool) -> None:
        """Ask for these; whoever has asked before has asked again."""
        begun = {"state": "wanted", "attempts": 0, "due_at": self._now, "asked_at": self._now}
        rows = [
            {"digest": one.digest, "task": one.task, "input": one.input, "workspace": one.workspace}
            | {"body": one.drawing.to_json()}
            | begun
            for one in wanted
        ]
        if not rows:
            return
        new = insert_new(self._connection, tables.drawing)
        again = new.on_conflict_do_update(index_elements=["digest"], set_={"asked_at": self._now})
        self._connection.execute(again, rows)
        these = _d.digest.in_([row["digest"] for row in rows])
        if is_uploading:
            # What was about to go is looked at: it may be gone. What had only an address is uploaded.
            kept = update(tables.drawing).where(these, _d.state == "deleting", _d.file.is_not(None))
            self._connection.execute(kept.values(**begun | {"state": "scanning"}))
            anew = or_(_d.state == "deleting", and_(_d.state == "ready", _d.file.is_(None)))
        else:
            anew = _d.state == "deleting"
        self._connection.execute(update(tables.drawing).where(these, anew).values(**begun))

    def due(self, limit: int, but: Collection[str] = ()) -> list[Picture]:
        """What is to be drawn, uploaded or looked after now, oldest wish first. `but`: digests being cared for."""
        due = _PICTURE.where(_ON_ITS_WAY, _d.due_at <= self._now, _d.digest.not_in(but))
        return [_to_picture(row) for row in self._connection.execute(due.order_by(_d.due_at, _d.digest).limit(limit))]

    def next_due_at(self, but: Collection[str] = ()) -> int | None:
        chosen = select(_d.due_at).where(_ON_ITS_WAY, _d.digest.not_in(but))
        found: int | None = self._connection.execute(chosen.order_by(_d.due_at).limit(1)).scalar()
        return found

    def with_file(self, file: str) -> Picture | None:
        """Without an index: it is only asked for files that are gone."""
        row = self._connection.execute(_PICTURE.where(_d.file == file)).first()
        return None if row is None else _to_picture(row)

    def again(self, digest: str) -> None:
        """From the beginning."""
        fresh = {"state": "wanted", "file": None, "attempts": 0, "due_at": self._now, "error": None}
        self._connection.execute(update(tables.drawing).where(_d.digest == digest).values(**fresh))

    def move(self, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None) -> bool:
        """As of plain pictures."""
        same = (_d.digest == picture.drawing, _d.state == str(picture.state), _d.attempts == picture.attempts)
        due = self._now + int(wait * SECOND)
        changed = update(tables.drawing).where(*same).values(state=str(state), due_at=due, **values)
        return self._connection.execute(changed).rowcount == 1

    def queues(self) -> list[Queue]:
        """Everybody at work in tasks on whose cards something may be drawn."""
        y, r = tables.tally.c, tables.task_person.c
        lives = (_t.deleted_at.is_(None), _DRAWN)
        labeling = select(y.task, y.labeler).join_from(tables.tally, tables.task, _t.id == y.task)
        labeling = labeling.where(y.pending > 0, y.labeler.not_in(("", ROBOT)), *lives)
        reviewing = select(r.task, r.user_id).join_from(tables.task_person, tables.task, _t.id == r.task)
        reviewing = reviewing.where(r.role == "reviewer", r.decided < r.dealt, *lives)
        asked = ((labeling, False), (reviewing, True))
        return [Queue(*row, is_review) for chosen, is_review in asked for row in self._connection.execute(chosen)]

    def front(self, queue: Queue, ahead: int) -> list[int]:
        """The next `ahead` assignments of a queue."""
        chosen = select(_a.id).where(_a.task == queue.task).limit(ahead)
        if queue.is_review:
            mine = (_a.reviewer == queue.user, _a.status == "AWAITING_REVIEW")
            return list(self._connection.execute(chosen.where(*mine).order_by(_a.submitted_at)).scalars())
        mine = (_a.labeler == queue.user, _a.status == "PENDING")
        return list(self._connection.execute(chosen.where(*mine).order_by(_a.position)).scalars())

    def release(self, before: int, limit: int) -> int:
        """Those that no card has wanted since then (µs), unless it is the newest one of an input that still waits for
        somebody, are to be deleted. Returns how many.
        """
        newer = tables.drawing.alias("newer")
        is_newest = ~exists().where(newer.c.task == _d.task, newer.c.input == _d.input, newer.c.asked_at > _d.asked_at)
        open_ = ("PENDING", "AWAITING_REVIEW", "AWAITING_CONSENSUS_REVIEW")
        waits = exists().where(_a.task == _d.task, _a.input == _d.input, _a.status.in_(open_))
        old = select(_d.digest).where(_d.asked_at < before, _d.state.in_(_DONE), ~and_(is_newest, waits))
        found = list(self._connection.execute(old.order_by(_d.asked_at).limit(limit)).scalars())
        going = update(tables.drawing).where(_d.digest.in_(found), _d.asked_at < before)
        return self._connection.execute(going.values(state="deleting", attempts=0)).rowcount if found else 0

    def unneeded(self, limit: int) -> list[Picture]:
        chosen = _PICTURE.where(_d.state == "deleting").order_by(_d.digest).limit(limit)
        return [_to_picture(row) for row in self._connection.execute(chosen)]

    def is_gone(self, digest: str) -> None:
        self._connection.execute(delete(tables.drawing).where(_d.digest == digest, _d.state == "deleting"))


def _to_picture(row: Sequence[Any]) -> Picture:
    return Picture(row[0], row[1], PictureState(row[2]), *row[3:])
