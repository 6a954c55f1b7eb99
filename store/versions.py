"""Dataset versions: made bit by bit, never changed afterwards, compared and read again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, literal, select, update

from domain.clock import as_datetime
from domain.draft import clean, fold
from domain.model import AnnotationStatus, Dataset, Task
from domain.read_models import VersionLine, VersionStatus
from store import tables
from store.sql import new_id

_v, _vi, _vl = tables.dataset_version.c, tables.version_input.c, tables.version_label.c
_m, _i, _a, _n, _t = tables.dataset_input.c, tables.input_.c, tables.assignment.c, tables.annotation.c, tables.task.c
_labeler, _reviewer = tables.person.alias("labeler"), tables.person.alias("reviewer")
_MAKING = str(VersionStatus.MAKING)
_LINE = (
    *(_v.id, _v.name, _v.dataset, _v.dataset_name, _v.task, _v.task_name, _v.status),
    *(_v.inputs, _v.labels, _v.created_by, _v.created_at, _v.drawn_task),
)
_LABEL = (
    *("version", "input", "task", "concept", "provenance"),
    *("labeler", "labeler_name", "labeled_at", "reviewer", "reviewer_name", "reviewed_at"),
    *("model", "model_version", "score", "region"),
)


@dataclass(frozen=True, slots=True)
class Making:
    """A version that is on its way. `task` None: of all tasks over the dataset."""

    id: int
    workspace: str
    dataset: int
    task: int | None
    reached: int
    created_by: str
    created_at: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One label of a version, or an input of it that has none: then all from `task` on is empty."""

    input: str
    sha256: str
    width: int
    height: int
    kind: str
    text: str | None
    task: str | None
    concept: str | None
    provenance: str | None
    labeler: str | None
    labeler_name: str | None
    labeled_at: int | None
    reviewer: str | None
    reviewer_name: str | None
    reviewed_at: int | None
    model: str | None
    model_version: str | None
    score: float | None
    region: str | None


class Versions:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def create(
        self, dataset: Dataset, task: Task | None, name: str, by: str, drawn: tuple[str, Sequence[str]] | None = None
    ) -> int:
        """Only the intent: its rows follow. `drawn`: the task in it whose answers are drawn, and its concepts."""
        row = {"workspace": dataset.workspace, "dataset": dataset.id, "dataset_name": dataset.name, "status": _MAKING}
        row |= {"task": task.id, "task_name": task.name} if task else {}
        row |= {"drawn_task": drawn[0], "drawn_concepts": json.dumps(drawn[1])} if drawn else {}
        row |= {"name": clean(name), "folded": fold(name), "created_by": by, "created_at": self._now}
        return new_id(self._connection.execute(insert(tables.dataset_version).values(row)))

    def find(self, workspace: str, version: int) -> VersionLine | None:
        row = self._connection.execute(select(*_LINE).where(_v.workspace == workspace, _v.id == version)).first()
        return None if row is None else _line(row)

    def named(self, workspace: str, name: str, dataset: int | None = None) -> list[VersionLine]:
        """Of one dataset, or of any."""
        chosen = select(*_LINE).where(_v.workspace == workspace, _v.folded == fold(name))
        if dataset is not None:
            chosen = chosen.where(_v.dataset == dataset)
        return [_line(row) for row in self._connection.execute(chosen.order_by(_v.id))]

    def names(self, dataset: int) -> list[str]:
        return list(self._connection.execute(select(_v.name).where(_v.dataset == dataset)).scalars())

    def count(self, workspace: str, dataset: int | None = None) -> int:
        return int(self._connection.execute(_of(select(func.count()), workspace, dataset)).scalar_one())

    def page(self, workspace: str, dataset: int | None, start: int, count: int) -> list[VersionLine]:
        """Newest first."""
        chosen = _of(select(*_LINE), workspace, dataset).order_by(_v.created_at.desc(), _v.id.desc())
        return [_line(row) for row in self._connection.execute(chosen.offset(start).limit(count))]

    def search(self, version: VersionLine, workspace: str, query: str, limit: int) -> list[VersionLine]:
        """The other versions of the same dataset that are ready, newest first."""
        others = (_v.id != version.id, _v.status != _MAKING)
        chosen = _of(select(*_LINE), workspace, version.dataset).where(*others)
        if query.strip():
            chosen = chosen.where(_v.folded.contains(fold(query), autoescape=True))
        return [_line(row) for row in self._connection.execute(chosen.order_by(_v.id.desc()).limit(limit))]

    def next_making(self) -> Making | None:
        fields = (_v.id, _v.workspace, _v.dataset, _v.task, _v.reached, _v.created_by, _v.created_at)
        row = self._connection.execute(select(*fields).where(_v.status == _MAKING).order_by(_v.id).limit(1)).first()
        return None if row is None else Making(*row)

    def make_next(self, making: Making, tasks: Sequence[int], limit: int) -> bool:
        """Take in the next `limit` inputs with their labels in these tasks. False: there were no more."""
        member = (_m.dataset == making.dataset, _m.input > making.reached, _i.created_at <= making.created_at)
        ahead = select(_m.input).join_from(tables.dataset_input, tables.input_, _i.id == _m.input).where(*member)
        inputs = list(self._connection.execute(ahead.order_by(_m.input).limit(limit)).scalars())
        if not inputs:
            return False
        taken = select(literal(making.id), _i.id).where(_i.id.in_(inputs)).order_by(_i.id)
        self._connection.execute(insert(tables.version_input).from_select(["version", "input"], taken))
        for task in tasks:
            chosen = _labels_of(making, task, inputs)
            self._connection.execute(insert(tables.version_label).from_select(_LABEL, chosen))
        fresh = select(func.count()).where(_vl.version == making.id, _vl.input >= inputs[0], _vl.input <= inputs[-1])
        labels = int(self._connection.execute(fresh).scalar_one())
        counted = {"inputs": _v.inputs + len(inputs), "labels": _v.labels + labels, "reached": inputs[-1]}
        self._connection.execute(update(tables.dataset_version).where(_v.id == making.id).values(**counted))
        return True

    def finish(self, version: int) -> bool:
        """False: it was finished before."""
        finished = update(tables.dataset_version).where(_v.id == version, _v.status == _MAKING)
        return self._connection.execute(finished.values(status=str(VersionStatus.READY))).rowcount == 1

    def per_concept(self, version: int) -> list[tuple[str | None, int]]:
        """How many labels each concept has, most first; None is "None of these"."""
        counted = select(_vl.concept, func.count().label("n")).where(_vl.version == version).group_by(_vl.concept)
        return [(name, n) for name, n in self._connection.execute(counted.order_by(func.count().desc(), _vl.concept))]

    def only_in(self, version: int, other: int) -> dict[str | None, int]:
        """Concept -> of how many inputs only `version` says it, and not `other`."""
        pairs = [select(_vl.input, _vl.concept).where(_vl.version == one) for one in (version, other)]
        rest = pairs[0].except_(pairs[1]).subquery()
        counted = select(rest.c.concept, func.count()).group_by(rest.c.concept)
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def count_inputs_only_in(self, version: int, other: int) -> int:
        theirs = tables.version_input.alias("theirs")
        matched = and_(theirs.c.version == other, theirs.c.input == _vi.input)
        joined = select(func.count()).join_from(tables.version_input, theirs, matched, isouter=True)
        return int(
            self._connection.execute(joined.where(_vi.version == version, theirs.c.input.is_(None))).scalar_one()
        )

    def has_texts(self, version: int) -> bool:
        joined = select(_i.id).join_from(tables.version_input, tables.input_, _i.id == _vi.input)
        return (
            self._connection.execute(joined.where(_vi.version == version, _i.kind == "text").limit(1)).first()
            is not None
        )

    def has_shapes(self, version: int) -> bool:
        placed = select(_vl.id).where(_vl.version == version, _vl.region.is_not(None)).limit(1)
        return self._connection.execute(placed).first() is not None

    def rows_after(self, version: int, last: int, limit: int) -> tuple[list[VersionRow], int]:
        """The rows of the next `limit` inputs, and the last of these; (nothing, `last`) at the end."""
        ahead = select(_vi.input).where(_vi.version == version, _vi.input > last).order_by(_vi.input).limit(limit)
        inputs = list(self._connection.execute(ahead).scalars())
        if not inputs:
            return [], last
        mine = and_(_vl.version == version, _vl.input == _i.id)
        chosen = select(_i.name, _i.sha256, _i.width, _i.height, _i.kind, _i.text, *(_vl[name] for name in _LABEL[2:]))
        joined = chosen.join_from(tables.input_, tables.version_label, mine, isouter=True)
        rows = self._connection.execute(joined.where(_i.id.in_(inputs)).order_by(_i.id, _vl.id))
        return [VersionRow(*row) for row in rows], inputs[-1]


def _labels_of(making: Making, task: int, inputs: Sequence[int]) -> Select[Any]:
    """What is final of these inputs in a task, and was so when the version was asked for."""
    before = making.created_at
    old = (_n.created_at <= before, _a.submitted_at <= before, func.coalesce(_a.reviewed_at, 0) <= before)
    chosen = select(
        *(literal(making.id), _a.input, _t.name, tables.concept.c.name, _n.provenance),
        *(_a.labeler, func.coalesce(_labeler.c.name, _a.labeler), _a.submitted_at),
        *(_a.reviewed_by, func.coalesce(_reviewer.c.name, _a.reviewed_by), _a.reviewed_at),
        *(_n.model, _n.version, _n.score, _n.region),
    )
    joined = (
        chosen.join_from(tables.assignment, tables.annotation, _n.assignment == _a.id)
        .join(tables.task, _t.id == _a.task)
        .join(tables.concept, tables.concept.c.id == _n.concept, isouter=True)
        .join(_labeler, _is(_labeler, making.workspace, _a.labeler), isouter=True)
        .join(_reviewer, _is(_reviewer, making.workspace, _a.reviewed_by), isouter=True)
    )
    within = (_a.task == task, _a.input >= inputs[0], _a.input <= inputs[-1], _a.input.in_(inputs))
    return joined.where(*within, *old, _n.status == str(AnnotationStatus.SUCCESS)).order_by(_a.input, _a.id, _n.id)


def _is(person: Any, workspace: str, user: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(person.c.workspace == workspace, person.c.user_id == user)


def _of(chosen: Select[Any], workspace: str, dataset: int | None) -> Select[Any]:
    chosen = chosen.where(_v.workspace == workspace)
    return chosen if dataset is None else chosen.where(_v.dataset == dataset)


def _line(row: Sequence[Any]) -> VersionLine:
    values = dict(zip(VersionLine.__dataclass_fields__, row, strict=True))
    status, created_at = VersionStatus(values["status"]), as_datetime(values["created_at"])
    return VersionLine(**values | {"status": status, "created_at": created_at})
