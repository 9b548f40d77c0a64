"""How a photo is exported: as the source had it, unless the person wants it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.panels.form_label import FormLabel
from editor.panels.slider_row import NumberBox
from editor.panels.wrapped_label import WrappedLabel

_FORMATS = (
    ("JPEG", ".jpg", (".jpg", ".jpeg", ".jpe")),
    ("PNG", ".png", (".png",)),
    ("TIFF", ".tif", (".tif", ".tiff")),
    ("WebP", ".webp", (".webp",)),
)
_JPEG, _PNG, _TIFF, _WEBP = range(4)
_WIDTH_PX = 500


@dataclass(frozen=True)
class SourceFacts:
    """What the dialog has to know about the source.

    Attributes:
        path: The file it came from.
        depth: Bits per channel.
        profile_name: What its color profile is called; "" = sRGB.
        is_jpeg: It has a JPEG's own quality, which can be kept.
    """

    path: Path
    depth: int
    profile_name: str
    is_jpeg: bool


@dataclass(frozen=True)
class ExportWishes:
    """What the person chose. `None` and `False` are "as the source".

    Attributes:
        path: The file; its suffix names the format.
        depth: 8 or 16.
        quality: 1..100.
        to_srgb: Convert to sRGB.
        keep_metadata: Carry metadata over.
        mark_source: Note that an algorithm made a part of the photo.
    """

    path: Path
    depth: int | None
    quality: int | None
    to_srgb: bool
    keep_metadata: bool
    mark_source: bool


class ExportDialog(QDialog):
    """Asks where and how.

    Signals:
        wished: The person pressed Export (`ExportWishes`); the dialog stays until it is accepted.
    """

    wished = Signal(object)

    def __init__(
        self,
        source: SourceFacts,
        folder: Path,
        quality: int,
        mark_source: bool,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        source: The photo.
        folder: Where the file is proposed.
        quality: Proposed quality for JPEG and WebP.
        mark_source: Whether the note about the algorithm is proposed.
        parent: The owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export photo"))
        self._source = source
        suffix = source.path.suffix.lower()
        # What is read but not written, RAW and HEIC, becomes a file that holds all of it.
        other = _TIFF if source.depth == 16 else _PNG
        known = next((i for i, (_, _, all_) in enumerate(_FORMATS) if suffix in all_), other)
        suffix = suffix if suffix in _FORMATS[known][2] else _FORMATS[known][1]
        self._path = QLineEdit(str(folder / f"{source.path.stem}-edited{suffix}"))
        self._format = QComboBox()
        self._format.addItems([name for name, _, _ in _FORMATS])
        self._format.setCurrentIndex(known)
        self._depth = QComboBox()
        self._depth.addItems(
            [self.tr("As the source (%n bit)", "", source.depth), self.tr("8 bit"), self.tr("16 bit")]
        )
        self._keep_quality = QCheckBox(self.tr("As the source"))
        self._quality = NumberBox()
        self._quality.setRange(1, 100)
        self._quality.setValue(quality)
        self._quality.setFixedWidth(70)
        self._color = QComboBox()
        self._color.addItems(
            [
                self.tr("As the source ({profile})").format(profile=source.profile_name or "sRGB"),
                self.tr("Convert to sRGB"),
            ]
        )
        self._metadata = QCheckBox(self.tr("Keep camera data, date, place and captions"))
        self._metadata.setChecked(True)
        self._mark = QCheckBox(self.tr("Note that an algorithm made a part of the photo"))
        self._mark.setToolTip(self.tr("The IPTC's “digital source type”, which many galleries ask for."))
        self._mark.setChecked(mark_source)
        self._hint = WrappedLabel()
        self._hint.setObjectName("muted")
        self._export = QPushButton(self.tr("Export"))
        self._export.setObjectName("primary")
        self._export.setDefault(True)
        self._lay_out()
        self.resize(max(_WIDTH_PX, self.sizeHint().width()), self.sizeHint().height())
        self._name_controls()
        self._keep_quality.setChecked(True)
        self._format.currentIndexChanged.connect(self._on_format)
        self._path.textChanged.connect(self._on_path)
        self._keep_quality.toggled.connect(self._show_state)
        self._export.clicked.connect(self._on_export)
        self._show_state()

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._path, 1)
        place.addWidget(browse)
        quality = QHBoxLayout()
        quality.setSpacing(12)
        quality.addWidget(self._quality)
        quality.addWidget(self._keep_quality)
        quality.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(11)
        form.setHorizontalSpacing(16)
        for text, field in (
            (self.tr("File"), place),
            (self.tr("Format"), self._format),
            (self.tr("Depth"), self._depth),
            (self.tr("Quality"), quality),
            (self.tr("Colors"), self._color),
            (self.tr("Metadata"), self._metadata),
        ):
            form.addRow(FormLabel(text, field), field)
        form.addRow("", self._mark)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self._hint)
        column.addLayout(buttons)

    def _name_controls(self) -> None:
        for widget, name in (
            (self._path, self.tr("File to write")),
            (self._format, self.tr("Format")),
            (self._depth, self.tr("Bits per channel")),
            (self._quality, self.tr("Quality")),
            (self._color, self.tr("Colors")),
            (self._metadata, self.tr("Keep metadata")),
            (self._mark, self.tr("Note the algorithm")),
        ):
            widget.setAccessibleName(name)

    @property
    def wishes(self) -> ExportWishes:
        """What is chosen now."""
        return ExportWishes(
            path=Path(self._path.text()).expanduser(),
            depth=(None, 8, 16)[self._depth.currentIndex()] if self._depth.isEnabled() else None,
            quality=self._quality.value() if self._quality.isEnabled() else None,
            to_srgb=self._color.isEnabled() and self._color.currentIndex() == 1,
            keep_metadata=self._metadata.isChecked(),
            mark_source=self._mark.isChecked(),
        )

    def set_path(self, path: Path) -> None:
        """Proposes another file."""
        self._path.setText(str(path))

    def refuse(self, reason: str) -> None:
        """It cannot be done so: says why, and stays for another choice."""
        self._say(reason, is_refusal=True)

    def _say(self, text: str, *, is_refusal: bool = False) -> None:
        self._hint.setObjectName("refusal" if is_refusal else "muted")
        self._hint.style().unpolish(self._hint)
        self._hint.style().polish(self._hint)
        self._hint.setText(text)

    @Slot()
    def _on_browse(self) -> None:
        filters = self.tr("Photos (*.jpg *.jpeg *.png *.tif *.tiff *.webp)")
        # The window asks about files that exist, whichever way they were named.
        keep = QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export photo"), self._path.text(), filters, options=keep
        )
        if chosen:
            self._path.setText(chosen)

    @Slot(int)
    def _on_format(self, index: int) -> None:
        path = Path(self._path.text())
        _, suffix, all_ = _FORMATS[index]
        if path.suffix.lower() not in all_:
            self._path.setText(str(path.with_suffix(suffix) if path.name else path))
        self._show_state()

    @Slot()
    def _on_path(self) -> None:
        suffix = Path(self._path.text()).suffix.lower()
        for index, (_, _, all_) in enumerate(_FORMATS):
            if suffix in all_:
                self._format.setCurrentIndex(index)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        index = self._format.currentIndex()
        is_jpeg, is_webp = index == _JPEG, index == _WEBP
        can_keep = is_webp or (is_jpeg and self._source.is_jpeg)
        self._depth.setEnabled(index in (_PNG, _TIFF))
        self._keep_quality.setText(self.tr("Lossless") if is_webp else self.tr("As the source"))
        self._keep_quality.setEnabled(can_keep)
        is_kept = can_keep and self._keep_quality.isChecked()
        self._quality.setEnabled((is_jpeg or is_webp) and not is_kept)
        self._color.setEnabled(bool(self._source.profile_name))
        if self._quality.isEnabled():
            hint = self.tr("This changes pixels everywhere a little. PNG, TIFF and lossless WebP keep them.")
        elif is_jpeg:
            hint = self.tr(
                "With the quality of the source nearly every pixel outside the mask stays as it was."
            )
        elif is_webp and self._source.depth == 16:
            hint = self.tr("WebP holds 8 bits per channel.")
        else:
            hint = self.tr("Every pixel outside the mask stays exactly as it was.")
        self._say(hint)
        self._export.setEnabled(bool(Path(self._path.text()).suffix))

    @Slot()
    def _on_export(self) -> None:
        self.wished.emit(self.wishes)
