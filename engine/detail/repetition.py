"""How regularly a photo repeats itself around a hole: stripes, tiles, knitwear, shutters.

A pattern goes on in the hole in step with itself, and a guess of colors is hardly ever in step: where the
field has waves of its own they speak against what is right. So the guide of a regular photo is soft.

Source: autocorrelation of what is known alone, by Fourier transforms (Padfield 2012, masked correlation).
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.detail.counted import gaussian_mean
from engine.detail.levels import LUMA
from engine.detail.task import DetailTask, Image, Mask

# Patterns are looked for in a picture of about this short side, this far from the hole, in details of up to
# about this size; pixels of that picture.
_SIDE_PX, _NEAR_PX, _SIGMA_PX = 128, 24, 6.0
_LEAST_PIXELS = 400
# Offsets count up to this share of the short side, and where so much of the surroundings is compared.
_FARTHEST, _LEAST_OVERLAP = 0.5, 0.3
# Contrast that counts as none, sRGB 0..1.
_LEAST_CONTRAST = 0.01
# Where the correlation is higher all the way to no offset at all, it is that of neighbors.
_LOBE = 0.15
# Repetition that softens the guide first, and wholly; by how much.
_FIRST, _WHOLLY, _SOFTEST = 0.48, 0.55, 5.0


def guide_softness(task: DetailTask) -> float:
    """How much wider than usual the guide is to be blurred, 1 to 5.

    Args:
        task: The hole; its field is not looked at.
    """
    share = np.interp(repetition(task.photo, task.known & ~task.hole), [_FIRST, _WHOLLY], [0, 1])
    return float(1 + share * (_SOFTEST - 1))


def repetition(photo: Image, known: Mask) -> float:
    """The highest correlation of a photo with itself, moved, around what is not known of it; 0..1.

    One offset alone, which takes one side of an arch to the other, is no pattern: 0.

    Args:
        photo: (H, W, 3).
        known: (H, W), where it is looked at.
    """
    height, width = known.shape
    factor = max(1.0, min(height, width) / _SIDE_PX)
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    gray = np.where(known, np.nan_to_num(photo) @ LUMA, 0).astype(np.float32)
    gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)
    seen = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    side = 2 * _NEAR_PX + 1
    seen &= cv2.dilate((~seen).astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    if int(seen.sum()) < _LEAST_PIXELS:
        return 0.0
    share = seen.astype(np.float32)
    peaks = _peaks(_correlation((gray - gaussian_mean(gray, seen, _SIGMA_PX)) * share, share))
    # They come in pairs: what leads there leads back.
    return float(min(peaks[0], 1)) if len(peaks) > 2 and peaks[2] > _LOBE else 0.0


def _correlation(detail: Image, share: Image) -> Image:
    """(2H, 2W) of a picture with itself at every offset, none in the middle; -1 where too little is compared.

    Args:
        detail: (H, W), 0 where it is not known.
        share: (H, W), 1 where it is.
    """
    height, width = detail.shape
    size = (2 * height, 2 * width)
    of_detail, of_square, of_share = (np.fft.rfft2(x, size) for x in (detail, detail * detail, share))

    def together(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return np.fft.fftshift(np.fft.irfft2(one * np.conj(other), size))

    floor = _LEAST_CONTRAST**2 * _LEAST_OVERLAP * float(share.sum())
    one, other = (
        np.maximum(together(*pair), floor) for pair in ((of_square, of_share), (of_share, of_square))
    )
    found = together(of_detail, of_detail) / np.sqrt(one * other)
    y, x = np.mgrid[-height:height, -width:width]
    is_far = np.hypot(y, x) > _FARTHEST * min(height, width)
    is_little = together(of_share, of_share) < _LEAST_OVERLAP * share.sum()
    return np.where(is_far | is_little, -1, found).astype(np.float32)


def _peaks(correlation: Image) -> Image:
    """Highest values of its separate hills, highest first, but for that in the middle: next to itself every
    picture is like itself.
    """
    count, numbers = cv2.connectedComponents((correlation > _LOBE).astype(np.uint8))
    highest = np.full(count, -1, np.float32)
    np.maximum.at(highest, numbers.astype(np.intp), correlation)
    height, width = correlation.shape
    # The first is the ground between the hills.
    highest = np.delete(highest, [0, int(numbers[height // 2, width // 2])])
    return np.sort(highest)[::-1]
