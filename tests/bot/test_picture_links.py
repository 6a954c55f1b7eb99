"""Where Slack gets pictures from, by what the settings say."""

import io
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from pydantic import SecretStr

from assist import images
from bot.picture_links import Thumbnails, picture_links
from bot.settings import Settings
from bot.slow_work import SlowWork
from domain.drawings import Drawing, Outlined
from domain.model import Assignment, AssignmentStatus, InputKind, PictureState, QueuedInput
from handlers.web.pictures import Pictures
from services.links import PictureLinks
from services.picturing import Picturing
from store.files import Files
from store.unit_of_work import Store
from tests.office import Office
from tests.services.drawn import box, detection, draw


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


URL = "https://labels.example.org/bot"


@pytest.mark.parametrize(
    ("pictures", "url", "is_socket", "is_uploading"),
    [
        ("auto", None, True, True),
        ("auto", None, False, True),
        ("auto", URL, False, False),
        # Browsers within the house reach it; whether Slack does, nobody knows.
        ("auto", URL, True, True),
        ("url", URL, True, False),
        ("upload", URL, False, True),
    ],
)
def test_where_pictures_come_from(tmp_path: Path, pictures: str, url: str | None, is_socket: bool, is_uploading: bool):  # noqa: FBT001 - a table.
    token = SecretStr("xapp-1") if is_socket else None
    links = picture_links(Settings(data=tmp_path, pictures=pictures, public_url=url, app_token=token))
    assert links.is_uploading is is_uploading
    assert links.page(3, 9) == (None if url is None else f"{URL}/t/3/i/9")


def test_a_video_without_a_poster_has_no_picture(tmp_path: Path):
    links = picture_links(Settings(data=tmp_path, pictures="url", public_url=URL))
    assignment = Assignment(17, 3, 9, "ANA", AssignmentStatus.PENDING, 0, 1)
    video = QueuedInput(assignment, "clip.mp4", PictureState.MISSING, None, InputKind.VIDEO, "ab" * 32)
    assert links.model(video).state is PictureState.FAILED
    Files(tmp_path / "inputs").keep_thumbnail("ab" * 32, b"a poster")
    shown = links.model(video)
    assert (shown.state, shown.kind, shown.input) == (PictureState.READY, InputKind.VIDEO, 9)
    assert shown.url == f"{URL}/pictures/{links.token(9)}.jpg"


async def test_shapes_are_drawn_once_and_on_the_thumbnail_where_there_is_one(tmp_path: Path):
    files, slow = Files(tmp_path), SlowWork("thumbnails", 1)
    thumbnails = Thumbnails(files, slow)
    outline = ((50.0, 50.0), (350.0, 50.0), (350.0, 250.0))
    drawing = Drawing(400, 300, (Outlined(outline, "cat", 0),))
    written = io.BytesIO()
    Image.new("RGB", (400, 300), "gray").save(written, "PNG")
    sha256, digests = files.keep(written.getvalue()), [drawing.digest(1, number) for number in range(3)]
    try:
        first = await thumbnails.drawn(digests[0], sha256, drawing)
        assert first == files.drawing_path(digests[0])
        await thumbnails(sha256)
        files.path(sha256).unlink()
        assert (await thumbnails.drawn(digests[1], sha256, drawing)).exists()
        files.thumbnail_path(sha256).unlink()
        assert (await thumbnails.drawn(digests[0], sha256, drawing)) == first
        with pytest.raises(FileNotFoundError):
            await thumbnails.drawn(digests[2], sha256, drawing)
    finally:
        slow.close()


async def test_slack_fetches_what_is_drawn(office: Office, tmp_path: Path):
    files, slow = Files(tmp_path), SlowWork("thumbnails", 1)
    links = PictureLinks("https://label.example.org", b"secret")
    picturing = Picturing(office.store, links)
    birds = detection(office, 1)
    (one,) = office.assignments(birds.id)
    draw(office, one.id, box(birds.concepts[0]))
    picturing.want_ahead()
    (picture,) = picturing.due()
    app = web.Application()
    Pictures(picturing, links, Thumbnails(files, slow)).add_routes(app)
    try:
        async with TestClient(TestServer(app)) as client:

            async def status(token: str) -> int:
                return (await client.get(f"/pictures/{token}.jpg")).status

            token = links.drawing_token(picture.drawing)
            assert await status(token) == 404, "Its original is missing."
            files.keep_thumbnail(picture.sha256, images.jpeg(Image.new("RGB", (40, 30))))
            answer = await client.get(f"/pictures/{token}.jpg")
            assert (answer.status, answer.content_type) == (200, "image/jpeg")
            assert await answer.read() == files.drawing_path(picture.drawing).read_bytes()
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert await status(links.token(one.input)) == 200
            assert await status(links.drawing_token("0" * 32)) == 404
            assert await status(f"{picture.drawing}-{'0' * 32}") == 404
    finally:
        slow.close()
