import socket
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientError, web

from bot import doctor
from bot.app import running as bot_running
from bot.doctor import examine, token_workspace
from bot.manifest import manifest_path
from bot.settings import load, variables
from domain.clock import SystemClock
from playground.manifest import read_manifest
from playground.seed import seeded
from playground.server import running
from store.migrating import migrate
from store.unit_of_work import opened

pytestmark = pytest.mark.slow

ALL = ["Settings", "Folder", "Database", "Port", "Bot token", "App token", "Scopes", "Pictures"]


@pytest.fixture
async def playground():
    workspace = seeded(read_manifest(manifest_path()))
    async with running(workspace) as running_one:
        yield running_one


@pytest.fixture
def set_env(monkeypatch, tmp_path):
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def set_env(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_env


@pytest.fixture
def settings(set_env, playground):
    app = playground.workspace.app
    set_env(
        SLACK_BOT_TOKEN=app.bot_token,
        SLACK_APP_TOKEN=app.app_token,
        SLACK_API_URL=playground.api_url,
        LABELBOT_PORT="0",
    )
    settings = load()
    settings.folder.mkdir()
    with opened(settings.database_url, SystemClock()) as store:
        migrate(store)
    return settings


@asynccontextmanager
async def serving(handler):
    app = web.Application()
    app.router.add_route("*", "/api/{method}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def findings():
    return {finding.name: finding async for finding in examine()}


async def the_only_trouble():
    (trouble,) = [finding for finding in (await findings()).values() if not finding.is_well]
    return trouble


@pytest.mark.usefixtures("settings")
async def test_all_is_well(playground):
    found = await findings()
    assert list(found) == ALL
    assert [finding for finding in found.values() if not finding.is_well] == []
    assert playground.workspace.team.id in found["Bot token"].text
    assert [file.deleted for file in playground.workspace.files.values()] == [True]


@pytest.mark.usefixtures("settings")
async def test_a_slow_scan_is_waited_for(playground):
    playground.workspace.faults.scan_seconds = 0.3
    found = await findings()
    assert found["Pictures"].is_well
    assert playground.workspace.files


async def test_settings_come_first_and_the_machine_is_looked_at_all_the_same(set_env):
    set_env(LABELBOT_PORT="0")
    found = await findings()
    assert list(found) == ALL[:4]
    assert found["Settings"].text.startswith("SLACK_BOT_TOKEN is missing.")
    assert found["Folder"].is_well
    assert found["Database"].is_well, "nothing is there yet, and run will make it"
    assert "labelbot run" in found["Database"].text


async def test_settings_that_mean_nothing_stop_it(set_env):
    set_env(LABELBOT_PORT="x")
    assert list(await findings()) == ["Settings"]


@pytest.mark.usefixtures("settings")
async def test_a_token_that_slack_does_not_know(set_env):
    set_env(SLACK_BOT_TOKEN="xoxb-0-0-unknown")
    found = await findings()
    assert "Copy the token again" in found["Bot token"].text
    assert "Scopes" not in found


@pytest.mark.usefixtures("settings")
async def test_an_app_token_that_slack_does_not_know(set_env):
    set_env(SLACK_APP_TOKEN="xapp-0-unknown")
    trouble = await the_only_trouble()
    assert (trouble.name, "Copy the token again" in trouble.text) == ("App token", True)


@pytest.mark.usefixtures("settings")
async def test_a_scope_that_was_not_granted(playground):
    app = playground.workspace.app
    app.scopes = app.scopes - {"users:read"}
    trouble = await the_only_trouble()
    assert trouble.text.startswith("Not granted: users:read.")


async def test_a_folder_that_is_none(settings, set_env, tmp_path):
    (tmp_path / "file").touch()
    set_env(LABELBOT_DATA=str(tmp_path / "file"), LABELBOT_DATABASE_URL=settings.database_url)
    trouble = await the_only_trouble()
    assert trouble.name == "Folder"
    assert "set LABELBOT_DATA" in trouble.text


@pytest.mark.usefixtures("settings")
async def test_a_database_that_is_not_there(set_env):
    set_env(LABELBOT_DATABASE_URL="postgresql://labelbot:s3cret@127.0.0.1:1/labelbot")
    trouble = await the_only_trouble()
    assert trouble.name == "Database"
    assert "s3cret" not in trouble.text


@pytest.mark.usefixtures("settings")
async def test_a_port_that_is_taken(set_env):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        set_env(LABELBOT_PORT=str(taken.getsockname()[1]))
        trouble = await the_only_trouble()
    assert (trouble.name, "LABELBOT_PORT" in trouble.text) == ("Port", True)


async def test_a_port_that_another_server_has(settings, set_env):
    async def anything(_request):
        return web.json_response({"ok": True})

    async with serving(anything) as port:
        set_env(LABELBOT_PORT=str(port))
        assert (await the_only_trouble()).name == "Port"
    assert settings


async def test_a_bot_that_runs_already_is_no_trouble(settings, set_env):
    async with bot_running(settings) as bot:
        set_env(LABELBOT_PORT=bot.url.rpartition(":")[2])
        found = await findings()
    assert [finding for finding in found.values() if not finding.is_well] == []
    assert found["Port"].text.startswith("Labelbot runs at 127.0.0.1:")


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.mark.usefixtures("settings")
async def test_pictures_by_address_are_tried_at_the_address(set_env, playground):
    port = free_port()
    set_env(LABELBOT_PICTURES="url", LABELBOT_PUBLIC_URL=f"http://127.0.0.1:{port}", LABELBOT_PORT=port)
    found = await findings()
    assert list(found) == ALL
    assert [finding for finding in found.values() if not finding.is_well] == []
    assert found["Pictures"].text == f"http://127.0.0.1:{port} leads here"
    assert playground.workspace.files == {}


async def test_pictures_by_address_of_a_bot_that_runs(settings, set_env):
    port = free_port()
    set_env(LABELBOT_PICTURES="url", LABELBOT_PUBLIC_URL=f"http://127.0.0.1:{port}", LABELBOT_PORT=port)
    async with bot_running(load()):
        found = await findings()
    assert [finding for finding in found.values() if not finding.is_well] == []
    assert settings


@pytest.mark.usefixtures("settings")
async def test_an_address_that_leads_elsewhere(set_env):
    async def anything(_request):
        return web.Response(status=200, text="Welcome to nginx")

    async with serving(anything) as other:
        url = f"http://127.0.0.1:{other}"
        set_env(LABELBOT_PICTURES="url", LABELBOT_PUBLIC_URL=url, LABELBOT_PORT=free_port())
        trouble = await the_only_trouble()
    assert (trouble.name, "LABELBOT_PUBLIC_URL" in trouble.text, "404" in trouble.text) == ("Pictures", True, True)


async def test_the_web_pages_are_tried_also_where_pictures_are_uploaded(settings, set_env):
    port = free_port()
    set_env(LABELBOT_PORT=port, LABELBOT_PUBLIC_URL=f"http://127.0.0.1:{port}/labels")
    pages = (await findings())["Web pages"]
    assert (pages.is_well, pages.text) == (True, f"http://127.0.0.1:{port}/labels leads here")
    async with bot_running(load()):
        assert (await findings())["Web pages"].is_well
    set_env(LABELBOT_PUBLIC_URL=f"http://127.0.0.1:{free_port()}")
    trouble = await the_only_trouble()
    assert (trouble.name, trouble.is_grave, "Check LABELBOT_PUBLIC_URL" in trouble.text) == ("Web pages", False, True)
    assert settings


@pytest.mark.usefixtures("settings")
async def test_a_machine_without_time_zones_is_told_of(monkeypatch):
    monkeypatch.setattr(doctor, "knows_zones", lambda: False)
    trouble = await the_only_trouble()
    assert (trouble.name, trouble.is_grave, "tzdata" in trouble.text) == ("Time zones", False, True)


@pytest.mark.usefixtures("settings")
async def test_admins_are_looked_up(set_env, playground):
    ana, ben = playground.workspace.named("Ana").id, playground.workspace.named("Ben").id
    set_env(LABELBOT_ADMINS=f"{ana},{ben}")
    found = await findings()
    assert (found["Admins"].is_well, found["Admins"].text.count("@")) == (True, 2)
    await playground.interactions.change_person(ben, deleted=True)
    set_env(LABELBOT_ADMINS=f"{ana},{ben},U0NOBODY00")
    trouble = await the_only_trouble()
    assert trouble.text.startswith(f"LABELBOT_ADMINS names {ben} (deactivated), U0NOBODY00 (unknown to Slack).")


@pytest.mark.usefixtures("settings")
async def test_slack_that_can_not_be_reached(set_env):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    set_env(SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
    found = await findings()
    assert "can't be reached" in found["Bot token"].text


async def test_a_proxy_is_not_asked_for_this_machine(settings, set_env, playground):
    set_env(HTTP_PROXY="http://127.0.0.1:1", HTTPS_PROXY="http://127.0.0.1:1")
    assert await token_workspace(settings) == playground.workspace.team.id


async def test_what_is_not_slack(set_env):
    async def anything(_request):
        return web.json_response({"ok": True})

    async with serving(anything) as port:
        set_env(SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="x", SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
        assert "is not Slack" in (await findings())["Bot token"].text


async def test_slack_in_trouble_answers_in_plain_words(set_env):
    async def trouble(_request):
        return web.Response(status=503, text="Service Unavailable")

    async with serving(trouble) as port:
        set_env(SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="x", SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
        assert (await findings())["Bot token"].text == "Slack answers “503”. Try again later."


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_the_token_goes_nowhere_else(set_env, status):
    seen = []

    async def elsewhere(request):
        seen.append(request.path)
        return web.json_response({"ok": True, "team_id": "T1", "team": "T", "user": "u"})

    async with serving(elsewhere) as other:

        async def here(_request):
            return web.Response(status=status, headers={"Location": f"http://127.0.0.1:{other}/api/auth.test"})

        async with serving(here) as port:
            set_env(SLACK_BOT_TOKEN="xoxb-1-secret", SLACK_SIGNING_SECRET="x")
            set_env(SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
            with pytest.raises(ClientError, match="redirects elsewhere"):
                await token_workspace(load())
            found = (await findings())["Bot token"]
    assert (found.is_well, "redirects elsewhere. What answers there is not Slack." in found.text) == (False, True)
    assert seen == []
