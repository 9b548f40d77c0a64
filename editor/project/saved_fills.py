"""Fills as a project holds them: written member by member, each once; read back and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from editor.painting.composite import Edge, Pixels
from editor.painting.labels import MOST_CODE, Codes, HoleLabels
from editor.painting.morphology import Bools
from editor.painting.rect import Rect
from editor.project.entries import FillEntry, HoleEntry, LabelsEntry
from editor.project.errors import damaged
from editor.project.members import Sink, Source
from editor.project.pictures import decoded_mask, decoded_pixels, encoded


@dataclass(frozen=True)
class SavedHole:
    """The uncomposited fill of one hole; an `editor.document.fills.HoleLike`.

    Attributes:
        box: Where it lies in the photo.
        pixels: (h, w, 3) in the photo's type.
        mask: (h, w), the hole as asked.
        valid: (h, w), where `pixels` may be used.
        confidence: (h, w) float32, 0..1.
        labels: What lies where; None = not known.
    """

    box: Rect
    pixels: Pixels
    mask: Bools
    valid: Bools
    confidence: np.ndarray
    labels: HoleLabels | None = None


@dataclass(frozen=True)
class SavedFill:
    """One fill of a project.

    Attributes:
        name: Of its members, unlike any other fill's; a fill's pixels never change, so whoever has them
            under this name has them still.
        text: What the history calls it.
        seed: The request's.
        edge: Where its edge runs.
        rects: Where its answers lie.
        labels: Gives, for each of them, what lies where; None = not known.
        holes: Gives its answers, one after the other: large, so made when they are needed.
        alternative: The request's number of the label map.
    """

    name: str
    text: str
    seed: int
    edge: Edge
    rects: tuple[Rect, ...]
    labels: tuple[Callable[[], HoleLabels] | None, ...]
    holes: Callable[[], Iterator[SavedHole]]
    alternative: int = 0


def write_fill(fill: SavedFill, sink: Sink, names: set[str]) -> FillEntry:
    """Writes the members of a fill that the sink does not have yet, and adds their names to `names`."""
    entries = []
    for place, (rect, labels) in enumerate(zip(fill.rects, fill.labels, strict=True)):
        stem = f"fills/{fill.name}/{place}"
        entries.append(
            HoleEntry(
                rect,
                f"{stem}-pixels.png",
                f"{stem}-mask.png",
                f"{stem}-valid.png",
                f"{stem}-confidence.png",
                None if labels is None else _write_labels(labels(), stem, sink, names),
            )
        )
    members = [name for hole in entries for name in (hole.pixels, hole.mask, hole.valid, hole.confidence)]
    names.update(members)
    if not all(sink.has(name) for name in members):
        for entry, hole in zip(entries, fill.holes(), strict=True):
            sink.put(entry.pixels, encoded(hole.pixels))
            sink.put(entry.mask, encoded(hole.mask))
            sink.put(entry.valid, encoded(hole.valid))
            sink.put(entry.confidence, encoded(np.rint(hole.confidence * 255).astype(np.uint8)))
    edge = fill.edge
    return FillEntry(fill.text, fill.seed, edge.expand_px, edge.feather_px, tuple(entries), fill.alternative)


def _write_labels(labels: HoleLabels, stem: str, sink: Sink, names: set[str]) -> LabelsEntry:
    entry = LabelsEntry(
        f"{stem}-labels.png", f"{stem}-wanted.png", labels.vocabulary, labels.grown, labels.alternatives
    )
    for name, picture in ((entry.codes, labels.codes), (entry.wanted, labels.wanted)):
        names.add(name)
        if not sink.has(name):
            sink.put(name, encoded(picture))
    return entry


def read_codes(name: str, source: Source, size: tuple[int, int]) -> Codes:
    """Codes of labels (h, w) out of a member.

    Raises:
        ProjectError: It is no picture of that size, or has labels that do not exist.
    """
    codes = decoded_mask(source.get(name), size)
    if codes.max() > MOST_CODE:
        raise damaged(f"{name} has labels that do not exist")
    return codes


def read_fill(entry: FillEntry, name: str, source: Source, depth: int) -> SavedFill:
    """Reads and checks a fill.

    Raises:
        ProjectError: Something is missing or makes no sense.
    """
    holes = [_read_hole(hole, source, depth) for hole in entry.holes]
    edge = Edge(entry.expand_px, entry.feather_px)
    return SavedFill(
        name,
        entry.text,
        entry.seed,
        edge,
        tuple(hole.box for hole in holes),
        tuple(None if hole.labels is None else partial(_same, hole.labels) for hole in holes),
        lambda: iter(holes),
        entry.alternative,
    )


def _read_hole(entry: HoleEntry, source: Source, depth: int) -> SavedHole:
    size = (entry.rect.height, entry.rect.width)
    confidence = decoded_mask(source.get(entry.confidence), size)
    return SavedHole(
        entry.rect,
        decoded_pixels(source.get(entry.pixels), size, depth),
        decoded_mask(source.get(entry.mask), size) > 127,
        decoded_mask(source.get(entry.valid), size) > 127,
        confidence.astype(np.float32) / 255,
        None if entry.labels is None else _read_hole_labels(entry.labels, source, size),
    )


def _read_hole_labels(entry: LabelsEntry, source: Source, size: tuple[int, int]) -> HoleLabels:
    return HoleLabels(
        read_codes(entry.codes, source, size),
        decoded_mask(source.get(entry.wanted), size) > 127,
        entry.vocabulary,
        entry.grown,
        entry.alternatives,
    )


def _same(labels: HoleLabels) -> HoleLabels:
    return labels
