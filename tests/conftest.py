"""What all tests share."""

import gc

pytest_plugins = ["tests.databases", "tests.judge.plugin"]


def pytest_collection_finish() -> None:
    """Modules and thousands of tests stay to the end: the garbage collector need not walk through them every time."""
    gc.collect()
    gc.freeze()
