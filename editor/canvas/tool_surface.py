"""The tool in the hand and the brush's settings, as slots and signals."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from editor.canvas.layers import CanvasLook
from editor.canvas.navigation import NavigatedSurface
from editor.canvas.tools import BrushTool, Tool, ToolName
from editor.document.document import Document
from editor.painting.strokes import Brush

# One press of a size key changes the diameter by a tenth, but by a pixel at least.
_SIZE_STEP = 0.1
_HARDNESS_STEP = 0.1


class ToolSurface(NavigatedSurface):
    """A surface with tools: the layer below `CanvasView`, which moves them.

    Signals:
        brush_size_changed(float): Diameter in photo pixels.
        brush_hardness_changed(float): 0..1.
        tool_changed(str): A `ToolName`, or the name of a tool that was added.
    """

    brush_size_changed = Signal(float)
    brush_hardness_changed = Signal(float)
    tool_changed = Signal(str)

    def __init__(
        self, document: Document, look: CanvasLook, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, look, parent)
        self._brush = BrushTool(document, brush)
        self._tools: dict[str, Tool] = {ToolName.BRUSH: self._brush, ToolName.ERASER: self._brush}
        self._tool_name: str = ToolName.BRUSH

    @property
    def tool(self) -> str:
        """Name of the tool in the hand."""
        return self._tool_name

    def add_tool(self, name: str, tool: Tool) -> None:
        """Makes another tool known to `set_tool`."""
        self._tools[name] = tool

    @Slot(str)
    def set_tool(self, name: str) -> None:
        """Takes a tool: "brush", "eraser", "hand", or one that was added."""
        if name == self._tool_name or (name != ToolName.HAND and name not in self._tools):
            return
        self.cancel_drag()
        self._tool_name = name
        if name in (ToolName.BRUSH, ToolName.ERASER):
            self._brush.set_erasing(name == ToolName.ERASER)
        self._show_cursor()
        self.update()
        self.tool_changed.emit(name)

    @Slot()
    def swap_mode(self) -> None:
        """Brush becomes eraser and eraser becomes brush."""
        self.set_tool(ToolName.BRUSH if self._tool_name == ToolName.ERASER else ToolName.ERASER)

    @property
    def brush(self) -> Brush:
        """What strokes are painted with."""
        return self._brush.brush

    @Slot(float)
    def set_brush_size(self, size_px: float) -> None:
        """Diameter in photo pixels, 1..2000."""
        before = self._brush.brush.size_px
        self._brush.set_size(size_px)
        if self._brush.brush.size_px != before:
            self._show_cursor()
            self.update()
            self.brush_size_changed.emit(self._brush.brush.size_px)

    @Slot(float)
    def set_brush_hardness(self, hardness: float) -> None:
        """0..1."""
        before = self._brush.brush.hardness
        self._brush.set_hardness(hardness)
        if self._brush.brush.hardness != before:
            self.update()
            self.brush_hardness_changed.emit(self._brush.brush.hardness)

    @Slot(bool)
    def set_pressure_sized(self, is_pressure_sized: bool) -> None:
        """Whether a pen's pressure scales the brush."""
        self._brush.set_pressure_sized(is_pressure_sized)

    def step_brush_size(self, steps: int) -> None:
        """Larger (or smaller, below 0) by steps of a tenth: the keys `[` and `]`."""
        size = self.brush.size_px
        for _ in range(abs(steps)):
            change = max(1.0, size * _SIZE_STEP)
            size = round(size + change) if steps > 0 else round(size - change)
        self.set_brush_size(size)

    def step_brush_hardness(self, steps: int) -> None:
        """Harder or softer by tenths: `Shift+[` and `Shift+]`."""
        self.set_brush_hardness(round(self.brush.hardness + steps * _HARDNESS_STEP, 2))

    def cancel_drag(self) -> bool:
        """Takes back what the hand is doing right now; returns whether it was doing anything."""
        return False
