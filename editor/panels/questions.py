"""The few questions that stop the work, because an answer is needed to lose nothing."""

from __future__ import annotations

from enum import Enum
from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from editor.elision import elided
from editor.panels.file_questions import FileQuestions


class Unsaved(Enum):
    """What to do with work that was not exported."""

    SAVE = "save"
    EXPORT = "export"
    DISCARD = "discard"
    STAY = "stay"


class HandBack(Enum):
    """What to do with work that another program waits for."""

    DONE = "done"
    DISCARD = "discard"
    STAY = "stay"


class Questions(FileQuestions):
    """Asks over a window. Tests put their own answers in its place."""

    def unsaved(self, name: str) -> Unsaved:
        """Work on a photo would be lost."""
        box = self._box(
            QCoreApplication.translate("Questions", "“{name}” has changes that were not saved."),
            name,
            QCoreApplication.translate(
                "Questions", "A project keeps mask and fills for later; an export is the finished photo."
            ),
        )
        save = box.addButton(
            QCoreApplication.translate("Questions", "&Save Project"), QMessageBox.ButtonRole.AcceptRole
        )
        export = box.addButton(
            QCoreApplication.translate("Questions", "&Export…"), QMessageBox.ButtonRole.AcceptRole
        )
        discard = box.addButton(
            QCoreApplication.translate("Questions", "&Discard"), QMessageBox.ButtonRole.DestructiveRole
        )
        stay = box.addButton(
            QCoreApplication.translate("Questions", "Cancel"), QMessageBox.ButtonRole.RejectRole
        )
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is save:
            return Unsaved.SAVE
        if box.clickedButton() is export:
            return Unsaved.EXPORT
        return Unsaved.DISCARD if box.clickedButton() is discard else Unsaved.STAY

    def hand_back(self, name: str) -> HandBack:
        """The window of a round trip is closed although something was changed."""
        translate = QCoreApplication.translate
        box = self._box(
            translate("Questions", "Hand “{name}” back with its changes?"),
            name,
            translate("Questions", "Another program waits for it. Discarded changes are lost."),
        )
        done = box.addButton(translate("Questions", "&Done"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(translate("Questions", "&Discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(translate("Questions", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(done)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is done:
            return HandBack.DONE
        return HandBack.DISCARD if box.clickedButton() is discard else HandBack.STAY

    def recover(self, name: str, when: str) -> bool:
        """Work of a window that ended without being closed was found; whether to go on with it."""
        translate = QCoreApplication.translate
        box = self._box(
            translate("Questions", "Go on with “{name}”?"),
            name,
            translate(
                "Questions", "Lacuna ended unexpectedly. Mask and fills were kept, as they were on {when}."
            ).format(when=when),
        )
        restore = box.addButton(translate("Questions", "&Restore"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(translate("Questions", "&Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(restore)
        box.setEscapeButton(restore)  # the answer that loses nothing
        box.exec()
        return box.clickedButton() is restore

    def convert_cmyk(self, name: str) -> bool:
        """A photo is made of four inks; whether it is converted to be opened."""
        translate = QCoreApplication.translate
        box = self._box(
            translate("Questions", "Convert “{name}” to sRGB to edit it?"),
            name,
            translate(
                "Questions",
                "It is a CMYK photo for print. Its file stays as it is.",
            ),
        )
        convert = box.addButton(translate("Questions", "&Convert"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(translate("Questions", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(convert)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is convert

    def find_photo(self, name: str, folder: Path) -> Path | None:
        """The photo of a project is not where it was; where it is now, or None."""
        translate = QCoreApplication.translate
        box = self._box(
            translate("Questions", "Where is “{name}”?"),
            name,
            translate("Questions", "The project was made with this photo, and it is not there any more."),
        )
        find = box.addButton(translate("Questions", "&Find…"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(translate("Questions", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(find)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is not find:
            return None
        title = translate("Questions", "Find {name}").format(name=name)
        return self._existing(title, folder / name)

    def replace_source(self, path: Path) -> bool:
        """An export would overwrite the photo itself."""
        return self._replace(
            QCoreApplication.translate("Questions", "Replace the original photo “{name}”?"),
            path.name,
            QCoreApplication.translate(
                "Questions", "This is the file you opened. Once it is replaced, the original is gone."
            ),
        )

    def replace_other(self, path: Path) -> bool:
        """An export would overwrite some file."""
        return self._replace(
            QCoreApplication.translate("Questions", "Replace “{name}”?"),
            path.name,
            QCoreApplication.translate("Questions", "A file of this name is already in {folder}.").format(
                folder=elided(str(path.parent))
            ),
        )

    def _replace(self, text: str, name: str, more: str) -> bool:
        box = self._box(text, name, more)
        replace = box.addButton(
            QCoreApplication.translate("Questions", "&Replace"), QMessageBox.ButtonRole.DestructiveRole
        )
        keep = box.addButton(
            QCoreApplication.translate("Questions", "Cancel"), QMessageBox.ButtonRole.RejectRole
        )
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is replace

    def _box(self, text: str, name: str, more: str) -> QMessageBox:
        """A question about `{name}`; a name that would make it too wide is whole in its tooltip."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Lacuna")
        box.setText(f"<b>{escape(text.format(name=elided(name)))}</b>")
        if elided(name) != name:
            box.setToolTip(name)
        box.setInformativeText(more)
        return box
