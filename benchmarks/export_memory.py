"""What an export from the window costs: memory at its highest, above what was held before it, and seconds.

    python -m benchmarks.export_memory [24 100] [--format jpg tif]

Each photo is exported in a process of its own, by what the window's export runs on its worker: written and
read back for the proof. Before, that process holds what the window holds: the photo as it was opened, the
filled one, and what fills may have changed. The photos are drawn as in `benchmarks.photo_io`. Linux only:
the kernel's high-water mark is reset before the export.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.photo_io import make

_SIZES = {24: (4000, 6000), 100: (8000, 12500)}
_NAMES = {"jpg": "a.jpg", "tif": "a8.tif", "tif16": "a16.tif", "png": "a.png"}
_HOLE_PX = 1000


def status_mb(field: str) -> float:
    """A line of this process's status, in MB of 1e6 bytes: "VmRSS" or "VmHWM"."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    found = next(line for line in lines if line.startswith(f"{field}:"))
    return int(found.split()[1]) * 1024 / 1e6


def measure(path: Path) -> None:
    """Exports a photo with a changed square in its middle, and prints what it took."""
    from editor.inference.convert import ExportChoices
    from editor.inference.files import ExportJob, export
    from engine.photo.reading import read_photo

    photo = read_photo(path)
    filled = photo.pixels.copy()
    touched = np.zeros(photo.size, np.bool_)
    y, x = (side // 2 for side in photo.size)
    touched[y : y + _HOLE_PX, x : x + _HOLE_PX] = True
    filled[touched] //= 2
    job = ExportJob(ExportChoices(path.with_stem("out")), filled, photo, touched, touched)
    before_mb = status_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    began = time.monotonic()
    exported = export(job)
    seconds = time.monotonic() - began
    peak_mb = status_mb("VmHWM")
    print(
        f"{photo.size[0] * photo.size[1] / 1e6:4.0f} MP {path.suffix[1:]:4} {photo.depth:2} bit: "
        f"{before_mb:5.0f} MB before, peak {peak_mb:5.0f} MB, {peak_mb - before_mb:+5.0f} MB; "
        f"{seconds:5.1f} s; {exported.changed_px:,} px outside changed",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="What an export costs in memory.")
    parser.add_argument("megapixels", type=int, nargs="*", default=sorted(_SIZES), choices=sorted(_SIZES))
    parser.add_argument("--format", nargs="+", default=["jpg", "tif"], choices=sorted(_NAMES))
    arguments = parser.parse_args()
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        for megapixels in arguments.megapixels:
            for kind in arguments.format:
                path = make(Path(name), _SIZES[megapixels], _NAMES[kind])
                process = fresh.Process(target=measure, args=(path,))
                process.start()
                process.join()
                path.unlink()
                if process.exitcode:
                    raise SystemExit(f"{path.name} could not be measured")


if __name__ == "__main__":
    main()
