"""Grain: the noise of the photo, measured around the hole and restored where the fill has none.

Noise is told from texture by its place: it is what is left where the photo is smoothest. Its power is
measured per frequency band and luminance, for luminance and two color differences apart, because sensors,
film and noise reduction each shape it in their own way.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.channels import channel_max, channel_mean, channel_min, chosen
from engine.detail.task import Image, Mask

# Bands are differences of Gaussian blurs; the first one is the picture less its finest blur, pixels.
_EDGES_PX = (0.7, 1.4, 2.8)
BANDS = len(_EDGES_PX)
# Luminance bins; noise grows with light on sensors and is strongest in the middle on film.
_BINS = 6
# Local powers are means over this window. What is smoothest of a bin, up to this quantile, is noise only;
# noise itself scatters up to about this multiple of that, and leaving the upper half out would bias it.
_WINDOW_SIGMA_PX = 4.0
_QUANTILE = 0.2
_SCATTER = 1.5
_LEAST_SAMPLES = 400
# Noise is the same all over a photo: a few windows tell it.
_TILE_PX, _MOST_TILES = 96, 20
# Orthogonal: powers in it add up, and noise drawn per component keeps the photo's correlations.
_TO_OPPONENT = np.array(
    [[3**-0.5, 3**-0.5, 3**-0.5], [2**-0.5, 0, -(2**-0.5)], [6**-0.5, -2 * 6**-0.5, 6**-0.5]], np.float32
)


@dataclass(frozen=True)
class GrainProfile:
    """Noise of a photo.

    Attributes:
        power: (bins, 3 components, bands) float64, mean square per band.
    """

    power: np.ndarray


def measure(photo: Image, known: Mask) -> GrainProfile:
    """The grain of a photo's known pixels.

    Args:
        photo: (H, W, 3), sRGB 0..1; pixels that are not known are not looked at.
        known: (H, W).

    Returns:
        Its noise; zero where nothing is known.
    """
    luma, local = _samples(photo, known)
    power = np.zeros((_BINS, 3, BANDS))
    calm = local.sum(axis=(1, 2))
    bins = np.minimum((luma * _BINS).astype(np.int32), _BINS - 1)
    counts = np.bincount(bins, minlength=_BINS)
    for number in np.flatnonzero(counts >= _LEAST_SAMPLES):
        at = bins == number
        values = calm[at]
        smoothest = values <= _SCATTER * np.quantile(values, _QUANTILE)
        power[number] = local[at][smoothest].mean(axis=0)
    return GrainProfile(_completed(power, counts >= _LEAST_SAMPLES))


def synthesize_grain(luma: Image, profile: GrainProfile, seed: int) -> Image:
    """Seeded noise with a photo's grain.

    Args:
        luma: (H, W), mean of the channels, what the noise is to lie on.
        profile: Of the photo.
        seed: Of the run.

    Returns:
        (H, W, 3) float32 to be added.
    """
    height, width = luma.shape
    place = np.clip(luma * _BINS - 0.5, 0, _BINS - 1)
    lower = np.minimum(place.astype(np.int32), _BINS - 2)
    share = place - lower
    gains = np.sqrt(_unmixed(profile.power)).astype(np.float32)
    random = np.random.default_rng([seed, 0x6761])
    total = np.zeros((height, width, 3), np.float32)
    for band in range(BANDS):
        noise = _narrow_band(random.standard_normal((height, width, 3), dtype=np.float32), band)
        for component in range(3):
            gain = gains[:, component, band]
            between = gain[lower] * (1 - share) + gain[lower + 1] * share
            total[..., component] += noise[..., component] * between.astype(np.float32)
    return total @ _TO_OPPONENT


def _samples(photo: Image, known: Mask) -> tuple[np.ndarray, np.ndarray]:
    """Luminances (N,) and local powers (N, components, bands) of known pixels in tiles spread evenly."""
    lumas, powers = [np.zeros(0, np.float32)], [np.zeros((0, 3, BANDS), np.float32)]
    for rows, columns in _tiles(known):
        part = chosen(known[rows, columns], photo[rows, columns], 0)
        # Filters must not see unknown pixels, nor clipped ones, where noise is cut off.
        usable = known[rows, columns] & (channel_min(part) > 0.004) & (channel_max(part) < 0.996)
        inner = cv2.erode(usable.astype(np.uint8), np.ones((13, 13), np.uint8), borderValue=0) > 0
        if not inner.any():
            continue
        opponent = part @ _TO_OPPONENT.T
        lumas.append(channel_mean(part)[inner])
        powers.append(np.stack([_local_power(opponent, band)[inner] for band in range(BANDS)], axis=-1))
    return np.concatenate(lumas), np.concatenate(powers)


def _tiles(known: Mask) -> list[tuple[slice, slice]]:
    """Windows that are known for the most part, at most `_MOST_TILES`, evenly spread."""
    height, width = known.shape
    rows = [slice(y, min(y + _TILE_PX, height)) for y in range(0, max(1, height - 15), _TILE_PX)]
    columns = [slice(x, min(x + _TILE_PX, width)) for x in range(0, max(1, width - 15), _TILE_PX)]
    windows = [(y, x) for y in rows for x in columns if known[y, x].mean() > 0.4]
    if len(windows) <= _MOST_TILES:
        return windows
    return [windows[len(windows) * i // _MOST_TILES] for i in range(_MOST_TILES)]


def _band(picture: Image, band: int) -> Image:
    fine = picture if band == 0 else _blur(picture, _EDGES_PX[band - 1])
    return fine - _blur(picture, _EDGES_PX[band])


def _narrow_band(picture: Image, band: int) -> Image:
    return _band(_band(picture, band), band)


def _local_power(opponent: Image, band: int) -> Image:
    difference = _band(opponent, band)
    return _blur(difference * difference, _WINDOW_SIGMA_PX)


def _blur(picture: Image, sigma_px: float) -> Image:
    blurred = cv2.GaussianBlur(picture, (0, 0), sigma_px, borderType=cv2.BORDER_REFLECT_101)
    return blurred.astype(np.float32, copy=False)


def _unmixed(power: np.ndarray) -> np.ndarray:
    """Powers to draw noise with in each band, so that together they show the wanted powers in the bands.

    Bands overlap: noise of one is seen in its neighbors. How much follows from the filters alone.

    Args:
        power: (..., bands), wanted.

    Returns:
        (..., bands), nowhere negative; solved by multiplicative updates, which keep it so.
    """
    point = np.zeros((65, 65), np.float32)
    point[32, 32] = 1
    seen = [np.abs(np.fft.fft2(_band(point, band))) ** 2 for band in range(BANDS)]
    made = [np.abs(np.fft.fft2(_narrow_band(point, band))) ** 2 for band in range(BANDS)]
    mixing = np.array([[(through * noise).mean() for noise in made] for through in seen])
    drawn = power / np.diag(mixing)
    for _ in range(60):
        shown = np.einsum("ij,...j->...i", mixing, drawn)
        drawn = (
            drawn
            * np.einsum("ij,...i->...j", mixing, power)
            / np.maximum(np.einsum("ij,...i->...j", mixing, shown), 1e-30)
        )
    return drawn


def _completed(power: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Bins too rare to be measured take the nearest measured one's power."""
    have = np.flatnonzero(measured)
    if have.size == 0:
        return power
    nearest = have[np.abs(np.arange(_BINS)[:, None] - have[None]).argmin(axis=1)]
    return power[nearest]
