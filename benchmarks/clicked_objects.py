"""Objects with known outlines, and a person who clicks on them: for the benchmark and training of clicks.

Drawn objects lie over real photographs; cars and people come from CamVid's labels. The person clicks the
deepest point of the object first, and from then on the middle of the largest part that is wrong.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.painting.rect import Rect
from editor.selection.clicks import Click

Picture = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]

CAR, PERSON = 8, 9
# In CamVid's 480 x 360: what is smaller is a few blurred pixels with a guessed outline.
LEAST_AREA_PX = 500
_LEAST_SIDE_PX, _MOST_SHARE = 14, 0.4
# The person sees no errors smaller than this picture's pixels.
_EYE_PX = 1500


@dataclass(frozen=True)
class ClickedObject:
    """Something to be selected.

    Attributes:
        name: What it is and where it came from.
        photo: (H, W, 3).
        outline: (H, W), true = the object.
    """

    name: str
    photo: Picture
    outline: Bools


def read_photos(shard: Path, count: int, seed: int) -> list[Picture]:
    """Some photographs (h, w, 3) of a .tar file, the same for the same seed."""
    with tarfile.open(shard) as tar:
        members = sorted((m for m in tar.getmembers() if m.isfile()), key=lambda member: member.name)
        order = np.random.default_rng(seed).permutation(len(members))[:count]
        return [_decoded(tar, members[i].name, "RGB") for i in order]


def camvid_objects(
    shard: Path,
    split: str,
    count: int,
    seed: int,
    classes: Sequence[int] = (CAR, PERSON),
    least_px: int = LEAST_AREA_PX,
) -> Iterator[ClickedObject]:
    """Connected parts of CamVid's labels, of all classes in turn.

    Args:
        shard: camvid.tar, with `split/photo/*.webp` and `split/label/*.png`, labels 0..11.
        split: "train", "val" or "test".
        count: How many objects.
        seed: Which frames, and which part of a frame.
        classes: Labels to choose from.
        least_px: Area in the frame, 480 x 360.
    """
    rng = np.random.default_rng(seed)
    with tarfile.open(shard) as tar:
        names = sorted(name for name in tar.getnames() if name.startswith(f"{split}/photo/") and "." in name)
        found = 0
        while found < count:
            name = names[int(rng.integers(len(names)))]
            label = classes[found % len(classes)]
            labels = _decoded(tar, name.replace("/photo/", "/label/").replace(".webp", ".png"), "L")
            parts, numbered, facts, _ = cv2.connectedComponentsWithStats(
                (labels == label).astype(np.uint8), connectivity=4
            )
            fitting = [
                part
                for part in range(1, parts)
                if least_px <= facts[part, 4] <= _MOST_SHARE * labels.size
                and min(facts[part, 2], facts[part, 3]) >= _LEAST_SIDE_PX
            ]
            if not fitting:
                continue
            part = fitting[int(rng.integers(len(fitting)))]
            kind = {CAR: "car", PERSON: "person"}.get(label, f"class {label}")
            found += 1
            stem = Path(name).stem
            yield ClickedObject(f"{kind} {stem}", _decoded(tar, name, "RGB"), numbered == part)


def drawn_objects(photos: Sequence[Picture], count: int, seed: int) -> Iterator[ClickedObject]:
    """Shapes drawn over photographs: flat, shaded, striped, or cut from another place or photograph."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        photo = photos[int(rng.integers(len(photos)))]
        height, width = photo.shape[:2]
        outline = _shape(height, width, rng)
        other = photos[int(rng.integers(len(photos)))]
        filling, kind = _filling(cv2.resize(other, (width, height)), rng)
        soft = rng.uniform(0.5, 1.5) * max(1.0, max(height, width) / 1000)
        share = cv2.GaussianBlur(outline.astype(np.float32), (0, 0), soft)[..., None]
        mixed = photo * (1 - share) + filling * share
        yield ClickedObject(f"{kind} {number}", mixed.clip(0, 255).astype(np.uint8), outline)


def resized(thing: ClickedObject, pixels: float) -> ClickedObject:
    """The same object in a photo of about so many pixels."""
    height, width = thing.outline.shape
    scale = (pixels / (height * width)) ** 0.5
    size = round(width * scale), round(height * scale)
    photo = np.asarray(
        cv2.resize(thing.photo, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA),
        np.uint8,
    )
    grown = cv2.resize(thing.outline.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return ClickedObject(thing.name, photo, grown > 0.5)


def view_of(thing: ClickedObject, share: float) -> Rect:
    """What a person has in view who zoomed in until the object spans this share of it."""
    rows, columns = np.flatnonzero(thing.outline.any(axis=1)), np.flatnonzero(thing.outline.any(axis=0))
    side = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    x, y = int(columns[0] + columns[-1]) // 2, int(rows[0] + rows[-1]) // 2
    reach = round(side / share / 2)
    return Rect(x - reach, y - reach, x + reach, y + reach).intersection(Rect.whole(thing.outline.shape))


def next_click(selected: Bools, outline: Bools) -> Click | None:
    """Where the person clicks next; None where nothing is wrong any more."""
    shrink = max(1, max(outline.shape) // _EYE_PX)
    seen, wanted = selected[::shrink, ::shrink], outline[::shrink, ::shrink]
    largest: tuple[int, Bools, bool] | None = None
    for wrong, is_wanted in ((wanted & ~seen, True), (seen & ~wanted, False)):
        parts, numbered, facts, _ = cv2.connectedComponentsWithStats(wrong.astype(np.uint8), connectivity=4)
        if parts > 1:
            part = 1 + int(np.argmax(facts[1:, 4]))
            if largest is None or facts[part, 4] > largest[0]:
                largest = int(facts[part, 4]), numbered == part, is_wanted
    if largest is None:
        return None
    depth = cv2.distanceTransform(np.pad(largest[1], 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    # A pixel that was seen is surely wrong; the middle of those that it stands for may not be.
    return Click(x * shrink + 0.5, y * shrink + 0.5, largest[2])


def overlap(one: Bools, other: Bools) -> float:
    """Intersection over union."""
    return float(np.count_nonzero(one & other) / max(1, np.count_nonzero(one | other)))


def _decoded(tar: tarfile.TarFile, name: str, mode: str) -> Picture:
    file = tar.extractfile(name)
    assert file is not None, f"{name} is a file"
    return np.array(Image.open(io.BytesIO(file.read())).convert(mode))


def _shape(height: int, width: int, rng: np.random.Generator) -> Bools:
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    waves = [rng.normal(0, 0.35 / k) * np.cos(k * angle + rng.uniform(0, 2 * np.pi)) for k in range(1, 7)]
    radius = np.clip(1 + np.sum(waves, axis=0), 0.3, 2) * rng.uniform(0.08, 0.3) * min(height, width)
    # Round ones, and long ones like poles and rockets.
    x, y = radius * np.cos(angle), radius * np.sin(angle) * np.exp(rng.uniform(np.log(0.12), np.log(1.3)))
    turn = rng.uniform(0, 2 * np.pi)
    center = rng.uniform(0.25, 0.75) * width, rng.uniform(0.25, 0.75) * height
    corners = np.stack(
        [
            center[0] + x * np.cos(turn) - y * np.sin(turn),
            center[1] + x * np.sin(turn) + y * np.cos(turn),
        ],
        axis=1,
    )
    shape = np.zeros((height, width), np.uint8)
    cv2.fillPoly(shape, [np.rint(corners).astype(np.int32)], 1)
    return shape > 0


def _filling(
    other: npt.NDArray[np.integer | np.floating], rng: np.random.Generator
) -> tuple[npt.NDArray[np.float32], str]:
    height, width = other.shape[:2]
    if rng.random() < 0.5:
        moved = np.roll(other, (int(rng.integers(height)), int(rng.integers(width))), (0, 1))
        return moved.astype(np.float32), "cut"
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None] * rng.uniform(-60, 60)
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None] * rng.uniform(-60, 60)
    grain = rng.standard_normal((height, width, 1), dtype=np.float32) * np.float32(rng.uniform(1, 8))
    filling = rng.uniform(20, 230, 3).astype(np.float32) + across.astype(np.float32) + down.astype(np.float32)
    filling = filling + grain
    if rng.random() < 0.5:
        return filling, "shaded"
    period = rng.uniform(6, 25) * max(1.0, width / 800)
    stripes = 50 * np.sign(np.sin(np.arange(width, dtype=np.float32) / period))
    return filling + stripes[None, :, None], "striped"
