"""Smooth backdrops go on smoothly: skies, walls, what is out of focus.

Copies of a sky differ in tint, and what their seams miss adds up over a large hole to bands and blotches that
everybody sees. Where the photo and its copies are smooth, the colors of a fill are those of a thin plate
through the photo's own, and the copies give their grain alone. What they invented in the midst of such a
backdrop, an edge or a bird that nothing in the photo leads to, gives way to the plate.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.channels import channel_max, chosen
from engine.detail.counted import area_mean, gaussian_mean
from engine.detail.easing import smooth_step
from engine.detail.levels import LUMA
from engine.detail.membrane import harmonic
from engine.detail.plate import plate
from engine.detail.task import Image, Mask

# Smaller holes than this have no backdrop of their own, pixels.
_LEAST_PX = 400
# A hole is looked at about so many pixels wide, and its plate has so many cells across it; the plate goes on
# for so many cells around it.
_WORKING_PX, _CELLS, _AROUND = 192, 48, 10
# What is finer than this is grain, and the copies' own; cells are no smaller than that.
_GRAIN_PX = _LEAST_CELL_PX = 3.0
# Contrast up to which a place is smooth and from which it is not, sRGB 0..1: of what is finer than the first
# width, in windows of the second, pixels of the working picture.
_SMOOTH, _ROUGH = 0.012, 0.024
_FINE_PX, _WINDOW_PX = 2.0, 3.0
# Waves between these widths, cells, are looked at in the photo: up to the first height it is calm, from the
# second on it is not. Share of the hole that has to be smooth, likewise.
_WAVES, _CALM, _MUCH = (1.0, 2.5), (0.9 / 255, 1.2 / 255), (0.25, 0.45)
# Smoothness of a cell that is part of the plate; roughness of a cell that leads to others in the hole.
_MOSTLY, _LEADS = 0.6, 0.1
# The plate smooths what is finer than so many cells: little of the photo, so that its slopes are not those of
# its noise, and much of the copies.
_OF_PHOTO, _OF_COPIES = 3.0, 24.0
_TENSION = 1 / 12**2
# Cells that tell how a part of the plate slopes.
_LEAST_TOLD = 12
# A plate that differs from the copies by so much is wrong, sRGB 0..1: something else is meant there.
_OTHER = 0.25


@dataclass(frozen=True)
class Backdrop:
    """What a smooth backdrop changes in a fill.

    Attributes:
        missing: (H, W, 3) float32, to be added to the fill; 0 outside the hole and where it is not smooth.
        plate: (H, W, 3) float32, what takes the place of inventions.
        invented: (H, W) float32, 0..1: how much of the fill it replaces.
    """

    missing: Image
    plate: Image
    invented: Image


def backdrop(picture: Image, hole: Mask, known: Mask) -> Backdrop | None:
    """The smooth part of a filled hole.

    Args:
        picture: (H, W, 3) float32, sRGB 0..1: the photo with its fill.
        hole: (H, W), what may be changed.
        known: (H, W), what is the photo's own.

    Returns:
        None where nothing is smooth on both sides of the ring.
    """
    across = float(np.sqrt(hole.sum()))
    if across**2 < _LEAST_PX:
        return None
    working, there = _reduced(picture, hole | known, across / _WORKING_PX)
    smooth = _smoothness(working, there)
    cells, present = _reduced(working, there, max(_LEAST_CELL_PX, min(across, _WORKING_PX) / _CELLS))
    size = (present.shape[1], present.shape[0])
    inside = _share(hole, size) > 0
    present &= cv2.dilate(inside.astype(np.uint8), _disk(_AROUND)) > 0
    least = cv2.erode(smooth, np.ones((3, 3), np.uint8)).astype(np.float32)
    solid = present & (_share(least, size) > _MOSTLY)
    # Lone smooth spots of something rough are none of it.
    solid &= cv2.morphologyEx(solid.astype(np.uint8), cv2.MORPH_OPEN, _disk(2)) > 0
    weight = _say(cells, solid, inside)
    if weight == 0:
        return None
    of_photo = _share(known, (there.shape[1], there.shape[0])) > 0.99
    rough_photo = present & (_share(of_photo * (1 - _smoothness(working, of_photo)), size) > _LEADS)
    lone = _lone(present & ~solid & inside, rough_photo)
    heard = np.where(inside, np.where(lone, 1e-9, _OF_COPIES**-4), _OF_PHOTO**-4).astype(np.float32)
    trend = _trend(cells, solid | lone, solid & ~inside)
    surface = trend + plate(cells - trend, solid | lone, heard, _TENSION)
    # It misses the photo a little, and has to meet it at the ring.
    free = inside & (solid | lone)
    surface += harmonic((cells - surface).astype(np.float32), ~free) * free[..., None]
    grain_cells = _GRAIN_PX * size[0] / hole.shape[1]
    missing = weight * _run_on(surface - gaussian_mean(cells, solid, grain_cells), inside & solid)
    shown = (hole.shape[1], hole.shape[0])
    fine = cv2.resize(smooth, shown, interpolation=cv2.INTER_LINEAR) * hole
    invented = smooth_step(0, 0.5, cv2.resize(lone.astype(np.float32), shown, interpolation=cv2.INTER_LINEAR))
    return Backdrop(
        (cv2.resize(missing, shown, interpolation=cv2.INTER_CUBIC) * fine[..., None]).astype(np.float32),
        cv2.resize(surface, shown, interpolation=cv2.INTER_CUBIC).astype(np.float32),
        (weight * invented * (hole - fine)).astype(np.float32),
    )


def _say(cells: Image, solid: Mask, inside: Mask) -> float:
    """How much a backdrop is to be heard, 0..1: less where little of the hole is one, or the photo's own
    is not calm: clouds, folds and shadows belong to that, and a plate has none.
    """
    if not (solid & inside).any() or not (solid & ~inside).any():
        return 0.0
    deep = cv2.erode(solid.astype(np.uint8), np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE) > 0
    told = deep & ~inside
    if not told.any():
        return 0.0
    difference = gaussian_mean(cells, solid, _WAVES[0]) - gaussian_mean(cells, solid, _WAVES[1])
    waves = float(np.sqrt(np.square(difference[told]).mean()))
    share = float((solid & inside).sum() / inside.sum())
    return float((1 - smooth_step(*_CALM, np.array(waves))) * smooth_step(*_MUCH, np.array(share)))


def _trend(colors: Image, solid: Mask, told: Mask) -> Image:
    """The plane that fits best what is told of every separate part: tension flattens no slope of it then."""
    result = np.zeros(colors.shape, np.float32)
    count, numbers = cv2.connectedComponents(solid.astype(np.uint8), connectivity=4)
    height, width = solid.shape
    y, x = np.mgrid[:height, :width] / max(height, width)
    places = np.stack([np.ones(solid.shape), y, x], axis=-1)
    for number in range(1, count):
        part = numbers == number
        if (part & told).sum() >= _LEAST_TOLD:
            plane = np.linalg.lstsq(places[part & told], colors[part & told], rcond=None)[0]
            result[part] = places[part] @ plane
    return result


def _run_on(missing: Image, solid: Mask) -> Image:
    """What is missing in solid cells, and the same in the half-smooth ones beside them."""
    far = cv2.GaussianBlur(channel_max(np.abs(missing)), (0, 0), 1.0)
    heard = solid * (1 - smooth_step(_OTHER / 2, _OTHER, far))
    missing = (missing * heard[..., None]).astype(np.float32)
    return chosen(solid, missing, gaussian_mean(missing, solid, 1.0))


def _smoothness(picture: Image, there: Mask) -> Image:
    """(H, W), 0..1; 0 where nothing is."""
    luma = np.where(there, picture @ LUMA, 0).astype(np.float32)
    fine = (luma - gaussian_mean(luma, there, _FINE_PX)).astype(np.float32)
    contrast = np.sqrt(gaussian_mean(fine * fine, there, _WINDOW_PX))
    return ((1 - smooth_step(_SMOOTH, _ROUGH, contrast)) * there).astype(np.float32)


def _lone(rough: Mask, rough_photo: Mask) -> Mask:
    """Rough cells of the hole that no rough cell of the photo leads to."""
    _, numbers = cv2.connectedComponents((rough | rough_photo).astype(np.uint8))
    return rough & ~np.isin(numbers, np.unique(numbers[rough_photo]))


def _reduced(picture: Image, there: Mask, factor: float) -> tuple[Image, Mask]:
    """A picture so many times smaller, from what is there alone, and where most of a pixel is."""
    height, width = there.shape
    if factor <= 1:
        return chosen(there, picture, 0), there.copy()
    size = (max(4, round(width / factor)), max(4, round(height / factor)))
    mean, share = area_mean(picture, there, size)
    return mean, share > 0.5


def _share(values: Mask | Image, size: tuple[int, int]) -> Image:
    return cv2.resize(values.astype(np.float32), size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _disk(radius: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
