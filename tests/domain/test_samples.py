"""What shows what a concept looks like: how many there may be, in which order, on which page."""

import pytest
from hypothesis import given, strategies as st

from domain.errors import Invalid
from domain.model import InputKind, PictureState
from domain.read_models import Choice, ConceptSamples, ContentModel, InstructionsModel, SampleLine, SamplesModel
from domain.samples import MOST_OF_A_CONCEPT, PICTURES_A_PAGE, Sample, SamplesOf, grouped, paged, with_more

concepts = st.sampled_from(("1", "2", "new:Wren"))
inputs = st.lists(st.integers(1, 9), max_size=8)


@given(st.lists(st.tuples(concepts, inputs), max_size=9))
def test_no_concept_has_too_many_and_none_has_one_twice(adding: list[tuple[str, list[int]]]):
    samples: tuple[Sample, ...] = ()
    for concept, some in adding:
        had = [one.input for one in samples if one.concept == concept]
        wanted = list(dict.fromkeys([*had, *some]))
        if len(wanted) > MOST_OF_A_CONCEPT:
            with pytest.raises(Invalid, match="at most 5 sample pictures"):
                with_more(samples, concept, some)
            continue
        after = with_more(samples, concept, some)
        assert after[: len(samples)] == samples
        assert [one.input for one in after if one.concept == concept] == wanted
        samples = after
    assert len(set(samples)) == len(samples)


def test_what_is_being_uploaded_counts_before_it_is_there():
    two = with_more((), "1", (7, 8))
    assert with_more(two, "1", (9,), coming=2) == (*two, Sample("1", 9))
    with pytest.raises(Invalid) as refused:
        with_more(two, "1", (9,), coming=3)
    assert refused.value.fields == {
        "inputs": "A concept can have at most 5 sample pictures, and this one has 2. Choose fewer, or remove some."
    }
    with pytest.raises(Invalid, match="these are 6"):
        with_more((), "1", (9,), coming=5)


def test_they_stand_in_the_order_of_the_concepts():
    samples = (Sample("2", 5), Sample("1", 9), Sample("gone", 1), Sample("2", 4))
    assert grouped(samples, ("1", "3", "2")) == [("1", (9,)), ("2", (5, 4))]


@given(st.lists(st.integers(1, MOST_OF_A_CONCEPT), max_size=40))
def test_no_concept_is_torn_in_two_and_no_page_is_too_full(sizes: list[int]):
    groups = [(str(place), tuple(range(size))) for place, size in enumerate(sizes)]
    pages = paged(groups)
    assert [group for page in pages for group in page] == groups
    counts = [sum(len(found) for _, found in page) for page in pages]
    assert all(0 < count <= PICTURES_A_PAGE for count in counts)
    # Nothing more would have fitted.
    assert all(count + len(later[0][1]) > PICTURES_A_PAGE for count, later in zip(counts, pages[1:], strict=False))


@pytest.mark.parametrize("state", PictureState)
@pytest.mark.parametrize("kind", InputKind)
def test_a_window_is_complete_once_its_pictures_are_there(kind: InputKind, state: PictureState):
    content = ContentModel(state, "tit.jpg", kind=kind)
    is_coming = kind is not InputKind.TEXT and state not in {PictureState.READY, PictureState.FAILED}
    there = ContentModel(PictureState.READY, "wren.jpg")
    assert InstructionsModel("Birds", "", (ConceptSamples("Tit", (there, content)),)).is_coming is is_coming
    lines = tuple(SampleLine(Choice("1", "Tit"), one) for one in (there, content))
    assert SamplesModel(SamplesOf(task=1), 2, lines, 0, 1, 2).is_coming is is_coming
