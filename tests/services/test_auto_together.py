"""A model that annotates, people who label, review and come and go, all mixed up: nothing is lost or done twice."""

from collections import Counter
from itertools import count, pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.assignment import Action, move
from domain.assisting import Leftovers
from domain.errors import Invalid
from domain.model import NOBODY, ROBOT, AssignmentStatus, Provenance, Role, TaskStatus
from tests.office import Office
from tests.services.automatic import automatic_task, status
from tests.services.machines import run_in

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
INPUTS = 8
people = st.sampled_from(["ANA", "BEN", "REA", "ROY"])
which = st.integers(0, INPUTS - 1)
scores = st.dictionaries(st.booleans(), st.sampled_from([0.1, 0.6, 0.95, 1.0]), min_size=1) | st.just("can't be read.")
workspaces = map("R{}".format, count(1))


class Together(RuleBasedStateMachine):
    office: Office

    @initialize(leftovers=st.sampled_from(Leftovers), several=st.booleans(), is_growing=st.booleans())
    def create(self, leftovers: Leftovers, several: bool, is_growing: bool) -> None:  # noqa: FBT001 - drawn.
        self.office = Office(self.office.store, next(workspaces))
        labelers = ("ANA",) if leftovers is Leftovers.HUMAN else ()
        more = {"several": several, "is_growing": is_growing, "lease": 3600}
        self.task = automatic_task(self.office, INPUTS, labelers, ("REA",), leftovers=leftovers, **more)
        self.inputs = self.task.inputs
        self.said: dict[int, object] = {}
        # Three for reviewers and one for people, so that whatever is drawn has something to work on.
        self.the_model_speaks({0: {True: 0.6}, 1: {True: 0.6, False: 0.95}, 2: {False: 0.6}, 3: {}})

    def teardown(self) -> None:
        if hasattr(self, "task"):
            self.office.editing.delete(self.office.lead, self.task.id)

    @rule(answers=st.dictionaries(which, scores, min_size=2))
    def the_model_goes_on(self, answers: dict[int, object]) -> None:
        self.the_model_speaks(answers)

    def the_model_speaks(self, answers: dict[int, object]) -> None:
        """What it has said it says again, as after a crash."""
        task = self.task
        for place, said in answers.items():
            if isinstance(said, dict):
                said = {(task.robin if one else task.wren): score for one, score in said.items()}  # noqa: PLW2901
            self.said.setdefault(self.inputs[place], said)
        before = {one.input: one for one in self.office.assignments(task.id)}
        self.task.says_of({self.inputs[place]: self.said[self.inputs[place]] for place in answers})
        for one in self.office.assignments(task.id):
            had = before[one.input]
            assert one == had or (had.labeler, had.status) == (ROBOT, PENDING)
            assert (one.labeler, one.status) != (ROBOT, PENDING) or self.inputs.index(one.input) not in answers

    @rule(labelers=st.sets(people), reviewers=st.sets(people, min_size=1))
    def people_change(self, labelers: set[str], reviewers: set[str]) -> None:
        robots = {one.id for one in self.office.of(self.task.id, ROBOT)}
        try:
            self.office.set_people(self.task.id, sorted(labelers), sorted(reviewers))
        except Invalid:
            assert not labelers
        self.office.settle()
        assert {one.id for one in self.office.of(self.task.id, ROBOT)} == robots

    @rule(place=which)
    def somebody_labels(self, place: int) -> None:
        office, task = self.office, self.task
        labelers = office.store.read(lambda unit: unit.people.of_task(task.id, Role.LABELER))
        for who in labelers[place:] + labelers[:place]:
            if office.labeling.card(office.actor(who), task.id).may_take:
                office.labeling.take(office.actor(who), task.id)
            item = office.labeling.card(office.actor(who), task.id).item
            if item is not None:
                office.labeling.answer(office.actor(who), item.assignment, item.revision, [task.wren])
                return

    @rule(place=which, how=st.sampled_from(["approve", "edit", "changes", "reject"]))
    def somebody_reviews(self, place: int, how: str) -> None:
        office = self.office
        reviewers = list(office.store.read(lambda unit: unit.reviews.load(self.task.id)))
        actor = office.actor(reviewers[place % len(reviewers)])
        office.reviewing.take(actor, self.task.id)
        waiting = [office.reviewing.card(office.actor(one), self.task.id).item for one in reviewers]
        who, item = next(((one, item) for one, item in zip(reviewers, waiting, strict=True) if item), ("", None))
        if item is None:
            return
        actor = office.actor(who)
        on = (actor, item.assignment, item.revision)
        acts = {
            "approve": lambda: office.reviewing.approve(*on),
            "edit": lambda: office.reviewing.edit_and_approve(*on, [self.task.wren]),
            "changes": lambda: office.reviewing.request_changes(*on, "Look again."),
            "reject": lambda: office.reviewing.reject(*on, "No."),
        }
        done = acts[how]()
        after = next(one for one in office.assignments(self.task.id) if one.id == item.assignment)
        if done.note is None:
            assert after.status is {"changes": PENDING, "reject": REJECTED}.get(how, SUCCESS)
            assert (after.labeler, after.status) != (ROBOT, PENDING), "No model makes changes."
        else:
            assert how == "changes"
            assert after.labeler == ROBOT

    @rule(place=which)
    def a_lead_takes_one_out(self, place: int) -> None:
        self.office.excluding.exclude(self.office.lead, self.task.id, self.inputs[place], "Broken.")

    @rule(place=which)
    def a_lead_takes_one_in(self, place: int) -> None:
        self.office.excluding.include(self.office.lead, self.task.id, self.inputs[place])
        self.office.settle()
        (one,) = [one for one in self.office.assignments(self.task.id) if one.input == self.inputs[place]]
        assert one.status is not EXCLUDED
        if (one.labeler, one.status) == (ROBOT, PENDING):
            assert one.input not in self.said, "Whoever is to answer it is known."

    @rule(place=which)
    def a_lead_opens_one_again(self, place: int) -> None:
        one = next(one for one in self.office.assignments(self.task.id) if one.input == self.inputs[place])
        if one.status is REJECTED:
            self.office.closing.reopen_assignment(self.office.lead, one.id)

    @rule(minutes=st.sampled_from([1, 40, 61]))
    def time_passes(self, minutes: int) -> None:
        self.office.store.clock.move(60 * minutes)
        self.office.reviewing.deal_batches()
        self.office.settle()

    # What is true after each of these

    @invariant()
    def no_input_is_lost_or_there_twice(self) -> None:
        found = [one.input for one in self.office.assignments(self.task.id)]
        assert sorted(found) == sorted(self.inputs)

    @invariant()
    def each_answer_is_as_its_assignment(self) -> None:
        annotations = self.task.annotations()
        for one in self.office.assignments(self.task.id):
            answer = annotations.get(one.id, [])
            assert len({concept for concept, *_ in answer}) == len(answer)
            states = {state for _, state, *_ in answer}
            if one.status in {SUCCESS, AWAITING, REJECTED}:
                assert answer
            if one.status is SUCCESS:
                assert states == {"SUCCESS"}
            if one.status is AWAITING:
                assert "AWAITING_REVIEW" in states
                assert states <= {"AWAITING_REVIEW", "SUCCESS"}
            automatic = [score for *_, provenance, _, score in answer if provenance == str(Provenance.AUTO)]
            assert all(score >= 0.5 for score in automatic)

    @invariant()
    def tallies_count_what_is_there(self) -> None:
        dealt = self.office.assignments(self.task.id)
        counted = Counter((one.labeler, one.status) for one in dealt)
        for labeler, tally in self.office.store.read(lambda unit: unit.tallies.all(self.task.id)).items():
            seen = (tally.pending, tally.awaiting, tally.consensus, tally.success, tally.rejected)
            assert seen == tuple(counted[labeler, state] for state in (PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED))
        excluded = self.office.store.read(lambda unit: unit.tasks.find(self.task.id)).excluded
        assert excluded == sum(one.status is EXCLUDED for one in dealt)

    @invariant()
    def each_change_is_one_move_of_the_table_and_audited_once(self) -> None:
        for one in self.office.assignments(self.task.id):
            rows = self.office.audit(one.id)
            states = [(AssignmentStatus(before), AssignmentStatus(after)) for _, _, before, after, _ in rows]
            assert all(earlier[1] == later[0] for earlier, later in pairwise(states))
            assert (states[-1][1] if states else PENDING) == one.status
            assert all(move(before, Action(row[1])) is after for row, (before, after) in zip(rows, states, strict=True))
            assert len(rows) == one.revision, "Nothing is changed without its row."

    @invariant()
    def the_task_is_done_when_nothing_is_open(self) -> None:
        dealt = self.office.assignments(self.task.id)
        is_open = any(one.status in {PENDING, AWAITING} for one in dealt)
        assert (status(self.office, self.task) is TaskStatus.IN_PROGRESS) == is_open

    @invariant()
    def nobody_writes_to_the_model(self) -> None:
        assert not self.office.told(ROBOT)
        users = self.office.store.read(lambda unit: [one.user for one in unit.cards.of_task(self.task.id)])
        assert not {ROBOT, NOBODY} & set(users)


@pytest.mark.parametrize("examples", [2, pytest.param(25, marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_a_model_and_people_together(office: Office, examples: int) -> None:
    run_in(office, Together, examples, 25)
