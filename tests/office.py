"""Labelbot's services over one database, with people and pictures at hand: what tests below the doors work with."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.advanced import Seen
from domain.draft import TaskDraft
from domain.fields import TaskField
from domain.gathering import PeopleChange
from domain.model import Actor, Assignment, InputKind, LabelsPerInput, NewInput, Person, Role
from domain.notices import ApproveAllAsked
from domain.read_models import FieldModel, FormModel
from services.accepting import Accepting
from services.cataloguing import Cataloguing
from services.closing import Closing
from services.collaborating import Collaborating
from services.concepts import Concepts
from services.datasets import Datasets
from services.distributing import Distributing
from services.editing import Editing
from services.excluding import Excluding
from services.exporting import Exporting
from services.flagging import Flagging
from services.forms import Forms
from services.gathering import Gathering
from services.histories import Histories
from services.instructing import Instructing
from services.labeling import Labeling
from services.leading import Leading
from services.links import PictureLinks
from services.listing import Listing
from services.picturing import Picturing
from services.purging import Purging
from services.releasing import Releasing
from services.reminding import Reminding
from services.reviewing import Reviewing
from services.samples import Samples
from services.selecting import Selecting
from services.signing_in import SigningIn
from services.task_page import TaskPages
from services.telling import Telling
from services.versions import Versions
from services.viewing import Viewing
from store import tables
from store.sql import ASSIGNMENT, to_assignment
from store.unit_of_work import Store

LEAD = "LEAD"
PAGES = "https://labels.example.org"


@dataclass(frozen=True)
class Birds:
    """A task about birds, and the ids of its concepts in their order."""

    id: int
    concepts: tuple[int, ...]


class Office:
    def __init__(self, store: Store, workspace: str = "T1") -> None:
        self.store = store
        self.workspace = workspace
        self.accepting = Accepting(store)
        self.cataloguing = Cataloguing(store, PictureLinks())
        self.closing = Closing(store)
        self.collaborating = Collaborating(store)
        self.concepts = Concepts(store)
        self.datasets = Datasets(store)
        self.distributing = Distributing(store)
        self.editing = Editing(store)
        self.excluding = Excluding(store)
        self.exporting = Exporting(store)
        self.flagging = Flagging(store, PictureLinks(pages_url=PAGES))
        self.forms = Forms(store)
        self.histories = Histories(store, PictureLinks())
        self.gathering = Gathering(store)
        self.instructing = Instructing(store, PictureLinks())
        self.labeling = Labeling(store, PictureLinks())
        self.leading = Leading(store)
        self.listing = Listing(store)
        self.picturing = Picturing(store, PictureLinks())
        self.purging = Purging(store)
        self.reminding = Reminding(store)
        self.releasing = Releasing(store)
        self.reviewing = Reviewing(store, PictureLinks())
        self.task_pages = TaskPages(store)
        self.selecting = Selecting(store)
        self.samples = Samples(store, PictureLinks())
        self.signing_in = SigningIn(store, PictureLinks(pages_url=PAGES))
        self.telling = Telling(store)
        self.versions = Versions(store)
        self.viewing = Viewing(store)
        self.lead = self.person(LEAD)

    def actor(self, user: str) -> Actor:
        return Actor(self.workspace, user)

    def person(self, user: str, **what: bool) -> Person:
        """Known to Labelbot from now on."""
        person = Person(self.workspace, user, user.title(), **what)
        self.collaborating.remember([person])
        return person

    def add_inputs(self, count: int, dataset: str = "Birds") -> int:
        """Returns the dataset's id. Contents are made up: nothing below the doors looks at them."""
        made = self.datasets.open(self.workspace, dataset)
        new = [NewInput(f"{n:064}", f"{n}.jpg", 40, 30, 9, "image/jpeg") for n in range(count)]
        self.datasets.add_inputs(made, new)
        return made.id

    def add_texts(self, *texts: str, dataset: str = "Birds") -> int:
        """Returns the dataset's id."""
        made = self.datasets.open(self.workspace, dataset)
        new = [
            NewInput(
                hashlib.sha256(text.encode()).hexdigest(),
                f"row {n}",
                0,
                0,
                len(text),
                "text/plain",
                InputKind.TEXT,
                text,
            )
            for n, text in enumerate(texts, 1)
        ]
        self.datasets.add_inputs(made, new)
        return made.id

    def draft(self, inputs: int = 3, labelers: Sequence[str] = ("ANA",), **fields: object) -> TaskDraft:
        usual: dict[str, object] = {
            "dataset": str(self.add_inputs(inputs)) if "dataset" not in fields else "",
            "concepts": ("new:Robin", "new:Wren"),
            "with_collaborators": True,
            "labelers": tuple(labelers),
            "name": "Name the birds",
        }
        return TaskDraft(**(usual | fields))

    def task(self, inputs: int = 3, labelers: Sequence[str] = ("ANA",), **fields: object) -> Birds:
        """Handed out already. `several=True`: several labels per input."""
        if fields.pop("several", False):
            fields["labels_per_input"] = LabelsPerInput.SEVERAL
        form = self.forms.open(self.lead)
        task = self.forms.create(self.lead, form.draft, self.draft(inputs, labelers, **fields))
        self.settle()
        concepts = self.store.read(lambda unit: unit.tasks.concepts(task))
        return Birds(task, tuple(one.id for one in concepts))

    def add_all(self, draft: str, fields: TaskDraft, role: Role, seen: Seen | None = None) -> FormModel:
        """The form's button: what is filled in is kept first."""
        self.forms.fill(self.lead.actor, draft, fields, seen)
        everybody = PeopleChange(add=self.gathering.collaborators(self.lead))
        return self.forms.change_people(self.lead.actor, draft, role, everybody)

    def remove_all(self, draft: str, fields: TaskDraft, role: Role, seen: Seen | None = None) -> FormModel:
        self.forms.fill(self.lead.actor, draft, fields, seen)
        return self.forms.change_people(self.lead.actor, draft, role, PeopleChange(is_clearing=True))

    def settle(self) -> None:
        """Until nothing is left to hand out or to even out."""
        while self.distributing.step():
            pass

    def tidy(self) -> None:
        """Until no concept is on its way into another, and no version is being made."""
        while self.concepts.step() or self.versions.step():
            pass

    def concept(self, name: str) -> int:
        """The id of the concept of that name, made now if there is none."""
        return self.store.write(lambda unit: unit.concepts.ensure(self.workspace, name)).id

    def set_people(self, task: int, labelers: Iterable[str], reviewers: Iterable[str] = ()) -> None:
        """As Edit does. Open work has not moved yet."""
        self.edit(self.lead, task, labelers, reviewers)

    def edit(self, by: Person, task: int, labelers: Iterable[str], reviewers: Iterable[str] = ()) -> None:
        # Reviewers first: where these can't be, nothing has changed.
        self.save(task, TaskField.REVIEWERS, tuple(reviewers), by=by)
        self.save(task, TaskField.LABELERS, tuple(labelers), by=by)

    def save(self, task: int, field: TaskField, value: object, by: Person | None = None) -> FieldModel | None:
        """A field of the Edit window, opened now and saved at once."""
        person = by or self.lead
        seen = self.editing.open_field(person, task, field).saved
        return self.editing.save(person, task, field, value, seen)

    def assignments(self, task: int) -> list[Assignment]:
        """In the order of their ids, which is the order of the inputs."""
        chosen = tables.assignment.select().with_only_columns(*ASSIGNMENT).where(tables.assignment.c.task == task)
        ordered = chosen.order_by(tables.assignment.c.id)
        return self.store.read(lambda unit: [to_assignment(row) for row in unit.connection.execute(ordered)])

    def of(self, task: int, labeler: str) -> list[Assignment]:
        return [one for one in self.assignments(task) if one.labeler == labeler]

    def answer(self, task: int, labeler: str, concept: int | None, times: int = 1) -> list[int]:
        """Label what is in front of this person. Returns the assignments."""
        answered = []
        for _ in range(times):
            item = self.labeling.card(self.actor(labeler), task).item
            assert item is not None, f"{labeler} has nothing to label"
            clicked = self.labeling.answer(self.actor(labeler), item.assignment, item.revision, [concept])
            assert clicked.note is None
            answered.append(item.assignment)
        return answered

    def told(self, user: str) -> list[object]:
        """What this person was or will be told, oldest first, without what was told to others."""
        return [one.notice for one in self.telling.due() if one.to == self.actor(user)]

    def approve(self, task: int, reviewer: str) -> None:
        """One after the other, all that waits for this reviewer."""
        while (item := self.reviewing.card(self.actor(reviewer), task).item) is not None:
            self.reviewing.approve(self.actor(reviewer), item.assignment, item.revision)

    def carry_out(self, user: str) -> list[ApproveAllAsked]:
        """What this person asked to be approved; it counts as delivered from now on."""
        asked = [one for one in self.telling.due() if isinstance(one.notice, ApproveAllAsked)]
        mine = [one for one in asked if one.to == self.actor(user)]
        self.telling.done(mine)
        return [one.notice for one in mine if isinstance(one.notice, ApproveAllAsked)]

    def audit(self, assignment: int) -> list[tuple[str, str, str | None, str | None, str | None]]:
        """(who, action, before, after, reason), oldest first."""
        a = tables.audit.c
        chosen = tables.audit.select().with_only_columns(a.who, a.action, a.before, a.after, a.reason)
        ordered = chosen.where(a.assignment == assignment).order_by(a.id)
        return self.store.read(lambda unit: [tuple(row) for row in unit.connection.execute(ordered)])
