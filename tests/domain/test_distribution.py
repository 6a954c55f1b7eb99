from collections import Counter
from itertools import product

import pytest
from hypothesis import given, strategies as st

from domain.distribution import (
    Reviewable,
    deal,
    deal_each,
    fits,
    is_for_review,
    next_reviewer,
    share_of,
    split_reviews,
)

LABELERS = ("ANA", "BEN", "CAY")
people = st.lists(st.sampled_from("ABCDEFGH"), min_size=1, unique=True)


@given(people, st.integers(0, 200))
def test_shares_differ_by_at_most_one(labelers, count):
    shares = Counter(dict.fromkeys(labelers, 0))
    shares.update(deal(labelers, 0, count))
    assert sum(shares.values()) == count
    assert max(shares.values()) - min(shares.values()) <= 1


@given(people, st.lists(st.integers(0, 30), max_size=6))
def test_dealing_in_chunks_is_dealing_at_once(labelers, chunks):
    dealt: list[str] = []
    for size in chunks:
        dealt.extend(deal(labelers, len(dealt), size))
    assert dealt == list(deal(labelers, 0, sum(chunks)))


def test_inputs_are_dealt_in_turn():
    assert list(deal(LABELERS, 2, 5)) == ["CAY", "ANA", "BEN", "CAY", "ANA"]


def waiting(*labelers: str) -> list[Reviewable]:
    return [Reviewable(number, labeler) for number, labeler in enumerate(labelers, 1)]


def least_largest(answers: list[Reviewable], load: dict[str, int]) -> int:
    """By trying every split in which nobody reviews their own work."""
    best = None
    for split in product(load, repeat=len(answers)):
        if any(reviewer == answer.labeler for reviewer, answer in zip(split, answers, strict=True)):
            continue
        largest = max((Counter(load) + Counter(split)).values(), default=0)
        best = largest if best is None else min(best, largest)
    assert best is not None
    return best


small = st.lists(st.sampled_from("ABCD"), max_size=6).map(lambda labelers: waiting(*labelers))
loads = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 4), min_size=2)


@given(small, loads)
def test_nobody_reviews_their_own_and_the_largest_share_is_the_smallest_possible(answers, load):
    plan = split_reviews(answers, load)
    assert set(plan) == {one.assignment for one in answers}
    assert all(plan[one.assignment] != one.labeler for one in answers)
    assert set(plan.values()) <= set(load)
    shares = Counter(load) + Counter(plan.values())
    assert max(shares.values(), default=0) == least_largest(answers, load)


@given(
    st.lists(st.sampled_from("ABCDEF"), max_size=120), st.lists(st.sampled_from("ABCDEFGH"), min_size=2, unique=True)
)
def test_many_answers_find_reviewers_too(labelers, reviewers):
    answers = waiting(*labelers)
    plan = split_reviews(answers, dict.fromkeys(reviewers, 0))
    assert set(plan) == {one.assignment for one in answers}
    assert all(plan[one.assignment] != one.labeler for one in answers)
    shares = Counter(plan.values())
    own = max((labelers.count(reviewer) for reviewer in reviewers), default=0)
    fair = max(-(-len(answers) // len(reviewers)), -(-own // (len(reviewers) - 1)))
    assert max(shares.values(), default=0) == fair


@given(st.integers(0, 40), loads)
def test_answers_that_anybody_may_review_even_out_what_reviewers_have_had(count, load):
    plan = split_reviews(waiting(*["X"] * count), load)
    shares = {reviewer: had + list(plan.values()).count(reviewer) for reviewer, had in load.items()}
    assert all(shares[reviewer] <= min(shares.values()) + 1 for reviewer in plan.values())


@pytest.mark.parametrize(
    ("labelers", "load", "shares"),
    [
        ("XCC", {"B": 2, "C": 2, "A": 3}, [3, 3, 4]),
        ("CAC", {"B": 0, "A": 1, "C": 0}, [1, 1, 2]),
    ],
    ids=["reviewers' own answers before others'", "large piles before small ones"],
)
def test_who_has_fewest_to_go_to_comes_first(labelers, load, shares):
    """In another order the largest share would be no larger, but somebody would get nothing."""
    plan = split_reviews(waiting(*labelers), load)
    assert sorted((Counter(load) + Counter(plan.values())).values()) == shares


def test_without_reviewers_nobody_gets_anything():
    assert split_reviews(waiting("A", "B"), {}) == {}


def test_a_lone_reviewer_reviews_all_even_their_own():
    assert split_reviews(waiting("A", "B", "A"), {"A": 3}) == {1: "A", 2: "A", 3: "A"}


def test_nothing_waits():
    assert split_reviews([], {"A": 1, "B": 0}) == {}


def test_who_has_had_less_gets_more():
    plan = split_reviews(waiting("X", "X", "X", "X"), {"A": 3, "B": 0})
    assert Counter(plan.values()) == {"B": 4} or Counter(plan.values()) == {"A": 1, "B": 3}
    assert max((Counter({"A": 3}) + Counter(plan.values())).values()) <= 4


def test_a_place_is_kept_for_who_has_only_one_to_go_to():
    """A's own answers fit only B: X's must not take B's places first."""
    plan = split_reviews(waiting("X", "X", "A", "A"), {"A": 0, "B": 0})
    assert plan == {1: "A", 2: "A", 3: "B", 4: "B"}


@pytest.mark.parametrize("count", [1, 2, 7])
def test_two_reviewers_who_label_review_each_other(count):
    answers = waiting(*["A"] * count, *["B"] * count)
    plan = split_reviews(answers, {"A": 0, "B": 0})
    assert all({plan[one.assignment], one.labeler} == {"A", "B"} for one in answers)


def test_the_first_who_has_room_is_passed_over_where_another_needs_it():
    """Only A is left for B's own answer, so C's goes to B."""
    assert split_reviews(waiting("C", "B"), {"A": 1, "B": 1, "C": 3}) == {1: "B", 2: "A"}


@given(small, loads)
def test_a_share_is_what_the_split_gives(answers, load):
    plan = Counter(split_reviews(answers, load).values())
    waiting = Counter(one.labeler for one in answers)
    assert {reviewer: share_of(reviewer, waiting, load) for reviewer in load} == {r: plan[r] for r in load}
    assert share_of("NOBODY", waiting, load) == 0


weights = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@given(weights, st.integers(1, 4), st.integers(0, 60))
def test_nobody_is_a_whole_input_away_from_their_share(weights, k, count):
    if not fits(weights, k):
        with pytest.raises(ValueError, match="more than all"):
            list(deal_each([(str(n), weight) for n, weight in enumerate(weights)], k, 0, 1))
        return
    shares = [(str(n), weight) for n, weight in enumerate(weights)]
    dealt = list(deal_each(shares, k, 0, count))
    assert all(len(set(people)) == k for people in dealt)
    had = Counter(one for people in dealt for one in people)
    assert all(abs(had[who] - count * k * weight / sum(weights)) < 1 for who, weight in shares)


@given(weights, st.integers(1, 3), st.integers(0, 30), st.integers(0, 30))
def test_dealing_each_in_chunks_is_dealing_at_once(weights, k, first, second):
    shares = [(str(n), weight) for n, weight in enumerate(weights)]
    if fits(weights, k):
        chunks = [*deal_each(shares, k, 0, first), *deal_each(shares, k, first, second)]
        assert chunks == list(deal_each(shares, k, 0, first + second))


@given(people, st.integers(1, 8), st.integers(0, 100))
def test_equal_weights_are_an_even_split(labelers, k, count):
    if k <= len(labelers):
        had = Counter(dict.fromkeys(labelers, 0))
        for chosen in deal_each([(one, 1) for one in labelers], k, 0, count):
            had.update(chosen)
        assert max(had.values()) - min(had.values()) <= 1


@pytest.mark.parametrize(
    ("weights", "k", "does"),
    [([1], 1, True), ([1], 2, False), ([1, 1], 2, True), ([3, 1], 2, False), ([2, 1, 1], 2, True), ([1], 0, False)],
)
def test_a_share_is_at_most_all_inputs(weights, k, does):
    assert fits(weights, k) is does


@pytest.mark.parametrize("share", [0, 1, 10, 50, 99, 100])
def test_the_share_that_is_reviewed(share):
    assert sum(is_for_review(one, share) for one in range(1, 1001)) == pytest.approx(share * 10, abs=5)


def test_all_and_nothing_are_reviewed_exactly():
    assert all(is_for_review(one, 100) for one in range(10_000))
    assert not any(is_for_review(one, 0) for one in range(10_000))


def test_a_stacked_review_goes_from_one_to_the_next():
    order = ("ANA", "BEN", "CAY")
    assert next_reviewer(order, [], "ZOE") == "ANA"
    assert next_reviewer(order, ["ANA"], "ZOE") == "BEN"
    assert next_reviewer(order, ["ANA", "CAY", "BEN"], "ZOE") is None
    assert next_reviewer(order, [], "ANA") == "BEN"
    assert next_reviewer(order, ["BEN", "CAY"], "ANA") is None
    assert next_reviewer(("ANA",), [], "ANA") == "ANA"
    assert next_reviewer(("ANA",), ["ANA"], "ANA") is None
