"""Speed and memory of the detail stage, and edges that it finds again: `python -m benchmarks.detail`.

Times are wall-clock and processor time, the best of some runs, kernels compiled beforehand. On a busy
machine trust the processor time: on two free cores the wall-clock is a little over half of it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

import cv2
import numpy as np

from engine.detail import DetailTask, harmonic, harmonize, synthesize, synthesize_unguided, warm_up
from engine.detail.task import Image, Mask

CASES = {"512, 20 % hole": (512, 229), "1024, 300 px hole": (1024, 300), "1760, 800 px hole": (1760, 800)}


def scenery(side: int, seed: int = 0) -> Image:
    """A made-up photo with structure at all scales, like clouds and leaves (1/f noise with edges)."""
    random = np.random.default_rng(seed)
    total = np.zeros((side, side, 3), np.float32)
    scale = 1
    while scale < side:
        size = (max(2, side // scale), max(2, side // scale))
        octave = random.standard_normal((*size, 3)).astype(np.float32)
        total += cv2.resize(octave, (side, side), interpolation=cv2.INTER_CUBIC) * scale**0.7
        scale *= 2
    total /= 3 * total.std()
    total += 0.25 * np.sign(total[..., :1])
    return np.clip(0.5 + 0.6 * total, 0, 1).astype(np.float32)


def centered(side: int, hole_px: int) -> Mask:
    hole = np.zeros((side, side), np.bool_)
    first = (side - hole_px) // 2
    hole[first : first + hole_px, first : first + hole_px] = True
    return hole


def speed(runs: int) -> None:
    print(f"{'case':22s} {'wall s':>8s} {'cpu s':>8s} {'membrane s':>11s} {'peak MB':>8s}")
    for name, (side, hole_px) in CASES.items():
        photo, hole = scenery(side), centered(side, hole_px)
        soft = np.where(hole[..., None], cv2.GaussianBlur(photo, (0, 0), side / 60), photo)
        began = time.perf_counter()
        field = harmonize(soft, photo, ~hole, hole)
        membrane = time.perf_counter() - began
        task = DetailTask(photo=photo, hole=hole, known=~hole, field=field, sources=~hole)
        wall, cpu = [], []
        for _ in range(runs):
            began, began_cpu = time.perf_counter(), time.process_time()
            for _ in synthesize(task):
                pass
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - began_cpu)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024 if sys.platform == "linux" else 2**20
        )
        print(f"{name:22s} {min(wall):8.2f} {min(cpu):8.2f} {membrane:11.2f} {peak:8.0f}")


def edges() -> None:
    """Mean distance of recovered edges to the true ones, pixels; the field is the blurred truth."""
    side, hole_px = 256, 90
    columns = np.arange(side)
    shapes = {
        "horizon": 128 + 0.06 * (columns - 128),
        "roof": 105 + 0.7 * np.abs(columns - 128),
        "rim": 190 - 75 * np.sqrt(np.clip(1 - ((columns - 128) / 110) ** 2, 0, 1)),
        "railing": 128 - 0.2 * (columns - 128),
    }
    hole = centered(side, hole_px)
    print(f"{'edge':10s} {'guided':>8s} {'ring only':>10s} {'unguided':>9s}")
    for number, (name, row) in enumerate(shapes.items()):
        upper, lower = 0.4 * scenery(side, number), 0.4 * scenery(side, number + 9) + 0.5
        share = np.clip(np.arange(side)[:, None] + 1 - row[None], 0, 1)[..., None].astype(np.float32)
        if name == "railing":
            share = share * np.clip(row[None] + 8 - np.arange(side)[:, None], 0, 1)[..., None]
        truth = (upper * (1 - share) + lower * share).astype(np.float32)
        soft = np.where(hole[..., None], cv2.GaussianBlur(truth, (0, 0), 6), truth)
        distances = []
        for method, field in (
            (synthesize, soft),
            (synthesize, harmonic(truth, ~hole)),
            (synthesize_unguided, soft),
        ):
            task = DetailTask(photo=truth, hole=hole, known=~hole, field=field, sources=~hole)
            last = list(method(task))[-1]
            result = truth.copy()
            result[last.box.slices] = last.pixels
            distances.append(_edge_distance(result, hole, row))
        print(f"{name:10s} {distances[0]:8.1f} {distances[1]:10.1f} {distances[2]:9.1f}")


def _edge_distance(result: Image, hole: Mask, row: np.ndarray) -> float:
    steps = np.diff(cv2.GaussianBlur(result, (0, 0), 1.5).mean(axis=2), axis=0)
    inside = hole[:-1]
    steps = np.where(inside, steps, -1)
    columns = np.flatnonzero(hole.any(axis=0))
    return float(np.abs(steps[:, columns].argmax(axis=0) + 0.5 - row[columns]).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2)
    arguments = parser.parse_args()
    warm_up()
    speed(arguments.runs)
    edges()


if __name__ == "__main__":
    main()
