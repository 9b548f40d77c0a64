"""F1: every key in one sheet, and the place to change them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.actions import Actions, keys_text, spec_of
from editor.menus import ACTIONS, gestures_explained, menu_title, plain

_NAME = Qt.ItemDataRole.UserRole


class KeysSheet(QDialog):
    """All actions with their keys; the chosen one can be given another."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(820, 660)
        self._actions = actions
        self._tree = QTreeWidget()
        self._tree.setColumnCount(3)
        self._tree.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("What it does")])
        self._tree.setRootIsDecorated(False)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._label = QLabel(self.tr("Choose an action to change its key."))
        self._label.setObjectName("muted")
        self._label.setWordWrap(True)
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        self._edit.setAccessibleName(self.tr("New key of the chosen action"))
        self._edit.setFixedWidth(150)
        self._set = QPushButton(self.tr("Use this key"))
        self._reset = QPushButton(self.tr("Back to default"))
        close = QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        row.addWidget(self._label, 1)
        for widget in (self._edit, self._set, self._reset, close):
            row.addWidget(widget)
        for button in (self._set, self._reset, close):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(self._tree, 1)
        column.addLayout(row)
        self._fill()
        self._tree.currentItemChanged.connect(self._on_current)
        self._set.clicked.connect(self._on_set)
        self._reset.clicked.connect(self._on_reset)
        close.clicked.connect(self.accept)
        self._on_current()

    def rows(self) -> dict[str, str]:
        """What the sheet shows: action name -> keys; gestures under their own words."""
        found: dict[str, str] = {}
        for item in self._items():
            if item.parent() is not None:
                found[item.data(0, _NAME) or item.text(2)] = item.text(1)
        return found

    def choose(self, name: str) -> None:
        """Selects an action."""
        for item in self._items():
            if item.data(0, _NAME) == name:
                self._tree.setCurrentItem(item)

    def give(self, keys: QKeySequence) -> None:
        """Gives the chosen action another key, or says which action has it."""
        item = self._current()
        if item is None:
            return
        name = item.data(0, _NAME)
        taken_by = self._actions.rebind(name, keys)
        if taken_by is not None:
            self._label.setText(
                self.tr("{keys} belongs to “{action}” already.").format(
                    keys=keys.toString(QKeySequence.SequenceFormat.NativeText), action=taken_by
                )
            )
            return
        item.setText(1, keys_text(self._actions[name]))
        self._label.setText(self.tr("Changed."))

    def _items(self) -> list[QTreeWidgetItem]:
        return self._tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)

    def _current(self) -> QTreeWidgetItem | None:
        """The chosen action's row; None where a heading or a gesture is chosen."""
        item = self._tree.currentItem()
        return item if item is not None and item.data(0, _NAME) else None

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for spec in ACTIONS:
            if spec.group not in groups:
                groups[spec.group] = self._group(plain(menu_title(spec.group)))
            action = self._actions[spec.name]
            item = QTreeWidgetItem(
                groups[spec.group], [plain(spec.title), keys_text(action), spec.explanation]
            )
            item.setData(0, _NAME, spec.name)
        canvas = self._group(self.tr("On the canvas"))
        for keys, what in gestures_explained():
            QTreeWidgetItem(canvas, ["", keys, what])
        self._tree.expandAll()

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self._tree, [title])
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return item

    @Slot()
    def _on_current(self) -> None:
        item = self._current()
        for widget in (self._edit, self._set, self._reset):
            widget.setEnabled(item is not None)
        if item is not None:
            self._edit.setKeySequence(self._actions[item.data(0, _NAME)].shortcut())
            self._label.setText(self.tr("Key of “{action}”:").format(action=item.text(0)))

    @Slot()
    def _on_set(self) -> None:
        self.give(self._edit.keySequence())

    @Slot()
    def _on_reset(self) -> None:
        item = self._current()
        if item is not None:
            built_in = spec_of(item.data(0, _NAME)).keys
            self.give(QKeySequence(built_in[0] if built_in else ""))
            self._edit.setKeySequence(self._actions[item.data(0, _NAME)].shortcut())
