"""Records what every test's app sends, judges it at the end of the test, and asks Slack's types at the end of the run.

Loaded by `pytest_plugins` of tests/conftest.py. A fixture that makes a workspace hands it to `watch`:

    @pytest.fixture
    def workspace(watch): return watch(seeded(manifest))

A test that makes the app send something wrong on purpose is marked `wrong_on_purpose`.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.workspace import Workspace
from tests.judge.judge import judge_record
from tests.judge.recording import Record, read_records, records_of, write_record
from tests.types.check import type_check
from tests.types.install import NotAvailableError
from tests.types.statements import shape_of

RECORDINGS = pytest.StashKey[Path]()
COMPLAINTS = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "wrong_on_purpose: what this test makes the app send is not judged")
    from_controller = getattr(config, "workerinput", {}).get("recordings")
    if from_controller is None:
        descriptor, from_controller = tempfile.mkstemp(prefix="recordings-", suffix=".jsonl")
        os.close(descriptor)
    config.stash[RECORDINGS] = Path(from_controller)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of pytest-xdist: its workers write into the one file."""
    node.workerinput["recordings"] = str(node.config.stash[RECORDINGS])


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Callable[[Workspace], Workspace]]:
    records: list[Record] = []
    stops: list[Callable[[], None]] = []

    def begin(workspace: Workspace) -> Workspace:
        def listen(kind: str, what: dict[str, Any]) -> None:
            if kind == "traffic":
                records.extend(records_of(what["exchange"]))

        stops.append(workspace.subscribe(listen))
        return workspace

    yield begin
    for stop in stops:
        stop()
    if request.node.get_closest_marker("wrong_on_purpose") is None:
        for record in {shape_of(record): record for record in records}.values():
            write_record(request.config.stash[RECORDINGS], record)
        complaints = [complaint for record in records for complaint in judge_record(record)]
        assert not complaints, "\n".join(complaints)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Once, where the workers' recordings come together. The fast part of the tests does without a compiler."""
    config = session.config
    if hasattr(config, "workerinput"):
        return
    path = config.stash[RECORDINGS]
    is_fast_part = "not slow" in config.option.markexpr
    config.stash[COMPLAINTS] = [] if is_fast_part or not path.stat().st_size else _complaints_of_types(path)
    path.unlink()
    if config.stash[COMPLAINTS] and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _complaints_of_types(path: Path) -> list[str]:
    """Never silent on a build server: it has Node.js, or is told to get it."""
    try:
        return type_check(read_records(path))
    except NotAvailableError as missing:
        return [str(missing)] if os.environ.get("CI") else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    complaints = config.stash.get(COMPLAINTS, [])
    if complaints:
        terminalreporter.section("Slack's types don't take what was recorded")
        terminalreporter.write("\n".join(complaints) + "\n")
