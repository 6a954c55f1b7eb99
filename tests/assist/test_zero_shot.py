import numpy as np
import pytest
from PIL import Image
from skimage import data

from assist import zero_shot
from assist.embedding import imagenet_names
from assist.weights import names
from assist.zero_shot import ImageNames, image_names, spelled, text_names

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    made = {"cat": data.chelsea(), "coffee": data.coffee(), "rocket": data.rocket()}
    for name, pixels in made.items():
        Image.fromarray(pixels).save(folder / f"{name}.png")
    return {name: folder / f"{name}.png" for name in made}


def test_pictures_are_known_by_the_names_of_their_concepts(pictures, image_encoder, text_encoder, models_cache):
    concepts = ["rocket", "dog", "coffee", "cat"]
    found = image_names(concepts, text_encoder, models_cache)
    for name, path in pictures.items():
        scores = found.scores(image_encoder.classify([path]))[0]
        assert concepts[scores.argmax()] == name
        assert scores.sum() <= 1


def test_nothing_is_said_where_no_name_is_near(pictures, image_encoder, text_encoder, models_cache):
    found = image_names(["platelets", "quarterly report"], text_encoder, models_cache)
    assert not (found.scores(image_encoder.classify(list(pictures.values()))) > 0.05).any()


class Counting:
    def __init__(self, encoder):
        self.encoder = encoder
        self.asked = []

    def embed(self, texts):
        self.asked.extend(texts)
        return self.encoder.embed(texts)


def test_the_classifiers_names_come_as_vectors(text_encoder, tmp_path):
    counting = Counting(text_encoder)
    image_names(["cat", "door_handle"], counting, tmp_path)
    assert counting.asked == ["a cat", "a door handle"]
    assert names.SHIPPED.is_file(), "Packages have changed: python -m assist.weights.names"
    shipped, places = names.vectors(counting, tmp_path), range(0, 1000, 50)
    made = text_encoder.embed([imagenet_names()[place] for place in places])
    assert np.abs(shipped[places] - made).max() < 0.001


def test_those_of_other_packages_are_made_once(text_encoder, tmp_path, monkeypatch):
    counting = Counting(text_encoder)
    monkeypatch.setattr(names, "SHIPPED", tmp_path / "elsewhere.npy")
    monkeypatch.setattr(names, "imagenet_names", lambda: ("tabby", "sports car"))
    first = names.vectors(counting, tmp_path)
    assert (first == names.vectors(counting, tmp_path)).all()
    assert counting.asked == ["tabby", "sports car"]


def test_texts_are_known_by_the_names_of_their_concepts(text_encoder):
    found = text_names(["lost_card", "exchangeRate"], text_encoder)
    scores = found.scores(
        text_encoder.embed(["I can't find my card anywhere", "How many euros do I get for a dollar?", "xq zzv"])
    )
    assert list(scores[:2].argmax(axis=1)) == [0, 1]
    assert (scores[:2].max(axis=1) > 0.6).all()
    assert scores[2].max() < 0.3
    assert (scores.sum(axis=1) <= 1 + 1e-6).all()


def test_little_probability_on_near_names_says_nothing():
    known = ImageNames(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]))
    scores = known.scores(np.array([[0.9, 0.1, 0.0], [0.004, 0.004, 0.992]]))
    assert scores[0, 0] == pytest.approx(0.75)
    assert (scores[1] == 0).all()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("card_payment_fee", "card payment fee"),
        ("cardPayment", "card payment"),
        ("T-shirt", "T-shirt"),
        ("cup/mug", "cup mug"),
        ("USB stick", "USB stick"),
        ("_", "_"),
    ],
)
def test_names_are_spelled_as_people_write(name, words):
    assert spelled(name).casefold() == words.casefold()
    assert zero_shot.spelled(words) == words
