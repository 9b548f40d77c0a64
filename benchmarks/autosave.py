"""What keeping the work on disk costs the window, with a 24-megapixel photo.

    python -m benchmarks.autosave

The event loop beats once a millisecond while strokes are painted; the longest gap between two beats is what
a person may feel. The same session is run with and without the autosave, on three states of a document: an
almost empty mask, one that covers half of the photo, and one with a fill of two megapixels besides. Also:
what the autosave takes of the window's thread (processor time, whatever else the machine does), and
how long after a change the work was on disk.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

import engine.photo.reading
import engine.photo.writing  # noqa: F401 - loaded by the time that there is a photo to keep work of
from editor.autosave import Autosave
from editor.document.document import Document
from editor.inference.files import Photo
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from editor.project.entries import Recipe
from editor.project.saved_fills import SavedHole
from engine.photo.photo import Format

_HEIGHT, _WIDTH = 4000, 6000
_SESSION_MS = 8000
_STROKE_MS = 40
_WARM_BEATS = 100  # the loop's own beginning


class Timed(Autosave):
    """An autosave that counts what it takes of the window's thread, in milliseconds."""

    def __init__(self, document: Document, folder: Path) -> None:
        super().__init__(document, folder, Recipe)
        self.taken_ms: list[float] = []

    def _on_due(self) -> None:
        begun_s = time.thread_time()
        super()._on_due()
        self.taken_ms.append(1000 * (time.thread_time() - begun_s))


class Beat:
    """The event loop's pulse, in milliseconds between two beats."""

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self._last_s = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def _on_beat(self) -> None:
        now_s = time.perf_counter()
        self.gaps_ms.append(1000 * (now_s - self._last_s))
        self._last_s = now_s

    def stop(self) -> None:
        self._timer.stop()


def document_with(half: bool, fill: bool, path: Path) -> Document:
    pixels = np.random.default_rng(0).integers(0, 256, (_HEIGHT, _WIDTH, 3), np.uint8)
    document = Document()
    document.load(pixels, None, path.name, Photo(path, pixels, None, 1, Format.PNG))
    if fill:
        box = Rect(500, 500, 2500, 1500)
        hole = np.ones((box.height, box.width), np.bool_)
        confidence = np.ones(hole.shape, np.float32)
        answer = pixels[box.slices][::-1].copy()
        document.apply_fill([SavedHole(box, answer, hole, hole, confidence)])
    if half:
        mask = np.zeros((_HEIGHT, _WIDTH), np.uint8)
        mask[:, : _WIDTH // 2] = 255
        document.set_mask(mask)
    return document


def session(document: Document, folder: Path | None) -> tuple[Beat, list[float], list[float]]:
    """Paints for some seconds; returns the pulse and, per autosave, ms from the first change to the disk and
    ms of the window's thread."""
    keeper = None if folder is None else Timed(document, folder)
    noted_s: list[float] = []
    kept_ms: list[float] = []

    def on_changed(_: object) -> None:
        if not noted_s:
            noted_s.append(time.perf_counter())

    def on_saved() -> None:
        if noted_s:
            kept_ms.append(1000 * (time.perf_counter() - noted_s.pop()))

    document.mask_changed.connect(on_changed)
    if keeper is not None:
        keeper.saved.connect(on_saved)
    loop = QEventLoop()
    started_s = time.perf_counter()
    painter = QTimer()
    painter.setInterval(_STROKE_MS)
    step = 0

    def paint() -> None:
        nonlocal step
        step += 1
        if step % 25 == 1:
            document.begin_stroke(Brush(40, 0.8))
        # Short ways: what painting itself takes must not hide what the autosave takes.
        document.extend_stroke([Point(3200 + 6 * step, 300 + 5 * step)])
        if step % 25 == 0:
            document.end_stroke()
        if 1000 * (time.perf_counter() - started_s) > _SESSION_MS:
            painter.stop()
            loop.quit()

    painter.timeout.connect(paint)
    QTimer.singleShot(0, painter.start)
    beat = Beat()
    loop.exec()
    beat.stop()
    if keeper is not None:
        keeper.close()
    document.mask_changed.disconnect(on_changed)
    return beat, kept_ms, keeper.taken_ms if keeper is not None else []


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert app is not None
    print(f"{_WIDTH}x{_HEIGHT} px, a dab every {_STROKE_MS} ms for {_SESSION_MS / 1000:.0f} s")
    columns = f"{'autosave':>9}{'99.9 %':>9}{'longest gap':>13}  {'capture':>8}{'on disk after':>15}"
    print(f"{'document':<28}{columns}")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "photo.png"
        path.write_bytes(b"stands for the photo's file")
        kinds = (
            ("small mask", False, False),
            ("half masked", True, False),
            ("half masked, 2-MP fill", True, True),
        )
        for place, (kind, half, fill) in enumerate(kinds):
            for keeps in (False, True):
                document = document_with(half, fill, path)
                folder = Path(name) / f"{place}" / "work" if keeps else None
                beat, kept_ms, taken_ms = session(document, folder)
                gaps = np.array(beat.gaps_ms[_WARM_BEATS:])
                shown = f"{max(taken_ms):.1f} ms{max(kept_ms):>11.0f} ms" if kept_ms else ""
                print(
                    f"{kind:<28}{'on' if keeps else 'off':>9}{np.quantile(gaps, 0.999):>6.1f} ms"
                    f"{gaps.max():>10.1f} ms   {shown}"
                )


if __name__ == "__main__":
    main()
