"""What a project holds, as arrays: written member by member, read back and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from editor.painting.composite import Edge, Pixels
from editor.painting.dabs import Coverage
from editor.painting.morphology import Bools
from editor.painting.rect import Rect
from editor.project.manifest import (
    AreaEntry,
    FillEntry,
    HoleEntry,
    Manifest,
    PhotoReference,
    Recipe,
    from_json,
    to_json,
)
from editor.project.members import MANIFEST, FolderSink, FolderSource, Sink, Source, ZipSink, ZipSource
from editor.project.pictures import decoded_mask, decoded_pixels, encoded


@dataclass(frozen=True)
class Area:
    """Part of a mask: where, and (h, w) coverage 0..255; everything outside is 0."""

    rect: Rect
    coverage: Coverage


@dataclass(frozen=True)
class SavedHole:
    """The uncomposited fill of one hole; an `editor.document.fills.HoleLike`.

    Attributes:
        box: Where it lies in the photo.
        pixels: (h, w, 3) in the photo's type.
        mask: (h, w), the hole as asked.
        valid: (h, w), where `pixels` may be used.
        confidence: (h, w) float32, 0..1.
    """

    box: Rect
    pixels: Pixels
    mask: Bools
    valid: Bools
    confidence: np.ndarray


@dataclass(frozen=True)
class SavedFill:
    """One fill of a project.

    Attributes:
        name: Of its members, unlike any other fill's; a fill's pixels never change, so whoever has them
            under this name has them still.
        text: What the history calls it.
        seed: The request's.
        edge: Where its edge runs.
        holes: Gives its answers, one after the other: large, so made when they are needed.
        rects: Where they lie.
    """

    name: str
    text: str
    seed: int
    edge: Edge
    rects: tuple[Rect, ...]
    holes: Callable[[], Iterator[SavedHole]]


@dataclass(frozen=True)
class Content:
    """A project.

    Attributes:
        photo: What it is about.
        mask: What is painted; None = nothing.
        sources: Where texture may come from; None = everywhere.
        fills: Oldest first.
        recipe: How the next fill is made.
    """

    photo: PhotoReference
    mask: Area | None
    sources: Area | None
    fills: tuple[SavedFill, ...]
    recipe: Recipe


def write_content(content: Content, sink: Sink, number: int = 0) -> set[str]:
    """Writes all members, the manifest last.

    Args:
        content: What to write.
        sink: Where to.
        number: Tells the masks of one autosave from those of the one before.

    Returns:
        The names of all members that belong to the project now.
    """
    names = {MANIFEST} if content.photo.embedded is None else {MANIFEST, content.photo.embedded}
    areas: list[AreaEntry | None] = []
    for kind, area in (("mask", content.mask), ("sources", content.sources)):
        if area is None:
            areas.append(None)
            continue
        entry = AreaEntry(area.rect, f"{kind}-{number}.png")
        sink.put(entry.picture, encoded(area.coverage))
        areas.append(entry)
        names.add(entry.picture)
    fills = tuple(_write_fill(fill, sink, names) for fill in content.fills)
    manifest = Manifest(content.photo, areas[0], areas[1], fills, content.recipe)
    sink.put(MANIFEST, to_json(manifest))
    return names


def read_content(source: Source) -> Content:
    """Reads and checks a whole project, pictures and all.

    Raises:
        ProjectError: Something is missing or makes no sense.
    """
    manifest = from_json(source.get(MANIFEST))
    return Content(
        manifest.photo,
        _read_area(manifest.mask, source),
        _read_area(manifest.sources, source),
        tuple(
            _read_fill(fill, f"{place}", source, manifest.photo.depth)
            for place, fill in enumerate(manifest.fills)
        ),
        manifest.recipe,
    )


def write_file(content: Content, path: Path, photo_file: Path | None = None) -> None:
    """Writes a `.lacuna` file; `photo_file` is what `content.photo.embedded` names."""
    with ZipSink(path) as sink:
        if content.photo.embedded is not None and photo_file is not None:
            sink.put_file(content.photo.embedded, photo_file)
        write_content(content, sink)


def source_of(path: Path) -> Source:
    """Where the members of a project at a path come from: a `.lacuna` file, or an autosave's folder.

    Raises:
        ProjectError: There is no project.
    """
    return FolderSource(path) if path.is_dir() else ZipSource(path)


def write_folder(content: Content, folder: Path, number: int, photo_file: Path | None = None) -> None:
    """Brings an autosave up to date: writes what is new, then the manifest, then deletes what is old."""
    sink = FolderSink(folder)
    embedded = content.photo.embedded
    if embedded is not None and photo_file is not None and not sink.has(embedded):
        sink.put_file(embedded, photo_file)
    sink.keep_only(write_content(content, sink, number))


def _write_fill(fill: SavedFill, sink: Sink, names: set[str]) -> FillEntry:
    entries = []
    for place, rect in enumerate(fill.rects):
        stem = f"fills/{fill.name}/{place}"
        entries.append(
            HoleEntry(
                rect,
                f"{stem}-pixels.png",
                f"{stem}-mask.png",
                f"{stem}-valid.png",
                f"{stem}-confidence.png",
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
    return FillEntry(fill.text, fill.seed, fill.edge.expand_px, fill.edge.feather_px, tuple(entries))


def _read_area(entry: AreaEntry | None, source: Source) -> Area | None:
    if entry is None:
        return None
    size = (entry.rect.height, entry.rect.width)
    return Area(entry.rect, decoded_mask(source.get(entry.picture), size))


def _read_fill(entry: FillEntry, name: str, source: Source, depth: int) -> SavedFill:
    holes = [_read_hole(hole, source, depth) for hole in entry.holes]
    edge = Edge(entry.expand_px, entry.feather_px)
    return SavedFill(
        name, entry.text, entry.seed, edge, tuple(hole.box for hole in holes), lambda: iter(holes)
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
    )
