"""Slack's refusals, sorted by what to do about them, and the pace at which we call."""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError
from aiolimiter import AsyncLimiter
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.slack.answering import slack_word

PASSING = (ClientError, OSError, TimeoutError, asyncio.TimeoutError, SlackClientError)
"""Everything that a call may raise. Which of them to try again, `after_failure` says."""

UNREACHABLE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
GONE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "block_mismatch", "channel_not_found"}
)
REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""Of a token: it will not do before somebody replaces it."""
_TROUBLE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_LONGEST = 60.0
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """`wait` in seconds until it is worth trying again; None: never."""

    word: str
    wait: float | None
    is_bad_file: bool = False

    @property
    def is_refusal(self) -> bool:
        """Of our token: whatever we ask, nothing is answered before somebody replaces it."""
        return self.word in REFUSED


def after_failure(error: BaseException, attempts: int) -> Failure:
    """`attempts`: how often it failed before."""
    backoff = min(_LONGEST, 0.5 * 2 ** min(attempts, 10))
    if not isinstance(error, SlackApiError):
        return Failure(type(error).__name__, backoff)
    response: Any = error.response
    word = slack_word(error)
    if response.status_code == 429:  # noqa: PLR2004 - HTTP's own number.
        return Failure(word, float(response.headers.get("Retry-After", 1)))
    if response.status_code >= _SERVER_ERROR or word in _TROUBLE | REFUSED:
        return Failure(word, backoff)
    details = str((response.get("response_metadata") or {}).get("messages", "")) if word == "invalid_blocks" else ""
    return Failure(word, None, is_bad_file="slack file" in details)


class Pace:
    """A little below what Slack documents, so that a rush slows down before it is refused."""

    def __init__(self) -> None:
        self.post = AsyncLimiter(240, 60)
        self.update = AsyncLimiter(45, 60)
        self.upload = AsyncLimiter(90, 60)
