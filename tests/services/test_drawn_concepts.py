"""A concept with which something is drawn stays in its task."""

import pytest

from domain.errors import Invalid
from domain.fields import TaskField
from tests.office import Office
from tests.services.studio import Studio, box

WORDS = "“Wren” is used by {}. Have those answers changed first, or merge"


def refused(office: Office, task: int, kept: int) -> str:
    with pytest.raises(Invalid) as wrong:
        office.save(task, TaskField.CONCEPTS, (str(kept),))
    return wrong.value.fields[TaskField.CONCEPTS]


def test_what_is_drawn_counts_before_it_is_submitted_and_when_it_was_sent_back(office):
    studio = Studio(office)
    birds = studio.task(reviewers=("REA",))
    first, second, _ = (one.id for one in office.of(birds.id, "ANA"))
    robin, wren = birds.concepts
    drawn = [box("a", robin, 0, 0, 10, 10), box("b", wren, 0, 0, 10, 10), box("c", wren, 5, 5, 10, 10)]
    studio.labeling.put(studio.ana, birds.id, first, 0, drawn)
    words = refused(office, birds.id, robin)
    assert words.startswith(WORDS.format("1 answer"))
    assert words.endswith("Drawn answers that are not submitted yet count, too.")
    studio.labeling.submit(studio.ana, birds.id, second, 0, drawn)
    office.reviewing.take(studio.rea, birds.id)
    office.reviewing.request_changes(studio.rea, second, 1, "closer")
    assert refused(office, birds.id, robin).startswith(WORDS.format("2 answers"))
    assert [len(studio.shapes(one)) for one in (first, second)] == [3, 3], "Nothing drawn is lost."
    for one in (first, second):
        revision = next(each.revision for each in office.assignments(birds.id) if each.id == one)
        studio.labeling.put(studio.ana, birds.id, one, revision, drawn[:1])
    office.save(birds.id, TaskField.CONCEPTS, (str(robin),))
    assert [len(studio.shapes(one)) for one in (first, second)] == [1, 1]
