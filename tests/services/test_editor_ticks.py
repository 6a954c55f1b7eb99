"""Where concepts alone are the answer, in the editor: what is ticked is kept at once, as what is drawn is."""

import pytest

from domain.errors import Invalid
from domain.model import AssignmentStatus, Provenance, TaskType
from services.editor.conflicts import Changed, Over
from services.editor.labeling import EditorLabeling
from services.links import PictureLinks
from tests.office import Birds, Office
from tests.services.studio import Studio, box
from tests.services.suggested import suggested_task


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


@pytest.fixture
def birds(studio: Studio) -> Birds:
    """Several of robin and wren may be in each of three pictures."""
    return studio.task(type_=TaskType.CLASSIFICATION, several=True)


def ticked(studio: Studio, assignment: int) -> list[int | None]:
    return [concept for concept, _ in studio.office.store.read(lambda unit: unit.annotations.of(assignment))]


def test_ticks_are_kept_before_they_are_submitted(studio: Studio, birds: Birds):
    one, (robin, wren) = studio.first(birds), birds.concepts
    assert studio.labeling.put_concepts(studio.ana, birds.id, one, 0, [wren]) == 1
    assert studio.labeling.put_concepts(studio.ana, birds.id, one, 1, [wren, robin, wren]) == 2
    item = studio.labeling.item(studio.ana, birds.id, one)
    assert (item.revision, item.answer and item.answer.concepts, item.may_edit) == (2, (wren, robin), True)
    assert studio.office.assignments(birds.id)[0].status is AssignmentStatus.PENDING
    assert studio.labeling.put_concepts(studio.ana, birds.id, one, 2, []) == 3
    assert ticked(studio, one) == []
    assert studio.office.audit(one) == [], "ticks are no moves"


def test_two_windows_lose_neither(studio: Studio, birds: Birds):
    one, (robin, wren) = studio.first(birds), birds.concepts
    revision = studio.labeling.put_concepts(studio.ana, birds.id, one, 0, [robin])
    for late in (
        lambda: studio.labeling.put_concepts(studio.ana, birds.id, one, 0, [wren]),
        lambda: studio.labeling.submit(studio.ana, birds.id, one, 0, [wren]),
        lambda: studio.labeling.skip(studio.ana, birds.id, one, 0, [wren]),
    ):
        with pytest.raises(Changed) as refused:
            late()
        assert (refused.value.revision, refused.value.concepts) == (revision, (robin,))
    assert studio.labeling.put_concepts(studio.ana, birds.id, one, 0, [robin]) == revision, "the same is no conflict"
    done = studio.labeling.submit(studio.ana, birds.id, one, 0, [robin])
    assert done.rows[0].assignment == one
    with pytest.raises(Over, match="submitted this already"):
        studio.labeling.put_concepts(studio.ana, birds.id, one, 5, [wren])


def test_who_skips_finds_the_ticks_again(studio: Studio, birds: Birds):
    one, (robin, wren) = studio.first(birds), birds.concepts
    studio.labeling.put_concepts(studio.ana, birds.id, one, 0, [robin])
    skipped = studio.labeling.skip(studio.ana, birds.id, one, 1, [robin, wren])
    assert studio.labeling.skip(studio.ana, birds.id, one, 1, [robin, wren]) == skipped
    assert ticked(studio, one) == [robin, wren]
    two = studio.office.of(birds.id, "ANA")[1].id
    studio.labeling.put_concepts(studio.ana, birds.id, two, 0, [wren])
    studio.labeling.skip(studio.ana, birds.id, two, 1, [wren])
    assert ticked(studio, two) == [wren]


def test_what_nobody_offers_is_not_ticked(studio: Studio, birds: Birds):
    one, (robin, wren) = studio.first(birds), birds.concepts
    for odd in (None, {}, ["1"], [True], [robin, 10**6]):
        with pytest.raises(Invalid, match="no concept of this task"):
            studio.labeling.put_concepts(studio.ana, birds.id, one, 0, odd)
    drawn, single = studio.task(name="Drawn"), studio.task(name="One", type_=TaskType.CLASSIFICATION)
    with pytest.raises(Invalid, match="the answer is drawn"):
        studio.labeling.put_concepts(studio.ana, drawn.id, studio.first(drawn), 0, [])
    with pytest.raises(Invalid, match="one concept per input"):
        studio.labeling.put_concepts(studio.ana, single.id, studio.first(single), 0, [robin, wren])
    with pytest.raises(Invalid, match="nothing is drawn"):
        studio.labeling.put(studio.ana, birds.id, one, 0, [box("a", robin)])
    assert ticked(studio, one) == []


def test_what_a_model_suggested_is_known_to_be_accepted(office: Office):
    task = suggested_task(office, 2, several=True)
    robin, wren = task.robin, task.wren
    task.suggests({robin: 0.9})
    labeling, ana = EditorLabeling(office.store, PictureLinks()), office.person("ANA").actor
    one = office.of(task.id, "ANA")[0].id
    labeling.put_concepts(ana, task.id, one, 0, [robin])
    labeling.submit(ana, task.id, one, 1, [robin, wren])
    sources = office.store.read(lambda unit: unit.annotations.sources(one))
    assert {concept: one.provenance for concept, one in sources.items()} == {
        robin: Provenance.ACCEPTED,
        wren: Provenance.HUMAN,
    }
