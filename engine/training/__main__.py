"""`python -m engine.training PRESET --data FOLDER --teacher FILE`: trains a part of the model."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from engine.memory import keep_freed_memory
from engine.model.config import ModelConfig
from engine.protocol import EngineError
from engine.training.config import PRESETS, TrainConfig, with_overrides
from engine.training.regions import FILE as REGIONS
from engine.training.run_state import RunPaths
from engine.training.street import FILE as STREET
from engine.training.train import train
from resources.locate import resource

WEIGHTS = "weights/lacuna.safetensors"
# Presets that learn nothing without labelled street scenes.
LEARNING_LABELS = ("guided", "segmentation")
# Never trained on.
HELD_OUT = ("photos-val.tar", "photos-large-val.tar")


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0, or 2 with one sentence on stderr."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    try:
        config = with_overrides(PRESETS[options.preset], _pairs(rest))
        if config.preset in LEARNING_LABELS and config.street <= 0:
            raise ValueError(f"{options.preset} learns labels: --street must be above 0")
        paths = RunPaths(
            run=options.run or Path("runs") / options.preset,
            shards=_shards(options.data),
            teacher=options.teacher,
            initial_weights=options.weights,
            semantics=options.semantics,
            street=options.data / STREET,
            regions=options.regions or (options.weights or resource(WEIGHTS)).parent / REGIONS,
        )
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        if options.threads:
            torch.set_num_threads(options.threads)
        train(config, paths, _model_config(config), device)
    except (EngineError, ValueError, OSError) as error:
        print(f"lacuna training: {getattr(error, 'user_message', error)}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.training", description=__doc__)
    parser.add_argument("preset", choices=sorted(PRESETS))
    parser.add_argument("--data", type=Path, required=True, help="folder of photos-*.tar shards")
    parser.add_argument("--teacher", type=Path, required=True, help="MobileNetV2 weights (safetensors)")
    parser.add_argument("--run", type=Path, help="folder of the run; an existing run is resumed")
    parser.add_argument("--weights", type=Path, help="checkpoint to go on from")
    parser.add_argument(
        "--semantics", type=Path, help="checkpoint whose encoder and adaptation replace those of the run"
    )
    parser.add_argument("--regions", type=Path, help="kinds of regions; without it those beside the weights")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 = all")
    parser.epilog = "Any other --key value changes a setting: " + ", ".join(
        name for name in TrainConfig.__dataclass_fields__ if name != "preset"
    )
    return parser


def _pairs(rest: list[str]) -> dict[str, str]:
    if len(rest) % 2 or any(not key.startswith("--") for key in rest[::2]):
        raise ValueError("settings are given as --key value")
    return {key[2:].replace("-", "_"): value for key, value in zip(rest[::2], rest[1::2], strict=True)}


def _shards(data: Path) -> tuple[Path, ...]:
    shards = tuple(path for path in sorted(data.glob("photos-*.tar")) if path.name not in HELD_OUT)
    if not shards:
        raise ValueError(f"no photos-*.tar shards in {data}")
    return shards


def _model_config(config: TrainConfig) -> ModelConfig:
    if config.preset != "smoke":
        return ModelConfig()
    from engine.model.config import EncoderConfig, GeneratorConfig

    return ModelConfig(
        encoder=EncoderConfig(image_px=64, dim=32, depth=2, heads=2, adaptation_depth=1),
        generator=GeneratorConfig(
            widths=(8, 8, 16, 16), dilations=(1,), attention_blocks=1, heads=2, closing_dilations=(1,)
        ),
    )


if __name__ == "__main__":
    keep_freed_memory()
    sys.exit(main())
