"""Reads the tensors out of a PyTorch file of the older kind, without PyTorch and without running what is in it.

Such a file is a row of pickles (a magic number, a version, the writer's machine, the tensors, the order of the
storages) with the storages' bytes behind them. A pickle may name any function to call; this reader knows three names.
"""

import io
import math
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.errors import BadModel

_MAGIC = 0x1950A86A20F9469CFC6C
_TYPES = {"FloatStorage": "<f4", "HalfStorage": "<f2", "LongStorage": "<i8", "IntStorage": "<i4"}
_LENGTH = 8
"""Bytes in front of each storage that say how many elements it has."""


@dataclass(slots=True)
class _Storage:
    """Filled once its bytes are reached, behind the last pickle."""

    kind: str
    elements: int
    values: Any = None


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor: where it begins in its storage, its shape and its steps, in elements."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    steps: tuple[int, ...]


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, storages: dict[str, _Storage]) -> None:
        super().__init__(file)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _view
        if module == "torch" and name in _TYPES:
            return _StorageType(name)
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")

    def persistent_load(self, given: Any) -> _Storage:
        word, kind, key, _, elements, view = given
        if word != "storage" or not isinstance(kind, _StorageType) or view is not None:
            raise pickle.UnpicklingError("it has a storage of an unknown kind")
        return self._storages.setdefault(str(key), _Storage(_TYPES[kind.name], int(elements)))


@dataclass(frozen=True, slots=True)
class _StorageType:
    """Stands for a type of torch's; it can't be called."""

    name: str

    def __call__(self, *_: object) -> None:
        raise pickle.UnpicklingError(f"it calls {self.name}")


def _view(storage: _Storage, offset: int, shape: Sequence[int], steps: Sequence[int], *_: object) -> _View:
    if not isinstance(storage, _Storage):
        raise pickle.UnpicklingError("it has a tensor without a storage")
    return _View(storage, offset, tuple(shape), tuple(steps))


def read(content: bytes) -> dict[str, Any]:
    """Name -> array. Raises BadModel."""
    try:
        return _read(content)
    except Exception as error:  # noqa: BLE001 - a broken pickle can make the unpickler raise anything.
        reason = str(error).rstrip(". ") or type(error).__name__
        raise BadModel(f"This is no PyTorch file of weights that can be read here: {reason}.") from None


def _read(content: bytes) -> dict[str, Any]:
    file, storages = io.BytesIO(content), dict[str, _Storage]()
    magic, _, machine, views, keys = (_Reader(file, storages).load() for _ in range(5))
    if magic != _MAGIC or not machine["little_endian"]:
        raise ValueError("its beginning is another one")
    for key in keys:
        _fill(storages[str(key)], file)
    if not isinstance(views, Mapping):
        raise TypeError("it holds no named tensors")
    return {str(name): _array(view) for name, view in views.items()}


def _fill(storage: _Storage, file: io.BytesIO) -> None:
    if int.from_bytes(file.read(_LENGTH), "little") != storage.elements:
        raise ValueError("it is cut off")
    kind = np.dtype(storage.kind)
    content = file.read(storage.elements * kind.itemsize)
    if len(content) != storage.elements * kind.itemsize:
        raise ValueError("it is cut off")
    storage.values = np.frombuffer(content, kind)


def _array(view: _View) -> Any:
    """A copy. Checked, because steps may lead anywhere in memory."""
    values = view.storage.values
    last = view.offset + sum((size - 1) * step for size, step in zip(view.shape, view.steps, strict=True))
    if values is None or min((view.offset, *view.shape, *view.steps)) < 0 or last >= len(values):
        raise ValueError("a tensor reaches beyond its bytes")
    # Steps of nothing would make a few bytes as large as anybody likes.
    if math.prod(view.shape) > len(values):
        raise ValueError("a tensor is larger than its bytes")
    steps = [step * values.itemsize for step in view.steps]
    return np.lib.stride_tricks.as_strided(values[view.offset :], view.shape, steps).copy()
