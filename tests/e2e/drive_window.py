"""Drives the real window with real mouse and key events, and takes its picture.

    Xvfb :9 -screen 0 1440x900x24 &
    DISPLAY=:9 python -m tests.e2e.drive_window --images docs/images

Needs an X server, xdotool and the shipped weights. Opens the sample, paints over the lightning mast, fills
it, compares, undoes, redoes, exports, hands a photo back to another program; checks what it sees on the way
and ends with exit code 1 if that is wrong. The pictures that README and guide show are written, with --all
every one. Not collected by pytest: it takes a minute and a display.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from editor.app import Editor
from editor.icons import application_icon
from editor.inference.convert import ExportChoices
from editor.painting.rect import EMPTY
from editor.panels.keys_sheet import KeysSheet
from editor.round_trip import DONE, Errand, RoundTrip
from editor.settings import Settings
from editor.theme import interface_font
from engine.api import Finished, PatchesReady, Started

_PATIENCE_S = 600
_STROKES = (
    ((448, 120), (448, 200), (446, 300), (438, 420)),
    ((452, 210), (462, 300), (474, 420)),
    ((415, 405), (450, 412), (460, 422)),
)
_STRIP_PX = 130
_GAP_PX = 6


class Hands:
    """Mouse and keyboard of the X server."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def do(self, *words: str | int) -> None:
        """Runs xdotool while the window keeps working."""
        process = subprocess.Popen(["xdotool", *map(str, words)])
        while process.poll() is None:
            rest(5)
        if process.returncode:
            raise SystemExit(f"xdotool {' '.join(map(str, words))} failed")

    def focus(self) -> None:
        self.do("windowfocus", "--sync", int(self._window.winId()))

    def key(self, name: str) -> None:
        self.do("key", "--clearmodifiers", name)
        rest(120)

    def stroke(self, points: list[QPoint]) -> None:
        """Drags with the left button through points of the screen."""
        self.do("mousemove", points[0].x(), points[0].y(), "mousedown", 1)
        for point in points[1:]:
            self.do("mousemove", point.x(), point.y())
        self.do("mouseup", 1)
        rest(120)


class Drive:
    """The way through the program."""

    def __init__(
        self, images: Path, folder: Path, wanted: frozenset[str] | None, editor: Editor | None = None
    ) -> None:
        """Args:
        images: Where the pictures go.
        folder: Where everything else goes.
        wanted: Names of the pictures to be written; None = all.
        editor: What is driven; None = one with the shipped weights.
        """
        self.images = images
        self.wanted = wanted
        self.folder = folder
        self.report: dict[str, object] = {}
        self.editor = editor or Editor(Settings(folder / "settings.ini"))
        self.hands = Hands(self.editor.window)
        self.frames: list[tuple[float, QImage]] = []
        self._hole = EMPTY
        self._started_s = self._finished_s = 0.0

    def run(self) -> dict[str, object]:
        editor = self.editor
        editor.start()
        editor.window.move(0, 0)
        self.wait(lambda: editor.client.is_open, "the engine to open")
        self.hands.focus()
        self.picture("welcome")
        editor.actions["sample"].trigger()
        self.wait(lambda: editor.document.is_open, "the sample")
        self.paint()
        self.picture("painted")
        self.fill()
        self.picture("filled")
        self.compare()
        self.undo_and_redo()
        self.vary()
        self.export()
        self.dialogs()
        editor.actions["theme_light"].trigger()
        rest(200)
        self.picture("editor-light")
        self.dialogs("-light")
        editor.document.mark_saved()
        editor.window.close()
        self.round_trip()
        return self.report

    def round_trip(self) -> None:
        """Another program hands over what was exported, and gets it back by Ctrl+Enter."""
        source, output = self.folder / "rocket-edited.png", self.folder / "handed-back.tif"
        self.editor = Editor(Settings(self.folder / "settings.ini"))
        self.editor.actions["theme_dark"].trigger()
        self.hands = Hands(self.editor.window)
        errand = RoundTrip(Errand(source, output), self.editor)
        self.editor.start(source, recover=False)
        self.editor.window.move(0, 0)
        self.wait(lambda: self.editor.document.is_open and self.editor.client.is_open, "the errand's photo")
        self.picture("round-trip")
        self.hands.focus()
        self.hands.key("ctrl+Return")
        self.wait(lambda: not self.editor.window.isVisible(), "the photo to be handed back")
        self.check("the errand is done", errand.exit_code == DONE and output.is_file())

    def paint(self) -> None:
        for _ in range(3):
            self.hands.key("bracketleft")
        for stroke in _STROKES:
            self.hands.stroke([self.on_screen(x, y) for x, y in stroke])
        self.check("the mouse painted a mask", self.editor.document.has_mask)

    def fill(self) -> None:
        editor = self.editor
        self._hole = editor.document.mask_rect
        self.hands.do("mousemove", 900, 30)  # the brush's ring is no part of the picture
        editor.client.said.connect(self._on_said)
        self.hands.key("Return")
        self.wait(lambda: bool(self.frames), "the first rows")
        middle = False
        while editor.controller.is_busy:
            rest(15)
            if not middle and len(self.frames) >= 6:
                middle = True
                self.picture("filling")
        self.check("the fill arrived", len(editor.document.fills) == 1)
        self.keep_strip()

    def _on_said(self, said: object) -> None:
        now_s = time.monotonic()
        if isinstance(said, Started):
            self._started_s = now_s
        elif isinstance(said, PatchesReady):
            self.frames.append((now_s, self.hole_picture()))
        elif isinstance(said, Finished):
            self._finished_s = now_s

    def hole_picture(self) -> QImage:
        canvas, rect = self.editor.canvas, self._hole
        corner = canvas.widget_point(rect.x0 - 12, rect.y0 - 12).toPoint()
        other = canvas.widget_point(rect.x1 + 12, rect.y1 + 12).toPoint()
        return canvas.grab(QRect(corner, other)).toImage().convertToFormat(QImage.Format.Format_RGB888)

    def keep_strip(self) -> None:
        """Distinct states of the fill side by side, and when they were seen."""
        distinct: list[tuple[float, QImage]] = []
        for when_s, frame in self.frames:
            if not distinct or frame != distinct[-1][1]:
                distinct.append((when_s, frame))
        run_s = self._finished_s - self._started_s
        spread_s = distinct[-1][0] - distinct[0][0]
        self.report |= {
            "run_s": round(run_s, 2),
            "first_rows_s": round(distinct[0][0] - self._started_s, 2),
            "distinct_states": len(distinct),
            "states_at_s": [round(when_s - self._started_s, 2) for when_s, _ in distinct],
            "spread_of_run": round(spread_s / run_s, 2),
        }
        self.check("at least five distinct states", len(distinct) >= 5)
        chosen = [
            distinct[i][1] for i in np.linspace(0, len(distinct) - 1, min(8, len(distinct))).astype(int)
        ]
        pictures = [Image.fromarray(_array(frame)) for frame in chosen]
        height = round(_STRIP_PX * pictures[0].height / pictures[0].width)
        strip = Image.new("RGB", (len(pictures) * (_STRIP_PX + _GAP_PX) - _GAP_PX, height), "#19191b")
        for place, picture in enumerate(pictures):
            strip.paste(picture.resize((_STRIP_PX, height)), (place * (_STRIP_PX + _GAP_PX), 0))
        self.save(strip, "fill-strip")

    def compare(self) -> None:
        self.hands.key("y")
        self.picture("split")
        self.hands.key("shift+y")
        self.picture("difference")
        self.hands.key("shift+y")

    def undo_and_redo(self) -> None:
        document = self.editor.document
        filled = document.pixels.copy()
        self.hands.key("ctrl+z")
        self.check("undo brings the photo back", not document.difference_mask().any())
        self.check("undo shows the mask again", document.has_mask)
        self.hands.key("ctrl+shift+z")
        self.check("redo is exact", bool((document.pixels == filled).all()))

    def vary(self) -> None:
        """Four answers by the real engine; the next one is taken, and taken back."""
        editor = self.editor
        first = editor.document.pixels.copy()
        self.hands.key("v")
        self.wait(lambda: len(editor.variations.entries) == 4, "four variations")
        self.wait(lambda: not editor.varied.is_busy, "the engine to rest")
        self.picture("variations")
        self.hands.key("period")
        self.check("another variation is shown", bool((editor.document.pixels != first).any()))
        self.picture("varied")
        self.hands.key("ctrl+z")
        self.check("undo brings the first one back", bool((editor.document.pixels == first).all()))

    def export(self) -> None:
        target = self.folder / "rocket-edited.png"
        self.editor.filing.export(ExportChoices(target))
        self.wait(lambda: not self.editor.files.is_exporting, "the export")
        rest(200)
        self.picture("editor-dark")
        written = np.asarray(Image.open(target))
        self.check("the file holds the document", bool((written == self.editor.document.pixels).all()))
        self.report["proof"] = self.editor.window.status.proof.text()
        self.editor.window.notice_bar.close_notice()

    def dialogs(self, suffix: str = "") -> None:
        self.hands.focus()
        self.hands.key("F1")
        sheet = self.editor.window.findChild(KeysSheet)
        self.check("F1 opens the sheet of keys", sheet is not None)
        if sheet is not None:
            self.picture(f"keys{suffix}", sheet)
            sheet.reject()
        home = os.environ.get("HOME", "")
        os.environ["HOME"] = "/home/you"  # the picture is for everybody
        self.editor.export_desk.ask()
        os.environ["HOME"] = home
        rest(150)
        dialog = self.editor.export_desk.dialog
        self.check("the export dialog opens", dialog is not None)
        if dialog is not None:
            self.picture(f"export{suffix}", dialog)
            dialog.reject()

    def on_screen(self, x: float, y: float) -> QPoint:
        canvas = self.editor.canvas
        return canvas.mapToGlobal(canvas.widget_point(x, y).toPoint())

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        end_s = time.monotonic() + _PATIENCE_S
        while not is_so():
            rest(20)
            if time.monotonic() > end_s:
                raise SystemExit(f"waited in vain for {what}")
        rest(150)

    def check(self, what: str, is_so: bool) -> None:
        self.report[what] = is_so
        if not is_so:
            sys.stderr.write(f"WRONG: {what}\n")

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        rest(80)
        image = (widget or self.editor.window).grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        self.save(Image.fromarray(_array(image)), name)

    def save(self, picture: Image.Image, name: str) -> None:
        if self.wanted is not None and name not in self.wanted:
            return
        self.images.mkdir(parents=True, exist_ok=True)
        picture.save(self.images / f"{name}.png", optimize=True)


def rest(duration_ms: int) -> None:
    """Lets the window work. `QTest.qWait` keeps the interpreter from the engine."""
    loop = QEventLoop()
    QTimer.singleShot(duration_ms, loop.quit)
    loop.exec()


def documented() -> frozenset[str]:
    """Names of the pictures that README and guide show."""
    root = Path(__file__).parents[2]
    texts = [path.read_text(encoding="utf-8") for path in (root / "README.md", root / "docs/guide.md")]
    return frozenset(name for text in texts for name in re.findall(r"images/([\w-]+)\.png", text))


def _array(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def main() -> int:
    """Runs the drive and prints what was seen as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--images", type=Path, default=Path("docs/images"), help="folder for the pictures")
    parser.add_argument("--all", action="store_true", help="also pictures that no document shows")
    arguments = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setFont(interface_font())
    app.setWindowIcon(application_icon())
    with tempfile.TemporaryDirectory() as folder:
        drive = Drive(arguments.images, Path(folder), None if arguments.all else documented())
        try:
            report = drive.run()
        finally:
            drive.editor.shut_down()
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return 1 if False in report.values() else 0


if __name__ == "__main__":
    sys.exit(main())
