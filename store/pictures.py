"""Which inputs' pictures are in Slack already, and which should be."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select, update

from domain.clock import SECOND
from domain.model import ROBOT, PictureState
from store import tables
from store.sql import insert_new

_p, _i, _a = tables.picture.c, tables.input_.c, tables.assignment.c
_ON_THE_WAY = ("wanted", "uploading", "scanning")
"""As the index has it: "uploading" is no state any more."""
_FAR = 2**62
"""Behind every position and every time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An input's picture on its way. `file` is Slack's id, once it has one. `drawing` names what is drawn on it for the
    cards of `task`; "": it is the plain picture, of all tasks.
    """

    input: int
    workspace: str
    state: PictureState
    file: str | None
    attempts: int
    sha256: str
    name: str
    drawing: str = ""
    task: int | None = None


_FIELDS = (_p.input, _p.workspace, _p.state, _p.file, _p.attempts, _i.sha256, _i.name)
_PICTURE = select(*_FIELDS).join_from(tables.picture, tables.input_, _i.id == _p.input)
_ON_ITS_WAY = _p.state.in_(_ON_THE_WAY)


class Pictures:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def want(self, workspace: str, inputs: Iterable[int]) -> None:
        """Ask for these, unless somebody has asked before."""
        rows = [
            {"input": one, "workspace": workspace, "state": "wanted", "attempts": 0, "due_at": self._now}
            for one in inputs
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, tables.picture).on_conflict_do_nothing(), rows)

    def again(self, input_: int) -> None:
        """From the beginning."""
        fresh = {"state": "wanted", "file": None, "attempts": 0, "due_at": self._now, "error": None}
        self._connection.execute(update(tables.picture).where(_p.input == input_).values(**fresh))

    def missing_ahead(self, ahead: int) -> dict[str, list[int]]:
        """Workspace -> of the next `ahead` inputs of everybody at work, those nobody has asked a picture for; and of
        all samples that instructions show.
        """
        found: dict[str, dict[int, None]] = {}
        for chosen in (_ahead_of_labelers(ahead), _ahead_of_reviewers(ahead), _in_instructions()):
            for workspace, input_ in self._connection.execute(chosen):
                found.setdefault(workspace, {})[input_] = None
        return {workspace: list(inputs) for workspace, inputs in found.items()}

    def missing_for_labeler(self, task: int, labeler: str, ahead: int) -> list[int]:
        """Of the next `ahead` inputs of a queue, those nobody has asked a picture for."""
        chosen = select(_a.input).where(_a.task == task, _a.labeler == labeler, _a.status == "PENDING")
        return self._missing(list(self._connection.execute(chosen.order_by(_a.position).limit(ahead)).scalars()))

    def missing_for_reviewer(self, task: int, reviewer: str, ahead: int) -> list[int]:
        chosen = select(_a.input).where(_a.task == task, _a.reviewer == reviewer, _a.status == "AWAITING_REVIEW")
        return self._missing(list(self._connection.execute(chosen.order_by(_a.submitted_at).limit(ahead)).scalars()))

    def due(self, limit: int, but: Collection[int] = ()) -> list[Picture]:
        """What is to be uploaded or looked after now, oldest wish first. `but`: inputs that are being cared for."""
        due = _PICTURE.where(_ON_ITS_WAY, _p.due_at <= self._now, _p.input.not_in(but))
        return [_to_picture(row) for row in self._connection.execute(due.order_by(_p.due_at, _p.input).limit(limit))]

    def next_due_at(self, but: Collection[int] = ()) -> int | None:
        chosen = select(_p.due_at).where(_ON_ITS_WAY, _p.input.not_in(but))
        found = self._connection.execute(chosen.order_by(_p.due_at).limit(1)).scalar()
        return None if found is None else int(found)

    def with_file(self, file: str) -> Picture | None:
        """Without an index: it is only asked for files that are gone."""
        row = self._connection.execute(_PICTURE.where(_p.file == file)).first()
        return None if row is None else _to_picture(row)

    def move(self, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None) -> bool:
        """To `state`, unless somebody moved it since. `wait`: seconds until somebody should look again."""
        condition = (_p.input == picture.input, _p.state == str(picture.state), _p.attempts == picture.attempts)
        changed = update(tables.picture).where(*condition)
        due = self._now + int(wait * SECOND)
        return self._connection.execute(changed.values(state=str(state), due_at=due, **values)).rowcount == 1

    def cards_showing(self, input_: int, task: int | None = None) -> list[tuple[int, str, str]]:
        """(task, user, kind) of the queues in which this input may be in front now; of one task, or of all."""
        here = (_a.input == input_, *(() if task is None else (_a.task == task,)))
        labeling = select(_a.task, _a.labeler).where(*here, _a.status == "PENDING")
        reviewing = select(_a.task, _a.reviewer).where(*here, _a.status == "AWAITING_REVIEW", _a.reviewer.is_not(None))
        found = [(task, user, "label") for task, user in self._connection.execute(labeling)]
        return found + [(task, user, "review") for task, user in self._connection.execute(reviewing)]

    def _missing(self, inputs: list[int]) -> list[int]:
        joined = select(_i.id).join_from(tables.input_, tables.picture, _p.input == _i.id, isouter=True)
        wanted = joined.where(_i.id.in_(inputs), _i.kind != "text", _p.input.is_(None))
        missing = set(self._connection.execute(wanted).scalars())
        return [one for one in inputs if one in missing]


def _to_picture(row: Sequence[Any]) -> Picture:
    return Picture(row[0], row[1], PictureState(row[2]), *row[3:])


def _ahead_of_labelers(ahead: int) -> Select[str, int]:
    """Of each queue up to the position of its `ahead`th: one look into the index a queue, nothing else is read."""
    t, y, later = tables.task.c, tables.tally.c, tables.assignment.alias("later")
    of_queue = (later.c.task == y.task, later.c.labeler == y.labeler, later.c.status == "PENDING")
    last = select(later.c.position).where(*of_queue).order_by(later.c.position).offset(ahead - 1).limit(1)
    joined = select(t.workspace, _a.input).join_from(tables.tally, tables.task, t.id == y.task)
    mine = and_(_a.task == y.task, _a.labeler == y.labeler, _a.status == "PENDING")
    near = _a.position <= func.coalesce(last.scalar_subquery(), _FAR)
    chosen = joined.join(tables.assignment, and_(mine, near)).where(
        y.pending > 0, y.labeler != ROBOT, t.deleted_at.is_(None)
    )
    return _unasked(chosen).order_by(_a.position)


def _ahead_of_reviewers(ahead: int) -> Select[str, int]:
    t, r, later = tables.task.c, tables.task_person.c, tables.assignment.alias("later")
    of_queue = (later.c.task == r.task, later.c.reviewer == r.user_id, later.c.status == "AWAITING_REVIEW")
    last = select(later.c.submitted_at).where(*of_queue).order_by(later.c.submitted_at).offset(ahead - 1).limit(1)
    joined = select(t.workspace, _a.input).join_from(tables.task_person, tables.task, t.id == r.task)
    mine = and_(_a.task == r.task, _a.reviewer == r.user_id, _a.status == "AWAITING_REVIEW")
    near = _a.submitted_at <= func.coalesce(last.scalar_subquery(), _FAR)
    behind = (r.role == "reviewer", r.decided < r.dealt, t.deleted_at.is_(None))
    chosen = joined.join(tables.assignment, and_(mine, near)).where(*behind)
    return _unasked(chosen).order_by(_a.submitted_at)


def _in_instructions() -> Select[str, int]:
    t, s = tables.task.c, tables.task_sample.c
    joined = select(t.workspace, s.input).join_from(tables.task_sample, tables.task, t.id == s.task)
    lives = t.status.not_in(("DONE", "WONT_DO"))
    shown = joined.join(tables.input_, _i.id == s.input).where(t.deleted_at.is_(None), lives, _i.kind != "text")
    return shown.where(~exists().where(_p.input == s.input)).order_by(s.position)


def _unasked(chosen: Select[str, int]) -> Select[str, int]:
    """Texts are said in words: nobody uploads anything for them."""
    with_kind = chosen.join(tables.input_, _i.id == _a.input).where(_i.kind != "text")
    return with_kind.where(~exists().where(_p.input == _a.input))
