"""What a model is shown, and where what it finds there is on the picture."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageDraw

from assist.preparing import Placement, prepared
from assist.user_models.description import ImageInput, Resize

THING = (150, 90, 250, 190)
"""White, on black."""


def shown(path, size, wanted, **saved):
    image = Image.new("RGB", size)
    ImageDraw.Draw(image).rectangle((THING[0], THING[1], THING[2] - 1, THING[3] - 1), fill="white")
    image.save(path, **saved)
    return prepared(path, wanted)


def found(pixels):
    """Where the thing is in the frame."""
    down, across = np.nonzero(pixels[0, 0] > 0.5)
    return np.array([[across.min(), down.min(), across.max() + 1, down.max() + 1]], float)


@pytest.mark.parametrize("resize", Resize)
@pytest.mark.parametrize("size", [(400, 300), (300, 400), (333, 217), (1600, 1200)])
def test_what_is_found_in_the_frame_is_found_on_the_picture(tmp_path, resize, size):
    wanted = ImageInput("images", 320, 256, resize=resize, pad=0, margin=0.9)
    pixels, placement = shown(tmp_path / "a.png", size, wanted)
    assert (placement.width, placement.height) == size
    assert pixels.shape[2:] == placement.frame[::-1]
    if size == (1600, 1200):
        # Every pixel of the frame is several of the picture's there.
        assert placement.restored(found(pixels))[0] == pytest.approx(THING, abs=5)
    elif resize is not Resize.CROP:
        assert placement.restored(found(pixels))[0] == pytest.approx(THING, abs=1.5)
    else:
        left, top, right, bottom = placement.restored(np.array([[0, 0, *placement.frame]], float))[0]
        expected = np.clip(THING, (left, top, left, top), (right, bottom, right, bottom))
        assert placement.restored(found(pixels))[0] == pytest.approx(expected, abs=1.5)


def test_a_large_jpeg_that_is_decoded_smaller_and_turned_is_still_itself(tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6
    wanted = ImageInput("images", 320, 320, resize=Resize.LETTERBOX, pad=0)
    pixels, placement = shown(tmp_path / "a.jpg", (1600, 1200), wanted, exif=turned, quality=95)
    assert (placement.width, placement.height) == (1200, 1600)
    # A quarter to the right: what was at (x, y) is at (height - y, x).
    assert placement.restored(found(pixels))[0] == pytest.approx((1200 - 190, 150, 1200 - 90, 250), abs=6)


def test_a_letterbox_is_where_ultralytics_has_it(tmp_path):
    wanted = ImageInput("images", 640, 640, resize=Resize.LETTERBOX)
    pixels, placement = shown(tmp_path / "a.png", (333, 217), wanted)
    assert placement.frame == (640, 640)
    assert (placement.left, placement.top) == (0, 111)  # 640 / 333 * 217 = 417.06; (640 - 417) / 2 = 111.5.
    assert pixels[0, :, 110, 0] == pytest.approx(114 / 255)
    assert pixels[0, :, 111, 0] == pytest.approx(0)
    assert pixels[0, :, 528, 0] == pytest.approx(114 / 255)


def test_fit_has_no_side_above_or_below_what_was_said(tmp_path):
    wanted = ImageInput("images", 1333, 800, resize=Resize.FIT)
    assert shown(tmp_path / "a.png", (400, 300), wanted)[1].frame == (1066, 800)
    assert shown(tmp_path / "a.png", (1600, 400), wanted)[1].frame == (1333, 333)


@settings(max_examples=50)
@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_nothing_is_found_outside_of_the_picture(x, y):
    placement = Placement(40, 30, (64, 64), 1.6, 1.6, 0, 8)
    (left, top) = placement.restored(np.array([[x, y]]))[0]
    assert 0 <= left <= 40
    assert 0 <= top <= 30
