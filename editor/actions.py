"""The table of `editor.menus` as Qt's actions, with the person's own keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from editor.icons import icon
from editor.menus import ACTIONS, HELD_KEYS, ActionSpec, plain
from editor.settings import Settings
from editor.theme import Theme


class Actions(QObject):
    """The table's actions as Qt's, with the person's own keys."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions: dict[str, QAction] = {}
        # Why an action cannot be used, whatever is open; in place of its help.
        self._reasons: dict[str, str] = {}
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

    def owner_of(self, keys: QKeySequence, besides: str) -> ActionSpec | None:
        """The action that has these keys, if it is another one than `besides`."""
        for spec in ACTIONS:
            if spec.name != besides and not keys.isEmpty() and keys in self._actions[spec.name].shortcuts():
                return spec
        return None

    def rebind(self, name: str, keys: QKeySequence, *, take: bool = False) -> str | None:
        """Gives an action other keys, now and from now on.

        Args:
            name: The action's.
            keys: One key with its modifiers; an empty sequence leaves the action without a key.
            take: Takes them away from an action that has them.

        Returns:
            What these keys belong to already; nothing changes then. None = done.
        """
        if keys in map(QKeySequence, HELD_KEYS):
            return QCoreApplication.translate("Actions", "the canvas, while held")
        owner = self.owner_of(keys, name)
        if owner is not None:
            if not take:
                return plain(owner.title)
            left = [other for other in self._actions[owner.name].shortcuts() if other != keys]
            self._store(owner, left[0] if left else QKeySequence())
        spec = spec_of(name)
        built_in = [QKeySequence(text) for text in spec.keys]
        is_free = all(self.owner_of(other, name) is None for other in built_in)
        self._store(spec, None if is_free and keys in (built_in or [QKeySequence()]) else keys)
        return None

    def reset_keys(self) -> None:
        """Gives every action its built-in keys again."""
        for spec in ACTIONS:
            self._store(spec, None)

    def _store(self, spec: ActionSpec, keys: QKeySequence | None) -> None:
        """None = the built-in ones."""
        portable = None if keys is None else keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._settings.put_keys_of(spec.name, portable)
        self._show_keys(spec)

    def _show_keys(self, spec: ActionSpec) -> None:
        self._actions[spec.name].setShortcuts(self.keys_of(spec))
        reason = self._reasons.get(spec.name)
        self._actions[spec.name].setToolTip(reason or tooltip(spec, self._actions[spec.name]))

    def explain(self, name: str, reason: str) -> None:
        """Says in its tooltip why an action cannot be used at all; "" = it can."""
        if reason != self._reasons.get(name, ""):
            self._reasons[name] = reason
            self._show_keys(spec_of(name))

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
