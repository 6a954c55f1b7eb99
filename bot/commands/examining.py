"""`labelbot doctor`: prints what was found, as it is found."""

import asyncio

from rich.console import Console
from rich.text import Text

from bot.doctor import examine


def print_findings() -> bool:
    """Returns whether all is well."""
    return asyncio.run(_print(Console(soft_wrap=True, highlight=False)))


async def _print(out: Console) -> bool:
    is_well = True
    async for finding in examine():
        mark = ("✓", "green") if finding.is_well else ("✗", "red")
        out.print(Text.assemble(mark, " ", (finding.name, "bold"), f": {finding.text}"))
        is_well = is_well and finding.is_well
    return is_well
