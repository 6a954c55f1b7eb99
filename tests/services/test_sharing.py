"""Who gets which input: several labelers each, by weight, everyone, in datasets that grow."""

from collections import Counter, defaultdict
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from domain.errors import Invalid, LabelingError
from domain.model import NOBODY, AssignmentStatus, Distribution, Role, TaskStatus
from domain.notices import QueueReady
from domain.progress import expected, labeling_percent
from tests.office import LEAD, Office

workspaces = map("T-sharing-{}".format, count())
PENDING, EXCLUDED, SUCCESS = AssignmentStatus.PENDING, AssignmentStatus.EXCLUDED, AssignmentStatus.SUCCESS
TEN = 10
HOUR = 3600


def shares(office: Office, task: int) -> dict[str, int]:
    return dict(Counter(one.labeler for one in office.assignments(task) if one.status is PENDING))


def people_of_inputs(office: Office, task: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for one in office.assignments(task):
        if one.status is not EXCLUDED:
            found[one.input].append(one.labeler)
    return found


def start(office: Office, task: int, user: str) -> int:
    clicked = office.labeling.take(office.actor(user), task)
    return clicked.card.tally.pending


def status(office: Office, task: int) -> TaskStatus:
    return office.store.read(lambda unit: unit.tasks.find(task)).status


def check_tallies(office: Office, task: int) -> None:
    counted: dict[str, Counter[AssignmentStatus]] = defaultdict(Counter)
    for one in office.assignments(task):
        counted[one.labeler][one.status] += 1
    for who, tally in office.store.read(lambda unit: unit.tallies.all(task)).items():
        mine = counted[who]
        assert (tally.pending, tally.success, tally.rejected) == (
            mine[PENDING],
            mine[SUCCESS],
            mine[AssignmentStatus.REJECTED],
        )
    excluded = sum(mine[EXCLUDED] for mine in counted.values())
    assert office.store.read(lambda unit: unit.tasks.find(task)).excluded == excluded


# Several labelers each, and by weight


def test_each_input_goes_to_k_different_labelers_and_shares_are_even(office):
    task = office.task(11, ["ANA", "BEN", "CAY", "DAN"], labelers_per_input=3)
    found = people_of_inputs(office, task.id)
    assert len(found) == 11
    assert all(len(set(people)) == len(people) == 3 for people in found.values())
    sizes = shares(office, task.id).values()
    assert (sum(sizes), max(sizes) - min(sizes)) == (33, 1)


def test_weights_say_how_much_each_gets(office):
    weights = {"ANA": 3, "BEN": 1}
    task = office.task(40, ["ANA", "BEN"], distribution=Distribution.WEIGHTED, weights=weights)
    assert shares(office, task.id) == {"ANA": 30, "BEN": 10}
    office.set_people(task.id, ["ANA", "BEN", "CAY"])
    office.settle()
    assert shares(office, task.id) == {"ANA": 24, "BEN": 8, "CAY": 8}


def test_weights_say_nothing_where_work_is_even(office):
    task = office.task(4, ["ANA", "BEN"], weights={"ANA": 3})
    assert shares(office, task.id) == {"ANA": 2, "BEN": 2}


@given(
    inputs=st.integers(1, 12),
    k=st.integers(1, 3),
    answered=st.lists(st.integers(0, 4), max_size=6),
    after=st.sets(st.sampled_from("ABCDEF"), min_size=3),
)
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_nobody_gets_an_input_twice_whoever_comes_and_goes(office, inputs, k, answered, after):
    office = Office(office.store, next(workspaces))
    task = office.task(inputs, list("ABCDE"), labelers_per_input=k)
    for one in answered:
        who = "ABCDE"[one]
        if office.labeling.card(office.actor(who), task.id).item:
            office.answer(task.id, who, task.concepts[0])
    before = {one.id: one for one in office.assignments(task.id)}
    office.set_people(task.id, sorted(after))
    office.settle()
    for one in office.assignments(task.id):
        assert one.status is PENDING or one == before[one.id]
        assert one.status is not PENDING or one.labeler in after
    assert all(len(set(people)) == len(people) == k for people in people_of_inputs(office, task.id).values())
    check_tallies(office, task.id)


def test_fewer_labelers_than_an_input_needs_are_refused(office):
    task = office.task(3, ["ANA", "BEN", "CAY"], labelers_per_input=2)
    with pytest.raises(Invalid, match="2 different people can't label each input where 1 labeler is chosen"):
        office.set_people(task.id, ["ANA"])


def test_what_nobody_who_is_left_may_have_waits_for_whoever_comes(office):
    task = office.task(2, ["ANA", "BEN"], labelers_per_input=2)
    office.store.write(lambda unit: unit.people.remove_from_task(task.id, Role.LABELER, ["BEN"]))
    office.store.write(lambda unit: unit.tasks.unbalance(task.id))
    office.settle()
    assert shares(office, task.id) == {"ANA": 2, NOBODY: 2}
    assert office.labeling.card(office.actor("ANA"), task.id).may_take == 0
    office.set_people(task.id, ["ANA", "CAY"])
    office.settle()
    for who in ("CAY", "ANA") * 3:
        start(office, task.id, who)
        while office.labeling.card(office.actor(who), task.id).item:
            office.answer(task.id, who, task.concepts[0])
    assert status(office, task.id) is TaskStatus.DONE
    assert [sorted(people) for people in people_of_inputs(office, task.id).values()] == [["ANA", "CAY"]] * 2


# Everyone


def test_everyone_labels_everything_also_who_comes_later(office):
    task = office.task(3, ["ANA", "BEN"], distribution=Distribution.EVERYONE)
    assert shares(office, task.id) == {"ANA": 3, "BEN": 3}
    office.answer(task.id, "ANA", task.concepts[0], 3)
    office.answer(task.id, "BEN", task.concepts[0], 3)
    assert status(office, task.id) is TaskStatus.DONE
    office.set_people(task.id, ["ANA", "BEN", "CAY"])
    assert status(office, task.id) is TaskStatus.IN_PROGRESS
    office.settle()
    assert shares(office, task.id) == {"CAY": 3}
    assert office.told("CAY") == [QueueReady(task.id)]
    assert office.told("ANA").count(QueueReady(task.id)) == 1
    office.answer(task.id, "CAY", task.concepts[0], 3)
    assert status(office, task.id) is TaskStatus.DONE


def test_who_leaves_what_everyone_labels_loses_what_is_open(office):
    task = office.task(3, ["ANA", "BEN"], distribution=Distribution.EVERYONE)
    office.answer(task.id, "BEN", task.concepts[0])
    office.set_people(task.id, ["ANA"])
    office.settle()
    states = [(one.labeler, one.status, one.reason) for one in office.assignments(task.id) if one.labeler == "BEN"]
    assert states == [("BEN", SUCCESS, None), *[("BEN", EXCLUDED, "left the task")] * 2]
    check_tallies(office, task.id)
    office.answer(task.id, "ANA", task.concepts[0], 3)
    assert status(office, task.id) is TaskStatus.DONE
    office.set_people(task.id, ["ANA", "BEN"])
    office.settle()
    assert shares(office, task.id) == {"BEN": 2}, "Who comes back gets what was lost."
    check_tallies(office, task.id)


def test_the_last_one_who_leaves_may_end_the_task(office):
    task = office.task(2, ["ANA", "BEN"], distribution=Distribution.EVERYONE)
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.set_people(task.id, ["ANA"])
    office.settle()
    assert status(office, task.id) is TaskStatus.DONE


def test_nobody_can_give_back_what_everyone_labels(office):
    task = office.task(2, ["ANA", "BEN"], distribution=Distribution.EVERYONE)
    with pytest.raises(LabelingError, match="everyone labels everything"):
        office.releasing.release(office.actor("ANA"), task.id)


# Growing datasets


def test_a_growing_dataset_is_handed_out_as_it_comes(office):
    task = office.task(3, ["ANA", "BEN"], is_growing=True)
    frozen = office.task(3, ["ANA"], name="Frozen")
    for who in ("ANA", "BEN"):
        while office.labeling.card(office.actor(who), task.id).item:
            office.answer(task.id, who, task.concepts[0])
    assert status(office, task.id) is TaskStatus.IDLE
    assert "TaskDone" not in str(office.told(LEAD))
    office.add_inputs(8)
    assert status(office, task.id) is TaskStatus.IN_PROGRESS
    office.settle()
    assert sum(shares(office, task.id).values()) == 5
    assert len(office.assignments(frozen.id)) == 3
    assert len({one.input for one in office.assignments(task.id)}) == 8
    office.add_inputs(8)
    assert office.distributing.is_idle(), "What it has already is nothing new."


@pytest.mark.parametrize("way", [Distribution.EVENLY, Distribution.DYNAMIC, Distribution.EVERYONE])
def test_inputs_that_were_known_before_come_too(office, way):
    office.add_inputs(5, "All")
    task = office.task(2, ["ANA"], distribution=way, is_growing=True)
    office.store.write(
        lambda unit: unit.tasks.advance(task.id, distributed=2, reached=10**6)
    ) if way != "dynamic" else 0
    office.add_inputs(5)
    office.settle()
    start(office, task.id, "ANA")
    assert sorted({one.input for one in office.assignments(task.id)}) == [1, 2, 3, 4, 5]
    assert shares(office, task.id) == {"ANA": 5}


# Percentages


@pytest.mark.parametrize(
    "fields",
    [
        {"labelers_per_input": 2},
        {"distribution": Distribution.EVERYONE},
        {"distribution": Distribution.DYNAMIC},
        {"distribution": Distribution.DYNAMIC, "labelers_per_input": 2},
    ],
)
def test_100_percent_only_when_all_is_done(office, fields):
    task = office.task(6, ["ANA", "BEN"], **fields)
    people = ["ANA", "BEN"]
    percents = [0]
    while status(office, task.id) is TaskStatus.IN_PROGRESS:
        assert percents[-1] < 100
        for who in people:
            start(office, task.id, who)
            if office.labeling.card(office.actor(who), task.id).item:
                office.answer(task.id, who, task.concepts[0])
                row = office.listing.find(office.lead, task.id)
                percents.append(labeling_percent(row.tally, row.expected))
    assert percents[-1] == 100
    assert percents == sorted(percents)
    found = office.store.read(lambda unit: unit.tasks.find(task.id))
    assert expected(found, office.listing.find(office.lead, task.id).tally) == len(office.assignments(task.id))
