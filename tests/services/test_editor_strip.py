"""The strip of a queue that is done, and answers that a reviewer sends back unchanged."""

import pytest

from domain.model import AssignmentStatus, TaskType
from services.editor.strip import MOST, Asked
from tests.office import Office
from tests.services.studio import Studio


@pytest.fixture
def studio(office: Office) -> Studio:
    return Studio(office)


@pytest.mark.parametrize("more", [0, 1])
def test_where_all_is_done_the_strip_says_whether_there_is_more(studio: Studio, more: int):
    birds = studio.task(MOST + more)
    every = [one.id for one in studio.office.of(birds.id, "ANA")]
    for one in every:
        studio.labeling.none(studio.ana, birds.id, one, 0)
    done = studio.labeling.queue(studio.ana, birds.id, Asked())
    assert [row.assignment for row in done.rows] == every[more:]
    assert (done.at, done.earlier, done.later) == (None, bool(more), False)


def test_another_persons_concepts_as_they_are_are_an_approval(studio: Studio):
    """The page may send what it shows: that the reviewer has changed nothing is found out here."""
    studio.office.person("BEN")
    texts = studio.office.add_texts("One bird", dataset="Texts")
    birds = studio.task(
        dataset=str(texts),
        type_=TaskType.CLASSIFICATION,
        labelers=("ANA", "BEN"),
        reviewers=("REA",),
        labelers_per_input=2,
        agreement=2,
    )
    given = dict(zip(("ANA", "BEN"), birds.concepts, strict=True))
    for user, concept in given.items():
        (one,) = studio.office.of(birds.id, user)
        studio.labeling.submit(studio.office.actor(user), birds.id, one.id, 0, [concept])
    studio.reviewing.queue(studio.rea, birds.id, Asked())
    (bens,) = studio.office.of(birds.id, "BEN")
    studio.reviewing.approve(studio.rea, birds.id, bens.id, bens.revision, [given["BEN"]])
    assert studio.office.audit(bens.id)[-1][:2] == ("REA", "approve")
    assert [one.status for one in studio.office.assignments(birds.id)] == [
        AssignmentStatus.REJECTED,
        AssignmentStatus.SUCCESS,
    ]
