"""What all tests share."""

import gc

from hypothesis import settings

# How long an example takes says more of who else is at work on the machine; benchmarks tell what is slow.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

pytest_plugins = ["tests.databases", "tests.judge.plugin"]


def pytest_collection_finish() -> None:
    """Modules and thousands of tests stay to the end: the garbage collector need not walk through them every time."""
    gc.collect()
    gc.freeze()
