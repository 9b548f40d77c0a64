"""How near the adapted features of a picture with a hole are to those of the clean picture, by hole share.

All tokens of a ViT share a large part that says nothing of the picture and lifts every cosine: the mean clean
token is taken off first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from engine.evaluation.cases import Mask
from engine.model.encoder import Features
from engine.model.inpainter import Inpainter
from engine.model.surroundings import diffused
from engine.training.masks import FAMILIES, draw_mask

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_TOLERANCE = 0.05
_BATCH = 25
# Thin strokes never cover a tenth of a picture, nor a patch of the encoder.
_FAMILIES = tuple(family for family in FAMILIES if family != "thin")


@dataclass(frozen=True)
class Nearness:
    """Mean cosines to the clean features, the mean clean token taken off, at one hole share.

    Attributes:
        share: Share of the picture that is hole, within 0.05.
        pictures: How many.
        summary_raw, summary_adapted: Of the CLS token.
        hole_raw, hole_adapted: Of the patch tokens at least half of which is hole.
        summary_gain_error, hole_gain_error: Standard errors of what the adaptation adds, over pictures.
    """

    share: float
    pictures: int
    summary_raw: float
    summary_adapted: float
    summary_gain_error: float
    hole_raw: float
    hole_adapted: float
    hole_gain_error: float


def nearness_by_share(
    model: Inpainter, pictures: Tensor, seed: int, shares: Sequence[float] = SHARES
) -> list[Nearness]:
    """Measures the adaptation on every picture at every hole share.

    Args:
        model: Its encoder and its adaptation are asked.
        pictures: (N, 3, S, S) in 0..1, held out.
        seed: Of the holes.
        shares: Shares of the picture that are hole, 0.05 to 0.7.
    """
    clean = _joined([model.encoder(part) for part in pictures.split(_BATCH)])
    summary_mean = clean.summary.mean(dim=0)
    patch_mean = clean.patches.mean(dim=(0, 2, 3))[:, None, None]
    rows = []
    for share in shares:
        masks = torch.from_numpy(np.stack(list(_masks(share, len(pictures), pictures.shape[-1], seed))))
        masks = masks[:, None].to(pictures)
        raw, adapted = _features_of_holed(model, pictures, masks)
        summary = [_cosine(f.summary, clean.summary, summary_mean) for f in (raw, adapted)]
        tokens = [_cosine(f.patches, clean.patches, patch_mean) for f in (raw, adapted)]
        rows_columns = (clean.patches.shape[-2], clean.patches.shape[-1])
        hole = functional.adaptive_avg_pool2d(masks, rows_columns)[:, 0] >= 0.5
        counted = hole.flatten(1).any(dim=1)
        holes = [
            ((t * hole).flatten(1).sum(1) / hole.flatten(1).sum(1).clamp(min=1))[counted] for t in tokens
        ]
        rows.append(
            Nearness(
                share=share,
                pictures=len(pictures),
                summary_raw=summary[0].mean().item(),
                summary_adapted=summary[1].mean().item(),
                summary_gain_error=_error_of_mean(summary[1] - summary[0]),
                hole_raw=holes[0].mean().item(),
                hole_adapted=holes[1].mean().item(),
                hole_gain_error=_error_of_mean(holes[1] - holes[0]),
            )
        )
    return rows


def _features_of_holed(model: Inpainter, pictures: Tensor, masks: Tensor) -> tuple[Features, Features]:
    raw, adapted = [], []
    for part, mask in zip(pictures.split(_BATCH), masks.split(_BATCH), strict=True):
        seen = model.encoder(diffused(part, mask))
        raw.append(seen)
        adapted.append(model.adaptation(seen, mask))
    return _joined(raw), _joined(adapted)


def _joined(parts: Sequence[Features]) -> Features:
    return Features(torch.cat([p.summary for p in parts]), torch.cat([p.patches for p in parts]))


def _cosine(features: Tensor, clean: Tensor, mean: Tensor) -> Tensor:
    return functional.cosine_similarity(features - mean, clean - mean, dim=1)


def _error_of_mean(values: Tensor) -> float:
    return values.std().item() / len(values) ** 0.5 if len(values) > 1 else float("nan")


def _masks(share: float, count: int, side: int, seed: int) -> Iterator[Mask]:
    """Holes of a share, families in rotation: drawn until one of them fits."""
    for number in range(count):
        rng = np.random.default_rng((seed, number, round(1000 * share)))
        yield _mask_of(share, _FAMILIES[number % len(_FAMILIES)], side, rng)


def _mask_of(share: float, family: str, side: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    best, miss = np.zeros((side, side), dtype=np.bool_), np.inf
    for _ in range(200):
        mask = draw_mask(family, (side, side), rng)
        if (distance := abs(float(mask.mean()) - share)) < miss:
            best, miss = mask, distance
        if miss <= _TOLERANCE:
            break
    return best
