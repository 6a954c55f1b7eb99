"""Answers that are made of boxes and polygons."""

import pytest

from domain.assisting import Source
from domain.model import AnnotationStatus, Provenance
from domain.shapes import Shape, ShapeKind
from store import tables
from store.unit_of_work import Store
from tests.store.shelf import assignments, new_task

SUCCESS, PENDING = AnnotationStatus.SUCCESS, AnnotationStatus.PENDING


@pytest.fixture
def task(store: Store) -> int:
    return store.write(lambda unit: new_task(unit, 2))


@pytest.fixture
def drawn(store: Store, task: int) -> tuple[Shape, ...]:
    robin, wren = (one.id for one in store.read(lambda unit: unit.tasks.concepts(task)))
    taken = Source(Provenance.EDITED, "detector", "7", 0.875)
    return (
        Shape("w-1", wren, ShapeKind.BOX, ((0.0, 1.23), (39.99, 30.0)), taken, "s1f"),
        Shape(
            "r_1",
            robin,
            ShapeKind.POLYGON,
            ((1.0, 2.0), (3.01, 4.0), (5.0, 6.5)),
            Source(Provenance.ACCEPTED, "d", "1", 0.5),
            "s2",
        ),
        Shape("w-2", wren, ShapeKind.BOX, ((1.0, 1.0), (9.0, 9.0))),
    )


def kept(store: Store, assignment: int) -> tuple[Shape, ...]:
    return store.read(lambda unit: unit.annotations.shapes(assignment))


def test_shapes_are_kept_as_they_are_in_their_order(store, task, drawn):
    one, other = (each.id for each in assignments(store, task))
    store.write(lambda unit: unit.annotations.replace_shapes(one, drawn, SUCCESS, author="REA", is_first=True))
    store.write(lambda unit: unit.annotations.replace_shapes(other, drawn[:1], PENDING))
    assert kept(store, one) == drawn
    assert store.read(lambda unit: unit.annotations.shapes_of_all([other, one])) == {one: drawn, other: drawn[:1]}
    assert store.read(lambda unit: unit.annotations.counts(one)) == [("Robin", 1), ("Wren", 2)]
    rows = store.read(lambda unit: unit.connection.execute(tables.annotation.select()).all())
    said = [(row.assignment, row.status, row.author, row.provenance, row.score) for row in rows]
    assert said[0] == (one, "SUCCESS", "REA", "edited", 0.875)
    assert said[1] == (one, "SUCCESS", "REA", "accepted", 0.5)
    assert said[2] == (one, "SUCCESS", "REA", "human", None)
    assert said[3] == (other, "PENDING", None, "edited", 0.875)
    store.write(lambda unit: unit.annotations.replace_shapes(one, drawn[::-1], SUCCESS))
    assert kept(store, one) == drawn[::-1]


def test_nothing_there_is_an_answer_once_it_is_submitted(store, task, drawn):
    one = assignments(store, task)[0].id
    store.write(lambda unit: unit.annotations.replace_shapes(one, drawn, PENDING))
    store.write(lambda unit: unit.annotations.replace_shapes(one, (), PENDING))
    assert store.read(lambda unit: unit.annotations.of(one)) == []
    store.write(lambda unit: unit.annotations.replace_shapes(one, (), SUCCESS))
    assert store.read(lambda unit: unit.annotations.of(one)) == [(None, "None of these")]
    assert (kept(store, one), store.read(lambda unit: unit.annotations.counts(one))) == ((), [])


def test_labels_without_a_place_are_no_shapes(store, task, drawn):
    one = assignments(store, task)[0].id
    store.write(lambda unit: unit.annotations.replace(one, [drawn[0].concept], SUCCESS))
    assert kept(store, one) == ()
