"""The state of the search at one level: which patches are wanted, what each has found, what it costs."""

from __future__ import annotations

import cv2
import numpy as np

from engine.detail.atlas import Atlas
from engine.detail.bias import Bias, ease, given
from engine.detail.compilation import in_ranges
from engine.detail.echoes import echo_cost, users_of
from engine.detail.exhaustive import exhaust
from engine.detail.matching import Places, Surcharges, Turn, improve
from engine.detail.offsets import Offsets
from engine.detail.overuse import overuse
from engine.detail.patch_sums import RADIUS, SIDE
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
from engine.detail.voting import vote

# A mirrored patch must fit better than a plain one by this much (mean squared difference per channel).
_MIRROR_COST = 0.0004
# A patch's sum counts three color channels on 49 pixels.
PATCH_TERMS = 3.0 * SIDE * SIDE
# Contrast that counts as none, sRGB 0..1.
_LEAST_CONTRAST = 0.02
# What may stand for what, and from how far, says half of what it says to the first guess: patch by patch it
# would tear apart the pieces that were chosen there.
_VETO_SHARE = 0.5
# Comparing everything with everything is worth it up to this many pairs (0.1 s).
MOST_PAIRS = 12_000_000


class Search:
    """Matches of one level.

    Args:
        atlas: What patches of the level are compared in; its picture is being made.
        bias: How much lighter, darker or otherwise tinted sources may be, see `bias`; sRGB 0..1.
        vetoes: What kinds of things may stand for one another.
        echo: Cost of a source that a place nearby shows too, see `echoes.echo_cost`.
        seed: Of the run.
        threads: To use; changes no result.

    Attributes:
        level: The level.
        atlas: As given.
        target_y: (N,) rows of the patches that are wanted; `index` has their numbers, (H, W), -1 elsewhere.
        target_x: (N,) their columns.
        match_y: (N,) rows of their sources in the atlas.
        match_x: (N,) their columns.
        cost: (N,) what each of these matches costs, extra costs included.
        pixel_y: (M,) rows of the hole's pixels.
        pixel_x: (M,) their columns.
    """

    def __init__(
        self,
        atlas: Atlas,
        *,
        bias: float,
        vetoes: Vetoes,
        echo: float,
        seed: int,
        threads: int,
    ) -> None:
        self.atlas, self.level = atlas, atlas.level
        self._seed, self.threads = seed, threads
        level = self.level
        self.source_y, self.source_x = rows_and_columns(level.centers)
        self._set_targets(level.hole)
        self._depth = level.depth[self.target_y, self.target_x].astype(np.float32)
        self._echo_cost = echo_cost(self.atlas.contrast[self.target_y, self.target_x], echo) * np.float32(
            PATCH_TERMS
        )
        if not level.kinds.is_empty:
            # A label has the sources that it has.
            self._echo_cost[level.kinds.numbers[self.target_y, self.target_x] > 0] = 0
        most = np.full(self.target_y.size, bias, np.float32)
        # What is around a place where a label was chosen is what was there before.
        if level.kinds.wanted.any():
            most[level.kinds.wanted[self.target_y, self.target_x]] = 0
        self._bias = Bias(self.atlas.means, self.atlas.bias_scale, most, ease(level.picture))
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
        self.atlas.paint(self.pixel_y, self.pixel_x, found.colors[hole])
        self.match_y, self.match_x = shifted(self.level, self.target_y, self.target_x, offsets, found)

    def start_from(self, coarse: Search) -> None:
        """The coarser level's colors and matches, doubled; the nearest source where that is none."""
        rows, columns = coarse.level.size
        height, width = self.level.size
        colors = cv2.resize(np.ascontiguousarray(coarse.colors), (2 * columns, 2 * rows))
        in_hole = colors[:height, :width][self.level.hole].astype(np.float32, copy=False)
        self.atlas.paint(self.pixel_y, self.pixel_x, in_hole)
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
        found, self.cost = exhaust(self.atlas.pixels, self._targets, self._sources, self._surcharges)
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
            improve, self.target_y.size, self.threads, self.atlas.flat,
            self.atlas.pixels.shape[1], self.atlas.is_wide,
            self._targets, self._sources, self._surcharges, self._bias, users, self.index, self.level.centers,
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
            self.level.kinds.numbers, self.atlas.width,
        )  # fmt: skip

    def penalize_overuse(self, cost: float) -> None:
        """Makes sources that already serve more targets than their share dearer for the next round.

        Args:
            cost: Mean squared difference per channel for each use beyond the fair ones.
        """
        self._usage = overuse(
            self.match_y, self._photo_x(), self.level.size, self.target_y.size / self.source_y.size
        ) * np.float32(cost * PATCH_TERMS)

    def _photo_x(self) -> Ints:
        """Columns of the matches in the photo, mirrored or not."""
        return self.atlas.in_photo(self.match_x)

    def vote(self, sharpness: float, reach_px: float) -> None:
        """Sets the hole's pixels to the weighted mean of the patches over them.

        Args:
            sharpness: How much more a good patch says than a poor one; 0 = all the same.
            reach_px: Depth at which a patch says half as much as at the ring: certainty comes from
                outside.
        """
        weight = self._say(sharpness, reach_px)
        out = self.colors[self.pixel_y, self.pixel_x]
        in_ranges(
            vote, self.pixel_y.size, self.threads, self.atlas.pixels, self.index, self.match_y, self.match_x,
            self.given(), weight, self.level.kinds.forbidden, self.level.kinds.numbers,
            self.pixel_y, self.pixel_x, out,
        )  # fmt: skip
        self.atlas.paint(self.pixel_y, self.pixel_x, out)

    def given(self) -> Image:
        """(N, 3), what the bias adds to the colors of the targets' sources."""
        out = np.empty((self.target_y.size, 3), np.float32)
        in_ranges(
            given, self.target_y.size, self.threads, self._bias, self._targets,
            self.match_y, self._photo_x(), out,
        )  # fmt: skip
        return out

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
        own = self.atlas.contrast[self.match_y, self._photo_x()] + np.float32(_LEAST_CONTRAST**2)
        return (self.cost / (np.float32(PATCH_TERMS) * own)).astype(np.float32)

    @property
    def colors(self) -> Image:
        """(H, W, 3), the level's picture with the hole as it is now."""
        return self.atlas.picture[..., :3]
