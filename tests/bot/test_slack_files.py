"""Files are fetched from Slack with the token, and the token goes to nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.connecting import new_session
from bot.slack_files import Refusal, SlackFiles
from tests.assist.pictures import picture
from tests.bot.test_fetching import Server, serving

TOKEN = "xoxb-secret"


@pytest.fixture
async def slack() -> AsyncIterator[Server]:
    async with serving() as ready:
        yield ready


@pytest.fixture
async def stranger() -> AsyncIterator[Server]:
    async with serving() as ready:
        yield ready


@pytest.fixture
async def files(slack: Server, tmp_path: Path):
    """Fetches the file that is described so; returns (name, content)."""
    async with new_session(10) as session:
        client = AsyncWebClient(TOKEN, base_url=f"{slack.url}/api/", session=session, retry_handlers=[])

        async def fetch(**described: object) -> tuple[str, bytes]:
            usual = {"id": "F1", "name": "a.png", "mode": "hosted", "url_private_download": f"{slack.url}/files/a.png"}
            slack.answers["/api/files.info"] = lambda: web.json_response({"ok": True, "file": usual | described})
            file = await SlackFiles(client, session, f"{slack.url}/api/").fetch("F1", tmp_path / "file")
            return file.name, file.path.read_bytes()

        yield SimpleNamespace(fetch=fetch, client=client, session=session)


async def refused(files, **described: object) -> tuple[str, str]:
    with pytest.raises(Refusal) as bad:
        await files.fetch(**described)
    return bad.value.name, bad.value.reason


async def test_a_file_is_fetched_with_the_token_from_where_the_api_is(slack, files):
    slack.answers["/files/a.png"] = lambda: web.Response(body=picture(1), content_type="image/png")
    assert await files.fetch() == ("a.png", picture(1))
    assert slack.requests[-1].headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.png", True),
        ("https://slack.com/files/a.png", True),
        ("https://files.slack.com:443/a.png", True),
        ("http://files.slack.com/a.png", False),
        ("https://files.slack.com:8443/a.png", False),
        ("https://files.slack.com.evil.example/a.png", False),
        ("https://evilslack.com/a.png", False),
        ("https://files.slack.com@evil.example/a.png", False),
        ("https://ana@files.slack.com/a.png", False),
        ("https://evil.example/files.slack.com", False),
        ("https://evil.example:many/", False),
        ("", False),
    ],
)
def test_the_token_goes_to_slacks_own_hosts_only(url, is_own):
    client = AsyncWebClient(TOKEN)
    session: aiohttp.ClientSession = None  # type: ignore[assignment]  # Nothing is asked.
    assert SlackFiles(client, session, "https://slack.com/api/").is_slacks_own(url) is is_own


def test_where_slack_has_another_name_its_files_do_too():
    session: aiohttp.ClientSession = None  # type: ignore[assignment]  # Nothing is asked.
    government = SlackFiles(AsyncWebClient(TOKEN), session, "https://slack-gov.com/api/")
    assert government.is_slacks_own("https://files.slack-gov.com/a.png")
    assert not government.is_slacks_own("https://files.slack.com/a.png")


async def test_a_file_elsewhere_is_not_asked_for_and_the_token_stays(stranger, files):
    name, reason = await refused(files, url_private_download=f"{stranger.url}/a.png")
    assert (name, reason) == ("a.png", "isn't in Slack but in another service. Download it and upload it here.")
    assert stranger.requests == []


async def test_a_redirect_is_a_sign_in_page_and_the_token_stays(slack, stranger, files):
    slack.answers["/files/a.png"] = lambda: web.Response(status=302, headers={"Location": f"{stranger.url}/"})
    _, reason = await refused(files)
    assert reason == "can't be had: Slack asks to sign in. Labelbot may lack the scope files:read."
    assert stranger.requests == []


async def test_a_sign_in_page_is_no_picture(slack, files):
    slack.answers["/files/a.png"] = lambda: web.Response(text="<!DOCTYPE html>", content_type="text/html")
    assert "asks to sign in" in (await refused(files))[1]
    slack.answers["/files/a.png"] = lambda: web.Response(body=b"<html><body>Sign in", content_type="image/png")
    assert "asks to sign in" in (await refused(files))[1]


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ({"mode": "tombstone"}, "was deleted in Slack."),
        ({"mode": "hidden_by_limit"}, "is hidden: Slack's free plan"),
        ({"is_external": True}, "isn't in Slack but in another service."),
        ({"mode": "external"}, "isn't in Slack but in another service."),
        ({"mode": "gdoc", "name": "Plan"}, "isn't in Slack but in another service."),
        ({"file_access": "access_denied"}, "is where Labelbot can't see it."),
        ({"file_access": "file_not_found"}, "isn't there any more"),
        ({"name": "a.pdf"}, "is of a kind that isn't taken. Save it as CSV"),
        ({"name": "a.exe"}, "is of a kind that isn't taken."),
        ({"name": "a.mp4", "size": 2**31}, "is too large: more than 1,024 MB."),
    ],
)
async def test_what_can_not_be_had_is_refused_by_name_and_not_asked_for(slack, files, described, said):
    name, reason = await refused(files, **described)
    assert (name, said in reason) == (described.get("name", "a.png"), True)
    assert [request.path for request in slack.requests] == ["/api/files.info"]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("file_not_found", "isn't there any more"),
        ("file_deleted", "was deleted"),
        ("odd_word", "can't be had from Slack (odd_word)."),
    ],
)
async def test_what_slack_says_no_to_is_refused(slack, files, word, said, tmp_path):
    slack.answers["/api/files.info"] = lambda: web.json_response({"ok": False, "error": word})
    with pytest.raises(Refusal) as bad:
        await SlackFiles(files.client, files.session, f"{slack.url}/api/").fetch("F1", tmp_path / "file")
    assert said in bad.value.reason


async def test_slack_in_trouble_is_no_refusal(slack, files, tmp_path):
    slack.answers["/files/a.png"] = lambda: web.Response(status=503)
    with pytest.raises(aiohttp.ClientError):
        await files.fetch()
    slack.answers["/api/files.info"] = lambda: web.Response(status=429, headers={"Retry-After": "1"})
    with pytest.raises(SlackApiError):
        await SlackFiles(files.client, files.session, f"{slack.url}/api/").fetch("F1", tmp_path / "file")
    slack.answers["/files/a.png"] = lambda: web.Response(status=404)
    assert "it answered 404" in (await refused(files))[1]
