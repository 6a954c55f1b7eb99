"""Any order of everything that can happen in a task of any kind: what is true of all of them after each step."""

from collections import Counter, defaultdict
from itertools import count, pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.assignment import ANNOTATION_STATUS, REASON_NEEDED, Action, move
from domain.errors import Invalid, LabelingError, NotFound
from domain.model import NOBODY, AnnotationStatus, AssignmentStatus, Distribution, ReviewMethod, TaskStatus
from domain.progress import expected, labeling_percent
from store import tables
from store.unit_of_work import UnitOfWork
from tests.office import LEAD, Office
from tests.services.machines import run_in

PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED, EXCLUDED = AssignmentStatus
PEOPLE, REVIEWERS = ("ANA", "BEN", "CAY", "DAN"), ("BEN", "REA", "ROY")
KINDS: list[dict[str, object]] = [
    {},
    {"labelers_per_input": 2},
    {"distribution": Distribution.WEIGHTED, "weights": {"ANA": 2}, "is_rebalancing": True},
    {"distribution": Distribution.EVERYONE},
    {"distribution": Distribution.DYNAMIC},
    {"distribution": Distribution.DYNAMIC, "labelers_per_input": 2, "is_growing": True},
    {"labelers_per_input": 2, "agreement": 2},
    {"distribution": Distribution.EVERYONE, "agreement": 2, "is_growing": True},
    {"distribution": Distribution.DYNAMIC, "labelers_per_input": 3, "agreement": 2},
]
REVIEWS: list[dict[str, object]] = [
    {"reviewers": ()},
    {"reviewers": REVIEWERS},
    {"reviewers": REVIEWERS, "review_share": 50},
    {"reviewers": REVIEWERS, "review_method": ReviewMethod.STACKED},
]
workspaces = map("T{}".format, count(1))
who = st.sampled_from(PEOPLE)
anybody = st.sampled_from(sorted({*PEOPLE, *REVIEWERS, LEAD}))
which = st.integers(0, 30)


class WholeTask(RuleBasedStateMachine):
    office: Office

    @initialize(kind=st.sampled_from(KINDS), review=st.sampled_from(REVIEWS), inputs=st.integers(1, 12))
    def create(self, kind: dict[str, object], review: dict[str, object], inputs: int) -> None:
        self.office = Office(self.office.store, next(workspaces))
        for user in {*PEOPLE, *REVIEWERS}:
            self.office.person(user)
        fields = {**kind, **review}
        if fields.get("agreement"):
            fields.pop("review_method", None)
        self.inputs = inputs
        self.birds = self.office.task(inputs, PEOPLE, **fields)
        self.reviewers = fields["reviewers"]
        self.labelers: tuple[str, ...] = PEOPLE
        self.seen: dict[int, tuple[AssignmentStatus, int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "birds"):
            self.office.editing.delete(self.office.lead, self.birds.id)

    @property
    def task(self):
        return self.office.store.read(lambda unit: unit.tasks.find(self.birds.id))

    def pick(self, number: int):
        dealt = self.office.assignments(self.birds.id)
        return dealt[number % len(dealt)] if dealt else None

    # What people do

    @rule(user=anybody)
    def take(self, user: str) -> None:
        try:
            self.office.labeling.take(self.office.actor(user), self.birds.id)
        except LabelingError:
            assert user not in self.labelers

    @rule(user=who, place=st.sampled_from([0, 0, 1, None]), times=st.integers(1, 4))
    def label_what_is_in_front(self, user: str, place: int | None, times: int) -> None:
        concept = None if place is None else self.birds.concepts[place]
        for _ in range(times):
            item = self.office.labeling.card(self.office.actor(user), self.birds.id).item
            if item is not None:
                which = (self.office.actor(user), item.assignment, item.revision)
                clicked = self.office.labeling.answer(*which, [concept])
                assert clicked.note is None
                again = self.office.labeling.answer(*which, [concept])
                assert again.note is None or "answered that one already" in again.note

    @rule(user=who)
    def undo(self, user: str) -> None:
        undo = self.office.labeling.card(self.office.actor(user), self.birds.id).undo
        if undo is not None:
            clicked = self.office.labeling.undo(self.office.actor(user), undo.assignment, undo.revision)
            assert clicked.note is None or self.task.status is TaskStatus.WONT_DO

    @rule(user=anybody, number=which, place=st.integers(0, 1))
    def click_what_is_not_in_front(self, user: str, number: int, place: int) -> None:
        one = self.pick(number)
        if one is not None:
            self.office.labeling.label(self.office.actor(user), one.id, one.revision, self.birds.concepts[place])
            self.office.labeling.skip(self.office.actor(user), one.id, one.revision)

    @rule(user=who)
    def release(self, user: str) -> None:
        try:
            self.office.releasing.release(self.office.actor(user), self.birds.id)
        except LabelingError:
            assert self.task.distribution is Distribution.EVERYONE

    @rule(user=anybody, what=st.sampled_from(["approve", "approve", "edit", "changes", "reject"]))
    def review(self, user: str, what: str) -> None:
        self.office.reviewing.deal_batches()
        try:
            item = self.office.reviewing.take(self.office.actor(user), self.birds.id).item
        except LabelingError:
            item = None
        if item is not None:
            self._decide(user, item.assignment, item.revision, what)

    @rule(user=anybody, number=which, what=st.sampled_from(["approve", "edit", "changes", "reject"]))
    def decide_what_may_be_anybodys(self, user: str, number: int, what: str) -> None:
        one = self.pick(number)
        if one is not None:
            before = self.office.assignments(self.birds.id)
            self._decide(user, one.id, one.revision, what)
            if not (one.reviewer == user and one.status is AWAITING):
                assert self.office.assignments(self.birds.id) == before

    def _decide(self, user: str, assignment: int, revision: int, what: str) -> None:
        which = (self.office.actor(user), assignment, revision)
        reviewing = self.office.reviewing
        for _ in range(2):
            if what == "approve":
                reviewing.approve(*which)
            elif what == "edit":
                reviewing.edit_and_approve(*which, [self.birds.concepts[1]])
            else:
                (reviewing.reject if what == "reject" else reviewing.request_changes)(*which, "Look again.")

    # What leads do

    @rule(labelers=st.sets(who, min_size=1))
    def change_people(self, labelers: set[str]) -> None:
        try:
            self.office.set_people(self.birds.id, sorted(labelers), self.reviewers)
        except Invalid:
            assert len(labelers) < max(self.task.labelers_per_input, self.task.agreement)
            return
        self.labelers = tuple(sorted(labelers))

    @rule(giver=who, taker=who)
    def hand_over(self, giver: str, taker: str) -> None:
        try:
            self.office.releasing.hand_over_to(self.office.lead, self.birds.id, giver, taker)
        except LabelingError:
            assert giver == taker or taker not in self.labelers or self.task.distribution is Distribution.EVERYONE

    @rule(number=which, back=st.booleans())
    def exclude_or_include(self, number: int, back: bool) -> None:  # noqa: FBT001 - Hypothesis calls by name.
        one = self.pick(number)
        if one is None:
            return
        if back:
            self.office.excluding.include(self.office.lead, self.birds.id, one.input)
        else:
            self.office.excluding.exclude(self.office.lead, self.birds.id, one.input, "Broken.")

    @rule(number=which)
    def reopen_an_answer(self, number: int) -> None:
        one = self.pick(number)
        if one is not None:
            try:
                self.office.closing.reopen_assignment(self.office.lead, one.id)
            except Invalid:
                assert one.status is not REJECTED

    @rule()
    def close_and_reopen(self) -> None:
        try:
            self.office.closing.close(self.office.lead, self.birds.id)
        except Invalid:
            assert self.task.status is TaskStatus.DONE
        self.office.distributing.step()
        for user in PEOPLE:
            assert self.office.labeling.card(self.office.actor(user), self.birds.id).item is None or (
                self.task.status is TaskStatus.DONE
            )
        self.office.closing.reopen(self.office.lead, self.birds.id)

    @rule(more=st.integers(0, 3))
    def the_dataset_grows(self, more: int) -> None:
        self.inputs += more
        self.office.add_inputs(self.inputs)

    # What time does

    @rule(minutes=st.sampled_from([1, 40, 61, 60 * 25]))
    def time_passes(self, minutes: int) -> None:
        self.office.store.clock.move(60 * minutes)
        self.office.reviewing.deal_batches()

    @rule()
    def the_background_works(self) -> None:
        self.office.settle()
        for one in self.office.assignments(self.birds.id):
            assert one.status is not PENDING or one.labeler in {*self.labelers, NOBODY}

    @rule()
    def somebody_exports(self) -> None:
        """What is final, each once; with everything, also what waits or was denied, and nothing that is only ticked."""
        n, a = tables.annotation.c, tables.assignment.c
        joined = tables.annotation.join(tables.assignment, a.id == n.assignment).select()
        chosen = joined.with_only_columns(n.id, n.status).where(a.task == self.birds.id)

        def read(unit: UnitOfWork) -> tuple[dict[int, str], set[int], set[int]]:
            there = {row.id: row.status for row in unit.connection.execute(chosen)}
            final, every = (
                {row.id for row in unit.exports.after(self.birds.id, 0, 10**6, everything=everything)}
                for everything in (False, True)
            )
            return there, final, every

        there, final, every = self.office.store.read(read)
        assert final == {one for one, status in there.items() if status == "SUCCESS"}
        assert every == {one for one, status in there.items() if status != "PENDING"}

    @rule()
    def the_history_is_in_order(self) -> None:
        at = tables.audit.select().with_only_columns(tables.audit.c.at).where(tables.audit.c.task == self.birds.id)
        ordered = at.order_by(tables.audit.c.id)
        times = list(self.office.store.read(lambda unit: list(unit.connection.execute(ordered).scalars())))
        assert times == sorted(times)
        assert all(0 < one <= self.office.store.clock.now() for one in times)

    # What is true after each of these

    @invariant()
    def nobody_has_an_input_twice_and_no_input_has_more_than_it_should(self) -> None:
        people: dict[int, list[str]] = defaultdict(list)
        for one in self.office.assignments(self.birds.id):
            if not (one.status is EXCLUDED and one.reason == "left the task"):
                people[one.input].append(one.labeler)
        task = self.task
        for labelers in people.values():
            had = [labeler for labeler in labelers if labeler != NOBODY]
            assert len(set(had)) == len(had)
            if task.distribution is not Distribution.EVERYONE:
                assert len(labelers) == task.labelers_per_input

    @invariant()
    def tallies_count_what_is_there(self) -> None:
        dealt = self.office.assignments(self.birds.id)
        counted = Counter((one.labeler, one.status) for one in dealt)
        for labeler, tally in self.office.store.read(lambda unit: unit.tallies.all(self.birds.id)).items():
            seen = (tally.pending, tally.awaiting, tally.consensus, tally.success, tally.rejected)
            states = (PENDING, AWAITING, CONSENSUS, SUCCESS, REJECTED)
            assert seen == tuple(counted[labeler, state] for state in states)
        assert self.task.excluded == sum(one.status is EXCLUDED for one in dealt)

    @invariant()
    def each_change_is_one_move_of_the_table_and_audited_once(self) -> None:
        for one in self.office.assignments(self.birds.id):
            rows = self.office.audit(one.id)
            states = [(AssignmentStatus(before), AssignmentStatus(after)) for _, _, before, after, _ in rows]
            assert all(earlier[1] == later[0] for earlier, later in pairwise(states))
            assert (states[-1][1] if states else PENDING) == one.status
            assert all(move(before, Action(row[1])) is after for row, (before, after) in zip(rows, states, strict=True))
            assert len(rows) == one.revision, "Nothing is changed without its row."
            assert all(who for who, *_ in rows)
            assert all(reason for _, action, *_, reason in rows if action in REASON_NEEDED)
            assert (one.submitted_at is None) == (one.status is PENDING) or one.status is EXCLUDED

    @invariant()
    def answers_stand_as_their_assignments(self) -> None:
        n, a = tables.annotation.c, tables.assignment.c
        joined = tables.annotation.join(tables.assignment, a.id == n.assignment).select()
        chosen = joined.with_only_columns(n.status, a.status).where(a.task == self.birds.id)
        rows = self.office.store.read(lambda unit: [tuple(row) for row in unit.connection.execute(chosen)])
        for annotation, assignment in rows:
            assert AnnotationStatus(annotation) is ANNOTATION_STATUS[AssignmentStatus(assignment)]

    @invariant()
    def done_is_done_and_100_percent_is_all(self) -> None:
        task, dealt = self.task, self.office.assignments(self.birds.id)
        is_open = any(one.status in {PENDING, AWAITING, CONSENSUS} for one in dealt)
        tally = self.office.store.read(lambda unit: unit.tallies.total(self.birds.id))
        if task.status in {TaskStatus.DONE, TaskStatus.IDLE}:
            assert not is_open
            assert task.is_distributed
            assert (task.status is TaskStatus.IDLE) == task.is_growing
        if labeling_percent(tally, expected(task, tally)) == 100:
            assert not any(one.status is PENDING for one in dealt)
            assert task.is_distributed or not dealt or all(one.status is EXCLUDED for one in dealt)

    @invariant()
    def nobody_decides_their_own_while_another_may(self) -> None:
        """Where several answers to an input are seen side by side, one of them may be the reviewer's own."""
        if self.task.agreement or len(self.reviewers) < 2:
            return
        for one in self.office.assignments(self.birds.id):
            assert one.status is not AWAITING or one.reviewer != one.labeler

    @invariant()
    def what_is_wanted_of_agreement_holds(self) -> None:
        """Blind until all have answered; whatever is right was said by enough people, or decided by a reviewer."""
        if not self.task.agreement:
            return
        by_input = defaultdict(list)
        for one in self.office.assignments(self.birds.id):
            by_input[one.input].append(one)
        for siblings in by_input.values():
            waiting = [one for one in siblings if one.status is CONSENSUS]
            assert not waiting or any(one.status is PENDING for one in siblings)


@pytest.mark.parametrize("examples", [2, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.timeout(900)
def test_whatever_happens_in_whatever_task(office: Office, examples: int) -> None:
    run_in(office, WholeTask, examples)


def test_the_table_of_kinds_is_of_tasks_that_can_be(office: Office) -> None:
    for number, kind in enumerate(KINDS):
        office.task(2, PEOPLE, name=f"Birds {number}", **kind)
    with pytest.raises(NotFound):
        office.releasing.release(office.actor("ANA"), 10**9)
