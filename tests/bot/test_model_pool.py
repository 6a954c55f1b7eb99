"""The models' process ends in many ways; the next one who asks finds another."""

import os
import signal
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
