"""Pages that are not ours, or not as we left them: whatever they send is refused in a sentence, and changes nothing."""

import asyncio
import json
import math
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from domain.model import TaskType
from handlers.web.rates import Rates
from store import tables
from store.unit_of_work import Store
from tests.handlers.editing import Page, birds, page
from tests.handlers.web import BASE, FROM_HERE, Browser, Web, serving
from tests.services.studio import polygon

pytestmark = pytest.mark.slow
WIDTH, HEIGHT = 40, 30
CROSSING = ((1, 1), (20, 20), (20, 1), (1, 20))
LONG = [(20 + 15 * math.cos(n / 800), 15 + 10 * math.sin(n / 800)) for n in range(10_000)]
RIGHT = ("ANA", "right", "same-origin", 0)
"""Who asks, with which proof, from where, for which item."""
who = st.sampled_from(["ANA", "REA", "OTTO", "nobody"])
proof = st.sampled_from(["right", "right", "another's", "none", "\u00e4", "x" * 5000])
where = st.sampled_from(
    ["same-origin", "same-origin", "none", "cross-site", "same-site", "Origin: https://evil.example"]
)
item = st.sampled_from([0, 1, 2, 999_999, 10**17, "theirs"])
number = st.floats() | st.integers(-(2**70), 2**70) | st.floats(0, 40) | st.sampled_from([None, True, "1", [], 1e308])
points = st.lists(st.lists(number, min_size=1, max_size=3), max_size=6) | st.just(LONG) | st.just(CROSSING)
concept = st.sampled_from([1, 2, 3, 99, -1, 2**63, True, "1", None])
shape = st.fixed_dictionaries(
    {"key": st.sampled_from(["a", "b", "", "x" * 41, "../a", "a\0", None]), "concept": concept},
    optional={
        "kind": st.sampled_from(["polygon", "box", "", None]),
        "points": points,
        "from": st.sampled_from([None, "s1", 7]),
        "source": st.just("human"),
    },
)
body = st.fixed_dictionaries(
    {"revision": st.sampled_from([0, 0, 1, 2, 7, -1, 2**53, None])},
    optional={
        "shapes": st.lists(shape, max_size=3) | st.sampled_from([None, {}, "x"]),
        "concepts": st.lists(concept, max_size=3),
        "reason": st.sampled_from(["", "Why not", "x" * 5000, "\ud800", 7]),
    },
)
verb = st.sampled_from(
    [
        "shapes",
        "concepts",
        "submit",
        "none",
        "skip",
        "flag",
        "reopen",
        "approve",
        "reject",
        "request-changes",
        "x",
    ]
)
asked = st.tuples(who, proof, where, item)


@pytest.fixture
async def quick(store: Store, tmp_path: Path) -> AsyncIterator[Web]:
    async with serving(store, tmp_path / "inputs", rates=Rates(10**6)) as web:
        yield web


def kept(web: Web) -> list[Any]:
    """All that an answer consists of, and what has been done."""
    held = (tables.assignment, tables.annotation, tables.audit, tables.approval)
    return web.office.store.read(lambda unit: [list(unit.connection.execute(one.select())) for one in held])


async def test_whatever_comes_is_refused_in_words_or_fit_to_be_kept(quick: Web):
    task, theirs = birds(quick, type_=TaskType.SEGMENTATION), birds(quick, name="Others", labelers=("REA",))
    items: dict[Any, int] = dict(enumerate(one.id for one in quick.office.assignments(task.id)))
    items["theirs"] = quick.office.assignments(theirs.id)[0].id
    pages = {user: await page(quick, task.id, user) for user in ("ANA", "REA", "OTTO")}
    pages["nobody"] = Page(await quick.browser(), "", task.id)
    loop, statuses = asyncio.get_running_loop(), set[int]()

    async def ask(by: tuple[Any, ...], verb: str, body: Any) -> None:
        user, proven, site, which = by
        one = pages[user]
        one.role = "review" if verb in {"approve", "reject", "request-changes"} else "label"
        csrf = {"right": one.proof, "another's": pages["REA" if user != "REA" else "ANA"].proof, "none": ""}
        origin = {"Sec_Fetch_Site": site} if ":" not in site else {"Sec_Fetch_Site": "", "Origin": site[8:]}
        path, before = f"items/{items.get(which, which)}/{verb}", kept(quick)
        method = "PUT" if verb in {"shapes", "concepts"} else "POST"
        said = await one.ask(method, path, body, X_Labelbot_CSRF=csrf.get(proven, proven), **origin)
        statuses.add(said.status)
        is_ours = user == "ANA" and proven == "right" and site in {"same-origin", "none"} and which in {0, 1, 2}
        assert said.status < 500, said.body
        assert said.status >= 400 or is_ours
        if said.status >= 400:
            assert re.search(r"\w{3}.*[.)”]$", said.body["error"])
            assert kept(quick) == before
        fit(quick, task.concepts)

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @example(RIGHT, "shapes", {"revision": 0, "shapes": [polygon("a", 1, *CROSSING)]})
    @example(RIGHT, "shapes", {"revision": 99, "shapes": []})
    @example(RIGHT, "submit", {"revision": 1, "shapes": [polygon("a", 1, *CROSSING)]})
    @example(RIGHT, "shapes", {"revision": 1, "shapes": [polygon("a", 1, *LONG)]})
    @example(RIGHT, "shapes", {"revision": 1, "shapes": [polygon("a", 1, (math.nan, 1), (9, 9), (1, 9))]})
    @example(RIGHT, "shapes", {"revision": 1, "shapes": [polygon("a", 1, (-math.inf, 1), (9, 9), (1, 9))]})
    @example(RIGHT, "shapes", {"revision": 1, "shapes": [polygon("a", 1, (-50, -50), (90, -50), (90, 90))]})
    @example(("ANA", "none", "same-origin", 0), "none", {"revision": 2})
    @example(("ANA", "right", "cross-site", 0), "none", {"revision": 2})
    @example(("ANA", "right", "same-origin", "theirs"), "none", {"revision": 0})
    @given(asked, verb, body)
    def examples(by: tuple[Any, ...], verb: str, body: Any) -> None:
        asyncio.run_coroutine_threadsafe(ask(by, verb, body), loop).result()

    await asyncio.to_thread(examples)
    assert statuses >= {200, 400, 401, 403, 404, 409, 422}


def fit(web: Web, concepts: tuple[int, ...]) -> None:
    """Whatever was taken is of this task, and lies within its picture."""
    rows = web.office.store.read(lambda unit: unit.connection.execute(tables.annotation.select()).all())
    for one in rows:
        assert one.concept is None or one.concept in concepts
    for assignment in {one.assignment for one in rows}:
        for shape in web.office.store.read(lambda unit, of=assignment: unit.annotations.shapes(of)):
            assert all(0 <= x <= WIDTH + 2 and 0 <= y <= HEIGHT for x, y in shape.points)


PATHS = [
    "/t/{task}/i/{input}/../../../../../etc/passwd",
    "/t/{task}/i/..%2f..%2f..%2fetc%2fpasswd/full",
    "/t/{task}/i/%2e%2e/%2e%2e/full",
    "/t/{task}/i/{input}%00/full",
    "/t/{task}/i/{input}/full/../../../../../../etc/passwd",
    "/t/{task}/i/{input}\\..\\..\\full",
    "/t/{task}/i/٣/full",
    "/t/{task}/i/99999999999999999999/full",
    "/static/../../etc/passwd",
    "/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "//etc/passwd",
    "/edit/{task}/../../etc/passwd",
    "/api/edit/{task}/items/..%2f..%2fetc%2fpasswd",
    "/t/{task}/i/{input}/full?x=\x01",
]


@pytest.mark.parametrize("path", PATHS)
async def test_no_path_leads_out_of_the_media(web: Web, path: str):
    """As it stands on the wire: an HTTP client would tidy it up first."""
    task = birds(web)
    ana = await web.signed_in()
    line = path.format(task=task.id, input=web.office.assignments(task.id)[0].input)
    for prefix in (BASE, ""):
        answer = await raw(ana, f"{prefix}{line}")
        status = int(answer.split(b" ", 2)[1])
        assert 400 <= status < 500 or (status == 200 and "?x=" in path)
        assert b"root:" not in answer


async def raw(browser: Browser, target: str) -> bytes:
    parts = urlsplit(browser.url)
    cookies = "; ".join(f"{one.key}={one.value}" for one in browser.session.cookie_jar)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    answer = await reader.read()
    writer.close()
    return answer


async def test_a_body_without_an_end_is_cut_off(web: Web):
    """It says no length, and is read no further than what an answer may have."""
    ana = await page(web, birds(web).id)
    at, sent = (await ana.queue())["at"], 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += 2**17
            yield b" " * 2**17

    headers = FROM_HERE | {"Content-Type": "application/json", "X-Labelbot-CSRF": ana.proof}
    url = f"{BASE}/api/edit/{ana.task}/items/{at}/shapes?as=label"
    said = await ana.browser.ask("PUT", url, headers, data=endless())
    assert (said.status, "4 MB" in json.loads(said.text)["error"]) == (413, True)
    assert (await ana.item(at))["revision"] == 0
