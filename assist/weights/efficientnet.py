"""EfficientNet-Lite0 as an ONNX graph, from its PyTorch weights. Batch norm is folded into the convolutions before it.

Input `image`: float32 [n, 3, height, width], RGB, (x - 127) / 128. Outputs: `logits` [n, 1000], `embedding` [n, 1280],
and `features` [n, 1280, height / 32, width / 32], of which the embedding is the mean.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

_OPSET, _IR = 17, 8
_EPSILON = 1e-3
_STAGES = (
    # blocks, stride of the first, how many times wider within, channels out; the weights know the kernels
    (1, 1, 1, 16),
    (2, 2, 6, 24),
    (2, 2, 6, 40),
    (3, 2, 6, 80),
    (3, 1, 6, 112),
    (4, 2, 6, 192),
    (1, 1, 6, 320),
)
_STEM, _WIDTH, _CLASSES = 32, 1280, 1000


class _Graph:
    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._weights = weights
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = [
            numpy_helper.from_array(np.array(0, np.float32), "zero"),
            numpy_helper.from_array(np.array(6, np.float32), "six"),
        ]

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def convolve(self, given: str, conv: str, norm: str, *, stride: int = 1, is_clipped: bool = True) -> str:
        weight, bias = self._folded(conv, norm)
        outputs, inputs_each = weight.shape[:2]
        found = self.node(
            "Conv",
            [given, self.constant(f"{conv}.weight", weight), self.constant(f"{conv}.bias", bias)],
            f"{conv}.out",
            strides=[stride, stride],
            auto_pad="SAME_UPPER",
            group=outputs if inputs_each == 1 else 1,
        )
        return self.node("Clip", [found, "zero", "six"], f"{conv}.clipped") if is_clipped else found

    def block(self, given: str, name: str, *, stride: int, is_widened: bool, is_added: bool) -> str:
        found = given
        if is_widened:
            found = self.convolve(found, f"{name}._expand_conv", f"{name}._bn0")
        found = self.convolve(found, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride)
        found = self.convolve(found, f"{name}._project_conv", f"{name}._bn2", is_clipped=False)
        return self.node("Add", [found, given], f"{name}.sum") if is_added else found

    def classify(self, embedding: str) -> None:
        weight = self.constant("_fc.weight", self._weights["_fc.weight"])
        bias = self.constant("_fc.bias", self._weights["_fc.bias"])
        self.node("Gemm", [embedding, weight, bias], "logits", transB=1)

    def _folded(self, conv: str, norm: str) -> tuple[Any, Any]:
        one = {key: self._weights[f"{norm}.{key}"] for key in ("weight", "bias", "running_mean", "running_var")}
        scale = one["weight"] / np.sqrt(one["running_var"] + _EPSILON)
        return self._weights[f"{conv}.weight"] * scale[:, None, None, None], one["bias"] - one["running_mean"] * scale


def build(weights: Mapping[str, Any]) -> ModelProto:
    graph = _Graph(weights)
    found = graph.convolve("image", "_conv_stem", "_bn0", stride=2)
    number, width = 0, _STEM
    for blocks, stride, wider, channels in _STAGES:
        for repeated in range(blocks):
            step = 1 if repeated else stride
            is_added = step == 1 and width == channels
            found = graph.block(found, f"_blocks.{number}", stride=step, is_widened=wider > 1, is_added=is_added)
            number, width = number + 1, channels
    graph.convolve(found, "_conv_head", "_bn1")
    graph.nodes[-1].output[0] = "features"
    pooled = graph.node("GlobalAveragePool", ["features"], "pooled")
    graph.classify(graph.node("Flatten", [pooled], "embedding"))
    return _model(graph)


def _model(graph: _Graph) -> ModelProto:
    def tensor(name: str, shape: list[str | int | None]) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    made = helper.make_graph(
        graph.nodes,
        "efficientnet-lite0",
        [tensor("image", ["n", 3, "height", "width"])],
        [
            tensor("logits", ["n", _CLASSES]),
            tensor("embedding", ["n", _WIDTH]),
            tensor("features", ["n", _WIDTH, "rows", "columns"]),
        ],
        graph.constants,
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
