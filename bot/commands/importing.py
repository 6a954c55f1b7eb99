"""`labelbot import`, with a progress bar."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.buckets import Bucket
from bot.commands.opening import find_workspace, migrated
from bot.settings import Settings
from services.datasets import Datasets
from services.importing import Imported, Importing
from store.unit_of_work import Store


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:,.0f}/s")


def import_place(
    settings: Settings, place: Path | Bucket, dataset: str, workspace: str | None, column: str | None
) -> bool:
    """A folder, a file or a bucket. Returns whether anything usable was found."""
    with migrated(settings) as store:
        where = find_workspace(store, settings, workspace)
        imported = import_with_bar(store, settings, where, dataset, place, column)
    report(imported)
    return not imported.is_empty


def report(imported: Imported) -> None:
    """Each file that stayed out with the reason, and a line about the rest."""
    out = Console(soft_wrap=True, highlight=False)
    for note in imported.notes:
        out.print(note, markup=False)
    for one in imported.refused:
        out.print(Text.assemble(("✗ ", "red"), (one.name, "bold"), f" {one.reason}"))
    out.print(_summary(imported), markup=False)


def import_with_bar(
    store: Store, settings: Settings, workspace: str, dataset: str, place: Path | Bucket, column: str | None = None
) -> Imported:
    err = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
    with bar:
        shown = bar.add_task(f"Importing into {dataset}", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(shown, completed=done, total=total)

        importing = Importing(Datasets(store), settings.inputs_dir)
        if isinstance(place, Path):
            return importing.run(workspace, dataset, place, progress, column)
        return place.run(lambda folder: importing.run(workspace, dataset, folder, column=column), progress)


def _summary(imported: Imported) -> str:
    if imported.is_empty:
        return (
            "Nothing usable was found: Labelbot takes JPEG, PNG, WebP and GIF, MP4 and WebM, CSV, JSON Lines and plain "
            "lines, and zips of these."
        )
    skipped = f"{len(imported.refused):,} skipped."
    counts = f"{imported.added:,} added to “{imported.dataset}”, {imported.known:,} already there, {skipped}"
    if imported.others == 1:
        return f"{counts} One other file was left alone."
    return f"{counts} {imported.others:,} other files were left alone." if imported.others else counts
