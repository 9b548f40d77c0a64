"""What the trained generator owes to its semantics: the field with other features in their place.

A retrained generator would make up for some of what it misses; this says what the shipped one would lose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.evaluation.cases import Case
from engine.evaluation.measure import as_tensor
from engine.model.encoder import Features
from engine.model.inpainter import Inpainter
from engine.model.surroundings import diffused
from engine.rasterizer import render
from engine.training.perceptual import Teacher, perceptual_distance

ADAPTED = "adapted"
STEERINGS = (ADAPTED, "raw", "none", "another picture's", "the clean picture's")


@dataclass(frozen=True)
class Reliance:
    """The field in the hole under one kind of features.

    Attributes:
        name: One of `STEERINGS`.
        psnr_db, perceptual: Means.
        psnr_gain, perceptual_gain: Mean difference to the adapted features, and its standard error.
    """

    name: str
    psnr_db: float
    perceptual: float
    psnr_gain: tuple[float, float]
    perceptual_gain: tuple[float, float]


def reliances(model: Inpainter, teacher: Teacher, cases: Iterable[Case]) -> list[Reliance]:
    """Paints every case under every kind of features.

    Args:
        model: The whole model.
        teacher: Of the perceptual distance.
        cases: Two or more, whole pictures whose sides suit the model.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in STEERINGS}
    before: Features | None = None
    for case in cases:
        truth = as_tensor(case.truth)
        mask = torch.from_numpy(case.hole.astype(np.float32))[None, None]
        kinds = _kinds(model, truth, mask, before)
        for name, features in kinds.items():
            painted = render(model.generator(truth, mask, features, None)).float()
            completed = (mask * painted + (1 - mask) * truth).clamp(0, 1)
            error = float(((completed - truth).square() * mask).sum() / (3 * mask.sum()))
            distance = float(perceptual_distance(teacher, completed, truth, mask))
            found[name].append((-10 * float(np.log10(max(error, 1e-9))), distance))
        before = kinds[ADAPTED]
    figures = {name: np.array(rows) for name, rows in found.items()}
    return [_row(name, rows, figures[ADAPTED][-len(rows) :]) for name, rows in figures.items()]


def _kinds(model: Inpainter, truth: Tensor, mask: Tensor, before: Features | None) -> dict[str, Features]:
    raw = model.encoder(diffused(truth, mask))
    kinds = {
        ADAPTED: model.adaptation(raw, mask),
        "raw": raw,
        "none": Features(torch.zeros_like(raw.summary), torch.zeros_like(raw.patches)),
        "the clean picture's": model.encoder(truth),
    }
    return kinds if before is None else kinds | {"another picture's": before}


def _row(name: str, rows: np.ndarray, adapted: np.ndarray) -> Reliance:
    gains = rows - adapted
    error = gains.std(axis=0) / max(1, len(gains) - 1) ** 0.5
    (psnr, distance), (psnr_gain, distance_gain) = rows.mean(axis=0), gains.mean(axis=0)
    return Reliance(
        name,
        float(psnr),
        float(distance),
        (float(psnr_gain), float(error[0])),
        (float(distance_gain), float(error[1])),
    )
