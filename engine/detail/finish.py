"""The last step at full size: copies instead of means, colors that meet the photo, grain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.detail.search import PATCH_TERMS, Search
from engine.detail.task import DetailTask, Image
from engine.regions import Box


def finish(
    task: DetailTask, box: Box, search: Search | None, check: Callable[[], None]
) -> tuple[Image, Image]:
    """The final pixels and confidence of a hole's box."""
    result = np.where(task.known[..., None], task.photo, task.field)[box.slices].astype(np.float32)
    confidence = np.ones(result.shape[:2], np.float32)
    if search is None:
        confidence[task.hole[box.slices]] = 0
        return result, confidence
    from_y, from_x = search.choose()
    there = from_y >= 0
    y, x = search.pixel_y[there], search.pixel_x[there]
    colors = search.atlas[from_y[there], from_x[there], :3] + search.base[y, x]
    field = task.field[y, x]
    result[y - box.y0, x - box.x0] = field + np.float32(task.strength) * (colors - field)
    cost = np.full(task.hole.shape, np.inf, np.float32)
    cost[search.target_y, search.target_x] = search.cost / PATCH_TERMS
    confidence[y - box.y0, x - box.x0] = np.exp(-cost[y, x] / 0.02)
    return np.clip(result, 0, 1), confidence
