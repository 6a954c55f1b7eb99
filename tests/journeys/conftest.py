from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, staged


@pytest.fixture(params=["http", "socket"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, socket=request.param == "socket") as ready:
        yield ready
