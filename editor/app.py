"""The composition root: makes settings, document, engine client and window, and connects them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.activity import Activity
from editor.availability import Availability
from editor.canvas.view import CanvasView
from editor.captions import Captions
from editor.document.document import Document
from editor.document.variations import Variations
from editor.filing import Filing
from editor.fill_desk import FillDesk, choices_in
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.files import PhotoFiles
from editor.inference.labels import LabelController
from editor.inference.loading import Loader, engine_loader
from editor.inference.snapshot import Box, box_of
from editor.inference.variations import VariationController
from editor.keeping import Keeping
from editor.labeling import Labeling
from editor.leaving import Leaving
from editor.mask_desk import MaskDesk
from editor.notices import Notices
from editor.opening import Opening
from editor.panels.batch_desk import BatchDesk
from editor.panels.export_desk import ExportDesk
from editor.panels.questions import Questions
from editor.remembered import Remembered
from editor.screen_profile import ScreenProfile
from editor.selecting import Selecting
from editor.sessions import Session
from editor.settings import DEVICE, GEOMETRY, LAYOUT, Settings
from editor.startup import Startup
from editor.varying import Varying
from editor.viewing import Viewing
from editor.window import MainWindow


class Editor(QObject):
    """One window and all that it needs.

    Attributes:
        settings, notices, document, client, files, controller, filing, actions, canvas, window, questions,
        export_desk, batch_desk, keeping, projects, selecting, mask_desk, looking, labeling, variations,
        varied, availability:
            The parts, for tests and for the launcher.
    """

    def __init__(
        self,
        settings: Settings,
        load: Loader | None = None,
        ask: Callable[[MainWindow], Questions] = Questions,
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
        self.notices = notices = Notices(self)
        self.session = Session(sessions or settings.path.parent / "sessions")
        self.document = document = Document(self, undo_folder=self.session.folder)
        self.client = client = EngineClient(load or engine_loader(settings.get(DEVICE)), self)
        self.files = files = PhotoFiles(self)
        choices = partial(choices_in, settings)
        self.controller = controller = FillController(document, client, choices, self._looked_at, parent=self)
        self.filing = filing = Filing(document, files, settings, notices, self)
        self.actions = actions = Actions(settings, self)
        self.canvas = canvas = CanvasView(document)
        self.window = window = MainWindow(actions, canvas, document.undo_stack)
        self.questions = ask(window)
        self.export_desk = ExportDesk(filing, settings, self.questions, window)
        self.batch_desk = BatchDesk(client, filing, settings, window)
        self.keeping = Keeping(self, self.session)
        self.projects = self.keeping.projects
        self._remembered = Remembered(document, settings, canvas, window, actions)
        self._viewing = Viewing(document, canvas, window, actions, settings)
        self.mask_desk = MaskDesk(document, canvas, filing, self.questions, notices, actions, self)
        self.selecting = Selecting(document, canvas, window, actions, settings, notices, controller)
        self.variations = Variations(document, self)
        self.varied = VariationController(document, self.variations, client, controller, choices, self)
        self.looking = LabelController(document, client, controller, choices, self)
        self.labeling = Labeling(
            document, self.looking, controller, client, canvas, window, actions, settings, notices
        )
        self._varying = Varying(document, self.variations, self.varied, canvas, window, actions, notices)
        self._fill_desk = FillDesk(document, controller, self.varied, canvas, window, actions, notices)
        self._leaving = Leaving(document, self.projects, self.export_desk, self.questions, window)
        self._opening = Opening(
            filing, files, self.projects, self.batch_desk, self._leaving, self.questions, window, actions
        )
        self._captions = Captions(document, filing, self.projects, window)
        self._activity = Activity(
            window.status, client, (controller, self.varied, self.looking), (files, self.projects), self
        )
        self.availability = Availability(
            document, window, actions, (self.selecting, self.mask_desk, self._varying, self.labeling), self
        )
        self._startup = Startup(window, client, self)
        self._connect()
        # After the notices have their place: it may have something to say at once.
        self._screen_profile = ScreenProfile(canvas, actions, settings, self.questions, notices, window)
        window.restore(settings.get(GEOMETRY), settings.get(LAYOUT))

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
        self._opening.open(path)

    def shut_down(self) -> None:
        """Stops fills, finishes exports, ends the threads."""
        self._startup.stop()
        self._fill_desk.stop()
        self.batch_desk.runner.stop()
        self.client.close()
        self.batch_desk.close()
        self.variations.close()
        self.keeping.close()
        self.selecting.close()
        self.mask_desk.close()
        self.filing.close()
        self.files.close()
        self.session.close()

    @Slot(str, str)
    def on_asked(self, photo: str, activation: str) -> None:
        """Another start of the program hands over its photo, or only wants to see the window."""
        if not self.window.isVisible():
            return  # it was closed while the other one asked
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt reads it when a window is activated
        self.window.come_forward()
        if photo:
            self._opening.want(photo)

    def _connect(self) -> None:
        """What is between two parts and belongs to neither."""
        actions, window, stack = self.actions, self.window, self.document.undo_stack
        actions["undo"].triggered.connect(stack.undo)
        actions["redo"].triggered.connect(stack.redo)
        actions["export"].triggered.connect(self.export_desk.ask)
        actions["batch"].triggered.connect(self.batch_desk.show)
        actions["save_project"].triggered.connect(self.projects.save)
        actions["save_project_as"].triggered.connect(self.projects.save_as)
        actions["export_layers"].triggered.connect(self.projects.export_layers)
        actions["quit"].triggered.connect(window.close)
        self.notices.posted.connect(window.notice_bar.show_notice)
        self.client.open_failed.connect(self.notices.program_error)
        self.document.photo_changed.connect(window.notice_bar.forget_photo)
        self.document.mask_changed.connect(window.notice_bar.forget_fill)
        self.projects.saved.connect(self._varying.tell_what_is_saved)
        self.controller.filled.connect(self.filing.prove_fill)
        for fills in (self.controller, self.varied):
            fills.busy_changed.connect(self.availability.refresh)
        window.closed.connect(self._on_closed)

    def _looked_at(self) -> Box | None:
        return box_of(self.canvas.visible_box())

    @Slot()
    def _on_closed(self) -> None:
        self.settings.put(GEOMETRY, self.window.saveGeometry())
        self.settings.put(LAYOUT, self.window.saveState())
        self.settings.save()
        self.window.hide()
        self.shut_down()
