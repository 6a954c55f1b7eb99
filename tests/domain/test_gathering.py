from dataclasses import replace

from hypothesis import given, strategies as st

from domain.gathering import MOST_PEOPLE, Gathered, LeftOut, PeopleChange, sort_out, too_many
from domain.model import Person
from domain.permissions import may_be_assigned

FLAGS = ("is_bot", "is_deleted", "is_external", "is_guest")
PEOPLE = st.lists(
    st.builds(
        Person,
        st.just("T1"),
        st.sampled_from([f"U{n}" for n in range(20)]),
        st.sampled_from(["ana", "Ben", "Chloé", "dmitri"]),
        **{flag: st.booleans() for flag in FLAGS},
    ),
    unique_by=lambda person: person.user,
)
USERS = st.lists(st.sampled_from([f"U{n}" for n in range(20)]), unique=True).map(tuple)


@given(PEOPLE, USERS, st.booleans())
def test_everybody_comes_in_or_is_there_already_or_is_counted_among_those_left_out(people, chosen, with_guests):
    gathered = sort_out(people, chosen, with_guests=with_guests)
    fit = {one.user for one in people if may_be_assigned(one) and (with_guests or not one.is_guest)}
    assert set(gathered.coming) == fit - set(chosen)
    assert len(gathered.coming) == len(set(gathered.coming))
    assert gathered.already == len(fit & set(chosen))
    assert sum(number for _, number in gathered.left_out) == len(people) - len(fit)


def test_why_somebody_is_left_out_and_in_which_order_the_others_come():
    ana, ben, chloe = (Person("T1", name.upper(), name) for name in ("ana", "Ben", "chloé"))
    app = Person("T1", "APP", "app", is_bot=True, is_deleted=True)
    gone = replace(ana, user="GONE", is_deleted=True, is_guest=True)
    theirs = replace(ana, user="THEIRS", is_external=True, is_guest=True)
    guest = replace(ana, user="GUEST", name="Ada", is_guest=True)
    people = [chloe, app, gone, theirs, guest, replace(guest, user="GUEST2", name="Bea"), ben, ana]
    out = ((LeftOut.APP, 1), (LeftOut.DEACTIVATED, 1), (LeftOut.EXTERNAL, 1))
    assert sort_out(people, (), with_guests=False) == Gathered(("ANA", "BEN", "CHLOÉ"), 0, (*out, (LeftOut.GUEST, 2)))
    assert sort_out(people, ("BEN", "APP"), with_guests=True) == Gathered(("GUEST", "ANA", "GUEST2", "CHLOÉ"), 1, out)


@given(USERS, USERS, USERS, st.booleans())
def test_a_change_keeps_the_order_of_choosing_and_nobody_twice(chosen, add, take_out, is_clearing):
    people = PeopleChange(add, frozenset(take_out), is_clearing).of(chosen)
    kept = [one for one in chosen if not is_clearing and one not in take_out]
    assert people[: len(kept)] == tuple(kept)
    assert set(people) == {*kept, *add}
    assert len(set(people)) == len(people)


def test_too_many_people_are_said_with_their_number():
    assert too_many(MOST_PEOPLE, "labelers") is None
    assert too_many(1001, "labelers") == (
        "That makes 1,001 labelers. A task can have at most 1,000: choose fewer people."
    )
