"""How responsive the whole editor stays while the engine works. Offscreen, numbers on the terminal.

    python benchmarks/editor_fill.py [--megapixels 24] [--hole-px 600] [--json FILE]

Asked for (issue 3): during a fill no gap of the event loop above 100 ms after start-up; a cancel is visible
within 100 ms. A gap is how much later than asked a timer of 5 ms fires; it holds everything that the window
does itself, the snapshot, the blits, the final composition, and every wait for the interpreter's lock.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication
from skimage import data

from editor.app import Editor
from editor.painting.strokes import Brush, Point
from editor.settings import Settings
from engine.api import Finished, PatchesReady, Started

_ASKED_MS = 100.0
_BEAT_MS = 5


class Pulse(QObject):
    """A timer that notes how late it fires."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._on_turn)
        self._last_s = 0.0
        self.gaps_ms: list[float] = []
        self.at_s: list[float] = []

    def start(self) -> None:
        self.gaps_ms.clear()
        self.at_s.clear()
        self._last_s = time.perf_counter()
        self._timer.start()

    def stop(self) -> list[float]:
        self._timer.stop()
        return self.gaps_ms

    @Slot()
    def _on_turn(self) -> None:
        now_s = time.perf_counter()
        self.gaps_ms.append(max(0.0, (now_s - self._last_s) * 1000 - _BEAT_MS))
        self.at_s.append(now_s)
        self._last_s = now_s


def until(is_so: Callable[[], bool]) -> None:
    """Runs the event loop until something is so. (`processEvents` would keep the interpreter's lock.)"""
    loop = QEventLoop()
    look = QTimer()
    look.setInterval(_BEAT_MS)
    look.timeout.connect(lambda: loop.quit() if is_so() else None)
    look.start()
    loop.exec()
    look.stop()


def photo(megapixels: float) -> np.ndarray:
    """scikit-image's rocket, tiled to a size."""
    tile = data.rocket()
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(height * 1.5)
    repeats = (-(-height // tile.shape[0]), -(-width // tile.shape[1]), 1)
    return np.ascontiguousarray(np.tile(tile, repeats)[:height, :width])


def paint(editor: Editor, hole_px: int) -> None:
    """A round hole in the middle."""
    height, width = editor.document.size
    editor.document.begin_stroke(Brush(size_px=hole_px, hardness=1.0))
    editor.document.extend_stroke([Point(width / 2, height / 2)])
    editor.document.end_stroke()


def measure_fill(editor: Editor, hole_px: int) -> dict[str, float | str]:
    """Gaps from the key press to the undo step, and when the engine began and ended."""
    said: list[tuple[float, object]] = []
    editor.client.said.connect(lambda event: said.append((time.perf_counter(), event)))
    paint(editor, hole_px)
    QApplication.processEvents()
    pulse = Pulse()
    pulse.start()
    editor.controller.fill()
    until(lambda: not editor.controller.is_busy)
    gaps = np.array(pulse.stop())
    started_s = next(when for when, event in said if isinstance(event, Started))
    finished_s = next(when for when, event in said if isinstance(event, Finished))
    rows = [when for when, event in said if isinstance(event, PatchesReady)]
    longest = int(np.argmax(gaps))
    before = [type(event).__name__ for when, event in said if when <= pulse.at_s[longest]]
    return {
        "run_s": round(finished_s - started_s, 2),
        "rows": len(rows),
        "first_rows_s": round(rows[0] - started_s, 2),
        "rows_spread_of_run": round((rows[-1] - rows[0]) / (finished_s - started_s), 2),
        "turns": int(gaps.size),
        "gap_p99_ms": round(float(np.percentile(gaps, 99)), 1),
        "gap_worst_ms": round(float(gaps.max()), 1),
        "gap_worst_at_s": round(pulse.at_s[longest] - started_s, 2),
        "gap_worst_after": before[-1] if before else "the request",
        "gaps_above_50_ms": int((gaps > 50).sum()),
    }


def measure_cancel(editor: Editor, hole_px: int, after_s: float) -> dict[str, float]:
    """From the cancel to the clean photo on the screen, and to the engine's own last word."""
    paint(editor, hole_px)
    editor.controller.fill()
    begin_s = time.perf_counter()
    until(lambda: time.perf_counter() - begin_s > after_s or not editor.controller.is_busy)
    asked_s = time.perf_counter()
    editor.controller.cancel()
    editor.canvas.repaint()
    seen_s = time.perf_counter()
    until(lambda: not editor.client.under_way)
    ended_s = time.perf_counter()
    editor.document.clear_mask()
    return {
        "asked_after_s": after_s,
        "seen_ms": round((seen_s - asked_s) * 1000, 1),
        "engine_stopped_ms": round((ended_s - asked_s) * 1000, 1),
    }


def main() -> None:
    """Prints the figures, and keeps them as JSON if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--hole-px", type=int, default=600, help="diameter of the hole")
    parser.add_argument("--json", type=Path, help="file for the figures")
    arguments = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        editor = Editor(Settings(Path(folder) / "settings.ini"))
        editor.window.resize(1920, 1080)
        begin_s = time.perf_counter()
        editor.start()
        app.processEvents()
        report: dict[str, object] = {"window_s": round(time.perf_counter() - begin_s, 2)}
        until(lambda: editor.client.is_open)
        report["engine_open_s"] = round(time.perf_counter() - begin_s, 2)
        editor.document.load(photo(arguments.megapixels), name="benchmark")
        app.processEvents()
        report["fill"] = measure_fill(editor, arguments.hole_px)
        report["fill_again"] = measure_fill(editor, arguments.hole_px)
        report["cancel"] = [measure_cancel(editor, arguments.hole_px, after_s) for after_s in (0.1, 0.6, 1.5)]
        editor.document.mark_saved()
        editor.window.close()
    worst = max(report[name]["gap_worst_ms"] for name in ("fill", "fill_again"))  # type: ignore[index]
    report["asked_for"] = {"gap_ms": _ASKED_MS, "seen_ms": _ASKED_MS, "is_met": worst <= _ASKED_MS}
    text = json.dumps(report, indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
