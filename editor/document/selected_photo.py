"""The mask and the source area as a whole: selections, clearing, growing, each one undo step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from editor.document.commands import InvertCommand
from editor.document.mask import MaskLayer
from editor.document.masked_photo import MaskedPhoto, Target
from editor.document.tiles import TileRecorder
from editor.painting.dabs import Coverage
from editor.painting.morphology import feather, grow
from editor.painting.rect import BoxLike, Rect
from editor.selection.combining import Mode, combined


class SelectedPhoto(MaskedPhoto):
    """A photo whose mask and source area can be selected. The third layer of `Document`."""

    def clear_mask(self, text: str = "") -> bool:
        """Takes the whole mask away, one undo step; returns whether there was any.

        Args:
            text: What the history calls it; "" = just that.
        """
        self.end_stroke()
        has_hole = self._mask.has_hole
        before = self._clear(self._mask, text or self.tr("Clear mask"))
        if has_hole:
            self._last_mask = before
        return bool(before)

    def invert_mask(self) -> None:
        """Makes hole what was known and known what was hole, one undo step."""
        self.end_stroke()
        if self.is_open:
            self.push(InvertCommand(self, self._mask, self.tr("Invert mask")))

    def set_mask(self, mask: npt.NDArray[np.bool_] | Coverage, text: str = "") -> bool:
        """Puts another mask in place of the present one, one undo step.

        Args:
            mask: (H, W) bool, true = hole, or uint8 coverage.
            text: What the history calls it; "" = just that.

        Returns:
            Whether it differs from the one before.

        Raises:
            ValueError: It does not have the photo's size.
        """
        if mask.shape != self.size:
            raise ValueError(f"The mask is {mask.shape}, the photo {self.size}.")
        self.end_stroke()
        recorder = TileRecorder(self._mask.array)
        recorder.remember(self.bounds)
        self._mask.about_to_change(self.bounds)
        if mask.dtype == np.bool_:
            np.multiply(mask, np.uint8(255), out=self._mask.array)
        else:
            np.copyto(self._mask.array, mask)
        self._mask_written(self.bounds)
        return self._push_change(self._mask, recorder, text or self.tr("Set mask"))

    def restore_last_mask(self) -> bool:
        """Shows the mask that was filled or cleared last again, one undo step; false where there is none."""
        if not self._last_mask:
            return False
        self.end_stroke()
        layer, rect = self._mask, self._mask.covered_rect
        for tile in self._last_mask:
            rect = rect.united(tile)
        recorder = TileRecorder(layer.array)
        recorder.remember(rect)
        layer.about_to_change(rect)
        layer.array[rect.slices] = 0
        for tile, coverage in self._last_mask.items():
            layer.array[tile.slices] = coverage
        self._written(layer, rect)
        return self._push_change(layer, recorder, self.tr("Last mask again"))

    def select(self, where: BoxLike, selected: Coverage, mode: Mode, text: str = "") -> bool:
        """Joins a selection to the mask or the source area (`target`), one undo step.

        Args:
            where: Where the selection lies, inside the photo; nothing is selected beside it.
            selected: (h, w) coverage.
            mode: What happens to what is there already.
            text: What the history calls it; "" = just that.

        Returns:
            Whether anything changed.

        Raises:
            ValueError: The coverage does not have the size of `where`, or lies outside the photo.
        """
        rect, layer = Rect.of(where), self._layer()
        if selected.shape != (rect.height, rect.width):
            raise ValueError(f"The selection is {selected.shape}, its place {(rect.height, rect.width)}.")
        if not rect.is_empty and not self.bounds.contains(rect):
            raise ValueError(f"{tuple(rect)} is not inside the photo.")
        everything = rect if mode.keeps_outside else rect.united(layer.covered_rect)
        around = np.zeros((everything.height, everything.width), np.uint8)
        around[rect.shifted(-everything.x0, -everything.y0).slices] = selected
        joined = combined(layer.array[everything.slices], around, mode)
        return self.put_coverage(everything, joined, text or self.tr("Select"))

    def put_coverage(
        self, where: BoxLike, coverage: Coverage, text: str, target: Target | None = None
    ) -> bool:
        """Writes a part of the mask or the source area, one undo step.

        Args:
            where: Inside the photo.
            coverage: (h, w) of it.
            text: What the history calls it.
            target: What is written; None = what strokes change now.

        Returns:
            Whether anything changed.

        Raises:
            ValueError: It lies outside the photo.
        """
        rect, layer = Rect.of(where), self._layer(target)
        if rect.is_empty:
            return False
        if not self.bounds.contains(rect):
            raise ValueError(f"{tuple(rect)} is not inside the photo.")
        self.end_stroke()
        recorder = TileRecorder(layer.array)
        recorder.remember(rect)
        layer.about_to_change(rect)
        layer.array[rect.slices] = coverage
        self._written(layer, rect)
        return self._push_change(layer, recorder, text)

    def put_quietly(self, where: BoxLike, coverage: Coverage) -> None:
        """Writes a part of the mask, (h, w) coverage, without an undo step: the next step answers for it."""
        rect = Rect.of(where)
        self._mask.about_to_change(rect)
        self._mask.array[rect.slices] = coverage
        self._mask_written(rect)

    def grow_mask(self, radius_px: float) -> bool:
        """Lets what is selected reach further, or less far if negative, one undo step."""
        text = self.tr("Grow selection") if radius_px >= 0 else self.tr("Shrink selection")
        return self._reshape(lambda part: grow(part, radius_px), abs(radius_px), text)

    def feather_mask(self, width_px: float) -> bool:
        """Fades what is selected outwards over a distance, one undo step."""
        return self._reshape(lambda part: feather(part, width_px), width_px, self.tr("Feather selection"))

    def clear_sources(self) -> bool:
        """Lets texture come from everywhere again, one undo step; returns whether it did not."""
        self.end_stroke()
        return bool(self._clear(self._sources, self.tr("Clear source area")))

    def invert_sources(self) -> None:
        """Takes texture from where it was not taken, one undo step."""
        self.end_stroke()
        if self.is_open:
            self.push(InvertCommand(self, self._sources, self.tr("Invert source area")))

    def _reshape(self, reshaped: Callable[[Coverage], Coverage], reach_px: float, text: str) -> bool:
        layer = self._layer()
        around = layer.covered_rect
        if around.is_empty:
            return False
        rect = around.grown(int(reach_px) + 2).intersection(self.bounds)
        return self.put_coverage(rect, reshaped(layer.array[rect.slices]), text)

    def _clear(self, layer: MaskLayer, text: str) -> dict[Rect, Coverage]:
        """Takes all coverage away; returns the tiles that were there, none where nothing has changed."""
        rect = layer.covered_rect
        recorder = TileRecorder(layer.array)
        recorder.remember(rect)
        before = recorder.remembered
        layer.about_to_change(rect)
        layer.array[rect.slices] = 0
        self._written(layer, rect)
        return before if self._push_change(layer, recorder, text) else {}
