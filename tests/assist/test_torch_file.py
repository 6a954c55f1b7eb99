import io
import pickle
from collections import OrderedDict
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from assist.weights.torch_file import read
from domain.errors import BadModel

MAGIC = 0x1950A86A20F9469CFC6C


class FloatStorage:
    """Pickled under torch's name for it."""


class Called:
    """Pickled as a call of a function by its name."""

    def __init__(self, name, *arguments):
        self.name = name
        self.arguments = arguments


class _Writer(pickle._Pickler):
    """The Python one: it lets the names be chosen, without torch being there."""

    def save_global(self, obj, name=None):
        module, _, last = (name or "torch.FloatStorage").rpartition(".")
        self.write(pickle.GLOBAL + f"{module}\n{last}\n".encode())
        self.memoize(obj)

    def persistent_id(self, obj):
        return obj if isinstance(obj, tuple) and obj[:1] == ("storage",) else None

    def save(self, obj, save_persistent_id=True):  # noqa: FBT002 - pickle's own signature.
        if isinstance(obj, Called):
            self.write(pickle.GLOBAL + "{}\n{}\n".format(*obj.name.rsplit(".", 1)).encode())
            super().save(tuple(obj.arguments))
            self.write(pickle.REDUCE)
        elif obj is OrderedDict:
            self.write(pickle.GLOBAL + b"collections\nOrderedDict\n")
        else:
            super().save(obj, save_persistent_id)


def dumped(obj):
    written = io.BytesIO()
    _Writer(written, 2).dump(obj)
    return written.getvalue()


def tensor(elements, shape, steps, offset=0, call="torch._utils._rebuild_tensor_v2"):
    storage = ("storage", FloatStorage, "7", "cpu", elements, None)
    return Called(call, storage, offset, shape, steps, False, OrderedDict())


def torch_file(tensors, values=range(6), magic=MAGIC):
    numbers = np.array(list(values), "<f4")
    parts = [magic, 1001, {"little_endian": True}, OrderedDict(tensors), ["7"]]
    return b"".join(map(dumped, parts)) + len(numbers).to_bytes(8, "little") + numbers.tobytes()


def test_tensors_come_out_with_their_shapes_and_steps():
    found = read(
        torch_file({"a": tensor(6, (2, 3), (3, 1)), "turned": tensor(6, (3, 2), (1, 3)), "b": tensor(6, (2,), (1,), 4)})
    )
    assert found["a"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert found["b"].tolist() == [4, 5]


@pytest.mark.parametrize("call", ["os.system", "builtins.eval", "torch._utils._rebuild_tensor", "torch.load"])
def test_whatever_else_a_pickle_asks_for_is_not_called(call):
    with pytest.raises(BadModel, match=call.replace(".", r"\.")):
        read(torch_file({"a": tensor(6, (6,), (1,), call=call)}))


@pytest.mark.parametrize(
    ("shape", "steps", "offset"),
    [((7,), (1,), 0), ((2, 3), (9, 1), 0), ((6,), (1,), 1), ((2,), (-1,), 3), ((1,), (1,), -1)],
)
def test_a_tensor_that_reaches_beyond_its_bytes_is_refused(shape, steps, offset):
    with pytest.raises(BadModel, match="reaches beyond its bytes"):
        read(torch_file({"a": tensor(6, shape, steps, offset)}))


def test_what_is_cut_off_or_begins_otherwise_is_refused():
    whole = torch_file({"a": tensor(6, (6,), (1,))})
    with pytest.raises(BadModel, match="cut off"):
        read(whole[:-1])
    with pytest.raises(BadModel, match="another one"):
        read(torch_file({"a": tensor(6, (6,), (1,))}, magic=1))
    with pytest.raises(BadModel, match="cut off"):
        read(torch_file({"a": tensor(5, (5,), (1,))}))


def test_a_few_bytes_are_not_made_into_many():
    with pytest.raises(BadModel, match="larger than its bytes"):
        read(torch_file({"a": tensor(6, (2**40, 3), (0, 1))}))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_and_nothing_else(data):
    whole = bytearray(torch_file({"a": tensor(6, (2, 3), (3, 1))}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadModel):
        assert all(isinstance(one, np.ndarray) for one in read(bytes(whole)).values())
