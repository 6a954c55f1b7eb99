"""That a model has been through all of a task is told to its leads."""

import pytest

from domain.assisting import Leftovers
from domain.clock import DAY, SECOND
from domain.model import ROBOT, TaskStatus
from domain.notices import GoneThrough, TaskDone
from domain.read_models import Through
from services.assist_records import AssistRecords
from store import tables
from tests.office import LEAD, Office
from tests.services.automatic import MODEL, Robot, automatic_task, notices, status


@pytest.fixture
def records(office) -> AssistRecords:
    return AssistRecords(office.store)


def told(office: Office, task: Robot) -> int:
    """How often it was said, or will be."""
    n = tables.notice.c
    chosen = tables.notice.select().where(n.task == task.id, n.kind == GoneThrough.__name__)
    return len(office.store.read(lambda unit: unit.connection.execute(chosen).all()))


def grow(office: Office, task: Robot, to: int) -> None:
    """To so many inputs. The model finds nothing in what comes."""
    office.add_inputs(to)
    office.settle()
    task.says(*[{}] * len(task.inputs))


def test_once_the_last_one_is_annotated(office, records):
    task = automatic_task(office, 3)
    task.says({task.robin: 0.95}, {task.robin: 0.6})
    assert not told(office, task)
    task.says({}, {}, {})
    assert notices(office, task, GoneThrough) == [LEAD]
    assert records.through(task.id) == Through(MODEL, 1, 1, with_people=1)
    task.says({}, {}, {})
    assert told(office, task) == 1, "A restart has it look once more."


def test_what_became_of_the_inputs_since_is_counted_as_it_is(office, records):
    task = automatic_task(office, 5, leftovers=Leftovers.LISTED)
    task.says({task.robin: 0.95}, {task.robin: 0.6}, {task.robin: 0.6}, {}, {})
    rea = office.actor("REA")
    office.reviewing.take(rea, task.id)
    item = office.reviewing.card(rea, task.id).item
    office.reviewing.approve(rea, item.assignment, item.revision)
    assert records.through(task.id) == Through(MODEL, 1, 1, reviewed=1, taken_out=2)
    assert records.through(office.task(1).id) is None


def test_it_waits_until_all_are_handed_out(office):
    task = automatic_task(office, 2)
    more = tables.task.update().where(tables.task.c.id == task.id).values(inputs=3)
    office.store.write(lambda unit: unit.connection.execute(more))
    task.says({}, {task.robin: 0.6})
    assert (ROBOT, "PENDING") not in task.states()
    assert not told(office, task)


def test_where_nothing_is_left_the_end_says_it(office):
    task = automatic_task(office, 2)
    task.says({task.robin: 0.95}, {task.robin: 0.95})
    assert status(office, task) is TaskStatus.DONE
    assert notices(office, task, TaskDone) == [LEAD]
    assert not told(office, task)


def test_what_trickles_in_is_no_news_and_as_many_again_are(office):
    task = automatic_task(office, 4, is_growing=True)
    task.says({}, {}, {}, {})
    grow(office, task, 7)
    assert told(office, task) == 1
    grow(office, task, 8)
    assert told(office, task) == 2
    grow(office, task, 9)
    assert told(office, task) == 2


def test_it_is_said_once_also_when_the_notice_is_long_forgotten(office, clock):
    task = automatic_task(office, 3, leftovers=Leftovers.LISTED)
    task.says({task.robin: 0.6}, {task.robin: 0.6}, {})
    office.telling.done(office.telling.due())
    clock.move(100 * DAY / SECOND)
    while office.purging.step():
        pass
    assert not told(office, task)
    out = next(one.input for one in office.assignments(task.id) if str(one.status) == "EXCLUDED")
    office.excluding.include(office.lead, task.id, out)
    assert task.states()[-1] == ("ANA", "PENDING"), "It was looked at again."
    assert not told(office, task)
