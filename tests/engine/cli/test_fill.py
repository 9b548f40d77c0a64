"""`lacuna fill`: the hole changes and nothing else; options and report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.photo.reading import read_photo
from engine.photo.writing import sha256_of
from tests.engine.cli.conftest import FILL, OneColorEngine, fill


def test_a_fill_changes_the_hole_and_nothing_else(
    engine: OneColorEngine, files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(files) == 0
    before, after = read_photo(files["photo"]).pixels, read_photo(files["out"]).pixels
    assert (after[10:20, 15:35] == FILL).all()
    after = after.copy()
    after[10:20, 15:35] = before[10:20, 15:35]
    assert np.array_equal(before, after)
    captured = capsys.readouterr()
    assert "outside it none of 2,200" in captured.out
    assert captured.err == ""  # no bar where there is no terminal


def test_the_options_reach_the_engine(engine: OneColorEngine, files: dict[str, Path], tmp_path: Path) -> None:
    sources = np.zeros((40, 60), np.uint8)
    sources[:, 40:] = 255
    Image.fromarray(sources).save(tmp_path / "sources.png")
    options = ("--seed", 7, "--detail", 0.5, "--grain", 0, "--sources", tmp_path / "sources.png")
    assert fill(files, *options, "--quiet") == 0
    request = engine.asked[0]
    assert (request.seed, request.detail, request.grain, request.reach_px) == (7, 0.5, 0.0, 0)
    assert request.sources is not None
    assert np.array_equal(request.sources, sources > 0)
    assert request.mask.sum() == 200


def test_few_sources_are_noted(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = np.zeros((40, 60), np.uint8)
    sources[5:12, 15:25] = 255  # 2 of its 7 rows lie in the hole
    Image.fromarray(sources).save(tmp_path / "sources.png")
    assert fill(files, "--sources", tmp_path / "sources.png", "--report", tmp_path / "r.json") == 0
    assert "The source mask marks only 50 pixels outside the hole" in capsys.readouterr().out
    assert "only 50 pixels" in json.loads((tmp_path / "r.json").read_text())["notices"][0]


def test_the_report_holds_what_it_promises(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(b"weights")
    path = tmp_path / "report.json"
    assert fill(files, "--report", path, "--seed", 3, "--weights", weights, "--quiet") == 0
    assert capsys.readouterr().out == ""
    report = json.loads(path.read_text())
    assert report["engine_s"] == 0.5
    assert report["first_rows_s"] == 0.125
    assert report["stages"] == {"field": 0.25}
    assert report["load_s"] >= 0
    assert report["peak_rss_mb"] > 10
    assert report["boxes"] == [[15, 10, 35, 20]]
    assert report["seed"] == 3
    expected = {"photo": files["photo"], "mask": files["mask"], "weights": weights, "result": files["out"]}
    assert report["sha256"] == {name: sha256_of(file) for name, file in expected.items()}
    assert report["proof"]["inside"] == 200
    assert report["proof"]["outside_changed"] == 0


def test_16_bit_photos_stay_16_bit(engine: OneColorEngine, files: dict[str, Path], tmp_path: Path) -> None:
    from tests.engine.photo import makers

    deep = np.random.default_rng(1).integers(0, 65536, (40, 60, 3)).astype(np.uint16)
    files["photo"] = makers.save_vips(tmp_path / "deep.tif", deep, makers.prophoto())
    files["out"] = tmp_path / "out.tif"
    assert fill(files) == 0
    again = read_photo(files["out"])
    assert again.depth == 16
    assert again.profile == makers.prophoto() == engine.asked[0].profile


def test_the_shipped_weights_fill_a_photo(tmp_path: Path) -> None:
    """The whole way in a process of its own: 16 bits, another profile, the real engine."""
    from skimage import data

    from engine.photo.color import from_srgb
    from tests.engine.photo import makers

    picture = np.asarray(data.chelsea())[:160, :200].astype(np.float32) / 255
    photo = makers.save_vips(
        tmp_path / "a.tif", from_srgb(picture, makers.p3(), np.uint16), makers.p3(), compression="lzw"
    )
    hole = np.zeros((160, 200), np.uint8)
    hole[50:90, 60:110] = 255
    Image.fromarray(hole).save(tmp_path / "m.png")
    arguments = ["fill", photo, "--mask", tmp_path / "m.png", "-o", tmp_path / "o.tif", "--device", "cpu"]
    done = subprocess.run(
        [sys.executable, "-m", "engine.cli", *map(str, arguments), "--report", str(tmp_path / "r.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["proof"]["outside_changed"] == 0
    assert report["proof"]["inside_changed"] > 1900
    assert 0 < report["first_rows_s"] <= report["engine_s"]
    assert {"semantics", "field", "detail"} <= report["stages"].keys()
    before, after = read_photo(photo), read_photo(tmp_path / "o.tif")
    assert (after.depth, after.profile, after.compression) == (16, makers.p3(), "lzw")
    # Made of levels between those of 8 bits, in the colors of what is around.
    filled = after.pixels[50:90, 60:110].astype(float)
    assert (filled % 257 != 0).mean() > 0.9
    around = before.pixels[40:100, 50:120].reshape(-1, 3).astype(float)
    assert (np.abs(filled.reshape(-1, 3).mean(axis=0) - around.mean(axis=0)) < 8000).all()
