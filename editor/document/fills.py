"""Fills of a document: the engine's answers, kept uncomposited so that their edges can still be moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, count

import numpy as np

from editor.document.answers import Answer, HoleLike
from editor.document.photo import PhotoLayer
from editor.document.store import Array, Blob, BlobStore
from editor.document.stored_hole import Below, StoredHole, StoredLabels, StoredTile, store_hole
from editor.painting.composite import Edge, Pixels
from editor.painting.morphology import Bools
from editor.painting.rect import EMPTY, Rect

_numbers = count(1)


class FillRecord:
    """One fill: everything to composite it, to take it back and to composite it anew.

    It may be set into the photo, be taken out again and come back, as variations do: its pixels never change.

    Attributes:
        number: Unlike that of any other fill of this process.
        holes: The engine's answer, hole by hole; their rectangles do not overlap.
        seed: The request's.
        alternative: The request's number of the label map.
        text: What the history calls it.
        edge: Where its edge runs, or ran when it was last in the photo.
        rect: A rectangle that holds all of it.
    """

    def __init__(
        self, holes: Sequence[StoredHole], *, seed: int = 0, alternative: int = 0, text: str = ""
    ) -> None:
        self.number = next(_numbers)
        self.holes = tuple(holes)
        self.seed = seed
        self.alternative = alternative
        self.text = text
        self.edge = Edge()
        self._ahead: tuple[Edge, list[Blob]] | None = None
        self.rect = EMPTY
        for hole in self.holes:
            self.rect = self.rect.united(hole.rect)

    @classmethod
    def of(
        cls,
        answers: Sequence[HoleLike],
        photo: PhotoLayer,
        store: BlobStore,
        *,
        seed: int = 0,
        alternative: int = 0,
        text: str = "",
        replaces: FillRecord | None = None,
    ) -> FillRecord:
        """Stores answers and, from the photo, what they are going to cover. May be called on any thread.

        Args:
            answers: One fill per hole.
            photo: Stays as it is.
            store: Where the arrays go.
            seed: The request's.
            alternative: The request's number of the label map.
            text: What the history calls it.
            replaces: A fill in the photo whose place it is going to take.

        Raises:
            ValueError: The arrays do not fit the photo, or the answers' boxes overlap.
        """
        boxes = [Rect.of(answer.box) for answer in answers]
        if any(one.overlaps(other) for one, other in combinations(boxes, 2)):
            raise ValueError("The fill's boxes overlap.")
        if replaces is None:
            below = Below(photo, store, {}, lambda rect: photo.pixels[rect.slices])
        else:
            known = {tile.rect: tile.before for tile in replaces.tiles}
            below = Below(photo, store, known, lambda rect: replaces.before(photo.pixels, rect))
        holes = [store_hole(answer, below) for answer in answers]
        return cls(holes, seed=seed, alternative=alternative, text=text)

    @property
    def rects(self) -> tuple[Rect, ...]:
        """Where each hole's fill lies."""
        return tuple(hole.rect for hole in self.holes)

    @property
    def tiles(self) -> Iterator[StoredTile]:
        """Every tile of every hole, always in the same order."""
        return (tile for hole in self.holes for tile in hole.tiles)

    @property
    def grown(self) -> int:
        """Code of the label that sets it apart from the likeliest answer; 0 for that one."""
        return next((stored.grown for stored in self.labels if stored is not None and stored.grown), 0)

    def masks(self) -> list[tuple[Rect, Bools]]:
        """The holes as asked: where, and (h, w) true = hole."""
        return [(hole.rect, hole.mask.read()) for hole in self.holes]

    @property
    def labels(self) -> tuple[StoredLabels | None, ...]:
        """What lies where in each hole's rectangle; None where that is not known."""
        return tuple(hole.labels for hole in self.holes)

    def answers(self) -> Iterator[Answer]:
        """The engine's answers, put together again one after the other. May be called on any thread."""
        return (hole.answer() for hole in self.holes)

    def touched(self, edge: Edge) -> list[tuple[Rect, Bools]]:
        """Every pixel the fill has a share in with an edge: where, and (h, w)."""
        return [(hole.rect, hole.weights(edge) > 0) for hole in self.holes]

    def composited(self, edge: Edge) -> Iterator[Pixels]:
        """What the photo has in each of `tiles` with the fill in it. May be called on any thread."""
        return (pixels for _, pixels in self._pieces(edge))

    def composite_ahead(self, edge: Edge, keep: Callable[[Array], Blob]) -> None:
        """Makes `put` quick for an edge until `forget_ahead`. May be called on any thread."""
        if self._ahead is None or self._ahead[0] != edge:
            shares = (share for hole in self.holes for share in hole.shares(edge, hole.tiles))
            self._ahead = edge, [tile.kept(weights, keep) for tile, weights in shares]

    def forget_ahead(self) -> None:
        """Gives up what `composite_ahead` has made: as much as the fill itself."""
        self._ahead = None

    def put(
        self,
        photo: PhotoLayer,
        edge: Edge,
        *,
        in_place_of: FillRecord | None = None,
        ready: Iterable[Pixels] | None = None,
    ) -> None:
        """Sets the fill into a photo that is as it was before the fill, or has one that is to give way.

        Args:
            photo: What is written to.
            edge: Where the fill's edge is to run.
            in_place_of: The fill that gives way. What both have alike is not written.
            ready: What `composited` gave for that edge; None = it is worked out where it is needed.
        """
        alike: frozenset[int] = frozenset()
        if in_place_of is not None:
            alike = self._alike(in_place_of, edge)
            in_place_of.take_back(photo, successor=self)
        self.edge = edge
        pieces = self._pieces(edge, alike) if ready is None else zip(self.tiles, ready, strict=True)
        for tile, pixels in pieces:
            photo.about_to_change(tile.rect, tile.before)
            photo.pixels[tile.rect.slices] = pixels

    def take_back(self, photo: PhotoLayer, successor: FillRecord | None = None) -> None:
        """Restores what was there before the fill, but for the tiles of a fill that comes in its place."""
        written = set() if successor is None else {tile.rect for tile in successor.tiles}
        for tile in self.tiles:
            if tile.rect not in written:
                photo.about_to_change(tile.rect)
                photo.pixels[tile.rect.slices] = tile.before.read()

    def _pieces(
        self, edge: Edge, left_out: frozenset[int] = frozenset()
    ) -> Iterator[tuple[StoredTile, Pixels]]:
        """Tiles, without those with the ids `left_out`, and what the photo has there with the fill in it."""
        ahead = self._ahead
        if ahead is not None and ahead[0] == edge:
            for tile, blob in zip(self.tiles, ahead[1], strict=True):
                if id(tile) not in left_out:
                    yield tile, blob.read()
            return
        for hole in self.holes:
            tiles = [tile for tile in hole.tiles if id(tile) not in left_out]
            for tile, weights in hole.shares(edge, tiles):
                yield tile, tile.composited(weights)

    def _alike(self, other: FillRecord, edge: Edge) -> frozenset[int]:
        """Ids of the tiles that look the same in the photo whichever of both fills is in it."""
        if other.edge != edge:
            return frozenset()
        masks = {(hole.mask, hole.valid) for hole in other.holes}
        known = {id(tile) for tile in other.tiles}
        return frozenset(
            id(tile)
            for hole in self.holes
            if (hole.mask, hole.valid) in masks
            for tile in hole.tiles
            if id(tile) in known
        )

    def suits(self, photo: PhotoLayer, present: FillRecord) -> bool:
        """Whether it was made for what is there below another fill, which is in the photo now. Quick where
        both share what they cover, as fills of the same hole do."""
        known = {tile.rect: tile.before for tile in present.tiles}
        return all(
            tile.before is known.get(tile.rect)
            or np.array_equal(tile.before.read(), present.before(photo.pixels, tile.rect))
            for tile in self.tiles
        )

    def before(self, pixels: Pixels, rect: Rect) -> Pixels:
        """A copy of a rectangle (h, w, C) of the photo (H, W, C) with this fill taken back."""
        result = pixels[rect.slices].copy()
        for tile in self.tiles:
            part = tile.rect.intersection(rect)
            if not part.is_empty:
                before = tile.before.read()[part.shifted(-tile.rect.x0, -tile.rect.y0).slices]
                result[part.shifted(-rect.x0, -rect.y0).slices] = before
        return result
