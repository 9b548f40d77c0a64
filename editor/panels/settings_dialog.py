"""Everything that can be set once and for all, page by page. What is chosen counts at once."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from editor.actions import Actions
from editor.language import LANGUAGES, SYSTEM, language_for
from editor.panels.color_button import ColorButton
from editor.panels.form_label import FormLabel
from editor.panels.keys_table import KeysTable
from editor.panels.slider_row import NumberBox
from editor.panels.wrapped_label import WrappedLabel
from editor.settings import (
    DEVICE,
    EXPORT_MARK,
    EXPORT_QUALITY,
    HINTS,
    LANGUAGE,
    OVERLAY_COLOR,
    OVERLAY_OPACITY,
    THEME,
    UNITS,
    Setting,
    Settings,
)

# Fields as wide as the dialog would make the eye travel.
_FIELD_PX = 340
_NUMBER_PX = 90


class SettingsDialog(QDialog):
    """Shows the settings' values, and stores what the person chooses; whoever is concerned hears of it from
    `Settings.changed`.

    Signals:
        closed: The dialog is gone.
    """

    closed = Signal()

    def __init__(self, settings: Settings, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        # What the window was started with: other values wait for the next start.
        self._started_with = (language_for(settings.get(LANGUAGE)), settings.get(DEVICE))
        self._pages = QTabWidget()
        self._pages.setDocumentMode(True)
        self._pages.tabBar().setDrawBase(False)  # the style sheet draws the line
        self._later = WrappedLabel()
        self._later.setObjectName("muted")
        self._pages.addTab(self._general(), self.tr("General"))
        self._pages.addTab(self._mask(), self.tr("Mask"))
        self._pages.addTab(self._export(), self.tr("Export"))
        self._pages.addTab(KeysTable(actions), self.tr("Shortcuts"))
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(12)
        column.addWidget(self._pages, 1)
        column.addWidget(buttons)
        self.resize(860, 620)
        self.finished.connect(self.closed)
        self._show_later()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self._pages.count()

    def show_page(self, place: int) -> None:
        """Turns to a page."""
        self._pages.setCurrentIndex(place)

    def _general(self) -> QWidget:
        languages = [(SYSTEM, self.tr("As the system")), *LANGUAGES.items()]
        themes = [
            ("dark", self.tr("Dark")),
            ("light", self.tr("Light")),
            ("system", self.tr("As the system")),
        ]
        devices = [
            ("auto", self.tr("Automatic")),
            ("cpu", self.tr("Processor")),
            ("cuda", self.tr("NVIDIA graphics card (CUDA)")),
        ]
        units = [("px", self.tr("Pixels")), ("mm", self.tr("Millimeters")), ("in", self.tr("Inches"))]
        page, form = _page()
        _row(form, self.tr("Language"), self._choice(LANGUAGE, languages, self.tr("Language")))
        _row(form, self.tr("Theme"), self._choice(THEME, themes, self.tr("Theme")))
        _row(form, self.tr("Fills are computed by"), self._choice(DEVICE, devices, self.tr("Device")))
        _row(form, self.tr("Units"), self._choice(UNITS, units, self.tr("Units")))
        form.addRow("", self._check(HINTS, self.tr("Show the first steps when no photo is open")))
        form.addRow("", self._later)
        return page

    def _mask(self) -> QWidget:
        color = ColorButton(self.tr("Color of the mask"))
        color.set_color(QColor(self._settings.get(OVERLAY_COLOR)))
        color.color_changed.connect(self._on_color)
        color.setMaximumWidth(_FIELD_PX)
        opacity = NumberBox()
        opacity.setMaximumWidth(_NUMBER_PX)
        opacity.setRange(5, 100)
        opacity.setSuffix(" %")
        opacity.setValue(round(100 * self._settings.get(OVERLAY_OPACITY)))
        opacity.setAccessibleName(self.tr("Opacity of the mask's color"))
        opacity.valueChanged.connect(self._on_opacity)
        page, form = _page()
        _row(form, self.tr("Color"), color)
        _row(form, self.tr("Opacity"), opacity)
        return page

    def _export(self) -> QWidget:
        quality = NumberBox()
        quality.setMaximumWidth(_NUMBER_PX)
        quality.setRange(1, 100)
        quality.setValue(self._settings.get(EXPORT_QUALITY))
        quality.setAccessibleName(self.tr("JPEG quality"))
        quality.valueChanged.connect(self._on_quality)
        note = WrappedLabel(
            self.tr(
                "The IPTC's “digital source type” tells galleries and agencies that an algorithm made a part "
                "of the photo. The export dialog proposes what is chosen here."
            )
        )
        note.setObjectName("muted")
        page, form = _page()
        _row(form, self.tr("JPEG quality"), quality)
        form.addRow("", self._check(EXPORT_MARK, self.tr("Note that an algorithm made a part of the photo")))
        form.addRow("", note)
        return page

    def _choice(self, setting: Setting[str], entries: list[tuple[str, str]], name: str) -> QComboBox:
        box = QComboBox()
        box.setMaximumWidth(_FIELD_PX)
        box.setAccessibleName(name)
        for value, text in entries:
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(self._settings.get(setting)))

        def choose(place: int) -> None:
            self._settings.put(setting, box.itemData(place))
            self._show_later()

        box.currentIndexChanged.connect(choose)
        return box

    def _check(self, setting: Setting[bool], text: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(self._settings.get(setting))
        box.toggled.connect(lambda is_on: self._settings.put(setting, is_on))
        return box

    def _show_later(self) -> None:
        now = (language_for(self._settings.get(LANGUAGE)), self._settings.get(DEVICE))
        is_later = now != self._started_with
        self._later.setText(self.tr("Language and device change at the next start.") if is_later else "")

    @Slot(QColor)
    def _on_color(self, color: QColor) -> None:
        self._settings.put(OVERLAY_COLOR, color.name())

    @Slot(int)
    def _on_opacity(self, percent: int) -> None:
        self._settings.put(OVERLAY_OPACITY, percent / 100)

    @Slot(int)
    def _on_quality(self, quality: int) -> None:
        self._settings.put(EXPORT_QUALITY, quality)


def _page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(10, 18, 10, 10)
    form.setVerticalSpacing(12)
    form.setHorizontalSpacing(18)
    return page, form


def _row(form: QFormLayout, text: str, field: QWidget) -> None:
    form.addRow(FormLabel(text, field), field)
