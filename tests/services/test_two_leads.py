"""Two leads edit one task in any order, with windows open as long as they like: nothing is lost, nothing overwritten
unseen.
"""

from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from domain.fields import TaskField, edited, in_words
from domain.model import Priority
from domain.read_models import FieldModel
from services import editing
from services.merging import Verdict, digest
from store import tables
from tests.office import LEAD, Office

LEADS = (LEAD, "CAY")
VALUES: dict[TaskField, tuple[object, ...]] = {
    TaskField.NAME: ("Birds", "Garden birds", "Owls"),
    TaskField.INSTRUCTIONS: ("", "Look.", "Look twice."),
    TaskField.PRIORITY: tuple(Priority),
    TaskField.LABELERS: (("ANA",), ("ANA", "BEN"), ("BEN", "ANA"), ("BEN",)),
    TaskField.CONCEPTS: (("1", "2"), ("2", "1"), ("1", "2", "3")),
}
NAMES = {"ANA": "Ana", "BEN": "Ben", "1": "Robin", "2": "Wren", "3": "Owl"}
workspaces = map("T-leads-{}".format, count())
step = st.tuples(
    st.sampled_from(["open", "save", "give up"]),
    st.sampled_from(LEADS),
    st.sampled_from(list(VALUES)),
    st.integers(0, 9),
)


@dataclass
class Leads:
    """What each has on the screen, and what must be saved by now."""

    office: Office
    task: int
    concepts: tuple[str, ...]
    saved: dict[TaskField, object] = field(default_factory=dict)
    windows: dict[tuple[str, TaskField], FieldModel] = field(default_factory=dict)

    def do(self, what: str, lead: str, which: TaskField, choice: int) -> None:
        key = (lead, which)
        if what == "open" or key not in self.windows:
            self.windows[key] = self.office.editing.open_field(self.office.person(lead), self.task, which)
            assert digest(which, self.windows[key].value) == digest(which, self.saved[which])  # type: ignore[arg-type]
        elif what == "give up":
            del self.windows[key]
        else:
            self.save(lead, which, self.value(which, choice))

    def save(self, lead: str, which: TaskField, value: object) -> None:
        window = self.windows.pop((lead, which))
        before = self.saved[which]
        shown = self.office.editing.save(self.office.person(lead), self.task, which, value, window.saved)
        if shown is not None:
            # The other one's change is on the screen, beside one's own; nothing was written.
            assert shown.theirs is not None
            assert (shown.theirs.people or shown.theirs.words) == self.said(which, before)
            assert same(which, shown.value, value)
            self.windows[lead, which] = shown
        elif not same(which, value, before):
            saw_it = window.saved == digest(which, before)  # type: ignore[arg-type]
            left_it = window.saved == digest(which, value)  # type: ignore[arg-type]
            assert saw_it or left_it, "Somebody's change was overwritten unseen."
            self.saved[which] = value if saw_it else before

    def value(self, which: TaskField, choice: int) -> object:
        values = VALUES[which]
        chosen = values[choice % len(values)]
        if which is not TaskField.CONCEPTS or not isinstance(chosen, tuple):
            return chosen
        return tuple(self.concepts[int(one) - 1] for one in chosen)

    def said(self, which: TaskField, value: object) -> object:
        if which is TaskField.LABELERS:
            return value
        return in_words(which, value, self.names, "UTC")

    @property
    def names(self) -> dict[str, str]:
        return NAMES | {concept: NAMES[str(place)] for place, concept in enumerate(self.concepts, 1)}

    def check(self) -> None:
        """What is there is what was saved last, and the history leads there without a gap."""
        for which, value in self.saved.items():
            now = self.office.editing.open_field(self.office.lead, self.task, which).value
            assert same(which, now, value)
            words = VALUES_AT_FIRST[which]
            for before, after in history(self.office, self.task, edited(which)):
                assert before == words
                words = after
            assert words == in_words(which, now, self.names, "UTC")


VALUES_AT_FIRST = {
    TaskField.NAME: "Name the birds",
    TaskField.INSTRUCTIONS: "none",
    TaskField.PRIORITY: "Medium",
    TaskField.LABELERS: "Ana",
    TaskField.CONCEPTS: "Robin, Wren",
}


def same(which: TaskField, one: object, other: object) -> bool:
    return digest(which, one) == digest(which, other)  # type: ignore[arg-type]


def history(office: Office, task: int, action: str) -> list[tuple[str, str]]:
    a = tables.audit.c
    chosen = tables.audit.select().with_only_columns(a.before, a.after).where(a.task == task, a.action == action)
    return office.store.read(lambda unit: [tuple(row) for row in unit.connection.execute(chosen.order_by(a.id))])


@given(steps=st.lists(step, min_size=4, max_size=30))
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_any_sequence_of_edits_loses_nothing(office: Office, steps: list[tuple[str, str, TaskField, int]]):
    office = Office(office.store, next(workspaces))
    for user in ("ANA", "BEN", "CAY"):
        office.person(user)
    birds = office.task(2)
    office.save(birds.id, TaskField.LEADS, LEADS)
    concepts = (*map(str, birds.concepts), str(office.concept("Owl")))
    leads = Leads(office, birds.id, concepts)
    leads.saved = {which: office.editing.open_field(office.lead, birds.id, which).value for which in VALUES}
    for one in steps:
        leads.do(*one)
    leads.check()


def test_the_check_finds_what_is_overwritten_unseen(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(editing, "verdict", lambda *_, **__: Verdict.TAKE)
    birds = office.task(2)
    office.save(birds.id, TaskField.LEADS, LEADS)
    leads = Leads(office, birds.id, (), {TaskField.NAME: "Name the birds"})
    for lead in LEADS:
        leads.do("open", lead, TaskField.NAME, 0)
    leads.do("save", LEAD, TaskField.NAME, 1)
    with pytest.raises(AssertionError, match="overwritten unseen"):
        leads.do("save", "CAY", TaskField.NAME, 2)
