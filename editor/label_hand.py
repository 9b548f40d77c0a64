"""The label brush and its controls: what it does, what it paints, how large it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from editor.canvas.label_tool import LabelMode, LabelTool
from editor.canvas.tools import ToolName
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.inference.vocabulary import label_name
from editor.notices import Notices
from editor.panels.label_list import LabelRow
from editor.panels.label_panel import LabelPanel
from editor.settings import LABEL_BRUSH, LABEL_OPACITY, LABEL_VOCABULARY, Settings


class LabelHand(QObject):
    """Connects the label brush with panel and settings.

    Signals:
        painted: A label was painted, dragged or erased.
        picked: A label was picked out of the photo: its name.
        wanted: The brush was taken up: nobody paints what they cannot see.

    Attributes:
        tool: The label brush.
    """

    painted = Signal()
    picked = Signal(str)
    wanted = Signal()

    def __init__(
        self,
        document: Document,
        canvas: CanvasView,
        panel: LabelPanel,
        settings: Settings,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._panel = panel
        self._settings = settings
        self._notices = notices
        self.tool = LabelTool(document.labels, self._on_picked, self._on_missing, self.painted.emit)
        canvas.add_tool(ToolName.LABEL, self.tool)
        self.tool.set_size(float(settings.get(LABEL_BRUSH)))
        self._show_choices()
        canvas.tool_changed.connect(self._on_tool)
        canvas.own_size_changed.connect(self._on_size)
        panel.mode_chosen.connect(self._on_mode)
        panel.list.chosen.connect(self._on_chosen)
        panel.size_changed.connect(self._on_size)
        settings.changed.connect(self._on_setting)

    def choose_among(self, rows: Sequence[LabelRow]) -> None:
        """Something to begin with where the chosen label is none of these: what surrounds the hole most."""
        if rows and self.tool.code not in {row.style.code for row in rows}:
            self._choose(max(rows, key=lambda row: row.around).style.code)

    def let_go(self) -> None:
        """Takes up the brush of the mask instead."""
        if self._canvas.tool == ToolName.LABEL:
            self._canvas.set_tool(ToolName.BRUSH)

    def _choose(self, code: int) -> None:
        self.tool.code = code
        self._panel.list.choose(code)

    def _show_choices(self) -> None:
        stored = self._settings.get
        self._panel.set_choices(stored(LABEL_VOCABULARY), self.tool.size_px, stored(LABEL_OPACITY))

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        is_label = name == ToolName.LABEL
        self._panel.set_mode(str(self.tool.mode) if is_label else "")
        if is_label:
            self.wanted.emit()
        else:
            self.tool.mode = LabelMode.PAINT

    @Slot(str)
    def _on_mode(self, mode: str) -> None:
        self.tool.mode = LabelMode(mode)
        self._panel.set_mode(mode)
        self._canvas.set_tool(ToolName.LABEL)
        self._canvas.setFocus()

    @Slot(int)
    def _on_chosen(self, code: int) -> None:
        self._choose(code)
        if self._canvas.tool == ToolName.LABEL and self.tool.mode is not LabelMode.PAINT:
            self._on_mode(LabelMode.PAINT)

    @Slot(float)
    def _on_size(self, size_px: float) -> None:
        self.tool.set_size(size_px)
        self._settings.put(LABEL_BRUSH, round(self.tool.size_px))
        self._canvas.update()

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key in (LABEL_VOCABULARY.key, LABEL_BRUSH.key):
            self._show_choices()

    def _on_picked(self, code: int) -> None:
        self._choose(code)
        self.picked.emit(label_name(code))
        if self.tool.mode is LabelMode.PICK:
            self._on_mode(LabelMode.PAINT)

    def _on_missing(self, mode: LabelMode) -> None:
        if mode is LabelMode.PICK:
            text = self.tr("No label is known here; labels are known in the hole and around it.")
        elif mode is LabelMode.DRAG:
            text = self.tr("Press inside a label near its border, and drag into the hole.")
        elif self.tool.code == 0:
            text = self.tr("Choose a label in the list first, or hold Alt and click on one in the photo.")
        else:
            text = self.tr("Labels can be painted in the hole, and where they are shown around it.")
        self._notices.info(text)
