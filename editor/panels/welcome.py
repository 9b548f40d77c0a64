"""What the empty canvas shows: how to get a photo in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from editor.icons import application_icon, icon, icon_pixmap
from editor.panels.steps import Steps
from editor.theme import Theme

_SHOWN_RECENT = 4


class Welcome(QScrollArea):
    """Open a photo, drop one, try a sample, or go on with a recent one; in a small window it scrolls.

    Signals:
        recent_chosen: A recent photo was chosen (its path as text).
    """

    recent_chosen = Signal(str)

    def __init__(self, open_photo: QAction, sample: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Welcome"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        logo = QLabel()
        logo.setPixmap(application_icon().pixmap(QSize(72, 72)))
        title = QLabel(self.tr("Drop a photo here"))
        title.setObjectName("title")
        hint = QLabel(self.tr("Your photos never leave this computer."))
        hint.setObjectName("muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._steps = Steps()
        self._open = QPushButton(" " + self.tr("Open photo…"))
        self._open.setObjectName("primary")
        self._open.clicked.connect(open_photo.trigger)
        self._sample = QPushButton(" " + self.tr("Try the sample photo"))
        self._sample.clicked.connect(sample.trigger)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self._open)
        buttons.addWidget(self._sample)
        buttons.addStretch(1)
        self._recent_title = QLabel(self.tr("Recent"))
        self._recent_title.setObjectName("section")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(44, 34, 44, 34)
        column.setSpacing(12)
        column.addWidget(logo, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._steps)
        column.addSpacing(6)
        column.addLayout(buttons)
        column.addSpacing(2)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        page = QWidget()
        page.setObjectName("welcome")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(page)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self.setWidget(page)
        self.set_recent([])

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        self._open.setIcon(icon_pixmap("open", theme.on_accent, 18, self.devicePixelRatioF()))
        self._sample.setIcon(icon("photo", theme))
        self._steps.set_theme(theme, self.devicePixelRatioF())

    def show_steps(self, are_shown: bool) -> None:
        """Shows the three steps to who is here for the first time, or hides them."""
        self._steps.setVisible(are_shown)

    def set_recent(self, paths: list[Path]) -> None:
        """Offers photos opened lately, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for path in paths[:_SHOWN_RECENT]:
            button = QPushButton(path.name.replace("&", "&&"))
            button.setObjectName("link")
            button.setToolTip(str(path))
            button.setAccessibleName(self.tr("Open {name} again").format(name=path.name))
            button.clicked.connect(partial(self.recent_chosen.emit, str(path)))
            self._recent.addWidget(button)
        self._recent_title.setVisible(bool(paths))
