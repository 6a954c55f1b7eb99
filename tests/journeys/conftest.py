from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from playground.workspace import Workspace
from tests.journeys.stage import Stage, staged


@pytest.fixture(params=["http", "socket"])
async def stage(
    request: pytest.FixtureRequest, tmp_path: Path, watch: Callable[[Workspace], Workspace]
) -> AsyncIterator[Stage]:
    async with staged(tmp_path, watch=watch, socket=request.param == "socket") as ready:
        yield ready
