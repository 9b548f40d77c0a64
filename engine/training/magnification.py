"""Seeing a field closer than the network did: what keeps its cells from showing when it is enlarged.

A field that is only ever judged at its own size, one sample per pixel, may be anything between the samples,
and narrow Gaussians on wide cells are a grid there. So a window of it is rendered at a random, larger scale:
samples then fall everywhere in the cells. They are compared with the photograph at that size where it has the
pixels, else with the field's own picture, smoothly enlarged: a photograph is never enlarged into a truth.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from engine.rasterizer import GaussianField, render
from engine.regions import Box
from engine.training.data import Batch


def magnified_terms(field: GaussianField, rendered: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Mean absolute difference of a random window, as large in pixels as the field's own picture.

    Args:
        field: Of the batch's pictures.
        rendered: (B, 3, S, S), the field at its own size; gets no gradient.
        batch: With `closer` at S to any larger size; its ratio to S is the scale.

    Returns:
        The difference in the hole, where the truth is known at that size, and of all else: two scalars.
    """
    assert batch.closer is not None
    assert batch.has_closer is not None
    size, larger = batch.images.shape[-1], batch.closer.shape[-1]
    x, y = (int(torch.randint(0, larger - size + 1, ()).item()) for _ in range(2))
    window = Box(x, y, x + size, y + size)
    seen = render(field, box=window, scale=larger / size)
    true = batch.has_closer[:, None, None, None]
    target = _window_of(batch.closer, window)
    if not bool(batch.has_closer.all()):
        own = functional.interpolate(rendered.detach(), (larger, larger), mode="bicubic", align_corners=False)
        target = torch.where(true, target, _window_of(own, window))
    hole = functional.interpolate(batch.masks, (larger, larger), mode="bilinear", align_corners=False)
    hole = _window_of(hole, window) * true
    difference = (seen - target).abs().mean(dim=1, keepdim=True)
    return weighted_mean(difference, hole), weighted_mean(difference, 1 - hole)


def weighted_mean(values: Tensor, weight: Tensor) -> Tensor:
    """Scalar; 0 where nothing has weight."""
    return (values * weight).sum() / weight.sum().clamp(min=1)


def _window_of(pictures: Tensor, window: Box) -> Tensor:
    rows, columns = window.slices
    return pictures[:, :, rows, columns]
