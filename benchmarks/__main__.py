"""`python -m benchmarks NAME` prints one JSON object as its last line; `all --write FILE` makes the table."""

import argparse
import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

NAMES = (
    "assist",
    "assist_click",
    "click",
    "confidence",
    "create",
    "editor",
    "home",
    "intake",
    "learning",
    "queue",
    "render",
    "shapes",
    "start",
)
WITH_DATA = ("confidence", "learning")
"""They measure what is learned from labels, and need some: `--data`."""
BARS = {
    ("assist", "assist_share"): "at least 0.6 of raw_per_s; the aim: 0.8",
    ("assist_click", "ratio"): "at most 2",
    ("click", "click_p50_ms"): "at most half of bolt_default_p50_ms; the aim: 5 x floor_p50_ms",
    ("click", "clicks_per_s"): "at least 300",
    ("confidence", "covered"): "pictures: 5: 0.23, 10: 0.48",
    ("confidence", "precision"): "pictures: 0.99",
    ("create", "ratio"): "at most 4 at 100,000",
    ("create", "rebalance_ratio"): "at most 1 at 100,000",
    ("create", "click_max_ms"): "at most 500",
    ("editor", "first_load_gzip_bytes"): "at most 20,000",
    ("editor", "next_ms"): "at most 150",
    ("editor", "ratio"): "pan and drag: at most 2",
    ("home", "ratio"): "at most 2",
    ("intake", "texts_s"): "at most 10",
    (
        "learning",
        "accuracy",
    ): "five 0: 0.68, 1: 0.68, 3: 0.76, 5: 0.82, 10: 0.88, 20: 0.89; "
    "ten 1: 0.45, 3: 0.62, 5: 0.68, 10: 0.72, 20: 0.77; texts 0: 0.90, 1: 0.85, 3: 0.93, 5: 0.93, 10: 0.95, 20: 0.95",
    ("queue", "ratio"): "at most 1.5",
    ("render", "ratio"): "at most 1.3",
    ("shapes", "ratio"): "at most 5",
    ("start", "ready_s"): "at most 2.5",
    ("start", "rss_mb"): "at most 150",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("name", choices=[*NAMES, "all"])
    parser.add_argument("--data", type=Path, action="append", default=[], help="labeled data; may be repeated")
    parser.add_argument("--write", type=Path, help="write a table of the figures into this file")
    arguments = parser.parse_args()
    names = NAMES if arguments.name == "all" else (arguments.name,)
    figures = {}
    for name in names:
        if arguments.name == "all" and name in WITH_DATA and not arguments.data:
            print(f"{name}: left out. It needs labeled data: give it the folder with --data DIR.", file=sys.stderr)
            continue
        measure = importlib.import_module(f"benchmarks.{name}").measure
        figures[name] = measure(arguments.data) if name in WITH_DATA else measure()
        print(json.dumps(figures[name]), flush=True)
    if arguments.write:
        arguments.write.write_text(_table(figures), encoding="utf-8")


def _table(figures: dict[str, dict[str, object]]) -> str:
    when = datetime.now(UTC).date().isoformat()
    head = [
        "# Benchmarks",
        "",
        f"Taken on {when}, Python {platform.python_version()}, {platform.machine()}, by `make bench`. Machines differ:",
        "read ratios within one run rather than milliseconds.",
        "",
        "| benchmark | figure | value | bar |",
        "|---|---|---|---|",
    ]
    rows = [
        f"| {name} | {key} | {_cell(value)} | {BARS.get((name, key), '')} |"
        for name, found in figures.items()
        for key, value in found.items()
    ]
    return "\n".join([*head, *rows, ""])


def _cell(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    nested = any(isinstance(one, dict) for one in value.values())
    return ("; " if nested else ", ").join(f"{key}{'' if nested else ':'} {_cell(one)}" for key, one in value.items())


if __name__ == "__main__":
    main()
