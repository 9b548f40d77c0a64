"""Trains every variant on the same pictures for the same steps, and measures it on the same holes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from engine.evaluation.ablation.variants import BASE, Variant
from engine.evaluation.cases import chosen, middle_square
from engine.evaluation.measure import as_tensor
from engine.evaluation.texture import high_power, inside, surroundings
from engine.model.config import ModelConfig
from engine.model.inpainter import Inpainter
from engine.training.config import TrainConfig
from engine.training.data import Batches, PhotoShards
from engine.training.generator_task import GeneratorTask
from engine.training.masks import draw_training_mask
from engine.training.perceptual import Teacher, perceptual_distance
from engine.training.run_state import take_semantics
from engine.training.step import new_optimizer, train_step


@dataclass(frozen=True)
class Budget:
    """What every variant gets.

    Attributes:
        train: Steps, batch, crop size, rate and seed.
        pictures: Held-out pictures that are measured.
    """

    train: TrainConfig
    pictures: int


@dataclass(frozen=True)
class Outcome:
    """One variant after its training, inside the holes of the held-out pictures.

    Attributes:
        name, question: Of the variant.
        parameters: Of the generator.
        psnr_db, perceptual: Means; the power of the upper spectrum to the surroundings' is a geometric one.
        psnr_gain, perceptual_gain: Mean difference to the variant `BASE`, and its standard error.
        seconds: Of training.
    """

    name: str
    question: str
    parameters: int
    psnr_db: float
    psnr_gain: tuple[float, float]
    perceptual: float
    perceptual_gain: tuple[float, float]
    power_to_surroundings: float
    seconds: float


def ablate(
    variants: Sequence[Variant],
    budget: Budget,
    shards: PhotoShards,
    held_out: PhotoShards,
    teacher: Teacher,
    semantics: Path,
    device: torch.device,
    progress: Callable[[str], None] = lambda text: None,
) -> list[Outcome]:
    """Trains and measures all variants; the first is what the others are compared with.

    Generators start untrained from the same seed; encoder and adaptation are those of `semantics`.

    Raises:
        EngineError: The semantics or the shards cannot be read.
    """
    found: list[Outcome] = []
    base: np.ndarray | None = None
    for variant in variants:
        progress(f"{variant.name}: {budget.train.steps} steps")
        outcome, figures = _trained(variant, budget, shards, held_out, teacher, semantics, device, base)
        base = figures if base is None else base
        found.append(outcome)
    assert found[0].name == BASE
    return found


def _trained(
    variant: Variant,
    budget: Budget,
    shards: PhotoShards,
    held_out: PhotoShards,
    teacher: Teacher,
    semantics: Path,
    device: torch.device,
    base: np.ndarray | None,
) -> tuple[Outcome, np.ndarray]:
    config = variant.settings(budget.train)
    torch.manual_seed(config.seed)
    whole = ModelConfig()
    model = Inpainter(replace(whole, generator=variant.config(whole.generator)))
    variant.rebuild(model)
    take_semantics(semantics, model)
    model.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    task = variant.task(model, teacher, config)
    task.begin(None, device)
    optimizer = new_optimizer(task, config)
    batches = Batches(shards, config.crop_px, config.batch, config.seed)
    began = time.perf_counter()
    for step, batch in zip(range(config.steps), batches.stream(), strict=False):
        train_step(task, optimizer, batch.to(device), config, step)
    seconds = time.perf_counter() - began
    task.eval()
    figures = _figures(task, budget, held_out, teacher, device)
    gains = figures - (figures if base is None else base)
    error = gains.std(axis=0) / max(1, len(gains) - 1) ** 0.5
    outcome = Outcome(
        name=variant.name,
        question=variant.question,
        parameters=sum(p.numel() for p in model.generator.parameters()),
        psnr_db=float(figures[:, 0].mean()),
        psnr_gain=(float(gains[:, 0].mean()), float(error[0])),
        perceptual=float(figures[:, 1].mean()),
        perceptual_gain=(float(gains[:, 1].mean()), float(error[1])),
        power_to_surroundings=float(np.exp(figures[:, 2].mean())),
        seconds=seconds,
    )
    return outcome, figures


@torch.inference_mode()
def _figures(
    task: GeneratorTask, budget: Budget, held_out: PhotoShards, teacher: Teacher, device: torch.device
) -> np.ndarray:
    """(N, 3): PSNR, perceptual distance and log power ratio of each held-out picture's hole."""
    px, rows = budget.train.crop_px, []
    for number, index in enumerate(chosen(held_out, px, budget.train.seed, budget.pictures)):
        truth = middle_square(held_out.photo(index), px)
        hole = draw_training_mask((px, px), np.random.default_rng((budget.train.seed, number, 11)))
        image = as_tensor(truth).to(device)
        mask = torch.from_numpy(hole.astype(np.float32))[None, None].to(device)
        painted, _ = task.painted(image, mask)
        completed = (mask * painted.float() + (1 - mask) * image).clamp(0, 1)
        error = ((completed - image).square() * mask).sum() / (3 * mask.sum())
        distance = perceptual_distance(teacher, completed, image, mask)
        pixels = (completed[0].permute(1, 2, 0).cpu().numpy() * 255).round().astype(np.uint8)
        ratio = high_power(pixels, inside(hole)) / high_power(truth, surroundings(hole))
        rows.append((-10 * float(torch.log10(error.clamp(min=1e-9))), float(distance), float(np.log(ratio))))
    return np.array(rows)
