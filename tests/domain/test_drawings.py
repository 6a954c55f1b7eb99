from domain import drawings
from domain.assisting import Region, Suggestion
from domain.drawings import Drawing, Outlined
from domain.model import Concept
from domain.read_models import DrawnModel, ShapesOrigin
from domain.shapes import Shape, ShapeKind, Size

SIZE = Size(100, 80)
CONCEPTS = (Concept(7, "shoes"), Concept(3, "shirt"))
CORNERS = ((10.0, 20.0), (30.0, 20.0), (30.0, 40.0), (10.0, 40.0))
BOX = Shape("a", 3, ShapeKind.BOX, ((10.0, 20.0), (30.0, 40.0)))
OUTLINE = ((1.04, 2.0), (3.0, 4.06), (5.0, 9.0))


def test_an_answer_is_drawn_in_its_tasks_names_and_colours():
    polygon = Shape("b", 7, ShapeKind.POLYGON, OUTLINE)
    drawing = drawings.of_answer([BOX, polygon, Shape("c", 99, BOX.kind, BOX.points)], CONCEPTS, SIZE)
    rounded = ((1.0, 2.0), (3.0, 4.1), (5.0, 9.0))
    assert drawing == Drawing(100, 80, (Outlined(CORNERS, "shirt", 1), Outlined(rounded, "shoes", 0)))
    assert drawing.in_words() == "1 shoes · 1 shirt"
    assert drawings.of_answer([], CONCEPTS, SIZE) is None


def test_suggestions_are_drawn_where_they_say_where():
    boxed, outlined = Region(10, 20, 30, 40), Region(1, 2, 5, 9, OUTLINE)
    said = [(3, boxed), (7, outlined), (3, None), (99, boxed)]
    suggestions = [Suggestion(concept, 0.9, "d", "1", region) for concept, region in said]
    drawing = drawings.of_suggestions(suggestions, CONCEPTS, SIZE)
    assert drawing is not None
    assert [(one.name, one.score, len(one.points)) for one in drawing.shapes] == [("shirt", 0.9, 4), ("shoes", 0.9, 3)]
    assert drawing.shapes[0].points == CORNERS
    assert drawing.in_words() == "1 shoes · 1 shirt suggested"
    assert drawings.of_suggestions(suggestions[2:3], CONCEPTS, SIZE) is None


def test_several_answers_have_numbers_and_colours_of_their_own():
    drawing = drawings.of_answers([[BOX, Shape("c", 99, BOX.kind, BOX.points)], [], [BOX, BOX]], CONCEPTS, SIZE)
    assert drawing is not None
    assert [(one.name, one.colour, one.by) for one in drawing.shapes] == [
        ("shirt", 0, 1),
        ("shirt", 2, 3),
        ("shirt", 2, 3),
    ]
    assert drawing.in_words() == "1: 1 shirt; 3: 2 shirt"
    assert Drawing.from_json(drawing.to_json()) == drawing
    assert drawings.of_answers([[], []], CONCEPTS, SIZE) is None


def test_a_drawing_comes_back_as_it_was_kept():
    drawing = Drawing(100, 80, (Outlined(CORNERS, "Ärmel", 1, 0.5), Outlined(CORNERS[:3], "shoes", 0)))
    assert Drawing.from_json(drawing.to_json()) == drawing


def test_what_differs_has_another_name():
    drawing = Drawing(100, 80, (Outlined(CORNERS, "shirt", 1),))
    others = [
        Drawing(100, 80, (Outlined(CORNERS, "shirt", 0),)),
        Drawing(100, 80, (Outlined(CORNERS, "shirt", 1, 0.5),)),
        Drawing(100, 81, drawing.shapes),
    ]
    names = [one.digest(1, 2) for one in (drawing, *others)] + [drawing.digest(1, 3), drawing.digest(2, 2)]
    assert len(set(names)) == len(names)
    assert {len(one) for one in names} == {32}
    assert drawing.digest(1, 2) == Drawing.from_json(drawing.to_json()).digest(1, 2)


def test_cards_say_how_many_are_drawn_and_could_be():
    model = DrawnModel(ShapeKind.BOX, (("shoes", 2), ("shirt", 1)), (("shoes", 4),))
    assert (model.total, model.offered_total) == (3, 4)


def test_what_was_suggested_and_is_not_in_the_answer_was_left_out():
    assert ShapesOrigin(suggested=5, kept=2, mended=1, drawn=4).left_out == 2
    assert ShapesOrigin(suggested=1, kept=1, mended=1).left_out == 0, "One was made two of."
