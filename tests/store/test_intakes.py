from dataclasses import replace

import pytest

from domain.clock import SECOND
from domain.intake import Intake, Refused, Source
from domain.model import Actor, InputKind, NewInput
from store.unit_of_work import Store
from tests.fake_clock import FakeClock

ANA, BEN, ELSEWHERE = Actor("T1", "ANA"), Actor("T1", "BEN"), Actor("T2", "ANA")
FILES = Source.of_files(["F1", "F2"], "text")


def create(store: Store, by: Actor = ANA, source: Source = FILES) -> int:
    def write(unit):
        name = f"Of {by.user}"
        dataset = unit.catalog.dataset_named(by.workspace, name) or unit.catalog.create_dataset(by.workspace, name, "A")
        return unit.intakes.create(by, dataset.id, source)

    return store.write(write)


def find(store: Store, intake: int) -> Intake:
    return store.read(lambda unit: unit.intakes.find(intake))


def save(store: Store, before: Intake, **changes: object) -> bool:
    return store.write(lambda unit: unit.intakes.save(before, replace(before, **changes)))


def front(store: Store) -> list[int]:
    return [one.id for one, _ in store.read(lambda unit: unit.intakes.in_front())]


def test_it_comes_back_as_it_went_in(store):
    made = create(store, source=FILES)
    before = find(store, made)
    assert (before.by, before.source, before.total, before.reached) == (ANA, FILES, 2, 0)
    changes = {
        "at": 1,
        "base": 5,
        "total": 9,
        "reached": 6,
        "added": 3,
        "known": 2,
        "refused": 1,
        "first_refused": (Refused("a.png", "is empty."),),
        "notes": ("a.csv was read as UTF-16: it isn't UTF-8.",),
        "asks": ("one", "two"),
    }
    assert save(store, before, **changes)
    assert find(store, made) == replace(before, **changes)
    assert store.read(lambda unit: unit.intakes.find(99)) is None


def test_a_text_keeps_its_words(store):
    made = create(store, source=Source.of_text("Hello “you”\n", "A message"))
    assert find(store, made).source.things[0].what == "Hello “you”\n"


def test_nobody_goes_on_from_where_another_was_already(store):
    before = find(store, create(store))
    assert save(store, before, reached=1)
    assert not save(store, before, reached=1)
    now = find(store, before.id)
    assert save(store, now, reached=2, is_done=True)
    assert not save(store, find(store, before.id), reached=3)
    assert find(store, before.id).is_done


def test_one_at_a_time_in_each_workspace_oldest_first(store):
    first, second, other = create(store), create(store, BEN), create(store, ELSEWHERE)
    assert front(store) == [first, other]
    save(store, find(store, first), is_done=True)
    assert front(store) == [second, other]


def test_one_that_waits_keeps_its_place_and_says_when(store, clock: FakeClock):
    made = create(store)
    store.write(lambda unit: unit.intakes.put_off(made, 30, "ratelimited"))
    ((found, due),) = store.read(lambda unit: unit.intakes.in_front())
    assert (found.attempts, found.error) == (1, "ratelimited")
    assert 29 < (due - clock.now()) / SECOND <= 30


def test_its_message_is_kept_up_to_date_until_it_shows_the_end(store):
    made = create(store)

    def shown():
        return [one.id for one in store.read(lambda unit: unit.intakes.shown())]

    assert shown() == []
    store.write(lambda unit: unit.intakes.place(made, "D1", "1.2"))
    assert (find(store, made).channel, find(store, made).ts) == ("D1", "1.2")
    save(store, find(store, made), is_done=True)
    assert shown() == [made]
    store.write(lambda unit: unit.intakes.close(made))
    assert (shown(), front(store)) == ([], [])


def test_every_kind_of_input_is_kept(store):
    video = NewInput("b" * 64, "b.mp4", 64, 48, 9, "video/mp4", InputKind.VIDEO, seconds=1.5)
    text = NewInput("a" * 64, "a.txt line 1", 0, 0, 5, "text/plain", InputKind.TEXT, "Hello")
    again = replace(text, name="b.txt line 9")

    def write(unit):
        dataset = unit.catalog.create_dataset("T1", "All", "ANA")
        return unit.catalog.add_inputs(dataset, [text, again, video, text])

    assert store.write(write) == 2
    kept = [store.read(lambda unit, number=number: unit.catalog.input(number)) for number in (1, 2)]
    assert [(one.kind, one.name, one.mimetype, one.text, one.seconds) for one in kept] == [
        (InputKind.TEXT, "a.txt line 1", "text/plain", "Hello", None),
        (InputKind.VIDEO, "b.mp4", "video/mp4", None, pytest.approx(1.5)),
    ]
