"""The built-in encoders, for real: their weights come with the installation."""

from pathlib import Path

import numpy as np
import pytest
import skimage
from PIL import Image

from assist import embedding
from assist.embedding import ImageEncoder, imagenet_names, pixels

PICTURES = Path(skimage.__file__).parent / "data"


def best(probabilities):
    return imagenet_names()[int(probabilities.argmax())]


@pytest.mark.parametrize(
    ("name", "seen", "least"), [("coffee.png", "espresso", 0.95), ("chelsea.png", "Egyptian Mau", 0.3)]
)
def test_known_pictures_are_what_they_are(image_encoder, name, seen, least):
    probabilities = image_encoder.classify([PICTURES / name])[0]
    assert best(probabilities) == seen
    assert probabilities.max() > least
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_one_pass_gives_embeddings_and_probabilities(image_encoder):
    paths = [PICTURES / "coffee.png", PICTURES / "chelsea.png"]
    both = image_encoder.encode(paths)
    assert (both.embeddings.shape, both.probabilities.shape) == ((2, 1280), (2, 1000))
    assert (both.embeddings.dtype, both.probabilities.dtype) == (np.float32, np.float32)
    assert np.linalg.norm(both.embeddings, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(image_encoder.embed(paths), both.embeddings)
    nothing = image_encoder.encode([])
    assert (nothing.embeddings.shape, nothing.probabilities.shape) == ((0, 1280), (0, 1000))


def test_the_embedding_is_the_mean_of_the_features(image_encoder):
    image = pixels(PICTURES / "coffee.png", 384)
    features = image_encoder.features(image)
    assert features.shape == (1, 1280, 12, 12)
    mean = features.mean(axis=(2, 3))
    assert embedding.unit(mean) == pytest.approx(image_encoder.encode_pixels(image)[0], abs=1e-4)


def test_a_picture_is_seen_upright_whatever_its_file_is_like(image_encoder, tmp_path):
    with Image.open(PICTURES / "coffee.png") as image:
        image.save(tmp_path / "a.jpg", quality=95)
        turned = Image.Exif()
        turned[0x0112] = 6
        image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "b.jpg", quality=95, exif=turned)
        image.resize((2400, 1600)).save(tmp_path / "c.jpg", quality=95)
        image.convert("P").save(tmp_path / "d.gif")
    seen = image_encoder.embed([tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg", "d.gif")])
    assert (seen @ seen[0])[1:3] == pytest.approx(1, abs=0.02)
    assert (seen @ seen[0])[3] > 0.8


@pytest.mark.usefixtures("image_encoder")
def test_the_weights_are_converted_once(models_cache):
    (made,) = models_cache.iterdir()
    assert made.name == f"efficientnet-lite0-{embedding.IMAGE_VERSION}.onnx"
    before = made.stat().st_mtime_ns
    ImageEncoder(models_cache)
    assert made.stat().st_mtime_ns == before


def test_texts_of_one_meaning_are_near_each_other(text_encoder):
    cat, kitten, shares = text_encoder.embed(
        ["a cat sits on the mat", "a kitten lies on the rug", "the stock market fell"]
    )
    assert cat @ kitten == pytest.approx(0.55, abs=0.01)
    assert cat @ shares < 0.1
    assert np.linalg.norm(cat) == pytest.approx(1, abs=1e-5)


def test_a_text_is_the_same_whatever_stands_beside_it_and_may_be_long(text_encoder):
    alone = text_encoder.embed(["a cat"])[0]
    assert np.array_equal(text_encoder.embed(["a cat", "word " * 5000])[0], alone)
    assert text_encoder.embed([""]).shape == (1, 384)
    assert text_encoder.embed([]).shape == (0, 384)
