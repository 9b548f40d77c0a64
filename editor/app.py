"""The composition root: makes settings, document, engine client and window, and connects them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.actions import Actions
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.variations import Variations
from editor.filing import Filing, profile_name
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.files import PHOTO_NAMES, PhotoFiles
from editor.inference.loading import Loader, engine_loader
from editor.inference.progress import FillProgress, eta_text
from editor.inference.projects import SUFFIX
from editor.inference.snapshot import Box, FillChoices, box_of
from editor.inference.variations import VariationController
from editor.keeping import Keeping
from editor.notices import Notices
from editor.panels.batch_desk import BatchDesk
from editor.panels.export_desk import ExportDesk
from editor.panels.questions import Questions, Unsaved
from editor.remembered import Remembered
from editor.selecting import Selecting
from editor.sessions import Session
from editor.settings import (
    DEVICE,
    FILL_DETAIL,
    FILL_GRAIN,
    FILL_RING,
    GEOMETRY,
    KEEP_MASK,
    LAYOUT,
    Settings,
)
from editor.startup import Startup
from editor.varying import Varying
from editor.viewing import Viewing
from editor.window import MainWindow

_STATE_DELAY_MS = 40  # dabs change the mask a hundred times a second; menus need not follow each


class Editor(QObject):
    """One window and all that it needs.

    Attributes:
        settings, notices, document, client, files, controller, filing, actions, canvas, window, questions,
        export_desk: The parts, for tests and for the launcher.
    """

    def __init__(
        self,
        settings: Settings,
        load: Loader | None = None,
        ask: Callable[[QWidget], Questions] = Questions,
        sessions: Path | None = None,
    ) -> None:
        """Args:
        settings: The person's settings.
        load: Opens the engine; None = the real one.
        ask: Makes what asks the person before anything is lost.
        sessions: Where the folders of all windows are; None = beside the settings.
        """
        super().__init__()
        self.settings = settings
        self.notices = Notices(self)
        self.session = Session(sessions or settings.path.parent / "sessions")
        self.document = Document(self, undo_folder=self.session.folder)
        self.client = EngineClient(load or engine_loader(settings.get(DEVICE)), self)
        self.files = PhotoFiles(self)
        self.controller = FillController(
            self.document, self.client, self._choices, self._viewport, parent=self
        )
        self.filing = Filing(self.document, self.files, settings, self.notices, self)
        self.actions = Actions(settings, self)
        self.canvas = CanvasView(self.document)
        self.window = MainWindow(self.actions, self.canvas, self.document.undo_stack)
        self.questions = ask(self.window)
        self.export_desk = ExportDesk(self.filing, settings, self.questions, self.window)
        self.batch_desk = BatchDesk(self.client, self.filing, settings, self.window)
        self.keeping = Keeping(self, self.session)
        self.projects = self.keeping.projects
        self._remembered = Remembered(settings, self.canvas, self.window, self.actions)
        self._viewing = Viewing(self.document, self.canvas, self.window, self.actions, settings)
        self.selecting = Selecting(
            self.document,
            self.canvas,
            self.window,
            self.actions,
            settings,
            self.notices,
            self.filing,
            self.controller,
        )
        self.variations = Variations(self.document, self)
        self.varied = VariationController(
            self.document, self.variations, self.client, self.controller, self._choices, self
        )
        self._varying = Varying(
            self.document,
            self.variations,
            self.varied,
            self.canvas,
            self.window,
            self.actions,
            self.notices,
        )
        self._startup = Startup(self.window, self.client, self)
        self._leave_after_export = False
        self._file_work = ""
        self._state_timer = QTimer(self)
        self._state_timer.setSingleShot(True)
        self._state_timer.setInterval(_STATE_DELAY_MS)
        self._state_timer.timeout.connect(self._update_state)
        self._connect_document()
        self._connect_fill()
        self._connect_files()
        self.window.set_recent(self.filing.recent)
        self.window.restore(settings.get(GEOMETRY), settings.get(LAYOUT))
        self.window.set_close_guard(self._may_close)
        self.window.closed.connect(self._on_closed)
        self._update_state()
        self._show_idle()

    def start(self, photo: Path | None = None, *, recover: bool = True) -> None:
        """Shows the window, offers work that a crash has left, opens a photo or project if one is named, and
        begins to open the engine.

        Args:
            photo: What to open.
            recover: False offers nothing: the window has another errand.
        """
        self.window.show()
        self._startup.begin()  # the engine opens while a question about lost work waits for its answer
        if not (recover and self.keeping.offer_recovery(photo)) and photo is not None:
            self.open(photo)

    def open(self, path: Path) -> None:
        """Opens a photo or a project in the background."""
        if path.suffix.lower() == SUFFIX:
            self.projects.open(path)
        else:
            self.filing.open(path)

    def shut_down(self) -> None:
        """Stops fills, finishes exports, ends the threads."""
        self._startup.stop()
        self.controller.cancel()
        self.varied.cancel()
        self.batch_desk.runner.stop()
        self.client.close()
        self.batch_desk.close()
        self.keeping.close()
        self.selecting.close()
        self.files.close()
        self.session.close()

    # ---- connections ---------------------------------------------------------------------------------

    def _connect_document(self) -> None:
        actions, document = self.actions, self.document
        stack = document.undo_stack
        actions["undo"].triggered.connect(stack.undo)
        actions["redo"].triggered.connect(stack.redo)
        actions["clear_mask"].triggered.connect(self._on_clear_mask)
        actions["invert_mask"].triggered.connect(document.invert_mask)
        actions["last_mask"].triggered.connect(self._on_last_mask)
        for changed in (
            document.sources_changed,
            document.mask_changed,
            document.fills_changed,
            document.photo_changed,
        ):
            changed.connect(self._on_state_changed)
        stack.indexChanged.connect(self._on_state_changed)
        document.dirty_changed.connect(self.window.setWindowModified)
        document.photo_changed.connect(self._on_photo_changed)

    def _connect_fill(self) -> None:
        actions, controller, window = self.actions, self.controller, self.window
        actions["fill"].triggered.connect(self._on_fill)
        actions["again"].triggered.connect(controller.try_again)
        actions["cancel"].triggered.connect(self._on_cancel)
        self.canvas.stroke_committed.connect(self._on_stroke_committed)
        for busy in (controller, self.varied):
            busy.busy_changed.connect(self._on_busy)
            busy.busy_changed.connect(self._on_state_changed)
        self.varied.progress_changed.connect(self._on_progress)
        controller.progress_changed.connect(self._on_progress)
        controller.failed.connect(self.notices.error)
        controller.told.connect(self.notices.info)
        self.client.opened.connect(self._show_idle)
        self.client.open_failed.connect(self.notices.error)
        self.client.open_failed.connect(self._show_idle)
        window.edge.edge_changed.connect(self._on_edge_changed)
        window.edge.edge_settled.connect(self._on_edge_settled)
        self._is_edge_live = False

    def _connect_files(self) -> None:
        actions, window = self.actions, self.window
        self.notices.posted.connect(window.notice_bar.show_notice)
        actions["open"].triggered.connect(self._on_open)
        actions["sample"].triggered.connect(self._on_sample)
        actions["export"].triggered.connect(self.export_desk.ask)
        actions["batch"].triggered.connect(self.batch_desk.show)
        self.batch_desk.photo_chosen.connect(self._on_photo_wanted)
        actions["quit"].triggered.connect(window.close)
        window.photo_dropped.connect(self._on_photo_wanted)
        window.recent_chosen.connect(self._on_photo_wanted)
        self.filing.recent_changed.connect(window.set_recent)
        self.filing.proved.connect(self._on_proved)
        self.controller.filled.connect(self.filing.prove_fill)
        self.filing.exported.connect(self._on_exported)
        self.files.export_failed.connect(self._on_stay)
        self.export_desk.given_up.connect(self._on_stay)
        self.files.busy_changed.connect(self._on_file_work)
        actions["save_project"].triggered.connect(self.projects.save)
        actions["save_project_as"].triggered.connect(self.projects.save_as)
        actions["export_layers"].triggered.connect(self.projects.export_layers)
        self.projects.busy_changed.connect(self._on_file_work)
        self.projects.path_changed.connect(self._show_title)
        self.projects.saved.connect(self._on_exported)
        self.projects.save_failed.connect(self._on_stay)

    # ---- filling -------------------------------------------------------------------------------------

    def _choices(self) -> FillChoices:
        stored = self.settings.get
        return FillChoices(stored(FILL_DETAIL), stored(FILL_GRAIN), stored(FILL_RING), stored(KEEP_MASK))

    def _viewport(self) -> Box | None:
        return box_of(self.canvas.visible_box())

    @Slot()
    def _on_busy(self) -> None:
        self.window.fill.set_busy(self._is_filling)

    @property
    def _is_filling(self) -> bool:
        return self.controller.is_busy or self.varied.is_busy

    @Slot()
    def _on_fill(self) -> None:
        """What Enter means: close the polygon that is being drawn, else fill."""
        if not self.canvas.finish():
            self.controller.fill()

    @Slot()
    def _on_stroke_committed(self) -> None:
        if self.actions["fill_on_release"].isChecked() and self.document.has_mask:
            self.controller.fill()

    @Slot()
    def _on_cancel(self) -> None:
        """What Esc means: let go of what the hand has begun, else stop the fill, else take the mask away."""
        if self.canvas.cancel_drag():
            return
        if self._is_filling:
            self.controller.cancel()
            self.varied.cancel()
        elif self.document.has_mask:
            self._on_clear_mask()

    @Slot()
    def _on_clear_mask(self) -> None:
        self.document.clear_mask()

    @Slot()
    def _on_last_mask(self) -> None:
        if not self.document.restore_last_mask():
            self.notices.info(self.tr("There is no earlier mask of this photo."))

    @Slot(int, int)
    def _on_edge_changed(self, expand_px: int, feather_px: int) -> None:
        self.document.adjust_edge(expand_px, feather_px, is_live=self._is_edge_live)
        self._is_edge_live = True

    @Slot()
    def _on_edge_settled(self) -> None:
        self._is_edge_live = False

    @Slot(object)
    def _on_progress(self, progress: FillProgress | None) -> None:
        if progress is None:
            self._show_idle()
            return
        remarks = [eta_text(progress.eta_s)]
        if progress.waiting:
            remarks.append(self.tr("%n more waiting", "", progress.waiting))
        shown = [remark for remark in remarks if remark]
        self.window.status.show_work(f"{progress.sentence}…", progress.done, progress.total, shown)

    @Slot(str)
    def _on_file_work(self, sentence: str) -> None:
        self._file_work = sentence
        if not self._is_filling:
            self._show_idle()

    @Slot()
    def _show_idle(self) -> None:
        status = self.window.status
        if self._is_filling:
            return
        if self._file_work:
            status.show_work(f"{self._file_work}…", 0, 0, [])
        else:
            waiting = (
                self.tr("No fill engine") if self.client.has_failed else self.tr("Opening the fill engine…")
            )
            status.show_idle(self.tr("Ready") if self.client.is_open else waiting)

    # ---- files ---------------------------------------------------------------------------------------

    @Slot()
    def _on_open(self) -> None:
        folder = str(self.filing.folder)
        filters = self.tr("Photos and projects ({names});;All files (*)")
        filters = filters.format(names=f"{PHOTO_NAMES} *{SUFFIX}")
        chosen, _ = QFileDialog.getOpenFileName(self.window, self.tr("Open photo"), folder, filters)
        if chosen:
            self._on_photo_wanted(chosen)

    @Slot()
    def _on_sample(self) -> None:
        if self._may_leave():
            self.files.open_sample()

    @Slot(object)
    def _on_photo_wanted(self, path: str | Path) -> None:
        if self._may_leave():
            self.open(Path(path))

    @Slot()
    def _on_photo_changed(self) -> None:
        document, status = self.document, self.window.status
        self.window.show_photo(document.is_open)
        self._show_title()
        status.proof.setText("")
        height, width = document.size
        depth = 8 * document.pixels.dtype.itemsize
        parts = [
            f"{width} × {height}",
            self.tr("%n bit", "", depth),
            profile_name(document.profile) or "sRGB",
        ]
        status.photo.setText(" · ".join(parts) if document.is_open else "")

    @Slot()
    def _show_title(self) -> None:
        project = self.projects.path
        name = self.document.name if project is None else project.name
        self.window.setWindowTitle(f"{name}[*] — Lacuna" if self.document.is_open else "Lacuna")

    def _may_leave(self) -> bool:
        """Asks about unsaved work; whether the photo may be left now."""
        if not self.document.is_dirty:
            return True
        return self._ask_about_work() is Unsaved.DISCARD

    def _ask_about_work(self) -> Unsaved:
        answer = self.questions.unsaved(self.document.name)
        if answer is Unsaved.EXPORT:
            self.export_desk.ask()
        elif answer is Unsaved.SAVE:
            self.projects.save()
        return answer

    def _may_close(self) -> bool:
        if not self.document.is_dirty:
            return True
        self._leave_after_export = True
        answer = self._ask_about_work()
        if answer in (Unsaved.DISCARD, Unsaved.STAY):
            self._leave_after_export = False
        return answer is Unsaved.DISCARD

    @Slot(str, str)
    def _on_proved(self, sentence: str, details: str) -> None:
        self.window.status.proof.setText(sentence)
        self.window.status.proof.setToolTip(details)

    @Slot(object)
    def _on_exported(self, _path: Path) -> None:
        if self._leave_after_export and not self.document.is_dirty:
            self.window.close()
        self._leave_after_export = False

    @Slot()
    def _on_stay(self) -> None:
        self._leave_after_export = False

    @Slot()
    def _on_closed(self) -> None:
        self.settings.put(GEOMETRY, self.window.saveGeometry())
        self.settings.put(LAYOUT, self.window.saveState())
        self.settings.save()
        self.window.hide()
        self.shut_down()

    # ---- what can be done now ------------------------------------------------------------------------

    @Slot()
    def _on_state_changed(self) -> None:
        self._state_timer.start()

    @Slot()
    def _update_state(self) -> None:
        document, actions = self.document, self.actions
        stack, is_open = document.undo_stack, document.is_open
        # Fill and try again answer even when there is nothing to fill: they say what is missing.
        for name in (
            "fill",
            "again",
            "export",
            "save_project",
            "save_project_as",
            "export_layers",
            "invert_mask",
            "last_mask",
            "original",
            "split",
            "difference",
        ):
            actions[name].setEnabled(is_open)
        for name in ("fit", "actual", "zoom_in", "zoom_out", "overlay", "brush", "eraser", "hand", "swap"):
            actions[name].setEnabled(is_open)
        for name in ("smaller", "larger", "softer", "harder"):
            actions[name].setEnabled(is_open)
        has_mask = is_open and document.has_mask
        self.window.fill.set_ready(has_mask, document.last_fill is not None)
        actions["clear_mask"].setEnabled(has_mask)
        actions["cancel"].setEnabled(is_open)
        actions["undo"].setEnabled(stack.canUndo())
        actions["redo"].setEnabled(stack.canRedo())
        self.selecting.update_state()
        self._varying.update_state()
        record = document.last_fill
        self.window.edge.set_available(record is not None)
        self.window.edge.set_edge(
            record.edge.expand_px if record else 0, record.edge.feather_px if record else 0
        )

    @Slot(str, str)
    def on_asked(self, photo: str, activation: str) -> None:
        """Another start of the program hands over its photo, or only wants to see the window."""
        if not self.window.isVisible():
            return  # it was closed while the other one asked
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt reads it when a window is activated
        self.window.come_forward()
        if photo:
            self._on_photo_wanted(photo)
