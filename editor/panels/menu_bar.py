"""The menus: every action of the table, the recent photos, choices of one, and which panels are shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from editor.actions import Actions
from editor.menus import ACTIONS, menu_title

_THEMES = ("theme_dark", "theme_light", "theme_system")
_SCREENS = ("screen_srgb", "screen_file")
# A line above each of these.
_BREAKS = {
    *("save_project", "export", "settings", "quit"),
    *("clear_mask", "import_mask", "keep_mask", "edit_sources", "clear_labels"),
    *("swap", "smaller", "click", "blend", "hand"),
    *("cancel", "fill_on_release", "variations"),
    *("overlay", "original", "full_screen", "log"),
}


class MenuBar(QMenuBar):
    """All menus.

    Signals:
        recent_chosen: A recent photo was chosen (its path as text).

    Attributes:
        recent: The photos opened lately.
        panels: Shows and hides panels; whoever makes them adds their actions.
    """

    recent_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent = QMenu(self.tr("Open &Recent"), self)
        menus: dict[str, QMenu] = {}
        for spec in ACTIONS:
            menu = menus.get(spec.group)
            if menu is None:
                menu = menus[spec.group] = self.addMenu(menu_title(spec.group))
            if spec.name in _BREAKS:
                menu.addSeparator()
            if spec.name in (*_THEMES, *_SCREENS):
                continue
            menu.addAction(actions[spec.name])
            if spec.name == "open":
                menu.addMenu(self.recent)
        menus["View"].addMenu(self._choice(self.tr("&Theme"), _THEMES, actions))
        menus["View"].addMenu(self._choice(self.tr("Screen Profil&e"), _SCREENS, actions))
        self.panels = menus["View"].addMenu(self.tr("&Panels"))

    def set_recent(self, paths: list[Path]) -> None:
        """Offers photos opened lately, newest first."""
        self.recent.clear()
        self.recent.setEnabled(bool(paths))
        for place, path in enumerate(paths, 1):
            mnemonic = f"&{place}  " if place < 10 else ""
            entry = self.recent.addAction(mnemonic + path.name.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(partial(self.recent_chosen.emit, str(path)))

    def _choice(self, title: str, names: tuple[str, ...], actions: Actions) -> QMenu:
        """A menu of which one entry counts at a time."""
        menu = QMenu(title, self)
        group = QActionGroup(self)
        for name in names:
            group.addAction(actions[name])
            menu.addAction(actions[name])
        return menu
