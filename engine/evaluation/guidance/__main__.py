"""`python -m engine.evaluation.guidance --data FOLDER -o REPORT`: labels in holes and what they are worth."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch

from engine.api import FillEngine, load_engine
from engine.evaluation.cases import large_cases
from engine.evaluation.command import ended
from engine.evaluation.guidance.completion import completion
from engine.evaluation.guidance.control import obedience, variety
from engine.evaluation.guidance.judge import STEPS, trained_judge
from engine.evaluation.guidance.painting import painting
from engine.evaluation.guidance.report import Guidance, write_guidance
from engine.evaluation.guidance.scenes import HOLES, scenes_with_holes
from engine.evaluation.sheets import Sheets, small
from engine.labels.vocabulary import UNKNOWN
from engine.model.checkpoint import load_checkpoint
from engine.model.inpainter import Inpainter
from engine.protocol import InvalidRequestError
from engine.training.data import PhotoShards
from engine.training.street import FILE, StreetScenes
from resources.locate import resource

SECTIONS = ("labels", "painting", "obedience", "variations")
# As the photographs of the scenes are.
_WHOLE = (352, 480)
_SHEET_ROWS = 12


def main(
    arguments: Sequence[str] | None = None,
    open_engine: Callable[[str, Path | None], FillEngine] = load_engine,
) -> int:
    """Runs the sections asked for; returns the exit code: 0, or 2 with one sentence on stderr."""
    options = _parser().parse_args(arguments)
    torch.set_flush_denormal(True)
    return ended("guidance", options.output, lambda: _experiment(options, open_engine))


def _experiment(options: argparse.Namespace, open_engine: Callable[[str, Path | None], FillEngine]) -> str:
    options.weights = options.weights or resource("weights/lacuna.safetensors")
    checkpoint = load_checkpoint(options.weights)
    if checkpoint.model.segmenter is None:
        raise InvalidRequestError(f"The weights {options.weights.name} know no labels.")
    options.output.mkdir(parents=True, exist_ok=True)
    found = Guidance({"weights": f"{options.weights.name}, SHA-256 {checkpoint.sha256[:16]}"})
    found.facts["scenes"] = f"{options.scenes} of CamVid's test split, seed {options.seed}"
    if "labels" in options.only or "painting" in options.only:
        _labels(options, checkpoint.model, found)
    if "obedience" in options.only or "variations" in options.only:
        engine = open_engine(options.device, options.weights)
        sheets = Sheets()
        if "obedience" in options.only:
            _obedience(options, engine, found, sheets)
        if "variations" in options.only:
            _variations(options, engine, found, sheets)
        sheets.write(options.output)
    write_guidance(found, options.output)
    return str(options.output / "guidance.md")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluation.guidance", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {FILE} and photos-*.tar")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the report")
    parser.add_argument("--weights", type=Path, help="checkpoint; default: the shipped one")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="sections to run")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--seed", type=int, default=0, help="of holes and edits")
    parser.add_argument("--scenes", type=int, default=117, help="test scenes for labels and painting")
    parser.add_argument("--edits", type=int, default=50, help="scenes whose labels are edited")
    parser.add_argument("--holes", type=int, default=50, help="large holes that are varied")
    parser.add_argument("--split", default="test", help="of the labelled scenes")
    parser.add_argument("--judge-steps", type=int, default=STEPS, help="updates of the judge")
    return parser


def _labels(options: argparse.Namespace, model: Inpainter, found: Guidance) -> None:
    test = StreetScenes(options.data / FILE, options.split)
    by_kind = {
        kind: list(scenes_with_holes(test, options.scenes, (kind,), seed=options.seed)) for kind in HOLES
    }
    if "labels" in options.only:
        found.completed = {kind: completion(model, scenes) for kind, scenes in by_kind.items()}
    if "painting" in options.only:
        found.painted = [p for scenes in by_kind.values() for p in painting(model, scenes)]


def _obedience(options: argparse.Namespace, engine: FillEngine, found: Guidance, sheets: Sheets) -> None:
    judge = trained_judge(StreetScenes(options.data / FILE, "train"), options.output, options.judge_steps)
    test = StreetScenes(options.data / FILE, options.split)
    scenes = list(scenes_with_holes(test, options.edits, ("central",), _WHOLE, options.seed))
    right = [
        (judge.codes(scene.photo) == scene.codes)[scene.hole & (scene.codes != UNKNOWN)] for scene in scenes
    ]
    found.judge_accuracy = float(np.concatenate(right).mean())
    found.obeyed = obedience(engine, judge, scenes, options.seed)
    for edit in found.obeyed:
        caption = f"{edit.scene}: {edit.label}, seen in {edit.agreement:.0%}"
        sheets.add("obedience", caption, {"edited": edit.picture}, _SHEET_ROWS)


def _variations(options: argparse.Namespace, engine: FillEngine, found: Guidance, sheets: Sheets) -> None:
    shards = PhotoShards([options.data / "photos-large-val.tar"])
    every = chain(large_cases(shards, options.seed), large_cases(shards, options.seed + 1))
    holes = islice((case for case in every if case.family != "thin"), options.holes)
    found.varied = variety(engine, holes)
    for varied in found.varied:
        tiles = {"photo": small(varied.truth)}
        for number, (name, picture) in enumerate(zip(varied.names, varied.pictures, strict=True)):
            tiles[f"{number + 1} {name or 'likeliest'}"] = small(picture)
        sheets.add("variations", f"{varied.photo}: {varied.different} differ", tiles)


if __name__ == "__main__":
    raise SystemExit(main())
