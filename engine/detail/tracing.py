"""Following contours from a hole's ring into the known part: that tells their way into the hole."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.task import Image, Mask

Points = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

# How far a contour must be followed at least, and is at most, pixels of a small picture.
_LEAST_PX, _MOST_PX = 6, 28
# Each step of a pixel looks for the contour this far aside, and takes over this share of what it finds.
_ASIDE = np.arange(-2, 2.01, 0.5, dtype=np.float32)
_STEERING, _MOST_STEERING_PX = 0.3, 0.5
# A contour ends where less than this share of its step is left; what it steps by is learnt slowly.
_LEAST_LEFT, _MEMORY = 0.4, 0.9
# A ring that a contour runs along is not crossed by it: least cosine to the way out.
_LEAST_CROSSING = 0.25
# Points near the hole say more of the way into it; long contours are fitted by an arc, short ones by a line.
_NEAR_PX, _ARC_FROM, _MOST_RESIDUAL_PX = 12.0, 14, 0.8
# Colors beside a contour are read this far from it.
_BESIDE_PX = np.array([2.5, 3.5, 4.5], np.float32)
# From the ring back to the hole's edge: so far at most, and what counts as the edge.
_BACK_PX, _EDGE_PX = 8.0, 0.7


@dataclass(frozen=True)
class Ends:
    """Ends of contours at a hole; x to the right, y down, pixel centers at whole numbers.

    Attributes:
        place: (N, 2) x and y at the hole's edge.
        heading: (N, 2) unit vectors into the hole.
        curvature: (N,) of the known part, 1/px; positive where the way into the hole turns right.
        left: (N, 3) the color on the left of the way in.
        right: (N, 3) on its right.
    """

    place: Points
    heading: Points
    curvature: Points
    left: Points
    right: Points


def traced(smooth: Image, known: Mask, distance: Image, place: Points) -> Ends:
    """Follows contours outwards, pixel by pixel, and keeps those that go on as lines or slight arcs.

    Args:
        smooth: (h, w, 3), the picture without its finest texture.
        known: (h, w).
        distance: (h, w) from the hole, pixels.
        place: (N, 2) x and y of steps in color beside the hole.
    """
    safe = known & (distance > 1)
    slopes = np.concatenate([_slope(smooth, axis) for axis in (0, 1)], axis=2)
    slopes[~safe] = 0
    at, along, alive = place, *_ways_out(slopes, distance, place)
    number = np.arange(len(place))
    trail = np.zeros((_MOST_PX, len(place), 2), np.float32)
    length = np.zeros(len(place), np.intp)
    step = _across(slopes, at, _turned(along))
    for count in range(_MOST_PX):
        normal = _turned(along)
        tries = at[:, None] + _ASIDE[None, :, None] * normal[:, None]
        seen = _across(slopes, tries, normal[:, None])
        power = np.sqrt((step * step).sum(axis=1))
        likeness = (seen * step[:, None]).sum(axis=2) / np.maximum(power, 1e-6)[:, None]
        best = (likeness - 0.02 * np.abs(_ASIDE) * power[:, None]).argmax(axis=1)
        here = tries[number, best]
        alive = alive & (likeness[number, best] > _LEAST_LEFT * power) & _inside(safe, here)
        if not alive.any():
            break
        trail[count] = here
        length[alive] = count + 1
        # The first step only finds the middle of the contour; what it steps by is told there.
        keep, steering = (_MEMORY, _STEERING) if count else (0.0, 0.0)
        step = keep * step + (1 - keep) * seen[number, best]
        moved = steering * np.clip(_ASIDE[best], -_MOST_STEERING_PX, _MOST_STEERING_PX)
        along = along + moved[:, None] * normal
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        at = here + along
    return _fitted(smooth, distance, trail, length)


def _ways_out(slopes: Image, distance: Image, place: Points) -> tuple[Points, npt.NDArray[np.bool_]]:
    """(N, 2) unit vectors along the contours and away from the hole, and whether they lead away at all."""
    gx, gy = slopes[..., :3], slopes[..., 3:]
    tensor = np.stack([(gx * gx).sum(axis=2), (gx * gy).sum(axis=2), (gy * gy).sum(axis=2)], axis=2)
    xx, xy, yy = sampled(cv2.GaussianBlur(tensor, (0, 0), 2.0).astype(np.float32), place).T
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    along = np.stack([-np.sin(angle), np.cos(angle)], axis=1).astype(np.float32)
    out = sampled(np.stack([_slope(distance, axis) for axis in (0, 1)], axis=2), place)
    cosine = (along * out).sum(axis=1) / np.maximum(np.linalg.norm(out, axis=1), 1e-6)
    along *= np.where(cosine < 0, -1, 1)[:, None].astype(np.float32)
    return along, np.abs(cosine) > _LEAST_CROSSING


def _fitted(smooth: Image, distance: Image, trail: Points, length: Numbers) -> Ends:
    found: list[tuple[Points, ...]] = []
    for number in np.flatnonzero(length >= _LEAST_PX):
        end = _end(smooth, distance, trail[: length[number], number])
        if end is not None:
            found.append(end)
    shapes = ((2,), (2,), (), (3,), (3,))
    columns = zip(*found, strict=True) if found else ([] for _ in shapes)
    return Ends(
        *(np.array(column, np.float32).reshape(-1, *s) for column, s in zip(columns, shapes, strict=True))
    )


def _end(smooth: Image, distance: Image, points: Points) -> tuple | None:
    """Place, heading, curvature and colors of the end that followed points belong to; None = no contour."""
    weight = np.exp(-np.arange(len(points)) / _NEAR_PX)
    middle = (points * weight[:, None]).sum(axis=0) / weight.sum()
    along = np.linalg.svd((points - middle) * np.sqrt(weight)[:, None], full_matrices=False)[2][0]
    if along @ (points[-1] - points[0]) < 0:
        along = -along
    normal = _turned(along)
    ahead, aside = (points - points[0]) @ along, (points - points[0]) @ normal
    fit = np.polyfit(ahead, aside, 2 if len(points) >= _ARC_FROM else 1, w=np.sqrt(weight))
    residual = np.polyval(fit, ahead) - aside
    if (weight * residual * residual).sum() > _MOST_RESIDUAL_PX**2 * weight.sum():
        return None
    back = -np.arange(0, _BACK_PX, 0.5)
    way = points[0] + back[:, None] * along + np.polyval(fit, back)[:, None] * normal
    at_edge = sampled(distance[..., None], way.astype(np.float32))[:, 0] < _EDGE_PX
    if not at_edge.any():
        return None
    first = int(at_edge.argmax())
    heading = -(along + np.polyval(np.polyder(fit), back[first]) * normal)
    curvature = -2 * fit[0] if len(fit) == 3 else 0.0
    near = points[:8, None]
    # Outwards the normal points right; inwards that side is the left one.
    left, right = (
        sampled(smooth, (near + side * _BESIDE_PX[:, None] * normal).astype(np.float32)).mean(axis=(0, 1))
        for side in (1, -1)
    )
    return way[first], heading / np.linalg.norm(heading), curvature, left, right


def _slope(picture: Image, axis: int) -> Image:
    """Sobel's derivative to the right (0) or down (1)."""
    return cv2.Sobel(picture, cv2.CV_32F, 1 - axis, axis).astype(np.float32, copy=False)


def _turned(along: npt.NDArray) -> npt.NDArray:
    """Directions (..., 2) turned right by a quarter."""
    return np.stack([-along[..., 1], along[..., 0]], axis=-1)


def _across(slopes: Image, points: Points, normal: Points) -> Points:
    """(..., 3): how the colors change across contours at points."""
    values = sampled(slopes, points)
    across = normal[..., :1] * values[..., :3] + normal[..., 1:] * values[..., 3:]
    return across.astype(np.float32)


def sampled(picture: Image, points: Points) -> Points:
    """Bilinear samples.

    Args:
        picture: (h, w, C), at least 2 px each way; its border goes on outside.
        points: (..., 2) x and y.

    Returns:
        (..., C) float32.
    """
    height, width = picture.shape[:2]
    x, y = np.clip(points[..., 0], 0, width - 1), np.clip(points[..., 1], 0, height - 1)
    x0, y0 = np.minimum(x.astype(np.intp), width - 2), np.minimum(y.astype(np.intp), height - 2)
    right, down = (x - x0)[..., None], (y - y0)[..., None]
    top = picture[y0, x0] * (1 - right) + picture[y0, x0 + 1] * right
    bottom = picture[y0 + 1, x0] * (1 - right) + picture[y0 + 1, x0 + 1] * right
    return (top * (1 - down) + bottom * down).astype(np.float32)


def _inside(mask: Mask, points: Points) -> npt.NDArray[np.bool_]:
    height, width = mask.shape
    x, y = np.rint(points[:, 0]).astype(np.intp), np.rint(points[:, 1]).astype(np.intp)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return inside & mask[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
