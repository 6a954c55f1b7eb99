"""Answers with very many points: while they are read, checked and written out, others write."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from domain import outlines, shapes
from domain.errors import Invalid
from domain.model import AssignmentStatus, TaskType
from services import keeping_shapes
from services.editor import given
from services.editor.strip import Asked
from tests.office import Office
from tests.services.studio import Studio, polygon


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


_SOON = 5


class Watch:
    """While these are at work somebody writes: nobody could where the writer is held."""

    def __init__(self, office: Office, patched: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        self._office, self._patched = office, patched

    def over(self, module: Any, name: str) -> None:
        work = getattr(module, name)

        def watched(*args: Any) -> Any:
            if args[0] and name not in self.seen:
                self.seen.append(name)
                pool = ThreadPoolExecutor(1)
                pool.submit(self._office.store.write, lambda unit: unit.now).result(_SOON)
                pool.shutdown()
            return work(*args)

        self._patched.setattr(module, name, watched)


@pytest.fixture
def watch(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Each answer is one with very many points."""
    monkeypatch.setattr(keeping_shapes, "_LONG", 1)
    monkeypatch.setattr(keeping_shapes, "_MANY", 1)
    found = Watch(office, monkeypatch)
    for module, name in (
        *((given, "parsed"), (outlines, "crosses_itself")),
        *((keeping_shapes, "read_back"), (keeping_shapes, "packed")),
    ):
        found.over(module, name)
    yield found
    assert set(found.seen) == {"parsed", "crosses_itself", "read_back", "packed"}


def star(key: str, concept: int, points: int = 40, middle: float = 15) -> dict[str, Any]:
    turns = [place * 2 * math.pi / points for place in range(points)]
    return polygon(key, concept, *((middle + 10 * math.cos(turn), 15 + 10 * math.sin(turn)) for turn in turns))


@pytest.mark.usefixtures("watch")
def test_a_labelers(studio: Studio):
    birds = studio.task(type_=TaskType.SEGMENTATION)
    one, robin = studio.first(birds), birds.concepts[0]
    assert studio.labeling.put(studio.ana, birds.id, one, 0, [star("a", robin)]) == 1
    assert studio.labeling.put(studio.ana, birds.id, one, 1, [star("a", robin), star("b", robin)]) == 2
    assert studio.labeling.put(studio.ana, birds.id, one, 0, [star("a", robin), star("b", robin)]) == 2, "The same."
    studio.labeling.submit(studio.ana, birds.id, one, 2, [star("a", robin), star("b", robin, middle=16)])
    assert [len(each.points) for each in studio.shapes(one)] == [40, 40]
    assert studio.shapes(one)[1].points[0] == (26, 15)
    assert studio.office.assignments(birds.id)[0].status is AssignmentStatus.SUCCESS


def test_a_reviewers(studio: Studio, watch: Watch):
    birds = studio.task(type_=TaskType.SEGMENTATION, reviewers=("REA",))
    one, robin = studio.first(birds), birds.concepts[0]
    studio.labeling.submit(studio.ana, birds.id, one, 0, [star("a", robin)])
    assert studio.reviewing.queue(studio.rea, birds.id, Asked()).at == one
    watch.seen.clear()
    studio.reviewing.approve(studio.rea, birds.id, one, 1, [star("a", robin, 30)])
    assert [len(each.points) for each in studio.shapes(one)] == [30]


def test_a_concept_that_goes_meanwhile_is_refused(studio: Studio, monkeypatch: pytest.MonkeyPatch):
    """It was there when the shapes were read, and is not when they are kept."""
    birds = studio.task(type_=TaskType.SEGMENTATION)
    one, (robin, wren) = studio.first(birds), birds.concepts
    parse = shapes.parsed

    def parsed(*args: Any) -> Any:
        studio.office.store.write(lambda unit: unit.tasks.set_concepts(birds.id, [robin]))
        return parse(*args)

    monkeypatch.setattr(given, "parsed", parsed)
    with pytest.raises(Invalid, match="no longer part of this task"):
        studio.labeling.submit(studio.ana, birds.id, one, 0, [star("a", wren)])
    assert studio.shapes(one) == ()
