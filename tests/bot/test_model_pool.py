"""The models' process ends in many ways; the next one who asks finds another."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool

import pytest

from assist.worker import NICENESS
from bot.model_pool import ModelPool

pytestmark = pytest.mark.slow


def test_it_is_nice_begins_anew_and_ends_with_what_it_was_asked():
    pool = ModelPool()
    first = pool.submit(os.getpid).result()
    assert pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result() == NICENESS
    assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
    with pytest.raises(BrokenProcessPool):
        pool.submit(os.kill, first, signal.SIGKILL).result()
    second = pool.submit(os.getpid).result()
    assert second != first
    pool.rest()
    assert pool.submit(os.getpid).result() == second
    endless = pool.submit(time.sleep, 600)
    pool.shutdown()
    # It had begun, or its turn had not come yet.
    with pytest.raises((BrokenProcessPool, CancelledError)):
        endless.result()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(os.getpid)


def test_what_hangs_is_ended():
    pool = ModelPool(patience=20.0)
    pool.submit(os.getpid).result()
    hasty = ModelPool(patience=5.0)
    hasty.submit(os.getpid).result()
    with pytest.raises(BrokenProcessPool):
        hasty.submit(time.sleep, 600).result()
    assert hasty.submit(os.getpid).result()
    for one in (pool, hasty):
        one.shutdown()


def test_it_ends_with_a_bot_that_is_killed():
    script = """
import os, signal
from bot.model_pool import ModelPool
if __name__ == "__main__":
    print(ModelPool().submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    # Its output ends once nobody holds it any more.
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own words.
    assert ended.returncode == -signal.SIGKILL
    assert int(ended.stdout)
