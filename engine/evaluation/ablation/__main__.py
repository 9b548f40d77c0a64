"""`python -m engine.evaluation.ablation --data FOLDER -o REPORT`: which parts earn their place."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch

from engine.evaluation.ablation.run import Budget, Outcome, ablate
from engine.evaluation.ablation.variants import BASE, VARIANTS
from engine.evaluation.command import ended
from engine.evaluation.report import table
from engine.protocol import InvalidRequestError
from engine.training.config import PRESETS
from engine.training.data import PhotoShards
from engine.training.perceptual import load_teacher
from resources.locate import resource


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the ablations; returns the exit code: 0, or 2 with one sentence on stderr."""
    options = _parser().parse_args(arguments)
    return ended("ablation", options.output, lambda: _ablate(options))


def _ablate(options: argparse.Namespace) -> str:
    budget = _budget(options)
    options.output.mkdir(parents=True, exist_ok=True)
    teacher_path = options.teacher or options.data.parent / "weights" / "mobilenetv2_100.safetensors"
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_flush_denormal(True)
    teacher = load_teacher(teacher_path).to(device)
    teacher.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    outcomes = ablate(
        [v for v in VARIANTS if v.name == BASE or options.only is None or v.name in options.only],
        budget,
        PhotoShards(sorted(options.data.glob("photos-[0-9]*.tar"))),
        PhotoShards([options.data / "photos-val.tar"]),
        teacher,
        options.weights or resource("weights/lacuna.safetensors"),
        device,
        lambda text: print(text, file=sys.stderr, flush=True),
    )
    _write(outcomes, budget, options.output)
    return str(options.output / "ablation.md")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluation.ablation", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with photos-*.tar")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the report")
    parser.add_argument("--teacher", type=Path, help="MobileNetV2 weights; default: beside the data folder")
    parser.add_argument("--weights", type=Path, help="checkpoint that gives the semantics; default: shipped")
    parser.add_argument("--only", nargs="+", choices=[v.name for v in VARIANTS], help="beside the base")
    parser.add_argument("--steps", type=int, default=1500, help="of each variant")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--learning_rate", type=float, default=PRESETS["generator"].learning_rate)
    parser.add_argument("--px", type=int, default=96, help="side of the crops, a multiple of 16")
    parser.add_argument("--pictures", type=int, default=100, help="held-out pictures that are measured")
    parser.add_argument("--seed", type=int, default=0)
    return parser


def _budget(options: argparse.Namespace) -> Budget:
    if min(options.steps, options.batch, options.pictures) < 1 or options.px < 32 or options.px % 16:
        raise InvalidRequestError("Steps, batch and pictures must be at least 1, --px a multiple of 16.")
    if not options.learning_rate > 0:
        raise InvalidRequestError("The learning rate must be above 0.")
    if not (options.data / "photos-val.tar").is_file():
        raise InvalidRequestError(f"There is no photos-val.tar in {options.data}.")
    config = replace(
        PRESETS["generator"],
        steps=options.steps,
        batch=options.batch,
        crop_px=options.px,
        learning_rate=options.learning_rate,
        warmup=min(100, options.steps // 10),
        seed=options.seed,
        # Pixels cannot be rendered closer: all variants do without.
        magnified=0.0,
    )
    return Budget(config, options.pictures)


def _write(outcomes: Sequence[Outcome], budget: Budget, folder: Path) -> None:
    """Writes `ablation.md` and `ablation.json`."""
    config = budget.train
    rows = [
        [
            f"{o.name} ({o.question})",
            f"{o.parameters / 1e6:.2f}",
            f"{o.psnr_db:.2f}",
            f"{o.psnr_gain[0]:+.2f} ± {o.psnr_gain[1]:.2f}",
            f"{o.perceptual:.3f}",
            f"{o.perceptual_gain[0]:+.3f} ± {o.perceptual_gain[1]:.3f}",
            f"{o.power_to_surroundings:.3f}",
            f"{o.seconds:.0f}",
        ]
        for o in outcomes
    ]
    head = ["variant", "M parameters", "PSNR dB", "gain", "perceptual", "change", "power / around", "s"]
    text = [
        "# Ablations",
        "",
        f"{config.steps} steps of {config.batch} pictures at {config.crop_px} px each ({config.optimizer}, "
        f"{config.learning_rate:g}), from untrained generators of one seed ({config.seed}); "
        f"{budget.pictures} held-out pictures; inside the hole; "
        "differences to the first row with their standard error over pictures (not over seeds).",
        "",
        *table(head, rows),
        "",
    ]
    (folder / "ablation.md").write_text("\n".join(text), encoding="utf-8")
    (folder / "ablation.json").write_text(json.dumps([asdict(o) for o in outcomes], indent=1))


if __name__ == "__main__":
    raise SystemExit(main())
