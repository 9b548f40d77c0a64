"""Sources may be a little lighter or darker than the place they serve, or of another tint.

A search for patches of just the color that a soft guide asks for finds few, and sets them side by side. With
a bias that brings a source's mean color to the place's (Darabi et al., "Image Melding", SIGGRAPH 2012) many
sources serve, and what counts is how they go on. A bias has limits: what differs by more is another thing,
not another light.

A patch's mean is exact, so what a bias takes off a sum of squared differences is known beforehand: with a
mean difference m and a bias b it is 49 (2 m b - b b) for each channel, most of it at b = m.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from engine.channels import channel_mean
from engine.detail.compilation import compiled
from engine.detail.patch_sums import SIDE
from engine.detail.task import Image
from engine.regions import Box

# Of the difference this share is made up for: of two sources the one that needs no bias is better.
_SHARE = np.float32(0.9)
# Standard deviation within a patch, sRGB 0..1, at which half of the limit is left.
_EDGE = 0.12


class Bias(NamedTuple):
    """What is given to sources.

    Attributes:
        means: (H, W, channels) float32, of the patches of the picture and its guide that are centered there.
        scale: (channels,) float32, of the limit; 0 = such a channel has no bias.
        most: (N,) float32 limit of each target, sRGB 0..1.
        ease: (H, W) float32 share of the limit that each source may be given, see `ease`.
    """

    means: Any
    scale: Any
    most: Any
    ease: Any


def update_means(means: Image, picture: Image, part: Box) -> None:
    """Brings the means of patches up to date where the picture has changed.

    Args:
        means: (H, W, channels), written.
        picture: (H, W, channels).
        part: Of the picture that has changed.
    """
    whole = Box.whole(picture.shape[:2])
    touched = part.grown(SIDE // 2).intersection(whole)
    seen = touched.grown(SIDE // 2).intersection(whole)
    inner = touched.shifted(-seen.x0, -seen.y0)
    fresh = cv2.blur(np.ascontiguousarray(picture[seen.slices]), (SIDE, SIDE))
    means[touched.slices] = fresh[inner.slices]


def ease(picture: Image) -> Image:
    """(H, W) how far the mean of a patch is a color: hardly at all where an edge goes through it.

    Two patches with an edge at different places differ in their means too, and a bias would tint what lies
    on both sides of it.

    Args:
        picture: (H, W, 3), sRGB 0..1.
    """
    gray = channel_mean(picture)
    mean, power = cv2.blur(gray, (SIDE, SIDE)), cv2.blur(gray * gray, (SIDE, SIDE))
    unlike = np.maximum(power - mean * mean, 0) / np.float32(_EDGE**2)
    return (1 / (1 + unlike * unlike)).astype(np.float32)


@compiled(inline=True)
def _gained(bias: Any, most: Any, c: int, y: int, x: int, sy: int, sx: int) -> Any:
    missing = abs(bias.means[y, x, c] - bias.means[sy, sx, c])
    made_up = min(missing, most * bias.scale[c])
    return made_up * (np.float32(2) * missing - made_up)


@compiled(inline=True)
def forgiven(bias: Any, number: int, y: int, x: int, sy: int, sx: int) -> Any:
    """What a bias takes off the distance of a target's patch to a source's.

    Args:
        bias: `Bias`.
        number: Of the target.
        y: Its row.
        x: Its column.
        sy: Row of the source.
        sx: Its column in the photo, not in the mirror image.
    """
    total = np.float32(0)
    most = bias.most[number] * bias.ease[sy, sx]
    if most == 0:
        return total
    # Colors, then the guide's one channel or three: loops of a known length are unrolled.
    for c in range(4):
        total += _gained(bias, most, c, y, x, sy, sx)
    if bias.scale.size > 4:
        for c in range(4, 6):
            total += _gained(bias, most, c, y, x, sy, sx)
    return total * (_SHARE * np.float32(SIDE * SIDE))


@compiled()
def given(bias: Any, targets: Any, source_y: Any, source_x: Any, out: Any, start: int, stop: int) -> None:
    """The bias of every target's source.

    Args:
        bias: `Bias`.
        targets: `Places` in the picture.
        source_y: (N,) rows of their sources.
        source_x: (N,) their columns in the photo.
        out: (N, 3) float32, to be added to the sources' colors.
        start: First target.
        stop: One after the last.
    """
    for i in range(start, stop):
        y, x, sy, sx = targets.y[i], targets.x[i], source_y[i], source_x[i]
        most = bias.most[i] * bias.ease[sy, sx]
        for c in range(3):
            missing = bias.means[y, x, c] - bias.means[sy, sx, c]
            out[i, c] = _SHARE * max(-most, min(missing, most))
