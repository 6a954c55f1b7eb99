"""`labelbot import-labels`: boxes and polygons of a COCO file into a task."""

import json
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.commands.opening import find_workspace, migrated, reason_of
from bot.settings import Settings
from domain.coco import ImportAs
from domain.errors import LabelingError
from services.exporting import Exporting
from services.label_imports import LabelImports, LabelsImported, Way
from views.slack.parts import count


def import_labels(settings: Settings, file: Path, name_or_id: str, how: ImportAs, workspace: str | None) -> bool:
    """Returns whether anything was taken. Raises LabelingError, also for a file that is none of the kind."""
    document = _read(file)
    err = Console(stderr=True)
    bar = Progress(
        TextColumn("Importing"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
    with migrated(settings) as store, bar:
        task = Exporting(store).find(find_workspace(store, settings, workspace), name_or_id)
        shown = bar.add_task("", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(shown, completed=done, total=total)

        imported = LabelImports(store).run(task, document, Way(file.name, how, task.created_by), progress)
    _report(imported, task.name, how)
    return imported.pictures > 0


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise LabelingError(f"{file} can't be read: {reason_of(error)}.") from None
    except (ValueError, RecursionError):
        raise LabelingError(f"{file} is no JSON. Export it as COCO, and name that file.") from None


def _report(imported: LabelsImported, task: str, how: ImportAs) -> None:
    out = Console(soft_wrap=True, highlight=False)
    for why, number in imported.left_out.most_common():
        out.print(f"Left out: {number:,} × {why}.", markup=False)
    what = {ImportAs.SUGGESTIONS: "suggested", ImportAs.REVIEW: "for review", ImportAs.FINAL: "final"}[how]
    shapes, pictures = count(imported.shapes, "shape"), count(imported.pictures, "picture")
    out.print(f"{shapes} on {pictures} of “{task}” {'is' if imported.shapes == 1 else 'are'} {what}.", markup=False)
