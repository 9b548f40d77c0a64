"""What the program is, which release, and the terms of everything that it is made of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.icons import application_icon
from editor.licenses import Component, components
from editor.panels.wrapped_label import WrappedLabel
from resources.release import release


class AboutDialog(QDialog):
    """Name, release and terms; a list of all components with their license texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Lacuna"))
        self._components = components()
        self._list = QTreeWidget()
        self._list.setColumnCount(2)
        self._list.setHeaderLabels([self.tr("Component"), self.tr("License")])
        self._list.setRootIsDecorated(False)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setAccessibleName(self.tr("Components and their licenses"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(self.tr("Text of the license"))
        for component in self._components:
            name = f"{component.name} {component.version}".strip()
            item = QTreeWidgetItem(self._list, [name, component.terms])
            item.setToolTip(1, component.terms)
        self._list.setColumnWidth(0, 200)
        self._list.setColumnWidth(1, 210)
        self._lay_out()
        self._list.currentItemChanged.connect(self._on_chosen)
        self._list.setCurrentIndex(self._list.model().index(0, 0))
        self.resize(1140, 680)

    @property
    def shown(self) -> tuple[Component, str]:
        """The chosen component and the text beside it."""
        return self._components[self._place], self._text.toPlainText()

    @property
    def _place(self) -> int:
        item = self._list.currentItem()
        return 0 if item is None else self._list.indexOfTopLevelItem(item)

    def _lay_out(self) -> None:
        logo = QLabel()
        logo.setPixmap(application_icon().pixmap(QSize(56, 56)))
        title = QLabel(f"Lacuna {release()}")
        title.setObjectName("title")
        about = WrappedLabel(
            self.tr(
                "Erase objects from photographs, on this computer, without a connection. The program is "
                "under the Apache License 2.0. Its weights are for non-commercial research use, because part "
                "of the photographs that they were trained on carry such terms."
            )
        )
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(title)
        words.addWidget(about)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        split = QSplitter()
        split.addWidget(self._list)
        split.addWidget(self._text)
        split.setSizes([440, 660])
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(split, 1)
        column.addWidget(buttons)

    @Slot()
    def _on_chosen(self) -> None:
        text = self._components[self._place].text()
        self._text.setPlainText(text or self.tr("The package brings no text; its name says what applies."))
