"""What the editor remembers between two starts: one table of typed settings.

A setting that cannot be read, or holds what it must not, counts as its default: a damaged file never
keeps the editor from starting.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

import platformdirs
from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from editor.language import LANGUAGES, SYSTEM

T = TypeVar("T", bool, int, float, str, QByteArray)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One row of the table.

    Attributes:
        key: Name in the settings file, `group/name`.
        default: Value of a fresh installation; its type is the setting's type.
        help: One sentence for the person who looks at the settings file or a tooltip.
        least: Smallest allowed number; None = no bound.
        most: Largest allowed number; None = no bound.
        choices: The allowed texts; empty = any.
    """

    key: str
    default: T
    help: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether a value may be stored: its type, its bounds, its choices."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            above = self.least is None or value >= self.least
            below = self.most is None or value <= self.most
            return above and below and value == value
        return not self.choices or value in self.choices


THEME = Setting("look/theme", "dark", "Colors of the window.", choices=("dark", "light", "system"))
LANGUAGE = Setting(
    "look/language",
    SYSTEM,
    "Language of the window; takes effect at the next start.",
    choices=(SYSTEM, *LANGUAGES),
)
UNITS = Setting("look/units", "px", "What places and sizes are told in.", choices=("px", "mm", "in"))
SCREEN_PROFILE = Setting("look/screen_profile", "", "ICC profile of the screen, a file; empty = sRGB.")
HINTS = Setting("look/hints", True, "Three steps are shown to who is here for the first time.")
GEOMETRY = Setting("look/geometry", QByteArray(), "Place and size of the window.")
LAYOUT = Setting("look/layout", QByteArray(), "Arrangement of toolbars and panels.")

UNFOLDED = Setting("look/unfolded", "brush,fill", "Sections of controls that are in sight.")

BRUSH_SIZE = Setting("brush/size_px", 48, "Diameter of the brush, in pixels of the photo.", 1, 2000)
BRUSH_HARDNESS = Setting("brush/hardness", 0.8, "1 paints a sharp edge, 0 fades from the center.", 0.0, 1.0)
BRUSH_PRESSURE = Setting("brush/pressure", True, "A pen's pressure changes the size of the brush.")
OVERLAY_COLOR = Setting("overlay/color", "#ff3b5c", "Color that shows the mask.")
OVERLAY_OPACITY = Setting("overlay/opacity", 0.45, "Opacity of the color that shows the mask.", 0.05, 1.0)

SELECT_MODE = Setting(
    "select/mode",
    "replace",
    "What a selection does to the mask.",
    choices=("replace", "add", "subtract"),
)
SELECT_DISTANCE = Setting("select/distance_px", 4, "How far a mask grows, shrinks or fades.", 1, 200)
LINE_WIDTH = Setting("select/line_px", 12, "Width of the line tool, in pixels of the photo.", 1, 400)
LINES_FILL = Setting("select/lines_fill", True, "A line is filled as soon as it is drawn.")
KEEP_MASK = Setting("select/keep_mask", False, "The mask stays when its hole has been filled.")

LABEL_VOCABULARY = Setting(
    "labels/vocabulary",
    "auto",
    "What labels are chosen from.",
    choices=("auto", "scene", "regions"),
)
LABEL_BRUSH = Setting("labels/brush_px", 60, "Diameter of the label brush, in pixels of the photo.", 1, 2000)
LABEL_OPACITY = Setting("labels/opacity", 0.5, "Opacity of labels over the photo.", 0.05, 1.0)
LABELS_OPEN = Setting("labels/unfolded", False, "The controls of labels are in sight.")

FILL_DETAIL = Setting("fill/detail", 1.0, "Share of the photo's own texture in a fill.", 0.0, 1.0)
FILL_GRAIN = Setting("fill/grain", 1.0, "Share of the surroundings' grain in a fill.", 0.0, 1.0)
FILL_RING = Setting("fill/ring_px", 0, "Over how many pixels outside the mask a fill fades.", 0, 32)
FILL_ON_RELEASE = Setting("fill/on_release", False, "Fill as soon as a stroke ends.")
DEVICE = Setting("fill/device", "auto", "What computes the fill.", choices=("auto", "cpu", "cuda"))

LAST_FOLDER = Setting("files/last_folder", "", "Folder that file dialogs open in.")
RECENT = Setting("files/recent", "", "Photos opened lately, newest first, one path per line.")
EXPORT_QUALITY = Setting("export/quality", 95, "Quality of JPEG and lossy WebP files.", 1, 100)
EXPORT_MARK = Setting("export/mark_source", True, "Exports say that an algorithm made a part of the photo.")

TABLE: tuple[Setting[bool] | Setting[int] | Setting[float] | Setting[str] | Setting[QByteArray], ...] = (
    THEME,
    LANGUAGE,
    UNITS,
    SCREEN_PROFILE,
    HINTS,
    GEOMETRY,
    LAYOUT,
    UNFOLDED,
    BRUSH_SIZE,
    BRUSH_HARDNESS,
    BRUSH_PRESSURE,
    OVERLAY_COLOR,
    OVERLAY_OPACITY,
    SELECT_MODE,
    SELECT_DISTANCE,
    LINE_WIDTH,
    LINES_FILL,
    KEEP_MASK,
    LABEL_VOCABULARY,
    LABEL_BRUSH,
    LABEL_OPACITY,
    LABELS_OPEN,
    FILL_DETAIL,
    FILL_GRAIN,
    FILL_RING,
    FILL_ON_RELEASE,
    DEVICE,
    LAST_FOLDER,
    RECENT,
    EXPORT_QUALITY,
    EXPORT_MARK,
)


class Settings(QObject):
    """Reads and writes the table's values; every write is announced.

    Signals:
        changed: A setting has a new value (its key).
    """

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """Args:
        path: The settings file; None takes the user's own, in the system's folder for settings.
        """
        super().__init__(parent)
        self.path = path or Path(platformdirs.user_config_dir("lacuna", appauthor=False)) / "settings.ini"
        self._file = QSettings(str(self.path), QSettings.Format.IniFormat, self)

    def get(self, setting: Setting[T]) -> T:
        """The stored value, or the default where nothing valid is stored."""
        raw = self._file.value(setting.key)
        if raw is None:
            return setting.default
        value = _typed(raw, setting.default)
        if not setting.accepts(value):
            _log.warning("Setting %s has an unusable value and counts as its default.", setting.key)
            return setting.default
        return cast(T, value)

    def has(self, setting: Setting[T]) -> bool:
        """Whether a value is stored: the person has chosen, even if it is the default."""
        return self._file.contains(setting.key)

    def put(self, setting: Setting[T], value: T) -> None:
        """Stores a value.

        Raises:
            ValueError: The value is not of the setting's type, or out of its bounds.
        """
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        is_other = value != self.get(setting)
        if is_other or not self.has(setting):
            self._file.setValue(setting.key, value)
        if is_other:
            self.changed.emit(setting.key)

    def keys_of(self, action: str) -> str | None:
        """Key sequence the user gave an action, in Qt's portable text; None = the built-in one."""
        raw = self._file.value(f"keys/{action}")
        return raw if isinstance(raw, str) else None

    def put_keys_of(self, action: str, keys: str | None) -> None:
        """Stores the user's key sequence of an action; None goes back to the built-in one."""
        if keys is None:
            self._file.remove(f"keys/{action}")
        else:
            self._file.setValue(f"keys/{action}", keys)
        self.changed.emit(f"keys/{action}")

    def save(self) -> None:
        """Writes to disk now; QSettings otherwise waits for the event loop."""
        self._file.sync()


def _typed(raw: object, default: object) -> object:
    """An INI file knows only texts: the value in the type of the default, or None."""
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False, True: True, False: False}.get(raw)  # type: ignore[call-overload]
        if isinstance(default, int):
            return int(raw)  # type: ignore[call-overload]
        if isinstance(default, float):
            return float(raw)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return raw
