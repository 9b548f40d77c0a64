"""Fills from the person's side: Enter, Esc, a hand that lets go, and the edge of the last fill."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.inference.controller import FillController
from editor.inference.snapshot import FillChoices
from editor.inference.variations import VariationController
from editor.notices import Notices
from editor.settings import FILL_DETAIL, FILL_GRAIN, FILL_RING, KEEP_MASK, LABEL_VOCABULARY, Settings
from editor.window import MainWindow


class FillDesk(QObject):
    """Connects buttons, keys and strokes with whoever asks the engine."""

    def __init__(
        self,
        document: Document,
        controller: FillController,
        varied: VariationController,
        canvas: CanvasView,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._controller = controller
        self._varied = varied
        self._canvas = canvas
        self._window = window
        self._actions = actions
        self._is_edge_live = False
        actions["fill"].triggered.connect(self._on_fill)
        actions["again"].triggered.connect(controller.try_again)
        actions["cancel"].triggered.connect(self._on_cancel)
        canvas.stroke_committed.connect(self._on_stroke_committed)
        for busy in (controller, varied):
            busy.busy_changed.connect(self._on_busy)
        controller.failed.connect(notices.fill_error)
        controller.told.connect(notices.info)
        window.edge.edge_changed.connect(self._on_edge_changed)
        window.edge.edge_settled.connect(self._on_edge_settled)

    @property
    def is_busy(self) -> bool:
        """Whether a fill or a variation is under way."""
        return self._controller.is_busy or self._varied.is_busy

    @Slot()
    def stop(self) -> None:
        """Stops all of them."""
        self._controller.cancel()
        self._varied.cancel()

    @Slot(bool)
    def _on_busy(self, is_begun: bool) -> None:
        if is_begun:
            self._window.notice_bar.forget_fill()
        self._window.fill.set_busy(self.is_busy)

    @Slot()
    def _on_fill(self) -> None:
        """What Enter means: close the polygon that is being drawn, else fill."""
        if not self._canvas.finish():
            self._controller.fill()

    @Slot()
    def _on_stroke_committed(self) -> None:
        if self._actions["fill_on_release"].isChecked() and self._document.has_mask:
            self._controller.fill()

    @Slot()
    def _on_cancel(self) -> None:
        """What Esc means: let go of what the hand has begun, else stop the fill, else take the mask away."""
        if self._canvas.cancel_drag():
            return
        if self.is_busy:
            self.stop()
        elif self._document.has_mask:
            self._document.clear_mask()

    @Slot(int, int)
    def _on_edge_changed(self, expand_px: int, feather_px: int) -> None:
        self._document.adjust_edge(expand_px, feather_px, is_live=self._is_edge_live)
        self._is_edge_live = True

    @Slot()
    def _on_edge_settled(self) -> None:
        self._is_edge_live = False


def choices_in(settings: Settings) -> FillChoices:
    """How the next fill is to be, as the sliders stand."""
    stored = settings.get
    sliders = stored(FILL_DETAIL), stored(FILL_GRAIN), stored(FILL_RING)
    return FillChoices(*sliders, stored(KEEP_MASK), stored(LABEL_VOCABULARY))
