"""The colours of concepts, alike in drawings and in the editor. A colour never stands alone: the name is beside it."""

COLOURS = (
    "#e6194b",
    "#1f77ff",
    "#2ca02c",
    "#ff8c00",
    "#911eb4",
    "#00b5c8",
    "#f032e6",
    "#b8a600",
    "#8c564b",
    "#6a5acd",
    "#008080",
    "#7fb800",
)
"""By a concept's place in its task; after the last one they begin anew."""
_DARK, _LIGHT = "#000000", "#ffffff"


def colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def ink(ground: str) -> str:
    """Black or white, whichever is read better on this colour."""
    return max((_DARK, _LIGHT), key=lambda one: contrast(one, ground))


def contrast(one: str, other: str) -> float:
    """As WCAG 2 computes it: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own bend.
