"""What can be done now: which actions are enabled, and what panels show of the last fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from editor.actions import Actions
from editor.document.document import Document
from editor.window import MainWindow

_DELAY_MS = 40  # dabs change the mask a hundred times a second; menus need not follow each
# Fill and try again answer even when there is nothing to fill: they say what is missing.
_WITH_PHOTO = (
    *("fill", "again", "cancel", "export", "save_project", "save_project_as", "export_layers"),
    *("invert_mask", "last_mask", "original", "split", "difference"),
    *("fit", "actual", "zoom_in", "zoom_out", "overlay", "brush", "eraser", "hand", "swap"),
    *("smaller", "larger", "softer", "harder"),
)


class HasState(Protocol):
    """A part of the window that enables actions of its own."""

    def update_state(self) -> None:
        """Enables what can be done now."""
        ...


class Availability(QObject):
    """Follows the document, a moment later."""

    def __init__(
        self,
        document: Document,
        window: MainWindow,
        actions: Actions,
        parts: Sequence[HasState],
        parent: QObject,
    ) -> None:
        """Args:
        document: What is worked on.
        window: Its panels show what can be done.
        actions: All of them.
        parts: Who else is to be told.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._window = window
        self._actions = actions
        self._parts = parts
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.update)
        for changed in (
            document.sources_changed,
            document.mask_changed,
            document.fills_changed,
            document.photo_changed,
            document.undo_stack.indexChanged,
        ):
            changed.connect(self.refresh)
        self.update()

    @property
    def is_settled(self) -> bool:
        """Whether menus and buttons know of everything that has happened."""
        return not self._timer.isActive()

    @Slot()
    def refresh(self) -> None:
        """Something changed: `update` soon, once for all that comes with it."""
        self._timer.start()

    @Slot()
    def update(self) -> None:
        """Enables what can be done now."""
        document, actions, window = self._document, self._actions, self._window
        stack, is_open = document.undo_stack, document.is_open
        for name in _WITH_PHOTO:
            actions[name].setEnabled(is_open)
        has_mask, record = is_open and document.has_mask, document.last_fill
        actions["clear_mask"].setEnabled(has_mask)
        actions["undo"].setEnabled(stack.canUndo())
        actions["redo"].setEnabled(stack.canRedo())
        for part in self._parts:
            part.update_state()
        window.fill.set_ready(has_mask or document.labels.has_new_wishes, record is not None)
        window.edge.set_available(record is not None)
        window.edge.set_edge(record.edge.expand_px if record else 0, record.edge.feather_px if record else 0)
