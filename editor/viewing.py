"""How the photo is looked at and worked on: tools, zoom, comparisons, the mask's overlay, colors, help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication

from editor.actions import Actions
from editor.canvas.look import Compare
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.logs import log_folder
from editor.panels.about import AboutDialog
from editor.panels.keys_sheet import KeysSheet
from editor.panels.settings_dialog import SettingsDialog
from editor.panels.tool_bars import TOOLS
from editor.settings import HINTS, THEME, UNITS, Settings
from editor.theme import palette, style_sheet, theme_named
from editor.window import MainWindow

_COMPARISONS = (Compare.ORIGINAL, Compare.SPLIT, Compare.DIFFERENCE)


class Viewing(QObject):
    """Connects the actions that only change what is seen, or what is in the hand."""

    def __init__(
        self, document: Document, canvas: CanvasView, window: MainWindow, actions: Actions, settings: Settings
    ) -> None:
        super().__init__(window)
        self._document = document
        self._canvas = canvas
        self._window = window
        self._actions = actions
        self._settings = settings
        self._connect_tools()
        self._connect_views()
        self._connect_help()
        self.apply_theme()

    @Slot()
    def apply_theme(self) -> None:
        """Colors the window as the setting says."""
        theme = theme_named(self._settings.get(THEME))
        QGuiApplication.setPalette(palette(theme))
        self._window.setStyleSheet(style_sheet(theme))
        self._window.set_theme(theme)
        self._canvas.set_background(QColor(theme.canvas))

    def _connect_tools(self) -> None:
        actions, canvas = self._actions, self._canvas
        for name in TOOLS:
            actions[name].triggered.connect(_call(canvas.set_tool, name))
        actions["swap"].triggered.connect(canvas.swap_mode)
        actions["smaller"].triggered.connect(_call(canvas.step_brush_size, -1))
        actions["larger"].triggered.connect(_call(canvas.step_brush_size, 1))
        actions["softer"].triggered.connect(_call(canvas.step_brush_hardness, -1))
        actions["harder"].triggered.connect(_call(canvas.step_brush_hardness, 1))
        canvas.tool_changed.connect(self._on_tool_changed)
        actions["brush"].setChecked(True)

    def _connect_views(self) -> None:
        actions, canvas, status = self._actions, self._canvas, self._window.status
        actions["fit"].triggered.connect(canvas.zoom_fit)
        actions["zoom_in"].triggered.connect(canvas.zoom_in)
        actions["zoom_out"].triggered.connect(canvas.zoom_out)
        actions["actual"].triggered.connect(_call(canvas.zoom_to, 1.0))
        for compare in _COMPARISONS:
            actions[compare].triggered.connect(_call(self._choose_comparison, compare))
        canvas.compare_changed.connect(self._on_compare_changed)
        self._document.photo_changed.connect(self._show_units)
        self._show_units()
        canvas.zoom_changed.connect(self._on_zoom)
        canvas.cursor_moved.connect(status.show_position)
        canvas.cursor_left.connect(status.hide_position)
        actions["overlay"].setChecked(True)
        actions["overlay"].toggled.connect(canvas.set_overlay_shown)
        actions["full_screen"].toggled.connect(self._on_full_screen)

    def _connect_help(self) -> None:
        actions = self._actions
        for name in ("dark", "light", "system"):
            actions[f"theme_{name}"].triggered.connect(_call(self._choose_theme, name))
        actions[f"theme_{self._settings.get(THEME)}"].setChecked(True)
        self._settings.changed.connect(self._on_setting)
        self._window.welcome.show_steps(self._settings.get(HINTS))
        actions["settings"].triggered.connect(self._on_settings)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply_theme)
        actions["keys"].triggered.connect(self._on_keys)
        actions["log"].triggered.connect(self._on_log)
        actions["about"].triggered.connect(self._on_about)

    def _choose_theme(self, name: str) -> None:
        self._settings.put(THEME, name)

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key == HINTS.key:
            self._window.welcome.show_steps(self._settings.get(HINTS))
        if key == UNITS.key:
            self._show_units()
        if key == THEME.key:
            self._actions[f"theme_{self._settings.get(THEME)}"].setChecked(True)
            self.apply_theme()

    @Slot()
    def _on_settings(self) -> None:
        dialog = SettingsDialog(self._settings, self._actions, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _choose_comparison(self, compare: Compare) -> None:
        is_on = self._actions[compare].isChecked()
        self._canvas.set_compare(compare if is_on else Compare.NONE)

    @Slot()
    def _show_units(self) -> None:
        """Sizes on paper follow the photo's own resolution."""
        resolution = getattr(self._document.source, "resolution", (1.0, 1.0))
        self._window.status.set_units(self._settings.get(UNITS), max(resolution[0], 0.01))

    @Slot(float)
    def _on_zoom(self, scale: float) -> None:
        self._window.status.show_zoom(scale if self._document.is_open else 0.0)

    @Slot(str)
    def _on_compare_changed(self, shown: str) -> None:
        for compare in _COMPARISONS:
            self._actions[compare].setChecked(compare == shown)

    @Slot(str)
    def _on_tool_changed(self, name: str) -> None:
        self._actions[name].setChecked(True)

    @Slot(bool)
    def _on_full_screen(self, is_full: bool) -> None:
        if is_full:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    @Slot()
    def _on_keys(self) -> None:
        sheet = KeysSheet(self._actions, self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    @Slot()
    def _on_about(self) -> None:
        dialog = AboutDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _on_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))


def _call(function: Callable[..., object], *arguments: object) -> Callable[..., None]:
    """A receiver that calls with its own arguments, whatever the signal brings."""

    def receive(*_: object) -> None:
        function(*arguments)

    return receive
