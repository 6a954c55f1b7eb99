"""The general detector: an SSD with a MobileNetV2 in a TensorFlow Lite file, made into ONNX.

Of TensorFlow Lite's operators this file has six. Pictures go in as [1, 300, 300, 3] and stay so outside; within, ONNX
wants the channels first. The weights stay in float16 and become float32 when the model is opened.
"""

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import tflite
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from domain.errors import BadModel

_OPSET, _IR = 17, 8
_FLOAT32, _FLOAT16, _INT32 = 0, 1, 2
_TYPES = {_FLOAT32: np.float32, _FLOAT16: np.float16, _INT32: np.int32}
_RELU6, _NO_ACTIVATION = 3, 0
_SAME = 0
_PIXEL_AXES = 4


class _Converter:
    """A tensor of four axes that is computed has its channels first here, and last in the file."""

    def __init__(self, content: bytes) -> None:
        self._model = tflite.Model.GetRootAsModel(content, 0)
        self.graph = self._model.Subgraphs(0)
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = [
            numpy_helper.from_array(np.array(0, np.float32), "zero"),
            numpy_helper.from_array(np.array(6, np.float32), "six"),
        ]
        self._known: dict[int, Any] = {}
        """Tensors whose values stand in the file, as arrays."""
        self._flat: set[str] = set()
        """Names of tensors whose axes are as in the file."""
        self._kinds: dict[int, Callable[[Any, list[int], int], None]] = {
            tflite.BuiltinOperator.DEQUANTIZE: self._dequantize,
            tflite.BuiltinOperator.CONV_2D: self._convolve,
            tflite.BuiltinOperator.DEPTHWISE_CONV_2D: self._convolve_each,
            tflite.BuiltinOperator.ADD: self._add,
            tflite.BuiltinOperator.RESHAPE: self._reshape,
            tflite.BuiltinOperator.CONCATENATION: self._concatenate,
        }

    def convert(self) -> None:
        (given,) = self.graph.InputsAsNumpy()
        self._node("Transpose", ["image"], self.name(given), perm=[0, 3, 1, 2])
        for number in range(self.graph.OperatorsLength()):
            operator = self.graph.Operators(number)
            code = self._model.OperatorCodes(operator.OpcodeIndex())
            kind = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
            inputs = [int(one) for one in operator.InputsAsNumpy()]
            self._kinds[kind](operator, inputs, int(operator.OutputsAsNumpy()[0]))

    def name(self, tensor: int) -> str:
        return f"t{tensor}"

    def _values(self, tensor: int) -> Any:
        if tensor not in self._known:
            held = self.graph.Tensors(tensor)
            content = self._model.Buffers(held.Buffer()).DataAsNumpy()
            self._known[tensor] = content.view(_TYPES[held.Type()]).reshape(held.ShapeAsNumpy())
        return self._known[tensor]

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def _constant(self, name: str, values: Any) -> str:
        """As float32, whatever it is kept as."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), f"{name}.kept"))
        return self._node("Cast", [f"{name}.kept"], name, to=TensorProto.FLOAT)

    def _dequantize(self, _: Any, inputs: list[int], output: int) -> None:
        self._known[output] = self._values(inputs[0])

    def _convolve(self, operator: Any, inputs: list[int], output: int) -> None:
        options = tflite.Conv2DOptions()
        weights = self._values(inputs[1]).transpose(0, 3, 1, 2)
        self._convolution(operator, options, inputs, output, weights=weights, groups=1)

    def _convolve_each(self, operator: Any, inputs: list[int], output: int) -> None:
        options = tflite.DepthwiseConv2DOptions()
        weights = self._values(inputs[1]).transpose(3, 0, 1, 2)
        self._convolution(operator, options, inputs, output, weights=weights, groups=len(weights))

    def _convolution(
        self, operator: Any, options: Any, inputs: list[int], output: int, *, weights: Any, groups: int
    ) -> None:
        _read(operator, options)
        found = self._node(
            "Conv",
            [
                self.name(inputs[0]),
                self._constant(f"w{output}", weights),
                self._constant(f"b{output}", self._values(inputs[2])),
            ],
            f"c{output}",
            strides=[options.StrideH(), options.StrideW()],
            auto_pad="SAME_UPPER" if options.Padding() == _SAME else "VALID",
            group=groups,
        )
        self._activate(options, found, output)

    def _add(self, operator: Any, inputs: list[int], output: int) -> None:
        options = tflite.AddOptions()
        _read(operator, options)
        found = self._node("Add", [self.name(one) for one in inputs], f"c{output}")
        self._activate(options, found, output)

    def _activate(self, options: Any, found: str, output: int) -> None:
        activation = options.FusedActivationFunction()
        if activation not in {_RELU6, _NO_ACTIVATION}:
            raise ValueError(f"activation {activation}")
        if activation == _RELU6:
            self._node("Clip", [found, "zero", "six"], self.name(output))
        else:
            self._node("Identity", [found], self.name(output))

    def _reshape(self, _: Any, inputs: list[int], output: int) -> None:
        """From here on the axes are as in the file."""
        given = self.name(inputs[0])
        if len(self.graph.Tensors(inputs[0]).ShapeAsNumpy()) == _PIXEL_AXES and given not in self._flat:
            given = self._node("Transpose", [given], f"last{output}", perm=[0, 2, 3, 1])
        shape = np.array(self.graph.Tensors(output).ShapeAsNumpy(), np.int64)
        self.constants.append(numpy_helper.from_array(shape, f"shape{output}"))
        self._flat.add(self._node("Reshape", [given, f"shape{output}"], self.name(output)))

    def _concatenate(self, operator: Any, inputs: list[int], output: int) -> None:
        options = tflite.ConcatenationOptions()
        _read(operator, options)
        names = [self.name(one) for one in inputs]
        if not self._flat.issuperset(names):
            raise ValueError("a concatenation of pictures")
        self._flat.add(self._node("Concat", names, self.name(output), axis=options.Axis()))


def _read(operator: Any, options: Any) -> None:
    table = operator.BuiltinOptions()
    options.Init(table.Bytes, table.Pos)


def build(content: bytes) -> ModelProto:
    """Input `image` [1, 300, 300, 3]; outputs `boxes` [1, 1917, 4] and `scores` [1, 1917, 24]. Raises BadModel."""
    try:
        converter = _Converter(content)
        converter.convert()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error) as error:
        raise BadModel(f"This is not the TensorFlow Lite file that was meant ({error}).") from None
    return _model(converter)


def _model(converter: _Converter) -> ModelProto:
    def tensor(name: str, number: int) -> Any:
        shape = [int(one) for one in converter.graph.Tensors(number).ShapeAsNumpy()]
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    boxes, scores = (int(one) for one in converter.graph.OutputsAsNumpy())
    ends = [
        helper.make_node("Identity", [converter.name(boxes)], ["boxes"]),
        helper.make_node("Identity", [converter.name(scores)], ["scores"]),
    ]
    made = helper.make_graph(
        [*converter.nodes, *ends],
        "ssd-mobilenet-v2",
        [tensor("image", int(converter.graph.InputsAsNumpy()[0]))],
        [tensor("boxes", boxes), tensor("scores", scores)],
        converter.constants,
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
