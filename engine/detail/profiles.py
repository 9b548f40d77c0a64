"""What contours and lines look like across their way: that is what can be followed."""

from __future__ import annotations

import numpy as np

from engine.detail.tracing import Ground, Points, sampled

# Colors beside a contour are read this far from it.
_BESIDE_PX = np.array([2.5, 3.5, 4.5], np.float32)
# Colors beside a line are read this far from its edges.
_BEYOND_PX = np.array([1.5, 2.5], np.float32)


class EdgeProfile:
    """A step from one color to another."""

    least_px, most_px = 6, 28

    def __init__(self, around: Ground) -> None:
        self._smooth, self._slopes = around.smooth, around.slopes

    def __call__(self, points: Points, normal: Points) -> Points:
        values = sampled(self._slopes, points)
        across = normal[..., :1] * values[..., :3] + normal[..., 1:] * values[..., 3:]
        return across.astype(np.float32)

    def colors(self, points: Points, normal: Points) -> tuple[Points, Points, float]:
        # Outwards the normal points right; inwards that side is the left one.
        left, right = (
            sampled(self._smooth, _aside(points, normal, side * _BESIDE_PX)).mean(axis=(0, 1))
            for side in (1, -1)
        )
        return left, right, float(np.sqrt(((left - right) ** 2).mean()))


class LineProfile:
    """A band of one color between two that are like each other: a wire, a pole, a rail.

    Args:
        around: What it is followed in.
        half_px: Half the band's width.
    """

    least_px, most_px = 10, 60

    def __init__(self, around: Ground, half_px: float) -> None:
        self._smooth, self._half = around.smooth, half_px

    def __call__(self, points: Points, normal: Points) -> Points:
        reach = (np.float32(self._half + _BEYOND_PX.mean()) * normal).astype(np.float32)
        one, other = sampled(self._smooth, points + reach), sampled(self._smooth, points - reach)
        middle = sampled(self._smooth, points)
        # On a slope or a step the middle lies between its sides: no line.
        first, second = middle - one, middle - other
        agreement = (first * second).sum(axis=-1, keepdims=True) > 0
        return np.where(agreement, 0.5 * (first + second), 0).astype(np.float32)

    def colors(self, points: Points, normal: Points) -> tuple[Points, Points, float]:
        on = sampled(self._smooth, points).mean(axis=0)
        sides = np.concatenate([self._half + _BEYOND_PX, -self._half - _BEYOND_PX])
        beside = sampled(self._smooth, _aside(points, normal, sides)).mean(axis=(0, 1))
        # What lies beside a line may change on its way through the hole.
        return on, on, float(np.sqrt(((on - beside) ** 2).mean()))


def _aside(points: Points, normal: Points, far: Points) -> Points:
    """(N, K, 2): points moved along a normal by each of some distances."""
    return (points[:, None] + far[:, None] * normal).astype(np.float32)
