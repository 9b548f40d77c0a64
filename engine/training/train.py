"""The training loop, read top to bottom: data, model, steps, samples, checkpoints.

A run lives in a folder: `state.pt` (everything, for exact resume), `weights.safetensors` (the moving
average, ready to ship), `log.jsonl`, `sheet-*.png`.
"""

from __future__ import annotations

import copy
import os
from pathlib import Path

import cv2
import numpy as np
import torch

from engine.model.checkpoint import save_checkpoint
from engine.model.config import ModelConfig
from engine.model.inpainter import Inpainter
from engine.rasterizer import render
from engine.training.adversarial_task import AdversarialTask
from engine.training.config import TrainConfig
from engine.training.data import Batch, Batches, PhotoShards
from engine.training.generator_task import GeneratorTask
from engine.training.guided_task import GuidedTask
from engine.training.label_maps import class_weights
from engine.training.perceptual import Teacher, load_teacher
from engine.training.progress import Progress
from engine.training.regions import load_regions
from engine.training.run_state import (
    RunPaths,
    initial_model,
    resume,
    save_settings,
    save_state,
    take_semantics,
)
from engine.training.schedule import update_average
from engine.training.segmentation_task import SegmentationTask
from engine.training.semantics_task import SemanticsTask
from engine.training.step import new_optimizer, train_step
from engine.training.street import LabelledBatches, StreetScenes
from engine.training.task import Task

# Under which name the pictures of a preset are counted in the facts of a checkpoint.
_GENERATOR = "images_generator"
_COUNTED = {"semantics": "images_semantics", "segmentation": "images_labels"}
COUNTS = (_GENERATOR, *_COUNTED.values())
# Two prepare 1.8 times as many pictures as one; with more of them Python itself has to be the limit at last.
_MOST_THREADS = 8


def train(
    config: TrainConfig, paths: RunPaths, model_config: ModelConfig, device: torch.device
) -> dict[str, float]:
    """Runs or resumes a training run; returns the last step's losses."""
    torch.set_flush_denormal(True)
    torch.manual_seed(config.seed)
    looks_twice = _trains_generator(config) and config.second_look > 0
    model, facts = initial_model(
        paths,
        model_config,
        with_labels=config.street > 0,
        with_appearance=_trains_generator(config) and config.appearance > 0,
        with_second_look=looks_twice,
        with_closer_look=looks_twice and config.closer_look > 0,
    )
    model.to(device).to(memory_format=torch.channels_last)
    teacher = load_teacher(paths.teacher).to(device)
    teacher.to(memory_format=torch.channels_last)
    task = _task(model, teacher, config, paths).to(device)
    task.begin(paths.initial_weights, device)
    average = copy.deepcopy(model).requires_grad_(False)
    optimizer = new_optimizer(task, config)
    start = resume(paths.run / "state.pt", task, average, optimizer)
    if paths.semantics is not None:
        facts |= take_semantics(paths.semantics, model, average)
    save_settings(paths.run, config)
    shards = PhotoShards(paths.shards)
    stream = _batches(shards, config, paths).stream(start, _threads_beside(device))
    fixed = Batches(shards, config.crop_px, min(config.batch, 6), seed=12345).batch_at(0)
    values: dict[str, float] = {}
    progress = Progress(config, start)
    for step, batch in zip(range(start, config.steps), stream, strict=False):
        values = train_step(task, optimizer, batch.to(device), config, step)
        update_average(average, model, config.ema, step)
        progress.tick(step, values)
        if (step + 1) % config.sample_every == 0 or step + 1 == config.steps:
            seen = _facts_after(facts, config, step + 1)
            save_checkpoint(average, paths.run / "weights.safetensors", seen)
            task.save_beside(paths.run / "weights.safetensors")
            save_state(paths.run / "state.pt", step + 1, task, average, optimizer)
            _save_sheet(paths.run, config, average, fixed, device, step + 1)
            progress.log(paths.run / "log.jsonl", step, values)
    return values


def _batches(shards: PhotoShards, config: TrainConfig, paths: RunPaths) -> Batches:
    magnify = config.magnify if config.magnified > 0 else 1.0
    if config.street <= 0:
        return Batches(shards, config.crop_px, config.batch, config.seed, magnify=magnify)
    scenes = StreetScenes(paths.street, "train")
    return LabelledBatches(shards, scenes, config.crop_px, config.batch, config.seed, config.street, magnify)


def _threads_beside(device: torch.device) -> int:
    """That prepare pictures: a GPU leaves the processor idle, and takes more of them than one can make."""
    return min(_MOST_THREADS, os.cpu_count() or 1) if device.type == "cuda" else 1


def _task(model: Inpainter, teacher: Teacher, config: TrainConfig, paths: RunPaths) -> Task:
    if config.preset == "semantics":
        return SemanticsTask(model, teacher, config)
    if config.preset == "segmentation":
        shares = torch.from_numpy(StreetScenes(paths.street, "train").class_shares()).float()
        weights = class_weights(shares, config.balance)
        return SegmentationTask(model, teacher, load_regions(paths.regions), config, weights)
    if config.preset == "guided":
        return GuidedTask(model, teacher, load_regions(paths.regions), config)
    judged = config.adversarial > 0 or config.matching > 0
    return (AdversarialTask if judged else GeneratorTask)(model, teacher, config)


def _trains_generator(config: TrainConfig) -> bool:
    return config.preset not in _COUNTED


def _facts_after(facts: dict[str, str], config: TrainConfig, steps: int) -> dict[str, str]:
    key = _COUNTED.get(config.preset, _GENERATOR)
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
    if config.preset in _COUNTED:
        return
    images, masks = fixed.images.to(device), fixed.masks.to(device)
    with torch.no_grad():
        rendered = render(average(images, masks)).clamp(0, 1)
    completed = masks * rendered + (1 - masks) * images
    strips = torch.cat([images * (1 - masks), rendered, completed, images], dim=3)
    sheet = torch.cat(list(strips), dim=1).permute(1, 2, 0).float().cpu().numpy()
    cv2.imwrite(str(run / f"sheet-{step:06d}.png"), (sheet[..., ::-1] * 255).round().astype(np.uint8))
