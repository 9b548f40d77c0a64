"""Holes for training and evaluation, drawn by code: thin and wide strokes, boxes, outlines of objects.

Everything is drawn in units of the picture's short side, so that one generator state gives the same hole at
every size. Four families, because they fail differently: thin strokes test sharpness, wide ones structure,
boxes the reach of the network, outlines the case of the product (an object is erased).
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from engine.training.outlines import draw_object

Mask = npt.NDArray[np.bool_]
Canvas = npt.NDArray[np.uint8]

FAMILIES = ("thin", "wide", "box", "object")
# Mean hole share of this mix is 0.3, measured over 2000 masks at 256 px.
TRAINING_MIX = (0.14, 0.38, 0.16, 0.32)
LARGEST_SHARE = 0.7

_SUBPIXEL_BITS = 4
_ATTEMPTS = 24


def draw_mask(family: str, size: tuple[int, int], rng: np.random.Generator) -> Mask:
    """Draws one hole of a family.

    Args:
        family: One of `FAMILIES`.
        size: (height, width) in pixels, each at least 2.
        rng: Source of chance; the same state gives the same mask.

    Returns:
        (H, W) bool, true = hole; never empty, never more than `LARGEST_SHARE` of the picture.

    Raises:
        ValueError: The family is unknown or the size too small.
    """
    if family not in _SHAPES:
        raise ValueError(f"unknown mask family {family!r}, known are {', '.join(FAMILIES)}")
    if min(size) < 2:
        raise ValueError(f"a mask needs at least 2 x 2 px, not {size[1]} x {size[0]}")
    most, shape = _SHAPES[family]
    wanted = int(rng.integers(1, most + 1))
    mask = np.zeros(size, dtype=np.uint8)
    kept = 0
    for _ in range(_ATTEMPTS):
        trial = mask.copy()
        shape(trial, rng)
        share = cv2.countNonZero(trial) / trial.size
        if cv2.countNonZero(mask) < cv2.countNonZero(trial) and share <= LARGEST_SHARE:
            mask, kept = trial, kept + 1
        if kept == wanted:
            break
    if kept == 0:  # pictures of a few pixels: every shape covers too much or misses
        mask[size[0] // 2, size[1] // 2] = 1
    return mask.astype(np.bool_)


def draw_training_mask(size: tuple[int, int], rng: np.random.Generator) -> Mask:
    """One hole of a family drawn by `TRAINING_MIX`; arguments and result as in `draw_mask`."""
    return draw_mask(str(rng.choice(FAMILIES, p=TRAINING_MIX)), size, rng)


def _extent(canvas: Canvas) -> tuple[float, float, float]:
    """Short side in px, and height and width in units of it."""
    height, width = canvas.shape
    short = float(min(height, width))
    return short, height / short, width / short


def _stroke(canvas: Canvas, points: npt.NDArray[np.float64], width: float) -> None:
    """A round stroke along points (N, 2), x and y in short sides; width in short sides, at least 1 px."""
    short = float(min(canvas.shape))
    pixels = np.round(points * short * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.polylines(canvas, [pixels], False, 1, max(1, round(width * short)), cv2.LINE_8, _SUBPIXEL_BITS)


def _walk(rng: np.random.Generator, start: npt.NDArray[np.float64], steps: int, reach: float, turn: float):
    """A polyline (steps + 1, 2) whose heading drifts by `turn` radians a step."""
    headings = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, turn, steps))
    lengths = rng.uniform(0.4, 1.0, steps) * reach / steps
    moves = np.stack([np.cos(headings), np.sin(headings)], axis=1) * lengths[:, None]
    return np.concatenate([start[None], start + np.cumsum(moves, axis=0)])


def _start(canvas: Canvas, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    _, height, width = _extent(canvas)
    return rng.uniform(0.0, 1.0, 2) * (width, height)


def _thin(canvas: Canvas, rng: np.random.Generator) -> None:
    """A scratch (wandering), a wire (sagging from edge to edge) or a crease (straight)."""
    _, height, width = _extent(canvas)
    thickness = float(np.exp(rng.uniform(np.log(0.006), np.log(0.035))))
    kind = rng.integers(3)
    if kind == 0:
        points = _walk(rng, _start(canvas, rng), 24, rng.uniform(0.4, 1.6), 0.35)
    else:
        along = np.linspace(-0.05, 1.05, 25)
        ends = rng.uniform(0.0, 1.0, 2)
        sag = rng.uniform(0.0, 0.3) * (kind == 1)
        across = ends[0] + (ends[1] - ends[0]) * along + sag * 4 * along * (1 - along)
        points = np.stack([along * width, across * height], axis=1)
        if rng.random() < 0.35:
            points = np.stack([across * width, along * height], axis=1)
    _stroke(canvas, points, thickness)


def _wide(canvas: Canvas, rng: np.random.Generator) -> None:
    """LaMa's large strokes: few corners, up to 100 px wide at 256 px."""
    thickness = rng.uniform(0.12, 100 / 256)
    points = _walk(rng, _start(canvas, rng), int(rng.integers(1, 6)), rng.uniform(0.4, 1.7), 1.0)
    _stroke(canvas, points, thickness)


def _box(canvas: Canvas, rng: np.random.Generator) -> None:
    short, height, width = _extent(canvas)
    sides = np.minimum(rng.uniform(0.18, 0.72, 2), (width, height))
    corner = rng.uniform(0.0, 1.0, 2) * (np.array([width, height]) - sides)
    x0, y0 = np.floor(corner * short).astype(int)
    x1, y1 = np.ceil((corner + sides) * short).astype(int)
    canvas[y0:y1, x0:x1] = 1


def _object(canvas: Canvas, rng: np.random.Generator) -> None:
    draw_object(canvas, rng)


# Family: most shapes in one mask, and the shape.
_SHAPES: dict[str, tuple[int, Callable[[Canvas, np.random.Generator], None]]] = {
    "thin": (7, _thin),
    "wide": (5, _wide),
    "box": (3, _box),
    "object": (3, _object),
}
