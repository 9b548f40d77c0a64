"""The table of `editor.menus` as Qt's actions, with the person's own keys."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from editor.menus import ACTIONS, ActionSpec, plain
from editor.settings import Settings
from editor.theme import Theme, icon


class Actions(QObject):
    """The table's actions as Qt's, with the person's own keys."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(spec.title, self)
            action.setObjectName(spec.name)
            action.setCheckable(spec.is_checkable)
            action.setShortcuts(self.keys_of(spec))
            action.setToolTip(tooltip(spec, action))
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def keys_of(self, spec: ActionSpec) -> list[QKeySequence]:
        """The person's own keys of an action, or the built-in ones."""
        own = self._settings.keys_of(spec.name)
        return [QKeySequence(keys) for keys in (spec.keys if own is None else (own,)) if keys]

    def rebind(self, name: str, keys: QKeySequence) -> str | None:
        """Gives an action other keys, now and from now on.

        Returns:
            The text of the action that has these keys already; nothing changes then. None = done.
        """
        for spec in ACTIONS:
            if spec.name != name and not keys.isEmpty() and keys in self._actions[spec.name].shortcuts():
                return plain(spec.title)
        spec = spec_of(name)
        portable = keys.toString(QKeySequence.SequenceFormat.PortableText)
        is_built_in = keys in [QKeySequence(text) for text in spec.keys]
        self._settings.put_keys_of(name, None if is_built_in else portable)
        self._actions[name].setShortcuts(self.keys_of(spec))
        self._actions[name].setToolTip(tooltip(spec, self._actions[name]))
        return None

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.name].setIcon(icon(spec.icon, theme))


def spec_of(name: str) -> ActionSpec:
    """The row of the table with this name."""
    return next(spec for spec in ACTIONS if spec.name == name)


def keys_text(action: QAction) -> str:
    """The keys of an action as the person reads them."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(native) for keys in action.shortcuts())


def tooltip(spec: ActionSpec, action: QAction) -> str:
    """Help and first key in one line."""
    first = keys_text(action).split(", ")[0]
    return f"{spec.explanation} ({first})" if first else spec.explanation
