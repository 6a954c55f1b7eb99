"""What Slack shows, and what people are to be told."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.tables.columns import key_user_id, long_text, maybe_moment, moment, new_id, of, partial, user_id


class CardRow(SQLModel, table=True):
    """A living message: one a person, task and kind ("label" or "review"). Painted anew until `sent` is `revision`."""

    __tablename__ = "card"
    __table_args__ = (partial("card_stale", "touched_at", where="sent < revision AND ts IS NOT NULL"),)
    task: int = of("task", is_key=True)
    user: str = key_user_id()
    kind: str = Field(primary_key=True)
    workspace: str
    channel: str | None = None
    ts: str | None = None
    revision: int
    sent: int
    touched_at: int = moment()


class NoticeRow(SQLModel, table=True):
    """The outbox. `key`: never said twice. `sending_since`: tells a crash between posting and marking.
    `task` is NULL for what is about no task.
    """

    __tablename__ = "notice"
    __table_args__ = (
        partial("notice_waiting", "due_at", "id", where="done_at IS NULL"),
        UniqueConstraint("key", name="notice_key"),
        Index("notice_about", "task", "user_id", "created_at"),
    )
    id: int | None = new_id()
    workspace: str
    user: str = user_id()
    task: int | None = of("task", is_optional=True)
    kind: str
    body: str = long_text(is_optional=False)
    key: str | None = None
    created_at: int = moment()
    due_at: int = moment()
    attempts: int
    sending_since: int | None = maybe_moment()
    done_at: int | None = maybe_moment()
    error: str | None = long_text()


class PictureRow(SQLModel, table=True):
    __tablename__ = "picture"
    __table_args__ = (partial("picture_due", "due_at", where="state IN ('wanted', 'uploading', 'scanning')"),)
    input: int = of("input", is_key=True)
    workspace: str
    state: str
    file: str | None = None
    attempts: int
    due_at: int = moment()
    error: str | None = long_text()


class DrawingRow(SQLModel, table=True):
    """A picture with shapes drawn on it, named by a `digest` of what is drawn; on its way into Slack as plain pictures
    are. `body` is JSON: domain.drawings.Drawing. `asked_at`: when a card wanted it last, to a day or so. `task` may be
    gone for good already.
    """

    __tablename__ = "drawing"
    __table_args__ = (
        partial("drawing_due", "due_at", where="state IN ('wanted', 'scanning')"),
        partial("drawing_deleting", "digest", where="state = 'deleting'"),
        Index("drawing_asked", "asked_at"),
        Index("drawing_of", "task", "input", "asked_at"),
    )
    digest: str = Field(primary_key=True)
    task: int = moment()
    input: int = of("input")
    workspace: str
    body: str = long_text(is_optional=False)
    state: str
    file: str | None = None
    attempts: int
    due_at: int = moment()
    asked_at: int = moment()
    error: str | None = long_text()
