"""Variations from the person's side: asking for them, stepping through them, mixing them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.canvas.blend_tool import BlendTool
from editor.canvas.tools import ToolName
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.variations import Variations
from editor.inference.variations import VariationController
from editor.notices import Notices
from editor.painting.thumbnails import Picture
from editor.window import MainWindow


class Varying(QObject):
    """Connects the strip, the keys and the brush with the variations."""

    def __init__(
        self,
        document: Document,
        variations: Variations,
        controller: VariationController,
        canvas: CanvasView,
        window: MainWindow,
        actions: Actions,
        notices: Notices,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._variations = variations
        self._controller = controller
        self._canvas = canvas
        self._window = window
        self._actions = actions
        self._notices = notices
        strip = window.strip
        canvas.add_tool(
            ToolName.BLEND, BlendTool(document, variations, lambda: canvas.brush, self._on_nothing_to_blend)
        )
        actions["variations"].triggered.connect(controller.vary)
        actions["previous_variation"].triggered.connect(self._on_previous)
        actions["next_variation"].triggered.connect(self._on_next)
        controller.failed.connect(notices.fill_error)
        controller.told.connect(notices.info)
        controller.arriving.connect(self._on_arriving)
        variations.changed.connect(self._on_changed)
        strip.chosen.connect(self._on_chosen)
        strip.source_chosen.connect(self._on_source_chosen)
        strip.more_wanted.connect(controller.vary)
        strip.closed.connect(self._on_closed)
        self._on_changed()

    def update_state(self) -> None:
        """Enables what can be done now."""
        is_in_sight, actions = self._variations.is_in_sight, self._actions
        has_several = is_in_sight and len(self._variations.entries) > 1
        actions["variations"].setEnabled(self._document.is_open and not self._controller.is_busy)
        for name in ("previous_variation", "next_variation", "blend"):
            actions[name].setEnabled(has_several)

    @Slot()
    def tell_what_is_saved(self) -> None:
        """A project was saved, with the fills that are in the photo."""
        if self._variations.is_in_sight and len(self._variations.entries) > 1:
            self._window.status.hint.setText(
                self.tr("The project keeps the variation that is shown; the others are not saved.")
            )

    @Slot()
    def _on_changed(self) -> None:
        self._window.strip.show_variations(self._variations, self._document.profile)
        if not self._variations.is_in_sight and self._canvas.tool == ToolName.BLEND:
            self._canvas.set_tool(ToolName.BRUSH)
        self.update_state()

    @Slot(object)
    def _on_arriving(self, picture: Picture | None) -> None:
        self._window.strip.show_arriving(picture, self._document.profile)

    @Slot()
    def _on_previous(self) -> None:
        self._variations.step(-1)

    @Slot()
    def _on_next(self) -> None:
        self._variations.step(1)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self._variations.choose(number)
        # A second click on the framed one must not take its frame away.
        self._on_changed()

    @Slot(int)
    def _on_source_chosen(self, number: int) -> None:
        self._variations.brush_from(number)
        self._canvas.set_tool(ToolName.BLEND)
        self._canvas.setFocus()
        self._on_changed()

    @Slot()
    def _on_closed(self) -> None:
        self._controller.cancel()
        self._variations.clear()
        self._canvas.setFocus()

    def _on_nothing_to_blend(self) -> None:
        if self._variations.is_in_sight:
            self._notices.info(self.tr("Choose another variation than the one that is shown to brush from."))
        else:
            self._notices.info(self.tr("Make variations of a fill first."))
