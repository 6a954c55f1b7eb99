"""Datasets as people look after them: how many, what is in them, who uses them, renaming and deleting."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from domain.draft import clean, fold
from domain.model import Dataset, InputKind, PictureState
from store import tables
from store.catalog import matching

_d, _i, _m, _t = tables.dataset.c, tables.input_.c, tables.dataset_input.c, tables.task.c
_v, _p, _a, _k = tables.dataset_version.c, tables.picture.c, tables.assignment.c, tables.intake.c
_LONGEST_TEXT = 400
"""Characters of a text that a list needs."""
_TEXT = func.substr(_i.text, 1, _LONGEST_TEXT)
_SHOWN = select(
    _i.id, _i.name, _i.kind, _i.sha256, _i.width, _i.height, _i.seconds, _TEXT.label("beginning"), _p.state, _p.file
)
_AT_HAND = 50


@dataclass(frozen=True, slots=True)
class CountedDataset:
    id: int
    name: str
    inputs: int
    tasks: int
    versions: int


@dataclass(frozen=True, slots=True)
class DatasetUse:
    """Names of the tasks over a dataset: living ones, and deleted ones that can be brought back."""

    tasks: tuple[str, ...]
    deleted: tuple[str, ...]
    is_filling: bool
    """Inputs are on their way into it, or a version is being made of it."""
    is_asking: bool
    """More goes in once somebody has said which column holds the texts."""

    @property
    def is_free(self) -> bool:
        return not (self.tasks or self.deleted or self.is_filling)


@dataclass(frozen=True, slots=True)
class ShownInput:
    """An input in a dataset's list. `text`: the beginning of what a text says."""

    id: int
    name: str
    kind: InputKind
    sha256: str
    width: int
    height: int
    seconds: float | None
    text: str | None
    picture_state: PictureState
    file: str | None


class Datasets:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def count(self, workspace: str, query: str) -> int:
        found = matching(select(_d.id).where(*_living(workspace)), _d.folded, query).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def page(self, workspace: str, query: str, start: int, count: int) -> list[CountedDataset]:
        """By name; what is the query itself comes first."""
        tasks = select(func.count()).where(_t.dataset == _d.id, _t.deleted_at.is_(None)).scalar_subquery()
        versions = select(func.count()).where(_v.dataset == _d.id).scalar_subquery()
        chosen = select(_d.id, _d.name, _d.inputs, tasks, versions).where(*_living(workspace))
        rows = matching(chosen, _d.folded, query).offset(start).limit(count)
        return [CountedDataset(*row) for row in self._connection.execute(rows)]

    def kinds(self, dataset: int) -> dict[InputKind, int]:
        counted = select(_i.kind, func.count()).join_from(tables.dataset_input, tables.input_, _i.id == _m.input)
        rows = self._connection.execute(counted.where(_m.dataset == dataset).group_by(_i.kind))
        return {InputKind(kind): number for kind, number in rows}

    def kinds_at_hand(self, dataset: int) -> set[InputKind]:
        """Of its oldest and newest inputs: enough for choosing a word, however many it holds."""
        inputs: set[int] = set()
        for order in (_m.input, _m.input.desc()):
            end = select(_m.input).where(_m.dataset == dataset).order_by(order).limit(_AT_HAND)
            inputs |= set(self._connection.execute(end).scalars())
        chosen = select(_i.kind).where(_i.id.in_(inputs)).distinct()
        return {InputKind(kind) for kind in self._connection.execute(chosen).scalars()}

    def inputs(self, dataset: int, start: int, count: int) -> list[ShownInput]:
        """Newest first."""
        chosen = _SHOWN.join_from(tables.dataset_input, tables.input_, _i.id == _m.input)
        joined = chosen.join(tables.picture, _p.input == _i.id, isouter=True)
        ordered = joined.where(_m.dataset == dataset).order_by(_m.input.desc()).offset(start).limit(count)
        return [_to_shown(row) for row in self._connection.execute(ordered)]

    def shown(self, workspace: str, inputs: Iterable[int]) -> dict[int, ShownInput]:
        """Those of these that are the workspace's, whatever dataset holds them."""
        joined = _SHOWN.join_from(tables.input_, tables.picture, _p.input == _i.id, isouter=True)
        rows = self._connection.execute(joined.where(_i.workspace == workspace, _i.id.in_(list(inputs))))
        return {row.id: _to_shown(row) for row in rows}

    def search_inputs(self, workspace: str, dataset: int | None, query: str, limit: int) -> list[tuple[int, str]]:
        """(id, name) of pictures and videos that have these letters in their name; `dataset` None: of all of them."""
        chosen = select(_i.id, _i.name).where(_i.workspace == workspace, _i.kind != str(InputKind.TEXT))
        if dataset is None:
            chosen = chosen.where(~_i.is_sample)
        else:
            chosen = chosen.join_from(tables.dataset_input, tables.input_, _i.id == _m.input)
            chosen = chosen.where(_m.dataset == dataset)
        if query.strip():
            chosen = chosen.where(_i.name.icontains(query.strip(), autoescape=True))
        rows = self._connection.execute(chosen.order_by(_i.id).limit(limit))
        return [(row.id, row.name) for row in rows]

    def use(self, dataset: int) -> DatasetUse:
        rows = self._connection.execute(
            select(_t.name, _t.deleted_at).where(_t.dataset == dataset).order_by(_t.folded)
        ).all()
        busy = select(
            exists().where(_d.id == dataset, _d.filled < _d.fill_until)
            | exists().where(_k.dataset == dataset, _k.status.in_(("waiting", "running")))
            | exists().where(_v.dataset == dataset, _v.status == "making")
        )
        asking = select(exists().where(_k.dataset == dataset, _k.status == "asking"))
        return DatasetUse(
            tuple(row.name for row in rows if row.deleted_at is None),
            tuple(row.name for row in rows if row.deleted_at is not None),
            bool(self._connection.execute(busy).scalar_one()),
            bool(self._connection.execute(asking).scalar_one()),
        )

    def tasks_over(self, dataset: int) -> list[int]:
        """Those that live."""
        chosen = select(_t.id).where(_t.dataset == dataset, _t.deleted_at.is_(None)).order_by(_t.id)
        return list(self._connection.execute(chosen).scalars())

    def tasks_with(self, dataset: int, input_: int) -> tuple[str, ...]:
        """Names of the tasks over this dataset that gave the input to somebody, deleted ones too."""
        given = exists().where(_a.task == _t.id, _a.input == input_)
        chosen = select(_t.name).where(_t.dataset == dataset, given).order_by(_t.folded)
        return tuple(self._connection.execute(chosen).scalars())

    def rename(self, dataset: Dataset, name: str) -> bool:
        """False: it is not called so any more."""
        same = (_d.id == dataset.id, _d.name == dataset.name, _d.deleted_at.is_(None))
        changed = update(tables.dataset).where(*same).values(name=clean(name), folded=fold(name))
        return self._connection.execute(changed).rowcount == 1

    def delete(self, dataset: int) -> bool:
        """False: it is gone already, or used by now."""
        self._connection.execute(select(_d.id).where(_d.id == dataset).with_for_update())
        if not self.use(dataset).is_free:
            return False
        changed = update(tables.dataset).where(_d.id == dataset, _d.deleted_at.is_(None))
        return self._connection.execute(changed.values(deleted_at=self._now)).rowcount == 1

    def remove_input(self, dataset: int, input_: int) -> bool:
        """False: the dataset does not hold it. The input itself stays, as versions and other datasets may hold it."""
        gone = delete(tables.dataset_input).where(_m.dataset == dataset, _m.input == input_)
        if self._connection.execute(gone).rowcount != 1:
            return False
        self._connection.execute(update(tables.dataset).where(_d.id == dataset).values(inputs=_d.inputs - 1))
        return True


def _to_shown(row: Any) -> ShownInput:
    size = (row.width, row.height, row.seconds)
    state = PictureState(row.state or PictureState.MISSING)
    return ShownInput(row.id, row.name, InputKind(row.kind), row.sha256, *size, row.beginning, state, row.file)


def _living(workspace: str) -> tuple[ColumnElement[bool], ...]:
    return (_d.workspace == workspace, _d.deleted_at.is_(None))
