"""What models do in tasks: what is asked of them, what they see in inputs, and what they suggest."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.tables.columns import count, long_text, maybe_moment, moment, of, partial, with_default


class TaskAssistRow(SQLModel, table=True):
    """The fields of domain.assisting.TaskAssist. `bands` and `labels` are JSON."""

    __tablename__ = "task_assist"
    task: int = of("task", is_key=True)
    mode: str
    model: str
    threshold: float
    is_ordering: bool
    bands: str = long_text(is_optional=False)
    leftovers: str
    is_replacing: bool
    labels: str = long_text(is_optional=False)
    version: str = with_default("")
    generation: int = with_default(1)
    learned: int = count()
    is_stopped: bool = with_default(False)
    failure: str | None = long_text()
    basis: str = with_default("")


class LeaseRow(SQLModel, table=True):
    """Which of several servers does something for all of them (`holder`), until when unless it says so again (µs)."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    until: int = moment()


class EmbeddingRow(SQLModel, table=True):
    """What a built-in encoder of this `version` saw in an input, in float16: an embedding, and for pictures the
    probabilities of the 1,000 names. `failure` completes "photo.jpg …"; then both are empty.
    """

    __tablename__ = "embedding"
    input: int = of("input", is_key=True)
    version: str = Field(primary_key=True)
    vector: bytes
    probabilities: bytes
    failure: str | None = long_text()


class SuggestionRow(SQLModel, table=True):
    """What a task's model suggests for an input. `generation` 0: nothing yet. `body` is JSON, the best first: concept,
    score, labels it was learned from (NULL: the model learns nothing), region. `best` and `score` are the best one's.
    `is_settled`: the input needs no newer suggestion, as nobody has it to answer.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        partial("suggestion_wanted", "task", "generation", "input", where="is_settled = 0 AND failure IS NULL"),
        Index("suggestion_best", "task", "score"),
    )
    task: int = of("task", is_key=True)
    input: int = of("input", is_key=True)
    generation: int = count()
    model: str = with_default("")
    version: str = with_default("")
    body: str = with_default("[]")
    best: int | None = maybe_moment()
    score: float = with_default(0)
    uncertainty: float = with_default(0)
    is_settled: int = count()
    failure: str | None = long_text()
    made_at: int = moment()


class EarlierSuggestionRow(SQLModel, table=True):
    """What was suggested of an input before, and may still stand on the card of somebody who has it in front."""

    __tablename__ = "earlier_suggestion"
    task: int = of("task", is_key=True)
    input: int = of("input", is_key=True)
    generation: int = Field(primary_key=True)
    model: str
    version: str
    body: str


class ShownSuggestionRow(SQLModel, table=True):
    """A suggestion that stood on the card when an assignment was answered; `place` 0 is the best one. Of shapes it is
    all of one concept: so many were `shown`, and so many the labeler took as they were, whatever a reviewer made of
    them later. What was accepted unseen, with others, has none.
    """

    __tablename__ = "shown_suggestion"
    __table_args__ = (
        Index("shown_suggestion_task", "task", "model", "version"),
        Index("shown_suggestion_concept", "concept"),
    )
    assignment: int = of("assignment", is_key=True)
    concept: int = of("concept", is_key=True)
    task: int = of("task")
    model: str
    version: str
    labels: int | None = None
    score: float
    place: int
    shown: int = with_default(1)
    accepted: int
