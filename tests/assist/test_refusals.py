"""What can't be understood is refused with a reason and, where one would help, a model.yaml; nothing is run for it."""

import json

import numpy as np
import onnx
import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st
from onnx import TensorProto, helper, numpy_helper

from assist.user_models import graphs
from assist.user_models.running import UserModel
from assist.user_models.understanding import understand
from domain.errors import BadModel
from tests.assist.graphs import IDS, folder, model, ultralytics, v8

NAMES = "cat\ndog\nbird"
SCORES = {"scores": [[0.2, 0.3, 0.5]]}


def refused(path):
    with pytest.raises(BadModel) as bad:
        understand(path)
    return bad.value


def test_a_folder_without_a_model_or_with_several(tmp_path):
    assert "holds no .onnx file" in refused(tmp_path).message
    for name in ("a.onnx", "b.onnx"):
        onnx.save(model(SCORES), tmp_path / name)
    assert "2 .onnx files" in refused(tmp_path).message
    onnx.save(model(SCORES), tmp_path / "model.onnx")
    (tmp_path / "labels.txt").write_text(NAMES)
    assert understand(tmp_path).labels == ("cat", "dog", "bird")


def test_classes_without_names_and_the_sidecar_that_would_name_them(tmp_path):
    bad = refused(folder(tmp_path / "m", model(SCORES, inputs=[("images", [1, 3, 32, 32])])))
    assert "Nothing names the classes" in bad.message
    assert "scores [1, 3]" in bad.message
    written = yaml.safe_load(bad.sidecar)
    assert (written["input"]["size"], written["output"]["names"]) == ([32, 32], ["scores"])
    helped = bad.sidecar.replace("- name of the first class\n- name of the second class", "- cat\n- dog\n- bird")
    assert understand(folder(tmp_path / "m", model(SCORES), model__yaml=helped)).labels == ("cat", "dog", "bird")


@pytest.mark.parametrize(
    ("outputs", "files", "said"),
    [
        ({"a": np.zeros((1, 3, 8400))}, {"labels__txt": NAMES}, "it isn't clear how to read"),
        ({"a": np.zeros((1, 8400, 8))}, {"labels__txt": NAMES}, "it isn't clear how to read"),  # YOLOX.
        (SCORES, {"labels__txt": "cat\ndog"}, "it isn't clear how to read"),
        (SCORES, {"labels__txt": ""}, "must be between 1 and"),
        (SCORES, {"labels__txt": "x" * 201}, "between 1 and 200 characters"),
        (SCORES, {"config__json": {"architectures": ["BertForTokenClassification"]}}, "BertForTokenClassification"),
        (SCORES, {"config__json": "[1]"}, "holds no names with values"),
        (SCORES, {"config__json": "{"}, "is no JSON"),
        (SCORES, {"config__json": "[" * 100_000}, "is no JSON"),
        (SCORES, {"config__json": {"id2label": {"x": "cat"}}}, "must be numbered"),
        (SCORES, {"config__json": {"id2label": {"99999999": "cat"}}}, "must be numbered"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "colour: red"}, "colour is not known"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "- a"}, "must be names with values"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "a: [b"}, "is no YAML (line 1)"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "x: !!python/object/apply:os.system ['true']"}, "is no YAML"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "input: {size: 0}"}, "input.size must be a number from 8"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "input: {std: 0}"}, "input.std must be a number"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "input: {mean: .nan}"}, "input.mean must be a number"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "threshold: 2"}, "threshold must be a number from 0 to 1"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "output: {decoder: yolox}"}, "output.decoder must be one of"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "output: {names: [b]}"}, "it isn't clear how to read"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": "task: detection"}, "what comes out of it is image class"),
        (SCORES, {"labels__txt": NAMES, "model__yaml": f"sha256: {'0' * 64}"}, "its sha256 is another"),
    ],
)
def test_what_is_refused_says_why(tmp_path, outputs, files, said):
    assert said in refused(folder(tmp_path / "m", model(outputs), **files)).message


def test_what_models_want_that_labelbot_does_not_give(tmp_path):
    grey = model(SCORES, inputs=[("images", [1, 1, 28, 28])])
    assert "1 channels" in refused(folder(tmp_path / "grey", grey, labels__txt=NAMES)).message
    more = model(SCORES, inputs=[("images", [1, 3, 28, 28]), ("size", [2])])
    assert "more than a picture: size" in refused(folder(tmp_path / "more", more, labels__txt=NAMES)).message
    numbers = model(SCORES, inputs=[("numbers", [1, 12])])
    assert "numbers [1, 12]" in refused(folder(tmp_path / "numbers", numbers, labels__txt=NAMES)).message
    texts = model(SCORES, inputs=IDS)
    assert "tokenizer.json is missing" in refused(folder(tmp_path / "texts", texts, labels__txt=NAMES)).message
    pose = model({"output0": v8([])}, metadata=ultralytics("pose"))
    assert "“pose”" in refused(folder(tmp_path / "pose", pose)).message
    few = model({"output0": v8([])}, metadata=ultralytics(names=("cat",)))
    assert "isn't clear" in refused(folder(tmp_path / "few", few)).message
    bad = model({"output0": v8([])}, metadata=ultralytics() | {"names": "__import__('os').system('true')"})
    assert "names in the model's metadata can't be read" in refused(folder(tmp_path / "bad", bad)).message


def test_operators_that_would_be_somebodys_code_are_refused(tmp_path):
    own = helper.make_node("Surprise", ["mean"], ["surprise"], domain="com.example")
    made = model(SCORES, nodes=[own], domain="com.example")
    assert "operators of its own (com.example)" in refused(folder(tmp_path / "m", made, labels__txt=NAMES)).message
    hidden = helper.make_graph([own], "within", [], [helper.make_tensor_value_info("surprise", 1, [])])
    branch = helper.make_node("If", ["truth"], ["either"], then_branch=hidden, else_branch=hidden)
    made = model(SCORES, nodes=[branch], domain="com.example")
    assert "com.example" in refused(folder(tmp_path / "hidden", made, labels__txt=NAMES)).message
    opener = helper.make_node("EPContext", ["mean"], ["made"], domain="com.microsoft", ep_cache_context="/etc/passwd")
    made = model(SCORES, nodes=[opener], domain="com.microsoft")
    assert "opens further files" in refused(folder(tmp_path / "opener", made, labels__txt=NAMES)).message


@pytest.mark.parametrize(
    "where", ["../outside.bin", "/etc/passwd", "..\\outside.bin", "sub/../../outside.bin", "link.bin"]
)
def test_weights_outside_of_the_folder_are_refused(tmp_path, where):
    (tmp_path / "outside.bin").write_bytes(bytes(12))
    path = folder(tmp_path / "m", model(SCORES), labels__txt=NAMES)
    (path / "sub").mkdir()
    (path / "link.bin").symlink_to(tmp_path / "outside.bin")
    onnx.save(model(SCORES, constants=[external(where)]), path / "model.onnx")
    assert "outside of its folder" in refused(path).message


def external(where):
    tensor = numpy_helper.from_array(np.zeros(3, np.float32), "far")
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=where)
    return tensor


def test_weights_in_a_file_beside_it_are_taken_and_missed_when_they_are_not_there(tmp_path):
    path = folder(tmp_path / "m", model(SCORES, constants=[external("weights.bin")]), labels__txt=NAMES)
    assert "weights.bin, which is not there" in refused(path).message
    (path / "weights.bin").write_bytes(bytes(12))
    assert UserModel(path).described.labels == ("cat", "dog", "bird")


def test_files_that_are_too_large_or_no_models(tmp_path, monkeypatch):
    path = folder(tmp_path / "m", model(SCORES), labels__txt=NAMES)
    (path / "model.onnx").write_bytes(b"no model at all")
    assert "broken, or no ONNX model" in refused(path).message
    (path / "model.onnx").write_bytes(b"")
    assert refused(path).message
    onnx.save(model(SCORES), path / "model.onnx")
    with monkeypatch.context() as patch:
        patch.setattr(graphs, "MOST_BYTES", 100)
        assert "larger than" in refused(path).message
    (path / "labels.txt").write_bytes(b"x" * (5 * 1024**2))
    assert "labels.txt is larger" in refused(path).message
    (path / "labels.txt").write_bytes(b"\xff\xfe\x00")
    assert "not text in UTF-8" in refused(path).message


WHOLE = model({"output0": v8([], anchors=84)}, metadata=ultralytics()).SerializeToString()
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(st.data())
def test_a_damaged_model_is_refused_or_understood_and_nothing_else(tmp_path, data):
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1) | st.integers(0, min(300, len(damaged) - 1)))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)) | st.just(len(damaged)))
    (tmp_path / "model.onnx").write_bytes(bytes(damaged[:cut]))
    answers_or_refuses(tmp_path)


yaml_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
keys = st.sampled_from(["task", "labels", "input", "output", "threshold", "iou", "licence", "source", "sha256"])
inner_keys = st.sampled_from(
    ["name", "size", "layout", "color", "scale", "mean", "std", "resize", "pad", "decoder", "names"]
)
likely = st.sampled_from(["detection", "yolov8", "ssd", "detr", "NHWC", "crop", 640, 0.5, ["a", "b", "c"], ["output0"]])


@QUIET
@given(st.dictionaries(keys, likely | yaml_values | st.dictionaries(inner_keys, likely | yaml_values, max_size=4)))
def test_any_sidecar_is_refused_or_understood_and_nothing_else(tmp_path, written):
    (tmp_path / "model.onnx").write_bytes(WHOLE)
    (tmp_path / "model.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    answers_or_refuses(tmp_path)


@QUIET
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["model.yaml", "labels.txt", "config.json"]),
)
def test_any_bytes_beside_a_model_are_refused_or_understood_and_nothing_else(tmp_path, content, name):
    (tmp_path / "model.onnx").write_bytes(WHOLE)
    for other in ("model.yaml", "labels.txt", "config.json"):
        (tmp_path / other).unlink(missing_ok=True)
    (tmp_path / name).write_bytes(content)
    answers_or_refuses(tmp_path)


@QUIET
@given(
    st.dictionaries(
        st.sampled_from(["architectures", "id2label", "problem_type", "max_position_embeddings", "model_type"]),
        yaml_values,
    ),
    st.dictionaries(
        st.sampled_from(
            ["size", "do_center_crop", "crop_size", "image_mean", "image_std", "rescale_factor", "crop_pct", "resample"]
        ),
        yaml_values,
    ),
)
def test_any_config_is_refused_or_understood_and_nothing_else(tmp_path, config, pixels):
    (tmp_path / "model.onnx").write_bytes(WHOLE)
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "preprocessor_config.json").write_text(json.dumps(pixels))
    answers_or_refuses(tmp_path)


def answers_or_refuses(path):
    try:
        assert understand(path).labels
    except BadModel as bad:
        assert bad.message.endswith((".", "?"))  # noqa: PT017 - both answers are right.
