"""Moves of open work end in fair shares, whoever came or went."""

from itertools import count

from hypothesis import given, strategies as st

from domain.balancing import Move, moves

people = st.sampled_from(["ANA", "BEN", "CAY", "DAN", "EVE"])
queues = st.dictionaries(people, st.integers(0, 200))
weights = st.dictionaries(people, st.integers(1, 9), min_size=1)


def carried_out(open_work: dict[str, int], weights: dict[str, int], most: int = 50) -> tuple[dict[str, int], int]:
    """What everybody has in the end, and how many moves it took."""
    now = dict(open_work)
    for number in count():
        move = next(moves(now, weights, most), None)
        if move is None:
            return now, number
        assert move.giver != move.taker
        assert 1 <= move.count <= min(most, now[move.giver])
        now[move.giver] -= move.count
        now[move.taker] = now.get(move.taker, 0) + move.count
    raise AssertionError


@given(queues, weights)
def test_nothing_is_lost_and_who_left_keeps_nothing(open_work, weights):
    after, _ = carried_out(open_work, weights)
    assert sum(after.values()) == sum(open_work.values())
    assert all(who in weights or not has for who, has in after.items())


@given(queues, weights)
def test_shares_are_fair_in_the_end(open_work, weights):
    after, _ = carried_out(open_work, weights)
    for giver in weights:
        for taker in weights:
            if giver != taker:
                one_less, one_more = after.get(giver, 0) - 1, after.get(taker, 0) + 1
                assert one_less / weights[giver] < one_more / weights[taker]


@given(queues, st.sets(people, min_size=1))
def test_even_queues_differ_by_at_most_one(open_work, labelers):
    after, _ = carried_out(open_work, dict.fromkeys(labelers, 1))
    sizes = [after.get(labeler, 0) for labeler in labelers]
    assert max(sizes) - min(sizes) <= 1


def test_it_takes_few_moves():
    people = {f"U{n}": 1 for n in range(50)}
    after, number = carried_out({"ANA": 100_000}, people, most=500)
    assert set(after.values()) == {0, 2000}
    assert number == 200
    after, number = carried_out({"U0": 100_000}, people, most=500)
    assert number == 196


def test_who_left_gives_first_and_there_are_others_to_try():
    tried = list(moves({"OLD": 4, "ANA": 9, "BEN": 0}, {"ANA": 1, "BEN": 1}, 3))
    assert tried == [Move("OLD", "BEN", 3), Move("OLD", "ANA", 1)]


def test_other_pairs_are_there_to_try():
    tried = list(moves({"ANA": 9, "BEN": 9, "CAY": 0}, {"ANA": 1, "BEN": 1, "CAY": 1}, 3))
    assert tried == [Move("ANA", "CAY", 3), Move("BEN", "CAY", 3)]


def test_nothing_moves_where_nothing_is():
    assert list(moves({}, {"ANA": 1}, 5)) == []
    assert list(moves({"ANA": 0, "BEN": 1}, {"ANA": 1, "BEN": 1}, 5)) == []
