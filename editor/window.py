"""The window: menus, toolbars, panels, status line. It arranges; what things do is wired in `app`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QUndoStack
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QToolBar, QWidget

from editor.actions import Actions
from editor.canvas.view import CanvasView
from editor.menus import ACTIONS
from editor.panels.brush_panel import BrushPanel, OverlayPanel
from editor.panels.edge_panel import EdgePanel
from editor.panels.fill_panel import FillPanel
from editor.panels.folding import FoldingSection
from editor.panels.history_panel import HistoryPanel
from editor.panels.label_panel import LabelPanel
from editor.panels.menu_bar import MenuBar
from editor.panels.notice_bar import NoticeBar
from editor.panels.sections import SectionStack, controls_of
from editor.panels.selection_panel import SelectionPanel
from editor.panels.slider_row import NumberBox
from editor.panels.sources_panel import SourcesPanel
from editor.panels.stage import Stage
from editor.panels.status_strip import StatusStrip
from editor.panels.tool_bars import main_bar, tools_bar
from editor.panels.variation_strip import VariationStrip
from editor.panels.welcome import Welcome
from editor.theme import Theme

_PANEL_WIDTH_PX = 286


class MainWindow(QMainWindow):
    """Everything on the screen.

    Signals:
        photo_dropped: A file was dropped on the window (`Path`).
        recent_chosen: A recent photo was chosen in the menu (its path as text).
        closed: The window has been closed.

    Attributes:
        canvas: The photo.
        menus: The menu bar.
        brush, selection, fill, labels, sources, edge, overlay, history, welcome, status, notice_bar, strip:
            The controls around it.
    """

    photo_dropped = Signal(object)
    recent_chosen = Signal(str)
    closed = Signal()

    def __init__(self, actions: Actions, canvas: CanvasView, undo_stack: QUndoStack) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Lacuna")
        self.setAcceptDrops(True)
        self.resize(1280, 820)
        self._actions = actions
        self._may_close: Callable[[], bool] = lambda: True
        self.canvas = canvas
        self.notice_bar = NoticeBar()
        self.welcome = Welcome(actions["open"], actions["sample"])
        self.status = StatusStrip()
        self.brush = BrushPanel()
        self.overlay = OverlayPanel()
        self.fill = FillPanel(
            actions["fill"], actions["cancel"], actions["again"], actions["fill_on_release"]
        )
        self.edge = EdgePanel()
        self.selection = SelectionPanel(actions["grow"], actions["shrink"], actions["feather"])
        self.sources = SourcesPanel(
            actions["edit_sources"], actions["clear_sources"], actions["invert_sources"]
        )
        self.labels = LabelPanel(actions["labels"], actions["refill"], actions["clear_labels"])
        self.history = HistoryPanel(undo_stack)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(canvas)
        self.strip = VariationStrip()
        self.setCentralWidget(Stage(self._pages, self.notice_bar, self.strip))
        self.menus = MenuBar(actions, self)
        self.setMenuBar(self.menus)
        # Shortcuts work although a menu is closed, and although the menu bar is hidden.
        for spec in ACTIONS:
            self.addAction(actions[spec.name])
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, main_bar(actions))
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, tools_bar(actions))
        self._build_docks()
        self.statusBar().addPermanentWidget(self.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self._order_tabs()
        for recent in (self.welcome, self.menus):
            recent.recent_chosen.connect(self.recent_chosen)
        self.show_photo(False)

    def set_close_guard(self, may_close: Callable[[], bool]) -> None:
        """Asks `may_close` before the window is closed."""
        self._may_close = may_close

    def add_errand_bar(self, bar: QToolBar) -> None:
        """Shows a bar across the window, below the others: this window works for another program."""
        self.addToolBarBreak(Qt.ToolBarArea.TopToolBarArea)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)

    def come_forward(self) -> None:
        """Shows the window above others and gives it the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_theme(self, theme: Theme) -> None:
        """Draws everything that carries colors of its own anew."""
        self._actions.set_theme(theme)
        for part in (self.notice_bar, self.welcome, self.strip, *self._sections()):
            part.set_theme(theme)

    def show_photo(self, is_open: bool) -> None:
        """Shows the canvas, or the welcome page when no photo is open."""
        self._pages.setCurrentWidget(self.canvas if is_open else self.welcome)
        if is_open:
            self.canvas.setFocus()

    def set_recent(self, paths: list[Path]) -> None:
        """Offers photos opened lately, newest first."""
        self.welcome.set_recent(paths)
        self.menus.set_recent(paths)

    def restore(self, geometry: QByteArray, layout: QByteArray) -> None:
        """Puts window and panels where they were."""
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        if not layout.isEmpty():
            self.restoreState(layout)

    # ---- building ------------------------------------------------------------------------------------

    def _build_docks(self) -> None:
        controls = SectionStack(self._sections(), _PANEL_WIDTH_PX)
        for section in self._sections():
            section.wants_view.connect(partial(controls.reveal, section))
        first = self._dock("controls", self.tr("Controls"), controls)
        first.setTitleBarWidget(QWidget())  # its sections have titles of their own
        self.history.setMinimumWidth(_PANEL_WIDTH_PX)
        second = self._dock("history", self.tr("History"), self.history)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, second)
        self.resizeDocks([first, second], [620, 120], Qt.Orientation.Vertical)
        self.menus.panels.addActions([first.toggleViewAction(), second.toggleViewAction()])

    @property
    def foldable(self) -> dict[str, FoldingSection]:
        """The sections that can be folded away, by a name for the settings."""
        return {
            "brush": self.brush,
            "selection": self.selection,
            "fill": self.fill,
            "sources": self.sources,
            "edge": self.edge,
            "overlay": self.overlay,
        }

    def _sections(self) -> list[FoldingSection]:
        """The controls, top to bottom."""
        return [
            self.brush,
            self.selection,
            self.fill,
            self.labels,
            self.sources,
            self.edge,
            self.overlay,
        ]

    def _dock(self, name: str, title: str, inside: QWidget) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)
        dock.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        dock.setWidget(inside)
        return dock

    def _order_tabs(self) -> None:
        """Tab goes as the eye does; who has typed a number gets back to the photo."""
        stops = [self.notice_bar, self.canvas, self.strip, *self._sections(), self.history]
        chain = [control for stop in stops for control in controls_of(stop)]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)
        for box in self.findChildren(NumberBox):
            box.left.connect(self.canvas.setFocus)

    # ---- Qt ------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.photo_dropped.emit(Path(url.toLocalFile()))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that are held belong to the canvas, whichever control has the focus."""
        if event.key() == Qt.Key.Key_Backslash:
            self.canvas.hold_original(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backslash and not event.isAutoRepeat():
            self.canvas.hold_original(False)
        else:
            super().keyReleaseEvent(event)
