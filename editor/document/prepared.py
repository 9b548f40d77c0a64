"""A fill made ready on another thread: stored, composited, its mask used up; setting it in is copying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editor.document.answers import HoleLike
from editor.document.fills import FillRecord
from editor.document.mask import MaskLayer
from editor.document.photo import PhotoLayer, read_only
from editor.document.store import Array, Blob, BlobStore
from editor.document.tiles import TILE_PX, Tile, TileDelta, tile_rect
from editor.painting.composite import Edge, Pixels
from editor.painting.morphology import Bools
from editor.painting.rect import Rect


@dataclass(frozen=True)
class PreparedFill:
    """What `Document.apply_prepared` takes.

    Attributes:
        record: The fill.
        edge: Where its edge runs.
        composited: What the photo has in each of the fill's tiles with the fill in it.
        mask_delta: What the fill takes from the mask.
        replaces: The fill whose place it takes.
        holes: What it was made from, to make it again where it was overtaken.
        photo: What it was made for.
    """

    record: FillRecord
    edge: Edge
    composited: tuple[Pixels, ...]
    mask_delta: TileDelta
    replaces: FillRecord | None
    holes: tuple[HoleLike, ...]
    photo: PhotoLayer
    _photo_revision: int
    _mask_writes: int

    def suits_photo(self, photo: PhotoLayer) -> bool:
        """Whether the photo's pixels below it are still those that it was made for."""
        rects = self.record.rects if self.replaces is None else self.record.rects + self.replaces.rects
        return all(photo.revision_of(rect) <= self._photo_revision for rect in rects)

    def suits_mask(self, mask: MaskLayer) -> bool:
        """Whether the mask is still the one that it was made for."""
        return mask.writes == self._mask_writes


class Preparation:
    """Prepares fills for the photo and mask of a document. `prepare` may be called on any thread.

    What is written meanwhile is noticed by revision: `PreparedFill` says whether it suits.
    """

    def __init__(self, photo: PhotoLayer, mask: MaskLayer, store: BlobStore) -> None:
        self._photo = photo
        self._mask = mask
        self._store = store

    def prepare(
        self,
        holes: Sequence[HoleLike],
        *,
        seed: int,
        alternative: int,
        text: str,
        replaces: FillRecord | None,
        edge: Edge,
    ) -> PreparedFill:
        """Stores and composites a fill; arguments as for `Document.apply_fill`.

        Raises:
            ValueError: The arrays do not fit the photo.
        """
        revision, writes = self._photo.revision, self._mask.writes
        record = self.record(holes, seed=seed, alternative=alternative, text=text, replaces=replaces)
        return PreparedFill(
            record,
            edge,
            tuple(record.composited(edge)),
            without_holes(self._mask, record.masks(), self._store),
            replaces,
            tuple(holes),
            self._photo,
            revision,
            writes,
        )

    def record(
        self,
        holes: Sequence[HoleLike],
        *,
        seed: int = 0,
        alternative: int = 0,
        text: str = "",
        replaces: FillRecord | None = None,
    ) -> FillRecord:
        """Stores a fill and no more; arguments as for `Document.apply_fill`. May be called on any thread.

        Raises:
            ValueError: The arrays do not fit the photo.
        """
        return FillRecord.of(
            holes,
            self._photo,
            self._store,
            seed=seed,
            alternative=alternative,
            text=text,
            replaces=replaces,
        )

    @property
    def pixels(self) -> Pixels:
        """(H, W, 3 or 4), the photo; others may be writing to it."""
        return read_only(self._photo.pixels)

    def keep(self, array: Array) -> Blob:
        """Keeps a copy of pixels within undo's budget. May be called on any thread."""
        return self._store.keep(array)

    def again(self, prepared: PreparedFill) -> PreparedFill:
        """The same fill for photo and mask as they are now."""
        record = prepared.record
        return self.prepare(
            prepared.holes,
            seed=record.seed,
            alternative=record.alternative,
            text=record.text,
            replaces=prepared.replaces,
            edge=prepared.edge,
        )


def without_holes(mask: MaskLayer, holes: Iterable[tuple[Rect, Bools]], store: BlobStore) -> TileDelta:
    """What taking filled holes out of a mask changes; the mask stays as it is.

    Args:
        mask: The mask.
        holes: Where they lie, and (h, w) true = hole.
        store: Where both versions go.
    """
    after: dict[Tile, Array] = {}
    for rect, hole in holes:
        for tile in rect.tiles(TILE_PX):
            where = tile_rect(tile, mask.size)
            if not mask.covers(where):
                continue
            if tile not in after:
                after[tile] = mask.array[where.slices].copy()
            part = where.intersection(rect)
            target = after[tile][part.shifted(-where.x0, -where.y0).slices]
            # The soft rim of the brush around the hole goes with it.
            target[hole[part.shifted(-rect.x0, -rect.y0).slices] | (target <= 127)] = 0
    covered = [tile for tile in mask.covered_rect.tiles(TILE_PX) if mask.covers(tile_rect(tile, mask.size))]
    left = (after.get(tile, mask.array[tile_rect(tile, mask.size).slices]) for tile in covered)
    if not any((tile > 127).any() for tile in left):
        # Nothing but rims is left of the whole mask: they go too.
        for tile in covered:
            after[tile] = mask.array[tile_rect(tile, mask.size).slices] * 0
    changes = ((tile_rect(tile, mask.size), array) for tile, array in after.items())
    return TileDelta.between([(where, mask.array[where.slices], array) for where, array in changes], store)
