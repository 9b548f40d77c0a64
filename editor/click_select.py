"""Selecting objects by clicks, from the person's side: asks a worker, shows its answer, one step per click.

Stands between the canvas, which hears the clicks, and `editor.selection`, which knows what they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtGui import QUndoCommand

from editor.click_worker import ClickWorker, Latest
from editor.document.document import Document
from editor.document.masked_photo import Target
from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, Rect
from editor.selection.clicks import Click, Scene, reach_beyond
from editor.selection.combining import Mode, combined

# Something of what is around the view belongs to the picture: objects are clicked when half in sight.
_VIEW_MARGIN = 0.05
_LEAST_VIEW_PX = 96


@dataclass(frozen=True)
class _State:
    """The clicks that led to a place of the history."""

    command: QUndoCommand | None
    clicks: tuple[Click, ...]
    rect: Rect


class ClickSelect(QObject):
    """Keeps the clicks on the present object, and the mask in step with them.

    Undo takes a click back with its answer. Whatever else happens to photo or mask ends the object: the next
    click begins another one.

    Signals:
        changed: The clicks are others now.
        busy_changed: An answer is awaited, or no more (bool).
        told: Something the person should know: a sentence.
        failed: A click could not be answered: a sentence, and details for a report.
    """

    changed = Signal()
    busy_changed = Signal(bool)
    told = Signal(str)
    failed = Signal(str, str)
    _ask = Signal(int, object, object)

    def __init__(
        self,
        document: Document,
        view: Callable[[], Rect],
        mode: Callable[[], Mode],
        parent: QObject | None = None,
    ) -> None:
        """Args:
        document: Whose mask is selected.
        view: Gives the part of the photo that is looked at.
        mode: What the first click of an object does to the mask that is there.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._view = view
        self._mode = mode
        self._latest = Latest()
        self._is_busy = self._is_writing = False
        self._forget()
        self._thread = QThread(self)
        self._worker = ClickWorker(self._latest)
        self._worker.moveToThread(self._thread)
        self._ask.connect(self._worker.on_ask)
        self._worker.answered.connect(self._on_answered)
        self._worker.failed.connect(self._on_failed)
        self._thread.start()
        document.undo_stack.indexChanged.connect(self._on_step)
        document.pixels_changed.connect(self._on_photo)
        document.photo_changed.connect(self._on_photo)
        document.target_changed.connect(self._on_photo)

    @property
    def clicks(self) -> tuple[Click, ...]:
        """The clicks on the present object."""
        return self._clicks

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._is_busy

    def click(self, x: float, y: float, is_wanted: bool, is_new: bool) -> None:
        """A click on the photo.

        Args:
            x: Photo pixels.
            y: As `x`.
            is_wanted: The object is there; otherwise it is not.
            is_new: It begins another object, which is added to the mask.
        """
        height, width = self._document.size
        if not (0 <= x < width and 0 <= y < height):
            return
        if is_new or not self._clicks:
            if not is_wanted and not is_new:
                self.told.emit(self.tr("Click on the object first, then on what does not belong to it."))
                return
            self._begin(Mode.ADD if is_new else self._mode())
            is_wanted = True
        self._clicks = (*self._clicks, Click(x, y, is_wanted))
        self._send()
        self.changed.emit()

    def step_back(self) -> bool:
        """Takes the last click back; returns whether there was any."""
        if not self._clicks:
            return False
        if self._is_busy:
            self._stop()
            self._clicks = self._answered.clicks
            self.changed.emit()
        else:
            self._document.undo_stack.undo()
        return True

    def finish(self) -> bool:
        """Lets go of the object: the next click begins another one. Whether there was any."""
        is_any = bool(self._clicks)
        self._stop()
        self._forget()
        if is_any:
            self.changed.emit()
        return is_any

    @Slot()
    def prepare(self) -> None:
        """Looks at the photo before the first click comes."""
        if self._document.is_open and not self._is_busy:
            self._ask.emit(self._latest.number, self._scene(), ())

    def close(self) -> None:
        """Lets go of the object and ends the worker's thread."""
        self.finish()
        self._thread.quit()
        self._thread.wait()

    def _begin(self, mode: Mode) -> None:
        self._forget()
        document = self._document
        self._session_mode, self._target = mode, document.target
        is_mask = self._target is Target.MASK
        self._base_rect = document.covered_rect if is_mask else document.sources_rect
        self._base = (document.mask if is_mask else document.sources)[self._base_rect.slices].copy()
        self._window = self._looked_at()
        self._answered = _State(document.undo_stack.done, (), EMPTY)
        self._states = {document.undo_stack.index(): self._answered}

    def _forget(self) -> None:
        self._clicks: tuple[Click, ...] = ()
        self._states: dict[int, _State] = {}
        self._answered = _State(None, (), EMPTY)
        self._session_mode, self._target = Mode.REPLACE, Target.MASK
        self._base: Coverage = np.zeros((0, 0), np.uint8)
        self._base_rect = self._window = EMPTY

    def _send(self) -> None:
        self._latest.number += 1
        # A click beside what was looked at at first: look at both.
        last = self._clicks[-1]
        place = Rect(int(last.x), int(last.y), int(last.x) + 1, int(last.y) + 1)
        if not self._window.contains(place):
            self._window = self._window.united(self._looked_at()).united(place)
        self._ask.emit(self._latest.number, self._scene(self._window), self._clicks)
        self._set_busy(True)

    def _scene(self, window: Rect | None = None) -> Scene:
        document = self._document
        # The array itself, not a copy: a photo that changes meanwhile makes the answer stale.
        version = (document.generation, document.revision)
        window = window or self._looked_at()
        # Sources end where the object ends; so does what is taken from a mask.
        is_wide = document.target is Target.MASK and self._session_mode in (Mode.REPLACE, Mode.ADD)
        return Scene(document.pixels, version, window, reach_beyond(window) if is_wide else 0)

    def _looked_at(self) -> Rect:
        view = self._view()
        margin = max(
            round(_VIEW_MARGIN * max(view.width, view.height)),
            (_LEAST_VIEW_PX - min(view.width, view.height)) // 2,
        )
        return view.grown(margin).intersection(self._document.bounds)

    def _stop(self) -> None:
        self._latest.number += 1
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)

    @Slot(int, object)
    def _on_answered(self, number: int, selected: tuple[Rect, Coverage]) -> None:
        if number != self._latest.number or not self._is_busy:
            return
        self._set_busy(False)
        document = self._document
        if document.is_stroking:
            return
        rect, coverage = selected
        written = rect.united(self._answered.rect)
        if not self._session_mode.keeps_outside:
            written = written.united(self._base_rect)
        around = _laid(written, rect, coverage)
        joined = combined(_laid(written, self._base_rect, self._base), around, self._session_mode)
        self._is_writing = True
        document.put_coverage(written, joined, self.tr("Select object"), self._target)
        self._is_writing = False
        self._answered = _State(document.undo_stack.done, self._clicks, rect)
        self._states[document.undo_stack.index()] = self._answered

    @Slot(int, str, str)
    def _on_failed(self, number: int, sentence: str, details: str) -> None:
        if number == self._latest.number and self._is_busy:
            self.finish()
            self.failed.emit(sentence, details)

    @Slot(int)
    def _on_step(self, index: int) -> None:
        if self._is_writing or not self._states:
            return
        state = self._states.get(index)
        if state is None or state.command is not self._document.undo_stack.done:
            self.finish()
            return
        self._stop()
        self._answered, self._clicks = state, state.clicks
        self.changed.emit()

    @Slot()
    def _on_photo(self) -> None:
        self.finish()


def _laid(frame: Rect, rect: Rect, coverage: Coverage) -> Coverage:
    """Coverage of one rectangle seen in another: cut off, and 0 beside it."""
    result = np.zeros((frame.height, frame.width), np.uint8)
    common = frame.intersection(rect)
    if not common.is_empty:
        result[common.shifted(-frame.x0, -frame.y0).slices] = coverage[
            common.shifted(-rect.x0, -rect.y0).slices
        ]
    return result
