"""Pictures that Slack loses or never takes, and who hears of it."""

import pytest

from domain.clock import DAY, SECOND
from domain.model import PictureState
from domain.notices import PictureFailed
from store.pictures import Picture
from tests.office import LEAD, Office


@pytest.fixture
def task(office: Office) -> int:
    made = office.task(3).id
    office.picturing.want_ahead()
    return made


def ready(office: Office) -> Picture:
    """The first picture, shown in Slack."""
    office.picturing.uploaded(office.picturing.due()[0], "F1", 0)
    scanning = next(one for one in office.picturing.due() if one.file == "F1")
    office.picturing.ready(scanning)
    return scanning


def state_of(office: Office, file: str) -> tuple[PictureState, int]:
    found = office.store.read(lambda unit: unit.pictures.with_file(file))
    return found.state, found.attempts


@pytest.mark.usefixtures("task")
def test_a_file_that_slack_did_not_take_is_looked_at_again(office: Office) -> None:
    ready(office)
    office.picturing.doubt("F1")
    office.picturing.doubt("F1")
    assert state_of(office, "F1") == (PictureState.SCANNING, 1)
    office.picturing.doubt("F2")


@pytest.mark.usefixtures("task")
def test_a_whole_file_that_is_never_taken_does_not_go_round_for_ever(office, clock) -> None:
    ready(office)
    for _ in range(8):
        office.picturing.doubt("F1")
        clock.move(60)
        for one in office.picturing.due():
            if one.file == "F1":
                office.picturing.ready(one)
    assert state_of(office, "F1")[0] is PictureState.FAILED


@pytest.mark.usefixtures("task")
def test_a_file_that_is_gone_is_uploaded_anew(office: Office) -> None:
    shown = ready(office)
    office.picturing.broken(shown)
    assert (shown.input, None) in [(one.input, one.file) for one in office.picturing.due()]


def test_the_lead_hears_of_failed_pictures_once_a_day(office, task, clock) -> None:
    first, second, third = office.picturing.due()
    office.picturing.failed(first, "it can't be read")
    office.picturing.failed(second, "it can't be read")
    told = [PictureFailed(task, first.name, "it can't be read")]
    assert [one for one in office.told(LEAD) if isinstance(one, PictureFailed)] == told
    clock.move(DAY / SECOND)
    office.picturing.failed(third, "its file is missing")
    told.append(PictureFailed(task, third.name, "its file is missing"))
    assert [one for one in office.told(LEAD) if isinstance(one, PictureFailed)] == told
