"""Curves through a hole: which ends of contours mean each other, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Curve:
    """A way through a hole.

    Attributes:
        points: (N, 2) x and y, less than a pixel apart, from end to end.
        ends: Numbers of the ends that it joins.
    """

    points: Points
    ends: tuple[int, int]


def curves_between(ends: Ends, most_cost: float = _MOST_COST, may_cross: bool = False) -> list[Curve]:
    """Joins ends that mean each other.

    Args:
        ends: Of contours, or of lines, at one hole.
        most_cost: What costs more is no pair: how unlike both are, and half the bending on the way, radians.
        may_cross: Wires cross; contours, between which colors flow, do not.

    Returns:
        The likeliest ones first, and none that touches a likelier one unless it may.
    """
    pairs = [(_cost(ends, i, j), i, j) for i, j in combinations(range(len(ends.place)), 2)]
    curves: list[Curve] = []
    used: set[int] = set()
    for cost, i, j in sorted(pairs):
        if cost > most_cost:
            break
        if i in used or j in used:
            continue
        points = _curve(ends, i, j)
        if may_cross or not any(_touch(points, other.points) for other in curves):
            used |= {i, j}
            curves.append(Curve(points, (i, j)))
    return curves


def _cost(ends: Ends, i: int, j: int) -> float:
    chord = ends.place[j] - ends.place[i]
    if np.hypot(*chord) < _LEAST_CHORD_PX:
        return np.inf
    # On the way out at the other end left is what was right on the way in.
    miss = 0.5 * ((ends.left[i] - ends.right[j]) ** 2 + (ends.right[i] - ends.left[j]) ** 2)
    step = 0.5 * float(ends.step[i] + ends.step[j])
    unlike = float(np.sqrt(miss.mean())) / max(step, 1e-3)
    if unlike > _MOST_UNLIKE:
        return np.inf
    first, second = turns(chord, ends.heading[i], ends.heading[j])
    # An arc turns one way; an S costs more.
    return unlike + _BENDING * (abs(first) + abs(second) + abs(first - second))


def turns(chord: npt.NDArray, one: npt.NDArray, other: npt.NDArray) -> tuple[float, float]:
    """How much a way turns to the right in its first half and in its second, radians; of an arc the same.

    Args:
        chord: (2,) from one end to the other.
        one: (2,) heading into the hole.
        other: (2,) likewise at the other end.
    """
    return _angle(one, chord), _angle(chord, -other)


def _angle(one: npt.NDArray, other: npt.NDArray) -> float:
    """The signed angle that turns one direction into another, radians; positive = right."""
    return float(np.arctan2(one[0] * other[1] - one[1] * other[0], one @ other))


def _curve(ends: Ends, i: int, j: int) -> Points:
    """A corner where both sides come straight at each other, else an arc."""
    a, b = ends.place[i].astype(np.float64), ends.place[j].astype(np.float64)
    u, v = ends.heading[i].astype(np.float64), -ends.heading[j].astype(np.float64)
    chord = float(np.hypot(*(b - a)))
    turn = _angle(u, v)
    corner = _meeting(a, u, b, -v)
    # At the other end the way in turns the other way round.
    curvature = 0.5 * (ends.curvature[i] - ends.curvature[j]) * np.sign(turn)
    if corner is not None and abs(turn) > _LEAST_CORNER and curvature < _STRAIGHT * abs(turn) / chord:
        ahead, behind = np.hypot(*(corner - a)), np.hypot(*(b - corner))
        share = ahead / (ahead + behind)
        t = _parameter(chord)
        first, second = np.minimum(t / share, 1), np.maximum((t - share) / (1 - share), 0)
        return (a + first * (corner - a) + second * (b - corner)).astype(np.float32)
    return arc(a, u, b, v)


def arc(a: Vector, u: Vector, b: Vector, v: Vector) -> Points:
    """The Bezier curve nearest to an arc from a place with one heading to another place with another.

    Args:
        a: (2,) x and y.
        u: (2,) unit vector, the heading there.
        b: (2,) likewise at the end.
        v: (2,) likewise.

    Returns:
        (N, 2) points, a third of a pixel apart or a little more.
    """
    chord = float(np.hypot(*(b - a)))
    half = max(abs(_angle(u, v)) / 2, 1e-3)
    handle = chord * (2 / 3) * np.tan(half / 2) / np.sin(half)
    p, q = a + handle * u, b - handle * v
    t = _parameter(chord)
    points = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * p + 3 * (1 - t) * t**2 * q + t**3 * b
    return points.astype(np.float32)


def _parameter(chord: float) -> Vector:
    return np.linspace(0, 1, max(2, int(np.ceil(_DENSITY * chord))))[:, None]


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
