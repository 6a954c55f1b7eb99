from dataclasses import replace

from domain.assisting import Region, Rung, Source, Suggestion
from domain.model import AnnotationStatus, Provenance, TaskType
from domain.shape_sources import ShownShapes, by_itself, drawable, shown, suggested, taken, with_sources
from domain.shapes import MOST_POINTS, Shape, ShapeKind, Size
from tests.domain.test_shapes import box

SIZE = Size(100, 80)
DETECTION, SEGMENTATION = TaskType.DETECTION, TaskType.SEGMENTATION


def test_suggestions_that_say_where_can_be_accepted():
    here, thin, whole = Region(10.004, -5, 30, 40), Region(10, 20, 12, 40), None
    found = suggested([Suggestion(1, 0.9, "d", "1", each) for each in (here, thin, whole)], DETECTION, SIZE)
    (only,) = found
    assert only.points == ((10.0, 0.0), (30.0, 40.0))
    assert only.source == Source(Provenance.ACCEPTED, "d", "1", 0.9)
    chosen = [Shape("a", 1, ShapeKind.BOX, only.points, suggestion=only.key)]
    (kept,) = with_sources(chosen, (), found)
    assert (kept.key, kept.source, kept.suggestion) == ("a", only.source, only.key)
    again = suggested([Suggestion(1, 0.8, "d", "1", here), Suggestion(2, 0.9, "d", "1", here)], DETECTION, SIZE)
    assert [one.key == only.key for one in again] == [True, False]


def test_what_a_model_annotates_by_itself():
    here, thin, crossed = (
        Region(10, 10, 30, 40),
        Region(10, 20, 12, 40),
        Region(0, 0, 20, 20, ((0.0, 0.0), (20.0, 20.0), (20.0, 0.0), (0.0, 20.0))),
    )
    said = [Suggestion(1, score, "d", "1", one, Rung(9)) for score, one in ((0.9, here), (0.8, here), (0.7, thin))]
    said.append(Suggestion(1, 0.6, "d", "1"))
    (found,) = drawable(said, DETECTION, SIZE)
    assert found is said[0], "the better one of the same"
    assert drawable([Suggestion(1, 0.9, "d", "1", crossed)], SEGMENTATION, SIZE) == ()
    made = by_itself([(found, AnnotationStatus.SUCCESS), (said[2], AnnotationStatus.SUCCESS)], DETECTION, SIZE)
    ((shape, status),) = made.items()
    assert (shape.points, shape.suggestion, shape.rung) == (((10.0, 10.0), (30.0, 40.0)), shape.key, None)
    assert (shape.source, status) == (Source(Provenance.AUTO, "d", "1", 0.9), AnnotationStatus.SUCCESS)
    by_hand = box("b")
    (same, theirs) = taken([by_hand, shape])
    assert (same, theirs) == (by_hand, replace(shape, source=Source(Provenance.ACCEPTED, "d", "1", 0.9)))


def test_suggested_outlines_are_taken_where_there_are_some():
    outline = ((10.0, 10.0), (20.0, 10.0), (20.0, 20.0))
    drawn, boxed = Region(10, 10, 20, 20, outline), Region(10, 10, 20, 20)
    fine = Region(0, 0, 90, 70, tuple((float(n % 90), float(n // 90)) for n in range(5000)))
    found = suggested([Suggestion(1, 0.9, "m", "1", one) for one in (drawn, boxed, fine)], SEGMENTATION, SIZE)
    assert [one.points for one in found[:2]] == [outline, box("", 10.0, 10.0, 20.0, 20.0).outline]
    assert 1000 < len(found[2].points) <= MOST_POINTS


def test_where_shapes_come_from_is_found_out():
    accepted, automatic = Source(Provenance.ACCEPTED, "d", "1", 0.9), Source(Provenance.AUTO, "d", "1", 0.7)
    offered = [replace(box(key, source=accepted), suggestion=key) for key in ("s1", "s2")]
    before = [box("mine"), box("auto", source=automatic), replace(box("old", source=accepted), suggestion="s0")]
    given_shapes = [
        box("new"),
        replace(box("claims"), suggestion="s9", source=automatic),
        box("mine", 1.0, 2.0, 30.0, 40.0),
        replace(box("as it was"), suggestion="s1"),
        replace(box("renamed", concept=2), suggestion="s2"),
        replace(box("old"), suggestion="s1"),
        box("auto", 1.0, 2.0, 30.0, 40.0),
    ]
    kept = with_sources(given_shapes, before, offered)
    said = ["human", "human", "human", "accepted", "edited", "accepted", "edited"]
    assert [one.source.provenance for one in kept] == said
    assert [one.suggestion for one in kept] == [None, None, None, "s1", "s2", "s0", None]
    assert kept[6].source == Source(Provenance.EDITED, "d", "1", 0.7)
    assert with_sources(kept, kept, ()) == kept
    assert [one.points for one in kept] == [one.points for one in given_shapes]
    assert with_sources([box("auto")], before, offered)[0].source == automatic


def test_what_was_suggested_is_counted_by_concept():
    sure, less = Source(Provenance.ACCEPTED, "d", "1", 0.9), Source(Provenance.ACCEPTED, "d", "1", 0.6)
    offered = [
        replace(box("s1", source=less), suggestion="s1"),
        replace(box("s2", source=sure), suggestion="s2"),
        replace(box("s3", concept=2, source=less), suggestion="s3"),
    ]
    edited = Source(Provenance.EDITED, "d", "1", 0.9)
    answer = [
        replace(box("a", source=less), suggestion="s1"),
        replace(box("b", concept=2, source=edited), suggestion="s2"),
        box("c"),
    ]
    assert set(shown(offered, answer)) == {ShownShapes(1, sure, 2, 1), ShownShapes(2, less, 1, 0)}
    assert shown(offered, ()) == shown(offered, [box("c")]) == (ShownShapes(1, sure, 2, 0), ShownShapes(2, less, 1, 0))
    assert shown((), answer) == (ShownShapes(1, less, 1, 1), ShownShapes(2, edited, 1, 0))
    earlier = [replace(one, suggestion=f"{one.suggestion}0") for one in answer[:2]]
    assert shown(offered, earlier) == (ShownShapes(1, less, 1, 1), ShownShapes(2, edited, 1, 0))
