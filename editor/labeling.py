"""Labels from the person's side: seeing them, painting them, filling by them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.canvas.label_tool import LabelTool
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.labels import LabelController
from editor.label_hand import LabelHand
from editor.label_sight import LabelSight
from editor.notices import Notices
from editor.settings import Settings
from editor.window import MainWindow

_ACTIONS = ("labels", "label", "refill", "clear_labels")


class Labeling(QObject):
    """Joins what is seen of labels, the hand that paints them, and the fills that obey them."""

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
        self._fills = fills
        self._client = client
        self._window = window
        self._panel = panel = window.labels
        self._actions = actions
        self._hand = LabelHand(document, canvas, panel, settings, notices, self)
        self._sight = LabelSight(document, looking, client, canvas, panel, actions, settings, notices, self)
        self._sight.listed.connect(self._hand.choose_among)
        self._hand.painted.connect(self._on_painted)
        self._hand.picked.connect(self._on_picked)
        self._hand.wanted.connect(self._on_wanted)
        actions["refill"].triggered.connect(fills.refill)
        actions["clear_labels"].triggered.connect(self._on_clear)
        fills.busy_changed.connect(self._sight.refresh)
        client.opened.connect(self.update_state)
        client.open_failed.connect(self.update_state)
        looking.failed.connect(notices.fill_error)
        self.update_state()

    @property
    def tool(self) -> LabelTool:
        """The label brush."""
        return self._hand.tool

    @property
    def is_settled(self) -> bool:
        """Whether what is seen is up to date, as far as it can be without the engine."""
        return self._sight.is_settled

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
        if reason:
            self._hand.let_go()

    def _reason(self) -> str:
        """Why labels cannot be used; "" = they can."""
        if self._client.has_labels:
            return ""
        if self._client.is_open:
            return self.tr("The weights in use know no labels: nobody can tell them what belongs where.")
        return self.tr("Labels can be used as soon as the fill engine is open.")

    @Slot()
    def _on_clear(self) -> None:
        self._document.labels.clear()

    @Slot()
    def _on_wanted(self) -> None:
        self._actions["labels"].setChecked(True)
        if not self._panel.is_unfolded:
            self._panel.unfold(True)
            self._sight.refresh()

    @Slot(str)
    def _on_picked(self, name: str) -> None:
        self._window.status.hint.setText(self.tr("Label: {name}").format(name=name))

    @Slot()
    def _on_painted(self) -> None:
        """Fills at once, if that is what strokes do."""
        self.update_state()
        if self._actions["fill_on_release"].isChecked():
            self._fills.fill()
