import pytest

from domain.agreement import agreed, agreement_error, overlap_error

CAT, DOG, BOTH, NONE = frozenset({1}), frozenset({2}), frozenset({1, 2}), frozenset({None})


@pytest.mark.parametrize(
    ("answers", "needed", "winner"),
    [
        ([CAT, CAT, DOG], 2, CAT),
        ([CAT, CAT, DOG], 3, None),
        ([CAT, DOG, BOTH], 2, None),
        ([CAT, CAT, DOG, DOG], 2, None),
        ([CAT, CAT, CAT, DOG, DOG], 2, CAT),
        ([BOTH, BOTH], 2, BOTH),
        ([NONE, NONE, CAT], 2, NONE),
        ([], 2, None),
    ],
)
def test_who_agrees(answers, needed, winner):
    assert agreed(answers, needed) == winner


@pytest.mark.parametrize(
    ("k", "needed", "words"), [(3, 0, None), (3, 2, None), (3, 3, None), (3, 1, "at least 2"), (2, 3, "Choose 2")]
)
def test_agreement_must_be_possible(k, needed, words):
    said = agreement_error(k, needed)
    assert said is None if words is None else words in str(said)


def test_an_overlap_is_some_share_of_both():
    assert [overlap_error(percent) is None for percent in (0, 1, 100, 101)] == [False, True, True, False]
