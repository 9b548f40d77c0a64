"""A round trip: another program hands over a photo, the person fills it, Done hands it back.

The other program waits for the exit code: 0 = OUT is written, 1 = nothing was touched, 2 = the photo could
not be edited at all. OUT appears complete or not at all: it is written beside itself and then renamed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from editor.inference.convert import ExportChoices
from editor.inference.files import put_in_place
from editor.panels.questions import HandBack
from editor.panels.round_trip_bar import RoundTripBar

if TYPE_CHECKING:
    from editor.app import Editor

DONE, CANCELED, REFUSED = 0, 1, 2

_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp"}
FORMATS = tuple(_SUFFIXES)
_WRITABLE = frozenset((".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp"))


@dataclass(frozen=True)
class Errand:
    """What another program asks for.

    Attributes:
        source: The photo to edit.
        output: Where it waits for the result; may be `source` itself.
        format: One of `FORMATS`; "" = what the name of `output` says, or else that of `source`.
    """

    source: Path
    output: Path
    format: str = ""

    def refusal(self) -> str:
        """Why it cannot be done, in a sentence, before a window is opened; "" = it can."""
        if not self.source.is_file():
            return f"There is no photo {self.source}."
        folder = self.output.parent
        if not folder.is_dir():
            return f"The folder {folder} of the output does not exist."
        if not os.access(folder, os.W_OK):
            return f"The folder {folder} of the output cannot be written."
        if self.output.is_dir():
            return f"The output {self.output} is a folder."
        if not self.suffix:
            return f"{self.output.name} does not say what to write; add --format {'|'.join(FORMATS)}."
        return ""

    @property
    def suffix(self) -> str:
        """Suffix of the format to write; "" = unknown."""
        if self.format:
            return _SUFFIXES[self.format]
        suffixes = (path.suffix.lower() for path in (self.output, self.source))
        return next((suffix for suffix in suffixes if suffix in _WRITABLE), "")

    @property
    def part(self) -> Path:
        """Where the result is written before it takes the place of `output`."""
        return self.output.with_name(f".{self.output.stem}-{os.getpid()}{self.suffix}")


class RoundTrip(QObject):
    """Makes a window an errand's: one photo, Done and Cancel.

    Attributes:
        exit_code: What the process ends with once the window is closed.
    """

    def __init__(self, errand: Errand, editor: Editor) -> None:
        super().__init__(editor)
        self.exit_code = CANCELED
        self._errand = errand
        self._editor = editor
        self._is_handing_back = False
        self._bar = RoundTripBar(errand.source.name)
        self._bar.done.connect(self.hand_back)
        self._bar.canceled.connect(editor.window.close)
        editor.window.add_errand_bar(self._bar)
        editor.window.setAcceptDrops(False)
        editor.window.menus.recent.menuAction().setVisible(False)
        for name in ("open", "sample"):
            editor.actions[name].setVisible(False)
            editor.actions[name].setEnabled(False)
        editor.window.set_close_guard(self._may_close)
        editor.document.photo_changed.connect(self._show_state)
        editor.controller.busy_changed.connect(self._show_state)
        editor.files.open_failed.connect(self._on_open_failed)
        editor.filing.exported.connect(self._on_exported)
        editor.files.export_failed.connect(self._on_export_failed)

    @Slot()
    def hand_back(self) -> None:
        """Writes the result; the window closes when it is there."""
        if self._is_handing_back or not self._editor.document.is_open:
            return
        self._is_handing_back = True
        self._show_state()
        self._editor.filing.export(ExportChoices(self._errand.part))

    def _may_close(self) -> bool:
        if self._is_handing_back:
            return self.exit_code == DONE
        document = self._editor.document
        if not document.is_dirty:
            return True
        answer = self._editor.questions.hand_back(document.name)
        if answer is HandBack.DONE:
            self.hand_back()
        return answer is HandBack.DISCARD

    @Slot()
    def _show_state(self) -> None:
        # A fill that runs would be missing from what is handed back.
        is_ready = self._editor.document.is_open and not self._editor.controller.is_busy
        self._bar.set_state(is_ready and not self._is_handing_back, not self._is_handing_back)

    @Slot(str, str)
    def _on_open_failed(self, _sentence: str, _details: str) -> None:
        self.exit_code = REFUSED

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        if path != self._errand.part:
            return  # the person exported a copy as well
        output = self._errand.output
        try:
            put_in_place(path, output)
        except OSError as error:
            path.unlink(missing_ok=True)
            sentence = self.tr("{name} could not be replaced: {reason}.")
            self._editor.notices.error(sentence.format(name=output.name, reason=error.strerror), str(error))
            self._on_export_failed()
            return
        self.exit_code = DONE
        self._editor.window.close()

    @Slot()
    def _on_export_failed(self) -> None:
        self._is_handing_back = False
        self._show_state()
