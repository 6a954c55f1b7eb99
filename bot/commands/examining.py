"""`labelbot doctor`: prints what was found, as it is found."""

import asyncio

from rich.console import Console
from rich.text import Text

from bot.doctor import examine


def print_findings() -> bool:
    """Returns whether all is well that Labelbot can't do without."""
    return asyncio.run(_print(Console(soft_wrap=True, highlight=False)))


async def _print(out: Console) -> bool:
    is_well = True
    async for finding in examine():
        wrong = ("✗", "red") if finding.is_grave else ("!", "yellow")
        mark = ("✓", "green") if finding.is_well else wrong
        out.print(Text.assemble(mark, " ", (finding.name, "bold"), f": {finding.text}"))
        is_well = is_well and (finding.is_well or not finding.is_grave)
    return is_well
