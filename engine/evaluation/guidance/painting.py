"""What labels are worth to the painter: l1, l2, SSIM, PSNR and edges with none, predicted and true labels.

The four measures are those of the published experiment (Song et al. 2018, table 1), here inside the hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch

from engine.evaluation.cases import Case
from engine.evaluation.guidance.completion import scene_guess
from engine.evaluation.guidance.scenes import Scene
from engine.evaluation.methods import unguided
from engine.evaluation.metrics import hole_psnr, hole_ssim
from engine.labels.vocabulary import SURE, UNKNOWN
from engine.model.inpainter import Inpainter
from engine.rasterizer import render
from engine.regions import Box

EXEMPLARS, NONE, PREDICTED, TRUE = "exemplars", "no labels", "predicted labels", "true labels"
WAYS = (EXEMPLARS, NONE, PREDICTED, TRUE)
MEASURES = ("l1", "l2", "ssim", "psnr", "edges")
LESS_IS_BETTER = ("l1", "l2")
# An edge is found again within this distance, pixels of a scene 256 wide.
_EDGE_PX = 2

Photo = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Painted:
    """One way's answer to one scene.

    Attributes:
        scene, hole_kind, way: Which.
        figures: By measure.
    """

    scene: str
    hole_kind: str
    way: str
    figures: Mapping[str, float]


def painting(model: Inpainter, scenes: Iterable[Scene]) -> list[Painted]:
    """Paints every scene in every way, the generator's field alone, and measures."""
    records = []
    for scene in scenes:
        predicted, probability = scene_guess(model, scene.photo, scene.hole)
        pictures = {
            EXEMPLARS: _exemplars(scene, model.config.working_px),
            NONE: field_fill(model, scene, None),
            PREDICTED: field_fill(model, scene, heard(predicted, probability)),
            TRUE: field_fill(model, scene, np.where(scene.codes > 0, scene.codes, predicted)),
        }
        for way, picture in pictures.items():
            records.append(Painted(scene.name, scene.hole_kind, way, figures(picture, scene)))
    return records


def heard(codes: npt.NDArray[np.uint8], probability: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """What the painter is told of a guess, as in the engine beside a chosen label: nothing unlikely."""
    return np.where(probability >= SURE, codes, UNKNOWN).astype(np.uint8)


@torch.inference_mode()
def field_fill(model: Inpainter, scene: Scene, codes: npt.NDArray[np.uint8] | None) -> Photo:
    """The generator's own fill under a label map, composited; (H, W, 3) uint8."""
    image = torch.from_numpy(scene.photo.astype(np.float32) / 255).permute(2, 0, 1)[None]
    mask = torch.from_numpy(scene.hole.astype(np.float32))[None, None]
    labels = None if codes is None else torch.from_numpy(codes.astype(np.int64))[None]
    field = model.generator(image, mask, model.semantics(image, mask), labels)
    pixels = render(field)[0].clamp(0, 1).permute(1, 2, 0).numpy()
    made = np.rint(pixels * 255).astype(np.uint8)
    return np.where(scene.hole[..., None], made, scene.photo)


def figures(picture: Photo, scene: Scene) -> dict[str, float]:
    """All of `MEASURES` inside the hole; l1 and l2 in 1/255 and its square."""
    hole = scene.hole
    difference = picture[hole].astype(np.float64) - scene.photo[hole]
    return {
        "l1": float(np.abs(difference).mean()),
        "l2": float((difference**2).mean()),
        "ssim": hole_ssim(picture, scene.photo, hole),
        "psnr": hole_psnr(picture, scene.photo, hole),
        "edges": edge_score(picture, scene.photo, hole),
    }


def edge_score(picture: Photo, truth: Photo, hole: npt.NDArray[np.bool_]) -> float:
    """F-score of the strong edges inside a hole, found within `_EDGE_PX` of one another."""
    inner = cv2.erode(hole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    found, wanted = edges(picture) & inner, edges(truth) & inner
    if not wanted.any():
        return 1.0 if not found.any() else 0.0
    if not found.any():
        return 0.0
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _EDGE_PX + 1,) * 2)
    near_wanted = cv2.dilate(wanted.astype(np.uint8), disk) > 0
    near_found = cv2.dilate(found.astype(np.uint8), disk) > 0
    precision = (found & near_wanted).sum() / found.sum()
    recall = (wanted & near_found).sum() / wanted.sum()
    return float(2 * precision * recall / max(precision + recall, 1e-9))


def edges(picture: Photo) -> npt.NDArray[np.bool_]:
    """Strong edges of a picture, as thin lines."""
    gray = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 1.2)
    return cv2.Canny(gray, 40, 90) > 0


def bootstrap(differences: npt.NDArray[np.float64], seed: int = 0, draws: int = 2000) -> tuple[float, float]:
    """95 % interval of the mean of paired differences, by resampling the scenes."""
    rng = np.random.default_rng(seed)
    means = differences[rng.integers(len(differences), size=(draws, len(differences)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _exemplars(scene: Scene, working_px: int) -> Photo:
    size = scene.hole.shape
    case = Case(scene.name, scene.hole_kind, scene.photo, scene.hole, Box.whole((size[0], size[1])), seed=0)
    made = unguided(case, working_px)
    return np.where(scene.hole[..., None], made, scene.photo)
