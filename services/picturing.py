"""Which pictures should be in Slack next, and how far they are."""

from collections.abc import Sequence
from functools import partial

from domain.model import PictureState
from store.cards import LABEL, REVIEW
from store.pictures import Picture
from store.unit_of_work import Store, UnitOfWork

AHEAD = 4
"""How many pictures of a queue are kept ready: the one in front and the next few."""
_AT_ONCE = 20
_MOST_LOOKS = 8
"""At a file that Slack scans: about a minute."""
_MOST_TRIES = 50
"""When Slack is in trouble: about 45 minutes, as the notices have."""


class Picturing:
    def __init__(self, store: Store) -> None:
        self._store = store

    def want_ahead(self) -> int:
        """Ask for the next pictures of everybody who has a card or is about to get one. Returns how many are new."""
        missing = self._store.read(lambda unit: unit.pictures.missing_ahead(AHEAD))
        for workspace, inputs in missing.items():
            self._store.write(partial(_want, workspace, inputs))
        return sum(map(len, missing.values()))

    def content_of(self, input_: int) -> str | None:
        """The sha256 that names an input's file."""
        found = self._store.read(lambda unit: unit.catalog.input(input_))
        return None if found is None else found.sha256

    def want_ahead_of(self, task: int, user: str) -> None:
        """Ask for the next pictures of one person in one task."""

        def read(unit: UnitOfWork) -> tuple[str, list[int]]:
            found = unit.tasks.find(task)
            if found is None or found.deleted_at is not None:
                return "", []
            labeling = unit.pictures.missing_for_labeler(task, user, AHEAD)
            return found.workspace, labeling + unit.pictures.missing_for_reviewer(task, user, AHEAD)

        workspace, inputs = self._store.read(read)
        if inputs:
            self._store.write(partial(_want, workspace, list(dict.fromkeys(inputs))))

    def due(self) -> list[Picture]:
        return self._store.read(lambda unit: unit.pictures.due(_AT_ONCE))

    def next_due_at(self) -> int | None:
        """Microseconds since 1970, or None: no picture is on its way."""
        return self._store.read(lambda unit: unit.pictures.next_due_at())

    def uploaded(self, picture: Picture, file: str, wait: float) -> bool:
        """Slack has the bytes and looks them over. Look again in `wait` seconds."""
        return self._store.write(
            lambda unit: unit.pictures.move(picture, PictureState.SCANNING, wait=wait, file=file, attempts=0)
        )

    def wait(self, picture: Picture, wait: float, error: str) -> bool:
        """Slack has trouble, however long: that is not the picture's fault. Again in `wait` seconds."""
        return self._settle(picture, picture.state, wait=wait, attempts=picture.attempts, error=error)

    def look_again(self, picture: Picture, wait: float, error: str | None = None) -> bool:
        """Not yet. After too many times the picture counts as failed: sooner where there is no `error` to get over."""
        attempts = picture.attempts + 1
        most = _MOST_LOOKS if error is None else _MOST_TRIES
        state = PictureState.FAILED if attempts >= most else picture.state
        return self._settle(picture, state, wait=wait, attempts=attempts, error=error)

    def ready(self, picture: Picture) -> bool:
        return self._settle(picture, PictureState.READY, error=None)

    def failed(self, picture: Picture, error: str) -> bool:
        return self._settle(picture, PictureState.FAILED, error=error)

    def broken(self, input_: int) -> None:
        """Slack says that a picture it had is gone or unusable: it is uploaded anew."""
        self._store.write(lambda unit: unit.pictures.again(input_))

    def _settle(self, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None) -> bool:
        def write(unit: UnitOfWork) -> bool:
            moved = unit.pictures.move(picture, state, wait=wait, **values)
            if moved and state in {PictureState.READY, PictureState.FAILED}:
                for task, user, kind in _showing(unit, picture.input):
                    unit.cards.touch(picture.workspace, task, user, kind, calmly=False)
                unit.topics.add("cards")
            return moved

        return self._store.write(write)


def _want(workspace: str, inputs: Sequence[int], unit: UnitOfWork) -> None:
    unit.pictures.want(workspace, inputs)


def _showing(unit: UnitOfWork, input_: int) -> Sequence[tuple[int, str, str]]:
    """The cards that have this input in front now."""
    shown = []
    for task, user, kind in unit.pictures.cards_showing(input_):
        front = unit.queue.next(task, user) if kind == LABEL else unit.reviews.next(task, user)
        if front is not None and front.assignment.input == input_ and kind in {LABEL, REVIEW}:
            shown.append((task, user, kind))
    return shown
