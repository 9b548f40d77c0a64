"""The state of the search at one level: which patches are wanted, what each has found, what it costs."""

from __future__ import annotations

import cv2
import numpy as np

from engine.detail.compilation import in_ranges
from engine.detail.echoes import texture, users_of
from engine.detail.exhaustive import exhaust
from engine.detail.levels import Level
from engine.detail.matching import NARROW, RADIUS, SIDE, WIDE, Places, Surcharges, Turn, improve
from engine.detail.offsets import Offsets
from engine.detail.shift_map import ShiftMap
from engine.detail.starts import (
    Ints,
    disobedient,
    doubled,
    move_to_labels,
    nearest,
    rows_and_columns,
    shifted,
)
from engine.detail.task import Image, Mask
from engine.detail.vetoes import Vetoes
from engine.detail.voting import choose, copy, vote

# A mirrored patch must fit better than a plain one by this much (mean squared difference per channel).
_MIRROR_COST = 0.0004
# A patch's sum counts three color channels on 49 pixels.
PATCH_TERMS = 3.0 * SIDE * SIDE
# Contrast that counts as none, sRGB 0..1.
_LEAST_CONTRAST = 0.02

# Uses of a source that are fair.
_FAIR_USES = 2.0
# What may stand for what, and from how far, says half of what it says to the first guess: patch by patch it
# would tear apart the pieces that were chosen there.
_VETO_SHARE = 0.5
# Comparing everything with everything is worth it up to this many pairs (0.1 s).
MOST_PAIRS = 12_000_000


class Search:
    """Matches of one level.

    Args:
        level: The level.
        rough: (H, W) how rough known pixels are and hole pixels should be, see `expectation.roughness`.
        rough_weight: Its weight in the patch distance.
        guide_weight: Of the guide's channels in the patch distance.
        in_full: All three of the guide's channels are compared, not its luminance alone.
        color_share: Share of the guide's difference between place and source that copies are given,
            see `voting.lend`, where the picture is smooth; 0 copies sources as they are.
        vetoes: What kinds of things may stand for one another.
        mirror: Whether mirrored patches are sources too.
        echo: Cost of a source that a place nearby shows too, mean squared difference per channel, where there
            is texture, see `echoes`.
        seed: Of the run.
        threads: To use; changes no result.
    """

    def __init__(
        self,
        level: Level,
        rough: Image,
        *,
        rough_weight: float,
        guide_weight: float,
        in_full: bool,
        color_share: float,
        vetoes: Vetoes,
        mirror: bool,
        echo: float,
        seed: int,
        threads: int,
    ) -> None:
        self.level = level
        self._seed, self._threads = seed, threads
        self._is_wide = in_full
        height, width = level.size
        self.width, self._atlas_w = width, 2 * width if mirror else width
        self._contrast = rough**4
        # Where there is texture, its lights and shadows are no error, and lending would level them.
        self._share = np.float32(color_share) / (1 + self._contrast / np.float32(_LEAST_CONTRAST**2))
        if level.kinds.wanted.any():
            # The guide is the field's word, and mixes colors across the edge of what was chosen.
            self._share[level.kinds.wanted] = 0
        self.atlas = np.zeros((height, self._atlas_w, WIDE if in_full else NARROW), np.float32)
        # Sources never hold a pixel of the hole, so the picture that is being made lives in the atlas.
        self.target = self.atlas[:, :width]
        self.target[..., :3] = level.picture
        if in_full:
            self.target[..., 3:6] = level.guide * np.float32(np.sqrt(guide_weight))
            self.target[..., 6] = rough * np.float32(np.sqrt(rough_weight))
        else:
            # The sum of three equal differences: as if the guide were gray.
            self.target[..., 3] = level.guide.mean(axis=2) * np.float32(np.sqrt(3 * guide_weight))
        if mirror:
            self.atlas[:, width:] = self.target[:, ::-1]
        self.source_y, self.source_x = rows_and_columns(level.centers)
        self._set_targets(level.hole)
        self._depth = level.depth[self.target_y, self.target_x].astype(np.float32)
        expected = texture(self._contrast[self.target_y, self.target_x])
        if not level.kinds.is_empty:
            # A label has the sources that it has.
            expected[level.kinds.numbers[self.target_y, self.target_x] > 0] = 0
        self._echo_cost = expected * np.float32(echo * PATCH_TERMS)
        self.pixel_y, self.pixel_x = rows_and_columns(level.hole)
        self._usage = np.zeros((1, 1), np.float32)
        self._table = vetoes.table * np.float32(_VETO_SHARE * PATCH_TERMS)
        self._cells = vetoes.cells(level.size)
        self._kind_cost = level.kinds.cost * np.float32(PATCH_TERMS)
        self.match_y = np.zeros(self.target_y.size, np.int32)
        self.match_x = np.zeros(self.target_y.size, np.int32)
        self.cost = np.zeros(self.target_y.size, np.float32)

    def _set_targets(self, hole: Mask) -> None:
        height, width = hole.shape
        near = cv2.dilate(hole.astype(np.uint8), np.ones((SIDE, SIDE), np.uint8)) > 0
        inside = np.zeros_like(near)
        inside[RADIUS : height - RADIUS, RADIUS : width - RADIUS] = True
        self.target_y, self.target_x = rows_and_columns(near & inside)
        self.index = np.full((height, width), -1, np.int32)
        self.index[self.target_y, self.target_x] = np.arange(self.target_y.size, dtype=np.int32)

    def start_near(self) -> None:
        """The nearest valid source for every target."""
        self.match_y, self.match_x = nearest(self.target_y, self.target_x, self.level.centers)

    def start_shifted(self, offsets: Offsets, found: ShiftMap) -> None:
        """A shift map's colors, and its offsets as sources; around the hole that of the nearest pixel."""
        hole = self.level.hole[found.box.slices]
        self.target[found.box.slices][..., :3][hole] = found.colors[hole]
        self.match_y, self.match_x = shifted(self.level, self.target_y, self.target_x, offsets, found)

    def start_from(self, coarse: Search) -> None:
        """The coarser level's matches, doubled; where that is no valid source, the nearest one is."""
        self.match_y, self.match_x = doubled(
            self.level, self.target_y, self.target_x, coarse.index, coarse.match_y, coarse.match_x
        )

    def obey_labels(self) -> bool:
        """Targets with a chosen label leave other sources for its own, as much in one piece as fits.

        Returns:
            Whether any did.
        """
        if not self.level.kinds.wanted.any():
            return False
        match = self.match_y, self.match_x
        lost = disobedient(self.level.kinds, self.target_y, self.target_x, self.match_y, self._photo_x())
        move_to_labels(self.level, self.target_y, self.target_x, match, lost, self._seed)
        return bool(lost.any())

    @property
    def can_exhaust(self) -> bool:
        """Whether the level is small enough to compare all targets with all sources."""
        return self.target_y.size * self.source_y.size <= MOST_PAIRS

    def exhaust(self) -> None:
        """Finds the best source of every target."""
        found, self.cost = exhaust(self.atlas, self._targets, self._sources, self._surcharges)
        self.match_y, self.match_x = found

    def improve(self, turn: int, steps: tuple[int, ...], tries: int, radius: int, leaps: int) -> None:
        """One round of propagation and random search, see `matching.improve`."""
        before = Places(self.match_y, self.match_x)
        users = users_of(
            self._targets, (self.match_y, self._photo_x()), self._depth, self._echo_cost, *self.level.size,
            self.level.scale,
        )  # fmt: skip
        after = Places(np.empty_like(before.y), np.empty_like(before.x))
        in_ranges(
            improve, self.target_y.size, self._threads, self.atlas.reshape(-1), self._atlas_w, self._is_wide,
            self._targets, self._sources, self._surcharges, users, self.index, self.level.centers,
            Turn(np.array(steps, np.int64), tries, radius, leaps, self._seed, turn),
            before, after, self.cost,
        )  # fmt: skip
        self.match_y, self.match_x = after

    @property
    def _targets(self) -> Places:
        return Places(self.target_y, self.target_x)

    @property
    def _sources(self) -> Places:
        return Places(self.source_y, self.source_x)

    @property
    def _surcharges(self) -> Surcharges:
        return Surcharges(
            np.float32(_MIRROR_COST * PATCH_TERMS), self._usage, self._table, self._cells, self._kind_cost,
            self.level.kinds.numbers, self.width,
        )  # fmt: skip

    def penalize_overuse(self, cost: float) -> None:
        """Makes sources that already serve more targets than their share dearer for the next round.

        Args:
            cost: Mean squared difference per channel for each use beyond the fair ones.
        """
        height, width = self.level.size
        uses = np.bincount(self.match_y * np.int64(width) + self._photo_x(), minlength=height * width)
        uses = uses.reshape(height, width).astype(np.float32)
        # A block copied as a whole uses every source once; averaging over a patch forgives small overlaps.
        uses = cv2.blur(uses, (SIDE, SIDE), borderType=cv2.BORDER_CONSTANT)
        fair = max(_FAIR_USES, _FAIR_USES * self.target_y.size / self.source_y.size)
        self._usage = np.clip(uses - fair, 0, 4) * np.float32(cost * PATCH_TERMS)

    def _photo_x(self) -> Ints:
        """Columns of the matches in the photo, mirrored or not."""
        return self._in_photo(self.match_x)

    def _in_photo(self, x: Ints) -> Ints:
        """Columns in the photo of columns in the atlas."""
        return np.where(x >= self.width, 2 * self.width - 1 - x, x)

    def vote(self, sharpness: float, reach_px: float) -> None:
        """Sets the hole's pixels to the weighted mean of the patches over them.

        Args:
            sharpness: How much more a good patch says than a poor one; 0 = all the same.
            reach_px: Depth at which a patch says half as much as at the ring: certainty comes from
                outside.
        """
        weight = self._say(sharpness, reach_px)
        out = self.target[self.pixel_y, self.pixel_x, :3]
        in_ranges(
            vote, self.pixel_y.size, self._threads, self.atlas, self.level.guide, self._share, self.index,
            self.match_y, self.match_x, weight, self.level.kinds.forbidden, self.level.kinds.numbers,
            self.pixel_y, self.pixel_x, out,
        )  # fmt: skip
        self.target[self.pixel_y, self.pixel_x, :3] = out

    def _say(self, sharpness: float, reach_px: float) -> Image:
        cost = self.relative_cost()
        weight = np.exp(-sharpness * np.minimum(cost / (float(np.quantile(cost, 0.75)) + 1e-6), 12.0))
        weight *= np.exp2(-self._depth / reach_px) + 1e-3
        return weight.astype(np.float32)

    def relative_cost(self) -> Image:
        """(N,) costs in units of the sources' own contrast.

        By plain cost a smooth patch always outvotes a textured one, whatever belongs there, and smooth
        patches spread from round to round.
        """
        own = self._contrast[self.match_y, self._photo_x()] + np.float32(_LEAST_CONTRAST**2)
        return (self.cost / (np.float32(PATCH_TERMS) * own)).astype(np.float32)

    def contrast(self, from_y: Ints, from_x: Ints) -> Image:
        """(N,) mean squared deviation of luminance (0..1) around source pixels; 0 where there is none."""
        contrast = self._contrast[from_y, self._in_photo(from_x)]
        return np.where(from_y >= 0, contrast, 0).astype(np.float32)

    def choose(self) -> tuple[Ints, Ints]:
        """Source pixel (row, column in the atlas) of every hole pixel; -1 where there is none."""
        out_y = np.empty(self.pixel_y.size, np.int32)
        out_x = np.empty(self.pixel_y.size, np.int32)
        cost = self.relative_cost()
        centering = np.float32(0.02 * float(np.median(cost)) + 1e-6)
        in_ranges(
            choose, self.pixel_y.size, self._threads, self.index, self.match_y, self.match_x, cost,
            centering, self.level.kinds.forbidden, self.level.kinds.numbers,
            self.pixel_y, self.pixel_x, out_y, out_x,
        )  # fmt: skip
        return out_y, out_x

    def copies(self, from_y: Ints, from_x: Ints) -> Image:
        """(N, 3), the hole's pixels copied from these source pixels; as they are where there is none."""
        out = self.target[self.pixel_y, self.pixel_x, :3]
        in_ranges(
            copy, self.pixel_y.size, self._threads, self.atlas, self.level.guide, self._share,
            from_y, from_x, self.pixel_y, self.pixel_x, out,
        )  # fmt: skip
        return out

    @property
    def known_in_atlas(self) -> Mask:
        """(H, atlas width), pixels of the atlas that show the photo itself."""
        known = self.level.known
        return known if self._atlas_w == self.width else np.concatenate([known, known[:, ::-1]], axis=1)

    @property
    def colors(self) -> Image:
        """(H, W, 3), the level's picture with the hole as it is now."""
        return self.target[..., :3]
