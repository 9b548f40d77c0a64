"""Memory over a long session: a thousand steps on a 24-megapixel photo, then all of them back and forth.

    python -m benchmarks.long_session [--steps 1000] [--minutes 60] [--window]

Strokes, fills of a third of a megapixel, moved edges, inverted masks, short runs of undo and redo, with the
autosave running: as fast as they go, or spread over minutes as a person's would be. With `--window` they are
made in a whole editor, which draws them (the engine stays closed: fills are noise). What undo holds stays
within its budget, the rest goes to disk; the process should stop growing once the budget is full.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from editor.app import Editor
from editor.autosave import Autosave
from editor.document.document import Document
from editor.inference.files import Photo
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from editor.project.entries import Recipe
from editor.project.saved_fills import SavedHole
from editor.settings import Settings
from engine.photo.photo import Format

_HEIGHT, _WIDTH = 4000, 6000
_FILL_PX = 600
_MB = 2**20


def rss_mb() -> float:
    gc.collect()
    return psutil.Process().memory_info().rss / _MB


def breathe(rest_s: float = 0.0) -> None:
    """Lets timers, paint events and the autosave's answers through, and idles for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * rest_s), loop.quit)
    loop.exec()


def stroke(document: Document, rng: np.random.Generator) -> None:
    x, y = rng.integers(100, _WIDTH - 700), rng.integers(100, _HEIGHT - 500)
    document.begin_stroke(Brush(float(rng.integers(10, 120)), 0.8))
    for step in range(12):
        document.extend_stroke([Point(float(x + 50 * step), float(y + rng.integers(0, 300)))])
    document.end_stroke()


def fill(document: Document, rng: np.random.Generator) -> None:
    x, y = int(rng.integers(0, _WIDTH - _FILL_PX)), int(rng.integers(0, _HEIGHT - _FILL_PX))
    rect = Rect(x, y, x + _FILL_PX, y + _FILL_PX)
    pixels = rng.integers(0, 256, (_FILL_PX, _FILL_PX, 3), np.uint8)
    hole = np.zeros((_FILL_PX, _FILL_PX), np.bool_)
    hole[20:-20, 20:-20] = True
    valid = np.ones_like(hole)
    document.apply_fill([SavedHole(rect, pixels, hole, valid, valid.astype(np.float32))])


def work(document: Document, steps: int, minutes: float) -> None:
    rng = np.random.default_rng(0)
    stack = document.undo_stack
    begun_s = time.perf_counter()
    pace_s = 60 * minutes / max(1, steps)
    print(f"{'steps':>6}{'process':>12}{'undo, memory':>15}{'undo, disk':>13}{'time':>9}")
    done = 0
    while done < steps:
        match done % 8:
            case 3 | 7:
                fill(document, rng)
            case 4:
                document.adjust_edge(int(rng.integers(1, 9)), int(rng.integers(0, 9)), is_live=False)
            case 6 if done % 48 == 6:
                document.invert_mask()
            case _:
                stroke(document, rng)
        done += 1
        if done % 50 == 0:
            for _ in range(5):
                stack.undo()
            for _ in range(5):
                stack.redo()
        breathe(max(0.0, begun_s + done * pace_s - time.perf_counter()))
        if done % 100 == 0:
            show(document, str(done), begun_s)
    while stack.canUndo():
        stack.undo()
    breathe()
    show(document, "undone", begun_s)
    while stack.canRedo():
        stack.redo()
    breathe()
    show(document, "redone", begun_s)


def show(document: Document, what: str, begun_s: float) -> None:
    memory, disk = (size / _MB for size in document.undo_bytes)
    passed_s = time.perf_counter() - begun_s
    print(f"{what:>6}{rss_mb():>9.0f} MB{memory:>12.0f} MB{disk:>10.0f} MB{passed_s:>7.0f} s", flush=True)


def photo_in(folder: Path) -> Photo:
    pixels = np.random.default_rng(1).integers(0, 256, (_HEIGHT, _WIDTH, 3), np.uint8)
    path = folder / "photo.png"
    path.write_bytes(b"stands for the photo's file")
    return Photo(path, pixels, None, 1, Format.PNG)


def in_document(folder: Path, steps: int, minutes: float) -> None:
    photo = photo_in(folder)
    document = Document(undo_folder=folder)
    document.load(photo.pixels, None, photo.path.name, photo)
    keeper = Autosave(document, folder / "work", Recipe)
    show(document, "open", time.perf_counter())
    work(document, steps, minutes)
    keeper.close()
    document.close()
    show(document, "closed", time.perf_counter())


def in_window(folder: Path, steps: int, minutes: float) -> None:
    editor = Editor(Settings(folder / "settings.ini"))
    editor.window.resize(1600, 1000)
    editor.window.show()
    editor.filing.take(photo_in(folder), "photo.png")
    breathe(0.5)
    show(editor.document, "open", time.perf_counter())
    work(editor.document, steps, minutes)
    editor.document.mark_saved()
    editor.window.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=0.0, help="spread the steps over this time")
    parser.add_argument("--window", action="store_true", help="in a whole editor, drawn")
    arguments = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert app is not None
    with tempfile.TemporaryDirectory() as name:
        run = in_window if arguments.window else in_document
        run(Path(name), arguments.steps, arguments.minutes)


if __name__ == "__main__":
    main()
