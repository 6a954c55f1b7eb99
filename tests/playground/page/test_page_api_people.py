"""Behind the page: accounts and groups, whose eyes there are, modals by window, and files that are hidden."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from playground.modals import open_view
from playground.uploads import hide_by_limit, upload
from tests.playground.page.stage import ANA, BEN, Payload, Stage, blue_png, on_stage
from tests.playground.page.test_page_api import act

HUGO, EMIL, STELLA = "U0HUGO0000", "U0EMIL0000", "U0STELLA00"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as staged:
        yield staged


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(stage.playground.url) as session:
        yield session


async def state(http: aiohttp.ClientSession, person: str = ANA, **more: str) -> Payload:
    async with http.get("/page/state", params={"person": person, **more}) as response:
        answer: Payload = await response.json()
        return answer


@pytest.mark.parametrize(("person", "status"), [(ANA, 200), (EMIL, 200), (HUGO, 404), (STELLA, 404)])
async def test_whose_eyes_there_are(http: aiohttp.ClientSession, person: str, status: int) -> None:
    async with http.get("/page/state", params={"person": person}) as response:
        assert response.status == status


async def test_roles(stage: Stage, http: aiohttp.ClientSession) -> None:
    assert (await act(http, "change_role", who=BEN, role="single"))[1]["ok"]
    assert (await state(http))["people"][BEN]["role"] == "single"
    assert [each["name"] for each in (await state(http, BEN))["places"] if each["name"]] == ["general"]
    assert (await act(http, "change_role", who=BEN, role="member"))[1]["ok"]
    assert (await state(http))["people"][BEN]["role"] == "member"
    for channel in stage.workspace.channels.values():
        channel.members.discard(BEN)
    _, answer = await act(http, "change_role", who=BEN, role="single")
    assert "in no channel" in answer["problem"]


async def test_groups(stage: Stage, http: aiohttp.ClientSession) -> None:
    await act(http, "change_group", who=ANA, group="S0ANNOTATE", is_in=True)
    await act(http, "change_group", who=HUGO, group="S0ANNOTATE", is_in=False)
    (group,) = (await state(http))["groups"]
    assert group["users"] == stage.workspace.groups["S0ANNOTATE"].users == [BEN, "U0CHLOE000", ANA]


async def test_a_modal_belongs_to_the_window_that_acted(stage: Stage, http: aiohttp.ClientSession) -> None:
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "A"}, "blocks": [{"type": "divider"}]}

    async def answer(payload: Payload) -> None:
        open_view(stage.workspace, stage.workspace.triggers[payload["trigger_id"]], modal)

    stage.app.answer = answer
    await act(http, "shortcut", callback_id="new", window="left")
    assert [len((await state(http, window=name))["views"]) for name in ("left", "right")] == [1, 0]
    stage.open_modal(modal)
    shown = [len((await state(http, window=name))["views"]) for name in ("left", "right")]
    assert shown == [1, 1], "One that no window asked for stands in all."


async def test_a_hidden_file_is_gone_from_the_page_at_once(stage: Stage, http: aiohttp.ClientSession) -> None:
    file = upload(stage.workspace, ANA, "cat.png", blue_png())
    async with http.get(f"/page/file/{file.id}", params={"person": ANA}) as response:
        assert (response.status, response.headers["Cache-Control"]) == (200, "private, no-cache")
        known = {"If-None-Match": response.headers["ETag"]}
    async with http.get(f"/page/file/{file.id}", params={"person": ANA}, headers=known) as response:
        assert (response.status, await response.read()) == (304, b"")
    hide_by_limit(stage.workspace, file)
    async with http.get(f"/page/file/{file.id}", params={"person": ANA}, headers=known) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("C1/p1800000000000001", 302, "/#channel=C1&message=1800000000.000001"),
        ("C1/p1800000000000001?thread_ts=1.2&cid=C1", 302, "/#channel=C1&message=1800000000.000001&thread=1.2"),
        ("C1/x", 404, None),
    ],
)
async def test_permalinks(http: aiohttp.ClientSession, path: str, status: int, location: str | None) -> None:
    async with http.get(f"/archives/{path}", allow_redirects=False) as response:
        assert (response.status, response.headers.get("Location")) == (status, location)
