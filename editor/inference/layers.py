"""The document as layers for other editors: photo, fills with their edges, masks. Runs on a worker."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication

from editor.inference.convert import in_srgb, with_depth
from editor.inference.vocabulary import all_styles
from editor.painting.composite import edge_weights
from editor.painting.labels import UNKNOWN
from editor.painting.rect import EMPTY, Rect
from editor.project.content import Area, Content
from editor.project.openraster import Layer, painted, tinted, write_openraster
from editor.project.saved_fills import SavedFill
from engine.api import Pixels
from engine.photo.photo import Photo

SUFFIX = ".ora"
_MASK_COLOR = (255, 59, 92)
_SOURCES_COLOR = (46, 160, 110)
_LABELS_OPACITY = 0.5


def write_layers(content: Content, path: Path, photo: Photo, original: Pixels, shown: Pixels) -> Path:
    """Writes an OpenRaster file; colors are converted to sRGB, depth stays.

    Args:
        content: Fills and masks.
        path: The file.
        photo: Profile and resolution.
        original: (H, W, 3 or 4), the photo as it was opened.
        shown: The same with all fills.

    Raises:
        PhotoError: It cannot be written.
    """
    from engine.photo.atomic import replacing

    size = (int(original.shape[0]), int(original.shape[1]))
    merged = with_depth(in_srgb(shown, photo.profile), 8)
    with replacing(path) as part:
        write_openraster(part, size, _layers(content, photo.profile, original), merged, photo.resolution[0])
    return path


def _layers(content: Content, profile: bytes | None, original: Pixels) -> Iterator[Layer]:
    translate = QCoreApplication.translate
    height, width = original.shape[:2]
    yield Layer(translate("Layers", "Photo"), Rect(0, 0, width, height), in_srgb(original, profile))
    name = translate("Layers", "Fill {number}")
    for number, fill in enumerate(content.fills, 1):
        yield from _of_fill(fill, name.format(number=number), profile)
    labels = _labels(content)
    if labels is not None:
        colors = {style.code: style.color for style in all_styles()}
        name = translate("Layers", "Labels")
        pixels = painted(labels.coverage, colors)
        yield Layer(name, labels.rect, pixels, is_visible=False, opacity=_LABELS_OPACITY)
    if content.sources is not None:
        yield _of_area(content.sources, translate("Layers", "Source area"), _SOURCES_COLOR)
    if content.mask is not None:
        yield _of_area(content.mask, translate("Layers", "Mask"), _MASK_COLOR)


def _of_fill(fill: SavedFill, name: str, profile: bytes | None) -> Iterator[Layer]:
    """The fill's pixels, as opaque as its edge lets them be, and above it its mask, hidden."""
    mask_name = QCoreApplication.translate("Layers", "Mask of {fill}").format(fill=name)
    for hole in fill.holes():
        weights = edge_weights(hole.mask, hole.valid, fill.edge)
        most = np.iinfo(hole.pixels.dtype).max
        pixels = cast(Pixels, np.empty((*hole.mask.shape, 4), hole.pixels.dtype))
        pixels[..., :3] = in_srgb(hole.pixels, profile)
        pixels[..., 3] = np.rint(weights * np.float32(most))
        yield Layer(name, hole.box, pixels)
        coverage = hole.mask.astype(np.uint8) * np.uint8(255)
        yield Layer(mask_name, hole.box, tinted(coverage, _MASK_COLOR), is_visible=False)


def _labels(content: Content) -> Area | None:
    """What lies where: by every fill's labels, and above them by what the person said."""
    known: list[Area] = []
    for fill in content.fills:
        for rect, read in zip(fill.rects, fill.labels, strict=True):
            if read is not None:
                known.append(Area.of(rect, read().codes))
    if content.labels is not None:
        known.append(content.labels)
    rect = reduce(Rect.united, (area.rect for area in known), EMPTY)
    if rect.is_empty:
        return None
    codes = np.full((rect.height, rect.width), UNKNOWN, np.uint8)
    for area in known:
        place = codes[area.rect.shifted(-rect.x0, -rect.y0).slices]
        np.copyto(place, area.coverage, where=area.coverage != UNKNOWN)
    return Area.of(rect, codes)


def _of_area(area: Area, name: str, color: tuple[int, int, int]) -> Layer:
    return Layer(name, area.rect, tinted(area.coverage, color), is_visible=False)
