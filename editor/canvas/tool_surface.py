"""The tool in the hand and the brush's settings, as slots and signals."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from editor.canvas.line_tool import LineTool
from editor.canvas.look import CanvasLook
from editor.canvas.navigation import NavigatedSurface
from editor.canvas.shape_tools import LassoTool, PolygonTool, RectangleTool
from editor.canvas.tools import BrushTool, Tool, ToolName
from editor.document.document import Document
from editor.painting.strokes import Brush
from editor.selection.combining import Mode

# One press of a size key changes the diameter by a tenth, but by a pixel at least.
_SIZE_STEP = 0.1
_HARDNESS_STEP = 0.1
# The pointer means a corner within this distance on the screen.
_CORNER_REACH_PX = 8


class ToolSurface(NavigatedSurface):
    """A surface with tools: the layer below `CanvasView`, which moves them.

    Signals:
        brush_size_changed(float): Diameter in photo pixels.
        brush_hardness_changed(float): 0..1.
        line_width_changed(float): Width of the line tool's band in photo pixels.
        own_size_changed(float): Diameter of another brush that is a tool's own, and in the hand.
        tool_changed(str): A `ToolName`, or the name of a tool that was added.
    """

    brush_size_changed = Signal(float)
    brush_hardness_changed = Signal(float)
    line_width_changed = Signal(float)
    own_size_changed = Signal(float)
    tool_changed = Signal(str)

    def __init__(
        self, document: Document, look: CanvasLook, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, look, parent)
        self._brush = BrushTool(document, brush)
        self._line = LineTool(document)
        self._mode = Mode.REPLACE
        shape = (document, lambda: self._mode, self._corner_reach_px)
        self._tools: dict[str, Tool] = {
            ToolName.BRUSH: self._brush,
            ToolName.ERASER: self._brush,
            ToolName.LASSO: LassoTool(*shape),
            ToolName.POLYGON: PolygonTool(*shape),
            ToolName.RECTANGLE: RectangleTool(*shape),
            ToolName.LINE: self._line,
        }
        self._tool_name: str = ToolName.BRUSH

    @property
    def tool(self) -> str:
        """Name of the tool in the hand."""
        return self._tool_name

    @property
    def _tool(self) -> Tool | None:
        """The tool in the hand; None for the hand itself, which has no need of one."""
        return self._tools.get(self._tool_name)

    @property
    def selection_mode(self) -> Mode:
        """What a selection does to the mask unless Shift or Alt is held."""
        return self._mode

    def set_selection_mode(self, mode: Mode) -> None:
        """Chooses it."""
        self._mode = mode

    @property
    def line_width(self) -> float:
        """Width of the line tool's band in photo pixels."""
        return self._line.width_px

    @Slot(float)
    def set_line_width(self, width_px: float) -> None:
        """1..400 photo pixels."""
        before = self._line.width_px
        self._line.set_size(width_px)
        if self._line.width_px != before:
            self._show_cursor()
            self.update()
            self.line_width_changed.emit(self._line.width_px)

    def add_tool(self, name: str, tool: Tool) -> None:
        """Makes another tool known to `set_tool`."""
        self._tools[name] = tool

    @Slot(str)
    def set_tool(self, name: str) -> None:
        """Takes a tool: a `ToolName`, or one that was added. What the old one had begun is given up."""
        if name == self._tool_name or (name != ToolName.HAND and name not in self._tools):
            return
        self.cancel_drag()
        if self._tool is not None:
            self._tool.cancel()
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

    @property
    def tool_size(self) -> float:
        """Diameter of what the tool in the hand paints with: its own brush, or the brush."""
        own = None if self._tool is None else self._tool.own_size_px
        return self.brush.size_px if own is None else own

    def set_tool_size(self, size_px: float) -> None:
        """Changes that, in photo pixels."""
        tool, before = self._tool, self.tool_size
        if tool is self._line:
            self.set_line_width(size_px)
        elif tool is None or tool.own_size_px is None:
            self.set_brush_size(size_px)
        else:
            tool.set_size(size_px)
            if self.tool_size != before:
                self._show_cursor()
                self.update()
                self.own_size_changed.emit(self.tool_size)

    def step_brush_size(self, steps: int) -> None:
        """Larger (or smaller, below 0) by steps of a tenth: the keys `[` and `]`."""
        size = self.tool_size
        for _ in range(abs(steps)):
            change = max(1.0, size * _SIZE_STEP)
            size = round(size + change) if steps > 0 else round(size - change)
        self.set_tool_size(size)

    def step_brush_hardness(self, steps: int) -> None:
        """Harder or softer by tenths: `Shift+[` and `Shift+]`."""
        self.set_brush_hardness(round(self.brush.hardness + steps * _HARDNESS_STEP, 2))

    def _corner_reach_px(self) -> float:
        return _CORNER_REACH_PX * self.devicePixelRatioF() / self.zoom

    def cancel_drag(self) -> bool:
        """Takes back what the hand is doing right now, or what it has begun; whether there was anything."""
        return False
