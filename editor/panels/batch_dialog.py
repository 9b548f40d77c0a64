"""Fills a folder of photos: which folders, how far it is, what became of each photo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.panels.form_label import FormLabel
from editor.panels.wrapped_label import WrappedLabel
from editor.panels.wrapped_rows import WrappedRows

_SIZE_PX = (620, 520)
_NAMES_PX = 180
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class BatchFolders:
    """What was chosen: photos, masks (a folder or one file), results, and whether subfolders count."""

    photos: Path
    masks: Path
    results: Path
    is_recursive: bool


@dataclass(frozen=True)
class BatchLine:
    """One photo in the list.

    Attributes:
        name: The photo's path below its folder.
        ending: What became of it, in words.
        risk: 0..1, or None.
        result: The file that was written; None where there is none.
    """

    name: str
    ending: str
    risk: float | None
    result: Path | None


class BatchDialog(QDialog):
    """Asks for the folders, then shows the batch. Closing it stops nothing.

    Signals:
        wished: The person pressed Start (`BatchFolders`).
        stop_wished: The person pressed Stop.
        photo_chosen: A result is to be looked at (its path as text).
    """

    wished = Signal(object)
    stop_wished = Signal()
    photo_chosen = Signal(str)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """Args:
        folder: Where file dialogs begin.
        parent: The owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Fill a folder"))
        self._folder = folder
        self._is_running = False
        self._browsing: list[QPushButton] = []
        self._photos, self._masks, self._results = QLineEdit(), QLineEdit(), QLineEdit()
        self._subfolders = QCheckBox(self.tr("Subfolders too"))
        self._state = WrappedLabel(
            self.tr(
                "A photo's mask has the photo's name; white is filled. One mask can serve all photos. "
                "A batch that was stopped goes on when it is started again with the same folders."
            )
        )
        self._state.setObjectName("muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1)
        self._list = QTreeWidget()
        self._list.setRootIsDecorated(False)
        WrappedRows(self._list)
        self._list.setHeaderLabels([self.tr("Photo"), self.tr("What became of it"), self.tr("Risk")])
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(0, _NAMES_PX)
        self._list.headerItem().setTextAlignment(2, _NUMBERS)
        self._list.setToolTip(
            self.tr("Risk: how much several fills disagree. Double-click a result to look at it.")
        )
        self._start, self._stop = QPushButton(self.tr("Start")), QPushButton(self.tr("Stop"))
        self._report = QPushButton(self.tr("Open results"))
        self._close = QPushButton(self.tr("Close"))
        self._start.setObjectName("primary")
        self._start.setDefault(True)
        self._lay_out()
        self.resize(*_SIZE_PX)
        for field in self._fields:
            field.textChanged.connect(self._show_state)
        self._start.clicked.connect(self._on_start)
        self._stop.clicked.connect(self.stop_wished)
        self._report.clicked.connect(self._on_report)
        self._close.clicked.connect(self.close)
        self._list.itemActivated.connect(self._on_activated)
        self._show_state()

    @property
    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self._photos, self._masks, self._results

    @property
    def folders(self) -> BatchFolders:
        """What is chosen now."""
        photos, masks, results = (Path(field.text().strip()).expanduser() for field in self._fields)
        return BatchFolders(photos, masks, results, self._subfolders.isChecked())

    def set_folders(self, folders: BatchFolders) -> None:
        """Proposes folders."""
        for field, path in zip(self._fields, (folders.photos, folders.masks, folders.results), strict=True):
            field.setText(str(path))
        self._subfolders.setChecked(folders.is_recursive)

    def begin(self) -> None:
        """A batch is being started: the list is emptied and the folders stay as they are."""
        self._is_running = True
        self._list.clear()
        self._bar.setRange(0, 0)
        self._show_state()

    def show_progress(self, done: int, total: int, sentence: str) -> None:
        """Shows how far the batch is."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._state.setText(sentence)

    def add_line(self, line: BatchLine) -> None:
        """Shows what became of a photo."""
        risk = "" if line.risk is None else f"{line.risk:.2f}"
        item = QTreeWidgetItem([line.name, line.ending, risk])
        item.setToolTip(1, line.ending)
        item.setTextAlignment(2, _NUMBERS)
        item.setData(0, Qt.ItemDataRole.UserRole, "" if line.result is None else str(line.result))
        self._list.addTopLevelItem(item)
        self._list.scrollToItem(item)
        self._show_state()

    def end(self, sentence: str) -> None:
        """The batch is over."""
        self._is_running = False
        if self._bar.maximum() == 0:
            self._bar.setRange(0, 1)
        self._state.setText(sentence)
        self._show_state()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(11)
        form.setHorizontalSpacing(16)
        for field, name, label in (
            (self._photos, self.tr("Folder of photos"), self.tr("Photos")),
            (self._masks, self.tr("Folder of masks, or one mask"), self.tr("Masks")),
            (self._results, self.tr("Folder for the results"), self.tr("Results")),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            row = self._with_browse(field)
            form.addRow(FormLabel(label, row), row)
        form.addRow("", self._subfolders)
        self._list.setAccessibleName(self.tr("What became of the photos"))
        self._bar.setAccessibleName(self.tr("Progress of the batch"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._report)
        buttons.addStretch(1)
        for button in (self._close, self._stop, self._start):
            buttons.addWidget(button)
        for button in (self._report, self._close, self._stop):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._state)
        column.addWidget(self._bar)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)

    def _with_browse(self, field: QLineEdit) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field, 1)
        folder = QPushButton(self.tr("Folder…"))
        folder.clicked.connect(lambda: self._browse_folder(field))
        buttons = [folder]
        if field is self._masks:
            file = QPushButton(self.tr("File…"))
            file.clicked.connect(self._browse_mask)
            buttons.append(file)
        for button in buttons:
            button.setAutoDefault(False)
            row.addWidget(button)
        self._browsing += buttons
        return row

    def _browse_folder(self, field: QLineEdit) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, field.accessibleName(), field.text() or str(self._folder)
        )
        if chosen:
            field.setText(chosen)

    @Slot()
    def _browse_mask(self) -> None:
        filters = self.tr("Masks (*.png *.tif *.tiff *.jpg *.jpeg *.webp)")
        start = self._masks.text() or str(self._folder)
        chosen, _ = QFileDialog.getOpenFileName(self, self._masks.accessibleName(), start, filters)
        if chosen:
            self._masks.setText(chosen)

    @Slot()
    def _show_state(self) -> None:
        for control in (*self._fields, *self._browsing, self._subfolders):
            control.setEnabled(not self._is_running)
        is_complete = all(field.text().strip() for field in self._fields)
        self._start.setEnabled(is_complete and not self._is_running)
        self._stop.setEnabled(self._is_running)
        self._report.setEnabled(self._list.topLevelItemCount() > 0)

    @Slot()
    def _on_start(self) -> None:
        self.wished.emit(self.folders)

    @Slot()
    def _on_report(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folders.results)))

    @Slot(QTreeWidgetItem)
    def _on_activated(self, item: QTreeWidgetItem) -> None:
        result = item.data(0, Qt.ItemDataRole.UserRole)
        if result:
            self.photo_chosen.emit(result)
