"""Controls whose values outlive the window: shows what the settings hold, stores what the person chooses."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor

from editor.actions import Actions
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.settings import (
    BRUSH_HARDNESS,
    BRUSH_PRESSURE,
    BRUSH_SIZE,
    FILL_DETAIL,
    FILL_GRAIN,
    FILL_ON_RELEASE,
    FILL_RING,
    OVERLAY_COLOR,
    OVERLAY_OPACITY,
    UNFOLDED,
    Settings,
)
from editor.window import MainWindow

# Of the shorter side of what is in view: a good finger's breadth on any screen.
_BRUSH_SHARE = 1 / 20


class Remembered(QObject):
    """Keeps panels, canvas and settings of one mind."""

    def __init__(
        self, document: Document, settings: Settings, canvas: CanvasView, window: MainWindow, actions: Actions
    ) -> None:
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._canvas = canvas
        self._window = window
        self._is_proposing = False
        self._show()
        document.photo_changed.connect(self._on_photo_changed)
        canvas.brush_size_changed.connect(self._on_size)
        canvas.brush_hardness_changed.connect(self._on_hardness)
        window.brush.size_changed.connect(canvas.set_brush_size)
        window.brush.hardness_changed.connect(canvas.set_brush_hardness)
        window.brush.pressure_changed.connect(self._on_pressure)
        window.overlay.color_changed.connect(self._on_color)
        window.overlay.opacity_changed.connect(self._on_opacity)
        window.fill.detail_changed.connect(self._on_detail)
        window.fill.grain_changed.connect(self._on_grain)
        window.fill.ring_changed.connect(self._on_ring)
        unfolded = settings.get(UNFOLDED).split(",")
        for name, section in window.foldable.items():
            section.unfold(name in unfolded)
            section.unfolded.connect(self._on_unfolded)
        settings.changed.connect(self._on_setting)
        actions["fill_on_release"].setChecked(settings.get(FILL_ON_RELEASE))
        actions["fill_on_release"].toggled.connect(self._on_fill_on_release)

    def _show(self) -> None:
        settings, canvas, window = self._settings, self._canvas, self._window
        canvas.set_brush_size(float(settings.get(BRUSH_SIZE)))
        canvas.set_brush_hardness(settings.get(BRUSH_HARDNESS))
        canvas.set_pressure_sized(settings.get(BRUSH_PRESSURE))
        window.brush.set_size(settings.get(BRUSH_SIZE))
        window.brush.set_hardness(settings.get(BRUSH_HARDNESS))
        window.brush.set_pressure(settings.get(BRUSH_PRESSURE))
        window.fill.set_choices(settings.get(FILL_DETAIL), settings.get(FILL_GRAIN))
        window.fill.set_ring(settings.get(FILL_RING))
        self._show_overlay()

    def _show_overlay(self) -> None:
        color = QColor(self._settings.get(OVERLAY_COLOR))
        if not color.isValid():
            color = QColor(OVERLAY_COLOR.default)
        opacity = self._settings.get(OVERLAY_OPACITY)
        self._canvas.set_overlay(color, opacity)
        self._window.overlay.set_overlay(color, opacity)

    @Slot()
    def _on_unfolded(self) -> None:
        sections = self._window.foldable.items()
        self._settings.put(UNFOLDED, ",".join(name for name, section in sections if section.is_unfolded))

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key in (OVERLAY_COLOR.key, OVERLAY_OPACITY.key):
            self._show_overlay()

    @Slot()
    def _on_photo_changed(self) -> None:
        """Proposes a brush that is more than a dot on a large photo, until the person has chosen a size."""
        if not self._document.is_open or self._settings.has(BRUSH_SIZE):
            return
        seen = self._canvas.visible_box()
        size_px = float(f"{min(seen.width, seen.height) * _BRUSH_SHARE:.2g}")
        self._is_proposing = True
        self._canvas.set_brush_size(max(BRUSH_SIZE.default, size_px))
        self._is_proposing = False

    @Slot(float)
    def _on_size(self, size_px: float) -> None:
        self._window.brush.set_size(size_px)
        if not self._is_proposing:
            self._settings.put(BRUSH_SIZE, round(size_px))

    @Slot(float)
    def _on_hardness(self, hardness: float) -> None:
        self._window.brush.set_hardness(hardness)
        self._settings.put(BRUSH_HARDNESS, float(hardness))

    @Slot(bool)
    def _on_pressure(self, is_on: bool) -> None:
        self._canvas.set_pressure_sized(is_on)
        self._settings.put(BRUSH_PRESSURE, is_on)

    @Slot(QColor)
    def _on_color(self, color: QColor) -> None:
        self._settings.put(OVERLAY_COLOR, color.name())

    @Slot(float)
    def _on_opacity(self, opacity: float) -> None:
        self._settings.put(OVERLAY_OPACITY, opacity)

    @Slot(float)
    def _on_detail(self, detail: float) -> None:
        self._settings.put(FILL_DETAIL, detail)

    @Slot(float)
    def _on_grain(self, grain: float) -> None:
        self._settings.put(FILL_GRAIN, grain)

    @Slot(int)
    def _on_ring(self, ring_px: int) -> None:
        self._settings.put(FILL_RING, ring_px)

    @Slot(bool)
    def _on_fill_on_release(self, is_on: bool) -> None:
        self._settings.put(FILL_ON_RELEASE, is_on)
