"""Memory that is kept between steps, and given back after a rest."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone takes the advice")

# Large blocks taken, written and freed, as by the steps of a run; prints the page faults of a usual one. A
# few are needed until blocks have found their places, and small ones may take a piece of such a place later.
# Up to 32 MiB glibc learns by itself.
_STEPS = """
import resource, statistics, sys, threading
import torch
from engine.memory import keep_freed_memory, share_one_heap
advice, where = sys.argv[1:]
if advice == "kept":
    assert share_one_heap() and keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def of_a_step():
    before = faults()
    torch.ones(12 << 20)
    return faults() - before
def run():
    for _ in range(24):
        of_a_step()
    print(statistics.median(of_a_step() for _ in range(25)))
if where == "thread":
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
else:
    run()
"""

# Prints what is resident, MiB, while work frees 320 MiB, when a second piece of work has begun before the
# rest was over, after the rest, and after more work whose memory is given back at once.
_WORK = """
import re, time
import numpy as np
from engine.memory import KeptMemory
def resident():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmRSS:\\s+(\\d+)", status.read())[1]) >> 10
def work():
    blocks = [np.ones(5 << 20) for _ in range(8)]
kept = KeptMemory(rest_s=0.3)
before = resident()
with kept.while_at_work():
    work()
    during = resident()
with kept.while_at_work():
    time.sleep(0.6)
    kept.give_back()
    again = resident()
time.sleep(1.2)
after = resident()
with kept.while_at_work():
    work()
kept.give_back()
print(during - before, again - before, after - before, resident() - before)
"""


def _printed(script: str, *arguments: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], check=True, capture_output=True, text=True
    )
    return [float(number) for number in done.stdout.split()]


@pytest.mark.parametrize("where", ["main", "thread"])
def test_blocks_are_not_fetched_anew_in_every_step(where: str) -> None:
    # 48 MiB are 12,288 pages of 4 KiB, or 24 huge ones.
    assert _printed(_STEPS, "kept", where)[0] < 2 < _printed(_STEPS, "given back", where)[0]


def test_freed_memory_is_given_back_after_a_rest_and_not_during_the_next_work() -> None:
    during, again, after, at_once = _printed(_WORK)
    assert during > 300
    assert again > 300
    assert after < 40
    assert at_once < 40  # without waiting for the rest, where that is asked for
