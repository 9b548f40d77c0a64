"""OpenRaster: layers for other editors (Krita, GIMP, MyPaint), as the specification's baseline asks for.

The first member is `mimetype`, stored. Layers are PNG in sRGB, cropped to what they hold; the merged image
shows what all visible layers make together. Source: https://www.openraster.org/baseline/baseline-intro.html
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from editor.painting.composite import Pixels
from editor.painting.opencv import cv2
from editor.painting.rect import Rect
from editor.project.pictures import encoded

MIMETYPE = "image/openraster"
_VERSION = "0.0.6"
_THUMBNAIL_PX = 256


@dataclass(frozen=True)
class Layer:
    """One layer.

    Attributes:
        name: What the other editor calls it.
        rect: Where it lies.
        pixels: (h, w, 3 or 4) RGB(A) in sRGB, uint8 or uint16.
        is_visible: It is part of the merged image.
        opacity: 0..1, of the whole layer, for whoever makes it visible.
    """

    name: str
    rect: Rect
    pixels: Pixels
    is_visible: bool = True
    opacity: float = 1.0


def write_openraster(
    path: Path, size: tuple[int, int], layers: Iterable[Layer], merged: Pixels, per_mm: float = 0.0
) -> None:
    """Writes an `.ora` file.

    Args:
        path: The file.
        size: (height, width) of the picture.
        layers: From the lowest to the uppermost; drawn from one after the other, so that not all of them have
            to be in memory at once.
        merged: (H, W, 3 or 4) uint8 in sRGB, what the visible layers make together.
        per_mm: Pixels per millimeter; 0 = not known.
    """
    image = ElementTree.Element("image", version=_VERSION, w=str(size[1]), h=str(size[0]), name=path.stem)
    if per_mm > 0:
        dots = str(max(1, round(25.4 * per_mm)))
        image.set("xres", dots)
        image.set("yres", dots)
    stack = ElementTree.SubElement(image, "stack")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        _put(archive, "mimetype", MIMETYPE.encode())
        for place, layer in enumerate(layers):
            name = f"data/layer{place}.png"
            _put(archive, name, encoded(layer.pixels))
            # The stack is written from the top to the bottom.
            stack.insert(0, _element(layer, name))
        _put(archive, "stack.xml", ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True))
        _put(archive, "Thumbnails/thumbnail.png", encoded(_thumbnail(merged)))
        _put(archive, "mergedimage.png", encoded(merged))


def tinted(coverage: np.ndarray, color: tuple[int, int, int]) -> Pixels:
    """A mask (h, w), 0..255, as a layer of one color (h, w, 4)."""
    pixels = np.empty((*coverage.shape, 4), np.uint8)
    pixels[..., :3] = color
    pixels[..., 3] = coverage
    return pixels


def painted(codes: np.ndarray, colors: Mapping[int, tuple[int, int, int]]) -> Pixels:
    """Codes (h, w) as a layer (h, w, 4) of a color for each; a code without a color is transparent."""
    table = np.zeros((256, 4), np.uint8)
    for code, color in colors.items():
        table[code] = (*color, 255)
    return table[codes]


def _element(layer: Layer, name: str) -> ElementTree.Element:
    return ElementTree.Element(
        "layer",
        {
            "name": layer.name,
            "src": name,
            "x": str(layer.rect.x0),
            "y": str(layer.rect.y0),
            "opacity": f"{layer.opacity:.2f}",
            "visibility": "visible" if layer.is_visible else "hidden",
            "composite-op": "svg:src-over",
        },
    )


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name), data)


def _thumbnail(merged: Pixels) -> Pixels:
    height, width = merged.shape[:2]
    scale = min(1.0, _THUMBNAIL_PX / max(height, width))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(merged, small, interpolation=cv2.INTER_AREA), np.uint8)
