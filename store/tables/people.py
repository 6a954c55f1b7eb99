"""Who people are, what they wait for on the web, and the forms they are filling in."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.tables.columns import key_user_id, long_text, maybe_moment, moment, of, partial, user_id, with_default


class PersonRow(SQLModel, table=True):
    """`is_muted`: wants no reminders and digests."""

    __tablename__ = "person"
    workspace: str = Field(primary_key=True)
    user: str = key_user_id()
    name: str
    tz: str
    is_bot: bool
    is_guest: bool
    is_external: bool
    is_admin: bool
    is_deleted: bool
    is_collaborator: bool
    seen_at: int = moment()
    is_muted: bool = with_default(False)


class DraftRow(SQLModel, table=True):
    """A form on its way. `task` is what it became: submitting the same draft twice makes one task."""

    __tablename__ = "draft"
    __table_args__ = (partial("draft_open", "workspace", "user_id", "updated_at", where="task IS NULL"),)
    id: str = Field(primary_key=True)
    workspace: str
    user: str = user_id()
    body: str = long_text(is_optional=False)
    version: int
    task: int | None = of("task", is_optional=True)
    updated_at: int = moment()


class SignInLinkRow(SQLModel, table=True):
    """A one-time link into the web pages; only its hash is kept. `path`: where it leads."""

    __tablename__ = "sign_in_link"
    token: str = Field(primary_key=True)
    workspace: str
    user: str = user_id()
    path: str
    created_at: int = moment()
    expires_at: int = moment()
    used_at: int | None = maybe_moment()


class WebSessionRow(SQLModel, table=True):
    """Somebody signed in to the web pages; only the cookie's hash is kept."""

    __tablename__ = "web_session"
    __table_args__ = (Index("web_session_person", "workspace", "user_id"),)
    token: str = Field(primary_key=True)
    workspace: str
    user: str = user_id()
    created_at: int = moment()
    expires_at: int = moment()
    ended_at: int | None = maybe_moment()
