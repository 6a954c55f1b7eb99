"""Suggestions that are accepted many at a time, in queues of which not everything is looked at."""

import pytest

from domain.accepted_together import AcceptAllAsked
from domain.errors import Invalid
from services import sure_suggestions
from tests.services.suggested import suggested_task
from tests.services.test_accepting import asked, choices, made


def test_the_best_of_several_is_another_where_a_concept_was_taken_out(office):
    task = suggested_task(office, 3)
    task.suggests({task.robin: 0.99, task.wren: 0.9}, {task.wren: 0.96, task.robin: 0.01}, {task.robin: 0.97})
    assert choices(office, task) == {99: 1, 95: 3}
    office.store.write(lambda unit: unit.tasks.set_concepts(task.id, [task.wren, task.owl]))
    assert choices(office, task) == {95: 1, 90: 2}


@pytest.mark.parametrize("score", [0.95, 0.949999999, 0.9500001, 0.94999])
def test_what_is_counted_is_what_is_accepted(office, score):
    task = made(office, score, 0.9)
    expected = int(score > 0.94999)
    assert choices(office, task).get(95, 0) == expected
    if expected:
        assert office.accepting.carry_out(office.actor("ANA"), asked(office, task, 95)) == 1


def test_where_not_all_was_looked_at_there_may_be_some(office, monkeypatch):
    """Whether there are any is found out when it is done."""
    monkeypatch.setattr(sure_suggestions, "_MOST_LOOKED_AT", 2)
    task = suggested_task(office, 3, several=True)
    open_ = {task.robin: 0.98, task.owl: 0.5}
    task.suggests(open_, open_, {task.robin: 0.98})
    notice = asked(office, task, 95)
    assert office.accepting.carry_out(office.actor("ANA"), notice) == 1
    task.suggests(open_)
    office.telling.done([one for one in office.telling.due() if isinstance(one.notice, AcceptAllAsked)])
    monkeypatch.setattr(sure_suggestions, "_MOST_LOOKED_AT", 3)
    with pytest.raises(Invalid, match="None in your queue"):
        office.accepting.start(office.actor("ANA"), task.id, 95, 1)
