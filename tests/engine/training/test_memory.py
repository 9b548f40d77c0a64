"""Memory that is kept between steps."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Large blocks taken, written and freed, as by the steps of a run; prints the page faults of the last eight.
_STEPS = """
import resource, sys
import torch
from engine.training.memory import keep_freed_memory
if sys.argv[1] == "kept":
    assert keep_freed_memory()
def step():
    torch.ones(16 << 20)
for _ in range(8):
    step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(8):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone takes the advice")
def test_blocks_are_not_fetched_anew_in_every_step():
    def faults(which: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", _STEPS, which], check=True, capture_output=True, text=True
        )
        return int(done.stdout)

    # 64 MiB are 16,384 pages of 4 KiB, or 32 huge ones.
    assert faults("kept") < 8 < faults("given back")
