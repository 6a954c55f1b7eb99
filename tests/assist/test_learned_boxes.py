import numpy as np
import pytest
from PIL import Image
from skimage import data

from assist import learning
from assist.learned_boxes import boxes, locate
from assist.learning import Head
from domain.assisting import Region

HEAD = Head((1, 2), np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros(2), labels=8, several=False)


def features(*placed):
    """Four by four cells; of each of the two numbers, the cells in which it is."""
    made = np.zeros((2, 4, 4))
    for number, row, column, strength in placed:
        made[number, row, column] = strength
    return made


def test_a_box_is_around_the_cells_that_say_so():
    found = boxes(features((0, 1, 1, 1), (0, 1, 2, 1), (1, 3, 3, 1)), HEAD, (400, 800), [1, 2])
    first, second = found[1], found[2]
    assert (first.left, first.right) == (pytest.approx(100, abs=26), pytest.approx(300, abs=26))
    assert (first.top, first.bottom) == (pytest.approx(200, abs=101), pytest.approx(400, abs=101))
    assert (second.right, second.bottom) == (400, 800)
    assert second.left >= 275


def test_of_two_places_the_stronger_one():
    found = boxes(features((0, 0, 0, 1), (0, 3, 3, 0.5)), HEAD, (400, 400), [1])
    assert found[1].right <= 150


def test_nothing_where_nothing_speaks_for_it():
    assert boxes(features(), HEAD, (400, 400), [1]) == {}
    assert boxes(features((1, 0, 0, 1)), HEAD, (400, 400), [1]) == {}
    assert boxes(features((0, 0, 0, 1)), HEAD, (400, 400), [3]) == {}


@pytest.fixture(scope="module")
def taught(image_encoder, tmp_path_factory):
    """A cat and a cup of coffee, each alone in a picture, and mirrored."""
    folder = tmp_path_factory.mktemp("taught")
    paths = []
    for name, pixels in (("cat", data.chelsea()), ("coffee", data.coffee())):
        for turn, seen in enumerate((pixels, pixels[:, ::-1])):
            paths.append(folder / f"{name}{turn}.png")
            Image.fromarray(seen).save(paths[-1])
    answers = [frozenset({1}), frozenset({1}), frozenset({2}), frozenset({2})]
    return learning.fit(image_encoder.embed(paths), answers)


def test_both_are_found_where_they_are(taught, image_encoder, tmp_path):
    scene = Image.new("RGB", (900, 300), "grey")
    scene.paste(Image.fromarray(data.chelsea()).resize((300, 300)), (0, 0))
    scene.paste(Image.fromarray(data.coffee()).resize((300, 300)), (600, 0))
    scene.save(tmp_path / "scene.png")
    found = locate(image_encoder, taught, tmp_path / "scene.png", [1, 2])
    assert isinstance(found[1], Region)
    assert found[1].left < found[1].right < 450 < found[2].left < found[2].right <= 900
