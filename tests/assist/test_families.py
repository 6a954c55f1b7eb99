"""Each family of exports, with its true metadata and output shapes, read as what it says."""

import numpy as np
import pytest
from onnx import helper
from tokenizers import Tokenizer, models, pre_tokenizers

from assist.user_models.description import Decoder, Resize, Task
from assist.user_models.running import UserModel
from tests.assist.graphs import IDS, PIXELS, folder, model, picture, ultralytics, v8

ROWS = [
    (320, 320, 200, 100, 0, 0.9),
    (322, 321, 200, 100, 0, 0.8),  # The same cat, seen less surely.
    (322, 321, 200, 100, 1, 0.7),  # A dog in the same place is another thing.
    (100, 200, 40, 40, 2, 0.1),  # Not sure enough.
]
BOXES = [("cat", 0.9, (110, 95, 210, 145)), ("dog", 0.7, (111, 95.5, 211, 145.5))]
"""On a picture of 320 x 240, which lies in the frame twice as large, 80 from the top."""


def shown(found):
    return [(one.label, pytest.approx(one.score, abs=1e-4), pytest.approx(one.box, abs=0.01)) for one in found]


def v5(rows, classes=3, anchors=25200):
    found = np.zeros((1, anchors, 5 + classes), np.float32)
    for number, (x, y, w, h, label, score) in enumerate(rows):
        found[0, number, :5] = x, y, w, h, score / 0.95
        found[0, number, 5 + label] = 0.95
    return found


def end2end(rows, rows_given=300):
    found = np.zeros((1, rows_given, 6), np.float32)
    for number, (x, y, w, h, label, score) in enumerate(rows):
        found[0, number] = x - w / 2, y - h / 2, x + w / 2, y + h / 2, score, label
    return found


@pytest.mark.parametrize(
    ("output", "metadata", "shape", "decoder"),
    [
        (v8(ROWS), ultralytics(), None, Decoder.YOLOV8),
        (v8(ROWS), ultralytics(), [None, 7, None], Decoder.YOLOV8),
        (v5(ROWS), {"stride": "32", "names": "{0: 'cat', 1: 'dog', 2: 'bird'}"}, None, Decoder.YOLOV5),
        (v5(ROWS), {"stride": "32", "names": "['cat', 'dog', 'bird']"}, [None, None, 8], Decoder.YOLOV5),
        (end2end([ROWS[0], ROWS[2], ROWS[3]]), ultralytics(end2end="True"), None, Decoder.END2END),
    ],
)
def test_ultralytics_detectors(tmp_path, output, metadata, shape, decoder):
    made = model({"output0": output}, metadata=metadata, shapes=shape and {"output0": shape})
    seen = UserModel(folder(tmp_path / "m", made))
    assert (seen.described.task, seen.described.decoder) == (Task.DETECTION, decoder)
    assert seen.described.labels == ("cat", "dog", "bird")
    assert (seen.described.input.resize, seen.described.input.pad) == (Resize.LETTERBOX, 114)
    assert shown(seen.predict(picture(tmp_path / "a.png"))) == BOXES


def test_a_v8_export_names_its_licence(tmp_path):
    seen = UserModel(folder(tmp_path / "m", model({"output0": v8(ROWS)}, metadata=ultralytics())))
    assert seen.described.licence.startswith("AGPL-3.0")
    assert seen.described.source == "Ultralytics YOLOv8n model"


def test_ultralytics_segmentation(tmp_path):
    prototypes = np.full((1, 32, 160, 160), -1, np.float32)
    prototypes[0, 0, 70:90, 60:100] = 1  # In the frame 240..400 x 280..360, so on the picture 120..200 x 100..140.
    weights = [1] + [0] * 31
    rows = [(*ROWS[0], *weights)]
    outputs = {"output0": v8(rows, masks=32), "output1": prototypes}
    seen = UserModel(folder(tmp_path / "m", model(outputs, metadata=ultralytics("segment"))))
    assert seen.described.task is Task.SEGMENTATION
    (found,) = seen.predict(picture(tmp_path / "a.png"))
    assert (found.label, found.box) == ("cat", pytest.approx((110, 95, 210, 145)))
    across, down = zip(*found.polygon, strict=True)
    assert (min(across), max(across), min(down), max(down)) == pytest.approx((120, 200, 100, 140), abs=1)


def test_ultralytics_classifier(tmp_path):
    made = model(
        {"output0": [[0.1, 0.7, 0.2]]},
        inputs=[("images", [1, 3, 224, 224])],
        metadata=ultralytics("classify", size=224),
    )
    seen = UserModel(folder(tmp_path / "m", made))
    assert (seen.described.task, seen.described.input.resize) == (Task.IMAGES, Resize.CROP)
    assert scores(seen.predict(picture(tmp_path / "a.png"))) == {"dog": 0.7, "bird": 0.2, "cat": 0.1}


VIT = {"architectures": ["ViTForImageClassification"], "id2label": {"1": "dog", "0": "cat"}, "model_type": "vit"}
VIT_PIXELS = {"do_resize": True, "size": {"height": 224, "width": 224}, "resample": 2, "do_rescale": True}


def scores(found):
    return {one.label: pytest.approx(one.score, abs=1e-4) for one in found}


def test_optimum_image_classifier(tmp_path):
    pixels = {**VIT_PIXELS, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "do_normalize": True}
    made = model(
        {"logits": [[0.0, np.log(3)]]},
        inputs=[("pixel_values", ["batch_size", "num_channels", "height", "width"])],
    )
    seen = UserModel(folder(tmp_path / "m", made, config__json=VIT, preprocessor_config__json=pixels))
    taken = seen.described.input
    assert (taken.width, taken.height, taken.mean[0], taken.std[0]) == (224, 224, 0.5, 0.5)
    assert (taken.resize, taken.scale) == (Resize.STRETCH, pytest.approx(1 / 255))
    assert scores(seen.predict(picture(tmp_path / "a.png"))) == {"dog": 0.75, "cat": 0.25}


def test_optimum_crops_where_the_processor_does(tmp_path):
    pixels = {"size": {"shortest_edge": 256}, "do_center_crop": True, "crop_size": {"height": 224, "width": 224}}
    made = model({"logits": [[0.0, 1.0]]}, inputs=[("pixel_values", ["b", 3, "h", "w"])])
    taken = UserModel(folder(tmp_path / "m", made, config__json=VIT, preprocessor_config__json=pixels)).described.input
    assert (taken.resize, taken.width, taken.margin) == (Resize.CROP, 224, 0.875)


def test_a_model_may_be_in_a_folder_called_onnx_beside_other_ways_to_keep_it(tmp_path):
    made = model({"logits": [[0.0, np.log(3)]]}, inputs=[("pixel_values", ["b", 3, "h", "w"])])
    path = folder(tmp_path / "m", made, config__json=VIT, preprocessor_config__json=VIT_PIXELS)
    (path / "onnx").mkdir()
    (path / "model.onnx").rename(path / "onnx" / "model.onnx")
    (path / "onnx" / "model_fp16.onnx").write_bytes(b"never looked at")
    assert scores(UserModel(path).predict(picture(tmp_path / "a.png"))) == {"dog": 0.75, "cat": 0.25}


def test_two_classes_more_than_names(tmp_path):
    config = {**VIT, "id2label": {"0": "cat", "3": "dog"}}
    made = model({"logits": [[0.0, 1.0, 2.0, 3.0]]}, inputs=[("pixel_values", ["b", 3, "h", "w"])])
    path = folder(tmp_path / "m", made, config__json=config, preprocessor_config__json=VIT_PIXELS)
    assert UserModel(path).described.labels == ("cat", "class 1", "class 2", "dog")


def tokenizer():
    made = Tokenizer(models.WordLevel({"[UNK]": 0, "good": 1, "bad": 2, "[PAD]": 3}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made.to_str()


BERT = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "NEGATIVE", "1": "POSITIVE"}}


def test_optimum_text_classifier(tmp_path):
    made = model({"logits": [[0.0, np.log(4)]]}, inputs=IDS)
    seen = UserModel(folder(tmp_path / "m", made, config__json=BERT, tokenizer__json=tokenizer()))
    assert (seen.described.task, seen.described.labels) == (Task.TEXTS, ("NEGATIVE", "POSITIVE"))
    assert scores(seen.predict("good " * 3000)) == {"POSITIVE": 0.8, "NEGATIVE": 0.2}


def test_optimum_text_classifier_of_many_labels_with_tokens_of_a_fixed_number(tmp_path):
    config = {**BERT, "problem_type": "multi_label_classification"}
    inputs = [("input_ids", [1, 16]), ("attention_mask", [1, 16]), ("token_type_ids", [1, 16])]
    made = model({"logits": [[np.log(4), np.log(4)]]}, inputs=inputs)
    seen = UserModel(folder(tmp_path / "m", made, config__json=config, tokenizer__json=tokenizer()))
    assert (seen.described.decoder, seen.described.input.most_tokens) == (Decoder.SIGMOID, 16)
    assert scores(seen.predict("good")) == {"POSITIVE": 0.8, "NEGATIVE": 0.8}


@pytest.mark.parametrize("mask", [[], [("pixel_mask", [1, 64, 64])]])
def test_detr_has_a_class_for_nothing(tmp_path, mask):
    logits = np.full((1, 100, 4), -9.0, np.float32)
    logits[0, :, 3] = 9
    logits[0, 7] = 0, 5, 0, 0
    boxes = np.full((1, 100, 4), 0.5, np.float32)
    boxes[0, 7] = 0.5, 0.5, 0.25, 0.5
    config = {"architectures": ["DetrForObjectDetection"], "id2label": {"0": "cat", "1": "dog", "2": "bird"}}
    pixels = {"size": {"shortest_edge": 800, "longest_edge": 1333}}
    made = model({"logits": logits, "pred_boxes": boxes}, inputs=[("pixel_values", ["b", 3, "h", "w"]), *mask])
    seen = UserModel(folder(tmp_path / "m", made, config__json=config, preprocessor_config__json=pixels))
    assert (seen.described.decoder, seen.described.input.resize) == (Decoder.DETR, Resize.FIT)
    (found,) = seen.predict(picture(tmp_path / "a.png"))
    assert (found.label, found.box) == ("dog", pytest.approx((120, 60, 200, 180)))
    assert found.score == pytest.approx(np.exp(5) / (np.exp(5) + 3), abs=1e-4)


def test_its_younger_kin_have_none(tmp_path):
    logits = np.full((1, 300, 2), -9.0, np.float32)
    logits[0, 1, 0] = np.log(9)
    boxes = np.full((1, 300, 4), 0.5, np.float32)
    config = {"architectures": ["RTDetrForObjectDetection"], "id2label": {"0": "cat", "1": "dog"}}
    made = model({"logits": logits, "pred_boxes": boxes}, inputs=[("pixel_values", ["b", 3, 640, 640])])
    seen = UserModel(folder(tmp_path / "m", made, config__json=config, preprocessor_config__json=VIT_PIXELS))
    (found,) = seen.predict(picture(tmp_path / "a.png"))
    assert (found.label, found.score) == ("cat", pytest.approx(0.9, abs=1e-4))
    assert found.box == pytest.approx((80, 60, 240, 180))


@pytest.mark.parametrize(
    ("values", "expected"),
    [([[0.2, 0.8]], {"dog": 0.8, "cat": 0.2}), ([[0.0, np.log(3)]], {"dog": 0.75, "cat": 0.25})],
)
def test_a_plain_classifier_with_labels(tmp_path, values, expected):
    made = model({"output": values}, inputs=[("images", ["n", 3, 32, 32])])
    seen = UserModel(folder(tmp_path / "m", made, labels__txt="cat\ndog\n"))
    assert (seen.described.task, seen.described.decoder) == (Task.IMAGES, Decoder.SCORES)
    assert any("assumed" in note for note in seen.described.notes)
    assert scores(seen.predict(picture(tmp_path / "a.png"))) == expected


def test_the_sidecar_counts_more_than_everything_else(tmp_path):
    yaml = """
task: detection
labels: [katze, hund, vogel]
input: {size: [640, 640], color: BGR, scale: 1, mean: 0, std: [1, 1, 1], resize: stretch}
output: {decoder: yolov8, names: [output0]}
threshold: 0.05
iou: 0.99
licence: CC0
source: our own
"""
    made = model({"other": [[1.0]], "output0": v8(ROWS)}, metadata=ultralytics())
    seen = UserModel(folder(tmp_path / "m", made, model__yaml=yaml, labels__txt="a\nb\nc"))
    taken = seen.described.input
    assert (taken.is_bgr, taken.scale, taken.resize, seen.described.licence) == (True, 1, Resize.STRETCH, "CC0")
    found = seen.predict(picture(tmp_path / "a.png"))
    assert [one.label for one in found] == ["katze", "katze", "hund", "vogel"]
    assert found[0].box == pytest.approx((110, 101.25, 210, 138.75))


def test_what_the_pixels_become_is_what_was_said(tmp_path):
    """The one model here that gives back what it was shown."""
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["each"], axes=[2, 3], keepdims=0),
        helper.make_node("Identity", ["each"], ["scores"]),
    ]
    made = model({"other": [[[1.0]]]}, inputs=[("images", [1, 3, 8, 8])], nodes=nodes)
    made.graph.output.append(helper.make_tensor_value_info("scores", 1, [1, 3]))
    yaml = "output: {decoder: probabilities, names: [scores]}\ninput: {color: %s, scale: 0.001, mean: 0.01, std: 0.5}\n"
    for color, expected in (("RGB", (0.38, 0.18, 0.08)), ("BGR", (0.08, 0.18, 0.38))):
        path = folder(tmp_path / color, made, model__yaml=yaml % color, labels__txt="one\ntwo\nthree")
        found = scores(UserModel(path).predict(picture(tmp_path / "a.png", color=(200, 100, 50))))
        assert found == dict(zip(("one", "two", "three"), expected, strict=True))


def test_a_model_of_other_pixels_is_given_them(tmp_path):
    made = model({"scores": [[0.5, 0.5]]}, inputs=[PIXELS])
    made.graph.input[0].type.tensor_type.elem_type = 2
    for number, size in enumerate((1, 8, 8, 3)):
        made.graph.input[0].type.tensor_type.shape.dim[number].dim_value = size
    seen = UserModel(folder(tmp_path / "m", made, labels__txt="cat\ndog"))
    assert (seen.described.input.kind, seen.described.input.is_nhwc) == ("uint8", True)
    assert len(seen.predict(picture(tmp_path / "a.png"))) == 2
