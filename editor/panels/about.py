"""What the about box says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from resources.release import release


def about_text() -> str:
    """Name, version, what it is made of and on which terms."""
    translate = QCoreApplication.translate
    paragraphs = (
        translate("About", "Erase objects from photographs, on this computer, without a connection."),
        translate(
            "About",
            "The program is under the Apache License 2.0. Its weights are for non-commercial research use, "
            "because part of the photographs that they were trained on carry such terms.",
        ),
        translate(
            "About",
            "Built with Qt and PySide6 (LGPL), PyTorch, libvips (LGPL), OpenCV, NumPy, Numba, scikit-image "
            "and Pillow.",
        ),
    )
    return f"<h3>Lacuna {release()}</h3>" + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def show_about(parent: QWidget) -> None:
    """Opens the about box over a window."""
    QMessageBox.about(parent, QCoreApplication.translate("About", "About Lacuna"), about_text())
