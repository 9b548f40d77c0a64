"""Curves through a hole: which ends of contours mean each other, and the way between them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from engine.detail.tracing import Ends, Points

Vector = npt.NDArray[np.float64]

# What a pair costs: how unlike its colors are, in units of the step between them, and per radian of bending.
# Unlike colors, or a higher cost, make no pair.
_MOST_UNLIKE, _BENDING, _MOST_COST = 0.5, 0.5, 1.0
# A bend as sharp as this whose sides curve less than this share of what an arc would is a corner.
_LEAST_CORNER, _STRAIGHT = np.deg2rad(20), 0.35
_LEAST_CHORD_PX = 3.0
# Points per pixel of a curve's chord.
_DENSITY = 3


def curves_between(ends: Ends) -> list[Points]:
    """Joins ends that mean each other.

    Args:
        ends: Of contours at one hole.

    Returns:
        Curves of (N, 2) points, x and y, less than a pixel apart, from end to end; the likeliest ones first,
        and none that touches a likelier one.
    """
    pairs = [(_cost(ends, i, j), i, j) for i, j in combinations(range(len(ends.place)), 2)]
    curves: list[Points] = []
    used: set[int] = set()
    for cost, i, j in sorted(pairs):
        if cost > _MOST_COST:
            break
        if i in used or j in used:
            continue
        curve = _curve(ends, i, j)
        if not any(_touch(curve, other) for other in curves):
            used |= {i, j}
            curves.append(curve)
    return curves


def _cost(ends: Ends, i: int, j: int) -> float:
    chord = ends.place[j] - ends.place[i]
    if np.hypot(*chord) < _LEAST_CHORD_PX:
        return np.inf
    # On the way out at the other end left is what was right on the way in.
    step = 0.5 * (np.abs(ends.left[i] - ends.right[i]) + np.abs(ends.left[j] - ends.right[j]))
    miss = 0.5 * ((ends.left[i] - ends.right[j]) ** 2 + (ends.right[i] - ends.left[j]) ** 2)
    unlike = float(np.sqrt(miss.mean() / max(float((step**2).mean()), 1e-6)))
    if unlike > _MOST_UNLIKE:
        return np.inf
    first, second = _angle(ends.heading[i], chord), _angle(chord, -ends.heading[j])
    # An arc turns one way; an S costs more.
    return unlike + _BENDING * (abs(first) + abs(second) + abs(first - second))


def _angle(one: npt.NDArray, other: npt.NDArray) -> float:
    """The signed angle that turns one direction into another, radians; positive = right."""
    return float(np.arctan2(one[0] * other[1] - one[1] * other[0], one @ other))


def _curve(ends: Ends, i: int, j: int) -> Points:
    """A corner where both sides come straight at each other, else the Bezier curve nearest to an arc."""
    a, b = ends.place[i].astype(np.float64), ends.place[j].astype(np.float64)
    u, v = ends.heading[i].astype(np.float64), -ends.heading[j].astype(np.float64)
    chord = float(np.hypot(*(b - a)))
    turn = _angle(u, v)
    t = np.linspace(0, 1, max(2, int(np.ceil(_DENSITY * chord))))[:, None]
    corner = _meeting(a, u, b, -v)
    # At the other end the way in turns the other way round.
    curvature = 0.5 * (ends.curvature[i] - ends.curvature[j]) * np.sign(turn)
    if corner is not None and abs(turn) > _LEAST_CORNER and curvature < _STRAIGHT * abs(turn) / chord:
        ahead, behind = np.hypot(*(corner - a)), np.hypot(*(b - corner))
        share = ahead / (ahead + behind)
        first, second = np.minimum(t / share, 1), np.maximum((t - share) / (1 - share), 0)
        return (a + first * (corner - a) + second * (b - corner)).astype(np.float32)
    half = max(abs(turn) / 2, 1e-3)
    handle = chord * (2 / 3) * np.tan(half / 2) / np.sin(half)
    p, q = a + handle * u, b - handle * v
    return ((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * p + 3 * (1 - t) * t**2 * q + t**3 * b).astype(
        np.float32
    )


def _meeting(a: Vector, u: Vector, b: Vector, w: Vector) -> Vector | None:
    """Where two rays meet, away from where they begin; None where they do not."""
    cross = u[0] * w[1] - u[1] * w[0]
    if abs(cross) < 1e-3:
        return None
    between = b - a
    s, t = np.array([between[0] * w[1] - between[1] * w[0], between[0] * u[1] - between[1] * u[0]]) / cross
    return a + s * u if s > 0.5 and t > 0.5 else None


def _touch(one: Points, other: Points) -> bool:
    """Whether two curves come within a pixel of each other."""
    gap = one[::2, None] - other[None, ::2]
    return bool(((gap * gap).sum(axis=2) < 1).any())
