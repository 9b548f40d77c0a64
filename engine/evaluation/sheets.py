"""Contact sheets: what was asked, every answer, and the truth, side by side, to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from engine.distance import distance_from
from engine.evaluation.cases import Case, Mask, Photo
from engine.evaluation.methods import DEFAULT, FIELD, UNGUIDED, Answer

_TITLE_PX = 18
_GAP_PX = 4
_PAPER = 24
_HOLE_COLOR = (255, 0, 255)
CROP_PX = 384
ROWS_PER_SHEET = 10

Tiles = dict[str, Photo]


class Sheets:
    """Collects rows by sheet name and writes them as PNG files, `ROWS_PER_SHEET` to a file."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[str, Tiles]]] = {}

    def add(self, sheet: str, caption: str, tiles: Tiles, most_rows: int | None = None) -> None:
        """Adds a row of tiles (title to picture) to a sheet, unless it has `most_rows` already."""
        rows = self._rows.setdefault(sheet, [])
        if most_rows is None or len(rows) < most_rows:
            rows.append((caption, tiles))

    def write(self, folder: Path) -> list[Path]:
        """Writes all sheets into a folder and returns their paths."""
        paths = []
        for sheet, rows in self._rows.items():
            for start in range(0, len(rows), ROWS_PER_SHEET):
                part = f"-{start // ROWS_PER_SHEET + 1}" if len(rows) > ROWS_PER_SHEET else ""
                path = folder / f"sheet-{sheet.replace(' ', '-')}{part}.png"
                picture = _sheet(rows[start : start + ROWS_PER_SHEET])
                done, encoded = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
                assert done, "a sheet is a plain 8-bit picture"
                path.write_bytes(encoded.tobytes())
                paths.append(path)
        return paths


def whole_tiles(case: Case, answers: Mapping[str, Answer]) -> Tiles:
    """Photo with the hole's outline, hole, all answers in their order, truth; each at 100 %."""
    return {
        "photo": outlined(case.truth, case.hole),
        "hole": _holed(case.truth, case.hole),
        **{name: given.pixels for name, given in answers.items()},
        "truth": case.truth,
    }


def close_tiles(case: Case, answers: Mapping[str, Answer]) -> Tiles:
    """The window made small, with hole and filled, and 100 % crops of the answers that differ in texture."""
    y, x = _crop_corner(case.hole)
    crop = (slice(y, y + CROP_PX), slice(x, x + CROP_PX))
    tiles = {"hole": small(_holed(case.truth, case.hole))}
    if DEFAULT in answers:
        tiles["default, small"] = small(answers[DEFAULT].pixels)
    for name in (UNGUIDED, FIELD, DEFAULT):
        if name in answers:
            tiles[f"{name}, 100 %"] = answers[name].pixels[crop]
    tiles["truth, 100 %"] = outlined(case.truth, case.hole)[crop]
    return tiles


def _sheet(rows: list[tuple[str, Tiles]]) -> Photo:
    strips = [_strip(caption, tiles) for caption, tiles in rows]
    width = max(strip.shape[1] for strip in strips)
    return np.concatenate(
        [
            np.pad(strip, ((0, 0), (0, width - strip.shape[1]), (0, 0)), constant_values=_PAPER)
            for strip in strips
        ]
    )


def _strip(caption: str, tiles: Tiles) -> Photo:
    framed = []
    for number, (title, tile) in enumerate(tiles.items()):
        frame = np.full(
            (tile.shape[0] + _TITLE_PX + _GAP_PX, tile.shape[1] + _GAP_PX, 3), _PAPER, dtype=np.uint8
        )
        frame[_TITLE_PX : _TITLE_PX + tile.shape[0], : tile.shape[1]] = tile
        text = title if number else caption
        cv2.putText(frame, text, (3, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (230, 230, 230), 1, cv2.LINE_AA)
        framed.append(frame)
    height = max(frame.shape[0] for frame in framed)
    return np.concatenate(
        [np.pad(f, ((0, height - f.shape[0]), (0, 0), (0, 0)), constant_values=_PAPER) for f in framed],
        axis=1,
    )


def _crop_corner(hole: Mask) -> tuple[int, int]:
    """Where a 100 % crop begins so that it shows the deepest place of the hole in its middle."""
    depth = distance_from(np.pad(~hole, 1, constant_values=True))[1:-1, 1:-1]
    row, column = np.unravel_index(int(np.argmax(depth)), hole.shape)
    y = min(max(0, int(row) - CROP_PX // 2), max(0, hole.shape[0] - CROP_PX))
    x = min(max(0, int(column) - CROP_PX // 2), max(0, hole.shape[1] - CROP_PX))
    return y, x


def _holed(photo: Photo, hole: Mask) -> Photo:
    return np.where(hole[..., None], np.array(_HOLE_COLOR, dtype=np.uint8), photo)


def outlined(photo: Photo, hole: Mask) -> Photo:
    """A photo (H, W, 3) with a line around the hole (H, W)."""
    drawn = np.ascontiguousarray(photo)
    contours, _ = cv2.findContours(hole.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(drawn.copy(), contours, -1, _HOLE_COLOR, 1), dtype=np.uint8)


def small(picture: Photo) -> Photo:
    """A picture shrunk to a longer side of `CROP_PX`, if it is larger."""
    scale = CROP_PX / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
