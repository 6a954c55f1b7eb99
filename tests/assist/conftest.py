import pytest

from assist.embedding import ImageEncoder, TextEncoder


@pytest.fixture(scope="session")
def models_cache(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def image_encoder(models_cache):
    return ImageEncoder(models_cache)


@pytest.fixture(scope="session")
def text_encoder():
    return TextEncoder()
