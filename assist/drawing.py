"""The card's picture with shapes drawn on it: coloured outlines between contrasting ones, with names on small labels.

What a model suggests is dashed, and its label says the score.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assist import images
from domain import palette
from domain.assisting import percent
from domain.drawings import Drawing, Outlined
from domain.outlines import Point

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf")
_NOWHERE = "\U0010fffd"
"""No font has this letter."""
_LEAST_FONT = 13
_FONT_SHARE = 55
"""The larger side of the picture is so many times as long as its labels are high."""
_MOST_LABELS = 60
"""With more of them, nothing would be seen of the picture."""
_LONGEST = 24
_DASH = (10.0, 6.0)
"""Pixels that are drawn and left out in turn, times the line's width."""
_BREADTH = 3
_FINER = (8, 5, 2)
"""Breadths of the first answers of several; what comes after them is dashed."""


def drawn(path: Path, drawing: Drawing, edge: int = images.EDGE) -> bytes:
    """A JPEG as of `images.thumbnail`, of the picture itself or of its thumbnail, with the shapes on it."""
    picture = images.small(path, edge)
    if picture.mode != "RGB":
        picture = picture.convert("RGB")
    _draw(picture, drawing)
    return images.jpeg(picture)


def _draw(picture: Image.Image, drawing: Drawing) -> None:
    across, down = picture.width / drawing.width, picture.height / drawing.height
    pen = ImageDraw.Draw(picture)
    placed = [(one, [(x * across, y * down) for x, y in one.points]) for one in drawing.shapes]
    for one, points in placed:
        _outline(pen, points, palette.colour(one.colour), is_dashed=one.score is not None, by=one.by)
    font = _font(max(_LEAST_FONT, max(picture.size) // _FONT_SHARE))
    for one, points in placed[:_MOST_LABELS]:
        _label(pen, picture.size, points, one, font)


def _outline(pen: ImageDraw.ImageDraw, points: Sequence[Point], colour: str, *, is_dashed: bool, by: int = 0) -> None:
    """The halo goes all the way round, so that dashes are seen as gaps in a line. Of several answers each is drawn more
    finely than the one before, so that all are seen where they lie one over the other.
    """
    closed = [*points, points[0], points[1]]  # Once more along the first edge, which rounds the corner where it begins.
    breadth = _BREADTH if by < 1 else _FINER[min(by, len(_FINER)) - 1]
    if by <= 1:
        pen.line(closed, palette.ink(colour), breadth + 2, "curve")
    if not is_dashed and by <= len(_FINER):
        pen.line(closed, colour, breadth, "curve")
        return
    for begin, end in _dashes(closed[:-1]):
        pen.line((begin, end), colour, breadth)


def _dashes(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Along each edge anew, so that every corner is drawn."""
    drawn_length, period = _DASH[0], sum(_DASH)
    for (x0, y0), (x1, y1) in pairwise(points):
        length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
        step_x, step_y = (x1 - x0) / length, (y1 - y0) / length
        at = 0.0
        while at < length:
            until = min(at + drawn_length, length)
            yield (x0 + step_x * at, y0 + step_y * at), (x0 + step_x * until, y0 + step_y * until)
            at += period


def _label(
    pen: ImageDraw.ImageDraw,
    size: tuple[int, int],
    points: Sequence[Point],
    one: Outlined,
    font: Font,
) -> None:
    """Above the shape's left top corner, or within it where there is no room above. Of several answers, whose shapes
    may lie one over the other, those of even numbers are labeled beneath, and those after the second at the right.
    """
    words = _words(one, font)
    left, _, right, bottom = pen.textbbox((0, 0), words, font)
    width, height = right - left + 8, bottom + 4
    leftmost, rightmost = min(x for x, _ in points), max(x for x, _ in points)
    x = min(max((rightmost - width if one.by > 2 else leftmost) - 2, 0), max(0, size[0] - width))  # noqa: PLR2004 - said above.
    highest = min(y for _, y in points)
    y = highest - height - 2 if highest >= height + 2 else min(max(highest + 2, 0), max(0, size[1] - height))
    if one.by and one.by % 2 == 0:
        y = min(max(y_ for _, y_ in points) + 2, max(0, size[1] - height))
    ground = palette.colour(one.colour)
    pen.rectangle((x, y, x + width, y + height), ground, palette.ink(ground))
    pen.text((x + 4 - left, y + 1), words, palette.ink(ground), font)


def _words(one: Outlined, font: Font) -> str:
    """A name that the font has no letters for loses its accents; else it is told by its number, which stands on the
    card and on the keys too.
    """
    name = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1].rstrip()}…"
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    written = (each for each in (name, plain) if all(_has(font, letter) for letter in each))
    name = next(written, f"{one.colour + 1}")
    name = f"{one.by} {name}" if one.by else name
    return name if one.score is None else f"{name} {percent(one.score)} %"


@lru_cache(4)
def _font(size: int) -> Font:
    """One with many letters where the machine has it; else Pillow's own, which has few."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


@lru_cache(4096)
def _has(font: Font, letter: str) -> bool:
    """What a font has no letter for it draws as the same little box."""
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(_NOWHERE))
