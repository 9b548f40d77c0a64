"""Whether fills do as they are told, and whether there are several: edits of labels, distinct variations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.api import CancelToken, FillEngine, FillRequest, Finished, fill, label_named, label_of
from engine.evaluation.cases import Case
from engine.evaluation.guidance.judge import Judge
from engine.evaluation.guidance.scenes import Scene
from engine.evaluation.sheets import outlined
from engine.labels.vocabulary import UNKNOWN

# Classes with a look of their own that fills can be asked for.
_ASKED = ("sky", "building", "road", "pavement", "tree", "car")
_LEAST_SHARE = 0.04
# Fills are visibly different where this share of the hole differs by this much, in 1/255, after a blur.
_DIFFERENT_SHARE, _DIFFERENT_LEVELS = 0.15, 24

Photo = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Obeyed:
    """One edit.

    Attributes:
        scene, label: Which photograph; what was asked for.
        agreement: Share of the edited pixels in which the judge sees it, in the fill that users get.
        field: The same of the field alone, without the photo's texture.
        before: The same of the fill without the edit.
        picture: (H, W, 3) the fill.
    """

    scene: str
    label: str
    agreement: float
    field: float
    before: float
    picture: Photo


def obedience(engine: FillEngine, judge: Judge, scenes: Iterable[Scene], seed: int = 0) -> list[Obeyed]:
    """Asks for another label of the same photograph in half of each hole, then the judge what is there."""
    rng = np.random.default_rng(seed)
    results = []
    for scene in scenes:
        code = _other_label(scene, rng)
        if code is None:
            continue
        part = _half(scene.hole, rng)
        labels = np.where(part, code, UNKNOWN).astype(np.uint8)
        edited = _street_fill(engine, scene, labels)
        pictures = (edited, _street_fill(engine, scene, labels, texture=0.0), _street_fill(engine, scene))
        agreement, field, before = (float((judge.codes(p) == code)[part].mean()) for p in pictures)
        results.append(Obeyed(scene.name, label_of(code).name, agreement, field, before, edited))
    return results


@dataclass(frozen=True)
class Varied:
    """The variations of one hole.

    Attributes:
        photo: Which photograph.
        names: Of the fills, "" for the likeliest.
        different: How many of the fills can be told apart by eye, by the measure of `are_different`.
        truth: The photograph, cut to the window, its hole outlined.
        pictures: The fills, composited, cut likewise.
    """

    photo: str
    names: tuple[str, ...]
    different: int
    truth: Photo
    pictures: tuple[Photo, ...]


def variety(engine: FillEngine, cases: Iterable[Case], most: int = 4) -> list[Varied]:
    """Fills each hole as often as the editor does: under its label maps, then with other seeds."""
    results = []
    for case in cases:
        names, pictures = [], []
        for number in range(most):
            request = FillRequest(0, case.photo, case.mask, seed=case.seed, alternative=number)
            ended = list(engine.fill(request, CancelToken()))[-1]
            assert isinstance(ended, Finished)
            picture = case.photo.copy()
            for hole in ended.fills:
                picture[hole.box.slices][hole.mask] = hole.pixels[hole.mask]
            names.append(ended.fills[0].name)
            pictures.append(picture[case.window.slices])
        different = _count_different(pictures, case.hole)
        truth = outlined(case.truth, case.hole)
        results.append(Varied(case.name, tuple(names), different, truth, tuple(pictures)))
    return results


def are_different(a: Photo, b: Photo, hole: npt.NDArray[np.bool_]) -> bool:
    """Whether two fills of a hole can be told apart at a glance: large parts with other colors."""
    sigma = max(1.0, np.sqrt(hole.sum()) / 24)
    blurred = [cv2.GaussianBlur(p.astype(np.float32), (0, 0), sigma) for p in (a, b)]
    apart = np.abs(blurred[0] - blurred[1]).max(axis=2)[hole] > _DIFFERENT_LEVELS
    return bool(apart.mean() >= _DIFFERENT_SHARE)


def _count_different(pictures: list[Photo], hole: npt.NDArray[np.bool_]) -> int:
    kept: list[Photo] = []
    for picture in pictures:
        if all(are_different(picture, other, hole) for other in kept):
            kept.append(picture)
    return len(kept)


def _street_fill(
    engine: FillEngine, scene: Scene, labels: Photo | None = None, texture: float = 1.0
) -> Photo:
    """A scene filled under some labels (H, W), or none; without texture the field alone."""
    filled = fill(
        engine, scene.photo, scene.hole, labels=labels, vocabulary="scene", detail=texture, grain=texture
    )
    return np.asarray(filled, np.uint8)


def _code(name: str) -> int:
    label = label_named(name)
    assert label is not None
    return label.code


def _other_label(scene: Scene, rng: np.random.Generator) -> int | None:
    """A class that is seen well outside the hole and hardly inside it."""
    outside, inside = scene.codes[~scene.hole], scene.codes[scene.hole]
    fit = [
        code
        for code in map(_code, _ASKED)
        if (outside == code).mean() > _LEAST_SHARE and (inside == code).mean() < 0.3
    ]
    return int(rng.choice(fit)) if fit else None


def _half(hole: npt.NDArray[np.bool_], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """The half of a hole on one side of a line through its middle."""
    rows, columns = np.nonzero(hole)
    angle = rng.uniform(0, 2 * np.pi)
    along = rows * np.sin(angle) + columns * np.cos(angle)
    part = np.zeros_like(hole)
    chosen = along > np.median(along)
    part[rows[chosen], columns[chosen]] = True
    return part
