"""A lead takes a concept out in the moment in which somebody answers with it; two leads save in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier

import pytest

from domain.draft import TaskDraft
from domain.errors import Invalid, NotFound
from domain.fields import TaskField
from domain.gathering import PeopleChange
from domain.model import AssignmentStatus, Role
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


def at_once(*works: Callable[[], object]) -> list[object]:
    start = Barrier(len(works))

    def do(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as all_:
        return list(all_.map(do, works))


def test_a_form_that_is_sent_twice_at_once_is_one_task(office: Office):
    for number in range(ROUNDS):
        form = office.forms.open(office.lead)
        fields = office.draft(1, name=f"Birds {number}")

        def create(draft: str = form.draft, fields: TaskDraft = fields) -> int:
            return office.forms.create(office.lead, draft, fields)

        first, second = at_once(create, create)
        assert first == second


def test_of_two_changes_of_a_forms_people_none_is_lost(office: Office):
    for _ in range(ROUNDS):
        form = office.forms.open(office.lead).draft
        office.forms.fill(office.lead.actor, form, office.draft(1))
        which = (office.lead.actor, form, Role.LABELER)
        at_once(*(partial(office.forms.change_people, *which, PeopleChange(add=(who,))) for who in ("BEN", "CAY")))
        assert set(office.forms.people(*which)) == {"ANA", "BEN", "CAY"}


def test_a_task_is_deleted_whatever_is_saved_in_that_moment(office: Office):
    for number in range(ROUNDS):
        task = office.task(1, name=f"Birds {number}").id
        seen = office.editing.open_field(office.lead, task, TaskField.INSTRUCTIONS).saved

        def save(task: int = task, seen: str = seen) -> None:
            with suppress(NotFound):
                office.editing.save(office.lead, task, TaskField.INSTRUCTIONS, "Look.", seen)

        at_once(partial(office.editing.delete, office.lead, task), save)
        found = office.store.read(lambda unit, task=task: unit.tasks.find(task))
        assert found is not None
        assert found.deleted_at is not None
