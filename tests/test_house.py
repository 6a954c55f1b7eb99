"""The habits of the house that no linter knows: sizes, rooms, and who may wait for what."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

HOUSE = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "services", "views", "store", "assist", "domain", "playground")
BELOW_THE_DOORS = ("services", "views", "store", "assist", "domain")
VENDORED = {"node_modules", "versions"}
"""Not written line by line: what npm brings, and migrations, which list columns."""


def files(*suffixes: str, rooms: tuple[str, ...] = ROOMS) -> list[Path]:
    found = [path for room in rooms for path in sorted((HOUSE / room).rglob("*")) if path.suffix in suffixes]
    return [path for path in found if not VENDORED & set(path.parts)]


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) each, decorators left out."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{named(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_every_room_is_looked_at():
    assert {path.relative_to(HOUSE).parts[0] for path in files(".py")} == set(ROOMS)
    assert files(".js")
    assert files(".css")


def test_functions_are_short():
    sizes = dict(size for path in files(".py") for size in functions(path))
    assert {name: size for name, size in sizes.items() if size > 50} == {}
    assert median(sizes.values()) <= 8
    assert quantiles(sizes.values(), n=10)[-1] <= 25


@pytest.mark.parametrize("suffix", [".py", ".js", ".css"])
def test_files_are_short(suffix):
    sizes = {named(path): lines(path) for path in files(suffix)}
    assert {name: size for name, size in sizes.items() if size > 350} == {}
    assert sum(size <= 200 for size in sizes.values()) >= 0.9 * len(sizes)


def test_tests_are_in_files_of_a_bearable_length():
    sizes = {named(path): lines(path) for path in files(".py", ".js", rooms=("tests", "benchmarks"))}
    assert {name: size for name, size in sizes.items() if size > 350} == {}


@pytest.mark.parametrize("path", files(".py", rooms=BELOW_THE_DOORS), ids=named)
def test_nothing_below_the_doors_waits(path):
    """A transaction that can't wait can't wait on the network."""
    asynchronous = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not [node for node in ast.walk(parsed(path)) if isinstance(node, asynchronous)]
    assert "asyncio" not in imported(path)


def test_the_domain_needs_nothing_but_python():
    known = sys.stdlib_module_names | {"domain"}
    for path in files(".py", rooms=("domain",)):
        assert {name.partition(".")[0] for name in imported(path)} <= known, named(path)


@pytest.mark.slow
def test_the_domains_own_tests_walk_every_branch_of_it(tmp_path):
    coverage = [sys.executable, "-m", "coverage"]
    tests = [*coverage, "run", "-m", "pytest", "-q", "--noconftest", "--hypothesis-seed=0", "tests/domain"]
    for command in (tests, [*coverage, "report"]):
        environment = {**os.environ, "COVERAGE_FILE": str(tmp_path / "coverage")}
        done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own tests.
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_says_what_it_owns():
    silent = [
        named(path)
        for path in files(".py")
        if path.name not in {"__init__.py", "__main__.py"} and not ast.get_docstring(parsed(path))
    ]
    assert silent == []


def test_fakes_not_mocks():
    mocking = [named(path) for path in files(".py", rooms=("tests",)) if "unittest.mock" in imported(path)]
    assert mocking == []


def test_nothing_is_left_to_do():
    """Python is ruff's; this is for everything else."""
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    everywhere = files(".js", ".css", ".html", ".md", ".yml", rooms=(*ROOMS, "docs"))
    assert [named(path) for path in everywhere if mark.search(path.read_text("utf-8"))] == []


def test_global_state_is_not_kept():
    changing = [
        f"{named(path)}:{node.lineno}"
        for path in files(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Global)
    ]
    assert changing == []
