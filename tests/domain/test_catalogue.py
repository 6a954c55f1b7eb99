"""What is still on its way, in lists and windows."""

from datetime import UTC, datetime

import pytest

from domain.model import InputKind, PictureState
from domain.read_models import DatasetModel, InputLine, VersionLine, VersionModel, VersionStatus

READY = InputLine(1, "a.jpg", InputKind.IMAGE, PictureState.READY)


@pytest.mark.parametrize(
    ("kind", "state", "is_coming"),
    [
        (InputKind.IMAGE, PictureState.MISSING, True),
        (InputKind.VIDEO, PictureState.SCANNING, True),
        (InputKind.IMAGE, PictureState.READY, False),
        (InputKind.IMAGE, PictureState.FAILED, False),
        (InputKind.TEXT, PictureState.MISSING, False),
    ],
)
def test_texts_have_no_picture_to_wait_for(kind, state, is_coming):
    assert InputLine(1, "a", kind, state).is_coming is is_coming


def test_a_dataset_is_complete_once_its_inputs_and_pictures_are_there():
    coming = InputLine(2, "b.jpg", InputKind.IMAGE, PictureState.WANTED)

    def is_coming(*items: InputLine, is_filling: bool = False) -> bool:
        return DatasetModel(1, "Pets", (), 2, (), 0, items, 0, 1, is_filling=is_filling).is_coming

    assert not is_coming(READY)
    assert is_coming(READY, coming)
    assert is_coming(READY, is_filling=True)


@pytest.mark.parametrize("status", VersionStatus)
def test_a_version_is_ready_once_it_is_made(status):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    line = VersionLine(1, "v1", 1, "Pets", None, None, status, 1, 1, "ANA", at)
    assert VersionModel(line, (), 1, 0).is_ready is (status is VersionStatus.READY)
