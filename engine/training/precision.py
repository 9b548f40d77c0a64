"""Which arithmetic a machine is good at."""

from __future__ import annotations

import functools
from contextlib import AbstractContextManager

import torch


def has_fast_bf16(device: torch.device) -> bool:
    """Whether bf16 convolutions are faster than fp32: CUDA devices, and CPUs with AMX or AVX512-BF16.

    Without these instructions oneDNN emulates bf16 ten times slower than fp32 (measured on Zen 3).
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    capability = torch.backends.cpu.get_cpu_capability()
    return capability == "AVX512" and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and _cpu_has_bf16()


@functools.cache
def _cpu_has_bf16() -> bool:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            flags = next((line for line in file if line.startswith("flags")), "")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags


def autocast(device: torch.device) -> AbstractContextManager[object]:
    """bf16 autocast where it is faster, else nothing."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_fast_bf16(device))
