"""What TypeScript says of recorded traffic, given the types that Slack publishes."""

import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.judge.recording import Record
from tests.types.install import installed
from tests.types.statements import IMPORTS, shape_of, to_statements

TSC = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--moduleResolution",
    "nodenext",
    "--types",
    "node",
    "--noErrorTruncation",
    "--pretty",
    "false",
]
ERROR = re.compile(r"^traffic\.ts\((?P<line>\d+),\d+\): error (?P<said>TS.*)$")


def type_check(recordings: Iterable[Record]) -> list[str]:
    """A complaint for each record that Slack's types don't take; raises NotAvailableError without Node.js."""
    distinct = list({shape_of(record): record for record in recordings}.values())
    lines = IMPORTS.splitlines()
    record_of_line: dict[int, Record] = {}
    for number, record in enumerate(distinct):
        for statement in to_statements(record, number):
            lines.append(statement)
            record_of_line[len(lines)] = record
    return [
        f"tsc: {record_of_line[line].direction} {record_of_line[line].kind}: {said}"
        if line in record_of_line
        else f"tsc: {said}"
        for line, said in _compile("\n".join(lines) + "\n")
    ]


def _compile(source: str) -> list[tuple[int, str]]:
    """Line and message of each error, its indented details joined to it."""
    folder = installed()
    with tempfile.TemporaryDirectory(dir=folder, prefix="run-") as run:
        (Path(run) / "traffic.ts").write_text(source, encoding="utf-8")
        command = [str(folder / "node_modules" / ".bin" / "tsc"), *TSC, "traffic.ts"]
        done = subprocess.run(command, cwd=run, capture_output=True, text=True, check=False)  # noqa: S603 - installed()
    found: list[tuple[int, str]] = []
    for line in done.stdout.splitlines():
        error = ERROR.match(line)
        if error:
            found.append((int(error["line"]), error["said"]))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            found.append((0, line))
    if done.returncode and not found:
        found.append((0, done.stderr.strip()))
    return found
