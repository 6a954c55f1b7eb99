"""What only Pillow can say or do about a picture: whether it is whole, its size, and a small copy for Slack."""

import hashlib
import io
import warnings
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from PIL import Image, ImageCms, UnidentifiedImageError

from domain.model import NewInput

EDGE = 1024
"""Slack's cards show at most this many pixels a side."""
MOST_BYTES = 256 * 1024 * 1024
SUFFIXES = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".webp": "WebP",
    ".gif": "GIF",
}
_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WebP", "GIF": "GIF"}
"""MPO: what many phones write, a JPEG with further pictures behind the first."""
_OPENERS = ("JPEG", "PNG", "WEBP", "GIF")
"""Pillow's other readers stay shut: they are many, some old, and nobody labels PostScript."""
_MIMETYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WebP": "image/webp", "GIF": "image/gif"}
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_THE_SIDE = range(5, 9)
_GAP = 1.5
"""A JPEG's decoder leaves at least so many pixels a side for each that is shown."""
_GIF_PICTURE, _GIF_EXTENSION = 0x2C, 0x21
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# Odd metadata is nobody's business; between one and two times Image.MAX_IMAGE_PIXELS Pillow would only warn.
warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.simplefilter("error", Image.DecompressionBombWarning)


class BadPicture(Exception):
    """`.reason` completes the sentence "photo.jpg …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def inspect(content: bytes, name: str) -> NewInput:
    """Decodes all of it, so that what is accepted can be shown. `name` may be a path. Raises BadPicture."""
    if not content:
        raise BadPicture("is empty.")
    try:
        with _opened(content) as image:
            held = _FORMATS[image.format or ""]
            _check_suffix(name, held)
            image.load()
            if held == "GIF":
                _check_animation(content)
            is_turned = _orientation(image) in _ON_THE_SIDE
            width, height = reversed(image.size) if is_turned else image.size
    except UnidentifiedImageError:
        raise BadPicture("holds something that is no JPEG, PNG, WebP or GIF.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(f"is too large: it has more than {Image.MAX_IMAGE_PIXELS or 0:,} pixels.") from None
    except MemoryError:
        raise BadPicture("is too large for this machine's memory.") from None
    except BadPicture:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file can make a decoder raise anything.
        raise BadPicture(f"is broken or cut off ({str(error).rstrip('. ') or type(error).__name__}).") from None
    return NewInput(hashlib.sha256(content).hexdigest(), name, width, height, len(content), _MIMETYPES[held])


def looks_like_picture(head: bytes) -> bool:
    """Whether a file that begins so is one of ours, whatever its name. Give the first 16 bytes."""
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))


def thumbnail(path: Path, edge: int = EDGE) -> bytes:
    """The upright picture (an animation's first) as a JPEG in sRGB on white, without metadata, never enlarged."""
    return jpeg(small(path, edge))


def small(path: Path, edge: int = EDGE) -> Image.Image:
    """As `thumbnail`, in pixels: L or RGB."""
    with Image.open(path, formats=_OPENERS) as image:
        profile = image.info.get("icc_profile")
        orientation = _orientation(image)
        # Pillow by itself asks for a square, of which a long side is decoded in full.
        share = _GAP * edge / max(image.size)
        image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))
        shown = image if image.mode in {"L", "RGB", "CMYK"} else _plain(image)
        shown.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
        shown = _in_srgb(_flat(shown), profile)
        return shown.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else shown.copy()


def is_shown_as_it_is(path: Path) -> bool:
    """Whether a browser shows the file upright, still, and with all its shades: so it can be sent as it is."""
    with Image.open(path, formats=_OPENERS) as image:
        is_still = getattr(image, "n_frames", 1) == 1 or image.format == "MPO"
        return is_still and _orientation(image) not in _UPRIGHT and not image.mode.startswith(("I", "F"))


def jpeg(picture: Image.Image) -> bytes:
    # A JPEG's comment would be written again.
    picture.info = {}
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88, optimize=True)
    return written.getvalue()


def upright(path: Path | BinaryIO, least: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """The picture (an animation's first) in RGB, on white, as models see it. It may come smaller than its file has it,
    but not smaller than `least`: large JPEGs are decoded at a fraction of their size. The second is its width and
    height as they are.
    """
    with Image.open(path, formats=_OPENERS) as image:
        orientation = _orientation(image)
        size = image.size[::-1] if orientation in _ON_THE_SIDE else image.size
        image.draft("RGB", least[::-1] if orientation in _ON_THE_SIDE else least)
        plain = image if image.mode in {"L", "RGB", "CMYK"} else _plain(image)
        seen = _flat(plain).convert("RGB")
    return (seen.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else seen), size


def grey_picture(pixels: Sequence[int], size: tuple[int, int], *, zoom: int = 1) -> bytes:
    """A PNG of these values (0 is black, 255 white), row by row, each drawn as a square of `zoom` pixels."""
    image = Image.new("L", size)
    image.putdata(pixels)
    written = io.BytesIO()
    image.resize((size[0] * zoom, size[1] * zoom), Image.Resampling.NEAREST).save(written, "PNG")
    return written.getvalue()


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=_OPENERS)


def _check_suffix(name: str, held: str) -> None:
    suffix = PurePath(name).suffix
    if SUFFIXES.get(suffix.lower()) != held:
        raise BadPicture(f"is mislabeled: it is named {suffix or 'without a suffix'}, but holds a {held}.")


def _check_animation(gif: bytes) -> None:
    """That no block is cut off behind the first picture, which is all that Pillow has read. Raises ValueError."""
    at = 13 + _colours(gif[10])
    pictures = 0
    try:
        while at < len(gif) and gif[at] in {_GIF_PICTURE, _GIF_EXTENSION}:
            is_picture = gif[at] == _GIF_PICTURE
            at += 11 + _colours(gif[at + 9]) if is_picture else 2
            while gif[at]:
                at += gif[at] + 1
            at += 1
            pictures += is_picture
    except IndexError:
        if pictures:
            raise ValueError(f"the animation stops behind picture {pictures}") from None


def _colours(flags: int) -> int:
    """Bytes of the colour table that follows."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken metadata makes no broken picture.
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be scaled and pasted: palettes, bilevel, 16 bits and the rarer ones."""
    if image.mode.startswith(("I", "F")):
        return _spread(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _spread(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel often use a few of them only, as in microscopy: darkest to black, brightest to white."""
    deep = image.convert("F")
    low, high = deep.getextrema()
    assert isinstance(low, float)  # noqa: S101 - "F" has one band.
    assert isinstance(high, float)  # noqa: S101 - As above.
    scale = 255 / (high - low) if high > low else 0
    return deep.point(lambda value: value * scale - low * scale).convert("L")


def _flat(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones write wider colours than a message without a profile would show."""
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, given, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image if image.mode == "L" else image.convert("RGB")
