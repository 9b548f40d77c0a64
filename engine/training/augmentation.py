"""From a photograph to a training picture: a square crop, its scale, place and colors by chance."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Photo = npt.NDArray[np.uint8]
Picture = npt.NDArray[np.float32]

# Nearest and farthest view of the augmentation, relative to each other: 1.3 against 0.7.
ZOOM_RANGE = 1.3 / 0.7


def random_crop(photo: Photo, size: int, rng: np.random.Generator) -> Picture:
    """A square crop at a random scale and place, perhaps mirrored, its colors a little changed.

    The scale runs from "the short side just fits" to `ZOOM_RANGE` nearer, never beyond the photo's own
    pixels: nothing is upsampled.

    Args:
        photo: (H, W, 3) uint8, both sides at least `size`.
        size: Side of the crop in pixels.
        rng: Source of chance.

    Returns:
        (size, size, 3) float32 in 0..1.
    """
    crop = _random_square(photo, size, rng)
    if crop.shape[0] != size:
        crop = np.asarray(cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if rng.random() < 0.5:
        crop = crop[:, ::-1]
    return _with_other_colors(crop, rng)


def random_labelled_crop(
    photo: Photo, labels: npt.NDArray[np.uint8], size: int, rng: np.random.Generator
) -> tuple[Picture, npt.NDArray[np.uint8]]:
    """`random_crop` of a photograph together with its label map.

    Args:
        photo: (H, W, 3) uint8, both sides at least `size`.
        labels: (H, W) uint8 codes.
        size: Side of the crop in pixels.
        rng: Source of chance.

    Returns:
        (size, size, 3) float32 in 0..1, and (size, size) uint8 codes; none is mixed from others.
    """
    both = np.dstack([photo, labels])
    crop = _random_square(both, size, rng)
    colors, codes = crop[..., :3], crop[..., 3]
    if crop.shape[0] != size:
        colors = cv2.resize(colors, (size, size), interpolation=cv2.INTER_AREA)
        codes = cv2.resize(codes, (size, size), interpolation=cv2.INTER_NEAREST_EXACT)
    if rng.random() < 0.5:
        colors, codes = colors[:, ::-1], codes[:, ::-1]
    return _with_other_colors(np.asarray(colors, np.uint8), rng), np.ascontiguousarray(codes, np.uint8)


def random_crop_at_two_sizes(
    photo: Photo, size: int, closer: int, rng: np.random.Generator
) -> tuple[Picture, Picture | None]:
    """`random_crop`, and the same crop with more pixels where the photograph has them.

    Args:
        photo: (H, W, 3) uint8, both sides at least `size`.
        size: Side of the crop in pixels.
        closer: Side of the same crop seen closer, in pixels, at least `size`.
        rng: Source of chance.

    Returns:
        (size, size, 3) and (closer, closer, 3), float32 in 0..1. Each pixel of the first is the mean of
        those of the second that it covers. None where the photograph is smaller than `closer`.
    """
    if min(photo.shape[:2]) < closer:
        return random_crop(photo, size, rng), None
    large = random_crop(photo, closer, rng)
    return np.asarray(cv2.resize(large, (size, size), interpolation=cv2.INTER_AREA), dtype=np.float32), large


def _random_square(photo: Photo, size: int, rng: np.random.Generator) -> Photo:
    """A square of the photograph, at least `size` wide; nothing is resized yet."""
    height, width = photo.shape[:2]
    fit = size / min(height, width)
    scale = float(np.exp(rng.uniform(np.log(fit), np.log(min(1.0, fit * ZOOM_RANGE)))))
    side = min(round(size / scale), height, width)
    y, x = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
    return photo[y : y + side, x : x + side]


def _with_other_colors(crop: Photo, rng: np.random.Generator) -> Picture:
    """Mild changes of gamma, channel gains and saturation, as between cameras and hours of the day."""
    gamma = np.exp(rng.normal(0.0, 0.12))
    gains = np.exp(rng.normal(0.0, 0.06) + rng.normal(0.0, 0.025, 3))
    saturation = rng.uniform(0.75, 1.2)
    levels = np.linspace(0.0, 1.0, 256)[:, None] ** gamma * gains
    table = levels.astype(np.float32)[None]
    colors = np.asarray(cv2.LUT(np.ascontiguousarray(crop), table), dtype=np.float32)
    gray = colors @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    colors = gray[..., None] + np.float32(saturation) * (colors - gray[..., None])
    return np.clip(colors, 0.0, 1.0, dtype=np.float32)
