"""What this installation is: version, weights, devices, backends, memory."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path

import psutil

from engine.cli.output import show
from resources.locate import resource
from resources.release import release

DEFAULT_WEIGHTS = "weights/lacuna.safetensors"


def version() -> str:
    """The program's version, also in a checkout that was never installed."""
    return release().version


def weights_file(chosen: Path | None) -> Path:
    """The checkpoint that a fill uses."""
    return chosen or resource(DEFAULT_WEIGHTS)


def peak_rss_mb() -> float:
    """The most memory that this process has held, in MB of 1e6 bytes."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 1e6
    import resource as system

    peak = system.getrusage(system.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def print_info() -> int:
    """Prints what `lacuna info` promises; returns the exit code."""
    import torch

    from engine.photo.writing import sha256_of

    weights = weights_file(None)
    show(f"lacuna {release()}, Python {sys.version.split()[0]}, torch {torch.__version__}")
    if weights.is_file():
        show(f"weights: {weights}, {weights.stat().st_size / 1e6:.1f} MB, sha256 {sha256_of(weights)}")
        for name, value in sorted(_weights_facts(weights).items()):
            show(f"  {name}: {value}")
    else:
        show(f"weights: none at {weights}")
    memory = psutil.virtual_memory()
    show(f"devices: cpu ({os.cpu_count()} cores, {memory.total / 1e9:.1f} GB memory){_cuda()}")
    show(f"backends: {', '.join(_backends())}")
    return 0


def _weights_facts(weights: Path) -> dict[str, str]:
    """What training wrote into the checkpoint, without the long configuration."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, framework="numpy") as file:
            metadata = file.metadata() or {}
    except (SafetensorError, OSError) as error:
        return {"damaged": str(error)}
    return {name: value for name, value in metadata.items() if len(value) <= 200}


def _cuda() -> str:
    import torch

    if not torch.cuda.is_available():
        return ", no CUDA device"
    names = (torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count()))
    return "".join(f", cuda:{index} ({name})" for index, name in enumerate(names))


def _backends() -> list[str]:
    import pyvips

    return [
        "rasterizer: torch reference on any device, numba kernels on the CPU",
        _gsplat(),
        f"numba {importlib.metadata.version('numba')}",
        f"libvips {pyvips.version(0)}.{pyvips.version(1)}.{pyvips.version(2)}",
    ]


def _gsplat() -> str:
    """What CUDA devices render with."""
    if importlib.util.find_spec("gsplat") is None:
        return "no gsplat (CUDA devices render with the reference)"
    is_built_in = importlib.util.find_spec("gsplat.csrc") is not None
    how = (
        "kernels built in" if is_built_in else "kernels compiled at first use, where there is a CUDA toolkit"
    )
    return f"gsplat {importlib.metadata.version('gsplat')} on CUDA ({how})"
