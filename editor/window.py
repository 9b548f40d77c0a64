"""The window: menus, toolbars, panels, status line. It arranges; what things do is wired in `app`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QWidget,
)

from editor.actions import Actions
from editor.canvas.view import CanvasView
from editor.menus import ACTIONS, menu_title, plain
from editor.panels.brush_panel import BrushPanel, OverlayPanel
from editor.panels.fill_panel import EdgePanel, FillPanel
from editor.panels.history_panel import HistoryPanel
from editor.panels.notice_bar import NoticeBar
from editor.panels.sections import SectionStack, controls_of
from editor.panels.selection_panel import SelectionPanel, SourcesPanel
from editor.panels.slider_row import NumberBox
from editor.panels.stage import Stage
from editor.panels.status_strip import StatusStrip
from editor.panels.variation_strip import VariationStrip
from editor.panels.welcome import Welcome
from editor.theme import Theme

_PANEL_WIDTH_PX = 286
_TOOL_ICON_PX = 22
_ICON_PX = 20
_MAIN_BAR = (
    ("open", "export"),
    ("undo", "redo"),
    ("clear_mask", "invert_mask", "overlay"),
    ("zoom_out", "zoom_in", "fit", "actual"),
    ("original", "split", "difference"),
)
_TOOLS = ("brush", "eraser", "click", "lasso", "polygon", "rectangle", "line", "blend", "hand")
_TOOL_BAR = (
    _TOOLS[:2],
    _TOOLS[2:-2],
    _TOOLS[-2:-1],
    _TOOLS[-1:],
    ("swap",),
    ("edit_sources", "fill_on_release", "variations"),
)
_THEMES = ("theme_dark", "theme_light", "theme_system")
_MENU_BREAKS = {
    "save_project",
    "export",
    "settings",
    "quit",
    "clear_mask",
    "swap",
    "smaller",
    "cancel",
    "fill_on_release",
}
_MENU_BREAKS |= {"overlay", "original", "full_screen", "log"}
_MENU_BREAKS |= {"import_mask", "keep_mask", "edit_sources", "click", "blend", "hand", "variations"}


class MainWindow(QMainWindow):
    """Everything on the screen.

    Signals:
        photo_dropped: A file was dropped on the window (`Path`).
        recent_chosen: A recent photo was chosen in the menu (its path as text).
        closed: The window has been closed.

    Attributes:
        canvas: The photo.
        brush, selection, fill, sources, edge, overlay, history, welcome, status, notice_bar, strip:
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
        self.history = HistoryPanel(undo_stack)
        self.recent_menu = QMenu(self.tr("Open &Recent"), self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(canvas)
        self.strip = VariationStrip()
        self.setCentralWidget(Stage(self._pages, self.notice_bar, self.strip))
        self._build_menus()
        self._build_bars()
        self._build_docks()
        self.statusBar().addPermanentWidget(self.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self._order_tabs()
        self.welcome.recent_chosen.connect(self.recent_chosen)
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
        for part in (self.notice_bar, self.welcome, self.fill, self.selection, self.strip):
            part.set_theme(theme)

    def show_photo(self, is_open: bool) -> None:
        """Shows the canvas, or the welcome page when no photo is open."""
        self._pages.setCurrentWidget(self.canvas if is_open else self.welcome)
        if is_open:
            self.canvas.setFocus()

    def set_recent(self, paths: list[Path]) -> None:
        """Offers photos opened lately, newest first."""
        self.welcome.set_recent(paths)
        self.recent_menu.clear()
        self.recent_menu.setEnabled(bool(paths))
        for place, path in enumerate(paths, 1):
            mnemonic = f"&{place}  " if place < 10 else ""
            entry = self.recent_menu.addAction(mnemonic + path.name.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(partial(self.recent_chosen.emit, str(path)))

    def restore(self, geometry: QByteArray, layout: QByteArray) -> None:
        """Puts window and panels where they were."""
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        if not layout.isEmpty():
            self.restoreState(layout)

    # ---- building ------------------------------------------------------------------------------------

    def _build_menus(self) -> None:
        menus: dict[str, QMenu] = {}
        for spec in ACTIONS:
            menu = menus.get(spec.group)
            if menu is None:
                menu = menus[spec.group] = self.menuBar().addMenu(menu_title(spec.group))
            if spec.name in _MENU_BREAKS:
                menu.addSeparator()
            if spec.name in _THEMES:
                continue
            menu.addAction(self._actions[spec.name])
            if spec.name == "open":
                menu.addMenu(self.recent_menu)
        self._build_theme_menu(menus["View"])
        self._panels_menu = menus["View"].addMenu(self.tr("&Panels"))
        # Shortcuts work although a menu is closed, and although the menu bar is hidden.
        for spec in ACTIONS:
            self.addAction(self._actions[spec.name])

    def _build_theme_menu(self, view: QMenu) -> None:
        theme_menu = QMenu(self.tr("&Theme"), self)
        group = QActionGroup(self)
        for name in _THEMES:
            group.addAction(self._actions[name])
            theme_menu.addAction(self._actions[name])
        view.addMenu(theme_menu)

    def _build_bars(self) -> None:
        main = self._bar("main", self.tr("Main toolbar"), _MAIN_BAR, _ICON_PX)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        main.addWidget(spacer)
        self._add_button(main, "keys")
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, main)
        tools = self._bar("tools", self.tr("Tools"), _TOOL_BAR, _TOOL_ICON_PX)
        tools.setOrientation(Qt.Orientation.Vertical)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, tools)
        group = QActionGroup(self)
        for name in _TOOLS:
            group.addAction(self._actions[name])

    def _bar(self, name: str, title: str, groups: tuple[tuple[str, ...], ...], icon_px: int) -> QToolBar:
        bar = QToolBar(title)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setIconSize(QSize(icon_px, icon_px))
        for place, group in enumerate(groups):
            if place:
                bar.addSeparator()
            for action_name in group:
                self._add_button(bar, action_name)
        return bar

    def _add_button(self, bar: QToolBar, name: str) -> None:
        action = self._actions[name]
        bar.addAction(action)
        button = bar.widgetForAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(plain(action.text()))

    def _build_docks(self) -> None:
        controls = SectionStack(self._sections(), _PANEL_WIDTH_PX)
        first = self._dock("controls", self.tr("Controls"), controls)
        first.setTitleBarWidget(QWidget())  # its sections have titles of their own
        self.history.setMinimumWidth(_PANEL_WIDTH_PX)
        second = self._dock("history", self.tr("History"), self.history)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, second)
        self.resizeDocks([first, second], [590, 170], Qt.Orientation.Vertical)
        self._panels_menu.addActions([first.toggleViewAction(), second.toggleViewAction()])

    def _sections(self) -> list[QWidget]:
        """The controls, top to bottom."""
        return [self.brush, self.selection, self.fill, self.sources, self.edge, self.overlay]

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
