"""The command `labelbot`: reads what was typed, calls what does it, and says in a sentence what went wrong.

Whatever is slow to import is imported by the command that needs it, so that `--help` comes at once.
"""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.cli_ending import FAILED, INTERRUPTED, WRONG_USAGE, end, read_settings
from bot.cli_models import models
from bot.cli_style import Command, Commands
from domain.coco import ImportAs
from domain.errors import LabelingError

_LAST_PORT = 65535
_BUCKETS = ("s3", "gs", "az", "file")
_WORKSPACE_ID = re.compile(r"[TE][A-Z0-9]{2,}")

app = typer.Typer(
    cls=Commands,
    name="labelbot",
    help="Label data where your team already talks: inside Slack.\n\nSettings come from the environment or from a "
    "file `.env` in the present folder; docs/operations.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def main() -> NoReturn:
    try:
        app()
    except LabelingError as error:
        end(error.message, FAILED)
    except OSError as error:
        about = f"{error.filename}: " if error.filename else ""
        end(f"That failed: {about}{(error.strerror or str(error)).lower()}.", FAILED)
    except KeyboardInterrupt:
        end("Stopped.", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - people get a sentence; what broke stands in it.
        reason = str(error).strip().split("\n", 1)[0]
        end(f"That failed: {reason or 'no reason given'} ({type(error).__name__})", FAILED)
    sys.exit()


def _check_workspace(given: str | None) -> str | None:
    if given is not None and not _WORKSPACE_ID.fullmatch(given):
        raise typer.BadParameter("a workspace's id is T and at least two capital letters or digits, like T012ABCDEF.")
    return given


def _check_port(given: int) -> int:
    if not 0 <= given <= _LAST_PORT:
        raise typer.BadParameter(f"a port is a number from 1 to {_LAST_PORT}; 0 takes any free one.")
    return given


def _check_place(given: str) -> str:
    if "://" in given:
        if given.partition("://")[0] not in _BUCKETS:
            raise typer.BadParameter(f"of addresses only these are taken: {', '.join(_BUCKETS)}.")
    elif not os.access(given, os.R_OK):
        raise typer.BadParameter(f"{given} is not there, or can't be read.")
    return given


Place = typer.Argument(metavar="PLACE", callback=_check_place, show_default=False)
Workspace = Annotated[
    str | None,
    typer.Option(
        metavar="T…",
        callback=_check_workspace,
        help="The workspace's id. Needed only where it isn't clear: by default the only one in the database, or "
        "the one that SLACK_BOT_TOKEN belongs to.",
        show_default=False,
    ),
]


@app.command(cls=Command)
def run() -> None:
    """Connect to Slack and work until Ctrl-C. Brings the database up to date first.

    With SLACK_APP_TOKEN in Socket Mode, without it over HTTP (SLACK_SIGNING_SECRET).

    Example: `labelbot run`
    """
    from bot.commands.running import run_bot  # noqa: PLC0415
    from bot.settings import BadSettings  # noqa: PLC0415

    try:
        run_bot(read_settings())
    except BadSettings as error:
        end(error.message, WRONG_USAGE)


@app.command(cls=Command)
def demo(
    pictures: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            metavar="FOLDER",
            help="Label the pictures in this folder instead of samples.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            metavar="FOLDER",
            help="Keep workspace and labels in this folder for the next time.",
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(metavar="PORT", callback=_check_port, help="Where the local workspace is shown.")
    ] = 4000,
) -> None:
    """Start a local workspace that acts like Slack, with Labelbot and some pictures in it. Needs no tokens.

    Example: `labelbot demo --pictures ~/Pictures --keep ./demo`
    """
    from bot.commands.demonstrating import run_demo  # noqa: PLC0415

    run_demo(pictures, keep, port)


@app.command("import", cls=Command)
def import_(
    place: Annotated[str, Place],
    dataset: Annotated[str, typer.Option(metavar="NAME", help="The dataset to add to; it is made if there is none.")],
    column: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Where the texts stand: a CSV's column (its name or number), or a key of JSON Lines. Needed only "
            "where it isn't clear.",
            show_default=False,
        ),
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Add what is in PLACE to a dataset: a folder (folders in it too), a file, or a bucket like s3://bucket/folder.

    Taken are pictures (JPEG, PNG, WebP, GIF), videos (MP4, WebM), texts (CSV, JSON Lines, plain lines) and zips of
    these. In a folder texts are taken only where there are neither pictures nor videos: beside those they are notes.
    Zips are taken when they are named themselves.

    Can be stopped and run again: nothing is added twice, whatever its name. Broken, cut off, oversized and
    mislabeled files are named with the reason and left out, texts that are empty or too long with their line. Hidden
    files are left alone, and links that lead out of the folder are not followed. Ends with 1 only if there was
    nothing usable.

    Example: `labelbot import ./photos --dataset "Street signs"`
    """
    from bot.buckets import Bucket, is_bucket  # noqa: PLC0415
    from bot.commands.importing import import_place  # noqa: PLC0415

    settings = read_settings(needs_slack=False)
    if not import_place(settings, Bucket(place) if is_bucket(place) else Path(place), dataset, workspace, column):
        raise typer.Exit(FAILED)


@app.command("import-labels", cls=Command)
def import_labels(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A COCO file.", show_default=False)],
    task: Annotated[str, typer.Option(metavar="NAME", help="The task's name, or its id.")],
    how: Annotated[
        ImportAs, typer.Option("--as", help="What becomes of them: suggestions, or answers for review, or final ones.")
    ] = ImportAs.SUGGESTIONS,
    workspace: Workspace = None,
) -> None:
    """Take boxes and polygons of a COCO file into a detection or segmentation task: as suggestions, which its labelers
    accept, mend or ignore, or as answers to what nobody has answered yet.

    Pictures are found by their content where the file has their sha256, as Labelbot's own exports do; else by their
    names. Whatever can't be taken is counted with the reason. Can be run again: what is answered stays. Ends with 1
    only if nothing was taken.

    Example: `labelbot import-labels instances.json --task "Street signs" --as review`
    """
    from bot.commands.importing_labels import import_labels as take  # noqa: PLC0415

    if not take(read_settings(needs_slack=False), file, task, how, workspace):
        raise typer.Exit(FAILED)


@app.command(cls=Command)
def export(
    task: Annotated[
        str | None,
        typer.Argument(
            metavar="[TASK]",
            help="The task's name, or its id (“Copy task ID” on the Home tab).",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A dataset version instead, by its name or id.", show_default=False),
    ] = None,
    history: Annotated[  # noqa: FBT002 - Typer makes an option of it.
        bool,
        typer.Option("--history", metavar="", help="The task's history instead: who did what, when and why."),
    ] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="csv or jsonl; coco or yolo for boxes and polygons.")
    ] = "csv",
    output: Annotated[
        Path | None,
        typer.Option(dir_okay=False, metavar="FILE", help="The file; by default TASK.csv here.", show_default=False),
    ] = None,
    everything: Annotated[  # noqa: FBT002 - as above.
        bool, typer.Option("--everything", metavar="", help="Also what awaits review or was rejected, with its status.")
    ] = False,
    force: Annotated[  # noqa: FBT002 - as above.
        bool, typer.Option("--force", metavar="", help="Replace the file if it is there already.")
    ] = False,
    workspace: Workspace = None,
) -> None:
    """Write a task's labels to a file, one row an annotation. By default only what is final (SUCCESS); what is left
    out is said. With --version the labels of a dataset version; its inputs without any label have a row each, too.
    With --history one row for each change of the task and its assignments, the oldest first.

    Example: `labelbot export "Street signs" --format jsonl --output signs.jsonl`
    """
    from bot.commands.exporting import export_history, export_task, export_version  # noqa: PLC0415

    settings = read_settings(needs_slack=False)
    _check_export(task, version, history=history, everything=everything)
    if version is not None:
        export_version(settings, version, format_, output, workspace, force=force)
    elif history:
        export_history(settings, task or "", format_, output, workspace, force=force)
    else:
        export_task(settings, task or "", format_, output, workspace, everything=everything, force=force)


def _check_export(task: str | None, version: str | None, *, history: bool, everything: bool) -> None:
    """What does not go together."""
    if history and (version is not None or everything):
        raise typer.BadParameter("goes with neither --version nor --everything.", param_hint="--history")
    if version is not None and (task is not None or everything):
        raise typer.BadParameter("goes with neither a task nor --everything.", param_hint="--version")
    if version is None and task is None:
        raise typer.BadParameter("name a task, or a dataset version with --version.", param_hint="TASK")


@app.command(cls=Command)
def doctor() -> None:
    """Check settings, folder, database, port, tokens and scopes, and that Slack shows an uploaded picture.

    Says what to do about whatever is wrong, and ends with 1 then. The tiny picture is deleted again.

    Example: `labelbot doctor`
    """
    from bot.commands.examining import print_findings  # noqa: PLC0415

    if not print_findings():
        raise typer.Exit(FAILED)


@app.command(cls=Command)
def migrate() -> None:
    """Bring the database to this version's schema. `labelbot run` does it by itself.

    Example: `labelbot migrate`
    """
    from bot.commands.opening import migrate_database  # noqa: PLC0415

    migrate_database(read_settings(needs_slack=False))


@app.command(cls=Command)
def manifest(
    http: Annotated[
        str | None,
        typer.Option(metavar="URL", help="For HTTP mode: where Slack reaches this server.", show_default=False),
    ] = None,
) -> None:
    """Print the app manifest to paste at api.slack.com/apps. Without --http it is the one for Socket Mode.

    Example: `labelbot manifest --http https://labels.example.org`
    """
    from bot.manifest import BadAddress, http_manifest, socket_manifest  # noqa: PLC0415

    try:
        typer.echo(socket_manifest() if http is None else http_manifest(http), nl=False)
    except BadAddress as error:
        raise typer.BadParameter(str(error), param_hint="--http") from None


app.add_typer(models)


if __name__ == "__main__":
    main()
