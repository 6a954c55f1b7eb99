import pytest
from hypothesis import given, strategies as st

from domain.draft import LONGEST_CONCEPT, LONGEST_NAME, fold
from domain.naming import (
    MOST_LINES,
    concept_lines,
    concept_lines_error,
    counted,
    name_error,
    next_version_name,
    pages_of,
    quoted,
)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Pets", None), ("x" * LONGEST_NAME, None), ("  ", "Give it a name."), ("", "Give it a name.")],
)
def test_a_name_that_can_be_and_none(name, said):
    assert name_error(name) == said


def test_a_name_that_is_too_long_says_by_how_much():
    assert name_error("x" * 81) == "A name can have at most 80 characters; this one has 81."
    assert name_error("x" * 76, LONGEST_CONCEPT) == "A name can have at most 75 characters; this one has 76."
    assert name_error("  " + "x" * 75 + " ", LONGEST_CONCEPT) is None


def test_each_line_is_a_concept_and_the_first_spelling_counts():
    assert concept_lines(" Cat \n\n  Blue   tit\r\ncat\nDOG\n \nCAT") == ("Cat", "Blue tit", "DOG")
    assert concept_lines(" \n\n") == ()


def test_what_is_wrong_with_lines_of_concepts():
    assert concept_lines_error(("Cat", "x" * LONGEST_CONCEPT)) is None
    assert concept_lines_error(tuple(str(n) for n in range(MOST_LINES))) is None
    assert concept_lines_error(()) == "Type at least one name. Each line is a concept."
    many = concept_lines_error(tuple(str(n) for n in range(MOST_LINES + 1)))
    assert many == "At most 200 concepts can be added at once; these are 201."
    long = concept_lines_error(("Cat", "abc" * 26))
    assert long == f"“{'abc' * 10}…” is longer than 75 characters. Shorten it."


def test_a_version_gets_the_first_number_that_is_free():
    assert next_version_name("Cats and dogs", []) == "Cats and dogs v1"
    assert next_version_name(" Cats  and dogs", ["CATS and dogs V1", "Cats and dogs v3"]) == "Cats and dogs v2"


@given(st.text(min_size=1, max_size=120).filter(str.strip), st.integers(0, 12))
def test_a_suggested_name_is_free_and_fits(name, taken):
    known: list[str] = []
    for _ in range(taken):
        known.append(next_version_name(name, known))
    made = next_version_name(name, known)
    assert name_error(made) is None
    assert fold(made) not in {fold(one) for one in known}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("A",), "“A”"),
        (("A", "B"), "“A” and “B”"),
        (("A", "B", "C"), "“A”, “B” and “C”"),
        (("A", "B", "C", "D"), "“A”, “B”, “C” and 1 more"),
    ],
)
def test_names_in_a_sentence(names, said):
    assert quoted(names, 3) == said


def test_many_names_say_how_many_more():
    assert quoted([str(n) for n in range(2005)]) == "“0”, “1”, “2”, “3”, “4” and 2,000 more"


def test_counts_in_a_sentence():
    assert [counted(n, "task") for n in (0, 1, 1200)] == ["0 tasks", "1 task", "1,200 tasks"]
    assert counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("total", "page", "here"),
    [(0, 0, (0, 1)), (20, 1, (0, 1)), (21, 1, (1, 2)), (21, 7, (1, 2)), (21, -3, (0, 2))],
)
def test_a_page_past_the_end_is_the_last_one(total, page, here):
    assert pages_of(total, page, 20) == here
