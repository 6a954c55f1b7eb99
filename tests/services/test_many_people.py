"""A task of many people: what is done to all of them at once takes no statement for each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from domain.fields import TaskField
from store.cards import LABEL, REVIEW
from tests.office import Office

FEW, MANY = 3, 60


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    engines = {office.store._readers, office.store._writers}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield said
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def crew(office: Office, count: int, start: int = 0) -> tuple[str, ...]:
    users = tuple(f"U{number}" for number in range(start, start + count))
    for user in users:
        office.person(user)
    return users


def crowded(office: Office, count: int) -> int:
    """Everybody has open work, and a card for labeling and for reviewing."""
    people = crew(office, count)
    task = office.task(MANY, people, reviewers=people, name=f"With {count}").id

    def cards(unit) -> None:
        for user in people:
            for kind in (LABEL, REVIEW):
                unit.cards.touch("T1", task, user, kind)

    office.store.write(cards)
    return task


ACTS: dict[str, Callable[[Office, int], object]] = {
    "overview": lambda office, task: office.task_pages.overview(office.lead, task),
    "ask to close": lambda office, task: office.task_pages.ask_close(office.lead, task),
    "close": lambda office, task: office.closing.close(office.lead, task),
    "delete": lambda office, task: office.editing.delete(office.lead, task),
    "rename": lambda office, task: office.save(task, TaskField.NAME, f"Other {task}"),
    "labelers go": lambda office, task: office.save(task, TaskField.LABELERS, ("REA",)),
    "reviewers go": lambda office, task: office.save(task, TaskField.REVIEWERS, ("REA",)),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_statement_for_each_of_them(office: Office, act: str):
    office.person("REA")
    with_few, with_many = crowded(office, FEW), crowded(office, MANY)
    with counted(office) as few:
        ACTS[act](office, with_few)
    with counted(office) as many:
        ACTS[act](office, with_many)
    # Ten reviewers stand on a page.
    assert len(many) <= len(few) + 20
