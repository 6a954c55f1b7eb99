import numpy as np
import pytest
from PIL import Image
from skimage import data

from assist import zero_shot
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
    names = ["rocket", "dog", "coffee", "cat"]
    found = image_names(names, text_encoder, models_cache)
    for name, path in pictures.items():
        scores = found.scores(image_encoder.classify([path]))[0]
        assert names[scores.argmax()] == name
        assert scores.sum() <= 1


def test_nothing_is_said_where_no_name_is_near(pictures, image_encoder, text_encoder, models_cache):
    found = image_names(["platelets", "quarterly report"], text_encoder, models_cache)
    assert not (found.scores(image_encoder.classify(list(pictures.values()))) > 0.05).any()


def test_the_classifiers_names_are_made_into_vectors_once(text_encoder, models_cache):
    image_names(["cat"], text_encoder, models_cache)
    asked = []

    class Counting:
        def embed(self, texts):
            asked.extend(texts)
            return text_encoder.embed(texts)

    image_names(["cat", "door_handle"], Counting(), models_cache)
    assert asked == ["a cat", "a door handle"]


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
    names = ImageNames(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]))
    scores = names.scores(np.array([[0.9, 0.1, 0.0], [0.004, 0.004, 0.992]]))
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
