import pytest

from domain.model import NOBODY, InputKind, PictureState, Role, Tally
from domain.read_models import InputInTask, InputLine, InputList, PersonLine

LINE = InputLine(1, "a.jpg", InputKind.IMAGE, PictureState.READY)


@pytest.mark.parametrize(
    ("user", "role", "pending", "may"),
    [
        ("ANA", Role.LABELER, 1, True),
        ("ANA", Role.LABELER, 0, False),
        (NOBODY, Role.LABELER, 1, False),
        ("ANA", Role.REVIEWER, 1, False),
    ],
)
def test_only_a_labelers_open_work_can_move(user, role, pending, may):
    assert PersonLine(user, role, Tally(pending)).may_lose_work is may


@pytest.mark.parametrize(("state", "is_coming"), [(PictureState.READY, False), (PictureState.SCANNING, True)])
def test_a_list_waits_for_its_thumbnails(state, is_coming):
    line = InputLine(2, "b.jpg", InputKind.IMAGE, state)
    assert InputList(1, "Birds", (InputInTask(LINE, None), InputInTask(line, None)), 0, 1, 2).is_coming is is_coming
