"""Any order and any repetition of clicks, by anybody, on cards of any age, beside a model of what must come of them."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import Actor, AssignmentStatus
from domain.read_models import ReasonModel
from tests.office import LEAD, Office
from tests.services.beside_a_model import INPUTS, LABELERS, REVIEWERS, BesideAModel
from tests.services.machines import run_in
from tests.services.modelled import AWAITING, PENDING, REJECTED, SUCCESS, THEIRS

people = st.sampled_from(sorted({*LABELERS, *REVIEWERS, "EVE", LEAD}))
by = st.one_of(st.just(THEIRS), people)
which = st.integers(0, INPUTS - 1)
age = st.sampled_from([0, 0, 0, 0, 1, 2, -1])
"""How many changes the clicked button is older than the assignment; -1: a revision that is yet to come."""
answers = st.sampled_from([0, 1, None])


class Clicks(BesideAModel):
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
        self.model.change(one, status=after, answer=answer, is_skipped=False)

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

    @rule(by=by, which=which, age=age, ticked=st.sets(st.integers(0, 1)))
    def skip(self, by: str, which: int, age: int, ticked: set[int]) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        concepts = [self.concepts[place] for place in ticked]
        self.office.labeling.skip(self.actor(user), one, revision, concepts=concepts)
        work = self.model.work[one]
        if self.model.may_label(one, user, age) and work.status is PENDING:
            answer = frozenset(concepts) or work.answer
            self.model.change(one, is_skipped=True, order=next(self.time), answer=answer)

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
            self.model.change(one, status=PENDING, order=-next(self.time), is_skipped=False)
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
            back = {"status": PENDING, "reason": "Look again.", "is_skipped": False}
            self.model.change(one, order=-next(self.time), **back)
            self.model.told[labeler]["SentBack"] += labeler in self.model.labelers
            self.labelers_leave_nothing_behind()

    @rule(by=by, which=which)
    def ask_for_changes_without_a_reason(self, by: str, which: int) -> None:
        one, revision = self.click(which, 0)
        user = self.model.reviewer_or(one, by)
        for ask in (self.office.reviewing.request_changes, self.office.reviewing.reject):
            with pytest.raises(Invalid):
                ask(self.actor(user), one, revision, "  ")

    @rule(user=people, labeler=st.sampled_from(LABELERS), which=which, times=st.integers(1, 2))
    def approve_all(self, user: str, labeler: str, which: int, times: int) -> None:
        """As of a card that was painted when this answer was the newest of them."""
        submitted = {one.id: one.submitted_at or 0 for one in self.office.assignments(self.task)}
        until = submitted[self.ids[which]]
        meant = [
            one
            for one, work in self.model.work.items()
            if work.labeler == labeler and self.model.may_decide(one, user, 0) and submitted[one] <= until
        ]
        fewer = self.office.reviewing.ask_approve_all(self.actor(user), self.task, labeler, until, len(meant) - 1)
        assert fewer is not None, "More than the reviewer was asked about."
        for _ in range(times):
            refused = self.office.reviewing.ask_approve_all(self.actor(user), self.task, labeler, until, len(meant))
            assert (refused is None) == bool(meant)
        for asked in self.office.carry_out(user):
            # Delivered twice, as after a crash.
            for _ in range(2):
                assert self.office.reviewing.approve_all(self.actor(user), asked) == len(meant)
        for one in meant:
            self._decided(one, user, SUCCESS, reason=None)

    @rule(by=by, which=which, age=age)
    def ask_for_a_reason(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.reviewer_or(one, by)
        asked = self.office.reviewing.ask_reason(self.actor(user), one, revision, is_reject=True)
        assert isinstance(asked, ReasonModel) == self.model.may_decide(one, user, age)

    @rule(by=by, which=which, age=age)
    def answer_with_none_of_these_beside_a_concept(self, by: str, which: int, age: int) -> None:
        one, revision = self.click(which, age)
        user = self.model.labeler_or(one, by)
        both = [self.concepts[0], None]
        if self.model.may_label(one, user, age):
            with pytest.raises(Invalid):
                self.office.labeling.answer(self.actor(user), one, revision, both)
            with pytest.raises(Invalid):
                self.office.labeling.skip(self.actor(user), one, revision, concepts=both)
        else:
            self.office.labeling.answer(self.actor(user), one, revision, both)

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


@pytest.mark.parametrize("examples", [2, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_clicks_in_any_order_come_to_what_the_rules_say(office: Office, examples: int) -> None:
    run_in(office, Clicks, examples)
