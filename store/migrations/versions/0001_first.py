"""The tables of Labelbot 0.1."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _required(name: str, type_: object) -> sa.Column:
    return sa.Column(name, type_, nullable=False)


def _optional(name: str, type_: object) -> sa.Column:
    return sa.Column(name, type_, nullable=True)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _index(name: str, table: str, *columns: str, where: str | None = None, unique: bool = False) -> None:
    partial = None if where is None else sa.text(where)
    op.create_index(name, table, list(columns), unique=unique, sqlite_where=partial, postgresql_where=partial)


def upgrade() -> None:
    op.create_table(
        "concept",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("name", AutoString()),
        _required("folded", AutoString()),
        sa.PrimaryKeyConstraint("id", name="pk_concept"),
        sa.UniqueConstraint("workspace", "folded", name="concept_name"),
    )
    op.create_table(
        "dataset",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("name", AutoString()),
        _required("folded", AutoString()),
        _required("inputs", sa.Integer()),
        _required("filled", sa.BigInteger()),
        _required("fill_until", sa.BigInteger()),
        _required("created_by", AutoString()),
        _required("created_at", sa.BigInteger()),
        _optional("deleted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_dataset"),
    )
    _index("dataset_filling", "dataset", "id", where="filled < fill_until")
    _index("dataset_name", "dataset", "workspace", "folded", where="deleted_at IS NULL", unique=True)
    op.create_table(
        "input",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("sha256", AutoString()),
        _required("kind", AutoString()),
        _required("name", AutoString()),
        _required("width", sa.Integer()),
        _required("height", sa.Integer()),
        _required("bytes", sa.BigInteger()),
        _required("mimetype", AutoString()),
        _required("created_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_input"),
        sa.UniqueConstraint("workspace", "sha256", name="input_content"),
    )
    op.create_table(
        "person",
        _required("workspace", AutoString()),
        _required("user_id", AutoString()),
        _required("name", AutoString()),
        _required("tz", AutoString()),
        _required("is_bot", sa.Boolean()),
        _required("is_guest", sa.Boolean()),
        _required("is_external", sa.Boolean()),
        _required("is_admin", sa.Boolean()),
        _required("is_deleted", sa.Boolean()),
        _required("is_collaborator", sa.Boolean()),
        _required("seen_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("workspace", "user_id", name="pk_person"),
    )
    op.create_table(
        "dataset_input",
        _required("dataset", _ID),
        _required("input", _ID),
        sa.PrimaryKeyConstraint("dataset", "input", name="pk_dataset_input"),
        _to("dataset_input", "dataset", "dataset"),
        _to("dataset_input", "input", "input"),
    )
    op.create_table(
        "picture",
        _required("input", _ID),
        _required("workspace", AutoString()),
        _required("state", AutoString()),
        _optional("file", AutoString()),
        _required("attempts", sa.Integer()),
        _required("due_at", sa.BigInteger()),
        _optional("error", sa.Text()),
        sa.PrimaryKeyConstraint("input", name="pk_picture"),
        _to("picture", "input", "input"),
    )
    _index("picture_due", "picture", "due_at", where="state IN ('wanted', 'uploading', 'scanning')")
    op.create_table(
        "task",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("name", AutoString()),
        _required("folded", AutoString()),
        _required("dataset", _ID),
        _required("type", AutoString()),
        _required("labels_per_input", AutoString()),
        _required("instructions", sa.Text()),
        _required("status", AutoString()),
        _optional("failure", sa.Text()),
        _required("inputs", sa.Integer()),
        _required("distributed", sa.Integer()),
        _required("reached", sa.BigInteger()),
        _required("is_unbalanced", sa.Boolean()),
        _required("revision", sa.Integer()),
        _required("created_by", AutoString()),
        _required("created_at", sa.BigInteger()),
        _optional("deleted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        _to("task", "dataset", "dataset"),
    )
    _index("task_name", "task", "workspace", "folded", where="deleted_at IS NULL", unique=True)
    _index("task_unbalanced", "task", "id", where="is_unbalanced")
    _index("task_unfinished", "task", "id", where="distributed < inputs AND deleted_at IS NULL")
    op.create_table(
        "assignment",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("task", _ID),
        _required("input", _ID),
        _required("slot", sa.Integer()),
        _required("labeler", AutoString()),
        _required("status", AutoString()),
        _required("position", sa.BigInteger()),
        _required("revision", sa.Integer()),
        _optional("reviewer", AutoString()),
        _optional("reason", sa.Text()),
        _optional("reason_by", AutoString()),
        _required("is_skipped", sa.Boolean()),
        _required("is_flagged", sa.Boolean()),
        _optional("submitted_at", sa.BigInteger()),
        _optional("reviewed_at", sa.BigInteger()),
        _optional("reviewed_by", AutoString()),
        _optional("same_since", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        _to("assignment", "input", "input"),
        _to("assignment", "task", "task"),
        sa.UniqueConstraint("task", "input", "slot", name="assignment_once"),
    )
    _index("assignment_history", "assignment", "task", "labeler", "submitted_at", where="submitted_at IS NOT NULL")
    _index("assignment_queue", "assignment", "task", "labeler", "position", where="status = 'PENDING'")
    _index(
        "assignment_review",
        "assignment",
        "task",
        "reviewer",
        "labeler",
        "submitted_at",
        where="status = 'AWAITING_REVIEW'",
    )
    op.create_table(
        "card",
        _required("task", _ID),
        _required("user_id", AutoString()),
        _required("kind", AutoString()),
        _required("workspace", AutoString()),
        _optional("channel", AutoString()),
        _optional("ts", AutoString()),
        _required("revision", sa.Integer()),
        _required("sent", sa.Integer()),
        _required("touched_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("task", "user_id", "kind", name="pk_card"),
        _to("card", "task", "task"),
    )
    _index("card_stale", "card", "touched_at", where="sent < revision AND ts IS NOT NULL")
    op.create_table(
        "draft",
        _required("id", AutoString()),
        _required("workspace", AutoString()),
        _required("user_id", AutoString()),
        _required("body", sa.Text()),
        _required("version", sa.Integer()),
        _optional("task", _ID),
        _required("updated_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        _to("draft", "task", "task"),
    )
    op.create_table(
        "notice",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("user_id", AutoString()),
        _required("task", _ID),
        _required("kind", AutoString()),
        _required("body", sa.Text()),
        _optional("key", AutoString()),
        _required("created_at", sa.BigInteger()),
        _required("due_at", sa.BigInteger()),
        _required("attempts", sa.Integer()),
        _optional("sending_since", sa.BigInteger()),
        _optional("done_at", sa.BigInteger()),
        _optional("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        _to("notice", "task", "task"),
        sa.UniqueConstraint("key", name="notice_key"),
    )
    _index("notice_waiting", "notice", "due_at", "id", where="done_at IS NULL")
    op.create_table(
        "tally",
        _required("task", _ID),
        _required("labeler", AutoString()),
        _required("pending", sa.Integer()),
        _required("awaiting", sa.Integer()),
        _required("success", sa.Integer()),
        _required("rejected", sa.Integer()),
        sa.PrimaryKeyConstraint("task", "labeler", name="pk_tally"),
        _to("tally", "task", "task"),
    )
    op.create_table(
        "task_concept",
        _required("task", _ID),
        _required("concept", _ID),
        _required("position", sa.Integer()),
        sa.PrimaryKeyConstraint("task", "concept", name="pk_task_concept"),
        _to("task_concept", "concept", "concept"),
        _to("task_concept", "task", "task"),
    )
    _index("task_concept_use", "task_concept", "concept")
    op.create_table(
        "task_person",
        _required("task", _ID),
        _required("role", AutoString()),
        _required("user_id", AutoString()),
        _required("workspace", AutoString()),
        _required("position", sa.Integer()),
        _required("dealt", sa.Integer()),
        _required("decided", sa.Integer()),
        sa.PrimaryKeyConstraint("task", "role", "user_id", name="pk_task_person"),
        _to("task_person", "task", "task"),
    )
    _index("task_person_user", "task_person", "workspace", "user_id", "role")
    op.create_table(
        "annotation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("assignment", _ID),
        _optional("concept", _ID),
        _required("status", AutoString()),
        _required("provenance", AutoString()),
        _required("created_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_annotation"),
        _to("annotation", "assignment", "assignment"),
        _to("annotation", "concept", "concept"),
    )
    _index("annotation_assignment", "annotation", "assignment")
    op.create_table(
        "audit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("task", _ID),
        _optional("assignment", _ID),
        _required("who", AutoString()),
        _required("at", sa.BigInteger()),
        _required("action", AutoString()),
        _optional("before", AutoString()),
        _optional("after", AutoString()),
        _optional("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        _to("audit", "assignment", "assignment"),
        _to("audit", "task", "task"),
    )
    _index("audit_assignment", "audit", "assignment")
    _index("audit_task", "audit", "task")


def downgrade() -> None:
    for table in (
        "audit",
        "annotation",
        "task_person",
        "task_concept",
        "tally",
        "notice",
        "draft",
        "card",
        "assignment",
        "task",
        "picture",
        "dataset_input",
        "person",
        "input",
        "dataset",
        "concept",
    ):
        op.drop_table(table)
