"""Labels from the person's side: seeing them, painting them, filling by them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from editor.actions import Actions
from editor.canvas.label_tool import LabelMode, LabelTool
from editor.canvas.look import LabelLook
from editor.canvas.tools import ToolName
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.label_places import LabelPlace, places
from editor.document.variations import shrunk
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.labels import LabelController
from editor.inference.vocabulary import all_styles
from editor.notices import Notices
from editor.panels.label_list import THUMBNAIL_PX, LabelRow
from editor.panels.thumbnails import pixmap_of
from editor.settings import LABEL_BRUSH, LABEL_OPACITY, LABEL_VOCABULARY, LABELS_OPEN, Settings
from editor.window import MainWindow

_ACTIONS = ("labels", "label", "refill", "clear_labels")
# Strokes come a hundred times a second; who looks at the legend need not follow each.
_DELAY_MS = 150


class Labeling(QObject):
    """Connects overlay, panel and label brush with the document's labels.

    Nothing is asked of the engine, and nothing is drawn, before somebody wants to see labels.

    Attributes:
        tool: The label brush.
    """

    def __init__(
        self,
        document: Document,
        looking: LabelController,
        fills: FillController,
        client: EngineClient,
        canvas: CanvasView,
        window: MainWindow,
        actions: Actions,
        settings: Settings,
        notices: Notices,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._looking = looking
        self._fills = fills
        self._client = client
        self._canvas = canvas
        self._window = window
        self._panel = window.labels
        self._actions = actions
        self._settings = settings
        self._notices = notices
        self._styles = {style.code: style for style in all_styles()}
        self.tool = LabelTool(document.labels, self._on_picked, self._on_missing, self._on_painted)
        canvas.add_tool(ToolName.LABEL, self.tool)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_due)
        self._show_choices()
        self._connect_document()
        self._connect_controls()
        self.update_state()

    @property
    def is_settled(self) -> bool:
        """Whether legend and labels are up to date, as far as they can be without the engine."""
        return not self._timer.isActive()

    def update_state(self) -> None:
        """Enables what can be done now, and says why the rest cannot."""
        document, actions = self._document, self._actions
        reason = self._reason()
        for name in _ACTIONS:
            actions.explain(name, reason)
        can = document.is_open and not reason
        actions["labels"].setEnabled(can)
        actions["label"].setEnabled(can)
        actions["refill"].setEnabled(can and document.last_fill is not None)
        actions["clear_labels"].setEnabled(can and document.labels.has_edits)
        self._panel.set_reason(reason)
        if reason and self._canvas.tool == ToolName.LABEL:
            self._canvas.set_tool(ToolName.BRUSH)

    def _reason(self) -> str:
        """Why labels cannot be used; "" = they can."""
        if self._client.has_labels:
            return ""
        if self._client.is_open:
            return self.tr("The weights in use know no labels: nobody can tell them what belongs where.")
        return self.tr("Labels can be used as soon as the fill engine is open.")

    # ---- connections ---------------------------------------------------------------------------------

    def _connect_document(self) -> None:
        document, client = self._document, self._client
        for changed in (document.labels.changed, document.fills_changed, document.photo_changed):
            changed.connect(self._refresh)
        self._fills.busy_changed.connect(self._refresh)
        client.opened.connect(self.update_state)
        client.opened.connect(self._refresh)
        client.open_failed.connect(self.update_state)
        self._looking.failed.connect(self._notices.error)

    def _connect_controls(self) -> None:
        actions, panel, canvas = self._actions, self._panel, self._canvas
        actions["labels"].toggled.connect(self._on_shown)
        actions["refill"].triggered.connect(self._fills.refill)
        actions["clear_labels"].triggered.connect(self._on_clear)
        canvas.tool_changed.connect(self._on_tool)
        canvas.own_size_changed.connect(self._on_size)
        panel.unfolded.connect(self._on_unfolded)
        panel.mode_chosen.connect(self._on_mode)
        panel.list.chosen.connect(self._on_chosen)
        panel.vocabulary_changed.connect(self._on_vocabulary)
        panel.size_changed.connect(self._on_size)
        panel.opacity_changed.connect(self._on_opacity)
        self._settings.changed.connect(self._on_setting)

    def _show_choices(self) -> None:
        stored = self._settings.get
        self.tool.set_size(float(stored(LABEL_BRUSH)))
        self._panel.set_choices(stored(LABEL_VOCABULARY), self.tool.size_px, stored(LABEL_OPACITY))
        self._panel.unfold(stored(LABELS_OPEN))
        self._show_look()

    def _show_look(self) -> None:
        colors = tuple((style.code, style.color) for style in self._styles.values())
        is_shown = self._actions["labels"].isChecked()
        self._canvas.set_labels(LabelLook(is_shown, colors, self._settings.get(LABEL_OPACITY)))

    # ---- what is seen --------------------------------------------------------------------------------

    @property
    def _is_wanted(self) -> bool:
        """Whether anybody looks at labels."""
        is_seen = self._actions["labels"].isChecked() or self._panel.is_unfolded
        return is_seen and self._client.has_labels and self._document.is_open

    @Slot()
    def _refresh(self) -> None:
        if self._is_wanted and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        if self._document.is_stroking or self._document.labels.is_stroking:
            self._timer.start()  # the hand is still at it
        elif self._is_wanted:
            self._looking.look()
            self._show_rows()

    def _show_rows(self) -> None:
        known = places(self._document.labels, THUMBNAIL_PX[0] / THUMBNAIL_PX[1])
        found = {place.code for place in known}
        chosen_from = self._settings.get(LABEL_VOCABULARY)
        vocabularies = {part.vocabulary for part in self._document.labels.maps[-1:]}
        if chosen_from != "auto":
            vocabularies = {chosen_from}
        rows = [self._row(place) for place in known if place.code in self._styles]
        rows += [
            LabelRow(style)
            for name in sorted(vocabularies & {"scene", "regions"})
            for style in all_styles(name)
            if style.code not in found
        ]
        self._panel.list.show_rows(rows)
        if rows and self.tool.code not in {row.style.code for row in rows}:
            # Something to begin with: what surrounds the hole most.
            self._choose(max(rows, key=lambda row: row.around).style.code)

    def _row(self, place: LabelPlace) -> LabelRow:
        document, seen = self._document, place.seen
        thumbnail = None
        if seen is not None:
            part = seen.intersection(document.bounds)
            picture = shrunk(
                document.pixels[part.slices][..., :3], (2 * THUMBNAIL_PX[0], 2 * THUMBNAIL_PX[1])
            )
            thumbnail = pixmap_of(picture, document.profile)
        return LabelRow(self._styles[place.code], place.in_hole, place.around, thumbnail)

    @Slot(bool)
    def _on_shown(self, is_shown: bool) -> None:
        self._show_look()
        if not is_shown:
            if not self._is_wanted:
                self._looking.cancel()
            return
        if not self._document.has_mask and self._document.last_fill is None:
            self._notices.info(
                self.tr("Paint over something first: labels are of the hole and its surroundings.")
            )
        self._refresh()

    @Slot(bool)
    def _on_unfolded(self, is_unfolded: bool) -> None:
        self._settings.put(LABELS_OPEN, is_unfolded)
        self._refresh()

    # ---- what is chosen ------------------------------------------------------------------------------

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        is_label = name == ToolName.LABEL
        self._panel.set_mode(str(self.tool.mode) if is_label else "")
        if is_label:
            # Nobody paints what they cannot see.
            self._actions["labels"].setChecked(True)
            if not self._panel.is_unfolded:
                self._panel.unfold(True)
                self._refresh()
        else:
            self.tool.mode = LabelMode.PAINT

    @Slot(str)
    def _on_mode(self, mode: str) -> None:
        self.tool.mode = LabelMode(mode)
        self._canvas.set_tool(ToolName.LABEL)
        self._canvas.setFocus()

    @Slot(int)
    def _on_chosen(self, code: int) -> None:
        self._choose(code)
        if self._canvas.tool == ToolName.LABEL and self.tool.mode is not LabelMode.PAINT:
            self._on_mode(LabelMode.PAINT)
            self._panel.set_mode(LabelMode.PAINT)

    def _choose(self, code: int) -> None:
        self.tool.code = code
        self._panel.list.choose(code)

    @Slot(str)
    def _on_vocabulary(self, name: str) -> None:
        self._settings.put(LABEL_VOCABULARY, name)
        if self._is_wanted:
            self._looking.look(is_anew=True)
            self._refresh()

    @Slot(float)
    def _on_size(self, size_px: float) -> None:
        self.tool.set_size(size_px)
        self._settings.put(LABEL_BRUSH, round(self.tool.size_px))
        self._canvas.update()

    @Slot(float)
    def _on_opacity(self, opacity: float) -> None:
        self._settings.put(LABEL_OPACITY, opacity)

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key in (LABEL_VOCABULARY.key, LABEL_BRUSH.key):
            stored = self._settings.get
            self._panel.set_choices(stored(LABEL_VOCABULARY), stored(LABEL_BRUSH), stored(LABEL_OPACITY))
        if key == LABEL_OPACITY.key:
            self._show_look()

    # ---- what the hand did ---------------------------------------------------------------------------

    @Slot()
    def _on_clear(self) -> None:
        self._document.labels.clear()

    def _on_picked(self, code: int) -> None:
        self._choose(code)
        self._window.status.hint.setText(self.tr("Label: {name}").format(name=self._styles[code].name))
        if self.tool.mode is LabelMode.PICK:
            self._on_mode(LabelMode.PAINT)
            self._panel.set_mode(LabelMode.PAINT)

    def _on_missing(self, mode: LabelMode) -> None:
        if mode is LabelMode.PICK:
            text = self.tr("No label is known here; labels are known in the hole and around it.")
        elif mode is LabelMode.DRAG:
            text = self.tr("Press inside a label near its border, and drag into the hole.")
        elif self.tool.code == 0:
            text = self.tr("Choose a label in the list first, or hold Alt and click on one in the photo.")
        else:
            text = self.tr("Labels can be painted in the hole, and where they are shown around it.")
        self._notices.info(text)

    def _on_painted(self) -> None:
        """A label was painted: fill at once, if that is what strokes do."""
        self.update_state()
        if self._actions["fill_on_release"].isChecked():
            self._fills.fill()
