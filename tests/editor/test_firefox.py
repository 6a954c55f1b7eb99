"""The editor in Debian's Firefox, over WebDriver BiDi: drawn, zoomed, undone, submitted, closed and opened again."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.editor.double import Double
from tests.editor.kept import queue
from tests.editor.stage import close_to
from tests.types.install import NotAvailableError, installed

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent / "firefox"
PATIENCE = 90


@pytest.fixture
def firefox() -> str:
    found = os.environ.get("LABELBOT_FIREFOX") or shutil.which("firefox-esr")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Firefox on this build server.")
        pytest.skip("Firefox is not installed. Debian's: sudo apt-get install --no-install-recommends firefox-esr")
    return found


@pytest.fixture
def driver(tmp_path: Path) -> Path:
    """The walk, beside what it imports."""
    try:
        modules = installed(HERE) / "node_modules"
    except NotAvailableError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    (tmp_path / "node_modules").symlink_to(modules)
    return Path(shutil.copy(HERE / "walk.mjs", tmp_path))


async def test_a_walk_in_firefox(firefox: str, driver: Path):
    double = Double(queue(2), draws=["box", "polygon"])
    await double.start()
    try:
        process = await asyncio.create_subprocess_exec(
            "node", str(driver), firefox, double.url(), stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
    finally:
        await double.stop()
    seen = json.loads(said)
    assert seen["complaints"] == []
    box, polygon = double.of(101).shapes
    assert close_to(box["points"], *seen["first"], by=0.05)
    assert close_to(polygon["points"], *seen["second"], by=0.05)
    assert double.of(101).state == "submitted"
    assert len(double.of(102).shapes) == 1
