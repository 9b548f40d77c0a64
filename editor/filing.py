"""Photos in and out from the person's side: open, drop, recent, export, and never lose work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QColorSpace

from editor.background import Background
from editor.document.document import Document
from editor.document.proof import ChangeProof
from editor.document.snapshot import DocumentSnapshot
from editor.engine_sentences import spoken
from editor.inference.client import details_of
from editor.inference.convert import ExportChoices
from editor.inference.files import Exported, ExportJob, Photo, PhotoFiles, refusal
from editor.inference.projects import SUFFIX
from editor.notices import Notices
from editor.settings import LAST_FOLDER, RECENT, Settings

_MOST_RECENT = 10


class Filing(QObject):
    """Moves photos between files and the document.

    Signals:
        recent_changed: Photos opened lately, newest first (list of `Path`).
        proved: What the last fill or export changed outside the mask, in words, and details: the counts
            inside the mask and in its ring, or the hash of the file.
        exported: A file was written (`Path`).
    """

    recent_changed = Signal(list)
    proved = Signal(str, str)
    exported = Signal(object)

    def __init__(
        self,
        document: Document,
        files: PhotoFiles,
        settings: Settings,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._files = files
        self._settings = settings
        self._notices = notices
        self._background = Background("proof", self)
        self._home: Path | None = None  # the folder of the project that is open
        files.opened.connect(self._on_opened)
        files.open_failed.connect(notices.error)
        files.export_failed.connect(notices.error)

    @property
    def photo(self) -> Photo | None:
        """The open photo as its file has it."""
        source = self._document.source
        return source if isinstance(source, Photo) else None

    @property
    def recent(self) -> list[Path]:
        """Photos opened lately that still exist, newest first."""
        lines = self._settings.get(RECENT).split("\n")
        return [path for path in map(Path, filter(None, lines)) if path.is_file()]

    @property
    def folder(self) -> Path:
        """Where file dialogs begin."""
        stored = self._settings.get(LAST_FOLDER)
        return Path(stored) if stored and Path(stored).is_dir() else Path.home()

    @property
    def export_folder(self) -> Path:
        """Where exports of the open photo are proposed: beside its project, else beside it."""
        photo = self.photo
        if self._home is not None:
            return self._home
        return photo.path.parent if photo is not None and photo.path.is_file() else self.folder

    def open(self, path: Path) -> None:
        """Reads a photo in the background; the present one stays until the new one is there."""
        self._files.open(path.expanduser())

    def is_source(self, path: Path) -> bool:
        """Whether a path is the open photo's own file."""
        photo = self.photo
        if photo is None or not path.exists() or not photo.path.exists():
            return False
        return path.samefile(photo.path)

    def refusal(self, choices: ExportChoices) -> str:
        """Why the document cannot be exported so, in a sentence; "" = it can."""
        return "" if self.photo is None else spoken(refusal(choices, self.photo))

    def export(self, choices: ExportChoices, then: Callable[[], None] | None = None) -> None:
        """Writes the document as it is now, in the background; `then` is called once the file is there."""
        photo, document = self.photo, self._document
        if photo is None:
            return
        job = partial(job_of, document.snapshot(), photo, choices)
        self._files.export(choices.path, job, partial(self._on_exported, document.state, then))

    def take(self, photo: Photo, name: str) -> None:
        """Puts a photo into the document, under a name for the window."""
        with suppress(ValueError):  # an array over foreign memory stays read-only and is copied
            # The document takes the array over, and nobody else writes into it: one large copy less.
            photo.pixels.setflags(write=True)
        self._home = None
        self._document.load(photo.pixels, photo.profile, name, photo)

    def remember(self, path: Path) -> None:
        """Offers a photo or project among the recent ones; dialogs begin in its folder from now on."""
        path = path.resolve()
        if path.suffix.lower() == SUFFIX:
            self._home = path.parent
        self._settings.put(LAST_FOLDER, str(path.parent))
        recent = [path, *(other for other in self.recent if other != path)][:_MOST_RECENT]
        self._settings.put(RECENT, "\n".join(map(str, recent)))
        self.recent_changed.emit(recent)

    @Slot(object)
    def _on_opened(self, photo: Photo) -> None:
        self.take(photo, photo.path.name)
        if photo.path.is_file():
            self.remember(photo.path)

    @Slot()
    def prove_fill(self) -> None:
        """Counts in the background what the photo's fills have changed so far, and says it."""
        state = self._state
        self._background.run(
            self._document.proof(), lambda proof: self._on_fill_proved(proof, state), self._on_not_proved
        )

    @property
    def _state(self) -> tuple[int, int]:
        return self._document.generation, self._document.revision

    def _on_fill_proved(self, proof: ChangeProof, state: tuple[int, int]) -> None:
        if state[0] != self._document.generation:
            return
        if state != self._state:
            self.prove_fill()  # something was written while it was counted
            return
        short = QCoreApplication.translate("Proof", "Outside: {count} px")
        self.proved.emit(short.format(count=f"{proof.outside_px:,}"), fill_sentence(proof))

    def _on_not_proved(self, error: Exception) -> None:
        self._notices.error(self.tr("What the fills changed could not be counted."), details_of(error))

    def close(self) -> None:
        """Finishes counting; nobody hears of it any more."""
        self._background.close()

    def _on_exported(self, state: int, then: Callable[[], None] | None, exported: Exported) -> None:
        self._document.mark_saved(state)
        proof = proof_sentence(exported)
        self._notices.success(
            self.tr("Exported {name}. {proof}").format(name=exported.path.name, proof=proof)
        )
        for sentence in exported.notices:
            self._notices.warning(sentence)
        self.proved.emit(proof, f"SHA-256 {exported.sha256}")
        self.exported.emit(exported.path)
        if then is not None:
            then()


def job_of(snapshot: DocumentSnapshot, photo: Photo, choices: ExportChoices) -> ExportJob:
    """What is to be written of a document, and what is to be proved of it. May be called on any thread."""
    proof = snapshot.proof()
    return ExportJob(
        choices,
        snapshot.pixels,
        photo,
        snapshot.changed(),
        snapshot.touched(),
        proof.beyond_mask_px,
        proof.outside_px,
    )


def fill_sentence(proof: ChangeProof) -> str:
    """What fills have changed: inside the masks, in the ring of their edges, and of the rest."""
    sentence = QCoreApplication.translate(
        "Proof", "{inside} px changed inside the mask, {ring} in its ring, {outside} elsewhere"
    )
    return sentence.format(
        inside=f"{proof.changed_px - proof.beyond_mask_px:,}",
        ring=f"{proof.beyond_mask_px - proof.outside_px:,}",
        outside=f"{proof.outside_px:,}",
    )


def proof_sentence(exported: Exported) -> str:
    """How many pixels outside the mask changed, counted in the file as written."""
    translate = QCoreApplication.translate
    where = translate("Proof", "the mask")
    if exported.edge_px:
        where = translate("Proof", "the mask and its moved edge ({count} px)").format(
            count=f"{exported.edge_px:,}"
        )
    if not exported.changed_px:
        sentence = translate("Proof", "0 of {count} pixels outside {where} changed.")
        return sentence.format(count=f"{exported.outside_px:,}", where=where)
    share = 100 * exported.changed_px / max(1, exported.outside_px)
    shown = f"{share:.1f} %" if share >= 0.1 else translate("Proof", "less than 0.1 %")
    if exported.is_lossy:
        sentence = translate(
            "Proof",
            "{count} pixels outside {where} ({share}) changed by compression, by {levels} levels at most.",
        )
    else:
        sentence = translate("Proof", "{count} pixels outside {where} ({share}) changed by the format.")
    return sentence.format(
        count=f"{exported.changed_px:,}", where=where, share=shown, levels=exported.largest
    )


def profile_name(profile: bytes | None) -> str:
    """What a color profile calls itself; "" = sRGB without a profile."""
    if profile is None:
        return ""
    unnamed = QCoreApplication.translate("Filing", "unnamed profile")
    return QColorSpace.fromIccProfile(profile).description() or unnamed
