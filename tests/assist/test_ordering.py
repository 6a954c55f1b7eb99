import numpy as np
import pytest
from hypothesis import given, strategies as st

from assist.ordering import order, uncertainty
from tests.assist.clusters import clusters


def of(*row, learned=True, several=False):
    return float(uncertainty(np.array([row], float), learned=learned, several=several)[0])


def test_the_margin_counts_and_not_the_lowest_score():
    """The best of the second input is higher, but another comes near it; the first one has no rival."""
    assert of(0.4, 0.02, 0.02, 0.02, learned=False) < of(0.5, 0.45, 0.0, 0.0, learned=False)


def test_what_lacks_is_the_chance_of_none_of_them_once_that_is_learned():
    assert of(0.02, 0.01) == pytest.approx(0.05)
    assert of(0.5, 0.0) == pytest.approx(1)
    assert of(0.02, 0.01, learned=False) == pytest.approx(2 / 3)


def test_where_nothing_is_said_nothing_is_known():
    assert of(0, 0, learned=False) == 1
    assert uncertainty(np.zeros((2, 0)), learned=True).tolist() == [1, 1]


def test_where_several_are_allowed_two_sure_ones_are_sure():
    assert of(0.99, 0.99, several=True) == pytest.approx(0.02)
    assert of(0.99, 0.5, several=True) == 1


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1), st.booleans(), st.booleans())
def test_uncertainty_has_its_bounds(rows, learned, several):
    found = uncertainty(np.array(rows), learned=learned, several=several)
    assert ((found >= -1e-9) & (found <= 1 + 1e-9)).all()


def test_most_uncertain_first():
    seen, _ = clusters(4, 1)
    assert order(np.array([0.1, 0.9, 0.5, 0.7]), seen) == [1, 3, 2, 0]


def test_what_looks_alike_is_kept_apart():
    """Twenty of the same, all more uncertain than the five others, of which each is another thing."""
    seen, _ = clusters(6, 1)
    inputs = np.vstack([np.repeat(seen[:1], 20, axis=0), seen[1:]])
    found = order(np.array([0.9] * 20 + [0.5] * 5), inputs)
    assert found[0] == 0
    assert set(found[1:6]) == {20, 21, 22, 23, 24}


@given(st.lists(st.floats(0, 1), max_size=30), st.integers(0, 5))
def test_every_input_has_its_turn(uncertain, seed):
    seen, _ = clusters(3, 10, noise=0.02, seed=seed)
    assert sorted(order(np.array(uncertain), seen[: len(uncertain)])) == list(range(len(uncertain)))


def test_behind_those_that_are_weighed_come_the_others_by_uncertainty(monkeypatch):
    monkeypatch.setattr("assist.ordering._WINDOW", 2)
    seen, _ = clusters(3, 3)
    assert order(np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.9, 0.8, 0.7, 0.6]), seen) == [5, 6, 7, 8, 4, 3, 2, 1, 0]
