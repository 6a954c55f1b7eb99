"""What became of boxes that a model suggested: what is counted, what reviewers read, and the way back."""

import pytest

from domain.assisting import BY_HAND
from domain.model import AssignmentStatus, Provenance
from domain.read_models import AssistRecord, AtOnce, DrawnModel, Score, ShapesOrigin
from domain.shape_sources import ShownShapes
from services.assist_records import AssistRecords
from services.drawings import of as drawing_of
from services.labeling import Clicked
from tests.office import Birds, Office
from tests.services.studio import Studio, box

WITH_REVIEW = {"reviewers": ("REA",)}


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


def record(studio: Studio, birds: Birds) -> AssistRecord:
    return AssistRecords(studio.office.store).record(studio.office.lead, birds.id)


def score(studio: Studio, birds: Birds) -> Score:
    return record(studio, birds).assist.score


def front(studio: Studio, birds: Birds) -> tuple[int, int, DrawnModel]:
    item = studio.office.labeling.card(studio.ana, birds.id).item
    assert item is not None
    assert item.drawn is not None
    return item.assignment, item.revision, item.drawn


def accept(studio: Studio, birds: Birds) -> Clicked:
    one, revision, drawn = front(studio, birds)
    return studio.office.labeling.accept_shapes(studio.ana, one, revision, drawn.generation, drawn.offered_total)


def undo(studio: Studio, birds: Birds) -> Clicked:
    last = studio.office.labeling.card(studio.ana, birds.id).undo
    assert last is not None
    return studio.office.labeling.undo(studio.ana, last.assignment, last.revision)


def offered(studio: Studio, birds: Birds, one: int) -> list[str]:
    return [each.key for each in studio.labeling.item(studio.ana, birds.id, one).offered]


def submit_mended(studio: Studio, birds: Birds) -> int:
    """Of three suggested boxes one is kept, one moved and one left out; one is drawn by hand."""
    one, revision, _ = front(studio, birds)
    kept, moved, _ = offered(studio, birds, one)
    robin, wren = birds.concepts
    shapes = [
        box("a", robin, 0, 0, 8.5, 9, of=kept),
        box("b", robin, 3, 3, 12, 12, of=moved),
        box("c", wren, 20, 10, 30, 20),
    ]
    studio.labeling.submit(studio.ana, birds.id, one, revision, shapes)
    return one


def test_each_suggested_box_counts(studio: Studio):
    birds = studio.task(4, **WITH_REVIEW)
    studio.suggest(birds, 0.9, 0.8, 0.7)
    submit_mended(studio, birds)
    assert score(studio, birds) == Score(3, 1, 1)
    accept(studio, birds)
    one, revision, drawn = front(studio, birds)
    studio.office.labeling.answer(studio.ana, one, revision, [None], drawn.generation)
    found = record(studio, birds)
    assert found.assist.score == Score(9, 4, 4)
    assert found.assist.score.corrected == 5
    assert [(line.name, line.score) for line in found.concepts] == [("Robin", Score(9, 4, 4)), ("Wren", Score())]
    assert [line.name for line in found.versions] == ["detector 7"]
    assert (found.assist.at_once, found.kind) == (AtOnce(), "box"), "all of them were looked at"
    one, revision, _ = front(studio, birds)
    studio.labeling.none(studio.ana, birds.id, one, revision)
    assert score(studio, birds) == Score(12, 4, 4)


def test_a_card_that_was_drawn_before_there_were_any_helped_nobody(studio: Studio):
    birds = studio.task(1)
    one, revision, _ = front(studio, birds)
    studio.suggest(birds, 0.9)
    studio.office.labeling.answer(studio.ana, one, revision, [None])
    assert score(studio, birds) == Score()


def test_what_came_after_the_page_was_opened_is_not_counted(studio: Studio):
    birds = studio.task(2)
    one, two = (each.id for each in studio.office.assignments(birds.id))
    studio.suggest(birds, 0.9)
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", birds.concepts[1])], seen=0)
    studio.labeling.none(studio.ana, birds.id, two, 0, seen=0)
    assert score(studio, birds) == Score()


def test_who_took_boxes_before_they_were_suggested_anew_had_the_earlier_ones(studio: Studio):
    birds = studio.task(1)
    studio.suggest(birds, 0.9, 0.8)
    one, _, _ = front(studio, birds)
    (first, _), robin = offered(studio, birds, one), birds.concepts[0]
    taken = [box("a", robin, 0, 0, 8.5, 9, of=first)]
    revision = studio.labeling.put(studio.ana, birds.id, one, 0, taken)
    studio.suggest_anew(birds, 0.7, 0.6)
    studio.labeling.submit(studio.ana, birds.id, one, revision, taken)
    assert score(studio, birds) == Score(1, 1, 1)


def test_reviewers_say_what_is_right_in_the_end(studio: Studio):
    birds = studio.task(2, **WITH_REVIEW)
    studio.suggest(birds, 0.9, 0.8, 0.7)
    for _ in range(2):
        accept(studio, birds)
    assert score(studio, birds) == Score(6, 6, 6)
    studio.office.reviewing.take(studio.rea, birds.id)
    mended, rejected = studio.office.assignments(birds.id)
    kept = [box(each.key, each.concept, *each.bounds, of=each.suggestion) for each in studio.shapes(mended.id)]
    kept[0]["points"] = [[1, 1], [20, 20]]
    studio.reviewing.approve(studio.rea, birds.id, mended.id, mended.revision, kept)
    assert score(studio, birds) == Score(6, 5, 6)
    studio.office.reviewing.reject(studio.rea, rejected.id, rejected.revision, "No.")
    assert score(studio, birds) == Score(6, 2, 6)


def test_a_reviewer_reads_what_became_of_the_suggested_boxes(studio: Studio):
    birds = studio.task(2, **WITH_REVIEW)
    studio.suggest(birds, 0.9, 0.8, 0.7)
    submit_mended(studio, birds)
    accept(studio, birds)
    studio.office.reviewing.take(studio.rea, birds.id)
    origins = []
    for _ in range(2):
        item = studio.office.reviewing.card(studio.rea, birds.id).item
        assert item is not None
        assert item.drawn is not None
        origins.append(item.drawn.origin)
        studio.office.reviewing.approve(studio.rea, item.assignment, item.revision)
    assert origins == [ShapesOrigin(3, 1, 1, 1), ShapesOrigin(3, 3)]
    assert (origins[0].left_out, origins[1].left_out) == (1, 0)


def test_where_no_model_had_any_part_nothing_is_said_of_one(studio: Studio):
    birds = studio.task(1, **WITH_REVIEW)
    one = studio.first(birds)
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", birds.concepts[0])])
    item = studio.office.reviewing.take(studio.rea, birds.id).item
    assert item is not None
    assert item.drawn is not None
    assert item.drawn.origin is None


def test_undo_makes_suggestions_of_what_was_accepted_on_the_card(studio: Studio):
    birds = studio.task(1)
    studio.suggest(birds, 0.9, 0.8)
    one, _, _ = front(studio, birds)
    for _ in range(2):
        accept(studio, birds)
        assert [each.source.provenance for each in studio.shapes(one)] == [Provenance.ACCEPTED] * 2
        undo(studio, birds)
        assert (studio.shapes(one), score(studio, birds)) == ((), Score())
        assert front(studio, birds)[2].offered == (("Robin", 2),)
    assert studio.office.assignments(birds.id)[0].status is AssignmentStatus.PENDING


def test_undo_keeps_what_somebody_has_worked_on(studio: Studio):
    birds = studio.task(1)
    studio.suggest(birds, 0.9, 0.8, 0.7)
    one = submit_mended(studio, birds)
    undo(studio, birds)
    assert len(studio.shapes(one)) == 3
    assert front(studio, birds)[2].counts == (("Robin", 2), ("Wren", 1))


def test_who_opens_an_answer_again_in_the_editor_finds_it_there(studio: Studio):
    birds = studio.task(1)
    studio.suggest(birds, 0.9, 0.8)
    one, _, _ = front(studio, birds)
    accept(studio, birds)
    studio.labeling.reopen(studio.ana, birds.id, one)
    assert len(studio.shapes(one)) == 2


def test_a_merge_of_concepts_takes_no_box_and_counts_them_together(studio: Studio):
    birds = studio.task(1, **WITH_REVIEW)
    studio.suggest(birds, 0.9, 0.8, 0.7)
    robin, wren = birds.concepts
    one = submit_mended(studio, birds)
    both = [ShownShapes(robin, BY_HAND, 3, 1), ShownShapes(wren, BY_HAND, 2, 1)]
    studio.office.store.write(lambda unit: unit.shown.show_shapes(birds.id, one, both))
    studio.office.concepts.merge(studio.office.lead, robin, wren)
    studio.office.tidy()
    assert [each.concept for each in studio.shapes(one)] == [wren] * 3
    assert studio.office.store.read(lambda unit: unit.shown.count_shapes(one)) == (5, 2)


def test_several_answers_are_drawn_one_over_the_other_and_one_is_chosen(studio: Studio):
    studio.office.person("BEN")
    birds = studio.task(1, labelers=("ANA", "BEN"), labelers_per_input=2, agreement=2, **WITH_REVIEW)
    studio.suggest(birds, 0.9)
    accept(studio, birds)
    bens = studio.first(birds, "BEN")
    studio.labeling.submit(studio.office.actor("BEN"), birds.id, bens, 0, [box("a", birds.concepts[1], 20, 2, 30, 12)])
    item = studio.office.reviewing.take(studio.rea, birds.id).item
    assert item is not None
    given = {one.labeler: (number, one) for number, one in enumerate(item.given, 1)}
    assert given["ANA"][1].origin == ShapesOrigin(1, 1)

    def drawing(unit):
        return drawing_of(unit, unit.tasks.find(birds.id), unit.queue.with_picture(item.assignment), is_review=True)

    drawn = studio.office.store.read(drawing)
    said = {given["ANA"][0]: "1 Robin", given["BEN"][0]: "1 Wren"}
    assert drawn.in_words() == "; ".join(f"{by}: {said[by]}" for by in (1, 2))
    assert studio.office.reviewing.approve(studio.rea, bens, given["BEN"][1].revision).note is None
    states = {one.labeler: one.status for one in studio.office.assignments(birds.id)}
    assert states == {"ANA": AssignmentStatus.REJECTED, "BEN": AssignmentStatus.SUCCESS}
