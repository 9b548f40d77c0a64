"""Files that are no projects, damaged, too new, or made to do harm: one kind of error, never another."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.saved import capture
from editor.project.content import read_content, source_of, write_file
from editor.project.entries import Recipe
from editor.project.errors import ProjectError, Trouble
from editor.project.manifest import from_json
from editor.project.pictures import decoded_mask, decoded_pixels, encoded
from engine.protocol import LARGEST_SEED
from tests.editor.document.builders import noise
from tests.editor.project.test_round_trip import reference, worked_on


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("project") / "work.lacuna"
    document = worked_on()
    write_file(capture(document, reference(document), Recipe()), path)
    return path


@pytest.fixture(scope="module")
def manifest(project: Path) -> dict[str, Any]:
    with zipfile.ZipFile(project) as archive:
        return json.loads(archive.read("manifest.json"))


def trouble_of(data: object) -> Trouble:
    with pytest.raises(ProjectError) as caught:
        from_json(data if isinstance(data, bytes) else json.dumps(data).encode())
    return caught.value.trouble


def changed(project: Path, target: Path, name: str, data: bytes | None) -> Path:
    """A copy of a project with another member in place of one, or without it."""
    with zipfile.ZipFile(project) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
            elif data is not None:
                new.writestr(entry, data)
    return target


def test_a_manifest_is_read_as_it_was_written(manifest: dict[str, Any]) -> None:
    assert len(from_json(json.dumps(manifest).encode()).fills) == 2


def test_a_newer_version_is_named(manifest: dict[str, Any]) -> None:
    assert trouble_of({**manifest, "version": 3, "more": 1}) is Trouble.NEWER


def test_another_programs_file_is_named() -> None:
    assert trouble_of({"format": "other", "version": 1}) is Trouble.NO_PROJECT
    assert trouble_of([1, 2]) is Trouble.NO_PROJECT
    assert trouble_of(b"\x00\x01") is Trouble.DAMAGED


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "unknown key": lambda m: m.update(more=1),
    "missing key": lambda m: m.pop("recipe"),
    "unknown key inside": lambda m: m["photo"].update(x=1),
    "version as text": lambda m: m.update(version="1"),
    "version as truth": lambda m: m.update(version=True),
    "version zero": lambda m: m.update(version=0),
    "size of nothing": lambda m: m["photo"].update(width=0),
    "size as text": lambda m: m["photo"].update(width="400"),
    "huge size": lambda m: m["photo"].update(width=10**9),
    "odd depth": lambda m: m["photo"].update(depth=12),
    "no hash": lambda m: m["photo"].update(sha256="xyz"),
    "mask outside": lambda m: m["mask"].update(rect=[0, 0, 401, 300]),
    "mask turned": lambda m: m["mask"].update(rect=[50, 50, 10, 10]),
    "mask of five": lambda m: m["mask"].update(rect=[0, 0, 1, 1, 1]),
    "mask of fractions": lambda m: m["mask"].update(rect=[0, 0, 1.5, 1]),
    "climbing member": lambda m: m["mask"].update(picture="../../etc/passwd"),
    "absolute member": lambda m: m["mask"].update(picture="/etc/passwd"),
    "member of nothing": lambda m: m["mask"].update(picture=""),
    "labels outside": lambda m: m["labels"].update(rect=[0, 0, 401, 300]),
    "labels of a version without": lambda m: m.update(version=1),
    "label that does not exist": lambda m: m["fills"][1]["holes"][0]["labels"].update(grown=44),
    "no alternative": lambda m: m["fills"][1]["holes"][0]["labels"].update(alternatives=[]),
    "alternative as text": lambda m: m["fills"][1]["holes"][0]["labels"].update(alternatives=["1"]),
    "unknown vocabulary": lambda m: m["recipe"].update(vocabulary="birds"),
    "climbing labels": lambda m: m["fills"][1]["holes"][0]["labels"].update(codes="../x.png"),
    "climbing photo": lambda m: m["photo"].update(embedded="a/../../b"),
    "fill without hole": lambda m: m["fills"][0].update(holes=[]),
    "holes that overlap": lambda m: m["fills"][0].update(holes=m["fills"][0]["holes"] * 2),
    "fills as object": lambda m: m.update(fills={}),
    "edge of NaN": lambda m: m["fills"][0].update(expand_px=float("nan")),
    "edge of infinity": lambda m: m["fills"][0].update(feather_px=float("inf")),
    "edge of text": lambda m: m["fills"][0].update(expand_px="1"),
    "negative seed": lambda m: m["fills"][0].update(seed=-1),
    "seed beyond the engine's": lambda m: m["recipe"].update(seed=LARGEST_SEED + 1),
    "detail beyond": lambda m: m["recipe"].update(detail=1.5),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_makes_no_sense_is_refused(name: str, manifest: dict[str, Any]) -> None:
    edited = json.loads(json.dumps(manifest))
    EDITS[name](edited)
    assert trouble_of(edited) is Trouble.DAMAGED


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_project_error(data: bytes) -> None:
    with pytest.raises(ProjectError):
        from_json(data)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x), max_leaves=5)
)
def test_any_value_in_any_place_is_read_or_refused(value: object) -> None:
    base = {"format": "lacuna-project", "version": 1, "mask": None, "sources": None, "fills": []}
    for key in ("photo", "mask", "sources", "fills", "recipe"):
        with pytest.raises(ProjectError):
            from_json(json.dumps({**base, "photo": {}, "recipe": {}, key: value}).encode())


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.NO_PROJECT),
        (b"\xff\xd8\xff\xe0 a photo", Trouble.NO_PROJECT),
        (b"PK\x03\x04 and no more", Trouble.DAMAGED),
    ],
)
def test_files_that_are_no_zip(data: bytes, trouble: Trouble, tmp_path: Path) -> None:
    (tmp_path / "a.lacuna").write_bytes(data)
    with pytest.raises(ProjectError) as caught:
        source_of(tmp_path / "a.lacuna")
    assert caught.value.trouble is trouble


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        source_of(tmp_path / "a.lacuna")
    assert caught.value.trouble is Trouble.MISSING


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_project_that_is_cut_off(share: float, project: Path, tmp_path: Path) -> None:
    data = project.read_bytes()
    (tmp_path / "a.lacuna").write_bytes(data[: int(share * len(data))])
    with pytest.raises(ProjectError) as caught:
        read_content(source_of(tmp_path / "a.lacuna"))
    assert caught.value.trouble is Trouble.DAMAGED


def test_one_flipped_bit_in_a_picture_is_noticed(project: Path, tmp_path: Path) -> None:
    data = bytearray(project.read_bytes())
    data[data.index(b"-pixels.png") + 200] ^= 16
    (tmp_path / "a.lacuna").write_bytes(data)
    with pytest.raises(ProjectError):
        read_content(source_of(tmp_path / "a.lacuna"))


def test_a_missing_member_and_one_of_another_size(project: Path, tmp_path: Path) -> None:
    small = encoded(np.zeros((3, 3), np.uint8))
    for place, data in enumerate((None, b"no picture at all, but long enough for a header", small)):
        path = changed(project, tmp_path / f"{place}.lacuna", "mask-0.png", data)
        with pytest.raises(ProjectError) as caught:
            read_content(source_of(path))
        assert caught.value.trouble is Trouble.DAMAGED


def test_a_picture_is_measured_before_it_is_decoded() -> None:
    data = bytearray(encoded(np.zeros((8, 8), np.uint8)))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    with pytest.raises(ProjectError):
        decoded_mask(bytes(data), (8, 8))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_pictures_are_exact(dtype: type) -> None:
    pixels = noise(17, 9, dtype=dtype)
    assert np.array_equal(decoded_pixels(encoded(pixels), (17, 9), 8 * pixels.dtype.itemsize), pixels)
    mask = noise(5, 6)[..., 0]
    assert np.array_equal(decoded_mask(encoded(mask), (5, 6)), mask)


def test_a_picture_of_another_kind_is_refused() -> None:
    with pytest.raises(ProjectError):
        decoded_mask(encoded(noise(5, 6)), (5, 6))
    with pytest.raises(ProjectError):
        decoded_pixels(encoded(noise(5, 6)), (5, 6), 16)
    whole = encoded(noise(5, 6))
    with pytest.raises(ProjectError):
        decoded_pixels(whole[: len(whole) // 2], (5, 6), 8)
