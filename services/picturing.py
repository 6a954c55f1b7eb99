"""Which pictures should be in Slack next, and how far they are."""

from collections.abc import Collection, Sequence
from functools import partial

from domain.clock import DAY
from domain.drawings import Drawing
from domain.model import Actor, PictureState, Role, Task
from domain.notices import PictureFailed
from services import drawings
from services.links import PictureLinks
from store.cards import LABEL, REVIEW
from store.drawings import NewDrawing, Queue
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
Cared = int | str
"""What a picture is known by while it is cared for: its input, or the digest of what is drawn on it."""


class Picturing:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self.is_uploading = links.is_uploading
        """Pictures go to Slack as files. Otherwise it fetches them, and only drawings need to be made."""

    def want_ahead(self) -> int:
        """Ask for the next pictures of everybody who has a card or is about to get one. Returns how many are new."""
        missing = self._store.read(lambda unit: unit.pictures.missing_ahead(AHEAD)) if self.is_uploading else {}
        for workspace, inputs in missing.items():
            self._store.write(partial(_want, workspace, inputs))
        queues = self._store.read(lambda unit: unit.drawings.queues())
        return sum(map(len, missing.values())) + sum(map(self._want_drawn, queues))

    def content_of(self, input_: int) -> str | None:
        """The sha256 that names an input's file."""
        found = self._store.read(lambda unit: unit.catalog.input(input_))
        return None if found is None else found.sha256

    def want_ahead_of(self, task: int, user: str) -> None:
        """Ask for the next pictures of one person in one task."""

        def read(unit: UnitOfWork) -> tuple[Task | None, list[int]]:
            found = unit.tasks.find(task)
            if found is None or found.deleted_at is not None or not self.is_uploading:
                return found, []
            labeling = unit.pictures.missing_for_labeler(task, user, AHEAD)
            return found, labeling + unit.pictures.missing_for_reviewer(task, user, AHEAD)

        found, inputs = self._store.read(read)
        if found is None or found.deleted_at is not None:
            return
        if inputs:
            self._store.write(partial(_want, found.workspace, list(dict.fromkeys(inputs))))
        if drawings.may_have_any(found):
            for is_review in (False, True):
                self._want_drawn(Queue(task, user, is_review))

    def drawing(self, digest: str) -> tuple[str, Drawing] | None:
        """The sha256 of the input that it is drawn on, and what is drawn."""
        return self._store.read(lambda unit: unit.drawings.get(digest))

    def due(self, but: Collection[Cared] = ()) -> list[Picture]:
        """`but`: those that are being cared for. Plain pictures first: they are shown while drawings are made."""

        def read(unit: UnitOfWork) -> list[Picture]:
            drawn = unit.drawings.due(_AT_ONCE, _drawn_of(but))
            return [*unit.pictures.due(_AT_ONCE, _plain_of(but)), *drawn] if self.is_uploading else drawn

        return self._store.read(read)[:_AT_ONCE]

    def next_due_at(self, but: Collection[Cared] = ()) -> int | None:
        """Microseconds since 1970, or None: no picture is on its way."""

        def read(unit: UnitOfWork) -> list[int | None]:
            plain = unit.pictures.next_due_at(_plain_of(but)) if self.is_uploading else None
            return [plain, unit.drawings.next_due_at(_drawn_of(but))]

        return min((at for at in self._store.read(read) if at is not None), default=None)

    def uploaded(self, picture: Picture, file: str, wait: float) -> bool:
        """Slack has the bytes and looks them over. Look again in `wait` seconds."""
        return self._settle(picture, PictureState.SCANNING, wait=wait, file=file, attempts=0)

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
            picture = unit.pictures.with_file(file) or unit.drawings.with_file(file)
            if picture is not None and picture.state is PictureState.READY:
                attempts = picture.attempts + 1
                state = PictureState.FAILED if attempts >= _MOST_LOOKS else PictureState.SCANNING
                _settle(unit, picture, state, wait=picture.attempts, attempts=attempts, error=_NOT_TAKEN)
                unit.topics.add("pictures:look")

        self._store.write(write)

    def broken(self, picture: Picture) -> None:
        """Slack says that a picture it had is gone: it is uploaded anew."""

        def write(unit: UnitOfWork) -> None:
            if picture.drawing:
                unit.drawings.again(picture.drawing)
            else:
                unit.pictures.again(picture.input)
            unit.topics.add("pictures:look")

        self._store.write(write)

    def _want_drawn(self, queue: Queue) -> int:
        def read(unit: UnitOfWork) -> list[NewDrawing]:
            task = unit.tasks.find(queue.task)
            wanted = [] if task is None else drawings.ahead(unit, task, queue, AHEAD)
            return unit.drawings.missing(wanted, is_uploading=self.is_uploading)

        missing = self._store.read(read)
        if missing:
            self._store.write(lambda unit: unit.drawings.want(missing, is_uploading=self.is_uploading))
        return len(missing)

    def _settle(self, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None) -> bool:
        return self._store.write(lambda unit: _settle(unit, picture, state, wait=wait, **values))


def _settle(
    unit: UnitOfWork, picture: Picture, state: PictureState, *, wait: float = 0, **values: str | int | None
) -> bool:
    """False: somebody moved it meanwhile."""
    moving = unit.drawings if picture.drawing else unit.pictures
    if not moving.move(picture, state, wait=wait, **values):
        return False
    if state in {PictureState.READY, PictureState.FAILED}:
        for task, user, kind in _showing(unit, picture):
            unit.cards.touch(picture.workspace, task, user, kind, calmly=False)
        unit.topics.add("cards")
    if state is PictureState.FAILED and not picture.drawing:
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


def _plain_of(cared: Collection[Cared]) -> list[int]:
    return [one for one in cared if isinstance(one, int)]


def _drawn_of(cared: Collection[Cared]) -> list[str]:
    return [one for one in cared if isinstance(one, str)]


def _showing(unit: UnitOfWork, picture: Picture) -> Sequence[tuple[int, str, str]]:
    """The cards that have this input in front now."""
    shown = []
    for task, user, kind in unit.pictures.cards_showing(picture.input, picture.task):
        front = unit.queue.next(task, user) if kind == LABEL else unit.reviews.next(task, user)
        if front is not None and front.assignment.input == picture.input and kind in {LABEL, REVIEW}:
            shown.append((task, user, kind))
    return shown
