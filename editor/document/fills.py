"""Fills of a document: the engine's answer, kept uncomposited so that its edge can still be moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from editor.document.photo import PhotoLayer
from editor.document.store import Array, Blob, BlobStore
from editor.document.tiles import TILE_PX, tile_rect
from editor.painting.composite import Edge, Pixels, composite, edge_weights
from editor.painting.labels import HoleLabels, HoleLabelsLike
from editor.painting.morphology import Bools
from editor.painting.opencv import cv2
from editor.painting.rect import EMPTY, BoxLike, Rect


class HoleLike(Protocol):
    """What a fill of one hole looks like; the engine's `HoleFill` is one.

    `pixels` (h, w, 3) in the photo's type, `mask` and `valid` (h, w) bool, `confidence` (h, w) float 0..1,
    `labels` of the same place, None = not known.
    """

    @property
    def box(self) -> BoxLike: ...
    @property
    def pixels(self) -> Any: ...
    @property
    def mask(self) -> npt.NDArray[np.bool_]: ...
    @property
    def valid(self) -> npt.NDArray[np.bool_]: ...
    @property
    def confidence(self) -> npt.NDArray[np.float32]: ...
    @property
    def labels(self) -> HoleLabelsLike | None: ...


class Answer(NamedTuple):
    """The engine's answer for one hole, put together again; a `HoleLike`."""

    box: Rect
    pixels: Pixels
    mask: Bools
    valid: Bools
    confidence: npt.NDArray[np.float32]
    labels: HoleLabels | None = None


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


@dataclass(frozen=True)
class _Tile:
    """What a fill has for one tile of the photo: the photo's pixels before it, and its own."""

    rect: Rect
    before: Blob
    fill: Blob


@dataclass(frozen=True)
class _Hole:
    """One hole's fill in the store. Tiles without any valid pixel are left out: the box of a long thin
    hole is mostly empty."""

    rect: Rect
    mask: Blob
    valid: Blob
    confidence: Blob
    labels: StoredLabels | None
    tiles: tuple[_Tile, ...]


_numbers = count(1)


class FillRecord:
    """One fill: everything to composite it, to take it back and to composite it anew.

    Attributes:
        number: Unlike that of any other fill of this process.
        seed: The request's.
        alternative: The request's number of the label map.
        text: What the history calls it.
        edge: Where its edge runs now.
        rect: A rectangle that holds all of it.
    """

    def __init__(
        self,
        holes: Sequence[HoleLike],
        photo: PhotoLayer,
        store: BlobStore,
        seed: int,
        text: str,
        alternative: int = 0,
        replaces: FillRecord | None = None,
    ) -> None:
        """Stores the fills and, from the photo, what they are going to cover. May be called on any thread.

        Args:
            holes: One fill per hole.
            photo: Stays as it is.
            store: Where the arrays go.
            seed: The request's.
            text: What the history calls it.
            alternative: The request's number of the label map.
            replaces: A fill in the photo that is going to be taken back first.

        Raises:
            ValueError: The arrays do not fit the photo.
        """
        self.number = next(_numbers)
        self.seed = seed
        self.alternative = alternative
        self.text = text
        self.edge = Edge()
        self._ahead: tuple[Edge, list[Pixels]] | None = None
        below = _Below(photo, store, replaces)
        self._holes = [_stored(hole, below, store) for hole in holes]
        self.rect = EMPTY
        for hole in self._holes:
            self.rect = self.rect.united(hole.rect)

    @property
    def rects(self) -> tuple[Rect, ...]:
        """Where each hole's fill lies."""
        return tuple(hole.rect for hole in self._holes)

    @property
    def grown(self) -> int:
        """Code of the label that sets it apart from the likeliest answer; 0 for that one."""
        return next((hole.labels.grown for hole in self._holes if hole.labels and hole.labels.grown), 0)

    @property
    def pixel_count(self) -> int:
        """How many pixels the asked holes have."""
        return sum(int(hole.mask.read().sum()) for hole in self._holes)

    def masks(self) -> list[tuple[Rect, Bools]]:
        """The holes as asked: where, and (h, w) true = hole."""
        return [(hole.rect, hole.mask.read()) for hole in self._holes]

    @property
    def labels(self) -> tuple[StoredLabels | None, ...]:
        """What lies where in each hole's rectangle; None where that is not known."""
        return tuple(hole.labels for hole in self._holes)

    def confidences(self) -> list[tuple[Rect, npt.NDArray[np.uint8]]]:
        """How well the engine knew: where, and (h, w), 255 = surely."""
        return [(hole.rect, hole.confidence.read()) for hole in self._holes]

    def answers(self) -> Iterator[Answer]:
        """The engine's answers, put together again one after the other. May be called on any thread."""
        for hole in self._holes:
            shape = (hole.rect.height, hole.rect.width)
            dtype = hole.tiles[0].fill.dtype if hole.tiles else np.dtype(np.uint8)
            pixels = np.zeros((*shape, 3), dtype)
            for tile in hole.tiles:
                pixels[tile.rect.shifted(-hole.rect.x0, -hole.rect.y0).slices] = tile.fill.read()
            confidence = np.divide(hole.confidence.read(), 255, dtype=np.float32)
            labels = None if hole.labels is None else hole.labels.read()
            yield Answer(hole.rect, pixels, hole.mask.read(), hole.valid.read(), confidence, labels)

    def touched(self) -> list[tuple[Rect, Bools]]:
        """Every pixel the fill has a share in with its present edge: where, and (h, w)."""
        return [
            (hole.rect, edge_weights(hole.mask.read(), hole.valid.read(), self.edge) > 0)
            for hole in self._holes
        ]

    def take_back(self, photo: PhotoLayer) -> None:
        """Restores what was there before the fill."""
        for hole in self._holes:
            for tile in hole.tiles:
                photo.pixels[tile.rect.slices] = tile.before.read()

    def composite_ahead(self, edge: Edge) -> None:
        """Makes ready what the next `put` with this edge writes. May be called on any thread."""
        pixels = []
        for hole in self._holes:
            weights = edge_weights(hole.mask.read(), hole.valid.read(), edge)
            for tile in hole.tiles:
                part = weights[tile.rect.shifted(-hole.rect.x0, -hole.rect.y0).slices]
                pixels.append(tile.before.read().copy())
                composite(pixels[-1], tile.fill.read(), part)
        self._ahead = edge, pixels

    def put(self, photo: PhotoLayer, edge: Edge) -> None:
        """Composites the fill with an edge; the photo must be as it was before the fill."""
        self.edge = edge
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] == edge:
            tiles = (tile for hole in self._holes for tile in hole.tiles)
            for tile, pixels in zip(tiles, ahead[1], strict=True):
                photo.about_to_change(tile.rect, tile.before)
                photo.pixels[tile.rect.slices] = pixels
            return
        for hole in self._holes:
            weights = edge_weights(hole.mask.read(), hole.valid.read(), edge)
            for tile in hole.tiles:
                photo.about_to_change(tile.rect, tile.before)
                part = weights[tile.rect.shifted(-hole.rect.x0, -hole.rect.y0).slices]
                composite(photo.pixels[tile.rect.slices], tile.fill.read(), part)

    def before(self, pixels: Pixels, rect: Rect) -> Pixels:
        """A copy of a rectangle (h, w, C) of the photo (H, W, C) with this fill taken back."""
        result = pixels[rect.slices].copy()
        for hole in self._holes:
            for tile in hole.tiles:
                part = tile.rect.intersection(rect)
                if not part.is_empty:
                    before = tile.before.read()[part.shifted(-tile.rect.x0, -tile.rect.y0).slices]
                    result[part.shifted(-rect.x0, -rect.y0).slices] = before
        return result


class _Below:
    """What lies below a fill: the photo without the fill that is going to be replaced."""

    def __init__(self, photo: PhotoLayer, store: BlobStore, replaced: FillRecord | None) -> None:
        self.photo = photo
        self._store = store
        self._replaced = replaced
        holes = () if replaced is None else replaced._holes
        self._known = {tile.rect: tile.before for hole in holes for tile in hole.tiles}

    def keep(self, rect: Rect) -> Blob:
        """The pixels of a rectangle in the store; shared with the replaced fill where it has the same."""
        if rect in self._known:
            return self._known[rect]
        pixels = self.photo.pixels
        if self._replaced is None:
            return self._store.keep(pixels[rect.slices])
        return self._store.keep(self._replaced.before(pixels, rect))


def _stored(hole: HoleLike, below: _Below, store: BlobStore) -> _Hole:
    photo = below.photo
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
            tiles.append(_Tile(where, below.keep(where), store.keep(hole.pixels[part])))
    return _Hole(
        rect=rect,
        mask=store.keep(np.asarray(hole.mask, np.bool_), pack=True),
        valid=store.keep(valid, pack=True),
        # Bytes are fine enough for a tint, and unpacked: packing noise takes longer than all the rest.
        confidence=store.keep(as_bytes(hole.confidence)),
        labels=None if hole.labels is None else StoredLabels(hole.labels, store.keep),
        tiles=tuple(tiles),
    )


def as_bytes(confidence: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Shares (h, w) in 0..1 as bytes, rounded to the nearest; in one pass over the array, not in four."""
    return np.asarray(cv2.convertScaleAbs(np.maximum(confidence, 0), alpha=255.0), np.uint8)
