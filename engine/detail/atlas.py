"""What patches are compared in: the picture with its guide and, to its right, its mirror image."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.channels import channel_mean
from engine.detail.bias import update_means
from engine.detail.levels import Level
from engine.detail.matching import NARROW, WIDE
from engine.detail.starts import Ints
from engine.detail.task import Image, Mask
from engine.regions import Box, bounding_box

# How far a source's guide may be off, in units of what its colors may.
_GUIDE_BIAS = 0.5


class Atlas:
    """Colors, guide and roughness of a level, and the means of their patches.

    Sources never hold a pixel of the hole, so the picture that is being made lives in the atlas.

    Args:
        level: The level.
        rough: (H, W) how rough known pixels are and hole pixels should be, see `expectation.roughness`.
        rough_weight: Its weight in the patch distance.
        guide_weight: Of the guide's channels in the patch distance.
        in_full: Roughness is compared, and all three of the guide's channels; else its luminance alone.
        mirror: Whether there is a mirror image.

    Attributes:
        level: The level.
        contrast: (H, W) variance of luminance that is found around known pixels, and expected in the hole.
        pixels: (H, W or 2W, channels) float32, the first three are colors.
        picture: (H, W, channels), the part of it that is no mirror image.
        is_wide: Whether there are `WIDE` channels, else `NARROW` ones.
        means: (H, W, channels) float32 of the picture's patches, by their centers.
        bias_scale: (channels,) float32, see `bias.Bias`.
        known: (H, W or 2W), pixels that show the photo itself.
    """

    def __init__(
        self,
        level: Level,
        rough: Image,
        *,
        rough_weight: float,
        guide_weight: float,
        in_full: bool,
        mirror: bool,
    ) -> None:
        height, width = level.size
        channels = WIDE if in_full else NARROW
        self.level, self.contrast = level, rough**4
        self.is_wide = in_full
        self.pixels = np.zeros((height, 2 * width if mirror else width, channels), np.float32)
        self.picture = self.pixels[:, :width]
        self.picture[..., :3] = level.picture
        self.bias_scale = np.zeros(channels, np.float32)
        self.bias_scale[:3] = 1
        if in_full:
            weight = np.float32(np.sqrt(guide_weight))
            self.picture[..., 3:6] = level.guide * weight
            self.picture[..., 6] = rough * np.float32(np.sqrt(rough_weight))
            self.bias_scale[3:6] = _GUIDE_BIAS * weight
        else:
            # The sum of three equal differences: as if the guide were gray.
            weight = np.float32(np.sqrt(3 * guide_weight))
            self.picture[..., 3] = channel_mean(level.guide) * weight
            self.bias_scale[3] = _GUIDE_BIAS * weight
        if mirror:
            self.pixels[:, width:] = self.picture[:, ::-1]
        self.known: Mask = (
            np.concatenate([level.known, level.known[:, ::-1]], axis=1) if mirror else level.known
        )
        self._box = bounding_box(level.hole)
        self.means = np.empty(self.picture.shape, np.float32)
        update_means(self.means, self.picture, Box.whole(level.size))

    @property
    def width(self) -> int:
        """Of the picture; columns from there on are mirrored."""
        return int(self.picture.shape[1])

    @property
    def flat(self) -> npt.NDArray[np.float32]:
        """The pixels as kernels read them."""
        return self.pixels.reshape(-1)

    def in_photo(self, x: Ints) -> Ints:
        """Columns in the photo of columns in the atlas."""
        return np.where(x >= self.width, 2 * self.width - 1 - x, x)

    def paint(self, y: Ints, x: Ints, colors: Image) -> None:
        """Sets pixels of the hole."""
        self.picture[y, x, :3] = colors
        update_means(self.means, self.picture, self._box)
