"""Which pictures should be in Slack next, and how far they are."""

from collections.abc import Collection, Sequence
from functools import partial

from domain.clock import DAY
from domain.model import Actor, PictureState, Role
from domain.notices import PictureFailed
from store.cards import LABEL, REVIEW
from store.pictures import Picture
from store.unit_of_work import Store, UnitOfWork

AHEAD = 4
"""How many pictures of a queue are kept ready: the one in front and the next few."""
_AT_ONCE = 20
_MOST_LOOKS = 8
"""At a file that Slack scans: about a minute."""
_MOST_TRIES = 50
"""Where Slack, or something on our side, refuses just this picture."""
_NOT_TAKEN = "Slack does not show it"


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

    def due(self, but: Collection[int] = ()) -> list[Picture]:
        """`but`: inputs that are being cared for."""
        return self._store.read(lambda unit: unit.pictures.due(_AT_ONCE, but))

    def next_due_at(self, but: Collection[int] = ()) -> int | None:
        """Microseconds since 1970, or None: no picture is on its way."""
        return self._store.read(lambda unit: unit.pictures.next_due_at(but))

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

    def doubt(self, file: str) -> None:
        """Slack did not take this file in a message: somebody should look what became of it.

        After too many times the picture counts as failed, as a file that is whole and never taken would go round.
        """

        def write(unit: UnitOfWork) -> None:
            picture = unit.pictures.with_file(file)
            if picture is not None and picture.state is PictureState.READY:
                attempts = picture.attempts + 1
                state = PictureState.FAILED if attempts >= _MOST_LOOKS else PictureState.SCANNING
                _settle(unit, picture, state, wait=picture.attempts, attempts=attempts, error=_NOT_TAKEN)
                unit.topics.add("pictures:look")

        self._store.write(write)

    def broken(self, input_: int) -> None:
        """Slack says that a picture it had is gone: it is uploaded anew."""

        def write(unit: UnitOfWork) -> None:
            unit.pictures.again(input_)
            unit.topics.add("pictures:look")

        self._store.write(write)

    def _settle(self, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None) -> bool:
        return self._store.write(lambda unit: _settle(unit, picture, state, wait=wait, **values))


def _settle(
    unit: UnitOfWork, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None
) -> bool:
    """False: somebody moved it meanwhile."""
    if not unit.pictures.move(picture, state, wait=wait, **values):
        return False
    if state in {PictureState.READY, PictureState.FAILED}:
        for task, user, kind in _showing(unit, picture.input):
            unit.cards.touch(picture.workspace, task, user, kind, calmly=False)
        unit.topics.add("cards")
    if state is PictureState.FAILED:
        _tell_leads(unit, picture, str(values.get("error") or _NOT_TAKEN))
    return True


def _tell_leads(unit: UnitOfWork, picture: Picture, reason: str) -> None:
    """Once a task and day: where one picture is missing, others are, and nobody needs a stream of them."""
    day = unit.now // DAY
    for task in sorted({task for task, _, _ in unit.pictures.cards_showing(picture.input)}):
        for lead in unit.people.of_task(task, Role.LEAD):
            notice = PictureFailed(task, picture.name, reason)
            unit.outbox.put(Actor(picture.workspace, lead), notice, key=f"picture:{task}:{lead}:{day}")
            unit.topics.add("notices")


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
