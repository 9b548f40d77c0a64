"""Projects from the person's side: open, save, hand over as layers, go on after a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from editor.background import Background
from editor.document.document import Document
from editor.document.saved import capture, restore
from editor.engine_sentences import spoken
from editor.filing import Filing
from editor.inference.client import SaidError, details_of
from editor.inference.files import Photo, PhotoFiles
from editor.inference.layers import SUFFIX as LAYERS_SUFFIX
from editor.inference.layers import write_layers
from editor.inference.projects import SUFFIX, OpenedProject, PhotoAstray, has_own_file, write_project
from editor.notices import Notices
from editor.panels.questions import Questions
from editor.project.entries import PhotoReference, Recipe
from editor.sessions import Leftover, Session


class Projects(QObject):
    """Moves the document's work between project files and the window.

    Signals:
        opened: A project was opened; its recipe (`Recipe`).
        recovered: Work that a crash had left is in the window (`Leftover`).
        path_changed: The window is about another project file, or none any more.
        saved: The work is in a project file (`Path`).
        busy_changed: A project is being written, or no more: what, or "".
    """

    opened = Signal(object)
    recovered = Signal(object)
    path_changed = Signal()
    saved = Signal(object)
    busy_changed = Signal(str)

    def __init__(
        self,
        document: Document,
        files: PhotoFiles,
        filing: Filing,
        notices: Notices,
        questions: Questions,
        session: Session,
        recipe: Callable[[], Recipe],
        parent: QObject | None = None,
    ) -> None:
        """Args:
        document: Whose work it is.
        files: Reads photos and projects.
        filing: Takes photos into the document.
        notices: Tells the person.
        questions: Asks for file names.
        session: Where photos are unpacked to that come inside projects.
        recipe: Gives the sliders' values.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._files = files
        self._filing = filing
        self._notices = notices
        self._questions = questions
        self._session = session
        self._recipe = recipe
        self._background = Background("projects", self)
        self._path: Path | None = None
        self._embeds = False
        self._recovering: Leftover | None = None
        self._is_taking = False
        files.project_read.connect(self._on_read)
        files.open_failed.connect(self._give_up)
        files.overtaken.connect(self._give_up)
        document.photo_changed.connect(self._on_photo_changed)

    @property
    def path(self) -> Path | None:
        """The project file that the window is about; None = a photo only."""
        return self._path

    def open(self, path: Path) -> None:
        """Reads a project in the background; what is open stays until it is there."""
        self._read(path.expanduser(), None, None)

    def recover(self, leftover: Leftover) -> None:
        """Goes on with the work of a window that ended without being closed."""
        self._read(leftover.work, None, leftover)

    @Slot()
    def save(self, *, then: Callable[[], None] | None = None) -> None:
        """Writes the project to its file; asks for one if it has none. `then` is called once it is there.
        By its name only: an action hands over whether it is ticked."""
        if self._path is None:
            self.save_as(then=then)
        else:
            self._write(self._path, self._embeds, then)

    @Slot()
    def save_as(self, *, then: Callable[[], None] | None = None) -> None:
        """Asks for a file and writes the project to it; `then` as for `save`."""
        if not self._document.is_open:
            return
        stem = Path(self._document.name).stem
        proposed = self._path or self._filing.export_folder / f"{stem}{SUFFIX}"
        wish = self._questions.project_file(proposed, self._must_embed or self._embeds)
        if wish is None:
            return
        path, embeds = wish
        path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
        self._write(path, embeds, then)

    @Slot()
    def export_layers(self) -> None:
        """Asks for a file and writes photo, fills and masks as layers for other editors."""
        photo, document = self._filing.photo, self._document
        if photo is None:
            return
        proposed = self._filing.export_folder / f"{Path(document.name).stem}{LAYERS_SUFFIX}"
        wish = self._questions.layers_file(proposed)
        if wish is None:
            return
        path = wish if wish.suffix.lower() == LAYERS_SUFFIX else wish.with_name(wish.name + LAYERS_SUFFIX)
        content = capture(document, self._reference(photo), self._recipe())
        snapshot = document.snapshot()
        self.busy_changed.emit(self.tr("Exporting {name}").format(name=path.name))
        self._background.run(
            lambda: write_layers(content, path, photo, snapshot.original(), snapshot.pixels),
            self._on_layers_written,
            self._on_layers_failed,
        )

    def close(self) -> None:
        """Finishes what is being written."""
        self._background.close()

    # ---- writing -------------------------------------------------------------------------------------

    @property
    def _must_embed(self) -> bool:
        """The photo lies nowhere that will be there tomorrow."""
        photo = self._filing.photo
        return photo is not None and (
            not has_own_file(photo) or photo.path.is_relative_to(self._session.folder)
        )

    def _write(self, path: Path, embeds: bool, then: Callable[[], None] | None) -> None:
        photo = self._filing.photo
        if photo is None:
            return
        document = self._document
        content = capture(document, self._reference(photo), self._recipe())
        original = None if has_own_file(photo) else document.original_pixels
        embeds = embeds or self._must_embed
        generation, state = document.generation, document.state

        def on_written(written: Path) -> None:
            self._on_written(written, embeds, generation, state)
            if then is not None:
                then()

        self.busy_changed.emit(self.tr("Saving {name}").format(name=path.name))
        self._background.run(
            lambda: write_project(content, path, photo, original, embeds),
            on_written,
            self._on_failed,
        )

    def _reference(self, photo: Photo) -> PhotoReference:
        """By name and size only; whoever writes it finds out the rest."""
        height, width = self._document.size
        return PhotoReference(self._document.name, None, "", "", height, width, photo.depth)

    def _on_written(self, path: Path, embeds: bool, generation: int, state: int) -> None:
        self.busy_changed.emit("")
        if generation == self._document.generation:
            self._embeds = embeds
            self._set_path(path)
            self._filing.remember(path)
        self._document.mark_saved(state)
        self._notices.success(self.tr("Saved {name}.").format(name=path.name))
        self.saved.emit(path)

    def _on_failed(self, error: Exception) -> None:
        self.busy_changed.emit("")
        sentence = self.tr("The project could not be saved.")
        if isinstance(error, SaidError):
            sentence = self.tr("The project could not be saved. {reason}").format(
                reason=spoken(error.user_message)
            )
        self._notices.error(sentence, details_of(error))

    def _on_layers_written(self, path: Path) -> None:
        self.busy_changed.emit("")
        self._notices.success(self.tr("Exported {name} with layers.").format(name=path.name))

    def _on_layers_failed(self, error: Exception) -> None:
        self.busy_changed.emit("")
        sentence = self.tr("The layers could not be exported.")
        if isinstance(error, SaidError):
            sentence = self.tr("The layers could not be exported. {reason}").format(
                reason=spoken(error.user_message)
            )
        self._notices.error(sentence, details_of(error))

    # ---- reading -------------------------------------------------------------------------------------

    def _read(self, path: Path, photo: Path | None, leftover: Leftover | None) -> None:
        # In this order: what is overtaken by this is given up, and not the leftover that is about to be read.
        self._files.open_project(path, photo, self._session.photos)
        self._recovering = leftover

    @Slot(object)
    def _on_read(self, answer: OpenedProject | PhotoAstray) -> None:
        leftover, self._recovering = self._recovering, None
        if isinstance(answer, PhotoAstray):
            found = self._questions.find_photo(answer.photo.name, self._filing.folder)
            if found is not None:
                self._read(answer.path, found, leftover)
            elif leftover is not None:
                leftover.let_go()
            return
        self._take(answer)
        if leftover is None:
            self._document.mark_saved()
            self._set_path(answer.path)
            self._filing.remember(answer.path)
        else:
            self._set_path(leftover.project)
            self.recovered.emit(leftover)
        if answer.has_changed:
            self._notices.warning(
                self.tr(
                    "{photo} has changed since the project was saved; the fills lie where they were."
                ).format(photo=answer.content.photo.name)
            )
        self.opened.emit(answer.content.recipe)

    def _take(self, project: OpenedProject) -> None:
        self._is_taking = True
        self._filing.take(project.photo, project.content.photo.name)
        self._is_taking = False
        self._embeds = project.is_embedded
        restore(self._document, project.content)

    @Slot()
    def _give_up(self) -> None:
        """The work stays where it is, and is offered again at the next start."""
        if self._recovering is not None:
            self._recovering.let_go()
            self._recovering = None

    @Slot()
    def _on_photo_changed(self) -> None:
        if not self._is_taking:
            self._embeds = False
            self._set_path(None)

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self._session.remember_project(path)
            self.path_changed.emit()
