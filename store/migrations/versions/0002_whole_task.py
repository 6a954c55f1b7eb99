"""Everything that a labeling task is: agreement, leases, texts and videos, versions, intake, sign-in."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _required(name: str, type_: object) -> sa.Column:
    return sa.Column(name, type_, nullable=False)


def _optional(name: str, type_: object) -> sa.Column:
    return sa.Column(name, type_, nullable=True)


def _new(name: str, type_: object, value: str) -> sa.Column:
    """With the value that rows get which are there already."""
    return sa.Column(name, type_, nullable=False, server_default=sa.text(value))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _index(name: str, table: str, *columns: str, where: str | None = None) -> None:
    partial = None if where is None else sa.text(where)
    op.create_index(name, table, list(columns), sqlite_where=partial, postgresql_where=partial)


def _index_of_true(name: str, table: str, *columns: str, is_true: str, where: str = "") -> None:
    """SQLite takes an index only for a condition in the same words as the query's."""
    sqlite, postgresql = (" AND ".join(filter(None, (one, where))) for one in (f"{is_true} = 1", is_true))
    op.create_index(
        name, table, list(columns), sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql)
    )


def upgrade() -> None:
    _change_tables()
    _add_indexes()
    _add_tables()


def _change_tables() -> None:
    for table, columns in {
        "person": [_new("is_muted", sa.Boolean(), "false")],
        "input": [_optional("text", sa.Text()), _optional("seconds", sa.Float()), _new("is_sample", sa.Boolean(), "false")],
        "task": [
            _new("priority", sa.Integer(), "1"),
            _new("distribution", AutoString(), "'evenly'"),
            _new("labelers_per_input", sa.Integer(), "1"),
            _new("agreement", sa.Integer(), "0"),
            _new("review_method", AutoString(), "'evenly'"),
            _new("review_share", sa.Integer(), "100"),
            _optional("due_at", sa.BigInteger()),
            _new("is_growing", sa.Boolean(), "false"),
            _optional("lease", sa.Integer()),
            _new("excluded", sa.Integer(), "0"),
        ],
        "task_person": [_new("weight", sa.Integer(), "1")],
        "annotation": [_optional("author", AutoString())],
        "tally": [_new("consensus", sa.Integer(), "0"), _new("touched_at", sa.BigInteger(), "0")],
    }.items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("concept") as batch:
        batch.add_column(_optional("merged_into", _ID))
        batch.create_foreign_key("fk_concept_merged_into", "concept", ["merged_into"], ["id"])
    with op.batch_alter_table("notice") as batch:
        batch.alter_column("task", existing_type=_ID, nullable=True)


def _add_indexes() -> None:
    alive = "deleted_at IS NULL"
    _index("concept_merging", "concept", "id", where="merged_into IS NOT NULL")
    _index("task_list", "task", "workspace", "id", "status", "priority", "due_at", "deleted_at", where=alive)
    _index("task_leased", "task", "id", where=f"lease IS NOT NULL AND {alive}")
    _index("task_due", "task", "due_at", where=f"due_at IS NOT NULL AND {alive}")
    _index_of_true("task_growing", "task", "dataset", is_true="is_growing", where=alive)
    op.drop_index("task_unbalanced", "task")
    _index_of_true("task_unbalanced", "task", "id", is_true="is_unbalanced")
    _index("task_deleted", "task", "deleted_at", where="deleted_at IS NOT NULL")
    op.drop_index("task_person_user", "task_person")
    _index("task_person_user", "task_person", "workspace", "user_id", "role", "task")
    _index_of_true("assignment_flagged", "assignment", "task", is_true="is_flagged")
    op.drop_index("assignment_review", "assignment")
    waits, answer = "status = 'AWAITING_REVIEW' AND reviewer", ("task", "labeler", "submitted_at")
    _index("assignment_review", "assignment", "reviewer", *answer, where=f"{waits} IS NOT NULL")
    _index("assignment_undealt", "assignment", *answer, where=f"{waits} IS NULL")
    _index("annotation_concept", "annotation", "concept")
    _index("tally_open", "tally", "labeler", "task", where="pending > 0")
    _index("audit_of_task", "audit", "task", "action", where="assignment IS NULL")
    _index("draft_open", "draft", "workspace", "user_id", "updated_at", where="task IS NULL")
    _index("notice_about", "notice", "task", "user_id", "created_at")
    _index_of_true("input_sample", "input", "workspace", is_true="is_sample")


def _add_tables() -> None:
    op.create_table(
        "task_sample",
        *(_required(name, _ID) for name in ("task", "concept", "input")),
        _required("position", sa.Integer()),
        *(_to("task_sample", name, name) for name in ("task", "concept", "input")),
        sa.PrimaryKeyConstraint("task", "concept", "input", name="pk_task_sample"),
    )
    op.create_table(
        "approval",
        _required("assignment", _ID),
        _required("reviewer", AutoString()),
        _required("at", sa.BigInteger()),
        _to("approval", "assignment", "assignment"),
        sa.PrimaryKeyConstraint("assignment", "reviewer", name="pk_approval"),
    )
    _add_intake()
    _add_versions()
    _add_sign_in()


def _add_intake() -> None:
    op.create_table(
        "intake",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("user_id", AutoString()),
        _required("dataset", _ID),
        _required("source", sa.Text()),
        _required("status", AutoString()),
        *(_new(name, sa.Integer(), "0") for name in ("total", "reached", "added", "known")),
        _new("refused", sa.Text(), "'[]'"),
        _optional("error", sa.Text()),
        _optional("channel", AutoString()),
        _optional("ts", AutoString()),
        _new("attempts", sa.Integer(), "0"),
        _required("created_at", sa.BigInteger()),
        _required("due_at", sa.BigInteger()),
        _optional("done_at", sa.BigInteger()),
        _to("intake", "dataset", "dataset"),
        sa.PrimaryKeyConstraint("id", name="pk_intake"),
    )
    _index("intake_open", "intake", "due_at", where="status IN ('waiting', 'running', 'asking')")


def _add_versions() -> None:
    op.create_table(
        "dataset_version",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("workspace", AutoString()),
        _required("dataset", _ID),
        _required("dataset_name", AutoString()),
        _optional("task", _ID),
        _optional("task_name", AutoString()),
        _required("name", AutoString()),
        _required("folded", AutoString()),
        _required("status", AutoString()),
        _new("inputs", sa.Integer(), "0"),
        _new("labels", sa.Integer(), "0"),
        _new("reached", sa.BigInteger(), "0"),
        _required("created_by", AutoString()),
        _required("created_at", sa.BigInteger()),
        _to("dataset_version", "dataset", "dataset"),
        _to("dataset_version", "task", "task"),
        sa.PrimaryKeyConstraint("id", name="pk_dataset_version"),
        sa.UniqueConstraint("dataset", "folded", name="dataset_version_name"),
    )
    _index("dataset_version_making", "dataset_version", "id", where="status = 'making'")
    op.create_table(
        "version_input",
        _required("version", _ID),
        _required("input", _ID),
        _to("version_input", "version", "dataset_version"),
        _to("version_input", "input", "input"),
        sa.PrimaryKeyConstraint("version", "input", name="pk_version_input"),
    )
    op.create_table(
        "version_label",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _required("version", _ID),
        _required("input", _ID),
        _required("task", AutoString()),
        _optional("concept", AutoString()),
        _required("provenance", AutoString()),
        _required("labeler", AutoString()),
        _required("labeler_name", AutoString()),
        _optional("labeled_at", sa.BigInteger()),
        _optional("reviewer", AutoString()),
        _optional("reviewer_name", AutoString()),
        _optional("reviewed_at", sa.BigInteger()),
        _to("version_label", "version", "dataset_version"),
        _to("version_label", "input", "input"),
        sa.PrimaryKeyConstraint("id", name="pk_version_label"),
    )
    _index("version_label_version", "version_label", "version", "input", "concept")


def _add_sign_in() -> None:
    op.create_table(
        "sign_in_link",
        _required("token", AutoString()),
        _required("workspace", AutoString()),
        _required("user_id", AutoString()),
        _required("path", AutoString()),
        _required("created_at", sa.BigInteger()),
        _required("expires_at", sa.BigInteger()),
        _optional("used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("token", name="pk_sign_in_link"),
    )
    op.create_table(
        "web_session",
        _required("token", AutoString()),
        _required("workspace", AutoString()),
        _required("user_id", AutoString()),
        _required("created_at", sa.BigInteger()),
        _required("expires_at", sa.BigInteger()),
        _optional("ended_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("token", name="pk_web_session"),
    )
    _index("web_session_person", "web_session", "workspace", "user_id")


def downgrade() -> None:
    for table in (
        "web_session",
        "sign_in_link",
        "version_label",
        "version_input",
        "dataset_version",
        "intake",
        "approval",
        "task_sample",
    ):
        op.drop_table(table)
    for index, table in {
        "concept_merging": "concept",
        "task_list": "task",
        "task_leased": "task",
        "task_due": "task",
        "task_growing": "task",
        "task_deleted": "task",
        "task_person_user": "task_person",
        "assignment_flagged": "assignment",
        "assignment_review": "assignment",
        "assignment_undealt": "assignment",
        "annotation_concept": "annotation",
        "tally_open": "tally",
        "audit_of_task": "audit",
        "draft_open": "draft",
        "notice_about": "notice",
        "input_sample": "input",
    }.items():
        op.drop_index(index, table)
    op.drop_index("task_unbalanced", "task")
    _index("task_unbalanced", "task", "id", where="is_unbalanced")
    _index("task_person_user", "task_person", "workspace", "user_id", "role")
    answer = ("task", "reviewer", "labeler", "submitted_at")
    _index("assignment_review", "assignment", *answer, where="status = 'AWAITING_REVIEW'")
    _drop_columns()


def _drop_columns() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE task IS NULL"))
    with op.batch_alter_table("notice") as batch:
        batch.alter_column("task", existing_type=_ID, nullable=False)
    with op.batch_alter_table("concept") as batch:
        batch.drop_constraint("fk_concept_merged_into", type_="foreignkey")
        batch.drop_column("merged_into")
    for table, columns in {
        "person": ["is_muted"],
        "input": ["text", "seconds", "is_sample"],
        "task": [
            *("priority", "distribution", "labelers_per_input", "agreement", "review_method", "review_share"),
            *("due_at", "is_growing", "lease", "excluded"),
        ],
        "task_person": ["weight"],
        "annotation": ["author"],
        "tally": ["consensus", "touched_at"],
    }.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
