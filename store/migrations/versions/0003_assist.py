"""What models do in tasks: embeddings, suggestions, and where annotations come from; pictures with shapes on them."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MODEL_OF_LABEL = ("model", "model_version", "score")
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


def upgrade() -> None:
    op.add_column("task", _new("assist", AutoString(), "'none'"))
    op.add_column("task", _new("overlap", sa.Integer(), "50"))
    for column in (
        _optional("model", AutoString()),
        _optional("version", AutoString()),
        _optional("score", sa.Float()),
        _optional("region", sa.Text()),
    ):
        op.add_column("annotation", column)
    for column in _MODEL_OF_LABEL:
        op.add_column("version_label", sa.Column(column, sa.Float() if column == "score" else AutoString()))
    op.add_column("version_label", sa.Column("region", sa.Text()))
    op.add_column("dataset_version", sa.Column("drawn_task", AutoString()))
    op.add_column("dataset_version", sa.Column("drawn_concepts", sa.Text()))
    _add_task_assist()
    _add_leases()
    _add_embeddings()
    _add_suggestions()
    _add_what_was_shown()
    _add_drawings()


def _add_task_assist() -> None:
    op.create_table(
        "task_assist",
        _required("task", _ID),
        _required("mode", AutoString()),
        _required("model", AutoString()),
        _required("threshold", sa.Float()),
        _required("is_ordering", sa.Boolean()),
        _required("bands", sa.Text()),
        _required("leftovers", AutoString()),
        _required("is_replacing", sa.Boolean()),
        _required("labels", sa.Text()),
        _new("version", AutoString(), "''"),
        _new("generation", sa.Integer(), "1"),
        _new("learned", sa.Integer(), "0"),
        _new("is_stopped", sa.Boolean(), "false"),
        _optional("failure", sa.Text()),
        _new("basis", AutoString(), "''"),
        _to("task_assist", "task", "task"),
        sa.PrimaryKeyConstraint("task", name="pk_task_assist"),
    )


def _add_leases() -> None:
    op.create_table(
        "lease",
        _required("name", AutoString()),
        _required("holder", AutoString()),
        _required("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )


def _add_embeddings() -> None:
    op.create_table(
        "embedding",
        _required("input", _ID),
        _required("version", AutoString()),
        _required("vector", sa.LargeBinary()),
        _required("probabilities", sa.LargeBinary()),
        _optional("failure", sa.Text()),
        _to("embedding", "input", "input"),
        sa.PrimaryKeyConstraint("input", "version", name="pk_embedding"),
    )


def _add_suggestions() -> None:
    op.create_table(
        "suggestion",
        _required("task", _ID),
        _required("input", _ID),
        _new("generation", sa.Integer(), "0"),
        _new("model", AutoString(), "''"),
        _new("version", AutoString(), "''"),
        _new("body", AutoString(), "'[]'"),
        _optional("best", sa.BigInteger()),
        _new("score", sa.Float(), "0"),
        _new("uncertainty", sa.Float(), "0"),
        _new("is_settled", sa.Integer(), "0"),
        _optional("failure", sa.Text()),
        _required("made_at", sa.BigInteger()),
        _to("suggestion", "task", "task"),
        _to("suggestion", "input", "input"),
        sa.PrimaryKeyConstraint("task", "input", name="pk_suggestion"),
    )
    wanted = sa.text("is_settled = 0 AND failure IS NULL")
    op.create_index(
        "suggestion_wanted",
        "suggestion",
        ["task", "generation", "input"],
        sqlite_where=wanted,
        postgresql_where=wanted,
    )
    op.create_index("suggestion_best", "suggestion", ["task", "score"])


def _add_what_was_shown() -> None:
    op.create_table(
        "earlier_suggestion",
        _required("task", _ID),
        _required("input", _ID),
        _required("generation", sa.Integer()),
        *(_required(name, AutoString()) for name in ("model", "version", "body")),
        *(_to("earlier_suggestion", name, name) for name in ("task", "input")),
        sa.PrimaryKeyConstraint("task", "input", "generation", name="pk_earlier_suggestion"),
    )
    op.create_table(
        "shown_suggestion",
        _required("assignment", _ID),
        _required("concept", _ID),
        _required("task", _ID),
        _required("model", AutoString()),
        _required("version", AutoString()),
        _optional("labels", sa.Integer()),
        _required("score", sa.Float()),
        _required("place", sa.Integer()),
        _new("shown", sa.Integer(), "1"),
        _required("accepted", sa.Integer()),
        *(_to("shown_suggestion", name, name) for name in ("assignment", "concept", "task")),
        sa.PrimaryKeyConstraint("assignment", "concept", name="pk_shown_suggestion"),
    )
    op.create_index("shown_suggestion_task", "shown_suggestion", ["task", "model", "version"])
    op.create_index("shown_suggestion_concept", "shown_suggestion", ["concept"])


def _add_drawings() -> None:
    op.create_table(
        "drawing",
        _required("digest", AutoString()),
        _required("task", sa.BigInteger()),
        _required("input", _ID),
        _required("workspace", AutoString()),
        _required("body", sa.Text()),
        _required("state", AutoString()),
        _optional("file", AutoString()),
        _required("attempts", sa.Integer()),
        _required("due_at", sa.BigInteger()),
        _required("asked_at", sa.BigInteger()),
        _optional("error", sa.Text()),
        _to("drawing", "input", "input"),
        sa.PrimaryKeyConstraint("digest", name="pk_drawing"),
    )
    for name, column, where in (
        ("drawing_due", "due_at", "state IN ('wanted', 'scanning')"),
        ("drawing_deleting", "digest", "state = 'deleting'"),
    ):
        op.create_index(name, "drawing", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("drawing_asked", "drawing", ["asked_at"])
    op.create_index("drawing_of", "drawing", ["task", "input", "asked_at"])


def downgrade() -> None:
    for table in ("drawing", "shown_suggestion", "earlier_suggestion", "suggestion", "embedding", "lease", "task_assist"):
        op.drop_table(table)
    for column in ("drawn_concepts", "drawn_task"):
        op.drop_column("dataset_version", column)
    op.drop_column("version_label", "region")
    for column in reversed(_MODEL_OF_LABEL):
        op.drop_column("version_label", column)
    for column in ("region", "score", "version", "model"):
        op.drop_column("annotation", column)
    op.drop_column("task", "overlap")
    op.drop_column("task", "assist")
