"""How a command ends that can't go on: a sentence and a code. And the settings, for want of which most of them do."""

import sys
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console

if TYPE_CHECKING:
    from bot.settings import Settings

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def end(sentence: str, code: int) -> NoReturn:
    Console(stderr=True).print(sentence, markup=False, highlight=False, soft_wrap=True)
    sys.exit(code)


def read_settings(*, needs_slack: bool = True) -> "Settings":
    from bot.settings import BadSettings, load  # noqa: PLC0415

    try:
        return load(needs_slack=needs_slack)
    except BadSettings as error:
        end(error.message, WRONG_USAGE)
