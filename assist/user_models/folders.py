"""What may be read of a model's folder, which comes from anywhere: only what is in it."""

from pathlib import Path

from domain.errors import BadModel


def check_within(folder: Path) -> None:
    """Refuses links that lead out of the folder, which itself may be one: the process that reads a model sees all that
    the bot sees. Raises BadModel.
    """
    root = folder.resolve()
    for one in folder.rglob("*"):
        if not one.resolve().is_relative_to(root):
            raise BadModel(f"{one.name} is a link to a file outside of its folder. Copy the file itself there.")
