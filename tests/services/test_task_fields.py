"""Fields of a task change while people are at work in it: its history, its cards, its concepts."""

from collections import Counter

import pytest

from domain.clock import DAY, SECOND
from domain.errors import Invalid
from domain.fields import TaskField
from domain.model import AssignmentStatus, Distribution, Priority, ReviewMethod, Task
from store import tables
from store.cards import LABEL
from tests.office import LEAD, Office

PENDING, AWAITING, SUCCESS = AssignmentStatus.PENDING, AssignmentStatus.AWAITING_REVIEW, AssignmentStatus.SUCCESS
CONCEPTS, GROWING, REBALANCING = TaskField.CONCEPTS, TaskField.GROWING, TaskField.REBALANCING


def of(office: Office, task: int) -> Task:
    found = office.store.read(lambda unit: unit.tasks.find(task))
    assert found is not None
    return found


def history(office: Office, task: int) -> list[tuple[str, str, str | None, str | None]]:
    """What was done to the task itself: (who, action, before, after)."""
    a = tables.audit.c
    chosen = tables.audit.select().with_only_columns(a.who, a.action, a.before, a.after)
    ordered = chosen.where(a.task == task, a.assignment.is_(None)).order_by(a.id)
    return office.store.read(lambda unit: [tuple(row) for row in unit.connection.execute(ordered)])


def offered(office: Office, task: int) -> list[str]:
    return [one.name for one in office.store.read(lambda unit: unit.tasks.concepts(task))]


def refused(office: Office, task: int, field: TaskField, value: object) -> str:
    before = office.editing.open(office.lead, task)
    with pytest.raises(Invalid) as wrong:
        office.save(task, field, value)
    assert office.editing.open(office.lead, task) == before
    return wrong.value.fields[field]


def pending(office: Office, task: int) -> dict[str, int]:
    return dict(Counter(one.labeler for one in office.assignments(task) if one.status is PENDING))


def placed(office: Office, task: int, user: str = "ANA") -> None:
    """This person's card is there, and shows what is so now."""
    office.telling.card_placed((office.actor(user), task, LABEL), "D1", "1.1", 1)
    assert office.telling.stale_cards() == []


def repainted(office: Office) -> list[str]:
    return [card.user for card in office.telling.stale_cards()]


# Each by itself


def test_each_change_is_in_the_history_in_words(office, clock):
    task = office.task(2, ["ANA"]).id
    due = clock.now() + DAY
    changes = [
        (TaskField.NAME, "Birds", "edit name", "Name the birds", "Birds"),
        (TaskField.INSTRUCTIONS, "Look.", "edit instructions", "none", "Look."),
        (TaskField.PRIORITY, Priority.HIGH, "edit priority", "Medium", "High"),
        (TaskField.DUE, due, "edit due date", "none", None),
        (CONCEPTS, ("new:Owl", "2"), "edit concepts", "Robin, Wren", "Owl, Wren"),
        (TaskField.LABELERS, ("ANA", "BEN"), "edit labelers", "Ana", "Ana, Ben"),
        (TaskField.REVIEWERS, ("REA",), "edit reviewers", "nobody", "Rea"),
        (TaskField.LEADS, (LEAD, "REA"), "edit leads", "Lead", "Lead, Rea"),
        (TaskField.REVIEW_METHOD, "stacked", "edit review method", "Evenly distributed", "Stacked"),
        (TaskField.REVIEW_SHARE, 50, "edit share reviewed", "100 %", "50 %"),
        (GROWING, True, "edit dataset growth", "Frozen: the inputs that it has now", None),
        (REBALANCING, True, "edit rebalancing", "Off: open work stays with its labeler", None),
    ]
    for user in ("ANA", "BEN", "REA"):
        office.person(user)
    for field, value, *_ in changes:
        office.save(task, field, value)
    told = history(office, task)[1:]
    assert [(who, action, before) for who, action, before, _ in told] == [(LEAD, *one[2:4]) for one in changes]
    for (*_, after), (*_, expected) in zip(told, changes, strict=True):
        assert after == expected or expected is None
    now = of(office, task)
    assert (now.priority, now.review_method, now.review_share) == (Priority.HIGH, ReviewMethod.STACKED, 50)
    assert (now.is_growing, now.lease, round(now.due_at.timestamp() * SECOND)) == (True, 24 * 60 * 60, due)


def test_the_list_of_fields_says_what_is_so(office):
    task = office.task(2, ["ANA"], distribution=Distribution.WEIGHTED, weights={"ANA": 3}, reviewers=("REA",)).id
    for user in ("ANA", "REA"):
        office.person(user)
    shown = office.editing.open(office.lead, task)
    assert {line.field: line.people or line.words for line in shown.lines} == {
        TaskField.NAME: "Name the birds",
        TaskField.INSTRUCTIONS: "none",
        TaskField.PRIORITY: "Medium",
        TaskField.DUE: "none",
        CONCEPTS: "Robin, Wren",
        TaskField.LABELERS: ("ANA",),
        TaskField.WEIGHTS: "Ana × 3",
        TaskField.REVIEWERS: ("REA",),
        TaskField.LEADS: (LEAD,),
        TaskField.REVIEW_METHOD: "Evenly distributed",
        TaskField.REVIEW_SHARE: "100 %",
        TaskField.AGREEMENT: "None: it can only be asked for when a task is created",
        GROWING: "Frozen: the inputs that it has now",
        REBALANCING: "Off: open work stays with its labeler",
    }
    assert [line.field for line in shown.lines if line.is_fixed] == [TaskField.AGREEMENT]
    assert (shown.dataset, shown.labelers_per_input) == ("Birds", 1)


def test_what_is_fixed_stays_even_if_a_window_asks_for_it(office):
    task = office.task(2, ["ANA", "BEN"], labelers_per_input=2, agreement=2).id
    assert "can't be changed" in refused(office, task, TaskField.REVIEW_METHOD, "stacked")
    assert "can't be changed" in refused(office, task, TaskField.AGREEMENT, 2 + 1)


def test_cards_show_what_cards_show(office):
    task = office.task(2, ["ANA"]).id
    placed(office, task)
    office.save(task, TaskField.LEADS, (LEAD, "REA"))
    assert repainted(office) == []
    office.save(task, TaskField.PRIORITY, Priority.LOW)
    assert repainted(office) == ["ANA"]


def test_a_moment_that_has_passed_is_no_due_date(office, clock):
    task = office.task(2).id
    assert "has passed" in refused(office, task, TaskField.DUE, clock.now() - 1)
    office.save(task, TaskField.DUE, clock.now() + DAY)
    office.save(task, TaskField.DUE, None)
    assert of(office, task).due_at is None


# Concepts


def test_concepts_come_and_move_while_work_is_under_way(office):
    birds = office.task(3, several=True)
    (robin, wren) = birds.concepts
    placed(office, birds.id)
    office.answer(birds.id, "ANA", robin)
    item = office.labeling.card(office.actor("ANA"), birds.id).item
    office.labeling.tick(office.actor("ANA"), item.assignment, item.revision, wren, on=True)
    before = office.assignments(birds.id)
    office.save(birds.id, CONCEPTS, ("new: Lynx ", str(wren), str(robin)))
    assert offered(office, birds.id) == ["Lynx", "Wren", "Robin"]
    assert office.assignments(birds.id) == before, "Answers and buttons stay what they are."
    assert office.labeling.card(office.actor("ANA"), birds.id).item.chosen == (wren,)
    assert repainted(office) == ["ANA"]
    lynx = office.concept("lynx")
    office.answer(birds.id, "ANA", lynx)


def test_a_concept_that_is_used_stays(office):
    birds = office.task(4, reviewers=("REA",))
    (robin, wren) = map(str, birds.concepts)
    office.answer(birds.id, "ANA", birds.concepts[0], 2)
    words = "“Robin” is used by 2 answers. Have those answers changed first, or merge"
    assert refused(office, birds.id, CONCEPTS, (wren,)).startswith(words)
    office.save(birds.id, CONCEPTS, (robin,))
    assert offered(office, birds.id) == ["Robin"]
    other = office.task(2, name="Others")
    office.save(other.id, CONCEPTS, (wren,))
    assert offered(office, other.id) == ["Wren"], "What others' answers use is theirs."


def test_what_was_only_ticked_goes_with_its_concept(office):
    birds = office.task(2, several=True)
    (robin, wren) = birds.concepts
    item = office.labeling.card(office.actor("ANA"), birds.id).item
    for concept in (robin, wren):
        revision = office.labeling.card(office.actor("ANA"), birds.id).item.revision
        office.labeling.tick(office.actor("ANA"), item.assignment, revision, concept, on=True)
    office.save(birds.id, CONCEPTS, (str(wren),))
    shown = office.labeling.card(office.actor("ANA"), birds.id).item
    assert shown.chosen == (wren,)
    assert office.labeling.submit(office.actor("ANA"), shown.assignment, shown.revision).note is None
    (second,) = [one for one in office.assignments(birds.id) if one.status is PENDING]
    clicked = office.labeling.answer(office.actor("ANA"), second.id, second.revision, [robin])
    assert clicked.note == "That concept is no longer part of this task. Choose another one."


def test_the_same_new_concept_saved_twice_is_one(office):
    birds = office.task(2)
    seen = office.editing.open_field(office.lead, birds.id, CONCEPTS).saved
    wanted = (*map(str, birds.concepts), "new:Lynx", "new:lynx")
    for _ in range(2):
        assert office.editing.save(office.lead, birds.id, CONCEPTS, wanted, seen) is None
    assert offered(office, birds.id) == ["Robin", "Wren", "Lynx"]


def test_concepts_that_are_gone_are_refused(office):
    birds = office.task(2)
    gone = office.concept("Gone")
    office.concepts.delete(office.lead, gone)
    known = tuple(map(str, birds.concepts))
    assert refused(office, birds.id, CONCEPTS, (*known, str(gone))).startswith("1 concept is not known")
    assert refused(office, birds.id, CONCEPTS, (*known, str(gone), "x")).startswith("2 concepts are not known")
    assert refused(office, birds.id, CONCEPTS, ()) == "A task needs at least one concept."


def test_a_concept_on_its_way_into_another_stays_the_tasks_until_it_is_there(office):
    birds = office.task(2)
    (robin, wren) = birds.concepts
    office.concepts.merge(office.lead, robin, office.concept("Redbreast"))
    office.save(birds.id, CONCEPTS, (str(wren), str(robin)))
    office.tidy()
    assert offered(office, birds.id) == ["Wren", "Redbreast"]


def test_a_sample_of_a_concept_goes_with_it(office):
    birds = office.task(2)
    (robin, wren) = birds.concepts
    rows = [{"task": birds.id, "concept": one, "input": 1, "position": 0} for one in birds.concepts]
    office.store.write(lambda unit: unit.connection.execute(tables.task_sample.insert(), rows))
    office.save(birds.id, CONCEPTS, (str(wren),))
    left = tables.task_sample.select().with_only_columns(tables.task_sample.c.concept)
    assert office.store.read(lambda unit: list(unit.connection.execute(left).scalars())) == [wren]
    office.concepts.delete(office.lead, robin)
