import hashlib
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from assist.images import BadPicture, inspect, looks_like_picture, thumbnail

ORIENTATION = 0x0112
SUFFIX = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}


def picture(format_="JPEG", size=(60, 40), mode="RGB", color=0, **options):
    written = BytesIO()
    Image.new(mode, size, color).save(written, format_, **options)
    return written.getvalue()


def noise(format_, size=(300, 200)):
    written = BytesIO()
    Image.effect_noise(size, 80).save(written, format_)
    return written.getvalue()


def turned(orientation, left="red", right="blue", size=(60, 40)):
    """A JPEG that is stored with its left half red, to be shown as `orientation` says."""
    image = Image.new("RGB", size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95)
    return written.getvalue()


@pytest.fixture
def small(tmp_path):
    def small(content, **options):
        path = tmp_path / "picture"
        path.write_bytes(content)
        image = Image.open(BytesIO(thumbnail(path, **options)))
        image.load()
        return image

    return small


def is_color(pixel, name):
    wanted = {"red": (255, 0, 0), "blue": (0, 0, 255), "white": (255, 255, 255), "black": (0, 0, 0)}[name]
    return all(abs(got - want) < 30 for got, want in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize(
    ("format_", "mimetype"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
def test_a_picture_is_described(format_, mimetype):
    content = picture(format_)
    found = inspect(content, f"folder/a{SUFFIX[format_].upper()}")
    assert (found.width, found.height, found.bytes, found.mimetype) == (60, 40, len(content), mimetype)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert looks_like_picture(content[:16])


def test_a_phones_jpeg_with_a_second_picture_behind_it_is_a_jpeg():
    written = BytesIO()
    first = Image.new("RGB", (60, 40))
    first.save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (6, 4))])
    assert Image.open(BytesIO(written.getvalue())).format == "MPO"
    found = inspect(written.getvalue(), "IMG_1.JPG")
    assert (found.mimetype, found.width) == ("image/jpeg", 60)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_truncated_picture_is_found(format_, kept):
    content = noise(format_)
    with pytest.raises(BadPicture, match=r"broken or cut off|holds something"):
        inspect(content[: int(len(content) * kept)], f"a{SUFFIX[format_]}")


def test_a_damaged_picture_is_found():
    content = bytearray(noise("PNG"))
    content[len(content) // 2] ^= 0xFF
    with pytest.raises(BadPicture, match="broken"):
        inspect(bytes(content), "a.png")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.jpg", "is empty"),
        (b"<html>Not Found</html>", "a.jpg", "no JPEG, PNG, WebP or GIF"),
        (picture("BMP"), "a.png", "no JPEG, PNG, WebP or GIF"),
        (picture("PNG"), "a.jpg", r"is mislabeled: it is named \.jpg, but holds a PNG"),
        (picture("JPEG"), "a.txt", r"is mislabeled: it is named \.txt, but holds a JPEG"),
    ],
)
def test_what_is_no_usable_picture_says_why(content, name, reason):
    with pytest.raises(BadPicture, match=reason):
        inspect(content, name)


@pytest.mark.parametrize("factor", [1.5, 3])
def test_an_oversized_picture_is_not_decoded(monkeypatch, factor):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", int(60 * 40 / factor))
    with pytest.raises(BadPicture, match="is too large: it has more than"):
        inspect(picture("PNG"), "a.png")


def test_a_bomb_of_a_few_bytes_is_refused():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    content = bytearray(picture("PNG"))
    content[16:29] = header
    content[29:33] = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    with pytest.raises(BadPicture, match="is too large"):
        inspect(bytes(content), "a.png")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_and_thumbnail_are_those_of_the_upright_picture(small, orientation):
    content = turned(orientation)
    found = inspect(content, "a.jpg")
    shown = small(content)
    assert (found.width, found.height) == shown.size == ((60, 40) if orientation < 5 else (40, 60))
    width, height = shown.size
    red = {
        1: (5, 5),
        2: (width - 5, 5),
        3: (width - 5, 5),
        4: (5, 5),
        5: (5, 5),
        6: (5, 5),
        7: (5, height - 5),
        8: (5, height - 5),
    }[orientation]
    blue = (width - 1 - red[0], height - 1 - red[1])
    assert is_color(shown.getpixel(red), "red")
    assert is_color(shown.getpixel(blue), "blue")


def test_a_large_one_becomes_small_and_a_small_one_stays(small):
    assert small(picture(size=(3000, 1500))).size == (1024, 512)
    assert small(picture("PNG", size=(1500, 3000))).size == (512, 1024)
    assert small(picture(size=(3000, 1500)), edge=300).size == (300, 150)
    assert small(picture(size=(30, 20))).size == (30, 20)
    assert small(picture(size=(5000, 1))).size == (1024, 1)


def test_no_metadata_is_left(small):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    shown = small(picture(exif=exif, comment=b"secret"))
    assert not shown.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(shown.info)


@pytest.mark.parametrize(("format_", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA")])
def test_what_is_transparent_is_shown_on_white(small, format_, mode):
    color = (0,) * len(mode)
    assert is_color(small(picture(format_, mode=mode, color=color)).convert("RGB").getpixel((5, 5)), "white")


def test_a_transparent_palette_is_shown_on_white(small):
    assert is_color(small(picture("GIF", mode="P", transparency=0)).convert("RGB").getpixel((5, 5)), "white")


def test_of_an_animation_the_first_picture_is_shown(small):
    for format_ in ("GIF", "WEBP"):
        written = BytesIO()
        frames = [Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")]
        frames[0].save(written, format_, save_all=True, append_images=frames[1:])
        assert inspect(written.getvalue(), f"a{SUFFIX[format_]}").width == 60
        assert is_color(small(written.getvalue()).getpixel((5, 5)), "red")


def test_sixteen_bits_are_spread_and_not_cut(small):
    deep = Image.new("I;16", (100, 1))
    for x in range(100):
        deep.putpixel((x, 0), 1000 + x * 100)
    written = BytesIO()
    deep.save(written, "PNG")
    shown = [small(written.getvalue()).convert("L").getpixel((x, 0)) for x in (0, 50, 99)]
    assert shown[0] < 20
    assert 100 < shown[1] < 155
    assert shown[2] > 235


@pytest.mark.parametrize(("mode", "format_"), [("1", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG")])
def test_every_mode_can_be_shown(small, mode, format_):
    assert small(picture(format_, mode=mode)).mode in {"L", "RGB"}


def test_a_profile_is_applied(small):
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    content = picture(color="red", icc_profile=srgb.tobytes(), quality=95)
    assert is_color(small(content).getpixel((5, 5)), "red")
    unfit = picture(color="red", icc_profile=swapped.tobytes(), quality=95)
    assert is_color(small(unfit).getpixel((5, 5)), "red")
    assert is_color(small(picture(color="red", icc_profile=b"broken", quality=95)).getpixel((5, 5)), "red")


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damaged_metadata_does_no_harm(small):
    content = turned(6).replace(b"Exif\x00\x00MM", b"Exif\x00\x00M?")
    assert inspect(content, "a.jpg").width == 60
    assert small(content).size == (60, 40)


def animation(pictures: int) -> bytes:
    frames = [Image.effect_noise((40, 30), 90 + number).convert("P") for number in range(pictures)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], loop=0)
    return written.getvalue()


def test_an_animation_is_looked_at_to_its_end():
    whole = animation(3)
    assert inspect(whole, "a.gif").width == 40
    assert inspect(animation(1), "a.gif").width == 40
    for cut in (len(whole) // 2, len(whole) - 40, len(whole) - 2):
        with pytest.raises(BadPicture, match="broken or cut off"):
            inspect(whole[:cut], "a.gif")


def test_a_gif_without_its_last_byte_or_with_more_behind_it_is_whole():
    for content in (animation(3)[:-1], animation(3) + b"\0\0", animation(1)[:-1]):
        assert inspect(content, "a.gif").height == 30
