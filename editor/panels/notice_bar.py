"""The bar above the canvas that shows notices, one at a time."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.elision import with_names_elided
from editor.icons import icon, icon_pixmap
from editor.notices import Kind, Notice, Scope
from editor.theme import DARK, Theme

_READING_MS = 6000
_DETAILS_HEIGHT_PX = 150
_ICONS = {Kind.INFO: "info", Kind.SUCCESS: "done", Kind.WARNING: "warning", Kind.ERROR: "error"}


class NoticeBar(QFrame):
    """Shows the newest notice; warnings and errors that were not closed come back behind it, unless what they
    are about is over.

    Whoever does something sees at once what became of it, whatever has been left standing before.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._theme = DARK
        # Not closed yet, the newest first.
        self._behind: deque[Notice] = deque()
        self._notice: Notice | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAccessibleName(self.tr("Notice"))
        self._more = QLabel()
        self._more.setObjectName("muted")
        self._more.setToolTip(self.tr("Notices that wait behind this one"))
        self._details_button = QPushButton(self.tr("Details"))
        self._details_button.setCheckable(True)
        self._details_button.setAccessibleName(self.tr("Show the details of this notice"))
        self._copy_button = QPushButton(self.tr("Copy"))
        self._copy_button.setAccessibleName(self.tr("Copy the details of this notice"))
        self._close_button = QToolButton()
        self._close_button.setToolTip(self.tr("Close this notice"))
        self._close_button.setAccessibleName(self.tr("Close this notice"))
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setFixedHeight(_DETAILS_HEIGHT_PX)
        self._details.setAccessibleName(self.tr("Details of the notice"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_READING_MS)
        self._lay_out()
        self._timer.timeout.connect(self.close_notice)
        self._details_button.toggled.connect(self._on_details_toggled)
        self._copy_button.clicked.connect(self._on_copy)
        self._close_button.clicked.connect(self.close_notice)
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._more)
        row.addWidget(self._details_button)
        row.addWidget(self._copy_button)
        row.addWidget(self._close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 8, 7)
        column.addLayout(row)
        column.addWidget(self._details)

    @property
    def notice(self) -> Notice | None:
        """What is shown now."""
        return self._notice

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        self._theme = theme
        self._close_button.setIcon(icon("close", theme))
        if self._notice is not None:
            self._show_icon(self._notice)

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Shows a notice; one that has to be closed waits behind it."""
        if notice in self._behind:
            self._behind.remove(notice)
        if self._notice is not None and self._notice.stays and self._notice != notice:
            self._behind.appendleft(self._notice)
        self._show(notice)

    @Slot()
    def close_notice(self) -> None:
        """Takes the notice away and shows the one behind it."""
        self._timer.stop()
        self._notice = None
        if self._behind:
            self._show(self._behind.popleft())
        else:
            self.hide()

    @Slot()
    def forget_fill(self) -> None:
        """Another fill is begun, or will be of another mask."""
        self._forget(Scope.FILL)

    @Slot()
    def forget_photo(self) -> None:
        """Another photo is open."""
        self._forget(Scope.FILL, Scope.PHOTO)

    def _forget(self, *scopes: Scope) -> None:
        """Takes away what would stay, also behind the one that is shown."""
        self._behind = deque(notice for notice in self._behind if notice.scope not in scopes)
        if self._notice is not None and self._notice.stays and self._notice.scope in scopes:
            self.close_notice()
        else:
            self._show_number()

    def _show(self, notice: Notice) -> None:
        self._notice = notice
        self.setProperty("kind", str(notice.kind))
        self.style().unpolish(self)
        self.style().polish(self)
        self._show_icon(notice)
        shown = with_names_elided(notice.text)
        details = notice.details if shown == notice.text else f"{notice.text}\n\n{notice.details}".strip()
        self._text.setText(shown)
        self._text.setToolTip("" if shown == notice.text else notice.text)
        self._show_number()
        self._details.setPlainText(details)
        self._details_button.setChecked(False)
        self._details_button.setVisible(bool(details))
        self._copy_button.hide()
        self._details.hide()
        if notice.stays:
            self._timer.stop()
        else:
            self._timer.start()
        self.show()

    def _show_number(self) -> None:
        self._more.setText(self.tr("%n more", "", len(self._behind)))
        self._more.setVisible(bool(self._behind))

    def _show_icon(self, notice: Notice) -> None:
        color = getattr(self._theme, str(notice.kind))
        self._icon.setPixmap(icon_pixmap(_ICONS[notice.kind], color, 20, self.devicePixelRatioF()))

    @Slot(bool)
    def _on_details_toggled(self, is_open: bool) -> None:
        self._details.setVisible(is_open)
        self._copy_button.setVisible(is_open)

    @Slot()
    def _on_copy(self) -> None:
        if self._notice is not None:
            QGuiApplication.clipboard().setText(f"{self._notice.text}\n\n{self._notice.details}")
