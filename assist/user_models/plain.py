"""labels.txt: the names of a model's classes, one a line, in their order."""

from pathlib import Path

from assist.user_models.hints import Hints, labels_of, text_of

NAME = "labels.txt"


def read(folder: Path) -> Hints | None:
    """Raises BadModel."""
    text = text_of(folder / NAME)
    if text is None:
        return None
    lines = text.strip("\r\n").splitlines()
    labels = labels_of([line for line in lines if line.strip()], f"The lines of {NAME}")
    return Hints(labels=labels, notes=(f"{NAME} has {len(labels):,} names.",))
