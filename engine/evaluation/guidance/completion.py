"""How well labels inside a hole are told: mean intersection over union, beside its ceiling and its floor."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt
import torch

from engine.evaluation.guidance.scenes import Scene
from engine.labels.codes import touched
from engine.labels.extension import continued
from engine.labels.vocabulary import SCENE_CODES, UNKNOWN
from engine.model.inpainter import Inpainter
from engine.model.segmentation import CELL_PX

COMPLETED, SEEING, NEAREST = "completed", "seeing no hole", "nearest label outside"
WAYS = (COMPLETED, SEEING, NEAREST)

Codes = npt.NDArray[np.uint8]


def completion(model: Inpainter, scenes: Iterable[Scene]) -> dict[str, dict[str, float]]:
    """Measures label maps inside the holes.

    Args:
        model: With a segmentation network.
        scenes: Labelled scenes with holes.

    Returns:
        For each of `WAYS` "miou" (over the classes that occur in the holes), "accuracy", and the IoU of every
        class by its code.
    """
    tables = {way: np.zeros((256, 256), np.int64) for way in WAYS}
    for scene in scenes:
        hole = scene.hole & (scene.codes != UNKNOWN)
        maps = {
            COMPLETED: scene_codes(model, scene.photo, scene.hole),
            SEEING: scene_codes(model, scene.photo, np.zeros_like(scene.hole)),
        }
        maps[NEAREST] = nearest_outside(maps[COMPLETED], scene.hole)
        for way, codes in maps.items():
            np.add.at(tables[way], (scene.codes[hole], codes[hole]), 1)
    return {way: _figures(table) for way, table in tables.items()}


def scene_codes(model: Inpainter, photo: npt.NDArray[np.uint8], hole: npt.NDArray[np.bool_]) -> Codes:
    """(H, W) scene codes of a photo with a hole, (H, W) bool, when nobody has said anything."""
    return scene_guess(model, photo, hole)[0]


@torch.inference_mode()
def scene_guess(
    model: Inpainter, photo: npt.NDArray[np.uint8], hole: npt.NDArray[np.bool_]
) -> tuple[Codes, npt.NDArray[np.float32]]:
    """The likeliest scene codes as the engine shows them, (H, W), and how likely they are, (H, W), 0..1."""
    assert model.segmenter is not None
    image = torch.from_numpy(photo.astype(np.float32) / 255).permute(2, 0, 1)[None]
    mask = torch.from_numpy(hole.astype(np.float32))[None, None]
    known = torch.zeros(1, *hole.shape, dtype=torch.long)
    logits = model.segmenter(image, mask, model.semantics(image, mask), known).scene
    said = np.ascontiguousarray(logits[0].softmax(dim=0).permute(1, 2, 0).numpy())
    both = torch.from_numpy(continued(said, touched(hole, CELL_PX))).permute(2, 0, 1)[None]
    logits = both.clamp(min=1e-12).log()
    large = torch.nn.functional.interpolate(logits, scale_factor=CELL_PX, mode="bilinear")
    probability, channel = large[0].softmax(dim=0).max(dim=0)
    return (channel.numpy() + SCENE_CODES[0]).astype(np.uint8), probability.numpy()


def nearest_outside(codes: Codes, hole: npt.NDArray[np.bool_]) -> Codes:
    """The label map with each pixel of the hole labelled like the nearest one outside."""
    _, found = cv2.distanceTransformWithLabels(
        hole.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    number = found.astype(np.int32, copy=False)
    label_of = np.zeros(int(number.max()) + 1, np.uint8)
    label_of[number[~hole]] = codes[~hole]
    return np.where(hole, label_of[number], codes).astype(np.uint8)


def _figures(table: npt.NDArray[np.int64]) -> dict[str, float]:
    rows = table[np.ix_(SCENE_CODES, SCENE_CODES)]
    right = np.diag(rows)
    union = rows.sum(axis=0) + rows.sum(axis=1) - right
    occurs = rows.sum(axis=1) > 0
    iou = right / np.maximum(union, 1)
    figures = {"miou": float(iou[occurs].mean()), "accuracy": float(right.sum() / max(1, rows.sum()))}
    return figures | {str(code): float(iou[i]) for i, code in enumerate(SCENE_CODES) if occurs[i]}
