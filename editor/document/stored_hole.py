"""One hole's fill in undo's store: tile by tile, with what it covers, so that any thread can composite it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.document.answers import Answer, HoleLike
from editor.document.photo import PhotoLayer
from editor.document.store import Array, Blob, BlobStore
from editor.document.tiles import TILE_PX, tile_rect
from editor.painting.composite import Edge, Pixels, Weights, composite, edge_reach_px, edge_weights
from editor.painting.labels import HoleLabels, HoleLabelsLike
from editor.painting.opencv import cv2
from editor.painting.rect import EMPTY, Rect


class StoredLabels:
    """The labels of one hole in the store."""

    def __init__(self, labels: HoleLabelsLike, keep: Callable[[Array, bool], Blob]) -> None:
        """Args:
        labels: Of the engine.
        keep: Takes an array, and whether to pack it.
        """
        self._codes = keep(labels.codes, True)
        self._wanted = keep(np.asarray(labels.wanted, np.bool_), True)
        self._rest = labels.vocabulary, labels.grown, labels.alternatives

    def read(self) -> HoleLabels:
        """The labels again."""
        return HoleLabels(self._codes.read(), self._wanted.read(), *self._rest)

    @property
    def grown(self) -> int:
        """See `HoleLabels`."""
        return self._rest[1]

    @property
    def alternatives(self) -> int:
        """How many distinct label maps the hole may have."""
        return len(self._rest[2])


@dataclass(frozen=True, slots=True)
class StoredTile:
    """What a fill has for one tile of the photo: the photo's pixels before it, and its own."""

    rect: Rect
    before: Blob
    fill: Blob

    def composited(self, weights: Weights) -> Pixels:
        """The tile with the fill in it, (h, w, 3 or 4), by the fill's share (h, w) in each pixel."""
        if self._is_covered(weights):
            return self.fill.read()
        result = self.before.read().copy()
        composite(result, self.fill.read(), weights)
        return result

    def kept(self, weights: Weights, keep: Callable[[Array], Blob]) -> Blob:
        """`composited` in the store; nothing is stored twice."""
        return self.fill if self._is_covered(weights) else keep(self.composited(weights))

    def _is_covered(self, weights: Weights) -> bool:
        """Whether nothing but the fill is seen; alpha is never the fill's."""
        return self.before.channels == self.fill.channels and bool((weights >= 1).all())


@dataclass(frozen=True, slots=True)
class StoredHole:
    """One hole's fill. Tiles without any valid pixel are left out: the box of a long thin hole is mostly
    empty."""

    rect: Rect
    mask: Blob
    valid: Blob
    confidence: Blob
    labels: StoredLabels | None
    tiles: tuple[StoredTile, ...]

    def inside(self, rect: Rect) -> tuple[slice, slice]:
        """A rectangle of the photo as indices into the hole's arrays."""
        return rect.shifted(-self.rect.x0, -self.rect.y0).slices

    def weights(self, edge: Edge, part: Rect | None = None) -> Weights:
        """The fill's share in every pixel of the hole's rectangle, or of a part of it, (h, w)."""
        part = self.rect if part is None else part
        # What lies further away than the edge reaches makes no difference.
        around = part.grown(edge_reach_px(edge)).intersection(self.rect)
        place = self.inside(around)
        weights = edge_weights(self.mask.read()[place], self.valid.read()[place], edge)
        return weights[part.shifted(-around.x0, -around.y0).slices]

    def shares(self, edge: Edge, tiles: Sequence[StoredTile]) -> Iterator[tuple[StoredTile, Weights]]:
        """Some of the hole's tiles, and the fill's share in each of their pixels, (h, w)."""
        around = EMPTY
        for tile in tiles:
            around = around.united(tile.rect)
        weights = self.weights(edge, around)
        for tile in tiles:
            part = tile.rect.shifted(-around.x0, -around.y0).slices
            yield tile, weights[part]

    def answer(self) -> Answer:
        """The engine's answer, put together again."""
        dtype = self.tiles[0].fill.dtype if self.tiles else np.dtype(np.uint8)
        pixels = np.zeros((self.rect.height, self.rect.width, 3), dtype)
        for tile in self.tiles:
            pixels[self.inside(tile.rect)] = tile.fill.read()
        confidence = np.divide(self.confidence.read(), 255, dtype=np.float32)
        labels = None if self.labels is None else self.labels.read()
        return Answer(self.rect, pixels, self.mask.read(), self.valid.read(), confidence, labels)


class Below:
    """What lies below a fill that is going to be stored: the photo, without the fill that it replaces."""

    def __init__(
        self,
        photo: PhotoLayer,
        store: BlobStore,
        known: Mapping[Rect, Blob],
        before: Callable[[Rect], Pixels],
    ) -> None:
        """Args:
        photo: Stays as it is.
        store: Where pixels go.
        known: Rectangles whose pixels are kept already.
        before: Gives the pixels of any other.
        """
        self.photo = photo
        self.store = store
        self._known = known
        self._before = before

    def keep(self, rect: Rect) -> Blob:
        """The pixels of a rectangle in the store; shared with the replaced fill where it has the same."""
        return self._known[rect] if rect in self._known else self.store.keep(self._before(rect))


def store_hole(hole: HoleLike, below: Below) -> StoredHole:
    """Stores the fill of one hole and what it is going to cover.

    Raises:
        ValueError: The arrays do not fit the photo.
    """
    photo, store = below.photo, below.store
    rect = Rect.of(hole.box)
    shape = (rect.height, rect.width)
    if not Rect.whole(photo.size).contains(rect) or rect.is_empty:
        raise ValueError(f"The fill's box {tuple(rect)} is not inside the photo.")
    if hole.mask.shape != shape or hole.valid.shape != shape or hole.pixels.shape != (*shape, 3):
        raise ValueError("The fill's arrays do not have the size of its box.")
    if hole.labels is not None and hole.labels.codes.shape != shape:
        raise ValueError("The fill's labels do not have the size of its box.")
    if hole.pixels.dtype != photo.pixels.dtype:
        raise ValueError(f"The fill is {hole.pixels.dtype}, the photo {photo.pixels.dtype}.")
    valid = np.asarray(hole.valid | hole.mask, np.bool_)
    tiles = []
    for index in rect.tiles(TILE_PX):
        where = tile_rect(index, photo.size).intersection(rect)
        part = where.shifted(-rect.x0, -rect.y0).slices
        if valid[part].any():
            tiles.append(StoredTile(where, below.keep(where), store.keep(hole.pixels[part])))
    return StoredHole(
        rect=rect,
        mask=store.keep(np.asarray(hole.mask, np.bool_), pack=True),
        valid=store.keep(valid, pack=True),
        # Bytes are fine enough for a tint, and unpacked: packing noise takes longer than all the rest.
        confidence=store.keep(_as_bytes(hole.confidence)),
        labels=None if hole.labels is None else StoredLabels(hole.labels, store.keep),
        tiles=tuple(tiles),
    )


def _as_bytes(confidence: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Shares (h, w) in 0..1 as bytes, rounded to the nearest; in one pass over the array, not in four."""
    return np.asarray(cv2.convertScaleAbs(np.maximum(confidence, 0), alpha=255.0), np.uint8)
