"""A run's folder: `state.pt` for an exact resume, `config.json`, and where everything comes from."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from engine.model.checkpoint import load_checkpoint
from engine.model.config import ModelConfig, SegmenterConfig
from engine.model.inpainter import Inpainter
from engine.protocol import WeightsError
from engine.training.appearance import DIM
from engine.training.config import TrainConfig
from engine.training.regions import FILE as REGIONS
from engine.training.street import FILE as STREET
from engine.training.task import Task

_SEMANTICS = ("encoder.", "adaptation.")
LABEL_DIM = 32
# What the generator learns to look at from closer is about twice as large as what it looked at first.
CLOSER = 2


@dataclass(frozen=True)
class RunPaths:
    """Where a run reads and writes.

    Attributes:
        run: Folder of the run.
        shards: Photographs to train on.
        teacher: Weights of the teacher.
        initial_weights: Checkpoint to go on from; None starts anew.
        semantics: Checkpoint whose encoder and adaptation replace those of the run, or None.
        street: Labelled street scenes, for what learns labels.
        regions: Kinds of regions, likewise.
    """

    run: Path
    shards: tuple[Path, ...]
    teacher: Path
    initial_weights: Path | None = None
    semantics: Path | None = None
    street: Path = Path(STREET)
    regions: Path = Path(REGIONS)


def initial_model(
    paths: RunPaths,
    model_config: ModelConfig,
    *,
    with_labels: bool = False,
    with_appearance: bool = False,
    with_second_look: bool = False,
    with_closer_look: bool = False,
) -> tuple[Inpainter, dict[str, str]]:
    """The model that a run goes on from, and what is known of it.

    Args:
        paths: Where it lies.
        model_config: Of a new model.
        with_labels: Parts that know labels are added where the model has none; they say nothing at first.
        with_appearance: Likewise the head that says what the completed picture looks like.
        with_second_look: Likewise what lets the generator see what it has made.
        with_closer_look: Large crops are looked at from closer at run time.
    """
    grown = functools.partial(
        _grown,
        labels=with_labels,
        appearance=with_appearance,
        second_look=with_second_look,
        closer_look=with_closer_look,
    )
    if paths.initial_weights is None:
        return Inpainter(grown(model_config)), {}
    checkpoint = load_checkpoint(paths.initial_weights)
    model = checkpoint.model.train()
    config = grown(model.config)
    if config != model.config:
        larger = Inpainter(config)
        larger.load_state_dict(model.state_dict(), strict=False)
        model = larger.train()
    return model, checkpoint.facts


def _grown(
    config: ModelConfig, *, labels: bool, appearance: bool, second_look: bool, closer_look: bool
) -> ModelConfig:
    generator, segmenter = config.generator, config.segmenter
    if labels:
        segmenter = segmenter or SegmenterConfig()
        generator = dataclasses.replace(generator, label_dim=generator.label_dim or LABEL_DIM)
    if appearance:
        generator = dataclasses.replace(generator, appearance_dim=generator.appearance_dim or DIM)
    if second_look:
        generator = dataclasses.replace(generator, second_look=True)
    closest_px = max(config.closest_px, CLOSER * config.working_px) if closer_look else config.closest_px
    return dataclasses.replace(config, generator=generator, segmenter=segmenter, closest_px=closest_px)


def take_semantics(path: Path, *models: nn.Module) -> dict[str, str]:
    """Copies encoder and adaptation of a checkpoint into models; all else in them stays.

    Returns:
        What the checkpoint knows of its semantics, to be written into the run's.

    Raises:
        WeightsError: The checkpoint is damaged, or its semantics have another shape.
    """
    checkpoint = load_checkpoint(path)
    theirs = {k: v for k, v in checkpoint.model.state_dict().items() if k.startswith(_SEMANTICS)}
    for model in models:
        ours = model.state_dict()
        if any(name not in ours or ours[name].shape != tensor.shape for name, tensor in theirs.items()):
            raise WeightsError(f"The semantics of {path.name} do not fit this model.")
        model.load_state_dict(theirs, strict=False)
    return {name: text for name, text in checkpoint.facts.items() if name == "images_semantics"}


def resume(path: Path, task: Task, average: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Takes up a saved state; returns the number of the next step, 0 where there is no state yet.

    Raises:
        WeightsError: The state is that of another network, preset or optimizer.
    """
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    try:
        missing, unexpected = task.load_state_dict(state["task"], strict=False)
        # The means of the alignment are younger than the first runs; a few steps find them again.
        if unexpected or any(not name.startswith("alignment.") for name in missing):
            raise ValueError("other parts")
        average.load_state_dict(state["average"])
        if set(state["optimizer"]["param_groups"][0]) != set(optimizer.state_dict()["param_groups"][0]):
            raise ValueError("another optimizer")
        optimizer.load_state_dict(state["optimizer"])
        # A run may change from a plain to an adversarial preset on its way, and back.
        if further := state.get("further"):
            task.load_further_state(further)
    except (RuntimeError, ValueError, KeyError) as error:
        raise WeightsError(f"The state {path} is that of another network, preset or optimizer.") from error
    return int(state["step"])


def save_state(
    path: Path, step: int, task: Task, average: nn.Module, optimizer: torch.optim.Optimizer
) -> None:
    """Writes the state, all or nothing."""
    temporary = path.with_suffix(".part")
    torch.save(
        {
            "step": step,
            "task": task.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
            "further": task.further_state(),
        },
        temporary,
    )
    os.replace(temporary, path)


def save_settings(run: Path, config: TrainConfig) -> None:
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.json").write_text(json.dumps(dataclasses.asdict(config), indent=2) + "\n")
