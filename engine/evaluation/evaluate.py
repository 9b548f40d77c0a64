"""One run of the evaluation: both sets of photographs, structure and wire cases, timings, bars, sheets."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from engine.api import FillEngine
from engine.evaluation.bars import Bar, quality_bars
from engine.evaluation.cases import Case, Photo, large_cases, share_class, small_cases
from engine.evaluation.crops import CropFeatures
from engine.evaluation.kid import KernelDistance
from engine.evaluation.measure import measure
from engine.evaluation.methods import (
    BIHARMONIC,
    DEFAULT,
    FIELD,
    NAVIER_STOKES,
    UNGUIDED,
    Answer,
    Filler,
    answer,
    fillers,
)
from engine.evaluation.report import Findings
from engine.evaluation.sheets import Sheets, close_tiles, whole_tiles
from engine.evaluation.speed import Timing, speed_bars
from engine.evaluation.structure import KINDS, edge_distance, structure_cases
from engine.evaluation.summary import Summary
from engine.evaluation.wires import share_continued, wire_cases
from engine.model.checkpoint import load_checkpoint
from engine.training.data import PhotoShards
from engine.training.perceptual import Teacher, load_teacher

SMALL_SET, LARGE_SET = "photos-val at 256 px", "photos-large-val, windows of 768 px at full resolution"
KID_CROPS = 2000
# More crops of one hole would mostly overlap.
MOST_CROPS_EACH = 10
# Forty cases over the four families, and as many by hole share.
ROWS_EACH = 10
_REPORT_EVERY = 10


@dataclass(frozen=True)
class Plan:
    """What a run covers.

    Attributes:
        data: Folder with photos-val.tar and photos-large-val.tar; without the latter its figures are missing.
        teacher: Weights of the perceptual distance.
        weights: The engine's checkpoint, for its hash.
        seed: Of masks, fills and crops.
        small_limit, large_limit: Most photographs of each set; None = all.
        families_each: Families of masks per small photograph, in rotation.
        structure_each: Structure cases of each kind.
        wires: Wires drawn across holes.
        is_quick: No 24-megapixel run.
    """

    data: Path = Path()
    teacher: Path = Path()
    weights: Path = Path()
    seed: int = 0
    small_limit: int | None = None
    large_limit: int | None = None
    families_each: int = 1
    structure_each: int = 6
    wires: int = 24
    is_quick: bool = False

    @staticmethod
    def quick() -> Plan:
        """Some two minutes on two cores."""
        return Plan(small_limit=40, large_limit=4, structure_each=2, wires=4, is_quick=True)


def evaluate(
    engine: FillEngine,
    plan: Plan,
    folder: Path,
    timed: Callable[[Photo], list[Timing]],
    progress: Callable[[str], None] = lambda text: None,
) -> Findings:
    """Runs a plan and writes its contact sheets.

    Args:
        engine: As loaded from the plan's weights.
        plan: What to run.
        folder: Of the sheets; it exists.
        timed: Times such an engine on a photograph.
        progress: Is told, now and then, how far it has come.

    Raises:
        EngineError: Shards or teacher cannot be read, or a fill failed.
    """
    began = time.monotonic()
    teacher = load_teacher(plan.teacher)
    # Twice as fast on CPUs as the default layout.
    teacher.to(memory_format=torch.channels_last)
    working_px = load_checkpoint(plan.weights).model.config.working_px
    run = _Run(plan, fillers(engine, working_px), teacher, _Watch(progress))
    shards = PhotoShards([plan.data / "photos-val.tar"])
    large_shard = plan.data / "photos-large-val.tar"
    findings = Findings(facts=_facts(plan))
    small, findings.kernel_distances = run.small(shards)
    findings.sets[SMALL_SET] = small
    large, photo = Summary([]), shards.photo(0)
    if large_shard.is_file():
        large_shards = PhotoShards([large_shard])
        large, photo = run.large(large_shards), large_shards.photo(0)
        findings.sets[LARGE_SET] = large
    findings.structure = run.structure(shards)
    findings.wires = run.wires(shards)
    progress("timing the engine")
    findings.timings = timed(photo)
    findings.bars = [
        *quality_bars(small, large),
        *_structure_bars(findings.structure),
        *speed_bars(findings.timings),
    ]
    findings.sheets = [path.name for path in run.sheets.write(folder)]
    findings.facts["time taken"] = f"{time.monotonic() - began:.0f} s"
    return findings


class _Run:
    """What the parts of a run share: the plan, the methods, the teacher, the sheets that fill up."""

    def __init__(self, plan: Plan, methods: Mapping[str, Filler], teacher: Teacher, watch: _Watch) -> None:
        self.plan = plan
        self.methods = methods
        self.teacher = teacher
        self.watch = watch
        self.sheets = Sheets()

    def small(self, shards: PhotoShards) -> tuple[Summary, dict[str, KernelDistance]]:
        plan = self.plan
        count = min(len(shards), plan.small_limit or len(shards)) * plan.families_each
        crops = CropFeatures(self.teacher, min(MOST_CROPS_EACH, -(-KID_CROPS // count)), plan.seed)

        def on_case(case: Case, answers: Mapping[str, Answer]) -> None:
            crops.add(case, answers)
            share = share_class(case.share)
            for name in (f"256 {case.family}", f"256 share {share.removesuffix(' %')}"):
                self.sheets.add(name, f"{case.name} {share}", whole_tiles(case, answers), ROWS_EACH)
            self.watch.case("small", count)

        cases = small_cases(shards, plan.seed, plan.small_limit, plan.families_each)
        summary = Summary(measure(cases, self.methods, self.teacher, on_case))
        return summary, crops.distances()

    def large(self, shards: PhotoShards) -> Summary:
        count = min(len(shards), self.plan.large_limit or len(shards))

        def on_case(case: Case, answers: Mapping[str, Answer]) -> None:
            self.sheets.add(f"large {case.family}", case.name, close_tiles(case, answers))
            self.watch.case("large", count)

        methods = {name: filler for name, filler in self.methods.items() if name != BIHARMONIC}
        cases = large_cases(shards, self.plan.seed, self.plan.large_limit)
        return Summary(measure(cases, methods, self.teacher, on_case))

    def structure(self, shards: PhotoShards) -> dict[str, dict[str, float]]:
        """Mean edge distance by method and kind, and over all kinds."""
        methods = {name: self.methods[name] for name in (UNGUIDED, FIELD, DEFAULT)}
        found: dict[str, dict[str, list[float]]] = {
            name: {kind: [] for kind in (*KINDS, "all")} for name in methods
        }
        for item in structure_cases(shards, self.plan.seed, self.plan.structure_each):
            answers = {name: answer(filler, item.case) for name, filler in methods.items()}
            self.sheets.add(f"structure {item.kind}", item.case.name, whole_tiles(item.case, answers))
            for name, given in answers.items():
                distance = edge_distance(given.pixels, item.below, item.case.hole)
                found[name][item.kind].append(distance)
                found[name]["all"].append(distance)
        return {
            name: {kind: float(np.mean(distances)) for kind, distances in by_kind.items()}
            for name, by_kind in found.items()
        }

    def wires(self, shards: PhotoShards) -> dict[str, float]:
        """The share of wires that goes on through holes, by method."""
        methods = {name: self.methods[name] for name in (NAVIER_STOKES, UNGUIDED, FIELD, DEFAULT)}
        found: dict[str, list[float]] = {name: [] for name in methods}
        for wire in wire_cases(shards, self.plan.seed, self.plan.wires):
            answers = {name: answer(filler, wire.case) for name, filler in methods.items()}
            self.sheets.add("wires", wire.case.name, whole_tiles(wire.case, answers))
            for name, given in answers.items():
                found[name].append(share_continued(given.pixels, wire))
        return {name: float(np.nanmean(shares)) for name, shares in found.items()}


class _Watch:
    """Tells the progress every few cases, with the time that is left."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self._progress = progress
        self._counts: dict[str, int] = {}
        self._began: dict[str, float] = {}

    def case(self, name: str, total: int) -> None:
        began = self._began.setdefault(name, time.monotonic())
        done = self._counts[name] = self._counts.get(name, 0) + 1
        if done % _REPORT_EVERY == 0 or done == total:
            left = (time.monotonic() - began) / max(1, done - 1) * (total - done)
            self._progress(f"{name} photographs: {done} of {total}, about {left:.0f} s left")


def _structure_bars(structure: Mapping[str, Mapping[str, float]]) -> list[Bar]:
    ratio = structure[DEFAULT]["all"] / max(structure[UNGUIDED]["all"], 1e-6)
    return [Bar(4, "structure: guided edge distance to unguided", ratio, high=0.5)]


def _facts(plan: Plan) -> dict[str, str]:
    weights = plan.weights
    digest = hashlib.sha256(weights.read_bytes()).hexdigest() if weights.is_file() else "none"
    return {
        "weights": f"{weights.name}, SHA-256 {digest[:16]}",
        "seed": str(plan.seed),
        "masks": f"{plan.families_each} of 4 families per small photograph, in rotation; at most 60 % hole; "
        "half of the large photographs have holes shaped like objects",
        "figures": "inside the hole; arithmetic means; ratios as geometric means; memory: the largest",
        "left out": "biharmonic on large photographs (minutes and gigabytes each)",
        "machine": f"{os.cpu_count()} processors ({platform.machine()}), torch {torch.__version__} with "
        f"{torch.get_num_threads()} threads",
        "load": _load(),
    }


def _load() -> str:
    """What else the machine had to do: times mean little beside a training run."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.1f} processes wanted to run when the evaluation began"
