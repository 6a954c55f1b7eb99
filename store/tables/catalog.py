"""What there is to label: inputs, datasets, their versions, concepts, and what is on its way in."""

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from store.tables.columns import count, long_text, maybe_moment, moment, new_id, of, partial, user_id, with_default


class DatasetRow(SQLModel, table=True):
    """A dataset "with all inputs" takes those with ids up to `fill_until` bit by bit; `filled` is how far it is."""

    __tablename__ = "dataset"
    __table_args__ = (
        partial("dataset_name", "workspace", "folded", where="deleted_at IS NULL", unique=True),
        partial("dataset_filling", "id", where="filled < fill_until"),
    )
    id: int | None = new_id()
    workspace: str
    name: str
    folded: str
    inputs: int
    filled: int = moment()
    fill_until: int = moment()
    created_by: str
    created_at: int = moment()
    deleted_at: int | None = maybe_moment()


class InputRow(SQLModel, table=True):
    """`kind` is image, text or video. A text stands in `text`, everything else in a file named by `sha256`; width and
    height of a text are 0. `seconds` is how long a video is. `is_sample`: it was only given to show what a concept
    looks like, so no dataset holds it.
    """

    __tablename__ = "input"
    __table_args__ = (
        UniqueConstraint("workspace", "sha256", name="input_content"),
        partial("input_sample", "workspace", is_true="is_sample"),
    )
    id: int | None = new_id()
    workspace: str
    sha256: str
    kind: str
    name: str
    width: int
    height: int
    bytes: int = moment()
    mimetype: str
    created_at: int = moment()
    text: str | None = long_text()
    seconds: float | None = None
    is_sample: bool = with_default(False)


class DatasetInputRow(SQLModel, table=True):
    __tablename__ = "dataset_input"
    dataset: int = of("dataset", is_key=True)
    input: int = of("input", is_key=True)


class ConceptRow(SQLModel, table=True):
    """`merged_into`: its labels are on their way to that one; then it goes."""

    __tablename__ = "concept"
    __table_args__ = (
        UniqueConstraint("workspace", "folded", name="concept_name"),
        partial("concept_merging", "id", where="merged_into IS NOT NULL"),
    )
    id: int | None = new_id()
    workspace: str
    name: str
    folded: str
    merged_into: int | None = of("concept", is_optional=True)


class IntakeRow(SQLModel, table=True):
    """Inputs on their way into a dataset from Slack. `source` is JSON: what is to be taken; `reached` counts what of it
    is done; `refused` is JSON: what stayed out, and why. `channel` and `ts` are the message that shows the progress.
    """

    __tablename__ = "intake"
    __table_args__ = (partial("intake_open", "due_at", where="status IN ('waiting', 'running', 'asking')"),)
    id: int | None = new_id()
    workspace: str
    user: str = user_id()
    dataset: int = of("dataset")
    source: str = long_text(is_optional=False)
    status: str
    total: int = count()
    reached: int = count()
    added: int = count()
    known: int = count()
    refused: str = Field(default="[]", sa_type=Text, sa_column_kwargs={"server_default": text("'[]'")})
    error: str | None = long_text()
    channel: str | None = None
    ts: str | None = None
    attempts: int = count()
    created_at: int = moment()
    due_at: int = moment()
    done_at: int | None = maybe_moment()


class DatasetVersionRow(SQLModel, table=True):
    """An immutable snapshot of a dataset's inputs and SUCCESS annotations: those of one task, or of all tasks over it
    where `task` is NULL. While it is being made (`status` is making), `reached` is the last input that is in it; what
    came after `created_at` is left out. Names are kept as words. `drawn_task` is the one task in it whose answers are
    drawn, with all its concepts in their order (`drawn_concepts`, a JSON list).
    """

    __tablename__ = "dataset_version"
    __table_args__ = (
        UniqueConstraint("dataset", "folded", name="dataset_version_name"),
        partial("dataset_version_making", "id", where="status = 'making'"),
    )
    id: int | None = new_id()
    workspace: str
    dataset: int = of("dataset")
    dataset_name: str
    task: int | None = of("task", is_optional=True)
    task_name: str | None = None
    name: str
    folded: str
    status: str
    inputs: int = count()
    labels: int = count()
    reached: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    created_by: str
    created_at: int = moment()
    drawn_task: str | None = None
    drawn_concepts: str | None = long_text()


class VersionInputRow(SQLModel, table=True):
    __tablename__ = "version_input"
    version: int = of("dataset_version", is_key=True)
    input: int = of("input", is_key=True)


class VersionLabelRow(SQLModel, table=True):
    """One annotation as it was: names are kept as words, so that later renaming changes nothing here."""

    __tablename__ = "version_label"
    __table_args__ = (Index("version_label_version", "version", "input", "concept"),)
    id: int | None = new_id()
    version: int = of("dataset_version")
    input: int = of("input")
    task: str
    concept: str | None = None
    provenance: str
    labeler: str
    labeler_name: str
    labeled_at: int | None = maybe_moment()
    reviewer: str | None = None
    reviewer_name: str | None = None
    reviewed_at: int | None = maybe_moment()
    model: str | None = None
    model_version: str | None = None
    score: float | None = None
    region: str | None = long_text()
