"""What a workspace has to label: inputs and the datasets that hold them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, exists, func, insert, select, update

from domain.draft import clean, fold
from domain.model import Dataset, Input, InputKind, NewInput
from store import tables
from store.sql import insert_new, new_id

_d, _i, _m = tables.dataset.c, tables.input_.c, tables.dataset_input.c
_DATASET = select(_d.id, _d.workspace, _d.name, _d.inputs).where(_d.deleted_at.is_(None))
_INPUT = select(_i.id, _i.sha256, _i.name, _i.width, _i.height, _i.kind, _i.mimetype, _i.text, _i.seconds)
_CHUNK = 500


class Catalog:
    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now

    def dataset(self, workspace: str, dataset: int) -> Dataset | None:
        row = self._connection.execute(_DATASET.where(_d.workspace == workspace, _d.id == dataset)).first()
        return None if row is None else Dataset(*row)

    def dataset_named(self, workspace: str, name: str) -> Dataset | None:
        row = self._connection.execute(_DATASET.where(_d.workspace == workspace, _d.folded == fold(name))).first()
        return None if row is None else Dataset(*row)

    def held(self, workspace: str, dataset: int) -> Dataset | None:
        """As `dataset`; whoever adds to it waits until the transaction ends. (SQLite has one writer anyway.)"""
        self._connection.execute(select(_d.id).where(_d.id == dataset).with_for_update()).all()
        return self.dataset(workspace, dataset)

    def search_datasets(self, workspace: str, query: str, limit: int) -> list[Dataset]:
        chosen = matching(_DATASET.where(_d.workspace == workspace), _d.folded, query)
        return [Dataset(*row) for row in self._connection.execute(chosen.limit(limit))]

    def create_dataset(self, workspace: str, name: str, by: str, *, fill_until: int = 0) -> Dataset:
        """An empty one, or one that will be filled with every input up to the id `fill_until`."""
        row = {"workspace": workspace, "name": clean(name), "folded": fold(name), "inputs": 0, "created_by": by}
        row |= {"filled": 0, "fill_until": fill_until}
        made = self._connection.execute(insert(tables.dataset).values(row | {"created_at": self._now}))
        return Dataset(new_id(made), workspace, clean(name), 0)

    def fill_next(self, limit: int) -> bool:
        """Put the next `limit` inputs into the dataset that is being filled. False: there is none."""
        dataset = self.filling()
        if dataset is None:
            return False
        wanted = select(_d.id, _d.workspace, _d.filled, _d.fill_until).where(_d.id == dataset)
        row = self._connection.execute(wanted).one()
        between = (_i.id > row.filled, _i.id <= row.fill_until)
        ahead = select(_i.id).where(_i.workspace == row.workspace, ~_i.is_sample, *between)
        inputs = list(self._connection.execute(ahead.order_by(_i.id).limit(limit)).scalars())
        joined = insert_new(self._connection, tables.dataset_input).on_conflict_do_nothing()
        if inputs:
            self._connection.execute(joined, [{"dataset": row.id, "input": one} for one in inputs])
        filled = inputs[-1] if len(inputs) == limit else row.fill_until
        progress = {"filled": filled, "inputs": _d.inputs + len(inputs)}
        self._connection.execute(update(tables.dataset).where(_d.id == row.id).values(**progress))
        return True

    def is_filling(self, dataset: int) -> bool:
        chosen = select(_d.id).where(_d.id == dataset, _d.filled < _d.fill_until)
        return self._connection.execute(chosen).first() is not None

    def filling(self) -> int | None:
        """The oldest dataset that is still to be filled, unless all that wait for it have failed."""
        waits = (tables.task.c.dataset == _d.id, tables.task.c.status)
        failed, hoping = exists().where(waits[0], waits[1] == "FAILED"), exists().where(waits[0], waits[1] != "FAILED")
        unfilled = select(_d.id).where(_d.filled < _d.fill_until, hoping | ~failed).order_by(_d.id).limit(1)
        found: int | None = self._connection.execute(unfilled).scalar()
        return found

    def has_inputs(self, workspace: str) -> bool:
        chosen = select(_i.id).where(_i.workspace == workspace, ~_i.is_sample).limit(1)
        return self._connection.execute(chosen).first() is not None

    def newest_input(self, workspace: str) -> int:
        """The highest id; 0 where there is none."""
        newest = select(func.max(_i.id)).where(_i.workspace == workspace)
        return int(self._connection.execute(newest).scalar() or 0)

    def add_inputs(self, dataset: Dataset, new: Sequence[NewInput]) -> int:
        """Put these into the dataset; content that the workspace has already is not stored twice.

        Returns how many the dataset did not hold before.
        """
        known = self._ensure(dataset.workspace, new)
        members = [{"dataset": dataset.id, "input": known[one.sha256]} for one in new]
        added = 0
        if members:
            joined = insert_new(self._connection, tables.dataset_input).on_conflict_do_nothing().returning(_m.input)
            added = len(self._connection.execute(joined, members).all())
        self._grow(dataset.id, added)
        return added

    def keep_samples(self, workspace: str, new: Sequence[NewInput]) -> list[int]:
        """Beside all datasets, unless the workspace has them already. Returns their ids."""
        known = self._ensure(workspace, new, is_sample=True)
        return [known[one.sha256] for one in new]

    def count_inputs(self, workspace: str) -> int:
        """Those that are more than samples. (What is to be taken away is counted by its own small index.)"""
        counted = select(func.count()).select_from(tables.input_).where(_i.workspace == workspace)
        asked = (counted, counted.where(_i.is_sample))
        every, samples = (int(self._connection.execute(one).scalar_one()) for one in asked)
        return every - samples

    def input(self, input_: int) -> Input | None:
        row = self._connection.execute(_INPUT.where(_i.id == input_)).first()
        return None if row is None else Input(*row[:5], InputKind(row.kind), row.mimetype, row.text, row.seconds)

    def inputs_after(self, dataset: int, last: int, limit: int) -> list[int]:
        """The dataset's next inputs in the order of their ids."""
        chosen = select(_m.input).where(_m.dataset == dataset, _m.input > last).order_by(_m.input).limit(limit)
        return list(self._connection.execute(chosen).scalars())

    def spread(self, workspace: str, dataset: int | None, count: int) -> list[int]:
        """So many inputs, or all, at equal distances in the order in which they came. `dataset` None: of all inputs."""
        in_dataset = select(_m.input).where(_m.dataset == dataset)
        every = select(_i.id.label("input")).where(_i.workspace == workspace, ~_i.is_sample)
        chosen = (every if dataset is None else in_dataset).subquery().c.input
        place = func.row_number().over(order_by=chosen).label("place")
        one = select(chosen, place, func.count().over().label("of")).subquery().c
        nearest = ((one.place - 1) * count) % one.of < count
        return list(self._connection.execute(select(one.input).where(nearest).order_by(one.input)).scalars())

    def _ensure(self, workspace: str, new: Sequence[NewInput], *, is_sample: bool = False) -> dict[str, int]:
        """Content -> id of all these, made where the workspace does not have them."""
        known = self._ids_of(workspace, [one.sha256 for one in new])
        if known and not is_sample:
            were = update(tables.input_).where(_i.id.in_(known.values()), _i.is_sample)
            self._connection.execute(were.values(is_sample=False))
        fresh: dict[str, NewInput] = {}
        for one in new:
            if one.sha256 not in known:
                fresh.setdefault(one.sha256, one)
        rows = [
            {name: getattr(one, name) for name in NewInput.__dataclass_fields__}
            | {"workspace": workspace, "kind": str(one.kind), "created_at": self._now, "is_sample": is_sample}
            for one in fresh.values()
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, tables.input_).on_conflict_do_nothing(), rows)
            known = self._ids_of(workspace, [one.sha256 for one in new])
        return known

    def _ids_of(self, workspace: str, contents: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(contents), _CHUNK):
            part = contents[start : start + _CHUNK]
            chosen = select(_i.sha256, _i.id).where(_i.workspace == workspace, _i.sha256.in_(part))
            found.update((row.sha256, row.id) for row in self._connection.execute(chosen))
        return found

    def _grow(self, dataset: int, added: int) -> None:
        """The dataset holds so many more, and its growing tasks have them too."""
        if not added:
            return
        self._connection.execute(update(tables.dataset).where(_d.id == dataset).values(inputs=_d.inputs + added))
        t = tables.task.c
        growing = update(tables.task).where(t.dataset == dataset, t.is_growing)
        self._connection.execute(growing.values(inputs=t.inputs + added))


def matching(chosen: Select[Any], folded: ColumnElement[str], query: str) -> Select[Any]:
    """Names that hold the query's letters, wherever; the name that is the query itself comes first."""
    if not query.strip():
        return chosen.order_by(folded)
    ordered = chosen.order_by(case((folded == fold(query), 0), else_=1), folded)
    return ordered.where(folded.contains(fold(query), autoescape=True))
