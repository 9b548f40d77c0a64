"""What a fill costs again after an edit of its labels: `python -m benchmarks.refill`.

A first fill and refills of the same hole, in turns, in one process: a stroke over an eighth, a quarter and a
half of the hole. Wall-clock and processor time, medians; on a busy machine trust the latter. With weights
that know no labels an untrained segmentation network takes their place: it costs the same and says
nothing sensible.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks.detail import centered, scenery
from engine.api import CancelToken, FillRequest, Finished, HoleFill, PatchesReady
from engine.labels.vocabulary import vocabulary
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.config import SegmenterConfig
from engine.model.inpainter import Inpainter
from engine.session import WEIGHTS, Engine, open_engine
from resources.locate import resource

CASES = (("512 px, 229-px hole", (512, 512), 229), ("24 MP, 800-px hole", (4000, 6000), 800))
SHARES = (0.125, 0.25, 0.5)
LABEL_DIM = 16


def labeled(checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint, with an untrained segmentation network if it has none."""
    if checkpoint.model.segmenter is not None:
        return checkpoint
    config = checkpoint.model.config
    generator = dataclasses.replace(config.generator, label_dim=LABEL_DIM)
    torch.manual_seed(0)
    model = Inpainter(dataclasses.replace(config, generator=generator, segmenter=SegmenterConfig()))
    model.load_state_dict(checkpoint.model.state_dict(), strict=False)
    return dataclasses.replace(checkpoint, model=model.eval())


def question(size: tuple[int, int], hole_px: int) -> FillRequest:
    """A made-up photo (height, width) with a square hole in the middle."""
    side = max(size)
    photo = np.clip(np.rint(scenery(side)[: size[0], : size[1]] * 255), 0, 255).astype(np.uint8)
    mask = np.zeros(size, np.bool_)
    square = centered(hole_px + 2, hole_px)
    top, left = (size[0] - hole_px) // 2 - 1, (size[1] - hole_px) // 2 - 1
    mask[top : top + hole_px + 2, left : left + hole_px + 2] = square
    return FillRequest(1, photo, mask)


def edited(request: FillRequest, fill: HoleFill, share: float) -> FillRequest:
    """The question again, with a stroke over a share of the hole that says something else than before."""
    assert fill.labels is not None, "the engine knows labels"
    rows, columns = np.nonzero(request.mask)
    reach = columns.min() + round(share * (columns.max() + 1 - columns.min()))
    there = fill.labels.codes[fill.mask]
    others = [code for code in vocabulary(fill.labels.vocabulary).codes if code not in there]
    labels = np.zeros(request.mask.shape, np.uint8)
    labels[rows.min() : rows.max() + 1, columns.min() : reach] = others[0]
    return dataclasses.replace(request, labels=labels, previous=(fill,))


@dataclasses.dataclass(frozen=True)
class Seconds:
    """Of one run: to its first pixels, to its end, and of all processors."""

    first: float
    wall: float
    cpu: float


def timed(engine: Engine, request: FillRequest) -> tuple[Seconds, Finished]:
    """Runs a request to its end."""
    began, began_cpu, first = time.perf_counter(), time.process_time(), 0.0
    for event in engine.fill(request, CancelToken()):
        if isinstance(event, PatchesReady):
            first = first or time.perf_counter() - began
        elif isinstance(event, Finished):
            return Seconds(first, time.perf_counter() - began, time.process_time() - began_cpu), event
    raise SystemExit("the fill failed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    open_engine("cpu", arguments.weights)  # compiles
    checkpoint = labeled(load_checkpoint(arguments.weights or resource(WEIGHTS)))
    print(f"{'':26s} {'first rows':>10s} {'wall s':>7s} {'cpu s':>7s} {'of a first fill':>16s} {'cpu':>5s}")
    for name, size, hole_px in CASES:
        request = question(size, hole_px)
        runs: dict[str, list[Seconds]] = {}
        for _ in range(arguments.runs):
            # A new engine has kept nothing.
            engine = Engine(checkpoint, torch.device("cpu"))
            seconds, finished = timed(engine, request)
            runs.setdefault("first fill", []).append(seconds)
            for share in SHARES:
                seconds, _ = timed(engine, edited(request, finished.fills[0], share))
                runs.setdefault(f"{share:.1%} of the hole edited", []).append(seconds)
        print(name)
        whole = _median(runs["first fill"])
        for what, seconds in runs.items():
            middle = _median(seconds)
            shares = f"{middle.wall / whole.wall:16.0%} {middle.cpu / whole.cpu:5.0%}"
            print(f"  {what:24s} {middle.first:10.2f} {middle.wall:7.2f} {middle.cpu:7.2f} {shares}")


def _median(runs: list[Seconds]) -> Seconds:
    columns = zip(*(dataclasses.astuple(run) for run in runs), strict=True)
    return Seconds(*(statistics.median(column) for column in columns))


if __name__ == "__main__":
    main()
