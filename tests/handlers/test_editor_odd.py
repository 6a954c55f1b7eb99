"""Whatever comes in the place of what the editor's page sends: it is refused in a sentence, and nothing breaks."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from handlers.web.rates import Rates
from store.unit_of_work import opened
from tests.fake_clock import FakeClock
from tests.handlers.editing import Page, birds, page
from tests.handlers.web import BASE, Web, serving
from tests.services.studio import box

pytestmark = pytest.mark.slow

HUGE = 4 * 1024 * 1024 + 1


@pytest.fixture
async def ana(web: Web) -> Page:
    return await page(web, birds(web).id)


def bodies() -> Iterator[tuple[str, bytes]]:
    """Each with why it is none."""
    yield "nothing", b""
    yield "no JSON", b"{"
    yield "no object", b"[]"
    yield "a number that is none", b'{"revision": NaN}'
    yield "endless", b'{"revision": 0, "shapes": [{"key": "a", "points": [[Infinity, -Infinity]]}]}'
    yield "no UTF-8", b'{"revision": "\xff"}'
    yield "very deep", b'{"revision": 0, "shapes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "a number with very many digits", b'{"revision": ' + b"9" * 10_000 + b"}"
    yield "half a sign", b'{"revision": 0, "reason": "\\ud800"}'
    yield "no revision", b'{"shapes": []}'
    yield "true is no number", b'{"revision": true, "shapes": []}'
    yield "no whole number", b'{"revision": 0.5, "shapes": []}'
    yield "below nothing", b'{"revision": -1, "shapes": []}'
    yield "beyond everything", b'{"revision": 99999999999999999999, "shapes": []}'
    yield "no list", b'{"revision": 0, "shapes": {}}'
    yield "far out", b'{"revision": 0, "shapes": [{"key": "a", "concept": 1e999, "kind": "box", "points": []}]}'


@pytest.mark.parametrize("raw", [raw for _, raw in bodies()], ids=[why for why, _ in bodies()])
async def test_bodies_that_are_none(ana: Page, raw: bytes):
    at = (await ana.queue())["at"]
    for method, path in (("PUT", "shapes"), ("POST", "submit")):
        said = await ana.ask(method, f"items/{at}/{path}", raw=raw)
        assert 400 <= said.status < 500
        assert said.body["error"].endswith(".")
    assert (await ana.item(at))["revision"] == 0


async def test_too_much(ana: Page):
    at = (await ana.queue())["at"]
    said = await ana.ask("PUT", f"items/{at}/shapes", raw=b'{"revision": 0, "shapes": "' + b"x" * HUGE + b'"}')
    assert (said.status, "4 MB" in said.body["error"]) == (413, True)


async def test_much_is_taken(ana: Page):
    """As many shapes as an answer may have, all at once."""
    queue = await ana.queue()
    robin = (await ana.item(queue["at"]))["concepts"][0]["id"]
    most = [box(f"k{n}", robin, n % 30, n % 20, n % 30 + 5.25, n % 20 + 6.5) for n in range(5000)]
    path = f"items/{queue['at']}/shapes"
    assert (await ana.ask("PUT", path, {"revision": 0, "shapes": [*most, box("k5000", robin)]})).status == 422
    assert (await ana.ask("PUT", path, {"revision": 0, "shapes": most})).status == 200
    assert len((await ana.item(queue["at"]))["shapes"]) == 5000


@pytest.mark.parametrize("path", ["queue?around=x", "queue?before=-1", "queue?after=" + "9" * 40, "queue?around=%00"])
async def test_odd_questions(ana: Page, path: str):
    assert (await ana.ask("GET", path)).status in {404, 422}


@pytest.mark.parametrize("path", ["items/0", "items/999999999999999999", "queue?before=5", "queue?after=999999999"])
async def test_what_is_nowhere(ana: Page, path: str):
    said = await ana.ask("GET", path)
    assert said.status in {200, 404}
    assert ("error" in said.body) == (said.status == 404)


@pytest.mark.parametrize(
    "path",
    [
        "items/..%2f..%2fetc",
        "items/1/../../x",
        "items/%00",
        "items/1e3",
        "items/\N{ARABIC-INDIC DIGIT ONE}",
        "items/-1",
    ],
)
async def test_odd_addresses_find_nothing(ana: Page, path: str):
    assert (await ana.browser.get(f"{BASE}/api/edit/{ana.task}/{path}")).status == 404


async def test_verbs_that_are_none(ana: Page):
    at = (await ana.queue())["at"]
    for verb in ("approve", "reject", "delete", "put"):
        assert (await ana.ask("POST", f"items/{at}/{verb}", {"revision": 0})).status == 404
    assert (await ana.browser.ask("DELETE", f"{BASE}/api/edit/{ana.task}/items/{at}")).status == 405


async def test_reasons_that_are_none(web: Web, ana: Page):
    at = (await ana.queue())["at"]
    await ana.ask("POST", f"items/{at}/none", {"revision": 0})
    rea = await page(web, ana.task, "REA", "review")
    assert (await rea.queue())["at"] == at
    for reason in (None, 7, "", " ", "x" * 1001, "a\0b", ["x"]):
        for verb in ("request-changes", "reject"):
            said = await rea.ask("POST", f"items/{at}/{verb}", {"revision": 1, "reason": reason})
            assert (said.status, said.body["error"][-1]) == (422, ".")
    assert (await rea.ask("PUT", f"items/{at}/shapes", {"revision": 1, "shapes": []})).status == 422
    assert (await Page(rea.browser, rea.proof, ana.task, "owner").ask("GET", "queue")).status == 422


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)
numbers = st.integers(-100, 200) | st.floats() | st.sampled_from([1e300, 2**70, True, None, "1"])
shapes = st.fixed_dictionaries(
    {},
    optional={
        "key": st.sampled_from(["a", "b", "", "x" * 41, "ä", 1, None]) | anything,
        "concept": st.sampled_from([1, 2, 3, 2**70, -1, True, "1", 1.0]) | anything,
        "kind": st.sampled_from(["box", "polygon", "line"]) | anything,
        "points": st.lists(st.lists(numbers, max_size=3), max_size=5) | anything,
        "from": st.sampled_from(["s1", None, 1]) | anything,
    },
)
asked = st.fixed_dictionaries(
    {},
    optional={
        "revision": st.integers(-2, 6) | anything,
        "shapes": st.lists(shapes | anything, max_size=4) | anything,
        "concepts": st.lists(st.integers(-1, 3) | anything, max_size=3) | anything,
        "reason": anything,
    },
)
corner = st.lists(st.floats(0, 40), min_size=2, max_size=2)
boxes = st.fixed_dictionaries(
    {
        "key": st.sampled_from("abc"),
        "concept": st.integers(1, 2),
        "kind": st.just("box"),
        "points": st.lists(corner, min_size=2, max_size=2),
    }
)
right = st.fixed_dictionaries({"revision": st.integers(0, 3), "shapes": st.lists(boxes, max_size=2)})
CORRECT = {"key": "a", "concept": 1, "kind": "box", "points": [[1, 2], [11, 12]]}
VERBS = ("shapes", "submit", "none", "skip", "flag", "unflag", "reopen", "approve", "request-changes", "reject")


@pytest.fixture(scope="module")
def at_once(sqlite_template: Path) -> Iterator[Callable[[Callable[[Web], Awaitable[None]]], None]]:
    """One server for all examples."""
    with tempfile.TemporaryDirectory() as name, asyncio.Runner() as runner:
        folder = Path(name)
        with opened(f"sqlite:///{shutil.copy(sqlite_template, folder / 'odd.db')}", FakeClock()) as store:

            async def do(work: Callable[[Web], Awaitable[None]]) -> None:
                async with serving(store, folder / "inputs", rates=Rates(10**6)) as web:
                    await work(web)

            yield lambda work: runner.run(do(work))


def test_anything_is_answered_in_words(at_once: Callable[[Callable[[Web], Awaitable[None]]], None]):
    async def work(web: Web) -> None:
        task = birds(web)
        pages = [await page(web, task.id), await page(web, task.id, "REA", "review")]
        items = [one.id for one in web.office.assignments(task.id)]
        loop, statuses = asyncio.get_running_loop(), set[int]()

        async def ask(who: int, item: int, verb: str, body: Any) -> None:
            method = "PUT" if verb == "shapes" else "POST"
            raw = json.dumps(body).encode()
            said = await pages[who].ask(method, f"items/{items[item]}/{verb}", raw=raw)
            assert said.status < 500, said.body
            statuses.add(said.status)
            if said.status >= 300:
                assert len(said.body["error"]) > 10
                assert said.body["error"][-1] in ".)”"

        @settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
        # Each kind of answer comes at least once, whatever is drawn.
        @example(0, 0, "shapes", {"revision": 0, "shapes": [CORRECT]})
        @example(0, 0, "shapes", {"revision": 9, "shapes": []})
        @example(0, 0, "shapes", {"revision": 0, "shapes": {}})
        @example(0, 0, "shapes", [])
        @given(st.integers(0, 1), st.integers(0, 2), st.sampled_from(VERBS), right | asked | anything)
        def examples(who: int, item: int, verb: str, body: Any) -> None:
            asyncio.run_coroutine_threadsafe(ask(who, item, verb, body), loop).result()

        await asyncio.to_thread(examples)
        assert statuses >= {200, 400, 409, 422}

    at_once(work)
