"""The bot token goes to the origin of SLACK_API_URL only: not with pictures or answers, nor along a redirect."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from playground.deliveries import HttpDeliveries
from playground.manifest import read_manifest
from playground.seed import seeded
from playground.server import running
from playground.workspace import Workspace
from tests.journeys.acts import create_task, export_rows, label_all
from tests.journeys.origins import Origin, origin
from tests.journeys.stage import MANIFEST, Stage, settings_for

pytestmark = pytest.mark.slow
REDIRECTS = [301, 302, 303, 307, 308]


@dataclass
class Slack:
    """`api` is the origin of SLACK_API_URL, `files` takes uploads and response_urls, `strange` is nobody's."""

    stage: Stage
    api: Origin
    files: Origin
    strange: Origin

    @property
    def token(self) -> str:
        return self.stage.workspace.app.bot_token


@pytest.fixture
async def slack(tmp_path: Path, watch: Callable[[Workspace], Workspace]) -> AsyncIterator[Slack]:
    workspace = watch(seeded(read_manifest(MANIFEST)))
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(running(workspace, deliveries=HttpDeliveries(workspace, "")))
        api, files = [await stack.enter_async_context(origin(workspace.base_url)) for _ in range(2)]
        strange = await stack.enter_async_context(origin())
        # From now on it names this origin for uploads and answers to clicks.
        workspace.base_url = files.url
        more = {"api_url": f"{api.url}/api/"}
        stage = Stage(playground, settings_for(playground, tmp_path, socket=False, **more))
        stack.push_async_callback(stage.stop)
        await stage.start()
        stage.add_pictures("Photos", 2)
        yield Slack(stage, api, files, strange)


async def test_uploads_and_answers_to_clicks_carry_no_token(slack: Slack) -> None:
    stage = slack.stage
    await create_task(stage)
    await label_all(stage, "Ben", "Cat", 2)
    assert len(await export_rows(stage)) == 2
    await slack.files.is_sent("/upload/", 3)
    await slack.files.is_sent("/response/")
    assert [one for one in slack.files.seen if slack.token in one.whole] == []
    assert {one.path.split("/")[1] for one in slack.files.seen} == {"upload", "response"}
    assert all(slack.token in one.whole for one in slack.api.seen)


@pytest.mark.parametrize("status", REDIRECTS)
async def test_calls_go_along_no_redirect(slack: Slack, status: int) -> None:
    """Not to another origin, neither the token nor what was to be said; and not to another address of Slack's own."""
    ben = slack.stage.person("Ben")
    ben.patience = 20
    slack.api.redirects = ("/api/chat.postMessage", status, slack.strange.url)
    with capture_logs() as logs:
        await create_task(slack.stage)
        await slack.api.is_sent("/api/chat.postMessage", 2)
    assert not ben.messages()
    assert {"Redirected"} == {line["error"] for line in logs if line["event"] == "notice_waits"}
    slack.api.redirects = ("/api/chat.postMessage", status, f"{slack.api.url}/elsewhere")
    before = len(slack.api.at("/api/chat.postMessage"))
    await slack.api.is_sent("/api/chat.postMessage", before + 1)
    slack.api.redirects = None
    await ben.sees("1 of 2")
    assert slack.strange.seen == slack.api.at("/elsewhere") == []


@pytest.mark.parametrize("status", REDIRECTS)
async def test_a_picture_that_is_sent_elsewhere_is_not_uploaded_and_tried_again(slack: Slack, status: int) -> None:
    ben = slack.stage.person("Ben")
    ben.patience = 20
    slack.files.redirects = ("/upload/", status, slack.strange.url)
    await create_task(slack.stage)
    await slack.files.is_sent("/upload/")
    await ben.sees("The picture is on its way")
    slack.files.redirects = None
    await ben.sees("(picture: Picture: picture-000.png)")
    assert slack.strange.seen == []


@pytest.mark.parametrize("status", REDIRECTS)
async def test_an_answer_to_a_click_goes_along_no_redirect(slack: Slack, status: int) -> None:
    """The repaint that does not arrive is made up for; the click counts."""
    ben = slack.stage.person("Ben")
    ben.patience = 20
    await create_task(slack.stage)
    await ben.sees("1 of 2")
    slack.files.redirects = ("/response/", status, slack.strange.url)
    await ben.click("Cat")
    await slack.files.is_sent("/response/")
    await ben.sees("2 of 2")
    assert slack.strange.seen == []


async def test_a_window_that_does_not_open_for_a_redirect_is_said_in_words(slack: Slack) -> None:
    ana = slack.stage.person("Ana")
    slack.api.redirects = ("/api/views.open", 307, slack.strange.url)
    await ana.command("/label new")
    await ana.sees("Slack did not open the window", "notices")
    slack.api.redirects = None
    await ana.command("/label new")
    await ana.sees_modal("New labeling task")
    assert slack.strange.seen == []


async def test_the_bot_starts_where_slack_redirects_and_says_so(slack: Slack) -> None:
    await slack.stage.stop()
    slack.api.redirects = ("/api/", 302, slack.strange.url)
    with capture_logs() as logs:
        await slack.stage.start()
    (away,) = [line for line in logs if line["event"] == "slack_away"]
    assert away["detail"] == f"{slack.api.url} redirects elsewhere"
    assert slack.token not in str(logs)
    assert slack.strange.seen == []
