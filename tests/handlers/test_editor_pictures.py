"""The editor's pictures: upright, in three sizes, and only for whom they are."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from handlers.web.rates import Rates
from store.unit_of_work import Store
from tests.handlers.editing import birds, page, picture
from tests.handlers.web import BASE, Web, serving
from tests.office import Birds

pytestmark = pytest.mark.slow


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def quarters(image: Image.Image) -> list[bool]:
    """Which of them are white."""
    places = [(x, y) for x in (0.25, 0.75) for y in (0.25, 0.75)]
    return [image.getpixel((int(image.width * x), int(image.height * y)))[1] > 128 for x, y in places]


async def addresses(web: Web, *pictures: bytes) -> dict[str, str]:
    task = birds(web, *pictures)
    ana = await page(web, task.id)
    queue = await ana.queue()
    item = await ana.item(queue["at"])
    return {**item["input"], "thumb": queue["items"][0]["thumb"]}


@pytest.mark.parametrize("suffix", ["JPEG", "PNG", "WEBP"])
async def test_what_is_upright_is_sent_as_it_is(web: Web, suffix: str):
    content = picture(3000, 1000, suffix=suffix)
    full = await (await web.signed_in()).get((await addresses(web, content))["full"])
    assert full.body == content
    assert full.headers["Content-Type"] == f"image/{suffix.lower()}"


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_pixels_stand_where_they_are_seen(web: Web, orientation: int):
    """However the camera was held: of the upright picture, the red quarter is where a viewer shows it."""
    ana = await web.signed_in()
    content = picture(2400, 1200, orientation)
    shown = await addresses(web, content)
    with opened(content) as image:
        upright = ImageOps.exif_transpose(image)
    assert (shown["width"], shown["height"]) == upright.size
    for name, most in (("full", 2400), ("preview", 2048), ("thumb", 160)):
        seen = opened((await ana.get(shown[name])).body)
        assert max(seen.size) == most
        assert seen.getexif().get(0x0112, 1) == 1
        assert quarters(seen) == quarters(upright)


async def test_how_they_are_sent(web: Web):
    shown = await addresses(web, picture(3000, 2000))
    ana = await web.signed_in()
    for name in ("full", "preview", "thumb"):
        answer = await ana.get(shown[name])
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''0.jpg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache", "No browser empties its cache without https."
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert (await ana.get(shown[name], If_None_Match=answer.headers["ETag"])).status == 304


async def test_moving_pictures_stand_still(web: Web):
    frames = [Image.new("RGB", (50, 40), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    shown = await addresses(web, written.getvalue())
    seen = opened((await (await web.signed_in()).get(shown["full"])).body)
    assert (seen.format, seen.size, seen.getpixel((9, 9))[0] > 200) == ("JPEG", (50, 40), True)


async def test_others_see_none_of_them(web: Web):
    shown = await addresses(web, picture(3000, 2000))
    otto, stranger = await web.signed_in("OTTO"), await web.browser()
    for name in ("full", "preview", "thumb"):
        assert (await otto.get(shown[name])).status == 404
        assert (await stranger.get(shown[name])).status == 401


async def test_what_is_no_picture_has_none(web: Web):
    ana = await web.signed_in()
    for kind in web.inputs.values():
        for what in ("full", "preview", "strip", "sample"):
            said = (await ana.get(f"{BASE}/t/{web.task.id}/i/{kind}/{what}")).status
            assert said == 404, "the picture's content is none, either"


async def test_a_file_that_is_gone_is_not_found(web: Web):
    content = picture(3000, 2000)
    shown = await addresses(web, content)
    web.files.path(web.files.keep(content)).unlink()
    ana = await web.signed_in()
    for name in ("full", "preview", "thumb"):
        assert (await ana.get(shown[name])).status == 404


async def test_over_https_they_are_kept_until_the_browser_is_told_to_forget_them(store: Store, tmp_path: Path):
    async with serving(store, tmp_path / "inputs", "https://labels.example" + BASE) as web:
        shown, cookie = address_of(web), "__Secure-labelbot"
        session = web.office.signing_in.consume(web.link().rsplit("/", 1)[-1], None).session
        answer = await (await web.browser()).get(shown, Cookie=f"{cookie}={session}")
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, max-age=600")


async def test_looking_at_pictures_and_pages_has_an_end(store: Store, tmp_path: Path):
    time = [1000.0]
    async with serving(store, tmp_path / "inputs", looks=Rates(6, 2, lambda: time[0])) as web:
        task = birds(web, picture())
        ana, rea = await page(web, task.id), await page(web, task.id, "REA", "review")
        shown = address_of(web, task)
        paths = (shown, f"{BASE}/edit/{task.id}", web.media_of(), f"{BASE}{web.page_of()}")
        said = [await ana.browser.get(path) for path in paths * 2]
        assert [one.status for one in said] == [200] * 6 + [429] * 2
        assert (said[-1].headers["Retry-After"], said[-1].text[:18]) == ("1", "That was too much ")
        assert (await ana.ask("GET", "queue")).status == 200, "What is drawn is saved all the same."
        assert (await rea.browser.get(paths[1])).status == 200, "Others go on."
        time[0] += 0.5
        assert [(await ana.browser.get(shown)).status for _ in range(2)] == [200, 429]


def address_of(web: Web, task: Birds | None = None) -> str:
    """Of a picture in full size, without asking for it by its page."""
    made = birds(web, picture()) if task is None else task
    (first, *_) = web.office.assignments(made.id)
    return f"{BASE}/t/{made.id}/i/{first.input}/full"


async def test_signing_out_empties_what_the_browser_keeps(web: Web):
    ana = await web.signed_in()
    proof = (await ana.get(f"{BASE}/")).proofs[-1]
    assert (await ana.post(f"{BASE}/sign-out", proof)).headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.slow
async def test_very_large_pictures_work(web: Web):
    """48 megapixels, lying on its side."""
    shown = await addresses(web, picture(8000, 6000, 6))
    assert (shown["width"], shown["height"]) == (6000, 8000)
    ana = await web.signed_in()
    assert opened((await ana.get(shown["full"])).body).size == (6000, 8000)
    assert opened((await ana.get(shown["preview"])).body).size == (1536, 2048)
