"""Learned boxes on grids of cells in which each number says one thing."""

import json

import numpy as np
import pytest

from assist.learned_boxes import Grid, Placing, learn, locate, packed, unpacked
from assist.learning import Head
from assist.predictions import Drawn

SIZE = (600, 400)
CAT, DOG = 5, 7
BACK, OF = 0, {CAT: 1, DOG: 2}


def cells(*placed, rows=8, columns=12, noise=0.0, seed=0):
    """Each of the concepts in its cells (left, top, right, bottom); background elsewhere."""
    made = np.zeros((rows, columns, 6))
    made[:, :, BACK] = 1
    for concept, left, top, right, bottom in placed:
        made[top:bottom, left:right] = 0
        made[top:bottom, left:right, OF[concept]] = 1
    made += np.random.default_rng(seed).normal(0, noise, made.shape)
    return Grid(made / np.linalg.norm(made, axis=2, keepdims=True), SIZE)


def drawn(*placed):
    """A cell is 50 pixels wide."""
    return Drawn("a.jpg", tuple((concept, tuple(50.0 * edge for edge in edges)) for concept, *edges in placed))


def pictures(*each, **more):
    return [(cells(*one, **more), drawn(*one)) for one in each]


def edges(region):
    return region.left, region.top, region.right, region.bottom


def test_what_was_drawn_is_found_in_other_pictures():
    taught = pictures(
        [(CAT, 1, 1, 4, 5)], [(DOG, 5, 2, 9, 6)], [(CAT, 6, 3, 10, 7), (DOG, 1, 1, 3, 3)], [(DOG, 2, 3, 5, 7)]
    )
    placing = learn([*taught, *pictures([(CAT, 3, 1, 6, 4)], [])])
    found = locate(cells((CAT, 2, 2, 6, 5), (DOG, 8, 1, 11, 6), (CAT, 1, 6, 4, 8)), placing)
    assert sorted(one.concept for one in found) == [CAT, CAT, DOG]
    (dog,) = (edges(one.region) for one in found if one.concept == DOG)
    assert dog == pytest.approx((400, 50, 550, 300), abs=20)
    assert locate(cells(), placing) == []
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_score_counts_as_much_as_boxes_were_right():
    once = learn(pictures([(CAT, 1, 1, 4, 5)], [(CAT, 5, 1, 8, 5)]))
    often = learn(pictures(*[[(CAT, n, 1, n + 3, 5)] for n in range(9)]))
    (few,), (many,) = (locate(cells((CAT, 2, 2, 6, 5)), placing) for placing in (once, often))
    assert few.score < 0.7
    assert 0.85 < many.score <= 0.9


def test_nothing_is_learned_from_what_is_not_found_again():
    assert learn([]) is None
    assert learn(pictures([], [])) is None
    # One picture alone can't be tried out.
    assert learn(pictures([(CAT, 1, 1, 4, 5)])) is None
    # Boxes that lie elsewhere than what they are drawn around.
    wrong = [(cells((CAT, 1, 1, 3, 3)), drawn((CAT, 6, 4, 12, 8))) for _ in range(4)]
    strewn = [(cells(noise=3.0, seed=n), drawn((CAT, n, 1, n + 2, 3))) for n in range(6)]
    for taught in (wrong, strewn):
        placing = learn(taught)
        found = locate(cells((CAT, 2, 2, 5, 5)), placing) if placing else []
        assert all(one.score < 0.5 for one in found if edges(one.region)[0] < 300)


def test_a_concept_that_only_one_half_knows_waits():
    placing = learn(pictures([(CAT, 1, 1, 4, 5)], [(CAT, 5, 1, 8, 5)], [(CAT, 2, 1, 5, 5)], [(DOG, 5, 1, 8, 5)]))
    assert set(placing.trust) == {CAT}
    assert {one.concept for one in locate(cells((CAT, 1, 1, 4, 4), (DOG, 6, 1, 9, 4)), placing)} == {CAT}


def test_what_is_smaller_than_a_cell_is_where_most_of_it_is():
    small = Drawn("a.jpg", ((CAT, (105.0, 205.0, 125.0, 225.0)),))
    placing = learn([(cells((CAT, 2, 4, 3, 5)), small)] * 4)
    # The box around a whole cell overlaps by less than counts.
    assert placing is None
    larger = Drawn("a.jpg", ((CAT, (102.0, 202.0, 138.0, 238.0)),))
    assert learn([(cells((CAT, 2, 4, 3, 5)), larger)] * 4) is not None


def test_it_travels_as_json():
    placing = learn(pictures([(CAT, 1, 1, 4, 5)], [(CAT, 5, 1, 8, 5)]))
    there = unpacked(json.loads(json.dumps(packed(placing))))
    seen = cells((CAT, 2, 2, 6, 5))
    assert locate(seen, there)[0].region == locate(seen, placing)[0].region
    assert (there.trust, there.head.classes) == (placing.trust, (CAT, None))
    assert isinstance(there, Placing)
    assert isinstance(there.head, Head)
