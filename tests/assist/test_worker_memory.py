"""Two models of one's own share what memory there is: one makes room for the other, before it is called too large."""

import weakref

import pytest

from assist import worker
from assist.predictions import Prediction
from assist.user_models import running

ROOM = 5


@pytest.fixture
def alive(monkeypatch):
    """Of models that take as much as their folder is called, and `more` while they look at something called so."""
    found = weakref.WeakSet()

    class Model:
        def __init__(self, folder, _threads):
            self.size = int(folder.name)
            self.take()
            found.add(self)

        def take(self, more=0):
            if sum(one.size for one in found if one is not self) + self.size + more > ROOM:
                raise MemoryError

        def predict(self, given):
            self.take(int(given))
            return [Prediction(given, 0.5)]

    monkeypatch.setattr(running, "UserModel", Model)
    worker._opened.cache_clear()
    yield found
    worker._opened.cache_clear()


def asked(folder, *given):
    """Without the word that it is open."""
    return list(worker._predict({"folder": folder, "version": "1", "given": given}, 1))[1:]


def sizes(alive):
    return sorted(one.size for one in alive)


def test_two_that_have_room_stay_open(alive):
    asked("2", "0")
    first = set(alive)
    asked("3", "0")
    assert first <= set(alive)
    assert sizes(alive) == [2, 3]


def test_one_that_has_no_room_beside_another_is_opened_alone(alive):
    asked("3", "0")
    assert asked("4", "1") == [{"found": [("1", 0.5, None, ())]}]
    assert sizes(alive) == [4]


def test_one_that_has_no_room_to_look_beside_another_looks_alone(alive):
    asked("1", "0")
    assert [set(one) for one in asked("3", "1", "2", "0")] == [{"found"}] * 3
    assert sizes(alive) == [3]


@pytest.mark.usefixtures("alive")
@pytest.mark.parametrize("before", [(), ("1",)])
def test_what_is_too_large_alone_is_too_large(before):
    for one in before:
        asked(one, "0")
    with pytest.raises(MemoryError):
        asked("6", "0")
    good, large = asked("3", "0", "3")
    assert "found" in good
    assert "needs more memory than a model may take here" in large["failed"]
    assert large["is_models"]
