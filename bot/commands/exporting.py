"""`labelbot export`: a task's labels, its history, or a dataset version, into a file."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.commands.opening import find_workspace, migrated, reason_of
from bot.settings import Settings
from domain.errors import LabelingError
from services.export_files import FORMATS
from services.exporting import TASK_FORMATS, Exporting, suffix_of
from services.histories import Histories
from services.links import PictureLinks
from services.versions import Versions
from views.slack.exports import left_out_words, noun
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
    _check_format(format_, TASK_FORMATS)
    with migrated(settings) as store:
        exporting = Exporting(store)
        task = exporting.find(find_workspace(store, settings, workspace), name_or_id)
        path = _free(output or _file_of(task.name, "task", suffix_of(format_)), force=force)
        with _said(path), _counting() as progress:
            rows = exporting.write(task.id, path, format_, everything=everything, progress=progress)
        left_out = exporting.left_out(task.id, everything=everything)
        others = exporting.others(task.id, format_, everything=everything)
    sentences = [f"{count(rows, noun(format_))} written to {path}.", left_out_words(left_out, others)]
    if left_out.awaiting or left_out.rejected:
        sentences.append("--everything adds the answers that are not approved, with their status.")
    typer.echo(" ".join(filter(None, sentences)))


def export_history(
    settings: Settings, name_or_id: str, format_: str, output: Path | None, workspace: str | None, *, force: bool
) -> None:
    """Raises LabelingError as `export_task` does."""
    _check_format(format_)
    with migrated(settings) as store:
        task = Exporting(store).find(find_workspace(store, settings, workspace), name_or_id)
        path = _free(output or _file_of(f"{task.name} history", "history", format_), force=force)
        with _said(path), _counting() as progress:
            rows = Histories(store, PictureLinks()).write(task.id, path, format_, progress=progress)
    typer.echo(f"{count(rows, 'row')} written to {path}.")


def export_version(
    settings: Settings, name_or_id: str, format_: str, output: Path | None, workspace: str | None, *, force: bool
) -> None:
    """Raises LabelingError as `export_task` does."""
    _check_format(format_, TASK_FORMATS)
    with migrated(settings) as store:
        versions = Versions(store)
        version = versions.find(find_workspace(store, settings, workspace), name_or_id)
        path = _free(output or _file_of(version.name, "version", suffix_of(format_)), force=force)
        with _said(path), _counting() as progress:
            rows = versions.write(version, path, format_, progress=progress)
        left_out = left_out_words(*versions.left_out(version, format_))
    typer.echo(" ".join(filter(None, (f"{count(rows, noun(format_))} written to {path}.", left_out))))


def _check_format(format_: str, formats: Sequence[str] = FORMATS) -> None:
    if format_ not in formats:
        raise typer.BadParameter(f"choose one of {', '.join(formats)}.", param_hint="--format")


def _file_of(name: str, otherwise: str, format_: str) -> Path:
    return Path(f"{_UNFIT.sub('-', name).strip('-.') or otherwise}.{format_}")


def _free(path: Path, *, force: bool) -> Path:
    if path.exists() and not force:
        raise LabelingError(f"{path} is there already. Name another file with --output, or replace it with --force.")
    return path


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """A bar that shows how many rows are written."""
    err = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        shown = bar.add_task("", total=None)
        yield lambda done: bar.update(shown, completed=done)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LabelingError(f"{path} can't be written: {reason_of(error)}. Name another file with --output.") from None
