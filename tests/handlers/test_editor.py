"""What the editor's page gets from its server: docs/editor-api.md over HTTP, by people who have signed in."""

import asyncio
import re
from pathlib import Path

import pytest

from domain.errors import Invalid
from handlers.web.rates import Rates
from services.links import editor_path
from store.unit_of_work import Store
from tests.handlers.editing import Page, birds, page
from tests.handlers.web import BASE, FROM_HERE, Web, serving
from tests.services.studio import box

pytestmark = pytest.mark.slow


@pytest.fixture
async def task(web: Web):
    return birds(web)


@pytest.fixture
async def ana(web: Web, task) -> Page:
    return await page(web, task.id)


ITEM = {
    *("assignment", "revision", "state", "is_flagged", "number", "may_edit", "may_reopen", "type", "draws", "input"),
    *("concepts", "shapes", "suggestions", "seen", "answer", "labels", "reason", "review", "ahead"),
}
SHAPE = {"key", "concept", "kind", "points", "from", "source", "score"}


async def test_a_queue_is_as_the_page_expects_it(ana: Page):
    queue = await ana.queue()
    assert set(queue) == {"task", "items", "earlier", "later", "at", "progress", "done"}
    assert queue["task"] == {"name": "Box the birds", "has_instructions": False, "read_first": False}
    first = queue["items"][0]
    assert first | {"thumb": ""} == {
        "assignment": queue["at"],
        "name": "0.jpg",
        "kind": "image",
        "state": "open",
        "is_flagged": False,
        "thumb": "",
    }
    assert (await ana.browser.get(first["thumb"])).headers["Content-Type"] == "image/jpeg"
    assert (queue["progress"], queue["done"], len(queue["items"])) == ({"done": 0, "of": 3}, None, 3)


async def test_an_item_is_as_the_page_expects_it(ana: Page, task):
    at = (await ana.queue())["at"]
    item = await ana.item(at)
    assert set(item) == ITEM
    assert (item["type"], item["draws"], item["labels"], item["review"]) == ("detection", ["box"], "several", None)
    assert item["concepts"] == [
        {"id": task.concepts[0], "name": "Robin", "colour": "#e6194b"},
        {"id": task.concepts[1], "name": "Wren", "colour": "#1f77ff"},
    ]
    assert set(item["input"]) == {"kind", "name", "width", "height", "preview", "full"}
    assert (item["input"]["width"], item["input"]["preview"]) == (40, item["input"]["full"])
    following = await ana.item((await ana.queue())["items"][1]["assignment"])
    assert item["ahead"] == {name: following["input"][name] for name in ("preview", "full")}


async def test_from_drawing_to_the_next_one_and_through_the_review(web: Web, ana: Page, task):
    at, robin = (await ana.queue())["at"], task.concepts[0]
    drawn = [box("k1", robin, 1.234, 2.5, 20, 20)]
    put = await ana.ask("PUT", f"items/{at}/shapes", {"revision": 0, "shapes": drawn})
    assert (put.status, put.body) == (200, {"revision": 1})
    kept = (await ana.item(at))["shapes"]
    assert set(kept[0]) == SHAPE
    assert (kept[0]["points"], kept[0]["source"]) == ([[1.23, 2.5], [20.0, 20.0]], "human")
    sent = await ana.ask("POST", f"items/{at}/submit", {"revision": 1, "shapes": drawn})
    assert set(sent.body) == {"item", "progress", "items", "done"}
    assert (sent.body["progress"], sent.body["items"][0]["state"]) == ({"done": 1, "of": 3}, "submitted")
    assert sent.body["item"]["assignment"] != at
    rea = await page(web, task.id, "REA", "review")
    assert (await rea.queue())["at"] == at
    item = await rea.item(at)
    assert set(item["review"]) == {"labeler", "submitted_at", "changes", "approved_by"}
    assert set(item["review"]["changes"][0]) == {"at", "by", "words"}
    body = {"revision": item["revision"], "reason": "Tighter, please."}
    asked = await rea.ask("POST", f"items/{at}/request-changes", body)
    assert (asked.status, asked.body["item"], asked.body["done"]["more"]) == (200, None, True)
    again = await ana.item(at)
    assert (again["state"], again["reason"]) == ("changes", {"words": "Tighter, please.", "by": "Rea"})
    mended = [box("k1", robin, 2, 3, 20, 20)]
    await ana.ask("POST", f"items/{at}/submit", {"revision": again["revision"], "shapes": mended})
    revision = (await rea.item(at))["revision"]
    approved = await rea.ask("POST", f"items/{at}/approve", {"revision": revision})
    assert approved.body["items"][0]["state"] == "approved"
    assert (await ana.item(at))["state"] == "approved"


async def test_conflicts_are_told_with_what_is_there(ana: Page, task):
    at, robin = (await ana.queue())["at"], task.concepts[0]
    await ana.ask("PUT", f"items/{at}/shapes", {"revision": 0, "shapes": [box("theirs", robin)]})
    late = await ana.ask("PUT", f"items/{at}/shapes", {"revision": 0, "shapes": [box("mine", robin)]})
    assert late.status == 409
    assert set(late.body) == {"error", "theirs"}
    assert (late.body["theirs"]["revision"], late.body["theirs"]["shapes"][0]["key"]) == (1, "theirs")
    await ana.ask("POST", f"items/{at}/none", {"revision": 1})
    over = await ana.ask("PUT", f"items/{at}/shapes", {"revision": 2, "shapes": [box("mine", robin)]})
    assert (over.status, over.body["state"]) == (409, "submitted")


async def test_a_shape_that_cannot_be_is_named(ana: Page, task):
    at = (await ana.queue())["at"]
    small = [box("fine", task.concepts[0]), box("small", task.concepts[0], 1, 1, 2, 9)]
    said = await ana.ask("PUT", f"items/{at}/shapes", {"revision": 0, "shapes": small})
    assert (said.status, said.body["shape"]) == (422, "small")
    assert "smaller than 3 pixels" in said.body["error"]


async def test_skip_flag_none_reopen(ana: Page, task):
    at = (await ana.queue())["at"]
    flagged = await ana.ask("POST", f"items/{at}/flag", {"revision": 0})
    assert (flagged.body["item"]["assignment"], flagged.body["item"]["is_flagged"]) == (at, True)
    revision = flagged.body["item"]["revision"]
    skipped = await ana.ask("POST", f"items/{at}/skip", {"revision": revision, "shapes": [box("a", task.concepts[0])]})
    assert skipped.body["items"][0]["state"] == "skipped"
    assert len((await ana.item(at))["shapes"]) == 1
    two = skipped.body["item"]["assignment"]
    none = await ana.ask("POST", f"items/{two}/none", {"revision": 0})
    assert none.body["items"][0]["state"] == "submitted"
    back = await ana.ask("POST", f"items/{two}/reopen", {"revision": 1})
    assert (back.body["item"]["assignment"], back.body["item"]["may_edit"]) == (two, True)


async def test_without_a_session_nothing_is_said(web: Web, task):
    stranger = Page(await web.browser(), "x", task.id)
    for method, path in (("GET", "queue"), ("GET", "items/1"), ("PUT", "items/1/shapes"), ("POST", "items/1/none")):
        said = await stranger.ask(method, path, {"revision": 0})
        assert (said.status, list(said.body)) == (401, ["error"])


async def test_writes_prove_that_they_are_ours(web: Web, ana: Page):
    at = (await ana.queue())["at"]
    other = await page(web, ana.task, "REA")
    path = f"items/{at}/none"
    for headers in (
        {"X_Labelbot_CSRF": ""},
        {"X_Labelbot_CSRF": "x" * 5000},
        {"X_Labelbot_CSRF": other.proof},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ):
        assert (await ana.ask("POST", path, {"revision": 0}, **headers)).status == 403
    assert (await ana.ask("GET", "queue", Sec_Fetch_Site="cross-site")).status == 403
    url = f"{BASE}/api/edit/{ana.task}/{path}"
    proof = {"Content-Type": "application/json", "X-Labelbot-CSRF": ana.proof, "Origin": "https://evil.example"}
    assert (await ana.browser.ask("POST", url, proof, data=b'{"revision": 0}')).status == 403
    form = FROM_HERE | {"X-Labelbot-CSRF": ana.proof, "Content-Type": "text/plain"}
    assert (await ana.browser.ask("POST", url, form, data=b'{"revision": 0}')).status == 400
    assert (await ana.item(at))["revision"] == 0


async def test_others_items_look_like_none_at_all(web: Web, ana: Page, task):
    at = (await ana.queue())["at"]
    for user in ("REA", "OTTO"):
        other = await page(web, task.id, user)
        nowhere = await other.ask("GET", "items/999999")
        said = await other.ask("GET", f"items/{at}")
        assert (said.status, said.body) == (404, nowhere.body)
        for verb in ("submit", "none", "skip", "flag", "reopen"):
            assert (await other.ask("POST", f"items/{at}/{verb}", {"revision": 0})).status == 404
    assert (await Page(ana.browser, ana.proof, task.id, "review").ask("GET", f"items/{at}")).status == 404
    assert (await Page(ana.browser, ana.proof, web.task.id).ask("GET", f"items/{at}")).status == 404


async def test_what_a_proxy_says_of_where_we_are_is_not_believed(ana: Page):
    """Our address is configured. Nothing else is needed of a proxy, so nothing that one could say is taken."""
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    lies |= {"X-Forwarded-For": "1.2.3.4", "Forwarded": "host=evil.example"}
    said = await ana.ask("GET", "queue", **{name.replace("-", "_"): value for name, value in lies.items()})
    assert said.status == 200
    assert "evil" not in str(said.body) + str(said.headers)


async def test_too_much_at_once_waits(store: Store, tmp_path: Path):
    time = [1000.0]
    async with serving(store, tmp_path / "inputs", rates=Rates(5, 2, lambda: time[0])) as web:
        task = birds(web)
        ana, rea = await page(web, task.id), await page(web, task.id, "REA", "review")
        said = await asyncio.gather(*(ana.ask("GET", "queue") for _ in range(8)))
        assert sorted(one.status for one in said) == [200] * 5 + [429] * 3
        refused = next(one for one in said if one.status == 429)
        assert refused.headers["Retry-After"] == "1"
        assert (await rea.ask("GET", "queue")).status == 200, "others go on"
        time[0] += 0.5
        assert [(await ana.ask("GET", "queue")).status for _ in range(2)] == [200, 429]


async def test_instructions_come_without_html(web: Web):
    words = "# Boxes\n\n*Tight* <script>x</script> [how](https://a.example/b) [no](javascript:x)\n\n1. one\n2. two"
    task = birds(web, instructions=words)
    ana = await page(web, task.id)
    said = (await ana.ask("GET", "instructions")).body
    assert said["samples"] == []
    assert said["nodes"] == [
        ["h", "Boxes"],
        ["p", ["i", "Tight"], " <script>x</script> ", ["a", "https://a.example/b", "how"], " [no](javascript:x)"],
        ["ol", ["li", ["p", "one"]], ["li", ["p", "two"]]],
    ]
    assert (await ana.queue())["task"] == {"name": "Box the birds", "has_instructions": True, "read_first": True}


async def test_the_page_is_for_who_works_in_the_task(web: Web, ana: Page, task):
    at = (await ana.queue())["at"]
    here = f"{BASE}/edit/{task.id}?item={at}"
    answer = await ana.browser.get(here)
    assert answer.status == 200
    assert f'data-api="{BASE}/api/edit/{task.id}"' in answer.text
    assert f'data-item="{at}"' in answer.text
    assert f'content="{ana.proof[:20]}' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    main = re.findall(r'src="([^"]+/main\.js)"', answer.text)
    assert (await ana.browser.get(main[0])).headers["Content-Type"] == "text/javascript"
    for odd in ("x", "-1", "9" * 40, '"><script>'):
        assert "data-item" not in (await ana.browser.get(f"{BASE}/edit/{task.id}?item={odd}")).text
    assert (await (await web.browser()).get(here)).status == 401
    nothing = await (await web.signed_in("OTTO")).get(here)
    assert (nothing.status, "Box the birds" in nothing.text) == (404, False)


async def test_signing_in_leads_to_the_item(web: Web, task):
    at = web.office.of(task.id, "ANA")[0].id
    for path in (f"/edit/{task.id}", editor_path(task.id, at), editor_path(task.id, at, is_review=True)):
        browser, link = await web.browser(), web.link(path=path)
        went = await browser.post(link, (await browser.get(link)).proofs[0])
        assert went.headers["Location"] == BASE + path
        assert (await browser.get(went.headers["Location"])).status == 200
    for elsewhere in ("/edit/1?item=1&as=review#x", "/edit/1?next=//evil.example", "/edit/../x"):
        with pytest.raises(Invalid):
            web.link(path=elsewhere)
