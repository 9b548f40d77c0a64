"""Every key in one table, and the place to change them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.actions import Actions, keys_text, spec_of
from editor.menus import ACTIONS, gestures_explained, menu_title, plain

_NAME = Qt.ItemDataRole.UserRole


class KeysTable(QWidget):
    """All actions with their keys; the chosen one can be given another, also one that is taken."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        field = self._edit.findChild(QLineEdit)
        assert field is not None, "a key is entered in a line"
        field.setPlaceholderText(self.tr("Press the new key"))
        self._set = QPushButton(self.tr("Use this key"))
        self._reset = QPushButton(self.tr("Back to default"))
        self._reset_all = QPushButton(self.tr("Reset all"))
        self._wanted: QKeySequence | None = None  # taken by another action, and asked for once
        row = QHBoxLayout()
        row.addWidget(self._label, 1)
        for widget in (self._edit, self._set, self._reset, self._reset_all):
            row.addWidget(widget)
        for button in (self._set, self._reset, self._reset_all):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._tree, 1)
        column.addLayout(row)
        self._fill()
        self._tree.currentItemChanged.connect(self._on_current)
        self._set.clicked.connect(self._on_set)
        self._reset.clicked.connect(self._on_reset)
        self._reset_all.clicked.connect(self._on_reset_all)
        self._edit.keySequenceChanged.connect(self._on_keys)
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
        """Gives the chosen action another key. One that is taken is only given when asked for twice."""
        item = self._current()
        if item is None:
            return
        name = item.data(0, _NAME)
        taken_by = self._actions.rebind(name, keys, take=keys == self._wanted)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self._forget_wish()
        if taken_by is None:
            self._show_keys()
            self._label.setText(self.tr("Changed."))
            return
        sentence = self.tr("{keys} belongs to “{action}” already.")
        self._label.setText(sentence.format(keys=shown, action=taken_by))
        if self._actions.owner_of(keys, name) is not None:
            self._wanted = keys
            self._set.setText(self.tr("Take it"))

    def _forget_wish(self) -> None:
        self._wanted = None
        self._set.setText(self.tr("Use this key"))

    def _show_keys(self) -> None:
        for item in self._items():
            if item.data(0, _NAME):
                item.setText(1, keys_text(self._actions[item.data(0, _NAME)]))

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
        self._forget_wish()
        item = self._current()
        for widget in (self._edit, self._set, self._reset):
            widget.setEnabled(item is not None)
        if item is not None:
            self._edit.setKeySequence(self._actions[item.data(0, _NAME)].shortcut())
            self._label.setText(self.tr("Key of “{action}”:").format(action=item.text(0)))

    @Slot()
    def _on_keys(self) -> None:
        if self._wanted is not None and self._edit.keySequence() != self._wanted:
            self._forget_wish()

    @Slot()
    def _on_reset_all(self) -> None:
        self._actions.reset_keys()
        self._show_keys()
        self._on_current()
        self._label.setText(self.tr("All keys are as they were at first."))

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
