"""`verify`, `sample`, `info`, and what the launcher needs to know."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli import COMMANDS, main
from engine.photo import large
from engine.photo.reading import read_photo
from engine.photo.writing import sha256_of
from tests.engine.cli.conftest import OneColorEngine, sentence
from tests.engine.photo import makers


def test_verify_tells_changed_from_unchanged(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pixels = read_photo(files["photo"]).pixels.copy()
    pixels[12, 20] ^= 255
    Image.fromarray(pixels).save(files["out"])
    arguments = ["verify", str(files["photo"]), str(files["out"]), "--mask", str(files["mask"])]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "1 of 200 pixels changed; outside it none" in out
    assert sha256_of(files["out"]) in out
    pixels[0, 0, 0] ^= 4
    Image.fromarray(pixels).save(files["out"])
    assert main(arguments) == 1
    assert "outside it 1 of 2,200" in capsys.readouterr().out
    assert main([*arguments, "--ring", "40"]) == 0
    assert "in the ring around it 1 of" in capsys.readouterr().out
    arguments[2] = str(tmp_path / "none.png")
    assert main(arguments) == 2


def test_large_tiffs_are_verified_by_regions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pixels = makers.smooth_pixels(600, 80)
    mask = np.zeros((600, 80, 1), np.uint8)
    mask[250:262, 30:40] = 255
    makers.save_vips(tmp_path / "a.tif", pixels)
    makers.save_vips(tmp_path / "m.png", mask)
    pixels[255, 35] ^= 255
    pixels[250, 28] ^= 3  # in the ring, across a seam of the strips
    pixels[590, 70, 1] ^= 1
    makers.save_vips(tmp_path / "b.tif", pixels, compression="lzw")
    said = []
    files = [str(tmp_path / name) for name in ("a.tif", "b.tif")]
    for limit in (1, 10**12):
        monkeypatch.setattr(large, "LARGE_BYTES", limit)
        assert main(["verify", *files, "--mask", str(tmp_path / "m.png"), "--ring", "3"]) == 1
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "in the ring around it 1 of" in said[0]
    makers.save_vips(tmp_path / "b.tif", pixels[:500])
    monkeypatch.setattr(large, "LARGE_BYTES", 1)
    assert main(["verify", *files, "--mask", str(tmp_path / "m.png")]) == 2
    assert "differ in size" in capsys.readouterr().err


def test_the_sample_shows_before_and_after(
    engine: OneColorEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "sample"
    assert main(["sample", "-o", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["mask.png", "photo.png"]
    assert main(["sample", "-o", str(folder), "--fill"]) == 0
    pair = folder / "before-after.png"
    assert str(pair) in capsys.readouterr().out
    photo, filled = read_photo(folder / "photo.png").pixels, read_photo(folder / "filled.png").pixels
    both = read_photo(pair).pixels
    assert np.array_equal(both[:, : photo.shape[1]], photo)
    assert np.array_equal(both[:, -photo.shape[1] :], filled)
    assert 0.01 < (photo != filled).any(axis=2).mean() < 0.2


def test_a_sample_needs_a_folder(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    before = files["photo"].read_bytes()
    assert main(["sample", "-o", str(files["photo"])]) == 2
    assert sentence(capsys) == f"lacuna: {files['photo']} is a file, not a folder."
    assert files["photo"].read_bytes() == before


def test_info_names_versions_and_devices(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    out = capsys.readouterr().out
    for word in ("lacuna ", "weights: ", "devices: cpu", "backends: ", "libvips"):
        assert word in out


@pytest.mark.parametrize(
    ("installed", "said"),
    [
        (set(), "no gsplat (CUDA devices render with the reference)"),
        ({"gsplat"}, "compiled at first use"),
        ({"gsplat", "gsplat.csrc"}, "kernels built in"),
    ],
)
def test_info_says_what_cuda_devices_render_with(
    installed: set[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec

    def found(name: str) -> object:
        if name.startswith("gsplat"):
            return name if name in installed else None
        return find(name)

    monkeypatch.setattr("engine.cli.facts.importlib.util.find_spec", found)
    monkeypatch.setattr("engine.cli.facts.importlib.metadata.version", lambda name: "1.5.3")
    assert main(["info"]) == 0
    assert said in capsys.readouterr().out


def test_the_command_line_comes_without_torch() -> None:
    program = "import sys, engine.cli; sys.exit('torch' in sys.modules or 'PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_version_and_help_are_commands_of_this_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"fill", "verify", "info", "sample", "--version", "--help"} <= COMMANDS
    for argument, words in (("--version", "lacuna "), ("--help", "fill")):
        with pytest.raises(SystemExit) as leaving:
            main([argument])
        assert leaving.value.code == 0
        assert words in capsys.readouterr().out
