"""How long a finished fill holds the window: set in at once, and prepared on another thread before.

    python -m benchmarks.apply_fill [--megapixels 24]

Holes of 1 to 16 megapixels in a photo, with the mask that they use up, as the window sets them in. Asked for:
the window's thread is held for less than 50 ms by a fill of more than 8 megapixels. Undo and redo of the same
fill, and counting what it changed (which the window does in the background), are listed beside it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from editor.document.document import Document
from editor.painting.composite import Edge
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from editor.project.saved_fills import SavedHole

_REACH_PX = 32
_ROUNDS = 5


def noise(rng: np.random.Generator, size: tuple[int, int], depth: int) -> np.ndarray:
    pixels = rng.integers(0, 256, (*size, 3), np.uint8)
    return pixels if depth == 8 else pixels.astype(np.uint16) * np.uint16(257)


def round_hole(rng: np.random.Generator, megapixels: float, depth: int) -> SavedHole:
    side = round(2 * (megapixels * 1e6 / np.pi) ** 0.5) + 2 * _REACH_PX
    across = np.linspace(-side / 2, side / 2, side) ** 2
    distance = across[:, None] + across[None, :]
    mask, valid = distance < (side / 2 - _REACH_PX) ** 2, distance < (side / 2) ** 2
    confidence = rng.random((side, side), np.float32)
    return SavedHole(
        Rect(100, 100, 100 + side, 100 + side), noise(rng, (side, side), depth), mask, valid, confidence
    )


def paint(document: Document, hole: SavedHole) -> None:
    y0, x0, side = hole.box.y0, hole.box.x0, hole.box.width
    document.begin_stroke(Brush(60, 0.8))
    document.extend_stroke([Point(x0 + side / 2, y0 + side / 2)])
    document.end_stroke()
    mask = document.mask.copy()
    mask[hole.box.slices] = hole.mask * np.uint8(255)
    document.set_mask(mask)


def timed_ms(action: Callable[[], object]) -> float:
    begun_s = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun_s)


def measure(document: Document, hole: SavedHole) -> list[float]:
    """The worst milliseconds: at once, preparing, setting in, undoing, redoing, counting."""
    stack, worst = document.undo_stack, np.zeros(6)
    for _ in range(_ROUNDS):
        paint(document, hole)
        at_once = timed_ms(lambda: document.apply_fill([hole]))
        stack.undo()
        kept: list = []
        make = document.preparation().prepare
        preparing = timed_ms(
            lambda make=make, kept=kept: kept.append(
                make([hole], seed=0, alternative=0, text="Fill", replaces=None, edge=Edge())
            )
        )
        setting = timed_ms(lambda kept=kept: document.apply_prepared(kept.pop()))
        counting = timed_ms(document.proof())
        undoing, redoing = timed_ms(stack.undo), timed_ms(stack.redo)
        stack.undo()
        worst = np.maximum(worst, [at_once, preparing, setting, undoing, redoing, counting])
    return worst.tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--megapixels", type=float, default=24.0)
    arguments = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert app is not None
    rng = np.random.default_rng(0)
    height = round((arguments.megapixels * 1e6 / 1.5) ** 0.5)
    titles = ("at once", "prepared", "set in", "undo", "redo", "counting")
    print(f"{'depth':>6}{'hole':>8}" + "".join(f"{title:>12}" for title in titles))
    for depth in (8, 16):
        for megapixels in (1.0, 4.0, 9.0):
            document = Document(undo_budget_bytes=2**30)
            document.load(noise(rng, (height, round(1.5 * height)), depth), name="photo.png")
            figures = measure(document, round_hole(rng, megapixels, depth))
            row = "".join(f"{figure:>9.0f} ms" for figure in figures)
            print(f"{depth:>6}{megapixels:>5.0f} MP{row}", flush=True)
            document.close()


if __name__ == "__main__":
    main()
