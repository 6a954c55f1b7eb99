"""Annotations, drafts, audit rows and exports: what is written down and read back."""

import pytest

from domain.draft import TaskDraft
from domain.model import Actor, AnnotationStatus, LabelsPerInput, Person
from store import tables
from store.unit_of_work import Store
from tests.store.shelf import assignments, new_task

SUCCESS, AWAITING, PENDING, DENIED = (
    AnnotationStatus.SUCCESS,
    AnnotationStatus.AWAITING_REVIEW,
    AnnotationStatus.PENDING,
    AnnotationStatus.REVIEW_DENIED,
)
ANA, BEN = Actor("T1", "ANA"), Actor("T1", "BEN")


@pytest.fixture
def task(store: Store) -> int:
    return store.write(lambda unit: new_task(unit, 4))


@pytest.fixture
def concepts(store: Store, task: int) -> list[int]:
    return [one.id for one in store.read(lambda unit: unit.tasks.concepts(task))]


def replace(store: Store, assignment: int, chosen, status=SUCCESS) -> None:
    store.write(lambda unit: unit.annotations.replace(assignment, chosen, status))


def of(store: Store, assignment: int) -> list[str]:
    return [name for _, name in store.read(lambda unit: unit.annotations.of(assignment))]


def test_an_answer_replaces_the_one_before(store, task, concepts):
    first, second, *_ = (one.id for one in assignments(store, task))
    replace(store, first, [concepts[1], concepts[0]])
    replace(store, second, [concepts[0]])
    assert of(store, first) == ["Wren", "Robin"]
    replace(store, first, [None])
    assert store.read(lambda unit: unit.annotations.of(first)) == [(None, "None of these")]
    replace(store, first, [])
    assert (of(store, first), of(store, second)) == ([], ["Robin"])


def test_ticking_adds_once_and_ends_none_of_these(store, task, concepts):
    one = assignments(store, task)[0].id
    replace(store, one, [None], PENDING)

    def tick(concept: int) -> None:
        store.write(lambda unit: unit.annotations.tick(one, concept))

    tick(concepts[0])
    tick(concepts[1])
    tick(concepts[0])
    assert sorted(of(store, one)) == ["Robin", "Wren"]
    store.write(lambda unit: unit.annotations.untick(one, concepts[0]))
    store.write(lambda unit: unit.annotations.untick(one, concepts[0]))
    assert of(store, one) == ["Wren"]


def test_only_what_was_submitted_counts(store, task, concepts):
    one, two, three, four = (each.id for each in assignments(store, task))
    store.write(lambda unit: unit.annotations.tick(one, concepts[0]))
    replace(store, two, [concepts[0]], AWAITING)
    replace(store, three, concepts)
    replace(store, four, [None])
    assert store.read(lambda unit: unit.annotations.count_of_task(task)) == 4
    expected = [("None of these", 1), ("Robin", 1), ("Wren", 1)]
    assert sorted(store.read(lambda unit: unit.annotations.per_concept(task))) == expected
    store.write(lambda unit: unit.annotations.set_status([two], SUCCESS))
    assert store.read(lambda unit: unit.annotations.per_concept(task))[0] == ("Robin", 2)


def test_exports_hold_what_succeeded_and_everything_submitted_if_asked(store, task, concepts):
    one, two, three, four = assignments(store, task)
    person = Person("T1", "ANA", "Ana Álvarez")
    store.write(lambda unit: unit.people.save([person]))
    store.write(lambda unit: unit.queue.change(one, status="SUCCESS", submitted_at=5, reviewed_by="REA", reviewed_at=7))
    replace(store, one.id, [concepts[0]])
    replace(store, two.id, [concepts[0]], AWAITING)
    replace(store, three.id, [None], DENIED)
    replace(store, four.id, [concepts[1]], PENDING)

    def rows(*, everything: bool):
        return store.read(lambda unit: unit.exports.after(task, 0, 10, everything=everything))

    (row,) = rows(everything=False)
    assert (row.task, row.dataset, row.input, row.concept, row.status) == (
        "Birds",
        "Birds",
        "0.jpg",
        "Robin",
        "SUCCESS",
    )
    assert (row.labeler, row.labeler_name, row.submitted_at) == ("ANA", "Ana Álvarez", 5)
    assert (row.reviewed_by, row.reviewer_name, row.reviewed_at) == ("REA", None, 7)
    assert (row.sha256, row.width, row.height, row.provenance) == (f"{0:064}", 40, 30, "human")
    statuses = [each.status for each in rows(everything=True)]
    assert statuses == ["SUCCESS", "AWAITING_REVIEW", "REVIEW_DENIED"]
    assert [each.concept for each in rows(everything=True)] == ["Robin", "Robin", None]
    rest = store.read(lambda unit: unit.exports.after(task, row.id, 1, everything=True))
    assert [each.status for each in rest] == ["AWAITING_REVIEW"]


def test_drafts_keep_every_field(store, task):
    fields = TaskDraft("3", "", labels_per_input=LabelsPerInput.SEVERAL, concepts=("1", "new:Ö"), labelers=("ANA",))
    store.write(lambda unit: unit.drafts.save("D1", ANA, fields, 2))
    found = store.read(lambda unit: unit.drafts.find("D1"))
    assert (found.owner, found.fields, found.version, found.task) == (ANA, fields, 2, None)
    store.write(lambda unit: unit.drafts.became("D1", task))
    store.write(lambda unit: unit.drafts.save("D1", ANA, TaskDraft(), 3))
    found = store.read(lambda unit: unit.drafts.find("D1"))
    assert (found.fields, found.version, found.task) == (TaskDraft(), 3, task)
    assert store.read(lambda unit: unit.drafts.find("D2")) is None


def test_a_draft_of_another_version_is_read_as_far_as_it_goes(store):
    store.write(lambda unit: unit.drafts.save("D1", ANA, TaskDraft(name="Birds"), 0))
    body = '{"name": "Birds", "colour": "red"}'
    store.write(lambda unit: unit.connection.execute(tables.draft.update().values(body=body)))
    assert store.read(lambda unit: unit.drafts.find("D1")).fields == TaskDraft(name="Birds")


def test_audit_rows_say_who_when_what_and_why(store, task, clock):
    one, two, *_ = (each.id for each in assignments(store, task))
    before = clock.now()
    store.write(lambda unit: unit.audit.add(task, "REA", "reject", assignment=one, before="A", after="B", reason="Why"))
    store.write(lambda unit: unit.audit.add_all(task, "LEAD", "reassign", [one, two], before="P", after="P"))
    store.write(lambda unit: unit.audit.add(task, "LEAD", "edit"))
    rows = store.read(lambda unit: unit.connection.execute(tables.audit.select().order_by(tables.audit.c.id)).all())
    said = [(row.task, row.assignment, row.who, row.action, row.before, row.after, row.reason) for row in rows]
    assert said == [
        (task, one, "REA", "reject", "A", "B", "Why"),
        (task, one, "LEAD", "reassign", "P", "P", None),
        (task, two, "LEAD", "reassign", "P", "P", None),
        (task, None, "LEAD", "edit", None, None, None),
    ]
    assert all(before < row.at < clock.now() for row in rows)
