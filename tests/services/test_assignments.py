"""Any order and any repetition of clicks, by anybody, on cards of any age, beside a model of what must come of them."""

from collections import Counter
from dataclasses import replace
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import Actor, AnnotationStatus, AssignmentStatus, Tally, TaskStatus
from domain.notices import Rejected, SentBack, TaskDone
from store import tables
from tests.office import LEAD, Office
from tests.services.modelled import AWAITING, PENDING, REJECTED, SUCCESS, THEIRS, Model, Modelled

SHOWN_AS = {
    PENDING: AnnotationStatus.PENDING,
    AWAITING: AnnotationStatus.AWAITING_REVIEW,
    SUCCESS: AnnotationStatus.SUCCESS,
    REJECTED: AnnotationStatus.REVIEW_DENIED,
}
INPUTS = 5
LABELERS, REVIEWERS, OTHERS = ("ANA", "BEN", "REA"), ("REA", "ROY", "BEN"), ("EVE", LEAD)
people = st.sampled_from(sorted({*LABELERS, *REVIEWERS, *OTHERS}))
by = st.one_of(st.just(THEIRS), people)
which = st.integers(0, INPUTS - 1)
age = st.sampled_from([0, 0, 0, 0, 1, 2, -1])
"""How many changes the clicked button is older than the assignment; -1: a revision that is yet to come."""
answers = st.sampled_from([0, 1, None])
workspaces = map("T{}".format, count(1))


class Clicks(RuleBasedStateMachine):
    office: Office

    @initialize(labelers=st.sets(st.sampled_from(LABELERS), min_size=1), reviewers=st.sets(st.sampled_from(REVIEWERS)))
    def create(self, labelers: set[str], reviewers: set[str]) -> None:
        self.office = Office(self.office.store, next(workspaces))
        self.time = count(10**6)
        first, second = tuple(sorted(labelers)), tuple(sorted(reviewers))
        birds = self.office.task(INPUTS, first, reviewers=second, several=True)
        self.task, self.concepts = birds.id, birds.concepts
        dealt = self.office.assignments(self.task)
        self.ids = [one.id for one in dealt]
        self.model = Model(first, second, {one.id: Modelled(one.labeler, one.position) for one in dealt})

    def teardown(self) -> None:
        if hasattr(self, "task"):
            self.office.editing.delete(self.office.lead, self.task)

    def actor(self, user: str) -> Actor:
        return self.office.actor(user)

    def click(self, which: int, age: int) -> tuple[int, int]:
        one = self.ids[which]
        return one, self.model.work[one].revision - age

    # What labelers do, and everybody else tries

    @rule(by=by, which=which, age=age, answer=answers)
    def label(self, by: str, which: int, age: int, answer: int | None) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        concept = None if answer is None else self.concepts[answer]
        self.office.labeling.answer(self.actor(user), one, revision, [concept])
        if self.model.may_label(one, user, age) and self.model.work[one].status is PENDING:
            self._submitted(one, frozenset([concept]))

    @rule(by=by, which=which, age=age)
    def submit_what_is_ticked(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        clicked = self.office.labeling.submit(self.actor(user), one, revision)
        work = self.model.work[one]
        if self.model.may_label(one, user, age) and work.status is PENDING and work.answer:
            self._submitted(one, work.answer)
        elif self.model.may_label(one, user, age) and work.status is PENDING:
            assert clicked.note is not None

    def _submitted(self, one: int, answer: frozenset[int | None]) -> None:
        after = AWAITING if self.model.reviewers else SUCCESS
        self.model.change(one, status=after, answer=answer)

    @rule(by=by, which=which, age=age, concept=st.integers(0, 1), on=st.booleans())
    def tick(self, by: str, which: int, age: int, concept: int, on: bool) -> None:  # noqa: FBT001 - Hypothesis calls by name.
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        chosen = self.concepts[concept]
        self.office.labeling.tick(self.actor(user), one, revision, chosen, on=on)
        work = self.model.work[one]
        if self.model.may_label(one, user, age) and work.status is PENDING:
            ticked = (work.answer | {chosen}) - {None} if on else work.answer - {chosen}
            self.model.tick(one, answer=ticked)

    @rule(by=by, which=which, age=age)
    def label_with_what_is_no_concept_of_the_task(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        clicked = self.office.labeling.label(self.actor(user), one, revision, 10**9)
        if self.model.may_label(one, user, age) and self.model.work[one].status is PENDING:
            assert clicked.note is not None

    @rule(by=by, which=which, age=age)
    def skip(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        self.office.labeling.skip(self.actor(user), one, revision)
        if self.model.may_label(one, user, age) and self.model.work[one].status is PENDING:
            self.model.change(one, is_skipped=True, order=next(self.time))

    @rule(by=by, which=which, age=age, on=st.booleans())
    def flag(self, by: str, which: int, age: int, on: bool) -> None:  # noqa: FBT001 - Hypothesis calls by name.
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        self.office.labeling.flag(self.actor(user), one, revision, on=on)
        work = self.model.work[one]
        if self.model.may_label(one, user, age) and work.status is PENDING and work.is_flagged != on:
            self.model.change(one, is_mark=True, is_flagged=on)

    @rule(by=by, which=which, age=age)
    def undo(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        clicked = self.office.labeling.undo(self.actor(user), one, revision)
        work = self.model.work[one]
        is_open = work.status is AWAITING or (work.status is SUCCESS and work.reviewed_by is None)
        if self.model.may_label(one, user, age) and is_open:
            self.model.change(one, status=PENDING, order=-next(self.time))
        elif self.model.may_label(one, user, age) and work.status is not PENDING:
            assert clicked.note is not None

    # What reviewers do, and everybody else tries

    @rule(by=by, which=which, age=age)
    def approve(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.reviewer_or(one, by)
        reviewed = self.office.reviewing.approve(self.actor(user), one, revision)
        changed = self.model.may_decide(one, user, age)
        assert changed == (reviewed.note is None)
        if changed:
            self._decided(one, user, SUCCESS, reason=None)

    @rule(by=by, which=which, age=age)
    def reject(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.reviewer_or(one, by)
        reviewed = self.office.reviewing.reject(self.actor(user), one, revision, " No bird. ")
        changed = self.model.may_decide(one, user, age)
        assert changed == (reviewed.note is None)
        if changed:
            self.model.told[self.model.work[one].labeler]["Rejected"] += 1
            self._decided(one, user, REJECTED, reason="No bird.")

    def _decided(self, one: int, user: str, status: AssignmentStatus, reason: str | None) -> None:
        self.model.decided[user] += 1
        self.model.change(one, status=status, reviewed_by=user, reason=reason)

    @rule(by=by, which=which, age=age)
    def request_changes(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.reviewer_or(one, by)
        reviewed = self.office.reviewing.request_changes(self.actor(user), one, revision, "Look again.")
        changed = self.model.may_decide(one, user, age)
        assert changed == (reviewed.note is None)
        if changed:
            labeler = self.model.work[one].labeler
            self.model.change(one, status=PENDING, reason="Look again.", order=-next(self.time))
            self.model.told[labeler]["SentBack"] += labeler in self.model.labelers
            self.labelers_leave_nothing_behind()

    @rule(by=by, which=which)
    def ask_for_changes_without_a_reason(self, by: str, which: int) -> None:
        one, revision = self.click(which, 0)
        user = self.model.reviewer_or(one, by)
        for ask in (self.office.reviewing.request_changes, self.office.reviewing.reject):
            with pytest.raises(Invalid):
                ask(self.actor(user), one, revision, "  ")

    @rule(user=people, labeler=st.sampled_from(LABELERS))
    def approve_all(self, user: str, labeler: str) -> None:
        self.office.reviewing.approve_all_of(self.actor(user), self.task, labeler)
        for one, work in self.model.work.items():
            if work.labeler == labeler and self.model.may_decide(one, user, 0):
                self._decided(one, user, SUCCESS, reason=None)

    @rule(user=people)
    def ask_for_reviews(self, user: str) -> None:
        if user in self.model.reviewers:
            self.office.reviewing.take(self.actor(user), self.task)
            self.reviews_were_dealt(all_of_them=not self.model.is_deleted)
        else:
            with pytest.raises(NotAllowed):
                self.office.reviewing.take(self.actor(user), self.task)

    @rule(minutes=st.sampled_from([0, 31]))
    def time_passes(self, minutes: int) -> None:
        self.office.store.clock.move(60 * minutes)
        self.office.reviewing.deal_batches()
        self.reviews_were_dealt(all_of_them=bool(minutes) and not self.model.is_deleted)

    def reviews_were_dealt(self, *, all_of_them: bool) -> None:
        """Who got what is the distribution's affair; that nobody got their own is ours."""
        for assignment in self.office.assignments(self.task):
            before = self.model.work[assignment.id]
            if before.reviewer is None and before.status is AWAITING and self.model.reviewers:
                assert assignment.reviewer is not None or not all_of_them
                assert assignment.reviewer in {None, *self.model.reviewers}
                assert assignment.reviewer != before.labeler or len(self.model.reviewers) == 1
                self.model.work[assignment.id] = replace(before, reviewer=assignment.reviewer)

    # What the lead does

    @precondition(lambda self: not self.model.is_deleted)
    @rule(labelers=st.sets(st.sampled_from(LABELERS), min_size=1), reviewers=st.sets(st.sampled_from(REVIEWERS)))
    def change_people(self, labelers: set[str], reviewers: set[str]) -> None:
        if not reviewers and any(work.status is AWAITING for work in self.model.work.values()):
            with pytest.raises(Invalid, match="for review"):
                self.office.set_people(self.task, sorted(labelers))
            return
        self.office.set_people(self.task, sorted(labelers), sorted(reviewers))
        gone = set(self.model.reviewers) - reviewers
        for one, work in self.model.work.items():
            if work.reviewer in gone and work.status in {PENDING, AWAITING}:
                self.model.work[one] = replace(work, reviewer=None)
        for reviewer in gone:
            del self.model.decided[reviewer]
        self.model.labelers, self.model.reviewers = tuple(labelers), tuple(reviewers)

    @rule()
    def labelers_leave_nothing_behind(self) -> None:
        """What moves is open work only, to people who are there."""
        self.office.settle()
        for now in self.office.assignments(self.task):
            before = self.model.work[now.id]
            if now.labeler != before.labeler:
                assert before.status is PENDING
                assert now.labeler in self.model.labelers
                reviewer = None if before.reviewer == now.labeler else before.reviewer
                values = {"labeler": now.labeler, "reviewer": reviewer, "is_skipped": False, "answer": frozenset()}
                while self.model.work[now.id].revision < now.revision:
                    self.model.change(now.id, **values)
            assert self.model.is_deleted or now.status is not PENDING or now.labeler in self.model.labelers

    @rule()
    def delete_or_restore(self) -> None:
        change = self.office.editing.restore if self.model.is_deleted else self.office.editing.delete
        change(self.office.lead, self.task)
        self.model.is_deleted = not self.model.is_deleted

    @rule(which=which)
    def another_workspace_knows_nothing_of_it(self, which: int) -> None:
        stranger = Actor("T-other", self.model.work[self.ids[which]].labeler)
        with pytest.raises(NotFound):
            self.office.labeling.label(stranger, *self.click(which, 0), self.concepts[0])
        with pytest.raises(NotFound):
            self.office.reviewing.approve(stranger, *self.click(which, 0))

    # What is true after each of these

    @invariant()
    def assignments_are_as_modelled(self) -> None:
        for one in self.office.assignments(self.task):
            work = self.model.work[one.id]
            seen = (one.labeler, one.status, one.revision, one.reviewer, one.reviewed_by, one.reason)
            assert seen == (work.labeler, work.status, work.revision, work.reviewer, work.reviewed_by, work.reason)
            assert (one.is_skipped, one.is_flagged) == (work.is_skipped, work.is_flagged)
            assert (one.submitted_at is None) == (one.status is PENDING)

    @invariant()
    def answers_are_as_modelled(self) -> None:
        n = tables.annotation.c
        chosen = tables.annotation.select().with_only_columns(n.assignment, n.concept, n.status)
        mine = chosen.where(n.assignment.in_(self.ids))
        rows = self.office.store.read(lambda unit: list(unit.connection.execute(mine)))
        expected = [
            (one, concept, SHOWN_AS[work.status]) for one, work in self.model.work.items() for concept in work.answer
        ]
        assert Counter(map(tuple, rows)) == Counter(expected)

    @invariant()
    def tallies_are_right(self) -> None:
        tallies = self.office.store.read(lambda unit: unit.queue.tallies(self.task))
        for labeler in {*LABELERS, *tallies}:
            mine = Counter(work.status for work in self.model.work.values() if work.labeler == labeler)
            expected = Tally(mine[PENDING], mine[AWAITING], mine[SUCCESS], mine[REJECTED])
            assert tallies.get(labeler, Tally()) == expected

    @invariant()
    def each_change_is_audited_once_and_follows_from_the_one_before(self) -> None:
        for one in self.ids:
            rows = self.office.audit(one)
            assert len(rows) == self.model.audited[one]
            states = [(before, after) for _, _, before, after, _ in rows]
            assert all(earlier[1] == later[0] for earlier, later in pairwise(states))
            assert (states[-1][1] if states else PENDING) == self.model.work[one].status

    @invariant()
    def everybody_sees_what_is_in_front(self) -> None:
        for labeler in LABELERS:
            item = self.office.labeling.card(self.actor(labeler), self.task).item
            assert (item and item.assignment) == self.model.front(labeler)
        for reviewer in REVIEWERS:
            card = self.office.reviewing.card(self.actor(reviewer), self.task)
            mine = [
                one for one, work in self.model.work.items() if work.reviewer == reviewer and work.status is AWAITING
            ]
            assert (card.item is not None) == bool(mine and not self.model.is_deleted)
            assert card.item is None or card.item.assignment in mine
            assert card.reviewed == self.model.decided[reviewer]

    @invariant()
    def the_task_is_done_when_nothing_is_open(self) -> None:
        task = self.office.store.read(lambda unit: unit.tasks.find(self.task))
        assert (task.status is TaskStatus.DONE) == self.model.is_done
        told = self._notices()
        assert told[LEAD, TaskDone.__name__] == self.model.ends
        for labeler in LABELERS:
            for kind in (SentBack.__name__, Rejected.__name__):
                assert told[labeler, kind] == self.model.told[labeler][kind]

    def _notices(self) -> Counter[tuple[str, str]]:
        n = tables.notice.c
        mine = tables.notice.select().with_only_columns(n.user_id, n.kind).where(n.task == self.task)
        return Counter(map(tuple, self.office.store.read(lambda unit: list(unit.connection.execute(mine)))))


@pytest.mark.parametrize("examples", [8, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_clicks_in_any_order_come_to_what_the_rules_say(office: Office, examples: int) -> None:
    machine = type("Clicks", (Clicks,), {"office": office})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
