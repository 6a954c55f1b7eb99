"""Tiny ONNX models that say what they are told to say, whatever they are shown."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

PIXELS = ("images", [1, 3, 640, 640])
IDS = (("input_ids", ["n", "tokens"]), ("attention_mask", ["n", "tokens"]))
KINDS = {"images": TensorProto.FLOAT, "pixel_values": TensorProto.FLOAT}


def model(outputs, inputs=(PIXELS,), metadata=None, shapes=None, nodes=(), domain="", constants=()):
    """`outputs`: name -> array. Each output is the array plus nought times the mean of the first input."""
    made = [helper.make_node("Cast", [inputs[0][0]], ["cast"], to=TensorProto.FLOAT)]
    made += [helper.make_node("ReduceMean", ["cast"], ["mean"], keepdims=0)]
    made += [helper.make_node("Mul", ["mean", "nought"], ["nothing"])]
    held = [numpy_helper.from_array(np.array(0, np.float32), "nought"), *constants]
    for name, values in outputs.items():
        held.append(numpy_helper.from_array(np.asarray(values, np.float32), f"{name}.values"))
        made.append(helper.make_node("Add", [f"{name}.values", "nothing"], [name]))
    graph = helper.make_graph(
        [*made, *nodes],
        "told",
        [helper.make_tensor_value_info(name, KINDS.get(name, TensorProto.INT64), shape) for name, shape in inputs],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, (shapes or {}).get(name, np.shape(values)))
            for name, values in outputs.items()
        ],
        held,
    )
    opsets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    found = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    for key, value in (metadata or {}).items():
        helper.set_model_props(found, {**{one.key: one.value for one in found.metadata_props}, key: value})
    return found


def folder(path: Path, made, **files) -> Path:
    """A model's folder; `files` are named with "__" for the dot."""
    path.mkdir(parents=True, exist_ok=True)
    onnx.save(made, path / "model.onnx")
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (path / name.replace("__", ".")).write_text(text)
    return path


def ultralytics(task="detect", names=("cat", "dog", "bird"), size=640, **more):
    return {
        "description": "Ultralytics YOLOv8n model",
        "author": "Ultralytics",
        "license": "AGPL-3.0 License (https://ultralytics.com/license)",
        "stride": "32",
        "task": task,
        "batch": "1",
        "imgsz": f"[{size}, {size}]",
        "names": repr(dict(enumerate(names))),
        **more,
    }


def picture(path: Path, size=(320, 240), color=(200, 30, 30)) -> Path:
    Image.new("RGB", size, color).save(path)
    return path


def v8(rows, classes=3, anchors=8400, masks=0):
    """`rows`: (centre x, centre y, width, height, class, score[, mask weights])."""
    found = np.zeros((1, 4 + classes + masks, anchors), np.float32)
    for number, (x, y, w, h, label, score, *weights) in enumerate(rows):
        found[0, :4, number] = x, y, w, h
        found[0, 4 + label, number] = score
        if masks:
            found[0, 4 + classes :, number] = weights
    return found
