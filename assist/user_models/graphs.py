"""A model's file, looked at before onnxruntime sees it: what goes in and out, and nothing that reaches beyond it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import onnx
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto

from domain.errors import BadModel

MOST_BYTES = 1024**3
_DOMAINS = {"", "ai.onnx", "ai.onnx.ml", "com.microsoft"}
"""Operators that onnxruntime has itself. Others would need somebody's code."""
_OPENERS = {"EPContext"}
"""Operators that open files which their attributes name."""
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output. In `shape`, None is a size that may vary."""

    name: str
    kind: str
    shape: tuple[int | None, ...]

    @property
    def words(self) -> str:
        return f"{self.name} [{', '.join('?' if one is None else str(one) for one in self.shape)}]"


@dataclass(frozen=True, slots=True)
class Graph:
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    metadata: dict[str, str]

    def output(self, name: str) -> Port | None:
        return next((one for one in self.outputs if one.name == name), None)


def model_file(folder: Path) -> Path:
    """In the folder, or in one called onnx in it, as some keep them. Raises BadModel."""
    everywhere = (sorted(one for one in place.glob("*.onnx") if one.is_file()) for place in (folder, folder / "onnx"))
    found = next((some for some in everywhere if some), [])
    named = [one for one in found if one.name == "model.onnx"]
    if len(found) != 1 and not named:
        what = "no .onnx file" if not found else f"{len(found)} .onnx files, and none is called model.onnx"
        raise BadModel(f"The folder {folder.name} holds {what}. Put one model into a folder of its own.")
    return (named or found)[0]


def inspect(path: Path) -> Graph:
    """Raises BadModel."""
    if path.resolve().parent != path.parent.resolve():
        raise BadModel(f"{path.name} is a link to a file outside of its folder. Copy the file itself there.")
    if path.stat().st_size > MOST_BYTES:
        raise BadModel(f"{path.name} is larger than {MOST_BYTES // 1024**2:,} MB, the most that is taken.")
    model = _parsed(path)
    _check_domains(model)
    _check_outside(model, path)
    names = {one.name for one in model.graph.initializer}
    return Graph(
        tuple(_port(one) for one in model.graph.input if one.name not in names),
        tuple(map(_port, model.graph.output)),
        {one.key: one.value for one in model.metadata_props},
    )


def _parsed(path: Path) -> ModelProto:
    try:
        model = onnx.load_model(str(path), load_external_data=False)
    except Exception:  # noqa: BLE001 - a broken file can make the parser raise anything.
        raise BadModel(f"{path.name} is broken, or no ONNX model. Export it again.") from None
    if not model.graph.node or not model.graph.output:
        raise BadModel(f"{path.name} has nothing in it that computes. Export it again.")
    return model


def _check_domains(model: ModelProto) -> None:
    nodes = list(_nodes(model))
    strange = {one.domain for one in nodes} - _DOMAINS - {one.domain for one in model.functions}
    if strange:
        raise BadModel(
            f"The model needs operators of its own ({', '.join(sorted(strange))[:100]}), which would be somebody's "
            "code. Export it with standard operators only."
        )
    if any(one.op_type in _OPENERS for one in nodes):
        raise BadModel("The model was compiled for one machine and opens further files. Export it as plain ONNX.")


def _check_outside(model: ModelProto, path: Path) -> None:
    size = path.stat().st_size
    folder = path.parent.resolve()
    for location in {one for tensor in _tensors(model) for one in _locations(tensor)}:
        parts = PurePosixPath(location.replace("\\", "/"))
        file = (folder / parts).resolve()
        if parts.is_absolute() or not file.is_relative_to(folder):
            raise BadModel("The model wants to read a file outside of its folder. Export it as one file.")
        if not file.is_file():
            raise BadModel(f"The model's weights are in a file {parts.name}, which is not there. Copy it beside it.")
        size += file.stat().st_size
    if size > MOST_BYTES:
        raise BadModel(
            f"The model with its weights is larger than {MOST_BYTES // 1024**2:,} MB, the most that is taken."
        )


def _locations(tensor: TensorProto) -> list[str]:
    if tensor.data_location != TensorProto.EXTERNAL and not tensor.external_data:
        return []
    return [one.value for one in tensor.external_data if one.key == "location"] or [""]


def _nodes(model: ModelProto) -> Iterator[NodeProto]:
    for graph in _all_graphs(model):
        yield from graph.node
    for function in model.functions:
        yield from function.node


def _all_graphs(model: ModelProto) -> Iterator[GraphProto]:
    """Also those within functions."""
    yield from _graphs(model.graph)
    for function in model.functions:
        for node in function.node:
            for attribute in node.attribute:
                yield from _within(attribute, _DEPTH)


def _tensors(model: ModelProto) -> Iterator[TensorProto]:
    for graph in _all_graphs(model):
        yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield sparse.values
            yield sparse.indices
    for node in _nodes(model):
        for attribute in node.attribute:
            yield attribute.t
            yield attribute.sparse_tensor.values
            yield attribute.sparse_tensor.indices
            yield from attribute.tensors


def _graphs(graph: GraphProto, depth: int = _DEPTH) -> Iterator[GraphProto]:
    """With those that are within it."""
    if not depth:
        raise BadModel("The model is nested more deeply than any model needs to be.")
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            yield from _within(attribute, depth)


def _within(attribute: AttributeProto, depth: int) -> Iterator[GraphProto]:
    for one in ([attribute.g] if attribute.HasField("g") else []) + list(attribute.graphs):
        yield from _graphs(one, depth - 1)


def _port(value: ValueInfoProto) -> Port:
    tensor = value.type.tensor_type
    shape = [one.dim_value if one.HasField("dim_value") else None for one in tensor.shape.dim]
    sizes = tuple(one if one is not None and 0 < one < sys.maxsize else None for one in shape)
    return Port(value.name, _kind(tensor.elem_type), sizes)


def _kind(element: int) -> str:
    try:
        return str(onnx.helper.tensor_dtype_to_np_dtype(element))
    except (KeyError, ValueError, TypeError):
        return "unknown"
