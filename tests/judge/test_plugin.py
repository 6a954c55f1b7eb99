"""The plugin, in a run of pytest of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest
from playground.manifest import parse_manifest
from playground.records import Exchange
from playground.seed import seeded

MANIFEST = {"display_information": {"name": "Toybot"}}


@pytest.fixture
def workspace(watch):
    return watch(seeded(parse_manifest(MANIFEST)))


def post(workspace, **arguments):
    workspace.record(Exchange(0, "call", "chat.postMessage", {"channel": "C1", **arguments}, {}, 0))


def test_right(workspace):
    post(workspace, text="hello")


def test_wrong(workspace):
    post(workspace, text="")


@pytest.mark.wrong_on_purpose
def test_on_purpose(workspace):
    post(workspace, text="")
"""
MISTYPED = """

def test_mistyped(workspace):
    post(workspace, text="hello", thread_ts=5)
"""


def run(folder: Path, tests: str, *more: str) -> str:
    (folder / "test_toy.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "tests.judge.plugin", "-p", "no:cacheprovider", *more, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    return f"{done.stdout}\nexit {done.returncode}"


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("-n", "1")])
def test_what_is_sent_is_judged(tmp_path: Path, more: tuple[str, ...]) -> None:
    said = run(tmp_path, TESTS, "-m", "not slow", *more)
    assert "rules: no_text" in said
    assert "3 passed, 1 error" in said


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="Node.js and npm are needed for Slack's own types.")
def test_types_are_asked_at_the_end(tmp_path: Path) -> None:
    right, wrong = run(tmp_path, TESTS, "-k", "right"), run(tmp_path, TESTS + MISTYPED, "-k", "mistyped")
    assert "exit 0" in right
    assert "1 passed" in wrong
    assert "tsc: call chat.postMessage: TS2322" in wrong
    assert "exit 1" in wrong
