"""The variations of a fill side by side, floating over the photo: choose one, take parts from another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from editor.document.variation import THUMBNAIL_PX
from editor.document.variations import Variations
from editor.icons import icon
from editor.painting.thumbnails import Picture
from editor.panels.thumbnails import pixmap_of
from editor.theme import DARK, Theme

# Pictures are made for screens with two pixels per point.
_ICON_SIZE = QSize(THUMBNAIL_PX[0] // 2, THUMBNAIL_PX[1] // 2)
_SMALL_PX = 16
_MARGIN_PX = 8


class VariationStrip(QFrame):
    """Thumbnails of all variations; the one in the photo is framed.

    Signals:
        chosen: The person wants this one in the photo (int).
        source_chosen: The person wants to brush from this one (int).
        more_wanted: The person wants further ones.
        closed: The person has chosen, and wants the strip gone.
    """

    chosen = Signal(int)
    source_chosen = Signal(int)
    more_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Variations"))
        self._theme = DARK
        self._cells: list[_Cell] = []
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._waiting = _Cell(self.tr("Computing"), self)
        self._waiting.set_waiting()
        self._row.addWidget(self._waiting)
        self._waiting.hide()
        self._area = QScrollArea()
        self._area.setObjectName("plain")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        self._more = QToolButton()
        self._more.setToolTip(self.tr("Fill the same hole in several ways and choose."))
        self._more.setAccessibleName(self.tr("More"))
        self._close = QToolButton()
        self._close.setToolTip(self.tr("Close the strip"))
        self._close.setAccessibleName(self.tr("Close the strip"))
        side = QVBoxLayout()
        side.setSpacing(2)
        for button in (self._close, self._more):
            button.setIconSize(QSize(_SMALL_PX, _SMALL_PX))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        row.setSpacing(6)
        row.addWidget(self._area, 1)
        row.addLayout(side)
        self._more.clicked.connect(self.more_wanted)
        self._close.clicked.connect(self.closed)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        self._theme = theme
        self._more.setIcon(icon("variations", theme))
        self._close.setIcon(icon("close", theme))
        for cell in self._cells:
            cell.set_theme(theme)

    def show_variations(self, variations: Variations, profile: bytes | None) -> None:
        """Shows what there is now.

        Args:
            variations: The set.
            profile: ICC profile of the photo; None = sRGB.
        """
        entries = variations.entries
        while len(self._cells) > len(entries):
            cell = self._cells.pop()
            self._row.removeWidget(cell)
            cell.deleteLater()
        for number, entry in enumerate(entries):
            if number == len(self._cells):
                self._add_cell(number)
            cell = self._cells[number]
            if cell.shows is not entry:
                cell.show_picture(entry.picture, profile)
                cell.set_name(entry.name)
                cell.shows = entry
            cell.set_state(number == variations.current, number == variations.source)
        self.setVisible(variations.is_in_sight)
        self._ask_for_place()

    def show_arriving(self, picture: Picture | None, profile: bytes | None) -> None:
        """Shows a variation that is being made, as far as it has come; None = none is."""
        if picture is not None:
            self._waiting.show_picture(picture, profile)
        self._more.setEnabled(picture is None)
        if self._waiting.isHidden() != (picture is None):
            self._waiting.setVisible(picture is not None)
            self._ask_for_place()

    def sizeHint(self) -> QSize:
        inside = self._inside.sizeHint()
        return QSize(inside.width() + self._more.sizeHint().width() + 4 * _MARGIN_PX, inside.height() + 18)

    def _add_cell(self, number: int) -> None:
        cell = _Cell("", self)
        cell.set_theme(self._theme)
        cell.picture.clicked.connect(partial(self.chosen.emit, number))
        cell.brush.clicked.connect(partial(self.source_chosen.emit, number))
        self._cells.append(cell)
        self._row.insertWidget(number, cell)

    def _ask_for_place(self) -> None:
        """It floats in no layout that would notice by itself that it has grown."""
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))


class _Cell(QWidget):
    """One variation: its picture, its name, and the brush that takes parts of it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.shows: object | None = None
        self.picture = QToolButton()
        self.picture.setObjectName("thumbnail")
        self.picture.setCheckable(True)
        self.picture.setIconSize(_ICON_SIZE)
        self.picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name = QLabel(name)
        self.name.setObjectName("muted")
        self.brush = QToolButton()
        self.brush.setCheckable(True)
        self.brush.setIconSize(QSize(_SMALL_PX, _SMALL_PX))
        self.brush.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        below = QHBoxLayout()
        below.setSpacing(2)
        below.addWidget(self.name, 1)
        below.addWidget(self.brush)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.picture)
        column.addLayout(below)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icon in other colors."""
        self.brush.setIcon(icon("blend", theme))

    def set_name(self, name: str) -> None:
        """Says what it is."""
        self.name.setText(name)
        self.picture.setToolTip(self.tr("Choose {name}").format(name=name))
        self.picture.setAccessibleName(self.tr("Choose {name}").format(name=name))
        self.brush.setToolTip(self.tr("Brush parts of {name} over the fill").format(name=name))
        self.brush.setAccessibleName(self.tr("Brush parts of {name} over the fill").format(name=name))

    def set_waiting(self) -> None:
        """It is not there yet: nothing can be done with it."""
        self.picture.setEnabled(False)
        for control in (self.picture, self.brush):
            control.setAccessibleName(self.name.text())
        self.brush.hide()

    def set_state(self, is_chosen: bool, is_source: bool) -> None:
        """Whether it is in the photo, and whether it is brushed from."""
        self.picture.setChecked(is_chosen)
        self.brush.setChecked(is_source)
        self.brush.setEnabled(not is_chosen)

    def show_picture(self, picture: Picture, profile: bytes | None) -> None:
        """Shows a thumbnail (h, w, 3) in the photo's colors."""
        shown = pixmap_of(picture, profile)
        result = QIcon(shown)
        # Disabled icons are grayed; a picture that is arriving is to be seen as it is.
        result.addPixmap(shown, QIcon.Mode.Disabled)
        self.picture.setIcon(result)
