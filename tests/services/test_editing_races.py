"""A lead takes a concept out in the moment in which somebody answers with it; two leads save in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.errors import Invalid
from domain.fields import TaskField
from domain.model import AssignmentStatus
from tests.office import Office

pytestmark = pytest.mark.slow
ROUNDS = 12


def test_no_answer_keeps_a_concept_that_was_taken_out(office: Office):
    birds = office.task(ROUNDS, concepts=("new:Robin", "new:Wren"))
    robin, wren = map(str, birds.concepts)
    seen = office.editing.open_field(office.lead, birds.id, TaskField.CONCEPTS).saved
    outcomes = set()
    for one in office.assignments(birds.id):
        office.save(birds.id, TaskField.CONCEPTS, (robin, wren))
        start = Barrier(2)

        def answer(assignment: int = one.id, start: Barrier = start) -> bool:
            start.wait()
            office.labeling.answer(office.actor("ANA"), assignment, 0, [birds.concepts[1]])
            (now,) = [each for each in office.assignments(birds.id) if each.id == assignment]
            return now.status is AssignmentStatus.SUCCESS

        def take_out(start: Barrier = start) -> bool:
            start.wait()
            try:
                return office.editing.save(office.lead, birds.id, TaskField.CONCEPTS, (robin,), seen) is None
            except Invalid:
                return False

        with ThreadPoolExecutor(2) as both:
            answered, taken_out = both.submit(answer), both.submit(take_out)
        assert answered.result() != taken_out.result(), "One of them came first, and the other was refused."
        outcomes.add(answered.result())
        office.store.write(lambda unit, one=one: unit.annotations.replace(one.id, [None], "SUCCESS"))
    assert outcomes, "It was tried."


def test_of_two_who_save_at_once_one_sees_the_other(office: Office):
    birds = office.task(1)
    for number in range(ROUNDS):
        seen = office.editing.open_field(office.lead, birds.id, TaskField.NAME).saved
        start = Barrier(2)

        def save(name: str, start: Barrier = start, seen: str = seen) -> str | None:
            start.wait()
            shown = office.editing.save(office.lead, birds.id, TaskField.NAME, name, seen)
            return None if shown is None or shown.theirs is None else shown.theirs.words

        names = (f"Mine {number}", f"Theirs {number}")
        with ThreadPoolExecutor(2) as both:
            told = list(both.map(save, names))
        assert sorted(word or "" for word in told) == ["", names[told.index(None)]]
