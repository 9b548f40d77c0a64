"""Brushes parts of one variation over the one that is in the photo."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication

from editor.canvas.tools import PointerInput, Tool
from editor.document.document import Document
from editor.document.mixing import Mixing
from editor.document.variations import Variations
from editor.painting.dabs import Coverage
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point, Stroke


class BlendTool(Tool):
    """Paints with the variation that is marked as the source; with Alt, with the first one of the strip."""

    def __init__(
        self,
        document: Document,
        variations: Variations,
        brush: Callable[[], Brush],
        on_missing: Callable[[], None],
    ) -> None:
        """Args:
        document: Holds the fill.
        variations: What is mixed.
        brush: The brush in use; the same as for the mask.
        on_missing: Called when there is nothing to paint from.
        """
        self._document = document
        self._variations = variations
        self._brush = brush
        self._on_missing = on_missing
        self._stroke: Stroke | None = None
        self._source = 0
        self._mixing: Mixing | None = None
        self._frame = Rect(0, 0, 0, 0)
        self._coverage: Coverage = np.zeros((0, 0), np.uint8)
        document.photo_changed.connect(self.cancel)

    @property
    def cursor_px(self) -> float:
        return self._brush().size_px

    def press(self, pointer: PointerInput) -> None:
        source = 0 if pointer.is_inverted else self._variations.source
        if source is None or source == self._variations.current or not self._variations.is_in_sight:
            self._on_missing()
            return
        record = self._document.last_fill
        assert record is not None, "variations are in sight"
        self._source, self._frame = source, record.rect
        self._mixing = self._variations.mixing(source)
        self._coverage = np.zeros((self._frame.height, self._frame.width), np.uint8)
        self._stroke = Stroke(self._brush())
        self.move(pointer)

    def move(self, pointer: PointerInput) -> None:
        if self._stroke is None or self._mixing is None:
            return
        frame = self._frame
        point = Point(pointer.x - frame.x0, pointer.y - frame.y0, pointer.pressure)
        changed = self._stroke.paint(self._coverage, [point])
        if not changed.is_empty:
            where = changed.shifted(frame.x0, frame.y0)
            part = self._coverage[changed.slices]
            self._document.show_preview(where, self._mixing.shown(self._document.pixels, where, part))

    def release(self, pointer: PointerInput) -> bool:
        if self._stroke is None:
            return False
        coverage, self._stroke, self._mixing = self._coverage, None, None
        self._document.clear_preview()
        name = QCoreApplication.translate("Tools", "Mixed")
        self._variations.mix(self._frame, coverage, self._source, name)
        # It is no stroke of the mask: nothing is to be filled because of it.
        return False

    def cancel(self) -> None:
        if self._stroke is not None:
            self._stroke = self._mixing = None
            self._document.clear_preview()
