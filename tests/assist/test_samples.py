import io

import pytest
from PIL import Image

from assist.samples import close_ups, grey_picture


def test_bare_numbers_become_a_picture():
    with Image.open(io.BytesIO(grey_picture([0, 255, 255, 0], (2, 2), zoom=8))) as image:
        assert (image.size, image.mode) == ((16, 16), "L")
        assert image.getpixel((0, 0)) < 40
        assert image.getpixel((15, 0)) > 200


@pytest.mark.parametrize("size", [(60, 90), (200, 50)])
def test_close_ups_show_other_parts_each(tmp_path, size):
    photo = tmp_path / "photo.png"
    image = Image.new("RGB", size)
    image.putdata([(x * 255 // size[0], y * 255 // size[1], 0) for y in range(size[1]) for x in range(size[0])])
    image.save(photo)
    found = list(close_ups(photo, 12))
    assert len(set(found)) == 12
    assert found == list(close_ups(photo, 12)), "the same each time the demo begins"
    for one in found:
        with Image.open(io.BytesIO(one)) as shown:
            assert (shown.format, shown.size) == ("JPEG", (320, 320))
