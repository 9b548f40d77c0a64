"""What leads the search: the field, and what coarser levels have found."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.channels import chosen
from engine.detail.counted import area_mean
from engine.detail.levels import BROAD, Level, low_pass
from engine.detail.search import Search
from engine.detail.task import DetailTask, Image

# What is learnt from coarser levels may not drift away from the field's colors: of the difference over broad
# areas this share is taken back.
_ANCHOR = 0.5


def with_colors_of(level: Level, coarse: Search, heard: float) -> Level:
    """The level with a guide that has learnt from what the coarser one found.

    The field's own low frequencies are soft at every edge; those of the sources found under its guidance
    know where the edges are.

    Args:
        level: To be searched.
        coarse: The search of the level before.
        heard: Weight of the field, 0..1: how far it holds what was found to its colors.
    """
    height, width = level.size
    rows, columns = coarse.level.size
    found = cv2.resize(np.ascontiguousarray(coarse.colors), (2 * columns, 2 * rows))[:height, :width]
    picture = chosen(level.hole, found, level.picture)
    broad_px = BROAD * level.guide_sigma_px
    drift = low_pass(level.guide, broad_px) - low_pass(picture, broad_px)
    if level.kinds.wanted.any():
        drift[level.kinds.wanted] = 0
    return replace(level, guide=low_pass(picture, level.guide_sigma_px) + np.float32(heard * _ANCHOR) * drift)


def navier_stokes(task: DetailTask) -> Image:
    """The classical smooth continuation, computed small: only the coarsest level starts from it."""
    unknown = ~task.known
    height, width = unknown.shape
    factor = max(1.0, min(height, width) / 96)
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    small, share = area_mean(np.clip(task.photo, 0, 1), task.known, size)
    eight_bit = np.clip(np.rint(small * 255), 0, 255).astype(np.uint8)
    filled = cv2.inpaint(eight_bit, (share < 0.5).astype(np.uint8), 3, cv2.INPAINT_NS)
    large = cv2.resize(filled.astype(np.float32) / 255, (width, height), interpolation=cv2.INTER_LINEAR)
    return chosen(unknown, large, task.photo)
