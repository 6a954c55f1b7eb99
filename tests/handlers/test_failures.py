"""What a refused call is taken for."""

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.slack.failures import Failure, after_failure


def refused(status: int, data: object, **headers: str) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers=headers,
        status_code=status,
    )
    return SlackApiError("", response)


def failure(word: str, **more: object) -> Failure:
    return after_failure(refused(200, {"ok": False, "error": word, **more}), 0)


def test_trouble_passes() -> None:
    assert after_failure(ServerDisconnectedError(), 2) == Failure("ServerDisconnectedError", 2.0, is_trouble=True)
    assert after_failure(refused(500, "Server Error"), 0) == Failure("500", 0.5, is_trouble=True)
    limited = refused(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"})
    assert after_failure(limited, 9) == Failure("ratelimited", 7.0, is_trouble=True)
    assert failure("internal_error").is_trouble
    assert after_failure(TimeoutError(), 99).wait == 60


@pytest.mark.parametrize("word", ["missing_scope", "token_revoked", "team_access_not_granted"])
def test_what_an_admin_can_mend_is_not_final(word: str) -> None:
    found = failure(word)
    assert (found.is_trouble, found.needs_admin, found.is_final) == (False, True, False)


@pytest.mark.parametrize("word", ["user_disabled", "invalid_blocks", "msg_too_long"])
def test_what_can_never_be_said_is_final(word: str) -> None:
    found = failure(word)
    assert (found.is_trouble, found.needs_admin, found.is_final) == (False, False, True)


def test_a_word_that_nobody_knows_waits() -> None:
    found = failure("some_new_word")
    assert (found.is_trouble, found.needs_admin, found.is_final) == (False, False, False)


def test_a_picture_that_slack_does_not_take_is_known_by_its_details() -> None:
    messages = ["[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]"]
    assert failure("invalid_blocks", response_metadata={"messages": messages}).is_bad_file
    assert not failure("invalid_blocks").is_bad_file
