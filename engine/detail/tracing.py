"""Following contours and lines from a hole's ring into the known part: that tells their way into the hole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.task import Image, Mask

Points = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

# Each step of a pixel looks for the contour this far aside, and takes over this share of what it finds.
_ASIDE = np.arange(-2, 2.01, 0.5, dtype=np.float32)
_STEERING, _MOST_STEERING_PX = 0.3, 0.5
# A contour ends where less than this share of its step is left; what it steps by is learnt slowly.
_LEAST_LEFT, _MEMORY = 0.4, 0.9
# A ring that a contour runs along is not crossed by it: least cosine to the way out.
_LEAST_CROSSING = 0.25
# Points near the hole say more of the way into it; long contours are fitted by an arc, short ones by a line.
_NEAR_PX, _ARC_FROM, _MOST_RESIDUAL_PX = 12.0, 14, 0.8
# Colors at an end are means over so many pixels of the way out.
_COLOR_PX = 8
# From the ring back to the hole's edge: so far at most, and what counts as the edge.
_BACK_PX, _EDGE_PX = 8.0, 0.7


@dataclass(frozen=True)
class Ends:
    """Ends of contours, or of lines, at a hole; x to the right, y down, pixel centers at whole numbers.

    Attributes:
        place: (N, 2) x and y at the hole's edge.
        heading: (N, 2) unit vectors into the hole.
        curvature: (N,) of the known part, 1/px; positive where the way into the hole turns right.
        left: (N, 3) the color on the left of the way in; of lines that on them.
        right: (N, 3) on its right; of lines the same.
        step: (N,) root mean square difference between the colors that a contour divides, or of a line from
            what lies beside it.
        length: (N,) how far it was followed, pixels.
    """

    place: Points
    heading: Points
    curvature: Points
    left: Points
    right: Points
    step: Points
    length: Points


class Profile(Protocol):
    """How something that can be followed shows across its way."""

    least_px: int
    """How far it must be followed at least, and is at most."""
    most_px: int

    def __call__(self, points: Points, normal: Points) -> Points:
        """(..., 3): by which colors it shows at points (..., 2) whose unit normals point to the right."""
        ...

    def colors(self, points: Points, normal: Points) -> tuple[Points, Points, float]:
        """Of a way out (N, 2): left and right of the way back in, and the step, see `Ends`."""
        ...


@dataclass(frozen=True)
class Ground:
    """A small picture around a hole, as it is followed in.

    Attributes:
        smooth: (h, w, 3), without its finest texture.
        safe: (h, w), where that is known and its slopes are to be trusted.
        distance: (h, w) from the hole, pixels.
        slopes: (h, w, 6): how the colors change to the right and down; 0 where that is not safe to say.
        tensor: (h, w, 3), the slopes' structure tensor: xx, xy, yy.
        outward: (h, w, 2), how the distance changes to the right and down.
    """

    smooth: Image
    safe: Mask
    distance: Image
    slopes: Image
    tensor: Image
    outward: Image


def ground(smooth: Image, known: Mask, distance: Image) -> Ground:
    """What there is to follow in a picture (h, w, 3) where it is known (h, w), by distance from a hole."""
    safe = known & (distance > 1)
    slopes = np.concatenate([_slope(smooth, axis) for axis in (0, 1)], axis=2)
    slopes[~safe] = 0
    gx, gy = slopes[..., :3], slopes[..., 3:]
    products = [np.einsum("hwc,hwc->hw", one, other) for one, other in ((gx, gx), (gx, gy), (gy, gy))]
    tensor = cv2.GaussianBlur(np.stack(products, axis=2), (0, 0), 2.0).astype(np.float32)
    outward = np.stack([_slope(distance, axis) for axis in (0, 1)], axis=2)
    return Ground(smooth, safe, distance, slopes, tensor, outward)


def traced(around: Ground, profile: Profile, place: Points) -> Ends:
    """Follows contours outwards, pixel by pixel, and keeps those that go on as lines or slight arcs.

    Args:
        around: What they are followed in.
        profile: What they look like.
        place: (N, 2) x and y where something arrives at the hole.
    """
    at, along, alive = place, *_ways_out(around, place)
    number = np.arange(len(place))
    trail = np.zeros((profile.most_px, len(place), 2), np.float32)
    length = np.zeros(len(place), np.intp)
    step = profile(at, _turned(along))
    for count in range(profile.most_px):
        normal = _turned(along)
        tries = at[:, None] + _ASIDE[None, :, None] * normal[:, None]
        seen = profile(tries, normal[:, None])
        power = np.sqrt((step * step).sum(axis=1))
        likeness = (seen * step[:, None]).sum(axis=2) / np.maximum(power, 1e-6)[:, None]
        best = (likeness - 0.02 * np.abs(_ASIDE) * power[:, None]).argmax(axis=1)
        here = tries[number, best]
        alive = alive & (likeness[number, best] > _LEAST_LEFT * power) & _inside(around.safe, here)
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
    return _fitted(profile, around.distance, trail, length)


def _ways_out(around: Ground, place: Points) -> tuple[Points, npt.NDArray[np.bool_]]:
    """(N, 2) unit vectors along the contours and away from the hole, and whether they lead away at all."""
    xx, xy, yy = sampled(around.tensor, place).T
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    along = np.stack([-np.sin(angle), np.cos(angle)], axis=1).astype(np.float32)
    out = sampled(around.outward, place)
    cosine = (along * out).sum(axis=1) / np.maximum(np.linalg.norm(out, axis=1), 1e-6)
    along *= np.where(cosine < 0, -1, 1)[:, None].astype(np.float32)
    return along, np.abs(cosine) > _LEAST_CROSSING


def _fitted(profile: Profile, distance: Image, trail: Points, length: Numbers) -> Ends:
    found: list[tuple[Points, ...]] = []
    for number in np.flatnonzero(length >= profile.least_px):
        end = _end(profile, distance, trail[: length[number], number])
        if end is not None:
            found.append(end)
    return ends_of(found)


def ends_of(found: list[tuple]) -> Ends:
    """Ends from their attributes, one tuple each."""
    if not found:
        none = np.zeros((0, 3), np.float32)
        return Ends(none[:, :2], none[:, :2], none[:, 0], none, none, none[:, 0], none[:, 0])
    return Ends(*(np.array(column, np.float32) for column in zip(*found, strict=True)))


def _end(profile: Profile, distance: Image, points: Points) -> tuple | None:
    """The attributes of the end that followed points belong to; None = they are neither line nor arc."""
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
    colors = profile.colors(points[:_COLOR_PX], normal)
    return way[first], heading / np.linalg.norm(heading), curvature, *colors, float(len(points))


def _slope(picture: Image, axis: int) -> Image:
    """Sobel's derivative to the right (0) or down (1)."""
    return cv2.Sobel(picture, cv2.CV_32F, 1 - axis, axis).astype(np.float32, copy=False)


def _turned(along: npt.NDArray) -> npt.NDArray:
    """Directions (..., 2) turned right by a quarter."""
    return np.stack([-along[..., 1], along[..., 0]], axis=-1)


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
