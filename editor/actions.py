"""Everything that can be done by menu or key: one table, from which menus, toolbars and the F1 sheet come."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from editor.settings import Settings
from editor.theme import Theme, icon


@dataclass(frozen=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        name: Name in the code and in the settings.
        text: What menus say; `&` marks the mnemonic.
        group: The menu it is in.
        keys: Key sequences in Qt's portable text.
        help: One sentence for tooltip and F1 sheet.
        icon: Name of an icon, or "".
        is_checkable: It is on or off.
    """

    name: str
    text: str
    group: str
    keys: tuple[str, ...]
    help: str
    icon: str = ""
    is_checkable: bool = False


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "&Open…", "File", ("Ctrl+O",), "Open a photo.", "open"),
    ActionSpec("sample", "Open &Sample Photo", "File", (), "Open a photo to try things out.", "photo"),
    ActionSpec("export", "&Export…", "File", ("Ctrl+Shift+E",), "Write the photo to a file.", "export"),
    ActionSpec("quit", "&Quit", "File", ("Ctrl+Q",), "Close the window."),
    ActionSpec("undo", "&Undo", "Edit", ("Ctrl+Z",), "Take the last step back.", "undo"),
    ActionSpec("redo", "&Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the step again.", "redo"),
    ActionSpec("clear_mask", "&Clear Mask", "Edit", ("Ctrl+D",), "Take the whole mask away.", "clear"),
    ActionSpec(
        "invert_mask",
        "&Invert Mask",
        "Edit",
        ("Ctrl+Shift+I",),
        "Swap what is masked and what is not.",
        "invert",
    ),
    ActionSpec(
        "last_mask", "&Last Mask Again", "Edit", ("Ctrl+Shift+D",), "Bring the last mask back.", "history"
    ),
    ActionSpec("brush", "&Brush", "Tools", ("B",), "Paint over what should disappear.", "brush", True),
    ActionSpec("eraser", "&Eraser", "Tools", ("E",), "Take away from the mask.", "eraser", True),
    ActionSpec("hand", "&Hand", "Tools", ("H",), "Move the photo.", "hand", True),
    ActionSpec("swap", "S&wap Brush and Eraser", "Tools", ("X",), "Change between brush and eraser.", "swap"),
    ActionSpec("smaller", "S&maller Brush", "Tools", ("[",), "Make the brush smaller."),
    ActionSpec("larger", "La&rger Brush", "Tools", ("]",), "Make the brush larger."),
    ActionSpec("softer", "&Softer Brush", "Tools", ("Shift+[", "{"), "Soften the edge of the brush."),
    ActionSpec("harder", "Har&der Brush", "Tools", ("Shift+]", "}"), "Sharpen the edge of the brush."),
    ActionSpec("fill", "&Fill", "Fill", ("Return", "Enter"), "Fill what is painted.", "fill"),
    ActionSpec(
        "cancel", "&Cancel", "Fill", ("Esc",), "Stop the fill; when none runs, take the mask away.", "cancel"
    ),
    ActionSpec(
        "again",
        "Try &Again",
        "Fill",
        ("Shift+Return", "Shift+Enter"),
        "Fill the same hole differently.",
        "again",
    ),
    ActionSpec(
        "fill_on_release",
        "Fill When the &Stroke Ends",
        "Fill",
        ("J",),
        "Fill each stroke at once.",
        "heal",
        True,
    ),
    ActionSpec("fit", "&Fit in Window", "View", ("Ctrl+0",), "Show the whole photo.", "fit"),
    ActionSpec("actual", "&100 %", "View", ("Ctrl+1",), "Show every pixel of the photo.", "actual"),
    ActionSpec("zoom_in", "Zoom &In", "View", ("Ctrl++", "Ctrl+="), "Come closer.", "zoom-in"),
    ActionSpec("zoom_out", "Zoom &Out", "View", ("Ctrl+-",), "Step back.", "zoom-out"),
    ActionSpec("overlay", "Show &Mask", "View", ("O",), "Show or hide the mask's color.", "overlay", True),
    ActionSpec(
        "original",
        "&Original",
        "View",
        ("Shift+\\", "|"),
        "Show the photo as it was opened.",
        "original",
        True,
    ),
    ActionSpec(
        "split", "&Split View", "View", ("Y",), "Compare before and after side by side.", "split", True
    ),
    ActionSpec(
        "difference", "&Difference", "View", ("Shift+Y",), "Show which pixels changed.", "difference", True
    ),
    ActionSpec("theme_dark", "&Dark", "View", (), "Dark colors.", "", True),
    ActionSpec("theme_light", "&Light", "View", (), "Light colors.", "", True),
    ActionSpec("theme_system", "As the &System", "View", (), "The colors that the desktop uses.", "", True),
    ActionSpec("full_screen", "F&ull Screen", "View", ("F11",), "Use the whole screen.", "", True),
    ActionSpec("keys", "&Keyboard Shortcuts", "Help", ("F1",), "Show all keys.", "keyboard"),
    ActionSpec("log", "Open &Log Folder", "Help", (), "Files that help to find an error."),
    ActionSpec("about", "&About Lacuna", "Help", (), "Version and licenses.", "info"),
)

# What hands do on the canvas itself: not actions, but part of the sheet of keys.
GESTURES: tuple[tuple[str, str], ...] = (
    ("Hold \\", "Show the photo as it was opened."),
    ("Hold Space, or middle button", "Move the photo."),
    ("Ctrl + wheel", "Zoom around the pointer."),
    ("Wheel, Shift + wheel", "Move the photo up and down, left and right."),
    ("Hold Alt", "Subtract while painting, add while erasing."),
    ("Shift + click", "Straight line from the end of the last stroke."),
    ("Shift while painting", "Keep the stroke horizontal or vertical."),
    ("Right button, drag sideways", "Size of the brush."),
    ("Right button, drag up or down", "Hardness of the brush."),
)


class Actions(QObject):
    """The table's actions as Qt's, with the person's own keys."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, self)
            action.setObjectName(spec.name)
            action.setCheckable(spec.is_checkable)
            action.setShortcuts(self.keys_of(spec))
            action.setToolTip(tooltip(spec, action))
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def keys_of(self, spec: ActionSpec) -> list[QKeySequence]:
        """The person's own keys of an action, or the built-in ones."""
        own = self._settings.keys_of(spec.name)
        return [QKeySequence(keys) for keys in (spec.keys if own is None else (own,)) if keys]

    def rebind(self, name: str, keys: QKeySequence) -> str | None:
        """Gives an action other keys, now and from now on.

        Returns:
            The text of the action that has these keys already; nothing changes then. None = done.
        """
        for spec in ACTIONS:
            if spec.name != name and not keys.isEmpty() and keys in self._actions[spec.name].shortcuts():
                return spec.text.replace("&", "").rstrip("…")
        spec = spec_of(name)
        portable = keys.toString(QKeySequence.SequenceFormat.PortableText)
        is_built_in = keys in [QKeySequence(text) for text in spec.keys]
        self._settings.put_keys_of(name, None if is_built_in else portable)
        self._actions[name].setShortcuts(self.keys_of(spec))
        self._actions[name].setToolTip(tooltip(spec, self._actions[name]))
        return None

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.name].setIcon(icon(spec.icon, theme))


def spec_of(name: str) -> ActionSpec:
    """The row of the table with this name."""
    return next(spec for spec in ACTIONS if spec.name == name)


def keys_text(action: QAction) -> str:
    """The keys of an action as the person reads them."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(native) for keys in action.shortcuts())


def tooltip(spec: ActionSpec, action: QAction) -> str:
    """Help and first key in one line."""
    first = keys_text(action).split(", ")[0]
    return f"{spec.help} ({first})" if first else spec.help
