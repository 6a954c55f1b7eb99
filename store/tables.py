"""The tables, private to store/. Times are whole microseconds since 1970 in UTC, which every database sorts alike."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

# Every constraint has a name, so that a migration can change it on SQLite too. Must stand before the tables.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}
# SQLite only counts up by itself in a column that is exactly INTEGER.
_BigId = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Any:
    return Field(default=None, sa_column=Column(_BigId, primary_key=True, autoincrement=True))


def _of(parent: str, *, is_key: bool = False, is_optional: bool = False) -> Any:
    """A column that names a row of `parent`."""
    column = Column(_BigId, ForeignKey(f"{parent}.id"), primary_key=is_key, nullable=is_optional)
    return Field(default=None, sa_column=column) if is_optional else Field(sa_column=column)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    workspace: str = Field(primary_key=True)
    user: str = Field(primary_key=True, sa_column_kwargs={"name": "user_id"})
    name: str
    tz: str
    is_bot: bool
    is_guest: bool
    is_external: bool
    is_admin: bool
    is_deleted: bool
    is_collaborator: bool
    seen_at: int = Field(sa_type=BigInteger)


class DatasetRow(SQLModel, table=True):
    """A dataset "with all inputs" takes those with ids up to `fill_until` bit by bit; `filled` is how far it is."""

    __tablename__ = "dataset"
    __table_args__ = (
        _partial("dataset_name", "workspace", "folded", where="deleted_at IS NULL", unique=True),
        _partial("dataset_filling", "id", where="filled < fill_until"),
    )
    id: int | None = _id()
    workspace: str
    name: str
    folded: str
    inputs: int
    filled: int = Field(sa_type=BigInteger)
    fill_until: int = Field(sa_type=BigInteger)
    created_by: str
    created_at: int = Field(sa_type=BigInteger)
    deleted_at: int | None = Field(default=None, sa_type=BigInteger)


class InputRow(SQLModel, table=True):
    __tablename__ = "input"
    __table_args__ = (UniqueConstraint("workspace", "sha256", name="input_content"),)
    id: int | None = _id()
    workspace: str
    sha256: str
    kind: str
    name: str
    width: int
    height: int
    bytes: int = Field(sa_type=BigInteger)
    mimetype: str
    created_at: int = Field(sa_type=BigInteger)


class DatasetInputRow(SQLModel, table=True):
    __tablename__ = "dataset_input"
    dataset: int = _of("dataset", is_key=True)
    input: int = _of("input", is_key=True)


class ConceptRow(SQLModel, table=True):
    __tablename__ = "concept"
    __table_args__ = (UniqueConstraint("workspace", "folded", name="concept_name"),)
    id: int | None = _id()
    workspace: str
    name: str
    folded: str


class TaskRow(SQLModel, table=True):
    """`reached` is the last input id that was handed out; `distributed` counts them; `failure` says why FAILED.
    `is_unbalanced`: people came or went, and open work has to follow.
    """

    __tablename__ = "task"
    __table_args__ = (
        _partial("task_name", "workspace", "folded", where="deleted_at IS NULL", unique=True),
        _partial("task_unfinished", "id", where="distributed < inputs AND deleted_at IS NULL"),
        _partial("task_unbalanced", "id", where="is_unbalanced"),
    )
    id: int | None = _id()
    workspace: str
    name: str
    folded: str
    dataset: int = _of("dataset")
    type: str
    labels_per_input: str
    instructions: str = Field(sa_type=Text)
    status: str
    failure: str | None = Field(default=None, sa_type=Text)
    inputs: int
    distributed: int
    reached: int = Field(sa_type=BigInteger)
    is_unbalanced: bool
    revision: int
    created_by: str
    created_at: int = Field(sa_type=BigInteger)
    deleted_at: int | None = Field(default=None, sa_type=BigInteger)


class TaskConceptRow(SQLModel, table=True):
    __tablename__ = "task_concept"
    __table_args__ = (Index("task_concept_use", "concept"),)
    task: int = _of("task", is_key=True)
    concept: int = _of("concept", is_key=True)
    position: int


class TaskPersonRow(SQLModel, table=True):
    """`dealt` counts what a reviewer was given and `decided` what came of it; both stand at 0 for other roles."""

    __tablename__ = "task_person"
    __table_args__ = (Index("task_person_user", "workspace", "user_id", "role"),)
    task: int = _of("task", is_key=True)
    role: str = Field(primary_key=True)
    user: str = Field(primary_key=True, sa_column_kwargs={"name": "user_id"})
    workspace: str
    position: int
    dealt: int
    decided: int


class AssignmentRow(SQLModel, table=True):
    """One input given to one labeler. `slot` is 0 .. k-1 where k labelers share an input; `position` orders a queue."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task", "input", "slot", name="assignment_once"),
        _partial("assignment_queue", "task", "labeler", "position", where="status = 'PENDING'"),
        _partial(
            "assignment_review", "task", "reviewer", "labeler", "submitted_at", where="status = 'AWAITING_REVIEW'"
        ),
        _partial("assignment_history", "task", "labeler", "submitted_at", where="submitted_at IS NOT NULL"),
    )
    id: int | None = _id()
    task: int = _of("task")
    input: int = _of("input")
    slot: int
    labeler: str
    status: str
    position: int = Field(sa_type=BigInteger)
    revision: int
    reviewer: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    reason_by: str | None = None
    is_skipped: bool
    is_flagged: bool
    submitted_at: int | None = Field(default=None, sa_type=BigInteger)
    reviewed_at: int | None = Field(default=None, sa_type=BigInteger)
    reviewed_by: str | None = None
    same_since: int | None = None


class AnnotationRow(SQLModel, table=True):
    """One concept of one answer; `concept` is NULL for "None of these". PENDING: ticked, not submitted yet."""

    __tablename__ = "annotation"
    __table_args__ = (Index("annotation_assignment", "assignment"),)
    id: int | None = _id()
    assignment: int = _of("assignment")
    concept: int | None = _of("concept", is_optional=True)
    status: str
    provenance: str
    created_at: int = Field(sa_type=BigInteger)


class TallyRow(SQLModel, table=True):
    __tablename__ = "tally"
    task: int = _of("task", is_key=True)
    labeler: str = Field(primary_key=True)
    pending: int
    awaiting: int
    success: int
    rejected: int


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit"
    __table_args__ = (Index("audit_assignment", "assignment"), Index("audit_task", "task"))
    id: int | None = _id()
    task: int = _of("task")
    assignment: int | None = _of("assignment", is_optional=True)
    who: str
    at: int = Field(sa_type=BigInteger)
    action: str
    before: str | None = None
    after: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)


class CardRow(SQLModel, table=True):
    """A living message: one a person, task and kind ("label" or "review"). Painted anew until `sent` is `revision`."""

    __tablename__ = "card"
    __table_args__ = (_partial("card_stale", "touched_at", where="sent < revision AND ts IS NOT NULL"),)
    task: int = _of("task", is_key=True)
    user: str = Field(primary_key=True, sa_column_kwargs={"name": "user_id"})
    kind: str = Field(primary_key=True)
    workspace: str
    channel: str | None = None
    ts: str | None = None
    revision: int
    sent: int
    touched_at: int = Field(sa_type=BigInteger)


class NoticeRow(SQLModel, table=True):
    """The outbox. `key`: never said twice. `sending_since`: tells a crash between posting and marking."""

    __tablename__ = "notice"
    __table_args__ = (
        _partial("notice_waiting", "due_at", "id", where="done_at IS NULL"),
        UniqueConstraint("key", name="notice_key"),
    )
    id: int | None = _id()
    workspace: str
    user: str = Field(sa_column_kwargs={"name": "user_id"})
    task: int = _of("task")
    kind: str
    body: str = Field(sa_type=Text)
    key: str | None = None
    created_at: int = Field(sa_type=BigInteger)
    due_at: int = Field(sa_type=BigInteger)
    attempts: int
    sending_since: int | None = Field(default=None, sa_type=BigInteger)
    done_at: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = Field(default=None, sa_type=Text)


class PictureRow(SQLModel, table=True):
    __tablename__ = "picture"
    __table_args__ = (_partial("picture_due", "due_at", where="state IN ('wanted', 'uploading', 'scanning')"),)
    input: int = _of("input", is_key=True)
    workspace: str
    state: str
    file: str | None = None
    attempts: int
    due_at: int = Field(sa_type=BigInteger)
    error: str | None = Field(default=None, sa_type=Text)


class DraftRow(SQLModel, table=True):
    """A form on its way. `task` is what it became: submitting the same draft twice makes one task."""

    __tablename__ = "draft"
    id: str = Field(primary_key=True)
    workspace: str
    user: str = Field(sa_column_kwargs={"name": "user_id"})
    body: str = Field(sa_type=Text)
    version: int
    task: int | None = _of("task", is_optional=True)
    updated_at: int = Field(sa_type=BigInteger)


def _table(row: Any) -> Table:
    table: Table = row.__table__
    return table


METADATA = SQLModel.metadata
person, dataset, input_, dataset_input = map(_table, (PersonRow, DatasetRow, InputRow, DatasetInputRow))
concept, task, task_concept, task_person = map(_table, (ConceptRow, TaskRow, TaskConceptRow, TaskPersonRow))
assignment, annotation, tally, audit = map(_table, (AssignmentRow, AnnotationRow, TallyRow, AuditRow))
card, notice, picture, draft = map(_table, (CardRow, NoticeRow, PictureRow, DraftRow))
