"""What goes wrong on demand."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from playground.faults import Faults
from tests.playground.test_web_api_access import refusal


async def test_a_rate_limit_for_one_method(client, playground):
    playground.faults.strike("rate_limit", "auth.test", seconds=7)
    assert (await client.users_info(user="U0ANA00000"))["ok"]
    answer = await refusal(client.auth_test())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert (await client.auth_test())["ok"]


async def test_the_sdk_waits_it_out(client, playground):
    playground.faults.strike("rate_limit", seconds=0)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler())
    assert (await client.auth_test())["ok"]


async def test_none_at_all_is_none(client, playground):
    playground.faults.strike("server_error", count=0)
    assert (await client.auth_test())["ok"]


async def test_server_errors_are_counted(client, playground):
    playground.faults.strike("server_error", count=2)
    for _ in range(2):
        with pytest.raises((SlackApiError, ValueError)):
            await client.auth_test()
    assert (await client.auth_test())["ok"]


async def test_a_reset_takes_no_effect_and_a_lost_answer_does(client, playground):
    client.retry_handlers.clear()
    channel = playground.workspace.messages["C0LABELING"]
    playground.faults.strike("reset", "chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C0LABELING", text="Hello")
    assert not channel
    playground.faults.strike("answer_lost", "chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C0LABELING", text="Hello")
    assert len(channel) == 1


async def test_a_slow_answer(client, playground):
    playground.faults.strike("slow", seconds=0.01)
    assert (await client.auth_test())["ok"]


async def test_uploads_and_response_urls_suffer_too(client, playground):
    ticket = await client.files_getUploadURLExternal(filename="a.png", length=1)
    hook = playground.workspace.new_response_url("U0ANA00000", "C0LABELING")
    playground.faults.strike("server_error", "upload")
    playground.faults.strike("server_error", "response_url")
    playground.faults.strike("answer_lost", "response_url")
    async with aiohttp.ClientSession() as session:
        for status in (500, 200):
            async with session.post(ticket["upload_url"], data=b"a") as response:
                assert response.status == status
        async with session.post(hook, json={"text": "Refused"}) as response:
            assert response.status == 500
        with pytest.raises(aiohttp.ClientError):
            await session.post(hook, json={"text": "Taken"})
        async with session.post(hook, json={"text": "Hello"}) as response:
            assert response.status == 200
    assert [notice.text for notice in playground.person("Ana").notices] == ["Taken", "Hello"]


def test_faults_can_be_shown_and_cleared():
    faults = Faults(duplicate=2, channelless_files_hidden=True)
    faults.strike("reset")
    assert faults.as_json()["calls"] == [{"kind": "reset", "method": "*", "count": 1, "seconds": 1}]
    faults.clear()
    assert faults == Faults()
