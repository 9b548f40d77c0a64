"""Parts of one fill brushed over another of the same holes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from editor.document.fills import FillRecord
from editor.document.store import Array, Blob
from editor.document.stored_hole import StoredHole, StoredLabels, StoredTile
from editor.painting.composite import Pixels, Weights, composite
from editor.painting.dabs import Coverage
from editor.painting.labels import HoleLabels
from editor.painting.rect import Rect

Keep = Callable[[Array, bool], Blob]


class Mixing:
    """A stroke that brushes parts of one fill over the one in the photo.

    What every movement of the hand needs is worked out once; a movement costs what it covers.
    """

    def __init__(self, ours: FillRecord, theirs: FillRecord) -> None:
        """Args:
        ours: In the photo.
        theirs: Whose parts are taken.
        """
        self._ours = ours
        self._theirs = theirs

    @cached_property
    def _weights(self) -> list[Weights]:
        """The share that theirs would have in each pixel, hole by hole."""
        return [hole.weights(self._ours.edge) for hole in self._theirs.holes]

    def shown(self, pixels: Pixels, rect: Rect, coverage: Coverage) -> Pixels:
        """The photo in a rectangle (h, w, 3) as it is going to be.

        Args:
            pixels: (H, W, 3 or 4) of the photo as it is.
            rect: Inside the photo.
            coverage: (h, w) of the brush.
        """
        result = pixels[rect.slices][..., :3].copy()
        for hole, weights in zip(self._theirs.holes, self._weights, strict=True):
            for tile in hole.tiles:
                common = rect.intersection(tile.rect)
                if not common.is_empty:
                    here, there = _inside(common, rect), _inside(common, tile.rect)
                    share = weights[hole.inside(common)] * _share(coverage[here])
                    composite(result[here], tile.fill.read()[there], share)
        return result

    def record(self, rect: Rect, coverage: Coverage, keep: Keep) -> FillRecord | None:
        """The mixture as a fill of its own; None where it is no other than the one in the photo.

        Args:
            rect: Inside the photo.
            coverage: (h, w) of the brush.
            keep: Takes an array, and whether to pack it.
        """
        theirs = {hole.rect: hole for hole in self._theirs.holes}
        holes = [
            _mixed(hole, theirs[hole.rect], rect, coverage, keep) if hole.rect in theirs else hole
            for hole in self._ours.holes
        ]
        if all(hole is ours for hole, ours in zip(holes, self._ours.holes, strict=True)):
            return None
        mixture = FillRecord(holes, seed=self._ours.seed, alternative=self._ours.alternative)
        mixture.edge = self._ours.edge
        return mixture


def _mixed(ours: StoredHole, theirs: StoredHole, rect: Rect, coverage: Coverage, keep: Keep) -> StoredHole:
    common = rect.intersection(ours.rect)
    if common.is_empty:
        return ours
    share = _share(coverage[_inside(common, rect)]) * theirs.valid.read()[theirs.inside(common)]
    others = {tile.rect: tile for tile in theirs.tiles}
    tiles = tuple(
        _mixed_tile(tile, others[tile.rect], common, share, keep) if tile.rect in others else tile
        for tile in ours.tiles
    )
    if all(tile is old for tile, old in zip(tiles, ours.tiles, strict=True)):
        return ours
    labels = ours.labels
    if labels is not None and theirs.labels is not None:
        labels = StoredLabels(
            _mixed_labels(labels.read(), theirs.labels.read(), ours.inside(common), share), keep
        )
    return replace(ours, tiles=tiles, labels=labels)


def _mixed_tile(ours: StoredTile, theirs: StoredTile, where: Rect, share: Weights, keep: Keep) -> StoredTile:
    common = where.intersection(ours.rect)
    if common.is_empty:
        return ours
    inside = _inside(common, ours.rect)
    pixels = ours.fill.read().copy()
    composite(pixels[inside], theirs.fill.read()[inside], share[_inside(common, where)])
    if np.array_equal(pixels, ours.fill.read()):
        return ours
    return replace(ours, fill=keep(pixels, False))


def _mixed_labels(
    ours: HoleLabels, theirs: HoleLabels, place: tuple[slice, slice], share: Weights
) -> HoleLabels:
    """Theirs where they have the larger share (of `place`)."""
    codes, wanted = ours.codes.copy(), ours.wanted.copy()
    np.copyto(codes[place], theirs.codes[place], where=share > 0.5)
    np.copyto(wanted[place], theirs.wanted[place], where=share > 0.5)
    return replace(ours, codes=codes, wanted=wanted)


def _share(coverage: Coverage) -> npt.NDArray[np.float32]:
    return coverage.astype(np.float32) / np.float32(255)


def _inside(part: Rect, frame: Rect) -> tuple[slice, slice]:
    return part.shifted(-frame.x0, -frame.y0).slices
