"""What a project holds, as arrays: written member by member, read back and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from editor.painting.dabs import Coverage
from editor.painting.rect import Rect
from editor.project.entries import AreaEntry, Manifest, PhotoReference, Recipe
from editor.project.manifest import from_json, to_json
from editor.project.members import MANIFEST, FolderSink, FolderSource, Sink, Source, ZipSink, ZipSource
from editor.project.pictures import decoded_mask, encoded
from editor.project.saved_fills import SavedFill, read_codes, read_fill, write_fill


@dataclass(frozen=True)
class Area:
    """Part of a mask; everything outside is 0. Or of painted labels, with their codes.

    Attributes:
        rect: Where.
        read: Gives (h, w) coverage 0..255; on any thread.
    """

    rect: Rect
    read: Callable[[], Coverage]

    @classmethod
    def of(cls, rect: Rect, coverage: Coverage) -> Area:
        """Of coverage (h, w) that will not change."""
        return cls(rect, lambda: coverage)

    @property
    def coverage(self) -> Coverage:
        """(h, w), 0..255."""
        return self.read()


@dataclass(frozen=True)
class Content:
    """A project.

    Attributes:
        photo: What it is about.
        mask: What is painted; None = nothing.
        sources: Where texture may come from; None = everywhere.
        labels: What the person says belongs where; None = nothing.
        fills: Oldest first.
        recipe: How the next fill is made.
    """

    photo: PhotoReference
    mask: Area | None
    sources: Area | None
    labels: Area | None
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
    painted = (("mask", content.mask), ("sources", content.sources), ("labels", content.labels))
    for kind, area in painted:
        if area is None:
            areas.append(None)
            continue
        entry = AreaEntry(area.rect, f"{kind}-{number}.png")
        sink.put(entry.picture, encoded(area.coverage))
        areas.append(entry)
        names.add(entry.picture)
    fills = tuple(write_fill(fill, sink, names) for fill in content.fills)
    manifest = Manifest(content.photo, areas[0], areas[1], areas[2], fills, content.recipe)
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
        _read_labels(manifest.labels, source),
        tuple(
            read_fill(fill, f"{place}", source, manifest.photo.depth)
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


def _read_area(entry: AreaEntry | None, source: Source) -> Area | None:
    if entry is None:
        return None
    size = (entry.rect.height, entry.rect.width)
    return Area.of(entry.rect, decoded_mask(source.get(entry.picture), size))


def _read_labels(entry: AreaEntry | None, source: Source) -> Area | None:
    if entry is None:
        return None
    return Area.of(entry.rect, read_codes(entry.picture, source, (entry.rect.height, entry.rect.width)))
