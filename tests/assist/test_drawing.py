"""What is drawn on the pictures of cards."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from assist import drawing, images
from domain import palette
from domain.drawings import Drawing, Outlined

pytestmark = pytest.mark.slow

GREY = (128, 128, 128)
BOX = ((200.0, 200.0), (1800.0, 200.0), (1800.0, 1300.0), (200.0, 1300.0))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Taken upright, and stored on its side: upright it is 2000 x 3000."""
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (3000, 2000), GREY).save(path, exif=exif)
    return path


def drawn(path: Path, *shapes: Outlined, edge: int = images.EDGE) -> Image.Image:
    return Image.open(io.BytesIO(drawing.drawn(path, Drawing(2000, 3000, shapes), edge)))


def near(pixel, colour: str, most: int = 60) -> bool:
    return all(abs(one - other) <= most for one, other in zip(pixel, palette.rgb(colour), strict=True))


def test_shapes_are_where_they_are_in_the_upright_picture(photo):
    picture = drawn(photo, Outlined(BOX, "cat", 1))
    assert picture.size == (683, 1024)
    share = 1024 / 3000
    for x, y in ((200, 700), (1800, 700), (1000, 200), (1000, 1300)):
        assert near(picture.getpixel((round(x * share), round(y * share))), palette.colour(1))
    for x, y in ((1000, 700), (100, 2000), (1900, 100)):
        assert picture.getpixel((round(x * share), round(y * share))) == pytest.approx(GREY, abs=3)


def test_on_the_thumbnail_it_is_the_same(photo, tmp_path):
    small = tmp_path / "small.jpg"
    small.write_bytes(images.thumbnail(photo))
    first, again = drawn(photo, Outlined(BOX, "cat", 1)), drawn(small, Outlined(BOX, "cat", 1))
    assert first.size == again.size
    differ = [abs(a - b) for a, b in zip(first.tobytes(), again.tobytes(), strict=True)]
    assert sum(differ) / len(differ) < 1


def coloured(picture: Image.Image, colour: str, y: int) -> int:
    return sum(near(picture.getpixel((x, y)), colour) for x in range(picture.width))


def test_several_answers_are_all_seen_where_they_lie_one_over_the_other(photo):
    nearly = [Outlined(tuple((x + 25 * by, y) for x, y in BOX), "cat", by - 1, None, by) for by in range(1, 5)]
    picture = drawn(photo, *nearly)
    left = round(200 * 1024 / 3000)
    for one in nearly:
        colour = palette.colour(one.colour)
        seen = [
            (x, y)
            for x in range(left, left + 50)
            for y in range(150, 400)
            if near(picture.getpixel((x, y)), colour, 90)
        ]
        assert len(seen) > 100, f"answer {one.by}"


def test_suggestions_are_dashed(photo):
    down = round(1300 * 1024 / 3000)
    solid = coloured(drawn(photo, Outlined(BOX, "cat", 4)), palette.colour(4), down)
    dashed = coloured(drawn(photo, Outlined(BOX, "cat", 4, 0.87)), palette.colour(4), down)
    assert 0.4 * solid < dashed < 0.8 * solid


def test_every_colour_stands_out_on_every_ground(tmp_path):
    """By its halo, where the colour itself does not."""
    for place, colour in enumerate(palette.COLOURS):
        path = tmp_path / f"{place}.png"
        Image.new("RGB", (200, 200), colour).save(path)
        shape = Outlined(((50.0, 50.0), (150.0, 50.0), (150.0, 150.0), (50.0, 150.0)), "", place)
        picture = Image.open(io.BytesIO(drawing.drawn(path, Drawing(200, 200, (shape,)))))
        halo = [picture.getpixel((x, 100)) for x in range(44, 57)]
        assert any(near(pixel, palette.ink(colour), 110) for pixel in halo), colour


@pytest.mark.parametrize("left_top", [(0.0, 0.0), (1900.0, 0.0), (0.0, 2900.0), (1990.0, 2990.0)])
def test_labels_stay_within_the_picture(photo, left_top):
    x, y = left_top
    shape = Outlined(((x, y), (x + 10, y), (x + 10, y + 10)), "a rather long name of a concept", 1)
    picture = drawn(photo, shape)
    found = sum(near(pixel, palette.colour(1)) for pixel in picture.get_flattened_data())
    assert found > 150 * 15, "The whole label is to be seen."


def test_names_are_shown_as_far_as_there_are_letters_for_them():
    font = ImageFont.load_default(17)

    def words(name: str, score: float | None = None) -> str:
        return drawing._words(Outlined(BOX, name, 2, score), font)

    assert words("shoes") == "shoes"
    assert words("shoes", 0.879) == "shoes 87 %"
    assert words("Ärmel, größer") in {"Ärmel, größer", "Armel, größer", "3"}
    assert words("Pantalón") in {"Pantalón", "Pantalon"}
    assert words("帽子") == "3"
    assert words("帽子", 0.5) == "3 50 %"
    assert len(words("x" * 100)) == 24


def test_a_grey_picture_is_drawn_on_in_colour(tmp_path):
    path = tmp_path / "grey.png"
    Image.new("L", (300, 300), 128).save(path)
    shape = Outlined(((50.0, 50.0), (250.0, 50.0), (250.0, 250.0)), "cat", 2)
    picture = Image.open(io.BytesIO(drawing.drawn(path, Drawing(300, 300, (shape,)))))
    assert picture.mode == "RGB"
    assert any(near(pixel, palette.colour(2)) for pixel in picture.get_flattened_data())


def test_thousands_of_shapes_are_drawn_with_a_few_names(photo):
    many = [
        Outlined(((x, y), (x + 20.0, y), (x + 20.0, y + 20.0), (x, y + 20.0)), "cell", 0)
        for x in map(float, range(0, 2000, 40))
        for y in map(float, range(0, 3000, 40))
    ]
    assert drawn(photo, *many).size == (683, 1024)
