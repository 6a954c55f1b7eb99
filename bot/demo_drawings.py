"""Where things are on some of the demo's pictures: what its people have drawn already."""

from collections.abc import Iterator

from assist.samples import View, views

Box = tuple[tuple[float, float], tuple[float, float]]
COIN_SIDE = 640
"""Pixels of a picture of coins."""
WHOLE, CUT_OFF = "Coin", "Cut-off"
_PHOTO = (384, 303)
COIN_VIEWS = tuple(views(_PHOTO, 16, nearest=0.5, farthest=0.95))
_LEAST_SHARE, _WHOLE_SHARE = 0.15, 0.99
"""So much of a coin has to be within the picture to be one, or a whole one."""
_COINS = (
    *((22, 35, 67, 74), (81, 39, 120, 74), (132, 28, 179, 74), (192, 30, 240, 73), (255, 34, 297, 72)),
    *((305, 16, 365, 72), (25, 104, 67, 145), (84, 108, 122, 145), (134, 110, 173, 145), (186, 105, 226, 144)),
    *((245, 95, 296, 144), (317, 106, 356, 145), (26, 179, 63, 217), (80, 175, 124, 217), (135, 179, 174, 217)),
    *((189, 170, 237, 217), (251, 172, 297, 217), (315, 156, 380, 218), (18, 233, 75, 288), (93, 245, 136, 287)),
    *((144, 236, 201, 288), (220, 240, 269, 288), (276, 239, 326, 289), (336, 248, 382, 289)),
)
"""Left, top, right and bottom of each on the whole photograph."""

OUTLINES: dict[str, tuple[tuple[str, tuple[tuple[float, float], ...]], ...]] = {
    "astronaut.png": (
        (
            "Astronaut",
            (
                *((235, 16), (268, 26), (292, 50), (300, 88), (288, 120), (268, 140), (262, 172), (290, 200)),
                *((304, 235), (330, 246), (348, 282), (361, 345), (325, 365), (300, 395), (282, 440), (278, 511)),
                *((48, 511), (26, 462), (22, 400), (30, 345), (42, 290), (68, 245), (110, 210), (122, 182)),
                *((145, 156), (182, 148), (182, 134), (165, 115), (155, 95), (155, 68), (178, 42), (205, 24)),
            ),
        ),
    ),
    "coffee.png": (
        (
            "Coffee",
            (
                *((285, 18), (330, 23), (370, 42), (398, 70), (407, 105), (400, 145), (391, 190), (376, 222)),
                *((352, 250), (330, 272), (300, 284), (272, 284), (258, 276), (240, 292), (225, 306), (205, 300)),
                *((197, 284), (206, 258), (222, 236), (198, 212), (182, 178), (174, 130), (174, 98), (186, 66)),
                *((210, 38), (245, 22)),
            ),
        ),
    ),
    "flower.jpg": (
        (
            "Flower",
            (
                *((315, 86), (280, 92), (245, 98), (215, 118), (195, 145), (178, 172), (170, 215), (176, 265)),
                *((195, 298), (212, 322), (245, 345), (300, 357), (345, 351), (382, 330), (412, 305), (435, 268)),
                *((444, 215), (440, 180), (425, 145), (405, 115), (375, 100), (345, 92)),
            ),
        ),
        (
            "Flower",
            (
                (290, 427),
                (289, 406),
                (315, 382),
                (345, 375),
                (370, 384),
                (400, 379),
                (430, 390),
                (440, 418),
                (460, 427),
            ),
        ),
    ),
}
"""Picture -> the concepts on it, with their outlines."""


def coins_on(view: View) -> Iterator[tuple[str, Box]]:
    """Concept and box of each, in the picture's pixels."""
    for left, top, right, bottom in _COINS:
        across = _within(left - view.left, right - view.left, view.side)
        down = _within(top - view.top, bottom - view.top, view.side)
        share = (across[1] - across[0]) * (down[1] - down[0]) / ((right - left) * (bottom - top))
        if share >= _LEAST_SHARE:
            if view.is_mirrored:
                across = view.side - across[1], view.side - across[0]
            zoom = COIN_SIDE / view.side
            corners = ((across[0] * zoom, down[0] * zoom), (across[1] * zoom, down[1] * zoom))
            yield WHOLE if share >= _WHOLE_SHARE else CUT_OFF, corners


def _within(start: float, end: float, side: int) -> tuple[float, float]:
    start = min(max(start, 0), side)
    return start, min(max(end, start), side)
