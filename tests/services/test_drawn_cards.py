"""The cards of tasks whose answers are drawn: what they say, and what can be done on them without the editor."""

import pytest

from domain.model import AssignmentStatus, Provenance
from services.labeling import Labeling
from services.links import PictureLinks
from services.reviewing import Reviewing
from tests.office import PAGES, Office
from tests.services.studio import Studio, box


@pytest.fixture
def studio(office: Office) -> Studio:
    office.labeling = Labeling(office.store, PictureLinks(pages_url=PAGES))
    office.reviewing = Reviewing(office.store, PictureLinks(pages_url=PAGES))
    return Studio(office)


def test_a_card_leads_to_the_editor_and_says_how_much_is_drawn(studio: Studio):
    birds = studio.task()
    one, (robin, wren) = studio.first(birds), birds.concepts
    item = studio.office.labeling.card(studio.ana, birds.id).item
    assert item is not None
    assert item.drawn is not None
    assert (item.drawn.editor, item.drawn.counts) == (f"{PAGES}/edit/{birds.id}?item={one}", ())
    studio.labeling.put(studio.ana, birds.id, one, 0, [box("a", wren), box("b", robin), box("c", wren)])
    item = studio.office.labeling.card(studio.ana, birds.id).item
    assert item is not None
    assert item.drawn is not None
    assert item.drawn.counts == (("Robin", 1), ("Wren", 2))


def test_what_is_suggested_is_accepted_on_the_card(studio: Studio):
    birds = studio.task()
    studio.suggest(birds, 0.9, 0.6)
    one = studio.first(birds)
    item = studio.office.labeling.card(studio.ana, birds.id).item
    assert item is not None
    assert item.drawn is not None
    assert (item.drawn.offered, item.suggestions) == ((("Robin", 2),), ())
    stale = studio.office.labeling.accept_shapes(
        studio.ana, one, 0, item.drawn.generation + 1, item.drawn.offered_total
    )
    assert stale.note is not None
    for _ in range(2):  # A double click.
        done = studio.office.labeling.accept_shapes(studio.ana, one, 0, item.drawn.generation, item.drawn.offered_total)
        assert (done.note, done.card.item and done.card.item.assignment != one) == (None, True)
    assert [shape.source.provenance for shape in studio.shapes(one)] == [Provenance.ACCEPTED] * 2
    assert done.card.undo is not None
    assert done.card.undo.answer == "2 Robin"
    studio.office.labeling.undo(studio.ana, one, done.card.undo.revision)
    assert studio.shapes(one) == (), "what was accepted is suggested again"


def test_no_other_number_is_accepted_than_the_card_says(studio: Studio):
    birds = studio.task()
    studio.suggest(birds, 0.9, 0.6)
    one = studio.first(birds)
    item = studio.office.labeling.card(studio.ana, birds.id).item
    assert item is not None
    assert item.drawn is not None
    said = (item.drawn.generation, item.drawn.offered_total)
    studio.office.store.write(lambda unit: unit.assists.change(birds.id, threshold=0.7))
    clicked = studio.office.labeling.accept_shapes(studio.ana, one, 0, *said)
    assert "has changed since" in str(clicked.note)
    assert studio.shapes(one) == ()


def test_an_old_card_takes_nothing_away_that_was_drawn_since(studio: Studio):
    birds = studio.task()
    studio.suggest(birds, 0.9)
    one = studio.first(birds)
    studio.labeling.put(studio.ana, birds.id, one, 0, [box("a", birds.concepts[0])])
    for click in (
        lambda: studio.office.labeling.accept_shapes(studio.ana, one, 0, 1, 1),
        lambda: studio.office.labeling.answer(studio.ana, one, 0, [None]),
    ):
        assert "in the editor since" in str(click().note)
    assert len(studio.shapes(one)) == 1
    studio.office.labeling.skip(studio.ana, one, 0)
    assert len(studio.shapes(one)) == 1, "skipping keeps it"


def test_concepts_alone_are_no_answer(studio: Studio):
    birds = studio.task(reviewers=("REA",))
    one, robin = studio.first(birds), birds.concepts[0]
    clicked = studio.office.labeling.label(studio.ana, one, 0, robin)
    assert "Open editor" in str(clicked.note)
    assert studio.office.labeling.answer(studio.ana, one, 0, [None]).note is None
    studio.office.reviewing.take(studio.rea, birds.id)
    reviewed = studio.office.reviewing.edit_and_approve(studio.rea, one, 1, [robin])
    assert "Open editor" in str(reviewed.note)
    assert studio.office.assignments(birds.id)[0].status is AssignmentStatus.AWAITING_REVIEW


def test_a_review_card_counts_and_leads_to_the_editor(studio: Studio):
    birds = studio.task(reviewers=("REA",))
    one, (robin, wren) = studio.first(birds), birds.concepts
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", wren), box("b", robin), box("c", wren)])
    item = studio.office.reviewing.take(studio.rea, birds.id).item
    assert item is not None
    assert item.drawn is not None
    assert item.answers == ("2 Wren", "1 Robin")
    assert item.drawn.editor == f"{PAGES}/edit/{birds.id}?item={one}&as=review"
    assert studio.office.reviewing.approve(studio.rea, one, 1).note is None
