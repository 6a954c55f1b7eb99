"""A model tried on a sample, before a task is created."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from threading import Event

import pytest

from assist.predictions import Failure
from domain.bands import Outcome
from domain.model import Actor, LabelsPerInput
from services.dry_runs import DryRuns
from tests.services.assisted import IMAGES, Assistance, AtOnce, Held


class Trying:
    """A form for automatic annotation, and the dry runs of it."""

    def __init__(self, office, tmp_path, executor=None, driver=None):
        self.office = office
        self.assistance = Assistance(office, tmp_path, executor)
        self.mind = self.assistance.mind
        models, files, work = self.assistance.models, self.assistance.files, self.mind.work
        held = executor or AtOnce()
        self.runs = DryRuns(office.store, models, files, held, driver=driver or AtOnce(), work=work)
        self.form = office.forms.open(office.lead)

    def fill(self, inputs=None, **fields):
        if inputs is not None:
            fields["dataset"] = str(self.office.add_inputs(inputs))
        owner, draft = self.office.lead.actor, self.form.draft

        def write(unit):
            before = unit.drafts.find(draft)
            usual = {"is_auto": True, "model": IMAGES, "concepts": before.fields.concepts or ("new:Robin", "new:Wren")}
            unit.drafts.save(draft, owner, replace(before.fields, **usual | fields), before.version + 1)

        self.office.store.write(write)

    def found(self):
        self.runs.begin(self.office.lead.actor, self.form.draft)
        return self.runs.found(self.office.lead.actor, self.form.draft)


@pytest.fixture
def trying(office, tmp_path):
    return Trying(office, tmp_path)


def test_it_is_tried_on_a_sample_from_all_over_the_dataset(trying):
    trying.fill(97, lower=50, upper=90)
    found = trying.found()
    # The higher its number, the surer the stand-in is: 0.1 and a hundredth for each.
    tried = sorted(int(name) for name in trying.mind.looked)
    assert len(tried) == len(set(tried)) == 50
    assert (tried[0], tried[-1] >= 95) == (0, True)
    assert max(later - before for before, later in pairwise(tried)) == 2
    scores = [min(99, 10 + one) for one in tried]
    approved, review = sum(one >= 90 for one in scores), sum(50 <= one < 90 for one in scores)
    dropped = 50 - approved - review
    assert found.outcome == Outcome(approved, review, dropped, dropped)
    assert (found.tried, found.of, found.is_over, found.failure) == (50, 50, True, None)


def test_other_thresholds_change_it_without_another_run(trying):
    trying.fill(20)
    assert trying.found().outcome == Outcome(0, 0, 20, 20)
    looked = list(trying.mind.looked)
    trying.fill(lower=10, upper=20)
    assert trying.found().outcome == Outcome(10, 10, 0, 0)
    trying.fill(thresholds={"new:Robin": (90, 90)})
    assert trying.found().outcome == Outcome(0, 0, 20, 20)
    assert trying.mind.looked == looked
    assert len(trying.mind.lessons) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"concepts": ("new:Wren",)},
        {"labels_per_input": LabelsPerInput.SEVERAL},
        {"label_map": {"finch": "new:Robin"}},
        {"dataset": "new:Everything"},
    ],
)
def test_what_else_changes_is_tried_anew(trying, changed):
    trying.fill(5)
    trying.found()
    lessons = len(trying.mind.lessons)
    trying.fill(**changed)
    assert trying.runs.found(trying.office.lead.actor, trying.form.draft) is None
    assert trying.found().is_over
    assert len(trying.mind.lessons) == lessons + 1
    trying.fill(concepts=("new:Robin", "new:Wren"))


def test_of_what_was_there_before_it_learns_as_the_task_will(trying, office):
    birds = office.task(5)
    office.answer(birds.id, "ANA", birds.concepts[0], 3)
    chosen = tuple(map(str, birds.concepts))
    trying.fill(5, concepts=chosen)
    assert trying.found().tried == 5
    (lesson,) = trying.mind.lessons
    assert ([one.id for one in lesson.concepts], len(lesson.answers)) == (list(birds.concepts), 3)
    # What was seen is kept: the task need not look again.
    looked = list(trying.mind.looked)
    assert sorted(looked) == sorted(set(looked))
    trying.assistance.work()
    assert trying.mind.looked == looked


def test_nothing_of_it_is_kept_but_what_the_encoder_saw(trying, office):
    trying.fill(3)
    trying.found()
    assert office.store.read(lambda unit: unit.concepts.named(office.workspace, "Robin")) is None
    assert trying.found().tried == 3


@pytest.mark.parametrize("is_models", [False, True])
def test_inputs_that_can_not_be_looked_at_are_left_with_nothing(trying, is_models):
    trying.mind.fails["000002"] = Failure("is no picture.", is_models)
    trying.fill(4, lower=1, upper=1)
    found = trying.found()
    assert (found.outcome, found.tried) == (Outcome(3, 0, 0, 1), 4)


def test_texts_are_nothing_that_a_model_for_pictures_can_look_at(trying, office):
    trying.fill(dataset=str(office.add_texts("one", "two", dataset="Texts")))
    assert trying.found().outcome == Outcome(0, 0, 0, 2)


def test_a_model_that_fails_says_so_and_is_tried_again_later(trying, clock):
    lost = Failure("took longer than a minute.", is_models=True)
    trying.mind.fails = dict.fromkeys(("000001", "000002", "000003"), lost)
    trying.fill(4)
    failed = trying.found()
    assert failed.failure == "The model could not look at 3 inputs of it in a row: it took longer than a minute."
    assert failed.is_over
    trying.mind.fails.clear()
    assert trying.found().failure == failed.failure
    clock.move(30)
    assert trying.found().failure is None


def test_our_own_mistakes_are_sentences_too(trying):
    trying.mind.breaks = ValueError("no")
    trying.fill(4)
    assert "Your admin finds more in the log" in trying.found().failure


@pytest.mark.parametrize("lacks", [{"is_auto": False}, {"model": ""}, {"dataset": ""}, {"model": "Nothing"}])
def test_where_something_is_missing_nothing_is_tried(trying, lacks):
    trying.fill(4)
    trying.fill(**lacks)
    assert trying.found() is None
    assert not trying.mind.looked


def test_nobody_sees_or_begins_somebody_elses(trying):
    trying.fill(4)
    trying.runs.begin(Actor("T1", "EVE"), trying.form.draft)
    assert not trying.mind.looked
    trying.found()
    assert trying.runs.found(Actor("T1", "EVE"), trying.form.draft) is None


class Later(AtOnce):
    """Runs when the test lets them."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, /, *given, **named):
        self.waiting.append(lambda: AtOnce.submit(self, work, *given, **named))
        return Held().submit(lambda: None)

    def next(self):
        self.waiting.pop(0)()


def test_how_far_it_is_shows_and_what_nobody_waits_for_any_more_is_left(office, tmp_path):
    later = Later()
    trying = Trying(office, tmp_path, driver=later)
    trying.fill(30)
    assert (trying.found().tried, trying.found().of) == (0, 30)
    assert len(later.waiting) == 1, "It is on its way already."
    later.next()
    assert 0 < trying.found().tried < 30
    later.next()
    looked = len(trying.mind.looked)
    trying.fill(concepts=("new:Wren",))
    trying.found()
    later.next()
    assert len(trying.mind.looked) == looked, "Nobody waits for the first one any more."
    while later.waiting:
        later.next()
    assert trying.found().tried == 30
    trying.fill(concepts=("new:Robin", "new:Wren"))
    assert trying.found().tried == min(30, looked), "It goes on where it was."
    trying.runs.leave(trying.form.draft)
    later.next()
    assert not later.waiting
    assert len(trying.mind.lessons) == 2
    trying.runs.close()


def test_several_are_tried_in_turns(office, tmp_path):
    later = Later()
    trying = Trying(office, tmp_path, driver=later)
    trying.fill(30)
    trying.found()
    form, trying.form = trying.form, office.forms.open(office.lead)
    trying.fill(30, concepts=("new:Wren",))
    for _ in range(4):
        trying.found()
        later.next()
    assert 0 < trying.found().tried < 30
    trying.form = form
    assert 0 < trying.found().tried < 30


def test_a_slow_model_is_given_up_with_the_choice_of_another(office, tmp_path):
    """In threads: its answer never comes."""
    asked = Event()

    class Never(AtOnce):
        def submit(self, _work, /, *_given, **_named):
            asked.set()
            return Future()

    driver = ThreadPoolExecutor(1)
    trying = Trying(office, tmp_path, executor=Never(), driver=driver)
    trying.fill(4)
    trying.found()
    assert asked.wait(10)
    trying.runs.leave(trying.form.draft)
    assert driver.submit(lambda: "free").result(10) == "free"
    assert trying.runs.found(office.lead.actor, trying.form.draft).failure is None
    driver.shutdown()
