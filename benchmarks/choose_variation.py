"""How long variations hold the window: while they arrive, and when one is chosen.

    python -m benchmarks.choose_variation [--megapixels 24] [--depth 8]

A whole window, drawn, with an engine that answers with noise: holes of 1 to 9 megapixels are filled, varied
and stepped through. *Arriving*: the longest the event loop stood still from the fill's end to the last
variation. *Chosen*: the next one set into the photo, and that with everything that followed (strip, levels of
the canvas, painting). *At once*: a step right after the edge was moved, when nothing is ready yet.
*Brushed*: the longest movement of the brush that takes parts of another one over, and letting go of it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.autosave import Beat
from editor.app import Editor
from editor.canvas.blend_tool import BlendTool
from editor.canvas.tools import PointerInput
from editor.inference.files import Photo
from editor.inference.variations import COUNT
from editor.painting.strokes import Brush
from editor.settings import Settings
from engine.api import (
    Box,
    CancelToken,
    Event,
    FillRequest,
    Finished,
    HoleFill,
    PatchesReady,
    Stage,
    Started,
    bounding_box,
)
from engine.photo.photo import Format

_REACH_PX = 32
_ROWS = 8
_ROUNDS = 8
_SIZES = (1.0, 4.0, 9.0)


class NoiseEngine:
    """Answers at once, with noise, in rows as the real one does."""

    has_labels = False

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        del cancel
        rng = np.random.default_rng(request.seed)
        whole = Box.whole(request.mask.shape[:2])
        box = bounding_box(np.asarray(request.mask, np.bool_)).grown(_REACH_PX).intersection(whole)
        mask = np.asarray(request.mask[box.slices], np.bool_)
        pixels = noise(rng, mask.shape, request.photo.dtype)
        yield Started(request.id, (box,))
        edges = np.linspace(0, box.height, _ROWS + 1).astype(int)
        for number, (y0, y1) in enumerate(pairwise(edges), 1):
            row = Box(box.x0, box.y0 + y0, box.x1, box.y0 + y1)
            yield PatchesReady(request.id, row, pixels[y0:y1], Stage.DETAIL, number, _ROWS)
        confidence = np.ones(mask.shape, np.float32)
        yield Finished(request.id, (HoleFill(box, pixels, mask, np.ones_like(mask), confidence),))

    def label_maps(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """None: the noise shows nothing."""
        del cancel
        yield Finished(request.id, ())


def noise(rng: np.random.Generator, size: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    pixels = rng.integers(0, 256, (*size, 3), np.uint8)
    return pixels if dtype == np.uint8 else pixels.astype(np.uint16) * np.uint16(257)


def wait_until(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: condition() and loop.quit())
    timer.start(20)
    loop.exec()


def timed_ms(action: Callable[[], object]) -> float:
    begun_s = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun_s)


def follow_up() -> None:
    """What a step leaves for the event loop: deferred updates, and painting."""
    for _ in range(3):
        QApplication.processEvents()


def round_mask(editor: Editor, megapixels: float) -> None:
    height, width = editor.document.size
    radius = (megapixels * 1e6 / np.pi) ** 0.5
    y, x = np.ogrid[:height, :width]
    editor.document.set_mask((y - height / 2) ** 2 + (x - width / 2) ** 2 < radius**2)


def brush(editor: Editor) -> tuple[float, float]:
    """The longest movement of a stroke through the middle, and its release, in milliseconds."""
    height, width = editor.document.size
    tool = BlendTool(editor.document, editor.variations, lambda: Brush(200, 0.8), lambda: None)

    def at(step: int) -> PointerInput:
        return PointerInput(width / 2 + 20 * step, height / 2)

    tool.press(at(0))
    moves = []
    for step in range(1, 20):
        moves.append(timed_ms(lambda step=step: (tool.move(at(step)), follow_up())))
    release = timed_ms(lambda: (tool.release(at(20)), follow_up()))
    return max(moves), release


def measure(editor: Editor, megapixels: float) -> list[float]:
    """The worst milliseconds: arriving, chosen, with all that follows, after the edge, brushed, released."""
    variations, document = editor.variations, editor.document
    round_mask(editor, megapixels)
    follow_up()
    editor.controller.fill()
    wait_until(lambda: not editor.controller.is_busy)
    follow_up()
    beat = Beat()
    editor.varied.vary()
    wait_until(lambda: len(variations.entries) == COUNT and not editor.varied.is_busy)
    beat.stop()
    chosen, followed = [], []
    for _ in range(_ROUNDS):
        begun_s = time.perf_counter()
        variations.step(1)
        chosen.append(1000 * (time.perf_counter() - begun_s))
        follow_up()
        followed.append(1000 * (time.perf_counter() - begun_s))
    document.adjust_edge(4, 6)
    follow_up()
    moved = timed_ms(lambda: (variations.step(1), follow_up()))
    moving, release = brush(editor)
    return [max(beat.gaps_ms), max(chosen), max(followed), moved, moving, release]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--depth", type=int, choices=(8, 16), default=8)
    arguments = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert app is not None
    height = round((arguments.megapixels * 1e6 / 1.5) ** 0.5)
    dtype = np.dtype(np.uint8 if arguments.depth == 8 else np.uint16)
    titles = ("arriving", "chosen", "and drawn", "at once", "brushed", "released")
    print(f"{'hole':>8}" + "".join(f"{title:>16}" for title in titles))
    for megapixels in _SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            editor = Editor(Settings(folder / "settings.ini"), NoiseEngine)
            editor.window.resize(1600, 1000)
            editor.start(recover=False)
            wait_until(lambda editor=editor: editor.client.is_open)
            photo = noise(np.random.default_rng(1), (height, round(1.5 * height)), dtype)
            path = folder / "photo.png"
            path.write_bytes(b"stands for the photo's file")
            editor.filing.take(Photo(path, photo, None, 1, Format.PNG), path.name)
            follow_up()
            figures = measure(editor, megapixels)
            print(f"{megapixels:>5.0f} MP" + "".join(f"{f:>13.0f} ms" for f in figures), flush=True)
            editor.document.mark_saved()
            editor.window.close()


if __name__ == "__main__":
    main()
