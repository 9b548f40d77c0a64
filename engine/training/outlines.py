"""Outlines of things that people erase: persons, cars, animals and rounded lumps, drawn by code.

Each figure is a list of parts in its own frame (about one unit high, centre at the origin, y down): closed
curves that are filled and limbs that are stroked. A random pose makes every figure another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

_SUBPIXEL_BITS = 4


@dataclass
class Figure:
    """A silhouette in its own frame.

    Attributes:
        curves: Closed polygons (N, 2), filled.
        limbs: Polylines (N, 2) with a width, stroked with round ends.
    """

    curves: list[Points] = field(default_factory=list)
    limbs: list[tuple[Points, float]] = field(default_factory=list)


def draw_object(canvas: npt.NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Draws one figure into a canvas (H, W): place, size, tilt and side by chance; may leave the picture."""
    short = float(min(canvas.shape))
    figure = FIGURES[int(rng.integers(len(FIGURES)))](rng)
    scale = rng.uniform(0.3, 1.1)
    tilt = rng.normal(0.0, 0.18)
    flip = 1.0 if rng.random() < 0.5 else -1.0
    centre = rng.uniform(0.1, 0.9, 2) * (canvas.shape[1] / short, canvas.shape[0] / short)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    frame = turn @ np.diag([flip, 1.0]) * scale

    def pixels(points: Points) -> npt.NDArray[np.int32]:
        return np.round((points @ frame.T + centre) * short * 2**_SUBPIXEL_BITS).astype(np.int32)

    for curve in figure.curves:
        cv2.fillPoly(canvas, [pixels(curve)], 1, cv2.LINE_8, _SUBPIXEL_BITS)
    for limb, width in figure.limbs:
        thickness = max(1, round(width * scale * short))
        cv2.polylines(canvas, [pixels(limb)], False, 1, thickness, cv2.LINE_8, _SUBPIXEL_BITS)
    # Painted masks are a little larger than the object.
    margin = round(rng.uniform(0.0, 0.02) * short)
    if margin:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * margin + 1, 2 * margin + 1))
        cv2.dilate(canvas, kernel, dst=canvas)


def _closed_curve(rng: np.random.Generator, radii: tuple[float, float], roughness: float) -> Points:
    """A smooth closed curve around the origin: an ellipse whose radius wanders by a few harmonics."""
    angle = np.linspace(0.0, 2 * np.pi, 64, endpoint=False)
    order = np.arange(1, 7)
    waves = rng.normal(0.0, 1.0, 6) * roughness / order**1.2
    radius = np.exp(np.cos(np.outer(angle, order) + rng.uniform(0, 2 * np.pi, 6)) @ waves)
    return np.stack([np.cos(angle) * radius * radii[0], np.sin(angle) * radius * radii[1]], axis=1)


def _limb(rng: np.random.Generator, root: Points, lengths: tuple[float, float], heading: float, bend: float):
    """Root, joint and end of a limb; heading 0 hangs down, positive swings to +x."""
    second = heading + rng.normal(0.0, bend)
    joint = root + lengths[0] * np.array([np.sin(heading), np.cos(heading)])
    return np.stack([root, joint, joint + lengths[1] * np.array([np.sin(second), np.cos(second)])])


def _person(rng: np.random.Generator) -> Figure:
    """Head, trunk, arms and legs in a random pose, sometimes in a skirt or coat, sometimes with a bag."""
    girth = rng.uniform(0.8, 1.5)
    shoulder, hip = 0.11 * girth, 0.085 * girth
    trunk = np.array([[-shoulder, -0.33], [shoulder, -0.33], [hip, 0.04], [-hip, 0.04]])
    figure = Figure([trunk])
    head = _closed_curve(rng, (0.062 * min(girth, 1.2), 0.08), 0.06)
    figure.curves.append(head + np.array([rng.normal(0, 0.015), -0.43]))
    figure.limbs.append((np.array([[0.0, -0.42], [0.0, -0.3]]), 0.06 * girth))
    for side in (-1.0, 1.0):
        arm = _limb(
            rng, np.array([side * shoulder * 0.9, -0.30]), (0.17, 0.16), side * abs(rng.normal(0.2, 0.5)), 0.6
        )
        figure.limbs.append((arm, 0.055 * girth))
        leg = _limb(rng, np.array([side * hip * 0.55, 0.02]), (0.23, 0.24), rng.normal(side * 0.08, 0.2), 0.2)
        figure.limbs.append((leg, 0.085 * girth))
    if rng.random() < 0.3:
        hem, length = rng.uniform(0.12, 0.24), rng.uniform(0.15, 0.45)
        figure.curves.append(np.array([[-hip, -0.05], [hip, -0.05], [hem, length], [-hem, length]]))
    if rng.random() < 0.3:
        place = np.array([rng.choice([-0.2, 0.2]), rng.uniform(-0.2, 0.1)])
        figure.curves.append(_closed_curve(rng, (0.08, 0.11), 0.15) + place)
    return figure


def _car(rng: np.random.Generator) -> Figure:
    """Side view: body, cabin and two wheels; lengths from a small car to a van."""
    length, roof = rng.uniform(0.8, 1.2), rng.uniform(0.14, 0.32)
    belt, sill = -0.04, 0.16
    front, rear = rng.uniform(0.1, 0.28), rng.uniform(0.02, 0.2)
    half = length / 2
    body = np.array(
        [
            [-half, belt + 0.03],
            [-half + 0.04, belt],
            [half - 0.06, belt + rng.uniform(0.0, 0.05)],
            [half, belt + 0.08],
            [half, sill],
            [-half, sill],
        ]
    )
    cabin = np.array(
        [
            [-half + rear, belt + 0.01],
            [-half + rear + rng.uniform(0.0, 0.14), belt - roof],
            [half - front - rng.uniform(0.12, 0.24), belt - roof],
            [half - front, belt + 0.02],
        ]
    )
    figure = Figure([body, cabin])
    radius = rng.uniform(0.085, 0.12)
    for x in (-half + 0.2, half - 0.2):
        figure.curves.append(_closed_curve(rng, (radius, radius), 0.0) + np.array([x, sill]))
    figure.limbs.append((body, 0.03))
    return figure


def _animal(rng: np.random.Generator) -> Figure:
    """A four-legged animal from the side: trunk, neck, head with ears, legs and tail."""
    half, depth = rng.uniform(0.26, 0.42), rng.uniform(0.12, 0.2)
    figure = Figure([_closed_curve(rng, (half, depth), 0.08)])
    leg = rng.uniform(0.15, 0.42)
    for x in (-0.8, -0.55, 0.55, 0.8):
        root = np.array([x * half, depth * 0.4])
        figure.limbs.append((_limb(rng, root, (leg / 2, leg / 2), rng.normal(0, 0.25), 0.3), 0.07))
    rise = rng.uniform(0.0, 0.35)
    neck = np.array([[half * 0.75, -0.05], [half + 0.08, -0.08 - rise]])
    figure.limbs.append((neck, rng.uniform(0.1, 0.18)))
    head = neck[1] + (0.06, -0.02)
    figure.curves.append(_closed_curve(rng, (rng.uniform(0.09, 0.14), 0.075), 0.08) + head)
    for shift in (-0.05, 0.01):
        tip = np.array([shift - 0.01, -rng.uniform(0.08, 0.16)])
        figure.curves.append(head + np.array([[shift - 0.03, -0.04], tip, [shift + 0.03, -0.05]]))
    tail = np.array([-half * 0.95, -depth * 0.3])
    heading = rng.uniform(-2.6, -0.2)
    figure.limbs.append((_limb(rng, tail, (0.14, rng.uniform(0.05, 0.18)), heading, 0.6), 0.045))
    return figure


def _lump(rng: np.random.Generator) -> Figure:
    """What a hand would lasso: one rounded, uneven closed curve, sometimes two grown together."""
    figure = Figure(
        [_closed_curve(rng, (rng.uniform(0.2, 0.55), rng.uniform(0.2, 0.5)), rng.uniform(0.1, 0.4))]
    )
    if rng.random() < 0.4:
        extra = _closed_curve(rng, (rng.uniform(0.1, 0.3), rng.uniform(0.1, 0.3)), 0.25)
        figure.curves.append(extra + rng.uniform(-0.4, 0.4, 2))
    return figure


FIGURES = (_person, _car, _animal, _lump, _lump)
