"""A reviewer in the editor: looks, mends, decides, and what labelers find of it."""

import pytest

from domain.errors import Invalid, NotFound
from domain.model import AssignmentStatus, Provenance, TaskType
from domain.standing import Standing
from services.editor.conflicts import Changed, Over
from services.editor.strip import Asked
from tests.office import Birds, Office
from tests.services.studio import Studio, box


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


@pytest.fixture
def birds(studio: Studio) -> Birds:
    """Three pictures, each with a box by Ana, wait for Rea."""
    birds = studio.task(reviewers=("REA",))
    for one in studio.office.of(birds.id, "ANA"):
        studio.labeling.submit(studio.ana, birds.id, one.id, 0, [box("a", birds.concepts[0])])
    studio.reviewing.queue(studio.rea, birds.id, Asked())
    return birds


def status(studio: Studio, birds: Birds) -> list[AssignmentStatus]:
    return [one.status for one in studio.office.assignments(birds.id)]


def test_an_answer_is_shown_and_approved(studio: Studio, birds: Birds):
    queue = studio.reviewing.queue(studio.rea, birds.id, Asked())
    one, two, three = (each.id for each in studio.office.of(birds.id, "ANA"))
    assert ([row.assignment for row in queue.rows], queue.at) == ([one, two, three], one)
    assert (queue.progress.done, queue.progress.of) == (0, 3)
    item = studio.reviewing.item(studio.rea, birds.id, one)
    assert item.review is not None
    assert (item.review.labeler, [change.words for change in item.review.changes]) == ("Ana", ["submitted it"])
    assert (item.may_edit, item.may_reopen, [shape.key for shape in item.shapes]) == (True, False, ["a"])
    done = studio.reviewing.approve(studio.rea, birds.id, one, 1)
    assert (done.item and done.item.assignment, done.progress.done, done.progress.of) == (two, 1, 3)
    assert [(row.assignment, row.standing) for row in done.rows] == [(one, Standing.APPROVED)]
    assert studio.reviewing.approve(studio.rea, birds.id, one, 1) == done, "the same twice has one effect"
    assert [action for _, action, *_ in studio.office.audit(one)].count("approve") == 1
    assert not studio.reviewing.item(studio.rea, birds.id, one).may_edit


def test_a_reviewer_mends_what_is_not_right(studio: Studio, birds: Birds):
    one, (robin, wren) = studio.first(birds), birds.concepts
    mended = [box("a", robin, 1, 2, 20, 20), box("b", wren)]
    studio.reviewing.approve(studio.rea, birds.id, one, 1, mended)
    assert [(shape.key, shape.concept) for shape in studio.shapes(one)] == [("a", robin), ("b", wren)]
    assert studio.office.audit(one)[-1][1:5] == (
        "edit and approve",
        "AWAITING_REVIEW",
        "SUCCESS",
        "1 Robin → 1 Robin · 1 Wren",
    )
    two = studio.office.of(birds.id, "ANA")[1].id
    studio.reviewing.approve(studio.rea, birds.id, two, 1, [box("a", robin)])
    assert studio.office.audit(two)[-1][1] == "approve", "nothing was changed"
    three = studio.office.of(birds.id, "ANA")[2].id
    studio.reviewing.approve(studio.rea, birds.id, three, 1, [])
    assert studio.office.store.read(lambda unit: unit.annotations.of(three)) == [(None, "None of these")]
    assert set(status(studio, birds)) == {AssignmentStatus.SUCCESS}


def test_where_a_mended_shape_comes_from(studio: Studio):
    birds = studio.task(reviewers=("REA",))
    studio.suggest(birds, 0.9, 0.8)
    one, robin = studio.first(birds), birds.concepts[0]
    kept, moved = (shape.key for shape in studio.labeling.item(studio.ana, birds.id, one).offered)
    drawn = [box("k", robin, 0, 0, 8.5, 9, of=kept), box("m", robin, 1, 1, 9.5, 10, of=moved)]
    studio.labeling.submit(studio.ana, birds.id, one, 0, drawn)
    studio.reviewing.queue(studio.rea, birds.id, Asked())
    drawn[1]["points"][1] = [15, 15]
    studio.reviewing.approve(studio.rea, birds.id, one, 1, drawn)
    found = [shape.source.provenance for shape in studio.shapes(one)]
    assert found == [Provenance.ACCEPTED, Provenance.EDITED]


def test_what_is_sent_back_comes_with_its_reason(studio: Studio, birds: Birds):
    one, robin = studio.first(birds), birds.concepts[0]
    for reason in ("", "  ", "x" * 1001):
        with pytest.raises(Invalid):
            studio.reviewing.request_changes(studio.rea, birds.id, one, 1, reason)
    done = studio.reviewing.request_changes(studio.rea, birds.id, one, 1, " Tighter, please. ")
    assert [row.standing for row in done.rows] == [Standing.CHANGES]
    assert studio.reviewing.request_changes(studio.rea, birds.id, one, 1, "Tighter, please.") == done
    item = studio.labeling.item(studio.ana, birds.id, one)
    assert (item.standing, item.reason, item.may_edit) == (Standing.CHANGES, ("Tighter, please.", "Rea"), True)
    assert [shape.key for shape in item.shapes] == ["a"]
    with pytest.raises(Over, match="with Ana again"):
        studio.reviewing.approve(studio.rea, birds.id, one, 1)
    studio.labeling.submit(studio.ana, birds.id, one, 2, [box("a", robin, 2, 3, 10, 11)])
    queue = studio.reviewing.queue(studio.rea, birds.id, Asked())
    assert queue.at == one, "what came back comes first"
    told = studio.reviewing.item(studio.rea, birds.id, one).review
    assert told is not None
    words = [f"{change.by} {change.words}" for change in told.changes]
    assert words == ["Ana submitted it", "Rea requested changes: Tighter, please.", "Ana submitted it"]


def test_a_rejection_is_final(studio: Studio, birds: Birds):
    one = studio.first(birds)
    done = studio.reviewing.reject(studio.rea, birds.id, one, 1, "Not a bird")
    assert studio.reviewing.reject(studio.rea, birds.id, one, 1, "Not a bird") == done
    assert [row.standing for row in done.rows] == [Standing.REJECTED]
    item = studio.labeling.item(studio.ana, birds.id, one)
    assert (item.standing, item.may_edit, item.may_reopen) == (Standing.REJECTED, False, False)
    with pytest.raises(Over, match="Rea rejected this already"):
        studio.reviewing.approve(studio.rea, birds.id, one, 1)


def test_an_answer_that_changed_meanwhile_is_looked_at_again(studio: Studio, birds: Birds):
    one, robin = studio.first(birds), birds.concepts[0]
    studio.labeling.reopen(studio.ana, birds.id, one)
    with pytest.raises(Over, match="with Ana again"):
        studio.reviewing.approve(studio.rea, birds.id, one, 1)
    studio.labeling.submit(studio.ana, birds.id, one, 2, [box("other", robin)])
    studio.reviewing.queue(studio.rea, birds.id, Asked())
    with pytest.raises(Changed, match="Ana has changed this answer"):
        studio.reviewing.approve(studio.rea, birds.id, one, 1)
    studio.reviewing.approve(studio.rea, birds.id, one, 3)


def test_only_what_is_theirs(studio: Studio, birds: Birds):
    one = studio.first(birds)
    for actor in (studio.ana, studio.office.person("RON").actor, Office(studio.office.store, "T2").person("REA").actor):
        with pytest.raises(NotFound):
            studio.reviewing.item(actor, birds.id, one)
        with pytest.raises(NotFound):
            studio.reviewing.approve(actor, birds.id, one, 1)
    assert set(status(studio, birds)) == {AssignmentStatus.AWAITING_REVIEW}


def test_one_after_the_other_must_approve(studio: Studio):
    ron = studio.office.person("RON").actor
    birds = studio.task(1, reviewers=("REA", "RON"), review_method="stacked")
    one = studio.first(birds)
    studio.labeling.submit(studio.ana, birds.id, one, 0, [box("a", birds.concepts[0])])
    assert studio.reviewing.queue(studio.rea, birds.id, Asked()).at == one
    done = studio.reviewing.approve(studio.rea, birds.id, one, 1)
    assert (done.item, [row.standing for row in done.rows]) == (None, [Standing.APPROVED])
    assert studio.reviewing.approve(studio.rea, birds.id, one, 1) == done
    assert status(studio, birds) == [AssignmentStatus.AWAITING_REVIEW]
    assert studio.reviewing.queue(ron, birds.id, Asked()).at == one
    told = studio.reviewing.item(ron, birds.id, one).review
    assert told is not None
    assert told.approved_by == ("Rea",)
    assert [row.standing for row in studio.reviewing.queue(studio.rea, birds.id, Asked()).rows] == [Standing.APPROVED]
    studio.reviewing.approve(ron, birds.id, one, 2)
    assert status(studio, birds) == [AssignmentStatus.SUCCESS]


def test_several_answers_stand_side_by_side(studio: Studio):
    studio.office.person("BEN")
    birds = studio.task(
        2, labelers=("ANA", "BEN"), reviewers=("REA",), labelers_per_input=2, agreement=2, distribution="everyone"
    )
    robin, wren = birds.concepts
    for user, concept in (("ANA", robin), ("BEN", wren)):
        for each in studio.office.of(birds.id, user):
            studio.labeling.submit(studio.office.actor(user), birds.id, each.id, 0, [box(user, concept)])
    queue = studio.reviewing.queue(studio.rea, birds.id, Asked())
    assert (len(queue.rows), queue.progress.of) == (2, 2), "an input is one item, however many have answered it"
    assert queue.at is not None
    item = studio.reviewing.item(studio.rea, birds.id, queue.at)
    assert item.review is not None
    assert [(one.labeler, [shape.concept for shape in one.shapes]) for one in item.review.answers] == [
        ("Ana", [robin]),
        ("Ben", [wren]),
    ]
    bens = item.review.answers[1]
    done = studio.reviewing.approve(studio.rea, birds.id, bens.assignment, bens.revision)
    assert (done.progress.done, done.progress.of) == (1, 2)
    rows = studio.reviewing.queue(studio.rea, birds.id, Asked()).rows
    assert [row.standing for row in rows] == [Standing.APPROVED, Standing.OPEN]
    statuses = {one.labeler: one.status for one in studio.office.assignments(birds.id) if one.input == item.input.id}
    assert statuses == {"ANA": AssignmentStatus.REJECTED, "BEN": AssignmentStatus.SUCCESS}


def test_concepts_are_reviewed_too(studio: Studio):
    texts = studio.office.add_texts("One bird", dataset="Texts")
    birds = studio.task(dataset=str(texts), type_=TaskType.CLASSIFICATION, reviewers=("REA",))
    one, (robin, wren) = studio.first(birds), birds.concepts
    studio.labeling.submit(studio.ana, birds.id, one, 0, [robin])
    studio.reviewing.queue(studio.rea, birds.id, Asked())
    with pytest.raises(Invalid):
        studio.reviewing.approve(studio.rea, birds.id, one, 1, [999])
    studio.reviewing.approve(studio.rea, birds.id, one, 1, [wren])
    assert studio.office.store.read(lambda unit: unit.annotations.of(one)) == [(wren, "Wren")]


def test_changes_that_come_after_the_approval_are_not_dropped_in_silence(studio: Studio, birds: Birds):
    """The card in Slack was quicker than the page."""
    one, (robin, wren) = studio.first(birds), birds.concepts
    mended = [box("a", robin, 1, 2, 20, 20)]
    studio.reviewing.approve(studio.rea, birds.id, one, 1)
    with pytest.raises(Over, match="without these changes of yours") as refused:
        studio.reviewing.approve(studio.rea, birds.id, one, 1, mended)
    assert refused.value.standing is Standing.APPROVED
    assert studio.shapes(one)[0].points == ((1.0, 2.0), (11.5, 12.25))
    two = studio.office.of(birds.id, "ANA")[1].id
    done = studio.reviewing.approve(studio.rea, birds.id, two, 1, mended)
    assert studio.reviewing.approve(studio.rea, birds.id, two, 1, mended) == done, "an answer that was lost on its way"
    read = studio.task(2, type_=TaskType.CLASSIFICATION, reviewers=("REA",), name="Read")
    three = studio.first(read)
    studio.labeling.submit(studio.ana, read.id, three, 0, [robin])
    studio.reviewing.queue(studio.rea, read.id, Asked())
    studio.reviewing.approve(studio.rea, read.id, three, 1, [wren])
    studio.reviewing.approve(studio.rea, read.id, three, 1, [wren])
    with pytest.raises(Over, match="without these changes"):
        studio.reviewing.approve(studio.rea, read.id, three, 1, [robin])
