"""What belongs where: the labels that are shown, painted and chosen from. Folded away at first."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from editor.panels.action_row import ActionRow
from editor.panels.folding import FoldingSection
from editor.panels.label_list import LabelList
from editor.panels.mode_row import ModeChoice, ModeRow
from editor.panels.slider_row import SliderRow
from editor.theme import DARK, Theme

_VOCABULARIES = ("auto", "scene", "regions")


class LabelPanel(FoldingSection):
    """The labels' controls.

    Signals:
        mode_chosen: What the label tool is to do: "paint", "drag", "erase" or "pick" (str).
        vocabulary_changed: What labels are chosen from: "auto", "scene" or "regions" (str).
        size_changed: Diameter of the label brush in photo pixels (float).
        opacity_changed: Of the labels over the photo, 0..1 (float).

    Attributes:
        list: Legend and palette.
    """

    mode_chosen = Signal(str)
    vocabulary_changed = Signal(str)
    size_changed = Signal(float)
    opacity_changed = Signal(float)

    def __init__(self, show: QAction, refill: QAction, clear: QAction, parent: QWidget | None = None) -> None:
        """Args:
        show: Shows labels over the photo, on or off.
        refill: Fills anew with the labels as they are.
        clear: Leaves all labels to the engine again.
        parent: The owner.
        """
        super().__init__(self.tr("Labels"), parent)
        self._show = show
        self._box = QCheckBox(self.tr("Show labels"))
        self._box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._box.toggled.connect(show.setChecked)
        show.toggled.connect(self._box.setChecked)
        self._vocabulary = QComboBox()
        self._vocabulary.setAccessibleName(self.tr("Vocabulary"))
        self._vocabulary.setToolTip(self.tr("Which labels a photo is divided into."))
        self._vocabulary.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._vocabulary.addItems(
            [self.tr("Automatic"), self.tr("Street scene"), self.tr("Kinds in this photo")]
        )
        self._vocabulary.activated.connect(self._on_vocabulary)
        self.list = LabelList()
        self._modes = ModeRow(self.tr("Label brush"), self._mode_choices())
        self._size = SliderRow(
            self.tr("Brush"),
            1,
            2000,
            60,
            suffix=" " + self.tr("px"),
            help=self.tr("Size of the label brush. Keys: [ and ] while it is in the hand"),
            is_logarithmic=True,
        )
        self._opacity = SliderRow(
            self.tr("Opacity"),
            5,
            100,
            50,
            suffix=" %",
            help=self.tr("How strongly labels cover the photo."),
        )
        buttons = ActionRow([(refill, self.tr("Fill with labels")), (clear, self.tr("Clear"))], (3, 2))
        top = QHBoxLayout()
        top.addWidget(self._box, 1)
        top.addWidget(self._vocabulary)
        self.rows.addLayout(top)
        for row in (self.list, self._modes, self._size, self._opacity, buttons):
            self.rows.addWidget(row)
        self._size.value_changed.connect(self._on_size)
        self._opacity.value_changed.connect(self._on_opacity)
        self._modes.chosen.connect(self.mode_chosen)
        show.changed.connect(self._show_state)
        self.set_theme(DARK)
        self.set_reason("")
        self._show_state()

    def _mode_choices(self) -> list[ModeChoice]:
        return [
            ModeChoice(
                "paint",
                "label",
                self.tr("Paint the label"),
                self.tr("Paint the chosen label into the hole; beside it, correct what was seen."),
            ),
            ModeChoice(
                "drag",
                "border",
                self.tr("Drag a border"),
                self.tr("Press inside a label near its border and drag: the label grows along the drag."),
            ),
            ModeChoice(
                "erase",
                "eraser",
                self.tr("Erase labels"),
                self.tr("Leave it to the engine again what belongs there."),
            ),
            ModeChoice(
                "pick",
                "pick",
                self.tr("Pick a label"),
                self.tr("Click on what you want in the photo. Or hold Alt while painting."),
            ),
        ]

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._modes.set_theme(theme)

    def set_choices(self, vocabulary: str, size_px: float, opacity: float) -> None:
        """Shows what is chosen: the vocabulary, the brush's diameter in photo pixels, an opacity 0..1."""
        self._vocabulary.setCurrentIndex(_VOCABULARIES.index(vocabulary))
        self._size.set_value(round(size_px))
        self._opacity.set_value(round(100 * opacity))

    def set_mode(self, mode: str) -> None:
        """Shows what the label tool does; "" while another tool is in the hand."""
        self._modes.show_mode(mode)

    def set_reason(self, reason: str) -> None:
        """Why labels cannot be used, as a tooltip of everything; "" = they can."""
        self.set_usable(not reason)
        self.set_help(reason or self.tr("Say what belongs where in the hole, and fill it so."))

    @Slot()
    def _show_state(self) -> None:
        with QSignalBlocker(self._box):
            self._box.setChecked(self._show.isChecked())
        self._box.setToolTip(self._show.toolTip())

    @Slot(int)
    def _on_vocabulary(self, place: int) -> None:
        self.vocabulary_changed.emit(_VOCABULARIES[place])

    @Slot(int)
    def _on_size(self, value: int) -> None:
        self.size_changed.emit(float(value))

    @Slot(int)
    def _on_opacity(self, value: int) -> None:
        self.opacity_changed.emit(value / 100)
