"""The last step at full size: copies, seams, backdrop, slopes, the field where copies fail, grain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.channels import channel_mean, chosen
from engine.detail.backdrop import backdrop
from engine.detail.copies import chosen_targets, copies_of
from engine.detail.counted import gaussian_mean
from engine.detail.easing import smooth_step
from engine.detail.grain import measure, synthesize_grain
from engine.detail.method import Method
from engine.detail.seams import corrections
from engine.detail.search import PATCH_TERMS, Search
from engine.detail.slopes import DEPTH_PX, slopes
from engine.detail.task import DetailLevel, DetailTask, Image, Mask
from engine.regions import Box

# Mean squared misfit per channel at which a copy begins to yield to the field, and at which it has.
_MISFIT_FROM, _MISFIT_TO = 0.05, 0.15
# Misfit at which confidence has halved.
_DOUBT = 0.004
_MISFIT_SIGMA_PX = 4.0
# How far around a hole its backdrop is looked at, in shares of the hole.
_BACKDROP_MARGIN = 0.6
# Where less grain than this share is missing, none is made.
_LEAST_SHARE = 0.02


def finish(
    task: DetailTask, box: Box, search: Search | None, method: Method, threads: int, check: Callable[[], None]
) -> Iterator[float | DetailLevel]:
    """The final pixels and confidence of a hole's box: 1 on known pixels, 0 where the field stays.

    Args:
        task: The hole.
        box: Its bounding box.
        search: Of the finest level, finished; None leaves the field.
        method: Whether the photo's slopes run on into the copies, and copies keep to a smooth backdrop: but
            where a person chose the label.
        threads: To use; changes no result.
        check: Called between steps.

    Yields:
        The share of this work that is done, 0..1, then the last state.
    """
    part = box.slices
    hole = task.hole[part]
    result = chosen(task.known[part], task.photo[part], task.field[part])
    confidence = np.where(hole, 0, 1).astype(np.float32)
    copied = np.zeros(hole.shape, np.float32)
    if search is not None:
        copies = copies_of(search, chosen_targets(search))
        check()
        yield 0.2
        there = copies.there
        colors = corrections(search, copies)
        colors += copies.colors
        check()
        yield 0.45
        y, x = search.pixel_y[there], search.pixel_x[there]
        misfit = _misfit(search, box)[y - box.y0, x - box.x0]
        if search.level.kinds.wanted.any():
            # The field may not take back what a person chose.
            misfit[search.level.kinds.wanted[y, x]] = 0
        y, x = y - box.y0, x - box.x0
        copied[y, x] = np.float32(task.strength) * (1 - smooth_step(_MISFIT_FROM, _MISFIT_TO, misfit))
        confidence[y, x] = np.exp2(-misfit / _DOUBT)
        result[y, x] += copied[y, x][:, None] * (np.clip(colors[there], *task.gamut) - result[y, x])
        if method.backdrop:
            _set_in_backdrop(result, copied, task, search.level.kinds.wanted, box)
            check()
            yield 0.65
        if method.slopes:
            _add_slopes(result, copied, task, search.level.kinds.wanted, box, threads, check)
    check()
    yield 0.95
    missing = np.where(hole, np.sqrt(1 - copied * copied), 0) * np.float32(task.grain)
    if missing.max() > _LEAST_SHARE:
        _add_grain(result, missing, task)
    pixels = chosen(hole, np.clip(result, *task.gamut), result)
    yield DetailLevel(box, pixels, confidence, is_final=True)


def _set_in_backdrop(result: Image, copied: Image, task: DetailTask, wanted: Mask, box: Box) -> None:
    """Gives copies of a smooth backdrop the photo's colors, and takes back what they invented in it."""
    around = box.grown(round(_BACKDROP_MARGIN * max(box.width, box.height)) + 8)
    picture, hole, seen, inner = _in_sight(result, task, wanted, box, around)
    found = backdrop(picture, hole, task.known[seen.slices])
    if found is None:
        return
    part = inner.slices
    result += copied[..., None] * found.missing[part]
    invented = copied * found.invented[part]
    result += invented[..., None] * (found.plate[part] - result)
    copied -= invented


def _in_sight(
    result: Image, task: DetailTask, wanted: Mask, box: Box, around: Box
) -> tuple[Image, Mask, Box, Box]:
    """A box's result in its surroundings: picture, what may change, the part that is seen, the box in it."""
    seen = around.intersection(Box.whole(task.hole.shape))
    inner = box.shifted(-seen.x0, -seen.y0)
    picture = chosen(task.known[seen.slices], task.photo[seen.slices], task.field[seen.slices])
    picture[inner.slices] = result
    hole = np.zeros(picture.shape[:2], np.bool_)
    hole[inner.slices] = task.hole[box.slices]
    if wanted.any():
        # A step at the edge of a chosen label is meant.
        hole &= ~wanted[seen.slices]
    return picture, hole, seen, inner


def _add_slopes(
    result: Image,
    copied: Image,
    task: DetailTask,
    wanted: Mask,
    box: Box,
    threads: int,
    check: Callable[[], None],
) -> None:
    """Lets the photo's slopes run on into the copies of a box, which is seen in its surroundings for that."""
    picture, hole, seen, inner = _in_sight(result, task, wanted, box, box.grown(DEPTH_PX))
    for square, missing in slopes(picture, hole, task.known[seen.slices], threads, check):
        part = square.shifted(-inner.x0, -inner.y0).slices
        result[part] += copied[part][..., None] * missing


def _add_grain(result: Image, missing: Image, task: DetailTask) -> None:
    """Adds what noise the fill lacks; copies bring their own."""
    profile = measure(task.photo, task.known)
    if profile.power.max() > 0:
        luma = np.clip(channel_mean(result), 0, 1)
        result += missing[..., None] * synthesize_grain(luma, profile, task.seed)


def _misfit(search: Search, box: Box) -> Image:
    """Smoothed mean squared difference per channel of the patches over a box."""
    cost = np.zeros(search.index.shape, np.float32)
    cost[search.target_y, search.target_x] = search.cost / np.float32(PATCH_TERMS)
    around = box.grown(16).intersection(Box.whole(search.level.size))
    smooth = gaussian_mean(cost[around.slices], search.index[around.slices] >= 0, _MISFIT_SIGMA_PX)
    return smooth[box.shifted(-around.x0, -around.y0).slices]
