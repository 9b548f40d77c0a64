"""The legend of the labels, and their palette: colors, names, how much there is, what it looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from editor.painting.labels import LabelStyle

THUMBNAIL_PX = (30, 22)
_SWATCH_PX, _GAP_PX = 9, 2
_ICON_PX = (_SWATCH_PX + _GAP_PX + THUMBNAIL_PX[0], THUMBNAIL_PX[1])
_LEAST_COLUMN_PX, _COLUMN_PADDING_PX = 24, 8
_ROWS_SHOWN = 6
_ROW_PX = 32
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CODE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class LabelRow:
    """One label of the list.

    Attributes:
        style: Its name and color.
        in_hole: Share of the hole, 0..1.
        around: Share of what surrounds the hole, 0..1.
        thumbnail: What it looks like in the photo, at most twice `THUMBNAIL_PX`; None = it is not there.
    """

    style: LabelStyle
    in_hole: float = 0.0
    around: float = 0.0
    thumbnail: QPixmap | None = None


class LabelList(QTreeWidget):
    """Labels to choose from; the chosen one is what is painted.

    Signals:
        chosen: The person chose a label (its code).
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.header().setObjectName("legend")
        self.setAccessibleName(self.tr("Labels"))
        self.setHeaderLabels([self.tr("Label"), self.tr("Hole"), self.tr("Around")])
        self.headerItem().setToolTip(1, self.tr("Share of the hole"))
        self.headerItem().setToolTip(2, self.tr("Share of what surrounds the hole"))
        for column, side in enumerate((_LEFT, _RIGHT, _RIGHT)):
            self.headerItem().setTextAlignment(column, side)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_LEAST_COLUMN_PX)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(*_ICON_PX))
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(_ROW_PX * (_ROWS_SHOWN + 1))
        self.currentItemChanged.connect(self._on_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names get all the room that numbers leave; fonts come with the style, after construction."""
        super().resizeEvent(event)
        words = self.fontMetrics().horizontalAdvance
        for column in (1, 2):
            longest = max(words("100 %"), words(self.headerItem().text(column)))
            self.setColumnWidth(column, longest + _COLUMN_PADDING_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """An empty list says what fills it."""
        super().paintEvent(event)
        if not self.topLevelItemCount():
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
                inside = self.viewport().rect().adjusted(_COLUMN_PADDING_PX, 0, -_COLUMN_PADDING_PX, 0)
                painter.drawText(
                    inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text
                )

    @property
    def empty_text(self) -> str:
        """What an empty list says."""
        return self.tr("Paint over something: its labels, and those around it, are listed here.")

    def show_rows(self, rows: Sequence[LabelRow]) -> None:
        """Shows these labels; the chosen one stays chosen."""
        with QSignalBlocker(self):
            code = self.code
            # In place: whoever reads or scrolls it keeps their place.
            while self.topLevelItemCount() > len(rows):
                self.takeTopLevelItem(self.topLevelItemCount() - 1)
            while self.topLevelItemCount() < len(rows):
                self.addTopLevelItem(QTreeWidgetItem())
            for item, row in zip(self._items(), rows, strict=True):
                self._show(item, row)
            self.choose(code)

    @property
    def code(self) -> int:
        """The chosen label; 0 = none."""
        item = self.currentItem()
        return 0 if item is None else int(item.data(0, _CODE))

    def choose(self, code: int) -> None:
        """Marks a label as chosen, without announcing it; one that is not in the list leaves none marked."""
        with QSignalBlocker(self):
            self.setCurrentIndex(QModelIndex())
            for item in self._items():
                if item.data(0, _CODE) == code:
                    self.setCurrentItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _show(self, item: QTreeWidgetItem, row: LabelRow) -> None:
        item.setText(0, row.style.name)
        item.setToolTip(0, row.style.name)
        picture = _picture(row)
        icon = QIcon(picture)
        # Qt tints what is selected; here the color is what matters.
        icon.addPixmap(picture, QIcon.Mode.Selected)
        item.setIcon(0, icon)
        item.setData(0, _CODE, row.style.code)
        for column, share in ((1, row.in_hole), (2, row.around)):
            item.setText(column, _percent(share))
            item.setTextAlignment(column, _RIGHT)

    @Slot()
    def _on_current(self) -> None:
        if self.code:
            self.chosen.emit(self.code)


def _percent(share: float) -> str:
    """A share as text; nothing where there is nothing to speak of."""
    if share < 0.0005:
        return ""
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{100 * share:.1f} %"


def _picture(row: LabelRow) -> QPixmap:
    """The color, and beside it what it is the color of; for screens with two pixels per point."""
    picture = QPixmap(2 * _ICON_PX[0], 2 * _ICON_PX[1])
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(2)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(0, 0, _SWATCH_PX, _ICON_PX[1], QColor(*row.style.color))
        if row.thumbnail is not None:
            painter.drawPixmap(QRect(_SWATCH_PX + _GAP_PX, 0, *THUMBNAIL_PX), row.thumbnail)
    return picture
