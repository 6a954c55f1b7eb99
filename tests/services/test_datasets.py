import pytest

from domain.errors import Invalid
from domain.model import Dataset, NewInput
from domain.read_models import Choice
from services.datasets import IMPORTER
from tests.office import Office

HUNDRED = 100
"""What Slack shows of a search."""


def texts(choices: list[Choice]) -> list[str]:
    return [one.text for one in choices]


def new_concept(office: Office, name: str) -> int:
    return office.store.write(lambda unit: unit.concepts.ensure("T1", name)).id


def test_a_dataset_is_opened_by_name_and_made_once(office):
    made = office.datasets.open("T1", "  Garden   birds ")
    assert (made.name, made.inputs) == ("Garden birds", 0)
    assert office.datasets.open("T1", "GARDEN birds") == made
    assert office.datasets.open("T2", "Garden birds").id != made.id
    assert IMPORTER == "import"


@pytest.mark.parametrize("name", ["", " \n ", "x" * 81])
def test_a_name_that_can_not_be_is_refused_at_its_field(office, name):
    with pytest.raises(Invalid) as refused:
        office.datasets.open("T1", name)
    assert refused.value.fields == {"dataset": "A dataset's name has 1 to 80 characters."}
    assert office.datasets.open("T1", f"  {'x' * 80} ").name == "x" * 80


def test_inputs_are_known_by_their_content(office):
    one, two = office.datasets.open("T1", "One"), office.datasets.open("T1", "Two")
    new = [NewInput(f"{n:064}", f"{n}.jpg", 40, 30, 9, "image/jpeg") for n in range(3)]
    assert office.datasets.add_inputs(one, new[:2]) == 2
    assert office.datasets.add_inputs(one, [*new, new[0]]) == 1
    assert office.datasets.add_inputs(two, new) == 3
    assert office.datasets.add_inputs(Dataset(99, "T1", "Gone", 0), new) == 0
    assert office.datasets.search("T1", "")[-1].description == "3 inputs"


def test_datasets_are_offered_by_name_with_their_size_and_one_of_all_inputs_before_them(office):
    assert office.datasets.search("T1", "") == []
    office.add_inputs(1, "Sea")
    office.add_inputs(1200, "Garden")
    garden, sea = (str(office.datasets.open("T1", name).id) for name in ("Garden", "Sea"))
    with_all = Choice("new", "➕ Create new dataset with all inputs", "1,200 inputs")
    assert office.datasets.search("T1", " ") == [
        with_all,
        Choice(garden, "Garden", "1,200 inputs"),
        Choice(sea, "Sea", "1 input"),
    ]
    assert office.datasets.search("T1", " se  ") == [
        Choice(sea, "Sea", "1 input"),
        Choice("new:se", "➕ Create “se” with all inputs", "1,200 inputs"),
    ]
    assert office.datasets.search("T1", "SEA") == [Choice(sea, "Sea", "1 input")]
    crea = str(office.datasets.open("T1", "Creation").id)
    assert office.datasets.search("T1", "crea") == [Choice(crea, "Creation", "0 inputs"), with_all]
    assert office.datasets.search("T1", "➕ create new  dataset") == [with_all]
    assert office.datasets.search("T2", "") == []


def test_concepts_are_offered_by_name_and_what_is_new_by_its_own(office):
    tit, robin = new_concept(office, "Blue Tit"), new_concept(office, "Robin")
    assert office.datasets.search_concepts("T1", "") == [Choice(str(tit), "Blue Tit"), Choice(str(robin), "Robin")]
    assert office.datasets.search_concepts("T1", "  TIT ") == [
        Choice(str(tit), "Blue Tit"),
        Choice("new:TIT", "TIT", "➕ Add new concept"),
    ]
    assert office.datasets.search_concepts("T1", "blue  TIT") == [Choice(str(tit), "Blue Tit")]
    assert office.datasets.search_concepts("T2", "Robin") == [Choice("new:Robin", "Robin", "➕ Add new concept")]


def test_what_was_added_a_moment_ago_is_not_offered_as_new(office):
    (found,) = office.datasets.search_concepts("T1", "robin", ["7", "new:Wren", "new:Robin"])
    assert (found.value, found.text) == ("new:Robin", "Robin")
    assert str(found.description).startswith("Chosen already")
    assert office.datasets.search_concepts("T1", "rob", ["new:Robin"]) == [
        Choice("new:rob", "rob", "➕ Add new concept")
    ]


def test_a_name_that_is_cut_says_so(office):
    assert "cut to the 75 characters" in str(office.datasets.search_concepts("T1", "x" * 76)[-1].description)
    assert office.datasets.search_concepts("T1", f" {'x' * 75} ")[-1].description == "➕ Add new concept"


def test_what_is_offered_as_new_is_as_long_as_may_be(office):
    office.add_inputs(1)
    assert office.datasets.search("T1", "x" * 200)[-1].value == f"new:{'x' * 80}"
    assert office.datasets.search_concepts("T1", "x" * 200)[-1].value == f"new:{'x' * 75}"


def test_among_more_than_slack_shows_the_rest_is_found_by_typing_and_there_is_room_to_add(office):
    office.add_inputs(1)
    for number in range(120):
        office.datasets.open("T1", f"a set {number:03}")
        new_concept(office, f"a bird {number:03}")
    for found in (office.datasets.search("T1", "a set"), office.datasets.search_concepts("T1", "bird")):
        assert len(found) == HUNDRED
        assert found[-1].value.startswith("new")
    everything = office.datasets.search("T1", "")
    assert (len(everything), everything[0].value) == (HUNDRED, "new")
    assert texts(office.datasets.search("T1", "set 119"))[0] == "a set 119"
    assert texts(office.datasets.search_concepts("T1", "119"))[0] == "a bird 119"


def test_the_name_itself_comes_first_however_many_others_hold_it(office):
    """It can't be typed any more exactly: cut off, it could neither be chosen nor added."""
    office.add_inputs(1)
    for number in range(120):
        office.datasets.open("T1", f"a bird {number:03}")
        new_concept(office, f"a bird {number:03}")
    office.datasets.open("T1", "Bird")
    new_concept(office, "Bird")
    for found in (office.datasets.search("T1", "bird"), office.datasets.search_concepts("T1", "bird")):
        assert (found[0].text, len(found)) == ("Bird", HUNDRED - 1)
        assert not [one for one in found if one.value.startswith("new")]
