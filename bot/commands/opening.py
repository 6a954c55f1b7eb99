"""What the commands that work on the database share: opening it, and knowing the workspace that is meant."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.settings import Settings
from domain.clock import SystemClock
from domain.errors import LabelingError
from services.collaborating import Collaborating
from store.migrating import migrate
from store.unit_of_work import Store, opened


@contextmanager
def migrated(settings: Settings) -> Iterator[Store]:
    settings.folder.mkdir(parents=True, exist_ok=True)
    with opened(settings.database_url, SystemClock()) as store:
        migrate(store)
        yield store


def migrate_database(settings: Settings) -> None:
    settings.folder.mkdir(parents=True, exist_ok=True)
    with opened(settings.database_url, SystemClock()) as store:
        applied = migrate(store)
    typer.echo(f"Applied {', '.join(applied)}." if applied else "The database is up to date.")


def reason_of(error: OSError) -> str:
    """As the system says it: no such file or directory."""
    return (error.strerror or str(error)).lower()


def find_workspace(store: Store, settings: Settings, given: str | None) -> str:
    """The one that was given, the only one in the database, or the token's. Raises LabelingError."""
    if given is not None:
        return given
    known = Collaborating(store).workspaces()
    if len(known) == 1:
        return known[0]
    if settings.bot_token.get_secret_value():
        return _workspace_of_token(settings)
    if known:
        raise LabelingError(f"There are several workspaces: {', '.join(known)}. Say which with --workspace.")
    raise LabelingError("No workspace is known yet. Name yours with --workspace T…, or set SLACK_BOT_TOKEN.")


def _workspace_of_token(settings: Settings) -> str:
    from bot.doctor import token_workspace  # noqa: PLC0415 - opens Slack's client, which is seldom needed here.

    try:
        return asyncio.run(token_workspace(settings))
    except (SlackClientError, ClientError, OSError):
        raise LabelingError(
            "Slack doesn't say which workspace SLACK_BOT_TOKEN belongs to (`labelbot doctor` knows more). "
            "Name it with --workspace T…."
        ) from None
