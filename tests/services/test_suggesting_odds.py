"""What goes on while models are at work: edits, looks, tasks of which nobody sees a thing."""

import sys
import threading

import pytest

from domain.bands import Bands, Thresholds
from domain.model import ROBOT
from services import embedding
from services.assist_plans import Plan
from services.queue_ordering import Order
from services.suggestion_jobs import Teach
from store import tables
from store.ordering import Movable
from tests.services.assisted import IMAGES, Assistance
from tests.services.automatic import automatic_task


@pytest.fixture
def assistance(office, tmp_path):
    return Assistance(office, tmp_path)


def plan_of(assistance, task):
    assistance.suggesting.step()
    return assistance.suggesting._plans[task]


def test_progress_is_looked_at_while_the_loop_goes_on(assistance):
    plan = plan_of(assistance, assistance.task(3).id)
    over = threading.Event()

    def go_on():
        while not over.is_set():
            Plan.took(plan, 0.5, 3)

    thread, usual = threading.Thread(target=go_on), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        thread.start()
        rates = [plan.per_second() for _ in range(1000)]
    finally:
        over.set()
        thread.join()
        sys.setswitchinterval(usual)
    assert any(rates)


def test_what_a_lead_asks_for_by_now_is_what_an_answer_is_judged_by(assistance, office):
    task = automatic_task(office, 40, labelers=(), bands=Bands(Thresholds(0.1, 0.2)), model=IMAGES)
    while not assistance.mind.looked:
        assistance.suggesting.step()
    raised = Bands(Thresholds(0.1, 0.9))
    assistance.change(task.id, bands=raised)
    assistance.work()
    assert {status for _, status in task.states()} == {"AWAITING_REVIEW"}


def test_answers_that_can_not_be_looked_at_hide_no_others(assistance, office, monkeypatch):
    monkeypatch.setattr(embedding, "_READ", 16)
    birds = assistance.task(40)
    texts = office.task(
        1, name="Texts", dataset=str(office.add_texts(*(f"text {n}" for n in range(40)), dataset="Texts"))
    )
    plan, bench = plan_of(assistance, birds.id), assistance.suggesting._bench
    pictures, others = ([one.input for one in office.assignments(task.id)] for task in (birds, texts))

    def encode(*inputs):
        return office.store.read(lambda unit: embedding.encode(unit, bench, assistance.files, plan, inputs))

    assert encode(*others) is None
    assert encode(*others, *pictures).inputs == frozenset(pictures[:8])
    monkeypatch.setattr(embedding, "_READ", 200)
    assert encode(*others, *pictures).inputs == frozenset(pictures[: embedding.AT_ONCE])


def test_nothing_comes_before_what_is_in_front_by_now(assistance, office):
    birds = assistance.task(5, assist={"is_ordering": True})
    plan = plan_of(assistance, birds.id)
    queue = sorted(office.of(birds.id, "ANA"), key=lambda one: one.position)
    last = queue[4]
    order = Order(assistance.suggesting._bench, plan, "ANA", [Movable(last.id, last.position)])
    office.answer(birds.id, "ANA", birds.concepts[0])
    front = office.labeling.card(office.actor("ANA"), birds.id).item.assignment
    assert front == queue[1].id

    def first(*_):
        """As it was before the answer."""
        return [Movable(one.id, one.position) for one in queue[1:4]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.ordering.Ordering.first", first)
        order.end([0])
    positions = [one.position for one in office.of(birds.id, "ANA") if one.status == "PENDING"]
    assert office.labeling.card(office.actor("ANA"), birds.id).item.assignment == front
    assert len(set(positions)) == len(positions)


def test_a_process_that_ends_is_asked_less_at_once(assistance):
    birds = assistance.task(3)
    plan = plan_of(assistance, birds.id)
    asked = []
    for _ in range(4):
        assistance.suggesting._broke(plan)
        asked.append(plan.at_once)
    assert asked == [4, 1, 1, 1]
    assert assistance.assist(birds.id).failure.endswith("on this machine, or does the model take too long?")


def test_the_model_itself_could_not_go_on(assistance, office):
    birds = assistance.task(3, assist={"model": "gone"})
    assistance.work()
    a = tables.audit.c
    chosen = tables.audit.select().with_only_columns(a.who).where(a.task == birds.id, a.action == "fail assist")
    assert office.store.read(lambda unit: unit.connection.execute(chosen).scalars().all()) == [ROBOT]


def test_who_is_no_longer_the_one_to_ask_models_learns_again_once_it_is(assistance, office, clock, monkeypatch):
    birds = assistance.task(10)
    assistance.work()
    office.answer(birds.id, "ANA", birds.concepts[0])
    assistance.work()
    clock.move(10)
    while not isinstance((assistance.suggesting._running or (None,))[0], Teach):
        assert assistance.suggesting.step()
    with monkeypatch.context() as patch:
        patch.setattr(assistance.suggesting._lease, "hold", lambda: False)
        assistance.suggesting.step()
    assistance.work()
    assert assistance.assist(birds.id).learned == 1
    assert {one.generation for one in assistance.of(birds.id)[1:]} == {2}
