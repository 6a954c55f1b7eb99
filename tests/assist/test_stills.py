import io

import pytest
from PIL import Image

from assist.stills import still
from tests.assist.films import film
from tests.assist.pictures import picture


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_a_video_shows_its_poster_though_its_file_has_no_name(tmp_path, name):
    content = film(tmp_path / name).rename(tmp_path / "0123")
    with Image.open(io.BytesIO(still(content))) as shown:
        assert (shown.format, shown.size) == ("JPEG", (64, 48))


def test_a_picture_shows_its_small_copy(tmp_path):
    (tmp_path / "0123").write_bytes(picture(1))
    with Image.open(io.BytesIO(still(tmp_path / "0123"))) as shown:
        assert (shown.format, shown.size) == ("JPEG", (24, 18))


def test_a_video_that_broke_meanwhile_is_said(tmp_path):
    content = film(tmp_path / "a.mp4")
    content.write_bytes(content.read_bytes()[:-9])
    with pytest.raises(ValueError, match="is cut off"):
        still(content)
