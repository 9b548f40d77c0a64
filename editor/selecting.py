"""Selections from the person's side: tools and modes, how far the mask reaches, and the source area."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.canvas.click_tool import ClickTool
from editor.canvas.tools import ToolName
from editor.canvas.view import CanvasView
from editor.click_select import ClickSelect
from editor.document.document import Document
from editor.document.masked_photo import Target
from editor.inference.controller import FillController
from editor.menus.hints import hint_for
from editor.notices import Notices
from editor.selection.combining import Mode
from editor.settings import KEEP_MASK, LINE_WIDTH, LINES_FILL, SELECT_DISTANCE, SELECT_MODE, Settings
from editor.window import MainWindow

_SELECTING = (ToolName.CLICK, ToolName.LASSO, ToolName.POLYGON, ToolName.RECTANGLE, ToolName.LINE)


class Selecting(QObject):
    """Connects the tools that select, and what reshapes a selection.

    Attributes:
        clicks: Click selection.
    """

    def __init__(
        self,
        document: Document,
        canvas: CanvasView,
        window: MainWindow,
        actions: Actions,
        settings: Settings,
        notices: Notices,
        controller: FillController,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._canvas = canvas
        self._window = window
        self._actions = actions
        self._settings = settings
        self._notices = notices
        self._controller = controller
        self.clicks = ClickSelect(document, canvas.visible_box, lambda: canvas.selection_mode, self)
        canvas.add_tool(ToolName.CLICK, ClickTool(self.clicks))
        self._connect_tools()
        self._connect_choices()
        self._connect_sources()
        self.update_state()

    def close(self) -> None:
        """Ends the thread."""
        self.clicks.close()

    def update_state(self) -> None:
        """Enables what can be done now."""
        document, actions = self._document, self._actions
        is_open = document.is_open
        for name in ("click", "lasso", "polygon", "rectangle", "line", "edit_sources"):
            actions[name].setEnabled(is_open)
        is_mask = document.target is Target.MASK
        is_any = is_open and (document.has_mask if is_mask else document.has_sources)
        for name in ("grow", "shrink", "feather"):
            actions[name].setEnabled(is_any)
        actions["clear_sources"].setEnabled(is_open and document.has_sources)
        actions["invert_sources"].setEnabled(is_open and document.has_sources)
        self._window.sources.set_limited(document.has_sources)

    # ---- connections ---------------------------------------------------------------------------------

    def _connect_tools(self) -> None:
        canvas, clicks = self._canvas, self.clicks
        clicks.changed.connect(canvas.update_sketch)
        clicks.busy_changed.connect(self._on_busy)
        clicks.told.connect(self._notices.info)
        clicks.failed.connect(self._notices.error)
        canvas.tool_changed.connect(self._on_tool)
        self._document.photo_changed.connect(self._on_photo)
        canvas.stroke_committed.connect(self._on_drawn)
        self._on_tool(canvas.tool)

    def _connect_choices(self) -> None:
        settings, panel, canvas, actions = self._settings, self._window.selection, self._canvas, self._actions
        canvas.set_selection_mode(Mode(settings.get(SELECT_MODE)))
        canvas.set_line_width(float(settings.get(LINE_WIDTH)))
        panel.set_choices(
            canvas.selection_mode, settings.get(SELECT_DISTANCE), canvas.line_width, settings.get(LINES_FILL)
        )
        panel.mode_changed.connect(self._on_mode)
        panel.amount_changed.connect(self._on_distance)
        panel.line_width_changed.connect(canvas.set_line_width)
        panel.lines_fill_changed.connect(self._on_lines_fill)
        canvas.line_width_changed.connect(self._on_line_width)
        actions["grow"].triggered.connect(self._on_grow)
        actions["shrink"].triggered.connect(self._on_shrink)
        actions["feather"].triggered.connect(self._on_feather)
        actions["keep_mask"].setChecked(settings.get(KEEP_MASK))
        actions["keep_mask"].toggled.connect(self._on_keep_mask)

    def _connect_sources(self) -> None:
        actions, document = self._actions, self._document
        actions["edit_sources"].toggled.connect(self._on_edit_sources)
        actions["clear_sources"].triggered.connect(self._on_clear_sources)
        actions["invert_sources"].triggered.connect(document.invert_sources)
        document.target_changed.connect(self._on_target)

    # ---- tools ---------------------------------------------------------------------------------------

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        self._window.status.hint.setText(hint_for(name))
        if name in _SELECTING:
            self._window.selection.unfold(True)  # how the tool's selections join is chosen there
        if name == ToolName.CLICK:
            self.clicks.prepare()

    @Slot()
    def _on_photo(self) -> None:
        # What texture may come from is a matter of one photo; the next one begins with its mask.
        self._document.set_target(Target.MASK)
        if self._canvas.tool == ToolName.CLICK:
            self.clicks.prepare()

    @Slot()
    def _on_drawn(self) -> None:
        is_line = self._canvas.tool == ToolName.LINE
        is_filled_anyway = self._actions["fill_on_release"].isChecked()
        wants = self._settings.get(LINES_FILL) and self._document.target is Target.MASK
        if is_line and wants and not is_filled_anyway and self._document.has_mask:
            self._controller.fill()

    @Slot(bool)
    def _on_busy(self, is_busy: bool) -> None:
        text = self.tr("Looking for the object…") if is_busy else hint_for(self._canvas.tool)
        self._window.status.hint.setText(text)

    # ---- choices -------------------------------------------------------------------------------------

    @Slot(object)
    def _on_mode(self, mode: Mode) -> None:
        self._canvas.set_selection_mode(mode)
        self._settings.put(SELECT_MODE, str(mode))

    @Slot(int)
    def _on_distance(self, distance_px: int) -> None:
        self._settings.put(SELECT_DISTANCE, distance_px)

    @Slot(float)
    def _on_line_width(self, width_px: float) -> None:
        panel, settings = self._window.selection, self._settings
        panel.set_choices(
            self._canvas.selection_mode, settings.get(SELECT_DISTANCE), width_px, settings.get(LINES_FILL)
        )
        settings.put(LINE_WIDTH, round(width_px))

    @Slot(bool)
    def _on_lines_fill(self, is_on: bool) -> None:
        self._settings.put(LINES_FILL, is_on)

    @Slot(bool)
    def _on_keep_mask(self, is_on: bool) -> None:
        self._settings.put(KEEP_MASK, is_on)

    @Slot()
    def _on_grow(self) -> None:
        self._document.grow_mask(float(self._settings.get(SELECT_DISTANCE)))

    @Slot()
    def _on_shrink(self) -> None:
        self._document.grow_mask(-float(self._settings.get(SELECT_DISTANCE)))

    @Slot()
    def _on_feather(self) -> None:
        self._document.feather_mask(float(self._settings.get(SELECT_DISTANCE)))

    # ---- source area ---------------------------------------------------------------------------------

    @Slot(bool)
    def _on_edit_sources(self, is_on: bool) -> None:
        self._document.set_target(Target.SOURCES if is_on else Target.MASK)
        if is_on:
            self._window.sources.unfold(True)  # by key or button: what it means, and the way back

    @Slot(str)
    def _on_target(self, target: str) -> None:
        self._actions["edit_sources"].setChecked(target == Target.SOURCES)
        self.update_state()

    @Slot()
    def _on_clear_sources(self) -> None:
        self._document.clear_sources()
