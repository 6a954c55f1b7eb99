"""Tasks, assignments and what came of them."""

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.tables.columns import count, key_user_id, long_text, maybe_moment, moment, new_id, of, partial, with_default

_WAITS = "status = 'AWAITING_REVIEW' AND reviewer"


class TaskRow(SQLModel, table=True):
    """`reached` is the last input id that was handed out; `distributed` counts them; `failure` says why FAILED.
    `is_unbalanced`: people came or went, and open work has to follow. `priority`: 0 low, 1 medium, 2 high.
    `review_share` in percent. `agreement`: how many of `labelers_per_input` must agree; 0: no agreement is wanted.
    `overlap` in percent: from there on, shapes of several labelers are the same. `lease` in seconds; NULL: open work
    stays with its labeler. `excluded` counts assignments that were taken out.
    """

    __tablename__ = "task"
    __table_args__ = (
        partial("task_name", "workspace", "folded", where="deleted_at IS NULL", unique=True),
        partial("task_unfinished", "id", where="distributed < inputs AND deleted_at IS NULL"),
        partial("task_unbalanced", "id", is_true="is_unbalanced"),
        # All that the list is ordered by: what tasks say besides is read of those shown only.
        partial(
            "task_list", "workspace", "id", "status", "priority", "due_at", "deleted_at", where="deleted_at IS NULL"
        ),
        partial("task_leased", "id", where="lease IS NOT NULL AND deleted_at IS NULL"),
        partial("task_due", "due_at", where="due_at IS NOT NULL AND deleted_at IS NULL"),
        partial("task_growing", "dataset", where="deleted_at IS NULL", is_true="is_growing"),
        partial("task_deleted", "deleted_at", where="deleted_at IS NOT NULL"),
    )
    id: int | None = new_id()
    workspace: str
    name: str
    folded: str
    dataset: int = of("dataset")
    type: str
    labels_per_input: str
    instructions: str = long_text(is_optional=False)
    status: str
    failure: str | None = long_text()
    inputs: int
    distributed: int
    reached: int = moment()
    is_unbalanced: bool
    revision: int
    created_by: str
    created_at: int = moment()
    deleted_at: int | None = maybe_moment()
    priority: int = with_default(1)
    distribution: str = with_default("evenly")
    labelers_per_input: int = with_default(1)
    agreement: int = count()
    review_method: str = with_default("evenly")
    review_share: int = with_default(100)
    due_at: int | None = maybe_moment()
    is_growing: bool = with_default(False)
    lease: int | None = None
    excluded: int = count()
    assist: str = with_default("none")
    overlap: int = with_default(50)


class TaskConceptRow(SQLModel, table=True):
    __tablename__ = "task_concept"
    __table_args__ = (Index("task_concept_use", "concept"),)
    task: int = of("task", is_key=True)
    concept: int = of("concept", is_key=True)
    position: int


class TaskSampleRow(SQLModel, table=True):
    """A picture in a task's instructions that shows what a concept looks like."""

    __tablename__ = "task_sample"
    task: int = of("task", is_key=True)
    concept: int = of("concept", is_key=True)
    input: int = of("input", is_key=True)
    position: int


class TaskPersonRow(SQLModel, table=True):
    """`dealt` counts what a reviewer was given and `decided` what came of it; both stand at 0 for other roles.
    `weight`: a labeler's share beside the others'.
    """

    __tablename__ = "task_person"
    __table_args__ = (Index("task_person_user", "workspace", "user_id", "role", "task"),)
    task: int = of("task", is_key=True)
    role: str = Field(primary_key=True)
    user: str = key_user_id()
    workspace: str
    position: int
    dealt: int
    decided: int
    weight: int = with_default(1)


class AssignmentRow(SQLModel, table=True):
    """One input given to one labeler. `slot` is 0 .. k-1 where k labelers share an input; `position` orders a queue.
    `labeler` is "" while nobody has it: released work, for whoever asks for more.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task", "input", "slot", name="assignment_once"),
        partial("assignment_queue", "task", "labeler", "position", where="status = 'PENDING'"),
        # Led by the reviewer, so that what one person has is found without looking into each task.
        partial("assignment_review", "reviewer", "task", "labeler", "submitted_at", where=_WAITS + " IS NOT NULL"),
        partial("assignment_undealt", "task", "labeler", "submitted_at", where=_WAITS + " IS NULL"),
        partial("assignment_flagged", "task", is_true="is_flagged"),
        partial("assignment_history", "task", "labeler", "submitted_at", where="submitted_at IS NOT NULL"),
    )
    id: int | None = new_id()
    task: int = of("task")
    input: int = of("input")
    slot: int
    labeler: str
    status: str
    position: int = moment()
    revision: int
    reviewer: str | None = None
    reason: str | None = long_text()
    reason_by: str | None = None
    is_skipped: bool
    is_flagged: bool
    submitted_at: int | None = maybe_moment()
    reviewed_at: int | None = maybe_moment()
    reviewed_by: str | None = None
    same_since: int | None = None


class AnnotationRow(SQLModel, table=True):
    """One concept of one answer; `concept` is NULL for "None of these". PENDING: ticked, not submitted yet.
    `author`: who gave it, where that is not the labeler but a reviewer who edited. `model`, its `version` and `score`
    belong to what a model suggested or annotated. `region` is JSON, in pixels of the upright picture.
    """

    __tablename__ = "annotation"
    __table_args__ = (Index("annotation_assignment", "assignment"), Index("annotation_concept", "concept"))
    id: int | None = new_id()
    assignment: int = of("assignment")
    concept: int | None = of("concept", is_optional=True)
    status: str
    provenance: str
    created_at: int = moment()
    author: str | None = None
    model: str | None = None
    version: str | None = None
    score: float | None = None
    region: str | None = long_text()


class ApprovalRow(SQLModel, table=True):
    """In a stacked review: one reviewer has approved. When changes are requested, these go."""

    __tablename__ = "approval"
    assignment: int = of("assignment", is_key=True)
    reviewer: str = Field(primary_key=True)
    at: int = moment()


class TallyRow(SQLModel, table=True):
    """`touched_at`: when this person last did something in the task; leases are counted from there."""

    __tablename__ = "tally"
    __table_args__ = (partial("tally_open", "labeler", "task", where="pending > 0"),)
    task: int = of("task", is_key=True)
    labeler: str = Field(primary_key=True)
    pending: int
    awaiting: int
    success: int
    rejected: int
    consensus: int = count()
    touched_at: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit"
    __table_args__ = (
        Index("audit_assignment", "assignment"),
        Index("audit_task", "task"),
        # What was done to the task itself: few rows among very many.
        partial("audit_of_task", "task", "action", where="assignment IS NULL"),
    )
    id: int | None = new_id()
    task: int = of("task")
    assignment: int | None = of("assignment", is_optional=True)
    who: str
    at: int = moment()
    action: str
    before: str | None = None
    after: str | None = None
    reason: str | None = long_text()
