"""`labelbot export`: a task's labels into a file."""

import re
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.commands.opening import find_workspace, migrated
from bot.settings import Settings
from domain.errors import LabelingError
from services.exporting import FORMATS, Exporting

_UNFIT = re.compile(r"[^\w.-]+")


def export_task(
    settings: Settings,
    name_or_id: str,
    format_: str,
    output: Path | None,
    workspace: str | None,
    *,
    everything: bool,
    force: bool,
) -> None:
    if format_ not in FORMATS:
        raise typer.BadParameter(f"choose one of {', '.join(FORMATS)}.", param_hint="--format")
    with migrated(settings) as store:
        exporting = Exporting(store)
        task = exporting.find(find_workspace(store, settings, workspace), name_or_id)
        path = output or Path(f"{_UNFIT.sub('-', task.name).strip('-.') or 'task'}.{format_}")
        if path.exists() and not force:
            raise LabelingError(f"{path} is there already. Add --force to replace it, or choose another with --output.")
        counted = TextColumn("{task.completed:,.0f} rows")
        with Progress(
            SpinnerColumn(), counted, TimeElapsedColumn(), console=Console(stderr=True), transient=True
        ) as bar:
            shown = bar.add_task("", total=None)
            rows = exporting.write(
                task.id, path, format_, everything=everything, progress=lambda done: bar.update(shown, completed=done)
            )
    typer.echo(f"{rows:,} rows written to {path}.")
