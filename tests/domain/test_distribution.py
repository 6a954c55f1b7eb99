from collections import Counter
from itertools import product

import pytest
from hypothesis import given, strategies as st

from domain.distribution import Reviewable, deal, share_of, split_reviews

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
