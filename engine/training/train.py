"""The training loop, read top to bottom: data, model, steps, samples, checkpoints.

A run lives in a folder: `state.pt` (everything, for exact resume), `weights.safetensors` (the moving
average, ready to ship), `log.jsonl`, `sheet-*.png`.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from engine.model.checkpoint import load_checkpoint, save_checkpoint
from engine.model.config import ModelConfig
from engine.model.inpainter import Inpainter
from engine.protocol import WeightsError
from engine.rasterizer import render
from engine.training.config import TrainConfig
from engine.training.data import Batch, Batches, PhotoShards
from engine.training.generator_task import GeneratorTask
from engine.training.perceptual import load_teacher
from engine.training.precision import autocast
from engine.training.schedule import learning_rate, update_average
from engine.training.semantics_task import SemanticsTask


@dataclass(frozen=True)
class RunPaths:
    """Where a run reads and writes."""

    run: Path
    shards: tuple[Path, ...]
    teacher: Path
    initial_weights: Path | None = None


def train(
    config: TrainConfig, paths: RunPaths, model_config: ModelConfig, device: torch.device
) -> dict[str, float]:
    """Runs or resumes a training run; returns the last step's losses."""
    torch.set_flush_denormal(True)
    torch.manual_seed(config.seed)
    model, facts = _initial_model(paths, model_config)
    model.to(device).to(memory_format=torch.channels_last)
    teacher = load_teacher(paths.teacher).to(device)
    teacher.to(memory_format=torch.channels_last)
    task_class = SemanticsTask if config.preset == "semantics" else GeneratorTask
    task = task_class(model, teacher, config).to(device)
    average = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.AdamW(
        task.trained_parameters(),
        lr=config.learning_rate,
        betas=(0.9, 0.99),
        weight_decay=config.weight_decay,
    )
    start = _resume(paths.run / "state.pt", task, average, optimizer)
    _save_settings(paths.run, config)
    shards = PhotoShards(paths.shards)
    batches = Batches(
        shards,
        config.crop_px,
        config.batch,
        config.seed,
        start_step=start,
        magnify=config.magnify if config.magnified > 0 else 1.0,
    )
    fixed = Batches(shards, config.crop_px, min(config.batch, 6), seed=12345).batch_at(0)
    values: dict[str, float] = {}
    clock = _Clock(config, start)
    for step, batch in zip(range(start, config.steps), batches, strict=False):
        torch.manual_seed(config.seed * 1_000_003 + step)  # Random views depend on the step alone.
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(config, step)
        with autocast(device):
            terms = task.losses(batch.to(device))
        total = torch.stack(list(terms.values())).sum()
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        norm = nn.utils.clip_grad_norm_(task.trained_parameters(), 1.0)
        if torch.isfinite(norm):
            optimizer.step()
        task.after_step(step)
        update_average(average, model, config.ema, step)
        values = {name: float(term.detach()) for name, term in terms.items()}
        clock.tick(step, values)
        if (step + 1) % config.sample_every == 0 or step + 1 == config.steps:
            seen = _facts_after(facts, config, step + 1)
            save_checkpoint(average, paths.run / "weights.safetensors", seen)
            _save_state(paths.run / "state.pt", step + 1, task, average, optimizer)
            _save_sheet(paths.run, config, average, fixed, device, step + 1)
            clock.log(paths.run / "log.jsonl", step, values)
    return values


def _initial_model(paths: RunPaths, model_config: ModelConfig) -> tuple[Inpainter, dict[str, str]]:
    if paths.initial_weights is None:
        return Inpainter(model_config), {}
    checkpoint = load_checkpoint(paths.initial_weights)
    return checkpoint.model.train(), checkpoint.facts


def _resume(path: Path, task: nn.Module, average: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    missing, unexpected = task.load_state_dict(state["task"], strict=False)
    # The means of the alignment are younger than the first runs; they are found again within a few steps.
    if unexpected or any(not name.startswith("alignment.") for name in missing):
        raise WeightsError(f"The state {path} is that of another network or preset.")
    average.load_state_dict(state["average"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def _save_state(
    path: Path, step: int, task: nn.Module, average: nn.Module, optimizer: torch.optim.Optimizer
) -> None:
    temporary = path.with_suffix(".part")
    torch.save(
        {
            "step": step,
            "task": task.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
        },
        temporary,
    )
    os.replace(temporary, path)


def _save_settings(run: Path, config: TrainConfig) -> None:
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.json").write_text(json.dumps(dataclasses.asdict(config), indent=2) + "\n")


def _facts_after(facts: dict[str, str], config: TrainConfig, steps: int) -> dict[str, str]:
    key = "images_semantics" if config.preset == "semantics" else "images_generator"
    return {**facts, key: str(int(facts.get(key, "0")) + steps * config.batch), "last_preset": config.preset}


def _save_sheet(
    run: Path,
    config: TrainConfig,
    average: Inpainter,
    fixed: Batch,
    device: torch.device,
    step: int,
) -> None:
    """What the moving average makes of the same few pictures."""
    if config.preset == "semantics":
        return
    images, masks = fixed.images.to(device), fixed.masks.to(device)
    with torch.no_grad():
        rendered = render(average(images, masks)).clamp(0, 1)
    completed = masks * rendered + (1 - masks) * images
    strips = torch.cat([images * (1 - masks), rendered, completed, images], dim=3)
    sheet = torch.cat(list(strips), dim=1).permute(1, 2, 0).float().cpu().numpy()
    cv2.imwrite(str(run / f"sheet-{step:06d}.png"), (sheet[..., ::-1] * 255).round().astype(np.uint8))


class _Clock:
    """Progress with images per second and what is left."""

    def __init__(self, config: TrainConfig, start: int) -> None:
        self._config = config
        self._start = start
        self._began = time.monotonic()
        self._averages: dict[str, float] = {}

    def tick(self, step: int, values: dict[str, float]) -> None:
        for name, value in values.items():
            self._averages[name] = 0.98 * self._averages.get(name, value) + 0.02 * value
        if (step + 1) % 25 == 0 or step + 1 == self._config.steps:
            rate = (step + 1 - self._start) / (time.monotonic() - self._began)
            left_min = (self._config.steps - step - 1) / rate / 60
            losses = "  ".join(f"{name} {value:.4f}" for name, value in self._averages.items())
            print(
                f"step {step + 1}/{self._config.steps}  {losses}  "
                f"{rate * self._config.batch:.1f} images/s  {left_min:.0f} min left",
                flush=True,
            )

    def log(self, path: Path, step: int, values: dict[str, float]) -> None:
        seconds = round(time.monotonic() - self._began, 1)
        row = {"step": step + 1, "seconds": seconds, **self._averages, "last": values}
        with path.open("a") as file:
            file.write(json.dumps(row) + "\n")
