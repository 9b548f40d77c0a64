"""Photos find their masks by name, and nothing that is not a photo is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.batch.plan import BatchSettings, Plan, make_plan
from engine.protocol import InvalidRequestError
from tests.engine.batch.folders import make_folders, save_mask, save_photo

SETTINGS = BatchSettings()


def _found(plan: Plan) -> dict[str, str | None]:
    return {item.name: item.mask and item.mask.relative_to(plan.masks).as_posix() for item in plan.items}


def test_masks_are_matched_by_stem(tmp_path: Path) -> None:
    photos, masks = tmp_path / "in", tmp_path / "masks"
    for name in ("a.jpg", "b.tif", "c.png", "sub/a.jpg", "sub/deep/d.png"):
        save_photo(photos / name)
    for name in ("a.png", "b.jpg", "sub/a.png", "d.png"):
        save_mask(masks / name)
    (photos / "notes.txt").write_text("no photo")
    save_photo(photos / ".hidden.png")
    assert _found(make_plan(photos, masks, tmp_path / "out", SETTINGS)) == {
        "a.jpg": "a.png",
        "b.tif": "b.jpg",
        "c.png": None,
    }
    (photos / "sub" / "old.gif").write_bytes(b"GIF89a")
    plan = make_plan(photos, masks, tmp_path / "out", SETTINGS, is_recursive=True)
    assert plan.left_out == ("notes.txt", "sub/old.gif")
    assert _found(plan) == {
        "a.jpg": "a.png",
        "b.tif": "b.jpg",
        "c.png": None,
        "sub/a.jpg": "sub/a.png",  # its own folder's before any other of the name
        "sub/deep/d.png": "d.png",
    }
    assert plan.items[-1].output == tmp_path / "out" / "sub" / "deep" / "d.png"


def test_one_mask_may_serve_all(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 3)
    plan = make_plan(photos, masks / "001.png", out, SETTINGS)
    assert {item.mask for item in plan.items} == {masks / "001.png"}


def test_masks_and_results_below_the_photos_are_no_photos(tmp_path: Path) -> None:
    photos = tmp_path / "in"
    save_photo(photos / "a.png")
    save_mask(photos / "masks" / "a.png")
    save_photo(photos / "done" / "a.png")
    plan = make_plan(photos, photos / "masks", photos / "done", SETTINGS, is_recursive=True)
    assert [item.name for item in plan.items] == ["a.png"]


def test_what_cannot_be_told_apart_is_said(tmp_path: Path) -> None:
    photos, masks = tmp_path / "in", tmp_path / "masks"
    save_photo(photos / "a.png")
    save_mask(masks / "a.png")
    save_mask(masks / "a.tif")
    save_photo(photos / "b.tif")
    (photos / "b.cr2").write_bytes(b"II*\0\x10\0\0\0CR\2\0")
    save_mask(masks / "b.png")
    trouble = {item.name: item.trouble for item in make_plan(photos, masks, tmp_path / "o", SETTINGS).items}
    assert "several masks" in trouble["a.png"]
    # A developed RAW becomes a TIFF, and there is one of that name.
    assert trouble["b.cr2"] == ""
    assert "b.cr2" in trouble["b.tif"]


def test_results_may_be_of_another_format(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 1)
    plan = make_plan(photos, masks, out, BatchSettings(suffix=".webp"))
    assert (plan.items[0].output, plan.items[0].result) == (out / "000.webp", "000.webp")


def test_folders_that_make_no_batch(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 1)
    (tmp_path / "empty").mkdir()
    save_mask(tmp_path / "others" / "other.png")
    for arguments, words in (
        ((tmp_path / "none", masks, out), "There is no"),
        ((photos, tmp_path / "none", out), "There is no"),
        ((photos / "000.png", masks, out), "is not a folder"),
        ((photos, masks, photos / "000.png"), "is not a folder"),
        ((photos, masks, photos), "folder of their own"),
        ((photos, masks, masks), "folder of their own"),
        ((photos, photos, out), "a folder each"),
        ((tmp_path / "empty", masks, out), "no photos"),
        ((photos, tmp_path / "others", out), "None of the photos has a mask"),
    ):
        with pytest.raises(InvalidRequestError, match=words):
            make_plan(*arguments, SETTINGS)
