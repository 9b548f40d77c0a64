"""`python -m engine.evaluation.evidence --data FOLDER -o REPORT`: the figures behind the model's claims."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.api import FillEngine, load_engine
from engine.evaluation.cases import SMALL_PX, chosen, middle_square, small_cases
from engine.evaluation.command import ended
from engine.evaluation.crops import CropFeatures
from engine.evaluation.evaluate import KID_CROPS, MOST_CROPS_EACH
from engine.evaluation.evidence.alignment import nearness_by_share
from engine.evaluation.evidence.collapse import photo_labels, spreads
from engine.evaluation.evidence.parts import PHOTO_PX, fill_parts, machine_speed
from engine.evaluation.evidence.reliance import reliances
from engine.evaluation.evidence.report import Evidence, write_evidence
from engine.evaluation.evidence.shares import share_cases
from engine.evaluation.measure import measure
from engine.evaluation.methods import BIHARMONIC, fillers
from engine.evaluation.summary import Summary
from engine.model.checkpoint import load_checkpoint
from engine.protocol import InvalidRequestError
from engine.training.data import PhotoShards
from engine.training.perceptual import load_teacher
from resources.locate import resource

SECTIONS = ("semantics", "reliance", "fills", "time")
# Photographs of the training shards whose labels vote.
BANK = 1000


def main(
    arguments: Sequence[str] | None = None,
    open_engine: Callable[[str, Path | None], FillEngine] = load_engine,
) -> int:
    """Runs the sections asked for; returns the exit code: 0, or 2 with one sentence on stderr."""
    options = _parser().parse_args(arguments)
    return ended("evidence", options.output, lambda: _gather(options, open_engine))


def _gather(options: argparse.Namespace, open_engine: Callable[[str, Path | None], FillEngine]) -> str:
    _check(options)
    options.output.mkdir(parents=True, exist_ok=True)
    evidence = Evidence(_facts(options))
    if "semantics" in options.only:
        _semantics(options, evidence)
    if "reliance" in options.only:
        _reliance(options, evidence)
    if "fills" in options.only:
        _fills(options, evidence, open_engine)
    if "time" in options.only:
        _time(options, evidence)
    write_evidence(evidence, options.output)
    return str(options.output / "evidence.md")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluation.evidence", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with photos-*.tar and photos.tsv")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the report")
    parser.add_argument("--teacher", type=Path, help="MobileNetV2 weights; default: beside the data folder")
    parser.add_argument("--weights", type=Path, help="checkpoint; default: the shipped one")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="sections to run")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--seed", type=int, default=0, help="of photographs, masks, fills and crops")
    parser.add_argument("--each", type=int, default=67, help="fills in each class of hole share, 30 or more")
    parser.add_argument("--pictures", type=int, default=200, help="held-out pictures for the semantics")
    return parser


def _check(options: argparse.Namespace) -> None:
    if min(options.each, options.pictures) < 1:
        raise InvalidRequestError("--each and --pictures must be at least 1.")
    if not (options.data / "photos-val.tar").is_file():
        raise InvalidRequestError(f"There is no photos-val.tar in {options.data}.")
    options.teacher = options.teacher or options.data.parent / "weights" / "mobilenetv2_100.safetensors"
    options.weights = options.weights or resource("weights/lacuna.safetensors")


def _facts(options: argparse.Namespace) -> dict[str, str]:
    return {
        "weights": f"{options.weights.name}, SHA-256 {load_checkpoint(options.weights).sha256[:16]}",
        "seed": str(options.seed),
        "machine": f"torch {torch.__version__}, {torch.get_num_threads()} threads, {_device(options)}",
    }


def _device(options: argparse.Namespace) -> torch.device:
    if options.device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(options.device)


@torch.inference_mode()
def _semantics(options: argparse.Namespace, evidence: Evidence) -> None:
    model, device = load_checkpoint(options.weights).model, _device(options)
    model.to(device)
    held_out = PhotoShards([options.data / "photos-val.tar"])
    pictures, names = _pictures(held_out, options.seed, options.pictures, device)
    evidence.nearness = nearness_by_share(model, pictures, options.seed)
    table, bank = options.data / "photos.tsv", sorted(options.data.glob("photos-[0-9]*.tar"))
    if table.is_file() and bank:
        labels = photo_labels(table)
        # One shard out of three: they are mixed, and a thousand photographs are voters enough.
        known, known_names = _pictures(PhotoShards(bank[::3]), options.seed, BANK, device)
        evidence.spreads = spreads(
            model,
            load_teacher(options.teacher).to(device),
            (known, [labels.get(name, "") for name in known_names]),
            (pictures, [labels.get(name, "") for name in names]),
        )


@torch.inference_mode()
def _reliance(options: argparse.Namespace, evidence: Evidence) -> None:
    model, teacher = load_checkpoint(options.weights).model, load_teacher(options.teacher)
    cases = small_cases(PhotoShards([options.data / "photos-val.tar"]), options.seed, options.pictures)
    evidence.reliances = reliances(model, teacher, cases)


def _fills(
    options: argparse.Namespace, evidence: Evidence, open_engine: Callable[[str, Path | None], FillEngine]
) -> None:
    teacher = load_teacher(options.teacher)
    teacher.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    engine = open_engine(options.device, options.weights)
    working_px = load_checkpoint(options.weights).model.config.working_px
    methods = {name: filler for name, filler in fillers(engine, working_px).items() if name != BIHARMONIC}
    shards = PhotoShards([options.data / "photos-val.tar"])
    each = min(MOST_CROPS_EACH, -(-KID_CROPS // (3 * options.each)))
    crops = CropFeatures(teacher, each, options.seed)
    cases = share_cases(shards, options.seed, options.each)
    evidence.fills = Summary(measure(cases, methods, teacher, crops.add))
    evidence.kernel_distances = crops.distances()


def _time(options: argparse.Namespace, evidence: Evidence) -> None:
    checkpoint, device = load_checkpoint(options.weights), _device(options)
    speed = machine_speed(device)
    evidence.facts["arithmetic"] = f"{speed.flops / 1e9:.0f} GFLOP/s, {speed.bytes / 1e9:.1f} GB/s, measured"
    sizes = dict.fromkeys((checkpoint.model.config.working_px, PHOTO_PX))
    evidence.parts = [p for px in sizes for p in fill_parts(checkpoint.model, device, speed, px)]


def _pictures(shards: PhotoShards, seed: int, limit: int, device: torch.device) -> tuple[Tensor, list[str]]:
    """Squares of 256 px, (N, 3, 256, 256) in 0..1, and their names."""
    order = chosen(shards, SMALL_PX, seed, limit)
    squares = np.stack([middle_square(shards.photo(index), SMALL_PX) for index in order])
    pictures = torch.from_numpy(squares.astype(np.float32) / 255).permute(0, 3, 1, 2).contiguous()
    return pictures.to(device), [shards.names[index] for index in order]


if __name__ == "__main__":
    raise SystemExit(main())
