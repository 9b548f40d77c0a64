"""What the about box says."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QMessageBox, QWidget


def about_text() -> str:
    """Name, version, what it is made of."""
    try:
        number = version("lacuna")
    except PackageNotFoundError:
        number = "development"
    return (
        f"<h3>Lacuna {number}</h3>"
        "<p>Erase objects from photographs, on this computer, without a connection.</p>"
        "<p>Apache License 2.0. Built with Qt and PySide6 (LGPL), PyTorch, libvips (LGPL), "
        "OpenCV, NumPy, Numba and Pillow.</p>"
    )


def show_about(parent: QWidget) -> None:
    """Opens the about box over a window."""
    QMessageBox.about(parent, "About Lacuna", about_text())
