"""What goes into a project comes out of it: the same mask, fills, pixels and steps."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.masked_photo import Target
from editor.document.saved import capture, restore
from editor.painting.rect import Rect
from editor.project.content import Content, read_content, source_of, write_file, write_folder
from editor.project.entries import PhotoReference, Recipe
from editor.project.errors import ProjectError
from editor.project.pictures import encoded
from tests.editor.document.builders import answer, hole_at, labels_at, noise, open_document, stroke

_RECIPE = Recipe(3, 0.5, 0.25, "scene")


def reference(document: Document, **more: str) -> PhotoReference:
    height, width = document.size
    depth = 8 * document.pixels.dtype.itemsize
    return PhotoReference("noise.png", "noise.png", "/photos/noise.png", "", height, width, depth, **more)


def worked_on(dtype: type = np.uint8) -> Document:
    """A document with two fills, one with labels, an adjusted edge, a mask, a source area and said labels."""
    document = open_document(dtype=dtype)
    stroke(document, (60, 60), (120, 90))
    document.apply_fill(answer(document, 7), seed=4)
    place = Rect(100, 80, 180, 140)
    filled = replace(hole_at(document, place, 90), labels=labels_at(place, grown=4))
    document.apply_fill([filled], seed=9, alternative=1)
    document.adjust_edge(3, 2)
    stroke(document, (250, 250), (300, 200))
    document.set_target(Target.SOURCES)
    stroke(document, (30, 200), (90, 220))
    document.set_target(Target.MASK)
    document.labels.put(Rect(240, 200, 280, 260), np.full((60, 40), 6, np.uint8), "said")
    return document


def reopened(content: Content, document: Document) -> Document:
    fresh = Document()
    fresh.load(document.original_pixels.copy(), name="noise")
    restore(fresh, content)
    return fresh


def same(one: Document, other: Document) -> None:
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(one.mask, other.mask)
    assert np.array_equal(one.sources, other.sources)
    assert np.array_equal(one.labels.edits, other.labels.edits)
    assert [plain(fill) for fill in one.fills] == [plain(fill) for fill in other.fills]


def plain(fill: FillRecord) -> tuple[object, ...]:
    """What a fill is besides its pixels, to be compared."""
    known = [None if stored is None else stored.read() for stored in fill.labels]
    labels = [
        (each.codes.tobytes(), each.wanted.tobytes(), each.vocabulary, each.grown, each.alternatives)
        for each in known
        if each is not None
    ]
    return fill.seed, fill.alternative, fill.text, fill.edge, labels


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_everything_comes_back(dtype: type, kind: str, tmp_path: Path) -> None:
    document = worked_on(dtype)
    content = capture(document, reference(document), _RECIPE)
    path = tmp_path / "work"
    if kind == "file":
        write_file(content, path)
    else:
        path.mkdir()
        write_folder(content, path, 1)
    read = read_content(source_of(path))
    assert read.photo == content.photo
    assert read.recipe == _RECIPE
    same(reopened(read, document), document)


def test_steps_can_be_taken_back_after_reopening(tmp_path: Path) -> None:
    document = worked_on()
    write_file(capture(document, reference(document), _RECIPE), tmp_path / "a.lacuna")
    fresh = reopened(read_content(source_of(tmp_path / "a.lacuna")), document)
    while fresh.undo_stack.canUndo():
        fresh.undo_stack.undo()
    assert np.array_equal(fresh.pixels, document.original_pixels)
    assert not fresh.fills
    while fresh.undo_stack.canRedo():
        fresh.undo_stack.redo()
    same(fresh, document)


def test_undoing_a_reopened_fill_shows_its_mask(tmp_path: Path) -> None:
    document = open_document()
    stroke(document, (60, 60), (120, 90))
    asked = document.mask > 127
    document.apply_fill(answer(document))
    fresh = reopened(capture(document, reference(document), _RECIPE), document)
    assert not fresh.has_mask
    fresh.undo_stack.undo()
    assert np.array_equal(fresh.mask > 127, asked)


def test_a_capture_is_a_snapshot(tmp_path: Path) -> None:
    document = worked_on()
    before, mask = document.pixels.copy(), document.mask.copy()
    content = capture(document, reference(document), _RECIPE)
    document.clear_mask()
    document.undo_stack.undo()
    document.invert_mask()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    write_file(content, tmp_path / "a.lacuna")
    fresh = reopened(read_content(source_of(tmp_path / "a.lacuna")), document)
    assert np.array_equal(fresh.pixels, before)
    assert np.array_equal(fresh.mask, mask)


def test_a_photo_can_travel_inside(tmp_path: Path) -> None:
    photo = tmp_path / "noise.bin"
    photo.write_bytes(noise(50, 60).tobytes())
    document = worked_on()
    content = capture(document, reference(document, embedded="photo/noise.png"), _RECIPE)
    write_file(content, tmp_path / "a.lacuna", photo)
    source_of(tmp_path / "a.lacuna").copy_to("photo/noise.png", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == photo.read_bytes()


@pytest.mark.parametrize("year", [1970, 1979, 2120])
def test_a_photo_that_travels_inside_may_be_of_any_date(year: int, tmp_path: Path) -> None:
    """Zip files know the years from 1980 to 2107; clocks of cameras know others."""
    photo = tmp_path / "noise.bin"
    photo.write_bytes(b"an old photo")
    os.utime(photo, (365.25 * 86_400 * (year - 1970),) * 2)
    document = worked_on()
    content = capture(document, reference(document, embedded="photo/noise.png"), _RECIPE)
    write_file(content, tmp_path / "a.lacuna", photo)
    source_of(tmp_path / "a.lacuna").copy_to("photo/noise.png", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == photo.read_bytes()


def test_a_project_says_what_it_is_at_its_first_bytes(tmp_path: Path) -> None:
    document = worked_on()
    write_file(capture(document, reference(document), _RECIPE), tmp_path / "a.lacuna")
    with zipfile.ZipFile(tmp_path / "a.lacuna") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/x-lacuna-project"
        assert archive.testzip() is None


def test_an_autosave_writes_a_fill_once(tmp_path: Path) -> None:
    document = worked_on()
    write_folder(capture(document, reference(document), _RECIPE), tmp_path, 1)
    fills = {path: path.stat().st_mtime_ns for path in tmp_path.glob("fills/*/*")}
    assert len(fills) == 10
    stroke(document, (200, 30), (240, 60))
    document.apply_fill([hole_at(document, Rect(200, 20, 260, 80), 50)])
    write_folder(capture(document, reference(document), _RECIPE), tmp_path, 2)
    assert {path: path.stat().st_mtime_ns for path in fills} == fills
    same(reopened(read_content(source_of(tmp_path)), document), document)


def test_an_autosave_forgets_what_was_undone(tmp_path: Path) -> None:
    document = worked_on()
    write_folder(capture(document, reference(document), _RECIPE), tmp_path, 1)
    while document.fills:
        document.undo_stack.undo()
    write_folder(capture(document, reference(document), _RECIPE), tmp_path, 2)
    assert not [path for path in tmp_path.rglob("*.png") if "fills" in path.parts]


def test_a_project_of_version_1_opens_without_labels(tmp_path: Path) -> None:
    document = open_document()
    stroke(document, (60, 60), (120, 90))
    document.apply_fill(answer(document, 7), seed=4)
    stroke(document, (250, 250), (300, 200))
    write_file(capture(document, reference(document), Recipe(3, 0.5, 0.25)), tmp_path / "new.lacuna")
    with (
        zipfile.ZipFile(tmp_path / "new.lacuna") as new,
        zipfile.ZipFile(tmp_path / "old.lacuna", "w") as old,
    ):
        for name in new.namelist():
            data = new.read(name)
            if name == "manifest.json":
                # What the first version wrote: the same without everything about labels.
                found = json.loads(data)
                del found["labels"], found["recipe"]["vocabulary"]
                for fill in found["fills"]:
                    del fill["alternative"]
                    for hole in fill["holes"]:
                        del hole["labels"]
                data = json.dumps({**found, "version": 1}).encode()
            old.writestr(name, data)
    read = read_content(source_of(tmp_path / "old.lacuna"))
    assert read.recipe == Recipe(3, 0.5, 0.25, "auto")
    same(reopened(read, document), document)


@pytest.mark.parametrize("member", ["labels-0.png", "labels of a fill"])
def test_labels_that_do_not_exist_are_refused(member: str, tmp_path: Path) -> None:
    document = worked_on()
    write_file(capture(document, reference(document), _RECIPE), tmp_path / "a.lacuna")
    with zipfile.ZipFile(tmp_path / "a.lacuna") as old, zipfile.ZipFile(tmp_path / "b.lacuna", "w") as new:
        for name in old.namelist():
            is_meant = name == member or (member == "labels of a fill" and name.endswith("-labels.png"))
            data = old.read(name)
            if is_meant:
                size = struct.unpack(">II", data[16:24])
                data = encoded(np.full((size[1], size[0]), 44, np.uint8))
            new.writestr(name, data)
    with pytest.raises(ProjectError):
        read_content(source_of(tmp_path / "b.lacuna"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("sefuvil"), st.integers(0, 349), st.integers(0, 249)),
        min_size=1,
        max_size=9,
    )
)
def test_any_history_comes_back(steps: list[tuple[str, int, int]], tmp_path: Path) -> None:
    document = open_document(250, 350)
    for kind, x, y in steps:
        if kind in "se":
            stroke(document, (x, y), (x + 30, y + 10), erase=kind == "e")
        elif kind == "f" and document.has_mask:
            document.apply_fill(answer(document, x % 200), seed=y)
        elif kind == "u":
            document.undo_stack.undo()
        elif kind == "v":
            document.adjust_edge(x % 7 - 3, y % 5)
        elif kind == "i":
            document.invert_mask()
        elif kind == "l":
            document.labels.put(
                Rect(x % 300, y, x % 300 + 9, y + 1), np.full((1, 9), x % 44, np.uint8), "said"
            )
    path = tmp_path / hashlib.sha256(repr(steps).encode()).hexdigest()
    write_file(capture(document, reference(document), _RECIPE), path)
    same(reopened(read_content(source_of(path)), document), document)
