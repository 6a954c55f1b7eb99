"""A labeler in the editor: what is drawn is kept, given as an answer, and never lost to a second tab."""

import pytest

from domain.errors import Invalid, NotFound
from domain.model import AssignmentStatus, InputKind, Provenance, TaskType
from domain.standing import Standing
from services.editor.conflicts import Changed, Over
from services.editor.strip import Asked
from tests.office import Office
from tests.services.studio import Studio, box, polygon


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


def test_what_is_drawn_is_kept_before_it_is_submitted(studio: Studio):
    birds = studio.task()
    one, robin = studio.first(birds), birds.concepts[0]
    revision = studio.labeling.put(studio.ana, birds.id, one, 0, [box("a", robin, -5, 2.004, 11.5, 99)])
    item = studio.labeling.item(studio.ana, birds.id, one)
    assert (item.revision, item.standing, item.may_edit) == (revision, Standing.OPEN, True)
    assert [shape.points for shape in item.shapes] == [((0.0, 2.0), (11.5, 30.0))]
    assert studio.labeling.put(studio.ana, birds.id, one, revision, []) == revision + 1
    assert studio.shapes(one) == ()
    assert studio.office.assignments(birds.id)[0].status is AssignmentStatus.PENDING


def test_an_answer_brings_the_next_picture(studio: Studio):
    birds = studio.task()
    one, (robin, wren) = studio.first(birds), birds.concepts
    before = studio.labeling.queue(studio.ana, birds.id, Asked())
    assert (before.at, before.progress.done, before.progress.of) == (one, 0, 3)
    ahead = studio.labeling.item(studio.ana, birds.id, one).ahead
    done = studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", wren), box("b", robin, 3, 3, 9, 9)])
    assert done.item is not None
    assert ahead is not None
    assert (done.item.input.id, done.item.number) == (ahead.id, 2)
    assert [(row.assignment, row.standing) for row in done.rows] == [(one, Standing.SUBMITTED)]
    assert (done.progress.done, done.progress.of) == (1, 3)
    assert [(shape.key, shape.concept) for shape in studio.shapes(one)] == [("a", wren), ("b", robin)]
    assert studio.office.assignments(birds.id)[0].status is AssignmentStatus.SUCCESS


def test_the_last_one_ends_the_task(studio: Studio):
    birds = studio.task(2)
    for assignment in studio.office.of(birds.id, "ANA"):
        done = studio.labeling.none(studio.ana, birds.id, assignment.id, 0)
    assert (done.item, done.progress.done, done.progress.more_expected) == (None, 2, False)
    assert [str(notice)[:8] for notice in studio.office.told("LEAD")] == ["TaskDone"]
    assert studio.labeling.queue(studio.ana, birds.id, Asked()).at is None


def test_nothing_here_is_an_answer_and_an_empty_one_is_none(studio: Studio):
    birds = studio.task()
    one = studio.first(birds)
    with pytest.raises(Invalid, match="Nothing is drawn"):
        studio.labeling.submit(studio.ana, birds.id, one, 0, [])
    studio.labeling.none(studio.ana, birds.id, one, 0)
    given = studio.office.store.read(lambda unit: unit.annotations.of(one))
    assert given == [(None, "None of these")]


def test_the_same_twice_has_one_effect(studio: Studio):
    birds = studio.task()
    one, robin = studio.first(birds), birds.concepts[0]
    shapes = [box("a", robin)]
    first = studio.labeling.submit(studio.ana, birds.id, one, 0, shapes)
    assert studio.labeling.submit(studio.ana, birds.id, one, 0, shapes) == first
    two = first.item.assignment if first.item else 0
    assert studio.labeling.none(studio.ana, birds.id, two, 0) == studio.labeling.none(studio.ana, birds.id, two, 0)
    three = studio.office.of(birds.id, "ANA")[2].id
    skipped = studio.labeling.skip(studio.ana, birds.id, three, 0, [box("s", robin)])
    assert studio.labeling.skip(studio.ana, birds.id, three, 0, [box("s", robin)]) == skipped
    for on in (True, True, False, False):
        flagged = studio.labeling.flag(studio.ana, birds.id, three, on=on)
        assert (flagged.rows[0].is_flagged, flagged.item and flagged.item.assignment) == (on, three)
    back = studio.labeling.reopen(studio.ana, birds.id, one)
    assert studio.labeling.reopen(studio.ana, birds.id, one) == back
    actions = [action for _, action, *_ in studio.office.audit(one)]
    assert actions == ["submit", "undo"]
    assert [action for _, action, *_ in studio.office.audit(three)] == ["skip", "flag", "unflag"]


def test_an_answer_taken_back_is_in_front_with_what_was_drawn(studio: Studio):
    birds = studio.task()
    studio.suggest(birds, 0.9)
    one = studio.first(birds)
    (offered,) = studio.labeling.item(studio.ana, birds.id, one).offered
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", birds.concepts[0], 0, 0, 8.5, 9, of=offered.key)])
    assert studio.labeling.item(studio.ana, birds.id, one).may_reopen
    back = studio.labeling.reopen(studio.ana, birds.id, one).item
    assert back is not None
    assert (back.assignment, back.may_edit, len(back.shapes)) == (one, True, 1)
    assert studio.labeling.queue(studio.ana, birds.id, Asked()).at == one


def test_two_tabs_lose_neither(studio: Studio):
    birds = studio.task()
    one, robin = studio.first(birds), birds.concepts[0]
    mine, theirs = [box("mine", robin)], [box("theirs", robin)]
    revision = studio.labeling.put(studio.ana, birds.id, one, 0, theirs)
    for late in (
        lambda: studio.labeling.put(studio.ana, birds.id, one, 0, mine),
        lambda: studio.labeling.submit(studio.ana, birds.id, one, 0, mine),
        lambda: studio.labeling.skip(studio.ana, birds.id, one, 0, mine),
        lambda: studio.labeling.none(studio.ana, birds.id, one, 0),
    ):
        with pytest.raises(Changed) as refused:
            late()
        assert (refused.value.revision, [shape.key for shape in refused.value.shapes]) == (revision, ["theirs"])
    assert studio.labeling.put(studio.ana, birds.id, one, 0, theirs) == revision, "what is there already is no conflict"
    assert studio.labeling.put(studio.ana, birds.id, one, revision, mine) == revision + 1
    assert [shape.key for shape in studio.shapes(one)] == ["mine"]


def test_what_is_answered_is_not_drawn_over(studio: Studio):
    birds = studio.task(reviewers=("REA",))
    one, robin = studio.first(birds), birds.concepts[0]
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", robin)])
    with pytest.raises(Over, match="submitted this already") as refused:
        studio.labeling.put(studio.ana, birds.id, one, 1, [box("b", robin)])
    assert refused.value.standing is Standing.SUBMITTED
    studio.reviewing.queue(studio.rea, birds.id, Asked())
    studio.reviewing.approve(studio.rea, birds.id, one, 1)
    with pytest.raises(Over, match="Rea approved this meanwhile") as refused:
        studio.labeling.put(studio.ana, birds.id, one, 1, [box("b", robin)])
    assert refused.value.standing is Standing.APPROVED
    with pytest.raises(Over):
        studio.labeling.reopen(studio.ana, birds.id, one)
    assert [shape.key for shape in studio.shapes(one)] == ["a"]


def test_suggestions_become_answers_that_know_where_they_come_from(studio: Studio):
    birds = studio.task()
    robin, wren = birds.concepts
    studio.suggest(birds, 0.9, 0.6, 0.5)
    one = studio.first(birds)
    item = studio.labeling.item(studio.ana, birds.id, one)
    assert [(shape.concept, shape.source.score) for shape in item.offered] == [(robin, 0.9), (robin, 0.6), (robin, 0.5)]
    taken, moved, renamed = (shape.key for shape in item.offered)
    drawn = [
        box("t", robin, 0, 0, 8.5, 9, of=taken),
        box("m", robin, 1, 1, 12, 10, of=moved),
        box("r", wren, 2, 2, 10.5, 11, of=renamed),
        box("h", robin, 5, 5, 30, 20),
        box("x", robin, 5, 5, 30, 20, of="s-nothing"),
    ]
    studio.labeling.submit(studio.ana, birds.id, one, 0, drawn)
    found = [(shape.key, str(shape.source.provenance), shape.source.score) for shape in studio.shapes(one)]
    assert found == [
        ("t", "accepted", 0.9),
        ("m", "edited", 0.6),
        ("r", "edited", 0.5),
        ("h", "human", None),
        ("x", "human", None),
    ]


def test_a_change_later_on_is_known_too(studio: Studio):
    birds = studio.task()
    studio.suggest(birds, 0.9)
    one, robin = studio.first(birds), birds.concepts[0]
    (offered,) = studio.labeling.item(studio.ana, birds.id, one).offered
    studio.labeling.put(studio.ana, birds.id, one, 0, [box("t", robin, 0, 0, 8.5, 9, of=offered.key)])
    assert studio.shapes(one)[0].source.provenance is Provenance.ACCEPTED
    studio.labeling.put(studio.ana, birds.id, one, 1, [box("t", robin, 0, 0, 9.5, 9, of=offered.key)])
    assert studio.shapes(one)[0].source.provenance is Provenance.EDITED


def test_unfinished_polygons_are_kept_but_no_answer(studio: Studio):
    birds = studio.task(type_=TaskType.SEGMENTATION)
    one, robin = studio.first(birds), birds.concepts[0]
    crossed = [polygon("p", robin, (1, 1), (20, 20), (20, 1), (1, 20))]
    studio.labeling.put(studio.ana, birds.id, one, 0, crossed)
    with pytest.raises(Invalid) as refused:
        studio.labeling.submit(studio.ana, birds.id, one, 1, crossed)
    assert list(refused.value.fields) == ["p"]
    studio.labeling.submit(studio.ana, birds.id, one, 1, [polygon("p", robin)])
    assert len(studio.shapes(one)) == 1


def test_others_items_are_not_there(studio: Studio):
    birds, others = studio.task(), studio.task(name="Others", dataset=str(studio.office.add_inputs(3)))
    ben = studio.office.person("BEN").actor
    elsewhere = Office(studio.office.store, "T2").person("ANA").actor
    one = studio.first(birds)
    for actor, task, assignment in (
        (ben, birds.id, one),
        (studio.rea, birds.id, one),
        (elsewhere, birds.id, one),
        (studio.ana, others.id, one),
        (studio.ana, birds.id, 999_999),
        (studio.ana, 999_999, one),
    ):
        with pytest.raises(NotFound):
            studio.labeling.item(actor, task, assignment)
        with pytest.raises(NotFound):
            studio.labeling.put(actor, task, assignment, 0, [])
        with pytest.raises(NotFound):
            studio.labeling.none(actor, task, assignment, 0)
    assert studio.office.assignments(birds.id)[0].revision == 0


def test_a_closed_task_is_looked_at_and_not_changed(studio: Studio):
    birds = studio.task()
    one = studio.first(birds)
    studio.office.closing.close(studio.office.lead, birds.id, "enough")
    assert not studio.labeling.item(studio.ana, birds.id, one).may_edit
    with pytest.raises(Over, match="closed early"):
        studio.labeling.put(studio.ana, birds.id, one, 0, [box("a", birds.concepts[0])])
    queue = studio.labeling.queue(studio.ana, birds.id, Asked())
    assert (queue.at, queue.progress.is_closed) == (None, True)


def test_ten_at_a_time_come_by_themselves(studio: Studio):
    birds = studio.task(12, distribution="dynamic")
    assert len(studio.labeling.queue(studio.ana, birds.id, Asked()).rows) == 10


def test_long_queues_come_in_parts(studio: Studio):
    birds = studio.task(150)
    every = [one.id for one in studio.office.of(birds.id, "ANA")]
    for assignment in every[:50]:
        studio.labeling.none(studio.ana, birds.id, assignment, 0)
    middle = studio.labeling.queue(studio.ana, birds.id, Asked())
    assert middle.at == every[50]
    assert [row.assignment for row in middle.rows] == every[20:80]
    assert (middle.earlier, middle.later) == (True, True)
    before = studio.labeling.queue(studio.ana, birds.id, Asked(before=every[20]))
    assert ([row.assignment for row in before.rows], before.earlier) == (every[:20], False)
    after = studio.labeling.queue(studio.ana, birds.id, Asked(after=every[79]))
    assert ([row.assignment for row in after.rows], after.later) == (every[80:140], True)
    rest = studio.labeling.queue(studio.ana, birds.id, Asked(after=every[139]))
    assert ([row.assignment for row in rest.rows], rest.later) == (every[140:], False)
    around = studio.labeling.queue(studio.ana, birds.id, Asked(around=every[149]))
    assert every[149] in [row.assignment for row in around.rows]
    assert (around.earlier, around.later) == (True, False)
    assert studio.labeling.item(studio.ana, birds.id, every[149]).number == 150
    assert studio.labeling.item(studio.ana, birds.id, every[3]).number == 4


def test_texts_are_answered_with_concepts(studio: Studio):
    texts = studio.office.add_texts("One bird", "Two birds", dataset="Texts")
    birds = studio.task(dataset=str(texts), type_=TaskType.CLASSIFICATION)
    one, robin = studio.first(birds), birds.concepts[0]
    item = studio.labeling.item(studio.ana, birds.id, one)
    assert (item.input.kind, item.input.text) == (InputKind.TEXT, "One bird")
    for wrong in (None, "robin", [999], [True], list(birds.concepts), []):
        with pytest.raises(Invalid):
            studio.labeling.submit(studio.ana, birds.id, one, 0, wrong)
    with pytest.raises(Invalid):
        studio.labeling.put(studio.ana, birds.id, one, 0, [])
    done = studio.labeling.submit(studio.ana, birds.id, one, 0, [robin])
    assert studio.labeling.submit(studio.ana, birds.id, one, 0, [robin]) == done
    answered = studio.labeling.item(studio.ana, birds.id, one)
    assert answered.answer is not None
    assert (answered.answer.concepts, answered.answer.is_none) == ((robin,), False)
