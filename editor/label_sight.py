"""Labels as they are seen: over the photo, and as the list of what lies where."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.actions import Actions
from editor.canvas.look import LabelLook
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.label_places import LabelPlace, places
from editor.inference.client import EngineClient
from editor.inference.labels import LabelController
from editor.inference.vocabulary import all_styles
from editor.notices import Notices
from editor.painting.thumbnails import shrunk
from editor.panels.label_list import THUMBNAIL_PX, LabelRow
from editor.panels.label_panel import LabelPanel
from editor.panels.thumbnails import pixmap_of
from editor.settings import LABEL_OPACITY, LABEL_VOCABULARY, LABELS_OPEN, Settings

# Strokes come a hundred times a second; who looks at the list need not follow each.
_DELAY_MS = 150


class LabelSight(QObject):
    """Keeps overlay and list up to date while somebody looks at them.

    Nothing is asked of the engine, and nothing is drawn, before somebody wants to see labels.

    Signals:
        listed: The list was made anew: its rows (list of `LabelRow`).
    """

    listed = Signal(object)

    def __init__(
        self,
        document: Document,
        looking: LabelController,
        client: EngineClient,
        canvas: CanvasView,
        panel: LabelPanel,
        actions: Actions,
        settings: Settings,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._looking = looking
        self._client = client
        self._canvas = canvas
        self._panel = panel
        self._show = actions["labels"]
        self._settings = settings
        self._notices = notices
        self._styles = {style.code: style for style in all_styles()}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_due)
        for changed in (
            document.labels.changed,
            document.fills_changed,
            document.photo_changed,
            client.opened,
        ):
            changed.connect(self.refresh)
        self._show.toggled.connect(self._on_shown)
        panel.unfolded.connect(self._on_unfolded)
        panel.vocabulary_changed.connect(self._on_vocabulary)
        panel.opacity_changed.connect(self._on_opacity)
        settings.changed.connect(self._on_setting)
        panel.unfold(settings.get(LABELS_OPEN))
        self._show_look()

    @property
    def is_settled(self) -> bool:
        """Whether list and labels are up to date, as far as they can be without the engine."""
        return not self._timer.isActive()

    @property
    def is_wanted(self) -> bool:
        """Whether anybody looks at labels."""
        is_seen = self._show.isChecked() or self._panel.is_unfolded
        return is_seen and self._client.has_labels and self._document.is_open

    @Slot()
    def refresh(self) -> None:
        """Something changed: overlay and list follow soon."""
        if self.is_wanted and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        if self._document.is_stroking or self._document.labels.is_stroking:
            self._timer.start()  # the hand is still at it
        elif self.is_wanted:
            self._looking.look()
            rows = self._rows()
            self._panel.list.show_rows(rows)
            self.listed.emit(rows)

    def _rows(self) -> list[LabelRow]:
        """What was found, then what else can be chosen."""
        known = places(self._document.labels, THUMBNAIL_PX[0] / THUMBNAIL_PX[1])
        found = {place.code for place in known}
        chosen_from = self._settings.get(LABEL_VOCABULARY)
        vocabularies = {part.vocabulary for part in self._document.labels.maps[-1:]}
        if chosen_from != "auto":
            vocabularies = {chosen_from}
        rows = [self._row(place) for place in known if place.code in self._styles]
        return rows + [
            LabelRow(style)
            for name in sorted(vocabularies & {"scene", "regions"})
            for style in all_styles(name)
            if style.code not in found
        ]

    def _row(self, place: LabelPlace) -> LabelRow:
        document, seen = self._document, place.seen
        thumbnail = None
        if seen is not None:
            part = seen.intersection(document.bounds)
            # For screens with two pixels per point.
            picture = shrunk(document.pixels[part.slices], (2 * THUMBNAIL_PX[0], 2 * THUMBNAIL_PX[1]))
            thumbnail = pixmap_of(picture, document.profile)
        return LabelRow(self._styles[place.code], place.in_hole, place.around, thumbnail)

    def _show_look(self) -> None:
        colors = tuple((style.code, style.color) for style in self._styles.values())
        self._canvas.set_labels(LabelLook(self._show.isChecked(), colors, self._settings.get(LABEL_OPACITY)))

    @Slot(bool)
    def _on_shown(self, is_shown: bool) -> None:
        self._show_look()
        if not is_shown:
            if not self.is_wanted:
                self._looking.cancel()
            return
        if not self._document.has_mask and self._document.last_fill is None:
            self._notices.info(
                self.tr("Paint over something first: labels are of the hole and its surroundings.")
            )
        self.refresh()

    @Slot(bool)
    def _on_unfolded(self, is_unfolded: bool) -> None:
        self._settings.put(LABELS_OPEN, is_unfolded)
        self.refresh()

    @Slot(str)
    def _on_vocabulary(self, name: str) -> None:
        self._settings.put(LABEL_VOCABULARY, name)
        if self.is_wanted:
            self._looking.look(is_anew=True)
            self.refresh()

    @Slot(float)
    def _on_opacity(self, opacity: float) -> None:
        self._settings.put(LABEL_OPACITY, opacity)

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key == LABEL_OPACITY.key:
            self._show_look()
