"""Krita 5: fills the selection with Lacuna and puts the result above as a file layer with a mask.

The picture as it is seen and the selection go to `lacuna fill`. The result is a file beside the picture, so
that every depth and color space works: Krita reads the file itself.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from krita import Extension, InfoObject, Krita
from PyQt5.QtGui import QImage
from PyQt5.QtWidgets import QMessageBox


class Lacuna(Extension):
    """Tools > Scripts > Fill Selection with Lacuna."""

    def setup(self):
        """Krita calls this once; there is nothing to prepare."""

    def createActions(self, window):  # noqa: N802 - Krita's name
        """Adds the menu entry to a new window."""
        action = window.createAction("lacuna_fill", "Fill Selection with Lacuna", "tools/scripts")
        action.triggered.connect(self.run)

    def run(self):
        """Fills, or says in a sentence why not."""
        document = Krita.instance().activeDocument()
        try:
            fill_selection(document)
        except (RuntimeError, OSError) as error:
            QMessageBox.warning(None, "Lacuna", str(error))


def fill_selection(document):
    """Does the whole of it.

    Raises:
        RuntimeError: Nothing is selected, the picture was never saved, or Lacuna could not do it.
    """
    if document is None or document.selection() is None:
        raise RuntimeError("Select what should disappear first.")
    if not document.fileName():
        raise RuntimeError("Save the picture first: the result becomes a file beside it.")
    result = free_name(Path(document.fileName()))
    with tempfile.TemporaryDirectory(prefix="lacuna-krita-") as folder:
        photo, mask = Path(folder) / "photo.png", Path(folder) / "mask.png"
        write_picture(document, photo)
        write_selection(document, mask)
        fill(photo, mask, result)
    add_result(document, result)


def free_name(picture):
    """A name for the result beside the picture that no file has yet."""
    number = 1
    while True:
        path = picture.with_name(f"{picture.stem}-lacuna-{number}.png")
        if not path.exists():
            return path
        number += 1


def write_picture(document, path):
    """Writes what is seen of a document, with its depth and color profile."""
    seen = document.clone()
    try:
        seen.setBatchmode(True)
        seen.flatten()
        seen.waitForDone()
        if not seen.exportImage(str(path), InfoObject()):
            raise RuntimeError("Krita could not write the picture.")
    finally:
        seen.close()


def write_selection(document, path):
    """Writes the selection as a gray picture, white = selected."""
    width, height = document.width(), document.height()
    # One byte per pixel; outside the selection's own bounds they are zero.
    data = bytes(document.selection().pixelData(0, 0, width, height))
    if not QImage(data, width, height, width, QImage.Format_Grayscale8).save(str(path)):
        raise RuntimeError("Krita could not write the selection.")


def fill(photo, mask, result):
    """Runs Lacuna and waits.

    Raises:
        RuntimeError: Lacuna is not there, or could not do it; its own sentence says why.
    """
    program = os.environ.get("LACUNA") or shutil.which("lacuna-cli") or shutil.which("lacuna")
    if not program:
        raise RuntimeError("Lacuna was not found. Put it on PATH, or name it in the variable LACUNA.")
    # Krita's own libraries are not for other programs.
    own = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "QT_PLUGIN_PATH")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    command = [program, "fill", str(photo), "--mask", str(mask), "-o", str(result), "--quiet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"Lacuna ended with {done.returncode}.")


def add_result(document, path):
    """Puts the result above everything; a mask shows it inside the selection only."""
    layer = document.createFileLayer("Lacuna", str(path), "None")
    root = document.rootNode()
    root.addChildNode(layer, None)
    mask = document.createTransparencyMask("Selection")
    mask.setSelection(document.selection())
    layer.addChildNode(mask, None)
    document.setSelection(None)
    document.refreshProjection()
