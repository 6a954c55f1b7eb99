"""What may go wrong with a call to Slack, sorted by what to do about it."""

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

FAILURES = (ClientError, ConnectionError, TimeoutError, SlackClientError)
"""Everything that a call to Slack may raise. What to do about it, `after_failure` says."""

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
MISTAKES = frozenset(
    {
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_json",
        "json_not_object",
        "markdown_text_conflict",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "thread_not_found",
        "unknown_method",
        "view_too_large",
    }
)
"""Ours: the same call is refused however often it is made."""
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
_ADMINS_BUSINESS = REFUSED | {
    "access_denied",
    "ekm_access_denied",
    "file_uploads_disabled",
    "missing_scope",
    "no_permission",
    "org_login_required",
    "restricted_action",
    "storage_limit_reached",
    "team_access_not_granted",
}
_TROUBLE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
CLOSED = frozenset({"not_found", "view_not_found"})
"""Of a window: nobody looks at it any more."""
_LONGEST = 60.0
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """`wait`: seconds until it may be worth trying again.

    `is_trouble`: of Slack or the network, and it passes, whatever was asked. Otherwise Slack refused just this.
    """

    word: str
    wait: float
    is_trouble: bool
    is_bad_file: bool = False

    @property
    def needs_admin(self) -> bool:
        """Nothing of the kind will be taken before somebody gives the app what it lacks."""
        return self.word in _ADMINS_BUSINESS

    @property
    def is_final(self) -> bool:
        """Trying again would change nothing: nobody is there, or what we send is wrong."""
        return self.word in UNREACHABLE | MISTAKES


def after_failure(error: BaseException, attempts: int) -> Failure:
    """`attempts`: how often it failed before."""
    backoff = min(_LONGEST, 0.5 * 2 ** min(attempts, 10))
    if not isinstance(error, SlackApiError):
        return Failure(type(error).__name__, backoff, is_trouble=True)
    response: Any = error.response
    word = slack_word(error)
    if response.status_code == 429:  # noqa: PLR2004 - HTTP's own number.
        return Failure(word, float(response.headers.get("Retry-After", 1)), is_trouble=True)
    if response.status_code >= _SERVER_ERROR or word in _TROUBLE:
        return Failure(word, backoff, is_trouble=True)
    details = str((response.get("response_metadata") or {}).get("messages", "")) if word == "invalid_blocks" else ""
    return Failure(word, backoff, is_trouble=False, is_bad_file="slack file" in details)


def slack_word(error: SlackApiError) -> str:
    """Slack's own word for what it refuses; the status where there is none, as of a server in trouble."""
    response: Any = error.response
    said = response.data.get("error") if isinstance(response.data, dict) else None
    return str(said or response.status_code)
