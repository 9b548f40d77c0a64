"""How long the engine takes, and how much memory, on the two photographs that the bars speak of."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import cv2
import numpy as np
import numpy.typing as npt

from engine.api import CancelToken, Failed, FillEngine, FillRequest, Finished, PatchesReady
from engine.evaluation.bars import Bar
from engine.evaluation.memory import PeakMemory


@dataclass(frozen=True)
class Timing:
    """One run: seconds until the first row, until all is done, and the highest memory of its process."""

    name: str
    first_row_s: float
    total_s: float
    peak_mb: float


def time_fill(engine: FillEngine, request: FillRequest, name: str, runs: int = 3) -> Timing:
    """The median of some runs of one request.

    Raises:
        EngineError: The engine could not fill.
    """
    first, total, peak = [], [], []
    for _ in range(runs):
        with PeakMemory() as memory:
            began = time.perf_counter()
            rows: list[float] = []
            for event in engine.fill(request, CancelToken()):
                if isinstance(event, PatchesReady):
                    rows.append(time.perf_counter() - began)
                if isinstance(event, Failed):
                    raise event.error
                if isinstance(event, Finished):
                    break
            total.append(time.perf_counter() - began)
        first.append(rows[0] if rows else total[-1])
        peak.append(memory.peak_mb)
    return Timing(name, statistics.median(first), statistics.median(total), max(peak))


def timed_alone(
    open_engine: Callable[[], FillEngine], photo: npt.NDArray[np.uint8], *, quick: bool
) -> list[Timing]:
    """Times the engine in a process of its own: teacher, peers and photographs are no part of its memory.

    Args:
        open_engine: Called there; must be picklable.
        photo: As in `speed_timings`.
        quick: Likewise.

    Raises:
        EngineError: The engine could not be opened or could not fill.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_opened_and_timed, open_engine, photo, quick).result()


def _opened_and_timed(
    open_engine: Callable[[], FillEngine], photo: npt.NDArray[np.uint8], quick: bool
) -> list[Timing]:
    return speed_timings(open_engine(), photo, quick=quick)


def speed_timings(engine: FillEngine, photo: npt.NDArray[np.uint8], *, quick: bool) -> list[Timing]:
    """Times a 512-px photo with a fifth missing and, unless quick, 24 megapixels with 800 px missing.

    Args:
        engine: As loaded.
        photo: (H, W, 3) uint8, any photograph; it is resized, for here no truth is compared.
        quick: Leave the large one out.
    """
    small = _resized(photo, (512, 512))
    # A disk of a fifth of the area.
    hole = _disk((512, 512), 512 * np.sqrt(0.2 / np.pi))
    timings = [
        time_fill(engine, FillRequest(0, small, hole, detail=0.0, grain=0.0), "512 px, field alone"),
        time_fill(engine, FillRequest(0, small, hole), "512 px, default"),
    ]
    if not quick:
        large = _resized(photo, (4000, 6000))
        mask = np.zeros((4000, 6000), dtype=np.bool_)
        mask[1600:2400, 2600:3400] = True
        timings.append(time_fill(engine, FillRequest(0, large, mask), "24 megapixels, default"))
    return timings


def speed_bars(timings: list[Timing]) -> Iterator[Bar]:
    """The bars on time and memory; two CPU cores are meant."""
    for timing in timings:
        if timing.name.startswith("24"):
            yield Bar(4, f"{timing.name}: first row, s", timing.first_row_s, high=1.5)
            yield Bar(4, f"{timing.name}: all done, s", timing.total_s, high=8.0)
            yield Bar(4, f"{timing.name}: the engine's process, MB", timing.peak_mb, high=2500)
            continue
        yield Bar(2, f"{timing.name}: first row, s", timing.first_row_s, high=0.6)
        yield Bar(2, f"{timing.name}: the engine's process, MB", timing.peak_mb, high=1500)
        limit = 2.5 if timing.name.endswith("default") else 1.0
        yield Bar(2, f"{timing.name}: all done, s", timing.total_s, high=limit)
    times = {timing.name: timing.total_s for timing in timings}
    if "512 px, default" in times and "512 px, field alone" in times:
        detail = times["512 px, default"] - times["512 px, field alone"]
        yield Bar(4, "512 px: the detail's share, s", detail, high=1.2)


def _resized(photo: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.resize(photo, size[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _disk(size: tuple[int, int], radius_px: float) -> npt.NDArray[np.bool_]:
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    return np.hypot(y - size[0] / 2, x - size[1] / 2) <= radius_px
