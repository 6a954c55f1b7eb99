"""Cuts what was found out of a picture, for another model to look at."""

from dataclasses import dataclass
from pathlib import Path

from assist.images import upright
from domain.assisting import Region

_WHOLE = (100_000, 100_000)


@dataclass(frozen=True, slots=True)
class Cut:
    """`padding`: the share of the box's width and height that is taken along on each side; `least` in pixels."""

    region: Region
    padding: float = 0.0
    least: int = 1


def cut(picture: Path, wanted: Cut, into: Path) -> bool:
    """Writes a PNG. False where the box is smaller than it may be. Raises what Pillow raises for a broken file."""
    box = wanted.region
    width, height = box.right - box.left, box.bottom - box.top
    if min(width, height) < wanted.least:
        return False
    seen, size = upright(picture, _WHOLE)
    across, down = wanted.padding * width, wanted.padding * height
    edges = (
        max(0, round(box.left - across)),
        max(0, round(box.top - down)),
        min(size[0], round(box.right + across)),
        min(size[1], round(box.bottom + down)),
    )
    if edges[0] >= edges[2] or edges[1] >= edges[3]:
        return False
    seen.crop(edges).save(into)
    return True
