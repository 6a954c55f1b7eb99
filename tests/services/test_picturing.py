from typing import NamedTuple

import pytest

from domain.clock import SECOND
from domain.model import InputKind, PictureState
from services.picturing import _AT_ONCE, _MOST_LOOKS, _MOST_TRIES, AHEAD
from store.cards import LABEL, REVIEW
from store.pictures import Picture
from tests.office import Office


class Shown(NamedTuple):
    state: PictureState
    file: str | None


def wanted(office: Office) -> list[int]:
    return [one.input for one in office.picturing.due()]


def front(office: Office, task: int, labeler: str) -> Shown:
    picture = office.labeling.card(office.actor(labeler), task).item.content
    return Shown(picture.state, picture.file)


def only(office: Office) -> Picture:
    (picture,) = office.picturing.due()
    return picture


def uploaded(office: Office) -> Picture:
    """The one picture that is due, up and scanned by now."""
    assert office.picturing.uploaded(only(office), "F1", 0)
    return only(office)


@pytest.fixture
def one(office: Office) -> int:
    """A task with one input, whose picture is wanted and whose card is in Slack."""
    task = office.task(1, reviewers=("REA",)).id
    assert office.picturing.want_ahead() == 1
    office.telling.card_placed((office.actor("ANA"), task, LABEL), "D1", "1.1", 1)
    return task


def stale(office: Office) -> list[tuple[str, str]]:
    return [(card.user, card.kind) for card in office.telling.stale_cards()]


def test_the_next_few_of_everybody_are_wanted_and_each_input_once(office):
    task = office.task(20, ["ANA", "BEN"]).id
    other = office.task(20, ["BEN", "ANA"], name="Second").id
    fronts = {one.input for t in (task, other) for who in ("ANA", "BEN") for one in office.of(t, who)[:AHEAD]}
    assert office.picturing.want_ahead() == len(fronts) == 2 * AHEAD
    assert office.picturing.want_ahead() == 0
    assert sorted(wanted(office)) == sorted(fronts)


def test_as_a_queue_goes_on_its_next_is_wanted(office):
    task = office.task(AHEAD + 3)
    office.picturing.want_ahead()
    office.answer(task.id, "ANA", task.concepts[0], 2)
    office.picturing.want_ahead_of(task.id, "ANA")
    assert wanted(office) == [one.input for one in office.of(task.id, "ANA")[: AHEAD + 2]]


def test_one_persons_click_asks_for_their_own_queue_only(office):
    task = office.task(20, ["ANA", "BEN"], reviewers=("ANA",)).id
    office.picturing.want_ahead_of(task, "BEN")
    assert wanted(office) == [one.input for one in office.of(task, "BEN")[:AHEAD]]
    office.picturing.want_ahead_of(99, "BEN")
    office.picturing.want_ahead_of(task, "EVE")
    assert len(wanted(office)) == AHEAD


def test_reviewers_get_theirs_though_labeling_went_without(office):
    task = office.task(AHEAD + 2, reviewers=("REA",))
    office.answer(task.id, "ANA", task.concepts[0], AHEAD + 2)
    assert office.picturing.want_ahead() == 0
    office.reviewing.deal_batches()
    assert office.picturing.want_ahead() == AHEAD
    assert wanted(office) == [one.input for one in office.assignments(task.id)[:AHEAD]]


def test_nothing_is_wanted_for_a_deleted_task(office):
    task = office.task(3).id
    office.editing.delete(office.lead, task)
    assert office.picturing.want_ahead() == 0
    office.picturing.want_ahead_of(task, "ANA")
    assert wanted(office) == []


def test_workspaces_have_their_own(office):
    elsewhere = Office(office.store, "T2")
    office.task(2)
    elsewhere.task(3, dataset=str(elsewhere.add_inputs(3)))
    assert office.picturing.want_ahead() == 5
    assert [picture.workspace for picture in office.picturing.due()] == ["T1", "T1", "T2", "T2", "T2"]


def test_not_all_are_uploaded_at_once(office):
    office.task(100, [f"U{n}" for n in range(10)])
    assert office.picturing.want_ahead() == 10 * AHEAD
    assert len(wanted(office)) == _AT_ONCE


def test_a_picture_goes_from_wanted_to_ready_and_the_card_that_shows_it_follows(office, one):
    assert front(office, one, "ANA") == (PictureState.WANTED, None)
    scanning = uploaded(office)
    assert (scanning.state, scanning.file) == (PictureState.SCANNING, "F1")
    assert stale(office) == [], "There is nothing new to see yet."
    assert office.picturing.ready(scanning)
    assert front(office, one, "ANA") == (PictureState.READY, "F1")
    assert stale(office) == [("ANA", LABEL)]
    assert (wanted(office), office.picturing.next_due_at()) == ([], None)


def test_cards_that_show_something_else_are_left_alone(office):
    task = office.task(4, ["ANA", "BEN"]).id
    for who in ("ANA", "BEN"):
        office.telling.card_placed((office.actor(who), task, LABEL), "D1", "1.1", 1)
    office.picturing.want_ahead()
    second = office.of(task, "BEN")[1].input
    for picture in office.picturing.due():
        if picture.input == second:
            office.picturing.ready(picture)
    assert stale(office) == []


def test_the_reviewers_card_follows_too(office, one):
    office.answer(one, "ANA", None)
    office.reviewing.deal_batches()
    office.telling.card_placed((office.actor("REA"), one, REVIEW), "D2", "2.1", 1)
    office.picturing.ready(uploaded(office))
    assert ("REA", REVIEW) in stale(office)


@pytest.mark.usefixtures("one")
def test_a_file_that_is_being_scanned_is_looked_at_when_it_is_time(office, clock):
    office.picturing.uploaded(only(office), "F1", 5)
    assert wanted(office) == []
    assert office.picturing.next_due_at() - clock.now() == pytest.approx(5 * SECOND, abs=100)
    clock.move(6)
    assert only(office).state is PictureState.SCANNING


@pytest.mark.usefixtures("one")
def test_of_two_who_settle_a_picture_the_first_wins(office):
    before = only(office)
    assert office.picturing.uploaded(before, "F1", 0)
    assert not office.picturing.uploaded(before, "F2", 0)
    assert not office.picturing.failed(before, "too late")
    assert only(office).file == "F1"


def test_a_scan_that_never_ends_fails_and_says_so_on_the_card(office, one):
    uploaded(office)
    for attempt in range(_MOST_LOOKS):
        assert only(office).attempts == attempt
        assert stale(office) == []
        office.picturing.look_again(only(office), 0)
    assert wanted(office) == []
    assert front(office, one, "ANA").state is PictureState.FAILED
    assert stale(office) == [("ANA", LABEL)]


def test_slack_in_trouble_is_waited_for_longer_than_a_scan(office, one):
    """A picture that failed is not asked for again: an outage of some minutes must not cost everybody theirs."""
    for _ in range(_MOST_TRIES - 1):
        assert office.picturing.look_again(only(office), 0, "500")
    assert front(office, one, "ANA").state is PictureState.WANTED
    office.picturing.look_again(only(office), 0, "500")
    assert front(office, one, "ANA").state is PictureState.FAILED


def test_an_upload_that_came_after_trouble_has_all_its_looks(office, one):
    for _ in range(_MOST_LOOKS + 1):
        office.picturing.look_again(only(office), 0, "500")
    assert uploaded(office).attempts == 0
    office.picturing.look_again(only(office), 0)
    assert front(office, one, "ANA").state is PictureState.SCANNING


@pytest.mark.usefixtures("one")
def test_what_failed_stays_so_until_it_is_broken_news(office):
    before = only(office)
    assert office.picturing.failed(before, "not a picture")
    assert office.picturing.want_ahead() == 0
    assert wanted(office) == []
    office.picturing.broken(before)
    again = only(office)
    assert (again.state, again.file, again.attempts) == (PictureState.WANTED, None, 0)


def test_a_ready_picture_that_slack_lost_is_uploaded_anew(office, one):
    office.picturing.ready(shown := uploaded(office))
    office.picturing.broken(shown)
    assert office.picturing.uploaded(only(office), "F2", 0)
    assert office.picturing.ready(only(office))
    assert front(office, one, "ANA") == (PictureState.READY, "F2")


def test_the_content_of_an_input_is_found_by_its_id(office):
    task = office.task(2).id
    first, second = office.assignments(task)
    assert office.picturing.content_of(second.input) == f"{1:064}"
    assert office.picturing.content_of(first.input + 99) is None


def test_texts_never_want_a_picture(office: Office):
    office.person("ANA")
    office.person("REA")
    task = office.task(3, dataset=str(office.add_texts("One.", "Two.")), reviewers=("REA",))
    assert office.picturing.want_ahead() == 0
    office.picturing.want_ahead_of(task.id, "ANA")
    office.answer(task.id, "ANA", task.concepts[0])
    office.reviewing.take(office.actor("REA"), task.id)
    assert office.picturing.want_ahead() == 0
    assert wanted(office) == []
    item = office.labeling.card(office.actor("ANA"), task.id).item
    assert (item.content.kind, item.content.text) == (InputKind.TEXT, "Two.")


def test_a_text_between_pictures_is_left_out_and_their_order_kept(office: Office):
    office.person("ANA")
    office.add_inputs(1)
    office.add_texts("Words.")
    task = office.task(5)
    assert office.picturing.want_ahead() == AHEAD - 1
    pictures = [one.input for one in office.assignments(task.id)]
    assert wanted(office) == [pictures[0], *pictures[2:AHEAD]]
