"""An input's page and its media: for whom, which part of it, and under which name."""

import pytest

from domain.model import InputKind, NewInput
from handlers.web.ranges import NoSuchPart, part_of
from tests.handlers.web import BASE, CLIP, Web

pytestmark = pytest.mark.slow

SIZE = len(CLIP)


async def test_each_kind_is_shown(web: Web):
    ana = await web.signed_in()
    video = await ana.get(BASE + web.page_of(InputKind.VIDEO))
    assert f'src="{web.media_of()}"' in video.text
    assert "Name the birds" in video.text
    assert "0:02" in video.text
    assert f'<img src="{web.media_of(InputKind.IMAGE)}"' in (await ana.get(BASE + web.page_of(InputKind.IMAGE))).text
    text = await ana.get(BASE + web.page_of(InputKind.TEXT))
    assert "A &lt;b&gt;text&lt;/b&gt; &amp; more." in text.text
    assert (await ana.get(web.media_of(InputKind.TEXT))).status == 404


async def test_media_are_what_we_stored_and_for_this_browser_only(web: Web):
    ana = await web.signed_in("REA")
    answer = await ana.get(web.media_of())
    assert (answer.status, answer.body) == (200, CLIP)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Length"] == str(SIZE)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''clip.mp4"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    photo = await ana.get(web.media_of(InputKind.IMAGE))
    assert (photo.body, photo.headers["Content-Type"]) == (b"a picture", "image/png")


async def test_a_type_that_a_browser_could_run_is_only_saved(web: Web):
    """Nothing lets such a thing in; if it were there all the same, it would not become a page of ours."""
    page = b"<script>alert(1)</script>"
    new = NewInput(web.files.keep(page), 'a"\r\nX: y;<.html', 0, 0, len(page), "text/html")
    dataset = web.office.datasets.open(web.office.workspace, "Clips")
    web.office.datasets.add_inputs(dataset, [new])
    added = web.office.store.read(lambda unit: unit.catalog.newest_input(web.office.workspace))
    answer = await (await web.signed_in()).get(f"{BASE}/t/{web.task.id}/i/{added}/media")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%22%0D%0AX%3A%20y%3B%3C.html"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("what", ["", "/media", "/poster"])
async def test_others_find_nothing(web: Web, what: str):
    here = BASE + web.page_of() + what
    assert (await (await web.browser()).get(here)).status == 401
    for user in ("OTTO",):
        other = await web.signed_in(user)
        answer = await other.get(here)
        assert answer.status == 404
        assert "clip" not in answer.text
        assert (await other.ask("HEAD", here)).status == 404


async def test_what_others_have_and_what_is_nowhere_look_alike(web: Web):
    otto = await web.signed_in("OTTO")
    theirs = await otto.get(BASE + web.page_of())
    nowhere = await otto.get(f"{BASE}/t/{web.task.id}/i/999999")
    assert theirs.text == nowhere.text
    assert theirs.status == nowhere.status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/t/1/i/../../../etc/passwd",
        "/t/1/i/..%2f..%2fetc%2fpasswd/media",
        "/t/1/i/1%00/media",
        "/t/-1/i/1/media",
        "/t/1/i/1e3/media",
        "/t/1/i/\N{ARABIC-INDIC DIGIT ONE}/media",
        "/t/9999999999999999999999/i/1/media",
        "/t/999999999999999999/i/999999999999999999/media",
        "/t/1/i/1/media/..",
        "//evil.example/t/1/i/1",
    ],
)
async def test_odd_addresses_find_nothing(web: Web, path: str):
    ana = await web.signed_in()
    assert (await ana.get(BASE + path)).status == 404


async def test_a_file_that_is_gone_is_not_found(web: Web):
    ana = await web.signed_in()
    seen = web.office.viewing.find(web.office.actor("ANA"), web.task.id, web.inputs[InputKind.VIDEO])
    web.files.path(seen.sha256).unlink()
    assert (await ana.get(web.media_of())).status == 404


async def test_a_poster_where_there_is_one(web: Web):
    ana = await web.signed_in()
    poster = f"{BASE}{web.page_of()}/poster"
    assert (await ana.get(poster)).status == 404
    seen = web.office.viewing.find(web.office.actor("ANA"), web.task.id, web.inputs[InputKind.VIDEO])
    web.files.keep_thumbnail(seen.sha256, b"a poster")
    answer = await ana.get(poster)
    assert (answer.body, answer.headers["Content-Type"]) == (b"a poster", "image/jpeg")


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-", 10_000, SIZE),
        ("bytes=10000-99999999", 10_000, SIZE),
        ("bytes=-100", SIZE - 100, SIZE),
        ("bytes=-99999999", 0, SIZE),
    ],
)
async def test_a_part_is_sent(web: Web, asked: str, first: int, end: int):
    answer = await (await web.signed_in()).get(web.media_of(), Range=asked)
    assert answer.status == 206
    assert answer.body == CLIP[first:end]
    assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{SIZE}"
    assert answer.headers["Content-Length"] == str(end - first)


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0", f"bytes={'9' * 18}-"])
async def test_a_part_that_is_not_there_is_416(web: Web, asked: str):
    answer = await (await web.signed_in()).get(web.media_of(), Range=asked)
    assert (answer.status, answer.body) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=" + ",".join(f"{n}-{n}" for n in range(1000)),
        "bytes=9-5",
        "bytes=-",
        "bytes=a-b",
        "bytes=0x1-",
        "bytes=1-2-3",
        "bytes=\N{ARABIC-INDIC DIGIT ONE}-",
        "bytes=" + "9" * 4000 + "-",
        "items=0-1",
    ],
)
async def test_what_is_no_single_part_gets_the_whole(web: Web, asked: str):
    answer = await (await web.signed_in()).get(web.media_of(), Range=asked)
    assert answer.status in {200, 400}  # 400: the HTTP parser itself refuses headers that are no latin letters.
    if answer.status == 200:
        assert answer.body == CLIP


async def test_a_part_is_of_what_the_browser_has_the_beginning_of(web: Web):
    ana = await web.signed_in()
    etag = (await ana.get(web.media_of())).headers["ETag"]
    assert (await ana.get(web.media_of(), Range="bytes=1-2", If_Range=etag)).status == 206
    for other in ('"other"', f"W/{etag}", "Thu, 26 Nov 2026 02:38:52 GMT"):
        whole = await ana.get(web.media_of(), Range="bytes=1-2", If_Range=other)
        assert (whole.status, whole.body) == (200, CLIP)


async def test_what_the_browser_has_already_is_not_sent_again(web: Web):
    ana = await web.signed_in()
    etag = (await ana.get(web.media_of())).headers["ETag"]
    for known in (etag, f'"x", W/{etag}', "*"):
        again = await ana.get(web.media_of(), If_None_Match=known)
        assert (again.status, again.body) == (304, b"")
    assert (await ana.get(web.media_of(), If_None_Match='"x"')).status == 200
    assert (await (await web.signed_in("OTTO")).get(web.media_of(), If_None_Match=etag)).status == 404


async def test_head_says_how_much_there_is(web: Web):
    answer = await (await web.signed_in()).ask("HEAD", web.media_of(), {"Range": "bytes=0-1"})
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(SIZE)


async def test_nothing_is_written_there(web: Web):
    ana = await web.signed_in()
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert (await ana.ask(method, web.media_of())).status == 405


def test_an_empty_file_has_no_parts():
    assert part_of(None, 0) is None
    for asked in ("bytes=0-", "bytes=-1"):
        with pytest.raises(NoSuchPart):
            part_of(asked, 0)
