"""What is deleted for good: tasks that were deleted long ago, and rows that nobody needs any more."""

from domain import retention
from domain.permissions import KEPT_FOR
from store.pictures import Picture
from store.purging import Unneeded
from store.unit_of_work import Store, UnitOfWork

CHUNK = 100
"""Assignments a transaction, with all that hangs on them: well below the 50 ms that the writer may be held."""
_FILES = 50


class Purging:
    def __init__(self, store: Store) -> None:
        self._store = store

    def step(self) -> bool:
        """Do the next bit. False: nothing is left to do."""
        return self._purge_task() or self._purge_rows() or self._release_drawings()

    def unneeded_files(self) -> list[Unneeded]:
        """Pictures in Slack that no task needs, some at a time."""
        return self._store.read(lambda unit: unit.purges.unneeded(_FILES))

    def unneeded_drawings(self) -> list[Picture]:
        """Pictures with shapes on them that no card shows any more, some at a time: in Slack and on the disk."""
        return self._store.read(lambda unit: unit.drawings.unneeded(_FILES))

    def drawing_is_gone(self, gone: Picture) -> None:
        self._store.write(lambda unit: unit.drawings.is_gone(gone.drawing))

    def file_is_gone(self, gone: Unneeded) -> None:
        def write(unit: UnitOfWork) -> None:
            unit.purges.file_is_gone(gone)
            # Somebody may have come to need it meanwhile, and finds now that it has to be brought again.
            unit.topics.add("pictures")

        self._store.write(write)

    def _purge_task(self) -> bool:
        task = self._store.read(lambda unit: unit.purges.oldest_task(unit.now - KEPT_FOR))
        if task is None:
            return False
        part = self._store.read(lambda unit: unit.purges.next_part(task, CHUNK))

        def write(unit: UnitOfWork) -> None:
            if not unit.purges.begin(task, unit.now - KEPT_FOR):
                return
            if part.assignments:
                unit.purges.drop_assignments(part)
            else:
                unit.purges.drop_task(task, 2 * CHUNK)

        self._store.write(write)
        return True

    def _purge_rows(self) -> bool:
        def moments(unit: UnitOfWork) -> dict[str, int]:
            return {"told": unit.now - retention.TOLD_NOTICE, "drafted": unit.now - retention.DRAFT}

        if not self._store.read(lambda unit: unit.purges.has_old_rows(**moments(unit))):
            return False
        self._store.write(lambda unit: unit.purges.drop_old_rows(2 * CHUNK, **moments(unit)))
        return True

    def _release_drawings(self) -> bool:
        return self._store.write(lambda unit: unit.drawings.release(unit.now - retention.DRAWING, CHUNK)) > 0
