"""Photos, strokes and answers for document and canvas tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from editor.document.document import Document
from editor.painting.labels import HoleLabels
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point


@dataclass(frozen=True)
class Hole:
    """An engine's answer for one hole, as the document sees it."""

    box: Rect
    pixels: np.ndarray
    mask: np.ndarray
    valid: np.ndarray
    confidence: np.ndarray
    labels: HoleLabels | None = None


def noise(height: int, width: int, channels: int = 3, dtype: type = np.uint8, seed: int = 0) -> np.ndarray:
    """A photo without two equal neighborhoods."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, np.iinfo(dtype).max, (height, width, channels), endpoint=True).astype(dtype)


def open_document(height: int = 300, width: int = 400, channels: int = 3, dtype: type = np.uint8) -> Document:
    """A document with a noise photo."""
    document = Document()
    document.load(noise(height, width, channels, dtype), name="noise")
    return document


def stroke(document: Document, *points: tuple[float, float], size: float = 30, erase: bool = False) -> None:
    """Paints one stroke."""
    document.begin_stroke(Brush(size, 1.0, erase))
    for x, y in points:
        document.extend_stroke([Point(x, y)])
    document.end_stroke()


def answer(document: Document, value: int = 7, reach: int = 10) -> list[Hole]:
    """What an engine would say to the document's mask: one flat hole."""
    box = document.mask_rect.grown(reach).intersection(document.bounds)
    mask = document.mask[box.slices] > 127
    pixels = np.full((*mask.shape, 3), value, document.pixels.dtype)
    return [Hole(box, pixels, mask, np.ones_like(mask), np.full(mask.shape, 0.5, np.float32))]


def hole_at(document: Document, box: Rect, value: int = 7, margin: int = 4) -> Hole:
    """An answer for a square hole that nobody painted."""
    mask = np.zeros((box.height, box.width), np.bool_)
    mask[margin : box.height - margin, margin : box.width - margin] = True
    pixels = np.full((*mask.shape, 3), value, document.pixels.dtype)
    return Hole(box, pixels, mask, np.ones_like(mask), np.ones(mask.shape, np.float32))


def labels_at(rect: Rect, left: int = 1, right: int = 4, grown: int = 0) -> HoleLabels:
    """Labels of a rectangle: one in its left half, another in its right half."""
    codes = np.full((rect.height, rect.width), left, np.uint8)
    codes[:, rect.width // 2 :] = right
    wanted = np.zeros(codes.shape, np.bool_)
    wanted[0] = True
    return HoleLabels(codes, wanted, "scene", grown, (0, 4))
