"""Where Slack gets pictures from, by what the settings say."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.picture_links import picture_links
from bot.settings import Settings
from domain.model import Assignment, AssignmentStatus, InputKind, PictureState, QueuedInput
from store.files import Files

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
