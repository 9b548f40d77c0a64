"""Drives labels in the real window with real mouse and key events, and takes its picture.

    Xvfb :9 -screen 0 1440x900x24 &
    DISPLAY=:9 python -m tests.e2e.drive_labels --images DIR

Needs what `drive_window` needs, and weights that know labels. Opens a photo, paints a mask, shows labels,
picks one from the photo, paints it, fills, drags a border, fills anew, goes back, varies; checks what it sees
on the way and ends with exit code 1 if that is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from editor.app import Editor
from editor.document.label_places import places
from editor.icons import application_icon
from editor.inference.vocabulary import label_name
from editor.language import LANGUAGES, speak
from editor.painting.rect import Rect
from editor.settings import LANGUAGE, THEME, Settings
from editor.theme import interface_font
from engine.api import load_engine
from tests.e2e.drive_window import Drive, rest


class LabelDrive(Drive):
    """The way through labels."""

    def __init__(self, images: Path, folder: Path, options: argparse.Namespace) -> None:
        settings = Settings(folder / "settings.ini")
        settings.put(LANGUAGE, options.language)
        settings.put(THEME, options.theme)
        editor = Editor(settings, partial(load_engine, "auto", options.weights))
        super().__init__(images, folder, None, editor)
        self.options = options

    def run(self) -> dict[str, object]:
        editor, options = self.editor, self.options
        editor.start(options.photo, recover=False)
        editor.window.move(0, 0)
        editor.window.resize(1440, 900)
        self.wait(lambda: editor.client.is_open or editor.client.has_failed, "the engine to open")
        if not editor.client.has_labels:
            raise SystemExit("these weights know no labels")
        if options.photo is None:
            editor.actions["sample"].trigger()
        self.wait(lambda: editor.document.is_open, "the photo")
        self.hands.focus()
        self.picture("labels-untouched")
        self.mask()
        self.see()
        self.say()
        self.fill_by_labels()
        self.change_and_refill()
        self.vary_maps()
        editor.document.mark_saved()
        editor.window.close()
        return self.report

    @property
    def hole(self) -> Rect:
        return self._hole

    def mask(self) -> None:
        """A rectangle in the middle of the photo, drawn with the mouse."""
        height, width = self.editor.document.size
        x0, y0, x1, y1 = self.options.hole or (0.35, 0.4, 0.65, 0.75)
        self.hands.key("m")
        corners = [(x0 * width, y0 * height), (x1 * width, y1 * height)]
        self.hands.stroke([self.on_screen(*corners[0]), self.on_screen(*corners[1])])
        self.check("the mouse made a mask", self.editor.document.has_mask)
        self._hole = self.editor.document.mask_rect

    def see(self) -> None:
        self.hands.key("t")
        labels = self.editor.document.labels
        self.wait(lambda: bool(labels.maps) and self.is_settled(), "the labels")
        self.check("the engine says what is in the hole", labels.at(*self.middle(0.5, 0.5)) > 0)
        self.check("the legend is filled", self.editor.window.labels.list.topLevelItemCount() > 0)
        self.picture("labels-seen")

    def say(self) -> None:
        """Another label than the one that is there: picked from the photo, painted into the hole."""
        labels = self.editor.document.labels
        there = labels.at(*self.middle(0.5, 0.5))
        other = next(
            (p for p in places(labels, 1.0) if p.seen is not None and p.code != there and p.around > 0.05),
            None,
        )
        self.check("another label surrounds the hole", other is not None)
        if other is None or other.seen is None:
            return
        seen = other.seen
        spot = self.on_screen((seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2)
        self.hands.do("mousemove", spot.x(), spot.y(), "keydown", "alt", "click", 1, "keyup", "alt")
        rest(200)
        self.check("Alt and a click picked it", self.editor.labeling.tool.code == other.code)
        self.report["picked"] = label_name(other.code)
        self.hands.key("bracketright")
        self.stroke_in_hole((0.2, 0.35), (0.8, 0.35))
        self.check("it was painted", labels.at(*self.middle(0.5, 0.35)) == other.code)
        self.check("only in the hole", labels.has_edits and not self.is_said_outside())
        self.picture("labels-said")

    def fill_by_labels(self) -> None:
        editor = self.editor
        self.hands.key("Return")
        self.wait(lambda: bool(editor.document.fills) and self.is_settled(), "the fill")
        self.check("nothing outside the mask changed", editor.document.proof()().outside_px == 0)
        self.picture("labels-filled")
        self.hands.key("shift+o")
        self.picture("labels-hidden")
        self.hands.key("shift+o")

    def change_and_refill(self) -> None:
        """Drags a border into the hole, fills anew, and goes back."""
        editor, document = self.editor, self.editor.document
        before = document.pixels.copy()
        editor.window.labels._modes.button("drag").click()
        rest(100)
        self.stroke_in_hole((0.5, 1.15), (0.5, 1.0), (0.5, 0.8), (0.5, 0.6))
        self.check("a border was dragged", document.undo_stack.undoText() != "")
        self.check("it is a new wish", document.labels.has_new_wishes)
        self.picture("labels-dragged")
        steps = document.undo_stack.count()
        self.hands.key("r")
        self.wait(lambda: document.undo_stack.count() > steps and self.is_settled(), "the refill")
        self.check("one fill took the place of the other", len(document.fills) == 1)
        self.check("something changed", bool((document.pixels != before).any()))
        self.picture("labels-refilled")
        after = document.pixels.copy()
        self.hands.key("ctrl+z")
        self.check("undo brings the first fill back", bool((document.pixels == before).all()))
        self.hands.key("ctrl+shift+z")
        self.check("redo is exact", bool((document.pixels == after).all()))

    def vary_maps(self) -> None:
        editor = self.editor
        self.hands.key("v")
        self.wait(lambda: len(editor.variations.entries) >= 4 and not editor.varied.is_busy, "variations")
        self.report["variations"] = [entry.name for entry in editor.variations.entries]
        self.picture("labels-varied")

    def middle(self, x: float, y: float) -> tuple[float, float]:
        """A place by shares of the hole's box."""
        hole = self._hole
        return hole.x0 + x * hole.width, hole.y0 + y * hole.height

    def stroke_in_hole(self, *way: tuple[float, float]) -> None:
        self.hands.stroke([self.on_screen(*self.middle(*place)) for place in way])

    def is_said_outside(self) -> bool:
        edits = self.editor.document.labels.edits.copy()
        edits[self._hole.slices] = 0
        return bool(edits.any())

    def is_settled(self) -> bool:
        editor = self.editor
        is_idle = not editor.client.under_way and not editor.controller.is_busy
        return is_idle and editor.labeling.is_settled


def main() -> int:
    """Runs the drive and prints what was seen as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--images", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--photo", type=Path, help="the photo; the sample otherwise")
    parser.add_argument("--hole", type=float, nargs=4, metavar="SHARE", help="left, top, right, bottom")
    parser.add_argument("--weights", type=Path, help="the checkpoint; the shipped one otherwise")
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="en")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setFont(interface_font())
    app.setWindowIcon(application_icon())
    speak(options.language)
    with tempfile.TemporaryDirectory() as folder:
        drive = LabelDrive(options.images, Path(folder), options)
        try:
            report = drive.run()
        finally:
            drive.editor.shut_down()
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return 1 if False in report.values() else 0


if __name__ == "__main__":
    sys.exit(main())
