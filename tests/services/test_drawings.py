"""Pictures with shapes drawn on them: which are made, when cards show them, and when they go."""

import pytest

from domain.clock import DAY, SECOND
from domain.model import AnnotationStatus, PictureState
from services.labeling import Labeling
from services.links import PictureLinks
from services.picturing import AHEAD, Picturing
from store.cards import LABEL, REVIEW
from tests.office import Office
from tests.services.drawn import HERE, assisted, box, bring, detection, draw, suggest

LINKS = PictureLinks("https://label.example.org", b"secret")


def shown(office: Office, task: int, user: str = "ANA") -> tuple[PictureState, str | None, str]:
    content = office.labeling.card(office.actor(user), task).item.content
    return content.state, content.file, content.drawn


def wanted(office: Office) -> list[str]:
    return [one.drawing for one in office.picturing.due() if one.drawing]


def test_an_answer_is_drawn_on_the_card_once_it_is_there(office):
    birds = detection(office)
    one, *_ = office.assignments(birds.id)
    office.picturing.want_ahead()
    bring(office)
    office.telling.card_placed((office.actor("ANA"), birds.id, LABEL), "D1", "1.1", 1)
    draw(office, one.id, box(birds.concepts[1]), box(birds.concepts[0], "b"), box(birds.concepts[1], "c", 5.0))
    assert shown(office, birds.id) == (PictureState.READY, f"F-{one.input}", ""), "Nobody waits for it."
    office.picturing.want_ahead_of(birds.id, "ANA")
    (digest,) = wanted(office)
    assert office.telling.stale_cards() == []
    bring(office)
    assert shown(office, birds.id) == (PictureState.READY, f"F-{digest}", "1 Robin · 2 Wren")
    assert [(card.user, card.kind) for card in office.telling.stale_cards()] == [("ANA", LABEL)]
    sha256, drawing = office.picturing.drawing(digest)
    assert sha256 == f"{0:064}"
    assert [(shape.name, shape.colour) for shape in drawing.shapes] == [("Wren", 1), ("Robin", 0), ("Wren", 1)]
    assert (drawing.width, drawing.height) == (40, 30)


def test_another_answer_is_another_picture(office):
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    office.picturing.want_ahead()
    bring(office)
    draw(office, one.id, box(birds.concepts[1]))
    assert shown(office, birds.id) == (PictureState.READY, f"F-{one.input}", "")
    assert office.picturing.want_ahead() == 1
    bring(office)
    assert shown(office, birds.id)[2] == "1 Wren"
    draw(office, one.id, box(birds.concepts[0]))
    assert shown(office, birds.id)[2] == "1 Robin", "That one is there from before."
    draw(office, one.id)
    assert shown(office, birds.id) == (PictureState.READY, f"F-{one.input}", "")
    assert office.picturing.want_ahead() == 0


def test_suggestions_are_drawn_ahead_where_they_say_where(office):
    birds = assisted(office, AHEAD + 2)
    inputs = [one.input for one in office.assignments(birds.id)]
    for input_ in inputs:
        suggest(office, birds, input_, 0.9, 0.7, 0.3)
    assert office.picturing.want_ahead() == 2 * AHEAD
    assert len(wanted(office)) == AHEAD
    bring(office)
    assert shown(office, birds.id)[2] == "2 Robin suggested"
    office.answer(birds.id, "ANA", birds.concepts[0])
    assert shown(office, birds.id)[2] == "2 Robin suggested", "The next one is there before anybody sees it."
    office.picturing.want_ahead_of(birds.id, "ANA")
    assert len(wanted(office)) == 1


@pytest.mark.parametrize(("scores", "region"), [((0.4,), HERE), ((0.9,), None), ((), HERE)])
def test_what_is_below_the_threshold_or_nowhere_is_not_drawn(office, scores, region):
    birds = assisted(office, 1)
    suggest(office, birds, office.assignments(birds.id)[0].input, *scores, region=region)
    assert office.picturing.want_ahead() == 1
    assert wanted(office) == []


def test_the_reviewer_sees_the_answer_drawn(office):
    birds = detection(office, 2, reviewers=("REA",))
    one, *_ = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]), status=AnnotationStatus.AWAITING_REVIEW)
    waits = {"status": "AWAITING_REVIEW", "submitted_at": 5, "reviewer": "REA"}
    office.store.write(lambda unit: unit.queue.change(unit.queue.find(one.id).assignment, **waits))
    office.store.write(lambda unit: unit.reviews.give(birds.id, {one.id: "REA"}))
    office.telling.card_placed((office.actor("REA"), birds.id, REVIEW), "D1", "1.1", 1)
    office.picturing.want_ahead()
    bring(office)
    item = office.reviewing.card(office.actor("REA"), birds.id).item
    assert (item.assignment, item.content.drawn) == (one.id, "1 Robin")
    assert ("REA", REVIEW) in [(card.user, card.kind) for card in office.telling.stale_cards()]
    edited = office.reviewing.ask_edit(office.actor("REA"), one.id, item.revision)
    assert edited.item.content == item.content


def test_tasks_without_shapes_have_plain_pictures_only(office):
    birds = office.task(2)
    assert office.picturing.want_ahead() == 2
    office.picturing.want_ahead_of(birds.id, "ANA")
    assert wanted(office) == []


def test_texts_are_never_drawn_on(office):
    office.person("ANA")
    birds = assisted(office, 1, dataset=str(office.add_texts("One.")))
    suggest(office, birds, office.assignments(birds.id)[0].input, 0.9)
    assert (office.picturing.want_ahead(), wanted(office)) == (0, [])


def test_slack_fetches_drawings_under_addresses_of_their_own(office):
    picturing = office.picturing = Picturing(office.store, LINKS)
    labeling = Labeling(office.store, LINKS)
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))

    def content():
        return labeling.card(office.actor("ANA"), birds.id).item.content

    assert content().url == f"https://label.example.org/pictures/{LINKS.token(one.input)}.jpg"
    assert picturing.want_ahead() == 1
    (drawn,) = picturing.due()
    assert (drawn.drawing, drawn.input, drawn.task) == (wanted(office)[0], one.input, birds.id)
    bring(office)
    assert content().url == LINKS.drawing(drawn.drawing)
    assert (content().file, content().drawn) == (None, "1 Robin")
    assert (picturing.due(), picturing.next_due_at(), picturing.want_ahead()) == ([], None, 0)


def test_after_a_change_of_ways_drawings_are_brought_anew(office):
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    uploading, office.picturing = office.picturing, Picturing(office.store, LINKS)
    office.picturing.want_ahead()
    bring(office)
    office.picturing = uploading
    assert shown(office, birds.id)[2] == "", "It has an address, and no file."
    assert office.picturing.want_ahead() == 2
    bring(office)
    assert shown(office, birds.id)[2] == "1 Robin"


def test_only_our_own_addresses_name_a_drawing():
    digest = "0a" * 16
    token = LINKS.drawing_token(digest)
    assert LINKS.drawing_of(token) == digest
    assert LINKS.input_of(token) is None
    assert LINKS.drawing_of(LINKS.token(7)) is None
    other = PictureLinks("https://label.example.org", b"another")
    for odd in (other.drawing_token(digest), token[:-1], f"{digest}-", token.upper(), f"../{token}"):
        assert LINKS.drawing_of(odd) is None


def test_a_drawing_that_slack_lost_is_uploaded_anew_and_one_that_it_never_takes_fails(office):
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    office.picturing.want_ahead()
    bring(office)
    _, file, _ = shown(office, birds.id)
    office.picturing.doubt(file)
    (looked_at,) = office.picturing.due()
    assert looked_at.state is PictureState.SCANNING
    office.picturing.broken(looked_at)
    (again,) = office.picturing.due()
    assert (again.state, again.file, again.drawing) == (PictureState.WANTED, None, looked_at.drawing)
    assert office.picturing.failed(again, "it can't be drawn")
    assert shown(office, birds.id) == (PictureState.READY, f"F-{one.input}", "")
    assert office.told("LEAD") == [], "The plain picture is there in its place."
    assert office.picturing.want_ahead() == 0


def test_what_is_being_cared_for_is_left_out(office, clock):
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    office.picturing.want_ahead()
    plain, drawn = office.picturing.due()
    assert (plain.drawing, bool(drawn.drawing)) == ("", True)
    assert office.picturing.due({plain.input}) == [drawn]
    assert office.picturing.due({drawn.drawing}) == [plain]
    office.picturing.uploaded(plain, "F1", 9)
    office.picturing.uploaded(drawn, "F2", 5)
    assert office.picturing.next_due_at() - clock.now() == pytest.approx(5 * SECOND, abs=100)
    assert office.picturing.next_due_at({drawn.drawing}) - clock.now() == pytest.approx(9 * SECOND, abs=100)


def purge(office: Office) -> set[str]:
    while office.purging.step():
        pass
    return {one.drawing for one in office.purging.unneeded_drawings()}


def test_old_drawings_go_unless_somebody_still_has_them(office, clock):
    birds = detection(office, 2, reviewers=())
    first, second = office.assignments(birds.id)
    made = []
    for shape in (box(birds.concepts[0]), box(birds.concepts[1])):
        draw(office, first.id, shape)
        draw(office, second.id, shape)
        clock.move(1)
        office.picturing.want_ahead()
        made.append([one.drawing for one in office.picturing.due() if one.drawing])
        bring(office)
    done = {"status": "SUCCESS", "submitted_at": 5}
    office.store.write(lambda unit: unit.queue.change(unit.queue.find(second.id).assignment, **done))
    assert purge(office) == set()
    clock.move(31 * DAY / SECOND)
    newest = office.store.read(lambda unit: unit.drawings.due(9)) == [] and shown(office, birds.id)[1]
    gone = purge(office)
    assert len(gone) == 3
    assert newest.removeprefix("F-") in {one for each in made for one in each} - gone
    for one in office.purging.unneeded_drawings():
        office.purging.drawing_is_gone(one)
    assert purge(office) == set()
    assert shown(office, birds.id)[2] == "1 Wren"


def test_a_drawing_that_is_wanted_again_is_looked_at_before_it_goes(office, clock):
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    office.picturing.want_ahead()
    bring(office)
    draw(office, one.id, box(birds.concepts[1]))
    clock.move(31 * DAY / SECOND)
    office.picturing.want_ahead()
    bring(office)
    (going,) = purge(office)
    (picture,) = office.purging.unneeded_drawings()
    draw(office, one.id, box(birds.concepts[0]))
    assert office.picturing.want_ahead() == 1
    (again,) = office.picturing.due()
    assert (again.drawing, again.state, again.file) == (going, PictureState.SCANNING, f"F-{going}")
    office.purging.drawing_is_gone(picture)
    bring(office)
    assert shown(office, birds.id)[2] == "1 Robin"


def test_what_is_shown_for_long_is_asked_for_again(office, clock):
    """So that it does not count as old."""
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    office.picturing.want_ahead()
    bring(office)
    assert office.picturing.want_ahead() == 0
    clock.move(25 * 3600)
    assert office.picturing.want_ahead() == 1
    assert (office.picturing.want_ahead(), wanted(office)) == (0, [])
    assert shown(office, birds.id)[2] == "1 Robin"


@pytest.mark.parametrize(
    ("links", "make", "is_looked"),
    [
        (PictureLinks(), Office.task, True),
        (LINKS, Office.task, False),
        (LINKS, assisted, True),
        (LINKS, detection, True),
    ],
)
def test_the_next_pictures_are_looked_for_where_any_have_to_be_made(office, links, make, is_looked):
    birds = make(office)
    rung: set[str] = set()
    office.store.on_commit = rung.update
    Labeling(office.store, links).skip(office.actor("ANA"), office.of(birds.id, "ANA")[0].id, 0)
    assert (f"pictures:{birds.id}:ANA" in rung) is is_looked
