"""Click selection: how soon a click is answered on 24 megapixels, and how well five clicks select an object.

    python -m benchmarks.click_select --data DATA

DATA is a folder with `camvid.tar` and `photos-large-val.tar`. Ten objects are drawn by code over photographs,
ten are cars and people of CamVid's test frames, all resized to 24 megapixels. The person of
`benchmarks.clicked_objects` clicks on each five times, once with the whole photo in view and once zoomed in
until the object spans 40 % of the view: what is looked at is where objects are searched for.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from benchmarks.clicked_objects import (
    LEAST_AREA_PX,
    ClickedObject,
    camvid_objects,
    drawn_objects,
    next_click,
    overlap,
    read_photos,
    resized,
    view_of,
)
from editor.painting.rect import Rect
from editor.selection.clicks import Click, ClickSelector, Scene

_CLICKS = 5
_WANTED = 0.85
_MOST_MS = 500
_ZOOMED = 0.4


def run(thing: ClickedObject, window: Rect) -> tuple[list[float], list[float]]:
    """Clicks on one object.

    Returns:
        Overlap after each click, and the milliseconds of each click that was made.
    """
    selector = ClickSelector()
    scene = Scene(thing.photo, 0, window)
    selected = np.zeros(thing.outline.shape, np.bool_)
    clicks: list[Click] = []
    overlaps, times_ms = [], []
    for _ in range(_CLICKS):
        click = next_click(selected, thing.outline)
        if click is not None:
            clicks.append(click)
            start = time.perf_counter()
            rect, coverage = selector.select(scene, clicks)
            times_ms.append(1000 * (time.perf_counter() - start))
            selected[:] = False
            selected[rect.slices] = coverage > 127
        overlaps.append(overlap(selected, thing.outline))
    return overlaps, times_ms


def report(title: str, overlaps: list[list[float]]) -> None:
    """Prints mean overlap by clicks, and the share that has reached what is wanted."""
    table = np.array(overlaps)
    best = np.maximum.accumulate(table, axis=1)
    means = "  ".join(f"{value:.3f}" for value in table.mean(axis=0))
    shares = "  ".join(f"{100 * value:4.0f}%" for value in (best >= _WANTED).mean(axis=0))
    print(f"{title:28} mean IoU by clicks  {means}\n{'':28} reached {_WANTED}       {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description="How soon and how well clicks select objects.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the two .tar files")
    parser.add_argument("--seed", type=int, default=0, help="which objects")
    parser.add_argument("--each", type=int, default=10, help="how many drawn ones, and how many of CamVid's")
    parser.add_argument("--megapixels", type=float, default=24.0, help="size of every photo")
    parser.add_argument("--split", default="test", choices=("val", "test"), help="which of CamVid's frames")
    parser.add_argument(
        "--least-px", type=int, default=LEAST_AREA_PX, help="CamVid's objects have this area or more"
    )
    arguments = parser.parse_args()
    photos = read_photos(arguments.data / "photos-large-val.tar", 2 * arguments.each, arguments.seed)
    kinds = {
        "drawn": drawn_objects(photos, arguments.each, arguments.seed),
        "CamVid": camvid_objects(
            arguments.data / "camvid.tar",
            arguments.split,
            arguments.each,
            arguments.seed,
            least_px=arguments.least_px,
        ),
    }
    warm = np.zeros((64, 64, 3), np.uint8)
    ClickSelector().select(Scene(warm, 0, Rect(0, 0, 64, 64)), [Click(32, 32, True)])
    whole: dict[str, list[list[float]]] = {kind: [] for kind in kinds}
    zoomed: dict[str, list[list[float]]] = {kind: [] for kind in kinds}
    first_ms, later_ms = [], []
    for kind, things in kinds.items():
        for small in things:
            thing = resized(small, 1e6 * arguments.megapixels)
            windows = Rect.whole(thing.outline.shape), view_of(thing, _ZOOMED)
            rows = []
            for window, results in zip(windows, (whole, zoomed), strict=True):
                overlaps, times_ms = run(thing, window)
                results[kind].append(overlaps)
                first_ms += times_ms[:1]
                later_ms += times_ms[1:]
                rows.append("  ".join(f"{value:.2f}" for value in overlaps))
            print(f"{thing.name:28} whole {rows[0]}   zoomed {rows[1]}", flush=True)
    for title, results in (("whole photo in view", whole), ("zoomed in", zoomed)):
        print()
        for kind, overlaps in results.items():
            report(f"{kind}, {title}", overlaps)
        report(f"all, {title}", [row for rows in results.values() for row in rows])
    every = np.array(first_ms + later_ms)
    print(f"\nms per click on {arguments.megapixels:g} MP")
    for title, times_ms in (("first", first_ms), ("later", later_ms)):
        print(f"{title:8} median {np.median(times_ms):.0f}   worst {max(times_ms):.0f}")
    print(f"{100 * (every <= _MOST_MS).mean():.0f} % within {_MOST_MS} ms")


if __name__ == "__main__":
    main()
