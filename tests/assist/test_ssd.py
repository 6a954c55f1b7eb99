"""The general detector's parts: how its file becomes ONNX, and how its boxes are read."""

import flatbuffers
import numpy as np
import pytest
import tflite

from assist import sessions
from assist.decoding.ssd import anchors, decode
from assist.preparing import Placement
from assist.user_models.description import Decoder, Description, ImageInput, Task
from assist.weights import ssd
from domain.errors import BadModel

OPERATORS = {"dequantize": 6, "conv": 3, "each": 4, "add": 0, "reshape": 22, "concat": 2}
SAME, RELU6, NOTHING = 0, 3, 0


class Builder:
    """A TensorFlow Lite file, tensor by tensor."""

    def __init__(self):
        self.made = flatbuffers.Builder(1024)
        self.buffers = [self._buffer(b"")]
        self.tensors = []
        self.operators = []

    def _buffer(self, content):
        data = self.made.CreateByteVector(content)
        tflite.BufferStart(self.made)
        tflite.BufferAddData(self.made, data)
        return tflite.BufferEnd(self.made)

    def vector(self, numbers):
        return self.made.CreateNumpyVector(np.array(numbers, np.int32))

    def tensor(self, shape, values=None):
        kind = {None: 0, "float32": 0, "float16": 1, "int32": 2}[None if values is None else values.dtype.name]
        if values is not None:
            self.buffers.append(self._buffer(values.tobytes()))
        sizes = self.vector(shape)
        tflite.TensorStart(self.made)
        tflite.TensorAddShape(self.made, sizes)
        tflite.TensorAddType(self.made, kind)
        tflite.TensorAddBuffer(self.made, 0 if values is None else len(self.buffers) - 1)
        self.tensors.append(tflite.TensorEnd(self.made))
        return len(self.tensors) - 1

    def weights(self, values):
        kept = self.tensor(values.shape, values.astype(np.float16))
        return self.operator("dequantize", [kept], values.shape)

    def operator(self, name, inputs, shape, kind=None, options=None):
        output = self.tensor(shape)
        given, gives = self.vector(inputs), self.vector([output])
        held = None
        if kind:
            getattr(tflite, f"{kind}Start")(self.made)
            for key, value in options.items():
                getattr(tflite, f"{kind}Add{key}")(self.made, value)
            held = getattr(tflite, f"{kind}End")(self.made)
        tflite.OperatorStart(self.made)
        tflite.OperatorAddOpcodeIndex(self.made, list(OPERATORS).index(name))
        tflite.OperatorAddInputs(self.made, given)
        tflite.OperatorAddOutputs(self.made, gives)
        if held is not None:
            tflite.OperatorAddBuiltinOptions(self.made, held)
            tflite.OperatorAddBuiltinOptionsType(self.made, getattr(tflite.BuiltinOptions, kind))
        self.operators.append(tflite.OperatorEnd(self.made))
        return output

    def offsets(self, made):
        self.made.StartVector(4, len(made), 4)
        for one in reversed(made):
            self.made.PrependUOffsetTRelative(one)
        return self.made.EndVector()

    def finished(self, inputs, outputs):
        parts = [self.offsets(self.tensors), self.vector(inputs), self.vector(outputs), self.offsets(self.operators)]
        tflite.SubGraphStart(self.made)
        for name, part in zip(("Tensors", "Inputs", "Outputs", "Operators"), parts, strict=True):
            getattr(tflite, f"SubGraphAdd{name}")(self.made, part)
        graphs = self.offsets([tflite.SubGraphEnd(self.made)])
        codes = []
        for code in OPERATORS.values():
            tflite.OperatorCodeStart(self.made)
            tflite.OperatorCodeAddDeprecatedBuiltinCode(self.made, code)
            codes.append(tflite.OperatorCodeEnd(self.made))
        codes, buffers = self.offsets(codes), self.offsets(self.buffers)
        tflite.ModelStart(self.made)
        tflite.ModelAddOperatorCodes(self.made, codes)
        tflite.ModelAddSubgraphs(self.made, graphs)
        tflite.ModelAddBuffers(self.made, buffers)
        self.made.Finish(tflite.ModelEnd(self.made))
        return bytes(self.made.Output())


def padded(pictures, stride):
    """[n, h, w, c] with what "same" wants around it, for kernels of 3: more at the end than at the beginning."""
    size = pictures.shape[1]
    room = max(0, (-(-size // stride) - 1) * stride + 3 - size)
    return np.pad(pictures, ((0, 0), (room // 2, room - room // 2), (room // 2, room - room // 2), (0, 0)))


def windows(pictures, stride):
    seen = np.lib.stride_tricks.sliding_window_view(padded(pictures, stride), (3, 3), (1, 2))
    return seen[:, ::stride, ::stride]


def test_each_of_its_operators_computes_what_it_should():
    luck = np.random.default_rng(5)
    first, first_bias = luck.normal(size=(4, 3, 3, 3)), luck.normal(size=4)
    each, each_bias = luck.normal(size=(1, 3, 3, 4)), luck.normal(size=4)
    made = Builder()
    image = made.tensor([1, 6, 6, 3])
    common = {"Padding": SAME, "StrideW": 2, "StrideH": 2, "FusedActivationFunction": RELU6}
    small = made.operator(
        "conv", [image, made.weights(first), made.weights(first_bias)], [1, 3, 3, 4], "Conv2DOptions", common
    )
    plain = common | {"StrideW": 1, "StrideH": 1, "FusedActivationFunction": NOTHING, "DepthMultiplier": 1}
    deep = made.operator(
        "each", [small, made.weights(each), made.weights(each_bias)], [1, 3, 3, 4], "DepthwiseConv2DOptions", plain
    )
    added = made.operator("add", [small, deep], [1, 3, 3, 4], "AddOptions", {"FusedActivationFunction": NOTHING})
    shape = made.tensor([3], np.array([1, 9, 4], np.int32))
    boxes = made.operator("reshape", [added, shape], [1, 9, 4], None)
    others = made.operator("reshape", [small, shape], [1, 9, 4], None)
    both = made.operator("concat", [boxes, others], [1, 18, 4], "ConcatenationOptions", {"Axis": 1})
    model = ssd.build(made.finished([image], [both, boxes]))

    given = luck.normal(size=(1, 6, 6, 3)).astype(np.float32)
    found_both, found = sessions.run(sessions.session(model.SerializeToString()), None, {"image": given})
    first, first_bias, each, each_bias = (one.astype(np.float16) for one in (first, first_bias, each, each_bias))
    seen = np.clip(np.einsum("nhwcij,oijc->nhwo", windows(given, 2), first) + first_bias, 0, 6)
    deeper = np.einsum("nhwcij,ijc->nhwc", windows(seen, 1), each[0]) + each_bias
    expected = (seen + deeper).reshape(1, 9, 4)
    assert found == pytest.approx(expected, abs=1e-3)
    assert found_both == pytest.approx(np.concatenate([expected, seen.reshape(1, 9, 4)], axis=1), abs=1e-3)


def test_another_file_is_refused():
    for content in (b"", b"no model", bytes(400)):
        with pytest.raises(BadModel, match="not the TensorFlow Lite file that was meant"):
            ssd.build(content)


def test_the_anchors_are_the_usual_ones():
    known = anchors()
    assert known.shape == (1917, 4)
    assert known[0] == pytest.approx((0.5 / 19, 0.5 / 19, 0.1, 0.1))
    assert known[-6] == pytest.approx((0.5, 0.5, 0.95, 0.95))
    assert known[-1] == pytest.approx((0.5, 0.5, np.sqrt(0.95), np.sqrt(0.95)))
    assert known[1083 + 1] == pytest.approx((0.05, 0.05, 0.35 / np.sqrt(2), 0.35 * np.sqrt(2)))


def test_boxes_are_read_relative_to_their_anchors():
    boxes, scores = np.zeros((1, 1917, 4)), np.full((1, 1917, 3), -9.0)
    boxes[0, -6] = 1, -1, 0, 5 * np.log(0.5)
    scores[0, -6] = 9, -9, np.log(4)
    described = Description(Task.DETECTION, ("cat", "dog"), ImageInput("image", 300, 300), Decoder.SSD, ("a", "b"))
    (found,) = decode([boxes, scores], described, Placement(600, 300, (300, 300), 0.5, 1))
    assert (found.label, found.score) == ("dog", pytest.approx(0.8))
    # Its middle is .95 / 10 further down and to the left, and it is half as wide; on a picture of 600 x 300.
    left, width = (0.5 - 0.095 - 0.2375) * 600, 0.475 * 600
    assert found.box == pytest.approx((left, (0.5 + 0.095 - 0.475) * 300, left + width, 300))
