"""How a photo is exported: as the source had it, unless the person wants it otherwise."""

from __future__ import annotations

import os
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

from editor.elision import elided
from editor.panels.export_names import (
    FORMATS,
    JPEG,
    PNG,
    TIFF,
    WEBP,
    format_of,
    is_name,
    is_too_long,
    proposed,
    with_format,
)
from editor.panels.export_wishes import ExportWishes, SourceFacts
from editor.panels.form_label import FormLabel
from editor.panels.slider_row import NumberBox
from editor.panels.wrapped_label import WrappedLabel

_WIDTH_PX = 500


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
        known = format_of(source.path)
        if known is None:
            # What is read but not written, RAW and HEIC, becomes a file that holds all of it.
            known = TIFF if source.depth == 16 else PNG
        self._path = QLineEdit(str(proposed(source.path, folder, known)))
        self._format = QComboBox()
        self._format.addItems([name for name, _, _ in FORMATS])
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
            path=self._named,
            depth=(None, 8, 16)[self._depth.currentIndex()] if self._depth.isEnabled() else None,
            quality=self._quality.value() if self._quality.isEnabled() else None,
            to_srgb=self._color.isEnabled() and self._color.currentIndex() == 1,
            keep_metadata=self._metadata.isChecked(),
            mark_source=self._mark.isChecked(),
        )

    @property
    def _typed(self) -> Path:
        # Not `Path.expanduser`, which raises an error where "~name" is nobody's home.
        return Path(os.path.expanduser(self._path.text()))

    @property
    def _named(self) -> Path:
        """The file that is written: what was typed, with the chosen format's ending where it has none."""
        path = self._typed
        is_whole = format_of(path) is not None or not path.name
        return path if is_whole else with_format(path, self._format.currentIndex())

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
        # A name without an ending gets one as it is written; nothing is put into it while it is being typed.
        if format_of(path) not in (None, index):
            self._path.setText(str(with_format(path, index)))
        self._show_state()

    @Slot()
    def _on_path(self) -> None:
        number = format_of(Path(self._path.text()))
        if number is not None:
            self._format.setCurrentIndex(number)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        index = self._format.currentIndex()
        is_jpeg, is_webp = index == JPEG, index == WEBP
        can_keep = is_webp or (is_jpeg and self._source.is_jpeg)
        self._depth.setEnabled(index in (PNG, TIFF))
        self._keep_quality.setText(self.tr("Lossless") if is_webp else self.tr("As the source"))
        self._keep_quality.setEnabled(can_keep)
        is_kept = can_keep and self._keep_quality.isChecked()
        self._quality.setEnabled((is_jpeg or is_webp) and not is_kept)
        self._color.setEnabled(bool(self._source.profile_name))
        complaint = self._complaint
        self._say(complaint or self._hint_of(index), is_refusal=bool(complaint))
        self._export.setEnabled(not complaint)

    @property
    def _complaint(self) -> str:
        """Why nothing can be written under this name, in a sentence; "" = as far as the name goes, it can."""
        if not is_name(self._path.text()):
            return self.tr("Please name the file to write.")
        if os.path.isdir(self._typed):  # names too long for `Path.is_dir` are answered too
            return self.tr("{name} is a folder; please name a file in it.").format(
                name=elided(self._typed.name)
            )
        if is_too_long(self._named):
            return self.tr("The name is too long for a file; please shorten it.")
        return ""

    def _hint_of(self, index: int) -> str:
        """What becomes of the file with the format `index` and the present choices."""
        if self._quality.isEnabled():
            hint = self.tr("This changes pixels everywhere a little. PNG, TIFF and lossless WebP keep them.")
        elif index == JPEG:
            hint = self.tr(
                "With the quality of the source nearly every pixel outside the mask stays as it was."
            )
        elif index == WEBP and self._source.depth == 16:
            hint = self.tr("WebP holds 8 bits per channel.")
        else:
            hint = self.tr("Every pixel outside the mask stays exactly as it was.")
        name = self._named.name
        if name == self._typed.name:
            return hint
        return self.tr("The file will be called {name}.").format(name=elided(name)) + " " + hint

    @Slot()
    def _on_export(self) -> None:
        self.wished.emit(self.wishes)
