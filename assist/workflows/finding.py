"""Which workflows there are: the built-in ones, and files of one's own."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assist.workflows.description import Workflow
from assist.workflows.parsing import built_in, parse
from domain.errors import Invalid

_MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Refused:
    file: str
    reason: str


def find(folder: Path) -> tuple[tuple[Workflow, ...], tuple[Refused, ...]]:
    """`folder` is LABELBOT_DATA/workflows; it need not be there. The built-in ones come first, and keep their names."""
    found = {one.name.casefold(): one for one in built_in()}
    refused = []
    for file in sorted(folder.glob("*.y*ml")):
        try:
            own = _read(file, found.keys())
            found[own.name.casefold()] = own
        except Invalid as error:
            refused.append(Refused(file.name, error.message))
    return tuple(found.values()), tuple(refused)


def _read(file: Path, taken: Collection[str]) -> Workflow:
    """Raises Invalid."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Invalid({"workflow": f"It is larger than {_MOST_BYTES // 1024} kB."})
        own = _parsed(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Invalid({"workflow": "It can't be read as text."}) from None
    if isinstance(own, str):
        raise Invalid({"workflow": own})
    if own.name.casefold() in taken:
        raise Invalid({"workflow": f"There is a workflow “{own.name}” already. Give this one another name."})
    return own


@lru_cache(maxsize=64)
def _parsed(text: str) -> Workflow | str:
    """Or why it is none. A long one takes a second, and is asked for with each click in a form."""
    try:
        return parse(text)
    except Invalid as error:
        return error.message
