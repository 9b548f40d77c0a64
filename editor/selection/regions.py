"""A picture as a graph of small regions: what click selection thinks in instead of pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.painting.opencv import cv2
from editor.selection.arrays import Array, Floats, Ints
from editor.selection.texture import textures

# Regions grow from one seed per cell of this side; a region is what a click can tell from its neighbor.
CELL_PX = 6
# Blur before edges are measured: grain and JPEG blocks are no edges.
_SMOOTH_PX = 0.8
# An edge's share against the difference of the regions' mean colors.
_COLOR_SHARE = 0.25
# Gradients of L*a*b* per pixel, as bytes for the watershed.
_EDGE_GAIN = 8.0


@dataclass(frozen=True)
class RegionGraph:
    """Regions of a picture and which of them meet.

    Attributes:
        labels: (h, w) int32, the region of every pixel, 0..n-1.
        area: (n,) pixels.
        color: (n, 3) mean L*a*b*.
        roughness: (n,) standard deviation of L* inside.
        texture: (n, PLANES) of `editor.selection.texture`, means.
        center: (n, 2) mean x and y in pixels.
        pairs: (m, 2) regions that meet, lower number first.
        length: (m,) pixels of their common border.
        strength: (m,) how different they are there, 1 = as the median of the picture.
    """

    labels: npt.NDArray[np.int32]
    area: Floats
    color: Floats
    roughness: Floats
    texture: Floats
    center: Floats
    pairs: Ints
    length: Floats
    strength: Floats

    @property
    def count(self) -> int:
        return len(self.area)

    def at(self, x: float, y: float) -> int:
        """The region of the pixel that holds a point; points outside count as the border."""
        height, width = self.labels.shape
        return int(self.labels[min(max(int(y), 0), height - 1), min(max(int(x), 0), width - 1)])


def region_graph(picture: Array) -> RegionGraph:
    """Divides a picture (h, w, 3) sRGB, at least 16 pixels to each side, into regions along its edges."""
    lab = np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    smooth = cv2.GaussianBlur(lab, (0, 0), _SMOOTH_PX)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0) / 32
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1) / 32
    edges = np.sqrt((across**2 + down**2).sum(axis=2))
    labels = _watershed(edges)
    count = int(labels.max()) + 1
    flat = labels.ravel()
    area = np.bincount(flat, minlength=count).astype(np.float32)

    def mean(values: npt.NDArray[np.floating]) -> Floats:
        return (np.bincount(flat, values.ravel(), count) / area).astype(np.float32)

    color = np.stack([mean(lab[..., channel]) for channel in range(3)], axis=1)
    roughness = np.sqrt(np.maximum(mean(lab[..., 0] ** 2) - color[:, 0] ** 2, 0))
    planes = textures(picture, lab)
    texture = np.stack([mean(planes[..., place]) for place in range(planes.shape[2])], axis=1)
    y, x = np.mgrid[: labels.shape[0], : labels.shape[1]].astype(np.float32)
    pairs, length, edge = _borders(labels, edges, count)
    difference = np.linalg.norm(color[pairs[:, 0]] - color[pairs[:, 1]], axis=1)
    strength = edge + _COLOR_SHARE * difference
    strength = strength / max(float(np.median(strength)), 1e-3) if len(strength) else strength
    center = np.stack([mean(x), mean(y)], axis=1)
    return RegionGraph(labels, area, color, roughness, texture, center, pairs, length, strength)


def _watershed(edges: Floats) -> npt.NDArray[np.int32]:
    height, width = edges.shape
    rows, columns = max(1, height // CELL_PX), max(1, width // CELL_PX)
    cells = edges[: rows * CELL_PX, : columns * CELL_PX]
    cells = cells.reshape(rows, CELL_PX, columns, CELL_PX).swapaxes(1, 2).reshape(rows, columns, -1)
    calmest = cells.argmin(axis=2)
    y = np.arange(rows)[:, None] * CELL_PX + calmest // CELL_PX
    x = np.arange(columns)[None, :] * CELL_PX + calmest % CELL_PX
    markers = np.zeros((height, width), np.int32)
    markers[y, x] = 1 + np.arange(rows * columns).reshape(rows, columns)
    relief = np.clip(edges * _EDGE_GAIN, 0, 255).astype(np.uint8)
    flooded = np.asarray(cv2.watershed(cv2.merge([relief] * 3), markers), np.float32)
    # Watershed leaves lines between basins and a frame around them: they join a neighbor.
    lines = flooded <= 0
    while lines.any():
        around = cv2.dilate(np.where(lines, 0, flooded), np.ones((3, 3), np.uint8))
        flooded = np.where(lines, around, flooded)
        lines = flooded <= 0
    _, labels = np.unique(flooded, return_inverse=True)
    return labels.reshape(height, width).astype(np.int32)


def _borders(labels: npt.NDArray[np.int32], edges: Floats, count: int) -> tuple[Ints, Floats, Floats]:
    keys, heights = [], []
    for here, there in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
    ):
        one, other = labels[here], labels[there]
        meets = one != other
        low = np.minimum(one[meets], other[meets]).astype(np.int64)
        keys.append(low * count + np.maximum(one[meets], other[meets]))
        heights.append(np.maximum(edges[here], edges[there])[meets])
    unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(inverse, minlength=len(unique)).astype(np.float32)
    edge = np.bincount(inverse, np.concatenate(heights), len(unique)) / np.maximum(length, 1)
    return np.stack([unique // count, unique % count], axis=1), length, edge.astype(np.float32)
