"""What takes long in a transaction is worked out while others write."""

import pytest

from store import apart
from store.unit_of_work import Store, UnitOfWork


def add(name: str):
    return lambda unit: unit.concepts.ensure("T1", name)


def names(unit: UnitOfWork) -> set[str]:
    return {one.name for one in unit.concepts.search("T1", "", 100)}


def test_others_write_meanwhile_and_nothing_is_done_twice(store: Store):
    seen = []

    def work(unit: UnitOfWork) -> str:
        add(f"Cat {len(seen)}")(unit)
        seen.append(names(unit))
        return unit.apart("key", lambda: store.write(add("Dog")).name)

    assert store.write(work) == "Dog"
    assert seen == [{"Cat 0"}, {"Dog", "Cat 1"}], "What the first try did is rolled back."
    assert store.read(names) == {"Dog", "Cat 1"}


def test_where_it_has_changed_meanwhile_it_is_worked_out_anew(store: Store):
    worked = []

    def work(unit: UnitOfWork) -> set[str]:
        found = frozenset(names(unit))

        def long() -> frozenset[str]:
            worked.append(found)
            if len(worked) < 3:
                store.write(add(f"Cat {len(worked)}"))
            return found

        return unit.apart(found, long)

    assert store.write(work) == {"Cat 1", "Cat 2"}
    assert worked == [set(), {"Cat 1"}, {"Cat 1", "Cat 2"}]


def test_who_never_comes_to_an_end_works_it_out_within(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "_MOST", 3)
    keys = iter(range(100))
    assert store.write(lambda unit: unit.apart(next(keys), lambda: "known")) == "known"
    assert next(keys) == 4


def test_what_fails_fails_for_whoever_asked(store: Store):
    with pytest.raises(ZeroDivisionError):
        store.write(lambda unit: unit.apart("key", lambda: 1 / 0))
    assert store.write(lambda unit: unit.apart("key", lambda: 1)) == 1


def test_who_only_reads_holds_nobody_up(store: Store):
    assert store.read(lambda unit: unit.apart("key", lambda: 7)) == 7
