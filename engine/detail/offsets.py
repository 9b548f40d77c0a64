"""How a photo repeats itself: the few offsets at which its parts find their like.

He and Sun, "Statistics of Patch Offsets for Image Completion" (ECCV 2012): matching a photo with itself,
offsets gather at a few peaks: the periods of a pattern, the run of an edge, the distance between two
windows. Filling a hole with the photo shifted by those continues patterns in phase and lines in line, which
no search that starts from a blur does.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.counted import gaussian_mean
from engine.detail.levels import Level
from engine.detail.patch_sums import RADIUS, SIDE
from engine.detail.task import Image

Offsets = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]

# Patches that ask for their like; those that answer are all the sources of the level.
_MOST_QUERIES = 700
_MOST_ANSWERS = 24_000
# Pairs that are compared at once: 10 MB of distances.
_MOST_PAIRS = 2_500_000
# Patches whose rarity is told from one another, and how far each speaks for its neighbors.
_MOST_RARE = 3000
_RARE_SIGMA_PX = 2.0
# A patch's own surroundings are no repetition: offsets shorter than this share of the long side do not count.
_LEAST_SHARE = 1 / 16
# Peaks are this far apart, and as wide.
_PEAK_PX = 5
_PEAK_SIGMA_PX = 1.2


def dominant_offsets(level: Level, most: int) -> Offsets:
    """The offsets at which the photo around a hole is likest to itself, most frequent first.

    Args:
        level: A coarse level of the hole.
        most: Peaks wanted.

    Returns:
        (N, 2) int32 offsets (rows, columns) with N <= `most`; a source lies at a pixel plus its offset.
    """
    answers = _thinned(np.flatnonzero(level.centers), _MOST_ANSWERS)
    queries = _queries(level)
    if answers.size == 0 or queries.size == 0:
        return np.zeros((0, 2), np.int32)
    best, least = _likest(level, queries, answers)
    found = np.isfinite(least)
    width = level.size[1]
    ask, reply = queries[found], answers[best[found]]
    return _peaks(reply // width - ask // width, reply % width - ask % width, level.size, most)


def rarity(level: Level) -> Image:
    """How little of its like a photo has at each place: faces, letters and lone things are rare.

    A fill that shows one of them again is a worse lie than a dull one.

    Args:
        level: A coarse level of the hole.

    Returns:
        (H, W), mean squared difference per channel to the likest patch elsewhere, smoothed; 0 at no source.
    """
    numbers = _thinned(np.flatnonzero(level.centers), _MOST_RARE)
    if numbers.size == 0:
        return np.zeros(level.size, np.float32)
    least = _likest(level, numbers, numbers)[1]
    least = np.where(np.isfinite(least), np.maximum(least, 0), 0) / (3 * SIDE * SIDE)
    found, weight = np.zeros(level.size, np.float32), np.zeros(level.size, np.float32)
    found.flat[numbers], weight.flat[numbers] = least, 1
    return gaussian_mean(found, weight, _RARE_SIGMA_PX)


def _likest(level: Level, queries: Numbers, answers: Numbers) -> tuple[Numbers, Image]:
    """The likest patch elsewhere for each query.

    Args:
        level: The level.
        queries: (N,) pixel numbers of patch centers.
        answers: (M,) likewise, M >= 1.

    Returns:
        (N,) which answer, and (N,) the sum of squared differences: infinite where all are neighbors.
    """
    width = level.size[1]
    nearest = max(4, round(max(level.size) * _LEAST_SHARE))
    patches = _patches(level.picture)
    reply = patches[answers]
    squares = (reply * reply).sum(axis=1)
    reply_y, reply_x = (part.astype(np.int16) for part in np.divmod(answers, width))
    best = np.zeros(queries.size, np.intp)
    least = np.zeros(queries.size, np.float32)
    step = max(1, _MOST_PAIRS // answers.size)
    for start in range(0, queries.size, step):
        part = slice(start, start + step)
        ask = patches[queries[part]]
        distance = squares[None] - 2 * (ask @ reply.T)
        y, x = (places.astype(np.int16)[:, None] for places in np.divmod(queries[part], width))
        distance[(np.abs(reply_y - y) < nearest) & (np.abs(reply_x - x) < nearest)] = np.inf
        best[part] = distance.argmin(axis=1)
        least[part] = distance[np.arange(len(ask)), best[part]] + (ask * ask).sum(axis=1)
    return best, least


def _queries(level: Level) -> Numbers:
    """Patches around the hole, as far from it as it is deep."""
    away = cv2.distanceTransform((~level.hole).astype(np.uint8), cv2.DIST_L2, 3)
    reach = 2 * float(level.depth.max()) + SIDE
    return _thinned(np.flatnonzero(level.centers & (away <= reach)), _MOST_QUERIES)


def _thinned(numbers: Numbers, most: int) -> Numbers:
    """At most so many of them, evenly spread."""
    if numbers.size <= most:
        return numbers
    return numbers[np.linspace(0, numbers.size - 1, most).astype(np.intp)]


def _patches(picture: Image) -> Image:
    """(H * W, 147): the patch around every pixel, its borders mirrored."""
    padded = cv2.copyMakeBorder(picture, RADIUS, RADIUS, RADIUS, RADIUS, cv2.BORDER_REFLECT_101)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (SIDE, SIDE), axis=(0, 1))
    return windows.reshape(picture.shape[0] * picture.shape[1], -1).astype(np.float32, copy=False)


def _peaks(down: npt.NDArray, right: npt.NDArray, size: tuple[int, int], most: int) -> Offsets:
    """Local maxima of the offsets' smoothed histogram; what leads there leads back, too."""
    rows, columns = size
    votes = np.zeros((2 * rows + 1, 2 * columns + 1), np.float32)
    for sign in (1, -1):
        np.add.at(votes, (sign * down + rows, sign * right + columns), 1)
    votes = cv2.GaussianBlur(votes, (0, 0), _PEAK_SIGMA_PX, borderType=cv2.BORDER_CONSTANT)
    highest = cv2.dilate(votes, np.ones((_PEAK_PX, _PEAK_PX), np.uint8))
    y, x = np.nonzero((votes >= highest) & (votes > 0.02))
    order = np.argsort(-votes[y, x], kind="stable")[:most]
    return np.stack([y[order] - rows, x[order] - columns], axis=1).astype(np.int32)
