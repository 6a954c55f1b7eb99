"""`labelbot export`: a task's labels into a file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.commands.opening import find_workspace, migrated, reason_of
from bot.settings import Settings
from domain.errors import LabelingError
from services.exporting import FORMATS, Exporting
from views.slack.notices import left_out_words
from views.slack.parts import count

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
    """Raises LabelingError, also for a file that is there already, unless it is to be replaced by `force`."""
    if format_ not in FORMATS:
        raise typer.BadParameter(f"choose one of {', '.join(FORMATS)}.", param_hint="--format")
    with migrated(settings) as store:
        exporting = Exporting(store)
        task = exporting.find(find_workspace(store, settings, workspace), name_or_id)
        path = output or Path(f"{_UNFIT.sub('-', task.name).strip('-.') or 'task'}.{format_}")
        if path.exists() and not force:
            raise LabelingError(
                f"{path} is there already. Name another file with --output, or replace it with --force."
            )
        counted = TextColumn("{task.completed:,.0f} rows")
        err = Console(stderr=True)
        columns = (SpinnerColumn(), counted, TimeElapsedColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            shown = bar.add_task("", total=None)
            with _said(path):
                rows = exporting.write(
                    task.id,
                    path,
                    format_,
                    everything=everything,
                    progress=lambda done: bar.update(shown, completed=done),
                )
        left_out = exporting.left_out(task.id, everything=everything)
    sentences = [f"{count(rows, 'row')} written to {path}.", left_out_words(left_out)]
    if left_out.awaiting or left_out.rejected:
        sentences.append("--everything adds the answers that are not approved, with their status.")
    typer.echo(" ".join(filter(None, sentences)))


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LabelingError(f"{path} can't be written: {reason_of(error)}. Name another file with --output.") from None
