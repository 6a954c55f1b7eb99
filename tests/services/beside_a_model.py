"""Labelbot beside a model of it: how they begin, and what is true of both after each step."""

from collections import Counter
from itertools import count, pairwise

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
)

from domain.model import Actor, AnnotationStatus, Tally, TaskStatus
from domain.notices import Rejected, SentBack, TaskDone
from store import tables
from tests.office import LEAD, Office
from tests.services.modelled import AWAITING, PENDING, REJECTED, SUCCESS, Model, Modelled

SHOWN_AS = {
    PENDING: AnnotationStatus.PENDING,
    AWAITING: AnnotationStatus.AWAITING_REVIEW,
    SUCCESS: AnnotationStatus.SUCCESS,
    REJECTED: AnnotationStatus.REVIEW_DENIED,
}
INPUTS = 5
LABELERS, REVIEWERS = ("ANA", "BEN", "REA"), ("REA", "ROY", "BEN")
workspaces = map("T{}".format, count(1))


class BesideAModel(RuleBasedStateMachine):
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
        # Nothing is sent here, so what is no longer true was taken back.
        assert told[LEAD, TaskDone.__name__] == self.model.is_done
        for labeler in LABELERS:
            for kind in (SentBack.__name__, Rejected.__name__):
                assert told[labeler, kind] == self.model.told[labeler][kind]

    def _notices(self) -> Counter[tuple[str, str]]:
        n = tables.notice.c
        mine = tables.notice.select().with_only_columns(n.user_id, n.kind).where(n.task == self.task)
        return Counter(map(tuple, self.office.store.read(lambda unit: list(unit.connection.execute(mine)))))
