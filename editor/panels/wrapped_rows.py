"""Rows of a list that are as high as their words need."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView


class WrappedRows(QStyledItemDelegate):
    """Breaks texts into lines as wide as their columns. A plain `QTreeView` breaks them too, but leaves every
    row the height of one line."""

    def __init__(self, view: QTreeView) -> None:
        """Args:
        view: Whose rows they are; also the owner.
        """
        super().__init__(view)
        self._view = view
        view.setWordWrap(True)
        view.setItemDelegate(self)
        view.header().sectionResized.connect(view.scheduleDelayedItemsLayout)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        # Not the option's own rectangle: it is not known yet when rows are laid out.
        width_px = self._view.columnWidth(index.column())
        option.rect = QRect(0, 0, width_px, 1)  # pyright: ignore[reportAttributeAccessIssue]
        return super().sizeHint(option, index)
