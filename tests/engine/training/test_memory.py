"""Memory that is kept between steps."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Large blocks taken, written and freed, as by the steps of a run; prints the page faults of a usual one. A
# few are needed until blocks have found their places, and small ones may take a piece of such a place later.
# Up to 32 MiB glibc learns by itself.
_STEPS = """
import resource, statistics, sys
import torch
from engine.training.memory import keep_freed_memory
if sys.argv[1] == "kept":
    assert keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def of_a_step():
    before = faults()
    torch.ones(12 << 20)
    return faults() - before
for _ in range(24):
    of_a_step()
print(statistics.median(of_a_step() for _ in range(25)))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone takes the advice")
def test_blocks_are_not_fetched_anew_in_every_step():
    def faults(which: str) -> float:
        done = subprocess.run(
            [sys.executable, "-c", _STEPS, which], check=True, capture_output=True, text=True
        )
        return float(done.stdout)

    # 48 MiB are 12,288 pages of 4 KiB, or 24 huge ones.
    assert faults("kept") < 2 < faults("given back")
