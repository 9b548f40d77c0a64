"""The screen's color profile: chosen from a file, remembered, and what the canvas shows photos in.

Qt says which color space a window draws in, but of no screen which one it has, so the person names the file.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColorSpace

from editor.actions import Actions
from editor.canvas.profiles import screen_space
from editor.canvas.view import CanvasView
from editor.notices import Notices
from editor.panels.questions import Questions
from editor.settings import SCREEN_PROFILE, Settings

# Where systems and calibration programs put the profiles of screens.
_FOLDERS = (
    Path.home() / ".local/share/icc",
    Path("/usr/share/color/icc"),
    Path("/Library/ColorSync/Profiles"),
    Path("C:/Windows/System32/spool/drivers/color"),
)
# The largest profiles, tables throughout, have a few MB; something else may be chosen by mistake.
_MOST_BYTES = 64 * 2**20


class ScreenProfile(QObject):
    """Connects the actions that say what the screen's colors are."""

    def __init__(
        self,
        canvas: CanvasView,
        actions: Actions,
        settings: Settings,
        questions: Questions,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._actions = actions
        self._settings = settings
        self._questions = questions
        self._notices = notices
        self._is_from_file = False
        actions["screen_srgb"].triggered.connect(self._on_srgb)
        actions["screen_file"].triggered.connect(self._on_file)
        self._use_remembered()
        self._show_choice()

    def _use_remembered(self) -> None:
        remembered = self._settings.get(SCREEN_PROFILE)
        if remembered and not self._use(Path(remembered)):
            self._notices.warning(
                self.tr(
                    "The screen profile {name} cannot be read any more; photos are shown for an sRGB screen."
                ).format(name=Path(remembered).name)
            )

    def _use(self, path: Path) -> bool:
        """Shows photos for a screen with this profile; false, and nothing changed, if it cannot be used."""
        try:
            with path.open("rb") as file:
                space = screen_space(file.read(_MOST_BYTES))
        except (OSError, ValueError):  # a damaged setting may be no path at all
            space = None
        if space is not None:
            self._canvas.set_screen_space(space)
            self._is_from_file = True
        return space is not None

    def _show_choice(self) -> None:
        self._actions["screen_file" if self._is_from_file else "screen_srgb"].setChecked(True)

    def _beginning(self) -> Path:
        """Where to look for a profile: at the one in use, or where profiles usually are."""
        if self._is_from_file:
            return Path(self._settings.get(SCREEN_PROFILE))
        return next((folder for folder in _FOLDERS if folder.is_dir()), Path.home())

    @Slot()
    def _on_srgb(self) -> None:
        self._is_from_file = False
        self._canvas.set_screen_space(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        self._settings.put(SCREEN_PROFILE, "")

    @Slot()
    def _on_file(self) -> None:
        chosen = self._questions.screen_profile(self._beginning())
        if chosen is not None and self._use(chosen):
            self._settings.put(SCREEN_PROFILE, str(chosen))
            self._notices.success(
                self.tr("Photos are shown for a screen with the profile {name}.").format(name=chosen.name)
            )
        elif chosen is not None:
            self._notices.error(
                self.tr("{name} cannot be used: it is no RGB profile of a screen, or it is damaged.").format(
                    name=chosen.name
                )
            )
        self._show_choice()  # the menu has marked this entry, whatever became of it
