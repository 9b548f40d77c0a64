"""Which file: the dialogs that ask for a name, each with its title and endings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


class FileQuestions:
    """Asks over a window; every answer may be None: none."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def photo_to_open(self, folder: Path, names: str) -> Path | None:
        """Which photo or project is opened; `names` are those that can be, as "*.png *.tif"."""
        translate = QCoreApplication.translate
        filters = translate("Questions", "Photos and projects ({names});;All files (*)").format(names=names)
        return self._existing(translate("Questions", "Open photo"), folder, filters)

    def mask_to_import(self, folder: Path) -> Path | None:
        """Which picture becomes the mask."""
        translate = QCoreApplication.translate
        filters = translate("Questions", "Pictures (*.png *.tif *.tiff *.webp *.jpg *.jpeg);;All files (*)")
        return self._existing(translate("Questions", "Import mask"), folder, filters)

    def screen_profile(self, beginning: Path) -> Path | None:
        """Which file describes the screen's colors; `beginning` is a folder, or the file in use."""
        translate = QCoreApplication.translate
        filters = translate("Questions", "Color profiles (*.icc *.icm);;All files (*)")
        return self._existing(translate("Questions", "Screen profile"), beginning, filters)

    def mask_file(self, proposed: Path) -> Path | None:
        """Where the mask is written to."""
        translate = QCoreApplication.translate
        return self._new(
            translate("Questions", "Export mask"), proposed, translate("Questions", "PNG (*.png)")
        )

    def project_file(self, proposed: Path, embeds: bool) -> tuple[Path, bool] | None:
        """Where a project is saved to, and whether the photo goes inside."""
        translate = QCoreApplication.translate
        beside = translate("Questions", "Project, photo stays where it is (*.lacuna)")
        inside = translate("Questions", "Project with the photo inside (*.lacuna)")
        chosen, kind = QFileDialog.getSaveFileName(
            self._parent,
            translate("Questions", "Save project"),
            str(proposed),
            f"{beside};;{inside}",
            inside if embeds else beside,
        )
        return (Path(chosen), kind == inside) if chosen else None

    def layers_file(self, proposed: Path) -> Path | None:
        """Where the layers are written to."""
        translate = QCoreApplication.translate
        return self._new(
            translate("Questions", "Export layers"),
            proposed,
            translate("Questions", "OpenRaster (*.ora)"),
        )

    def _existing(self, title: str, beginning: Path, filters: str = "") -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._parent, title, str(beginning), filters)
        return Path(chosen) if chosen else None

    def _new(self, title: str, proposed: Path, filters: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(proposed), filters)
        return Path(chosen) if chosen else None
