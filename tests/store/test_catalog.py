from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from domain.model import Input, NewInput
from store.unit_of_work import Store
from tests.store.shelf import new_inputs


def create(store: Store, name: str, workspace: str = "T1", **more):
    return store.write(lambda unit: unit.catalog.create_dataset(workspace, name, "ANA", **more))


def add(store: Store, dataset, new: list[NewInput]) -> int:
    return store.write(lambda unit: unit.catalog.add_inputs(dataset, new))


def members(store: Store, dataset, last=0, limit=100) -> list[int]:
    return store.read(lambda unit: unit.catalog.inputs_after(dataset.id, last, limit))


def fresh(store: Store, dataset):
    return store.read(lambda unit: unit.catalog.dataset(dataset.workspace, dataset.id))


def search(store: Store, query: str, limit=10) -> list[str]:
    return [one.name for one in store.read(lambda unit: unit.concepts.search("T1", query, limit))]


def test_the_same_content_is_stored_once_a_workspace(store):
    one, two, elsewhere = create(store, "One"), create(store, "Two"), create(store, "One", "T2")
    assert add(store, one, new_inputs(3)) == 3
    assert add(store, fresh(store, one), [replace(new_inputs(1)[0], name="another name.jpg")]) == 0
    assert add(store, two, new_inputs(2, start=2)) == 2
    assert add(store, elsewhere, new_inputs(3)) == 3
    assert store.read(lambda unit: unit.catalog.count_inputs("T1")) == 4
    assert [fresh(store, dataset).inputs for dataset in (one, two, elsewhere)] == [3, 2, 3]
    assert members(store, two)[0] == members(store, one)[2]
    assert store.read(lambda unit: unit.catalog.input(members(store, one)[0])) == Input(
        1, f"{0:064}", "0.jpg", 40, 30, mimetype="image/jpeg"
    )
    assert store.read(lambda unit: unit.catalog.input(1000)) is None


def test_the_same_content_twice_at_once_is_one_input(store):
    one = create(store, "One")
    assert add(store, one, new_inputs(2) + new_inputs(2)) == 2
    assert add(store, fresh(store, one), []) == 0


def test_importers_at_once_add_each_input_once(store):
    datasets = [create(store, f"Set {n}") for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(lambda dataset: add(store, dataset, new_inputs(50)), datasets))
    assert added == [50] * 4
    assert store.read(lambda unit: unit.catalog.count_inputs("T1")) == 50


def test_many_more_than_a_statement_takes(store):
    one = create(store, "One")
    assert add(store, one, new_inputs(1203)) == 1203
    assert add(store, fresh(store, one), new_inputs(1300)) == 97


def test_inputs_come_in_pages_by_their_ids(store):
    one = create(store, "One")
    add(store, one, new_inputs(5))
    first = members(store, one, 0, 3)
    rest = members(store, one, first[-1], 3)
    assert first + rest == sorted(members(store, one))
    assert (len(first), len(rest), members(store, one, rest[-1])) == (3, 2, [])


def test_names_of_datasets_differ_by_more_than_case_and_space(store):
    made = create(store, "  Garden   Birds ")
    assert made.name == "Garden Birds"
    assert store.read(lambda unit: unit.catalog.dataset_named("T1", "GARDEN birds")) == made
    assert store.read(lambda unit: unit.catalog.dataset_named("T2", "Garden Birds")) is None
    assert store.read(lambda unit: unit.catalog.dataset("T2", made.id)) is None
    with pytest.raises(IntegrityError):
        create(store, "garden birds")
    assert create(store, "Straße").id
    assert store.read(lambda unit: unit.catalog.dataset_named("T1", "STRASSE")).name == "Straße"


def test_a_concept_is_made_once_whoever_asks(store):
    first = store.write(lambda unit: unit.concepts.ensure("T1", " Blue  Tit "))
    assert first.name == "Blue Tit"
    assert store.write(lambda unit: unit.concepts.ensure("T1", "BLUE TIT")) == first
    assert store.write(lambda unit: unit.concepts.ensure("T2", "Blue Tit")).id != first.id
    assert store.read(lambda unit: unit.concepts.named("T1", "blue tit")) == first
    assert store.read(lambda unit: unit.concepts.named("T1", "blue")) is None
    assert store.read(lambda unit: unit.concepts.find_all("T1", [first.id, 99])) == {first.id: first}
    assert store.read(lambda unit: unit.concepts.find_all("T2", [first.id])) == {}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["100 % sure", "50_50", "Ampel", "back\\slash", "ÄPFEL"]),
        ("%", ["100 % sure"]),
        ("_", ["50_50"]),
        ("0_5", ["50_50"]),
        ("\\", ["back\\slash"]),
        ("  100   %", ["100 % sure"]),
        ("äpf", ["ÄPFEL"]),
        ("PEL", ["Ampel"]),
        ("x", []),
    ],
)
def test_search_takes_every_letter_as_it_is(store, query, found):
    for name in ("Ampel", "100 % sure", "50_50", "ÄPFEL", "back\\slash"):
        store.write(lambda unit, name=name: unit.concepts.ensure("T1", name))
        create(store, name)
    store.write(lambda unit: unit.concepts.ensure("T2", "Ampel"))
    assert search(store, query) == found
    assert [one.name for one in store.read(lambda unit: unit.catalog.search_datasets("T1", query, 10))] == found
    assert search(store, "", 2) == ["100 % sure", "50_50"]


def test_a_dataset_with_all_inputs_is_filled_bit_by_bit(store):
    add(store, create(store, "Old"), new_inputs(7))
    add(store, create(store, "Elsewhere", "T2"), new_inputs(3))
    newest = store.read(lambda unit: unit.catalog.newest_input("T1"))
    assert store.read(lambda unit: unit.catalog.newest_input("T3")) == 0
    everything = create(store, "All", fill_until=newest)
    add(store, create(store, "Late"), new_inputs(2, start=100))

    def is_filling() -> bool:
        return store.read(lambda unit: unit.catalog.filling()) is not None

    sizes = []
    while is_filling():
        assert store.write(lambda unit: unit.catalog.fill_next(3))
        sizes.append(fresh(store, everything).inputs)
    assert sizes == [3, 6, 7]
    assert members(store, everything) == [n for n in range(1, newest + 1) if n <= 7]
    assert not store.write(lambda unit: unit.catalog.fill_next(3))


def test_filling_ends_also_where_the_last_bit_is_full(store):
    add(store, create(store, "Old"), new_inputs(6))
    everything = create(store, "All", fill_until=6)
    while store.write(lambda unit: unit.catalog.fill_next(3)):
        pass
    assert fresh(store, everything).inputs == 6
