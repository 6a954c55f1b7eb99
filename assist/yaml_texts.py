"""Reads YAML that somebody wrote."""

from typing import Any

import yaml


class NoYaml(Exception):
    """`str` says why; `line` counts from 1, where that is known."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.line = line


def loaded(text: str) -> Any:
    """Raises NoYaml. Tags as !!timestamp have PyYAML convert what need not be convertible, and raise anything."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, LookupError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise NoYaml(" ".join(str(error).split())[:200], None if mark is None else mark.line + 1) from None
