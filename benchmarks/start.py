"""From `labelbot run` to ready, and what it holds in memory when nothing happens."""

import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.click import running_bot, server
from benchmarks.scene import database, percentile

_RUNS = 5
_SETTLED_AFTER = 2.0


def measure() -> dict[str, object]:
    ready, memory = [], []
    for _ in range(_RUNS):
        with ExitStack() as stack:
            _, folder = stack.enter_context(database())
            sink = stack.enter_context(server("sink"))
            begun = time.perf_counter()
            _, process = stack.enter_context(running_bot(folder, sink))
            ready.append(time.perf_counter() - begun)
            time.sleep(_SETTLED_AFTER)
            memory.append(_resident_mb(process))
    return {"ready_s": round(percentile(ready, 0.5), 2), "rss_mb": round(percentile(memory, 0.5), 1)}


def _resident_mb(process: "subprocess.Popen[bytes]") -> float:
    status = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
