"""What things may be called, what a new one is called at first, and how many are named in a sentence."""

from collections.abc import Iterable, Sequence

from domain.draft import LONGEST_CONCEPT, LONGEST_NAME, clean, fold
from domain.model import ROBOT

LONGEST_QUERY = 60
"""Letters that a list is searched for."""
MOST_LINES = 200
"""Concepts that are added at once."""


def name_error(name: str, longest: int = LONGEST_NAME) -> str | None:
    """Why something can't be called so, or None."""
    name = clean(name)
    if not name:
        return "Give it a name."
    if len(name) > longest:
        return f"A name can have at most {longest} characters; this one has {len(name)}."
    return None


def concept_lines(text: str) -> tuple[str, ...]:
    """The names in a field with one a line; empty lines and repetitions are left out."""
    names: dict[str, str] = {}
    for line in text.splitlines():
        if clean(line):
            names.setdefault(fold(line), clean(line))
    return tuple(names.values())


def concept_lines_error(names: tuple[str, ...]) -> str | None:
    if not names:
        return "Type at least one name. Each line is a concept."
    if len(names) > MOST_LINES:
        return f"At most {MOST_LINES} concepts can be added at once; these are {len(names)}."
    too_long = [name for name in names if len(name) > LONGEST_CONCEPT]
    if too_long:
        return f"“{too_long[0][:30]}…” is longer than {LONGEST_CONCEPT} characters. Shorten it."
    return None


def next_version_name(name: str, taken: Iterable[str]) -> str:
    """`Cats and dogs v1`, or the first number that is free; a long name is cut so that it fits."""
    known = {fold(one) for one in taken}
    number = 1
    while fold(made := _numbered(clean(name), number)) in known:
        number += 1
    return made


def quoted(names: Sequence[str], most: int = 5) -> str:
    """“Cat”, “Dog” and “Bird”; many end in: and 12 more."""
    shown = [f"“{name}”" for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most:,} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def mention(user: str) -> str:
    """In a sentence to people in Slack."""
    return "the model" if user == ROBOT else f"<@{user}>"


def counted(number: int, one: str, many: str = "") -> str:
    """1 task, 2 tasks."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pages_of(total: int, page: int, size: int) -> tuple[int, int]:
    """(the page to show, how many there are), both for lists of `size` a page; one past the end is the last one."""
    pages = max(1, -(-total // size))
    return max(0, min(page, pages - 1)), pages


def _numbered(name: str, number: int) -> str:
    ending = f" v{number}"
    return clean(name[: LONGEST_NAME - len(ending)]) + ending
