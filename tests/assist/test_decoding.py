"""Whatever a model gives, it is read on the picture or refused in a sentence."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as arrays

from assist.decoding.boxes import Rows, apart, overlaps
from assist.preparing import Placement
from assist.user_models.description import Decoder, Description, ImageInput, Task
from assist.user_models.running import read
from domain.errors import ModelFailed
from tests.assist.graphs import v8

PLACEMENT = Placement(320, 240, (640, 640), 2, 2, 0, 80)


def described(decoder, labels=("cat", "dog", "bird"), **more):
    return Description(Task.DETECTION, labels, ImageInput("images", 640, 640), decoder, ("a", "b"), **more)


numbers = st.floats(-(2.0**100), 2.0**100, width=32, allow_subnormal=False)
outputs = st.integers(1, 4).flatmap(
    lambda axes: arrays.arrays(
        np.float32, arrays.array_shapes(min_dims=axes, max_dims=axes, max_side=12), elements=numbers
    )
)
sized = st.sampled_from([(1, 7, 9), (1, 9, 8), (1, 9, 6), (1, 9, 4), (1, 3), (1, 39, 50), (1, 32, 20, 20)]).flatmap(
    lambda shape: arrays.arrays(
        np.float32, shape, elements=numbers, fill=st.floats(0, 1, width=32, allow_subnormal=False)
    )
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(Decoder), st.lists(outputs | sized, min_size=1, max_size=2))
@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
def test_anything_is_read_or_refused_and_nothing_else(decoder, given_outputs):
    try:
        found = read(given_outputs, described(decoder), PLACEMENT)
    except ModelFailed as failed:
        assert failed.message.startswith("What the model gives can't be read as")  # noqa: PT017 - both answers are right.
        return
    for one in found:
        assert one.label in {"cat", "dog", "bird"}
        assert 0 <= one.score <= 1
        points = [*one.polygon, *(((one.box[0], one.box[1]), (one.box[2], one.box[3])) if one.box else ())]
        assert all(math.isfinite(x) and 0 <= x <= 320 and 0 <= y <= 240 for x, y in points)


def test_more_classes_than_labels_or_other_numbers_of_them_are_refused():
    output = v8([(320, 320, 50, 50, 2, 0.9)], anchors=50)
    with pytest.raises(ModelFailed, match="names a class that has no label"):
        read([output], described(Decoder.YOLOV8, ("cat", "dog")), PLACEMENT)
    with pytest.raises(ModelFailed, match="gives 4 scores for 3 labels"):
        read([np.zeros((1, 4), np.float32)], described(Decoder.LOGITS), PLACEMENT)
    with pytest.raises(ModelFailed, match="gives 9 boxes instead of 1,917"):
        read([np.zeros((1, 9, 4)), np.zeros((1, 9, 4))], described(Decoder.SSD), PLACEMENT)


def test_of_boxes_of_one_label_that_overlap_the_best_is_kept():
    boxes = np.array([[0, 0, 10, 10], [0, 0, 10, 9], [0, 0, 10, 5], [20, 20, 30, 30], [0, 0, 10, 10]], float)
    rows = Rows(boxes, np.array([0.9, 0.8, 0.7, 0.6, 0.5]), np.array([0, 0, 0, 0, 1]))
    assert overlaps(boxes[0], boxes).tolist() == pytest.approx([1, 0.9, 0.5, 0, 1])
    assert apart(rows, 0.7).scores.tolist() == [0.9, 0.7, 0.6, 0.5]
    assert apart(rows, 0.4).scores.tolist() == [0.9, 0.6, 0.5]
    assert apart(rows, 1.0).scores.tolist() == [0.9, 0.8, 0.7, 0.6, 0.5]


def test_boxes_without_any_inside_are_none():
    assert read([v8([(0, 0, 0, 0, 0, 0.9), (-50, 320, 20, 20, 1, 0.9)])], described(Decoder.YOLOV8), PLACEMENT) == []


def test_the_best_hundred_are_kept_of_very_many():
    rows = [(10 + 12 * (n % 50), 100 + 12 * (n // 50), 10, 10, 0, 0.3 + n / 10_000) for n in range(1500)]
    found = read([v8(rows)], described(Decoder.YOLOV8), PLACEMENT)
    assert len(found) == 100
    assert found[0].score == pytest.approx(0.4499, abs=1e-4)
