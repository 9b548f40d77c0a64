"""The command line: good runs, reports, and one sentence with exit code 2 for everything bad."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import api
from engine.cli import COMMANDS, main
from engine.photo.reading import read_photo
from engine.photo.writing import sha256_of
from engine.protocol import (
    CancelToken,
    EngineMemoryError,
    Event,
    Failed,
    FillRequest,
    Finished,
    HoleFill,
    PatchesReady,
    Stage,
    StageChanged,
    Started,
    WeightsError,
)
from engine.regions import bounding_box

FILL = (90, 120, 150)


class OneColorEngine:
    """Fills with one color and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[FillRequest] = []
        self.error: api.EngineError | None = None

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(request)
        hole = np.asarray(request.mask, bool)
        box = bounding_box(hole)
        yield Started(request.id, (box,))
        yield StageChanged(request.id, Stage.FIELD)
        if self.error is not None:
            yield Failed(request.id, self.error)
            return
        color = np.array(FILL, request.photo.dtype) * (257 if request.photo.dtype == np.uint16 else 1)
        pixels = np.broadcast_to(color, (box.height, box.width, 3)).astype(request.photo.dtype)
        yield PatchesReady(request.id, box, pixels, Stage.FIELD, 1, 1)
        part = hole[box.slices]
        confidence = np.ones(part.shape, np.float32)
        timings = {"field": 0.25, "engine_s": 0.5, "first_rows_s": 0.125}
        yield Finished(request.id, (HoleFill(box, pixels, part, part, confidence),), timings)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> OneColorEngine:
    fake = OneColorEngine()
    monkeypatch.setattr(api, "load_engine", lambda device="auto", weights=None: fake)
    return fake


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A photo, a mask and where the result goes."""
    rng = np.random.default_rng(0)
    photo, mask = tmp_path / "photo.png", tmp_path / "mask.png"
    Image.fromarray(rng.integers(0, 256, (40, 60, 3)).astype(np.uint8)).save(photo)
    hole = np.zeros((40, 60), np.uint8)
    hole[10:20, 15:35] = 255
    Image.fromarray(hole).save(mask)
    return {"photo": photo, "mask": mask, "out": tmp_path / "out.png"}


def _fill(files: dict[str, Path], *more: object) -> int:
    arguments = [files["photo"], "--mask", files["mask"], "-o", files["out"], *more]
    return main(["fill", *map(str, arguments)])


def _sentence(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert len(lines) == 1, captured.err
    assert lines[0].startswith("lacuna: ")
    return lines[0]


def test_a_fill_changes_the_hole_and_nothing_else(
    engine: OneColorEngine, files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _fill(files) == 0
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
    assert _fill(files, *options, "--quiet") == 0
    request = engine.asked[0]
    assert (request.seed, request.detail, request.grain, request.reach_px) == (7, 0.5, 0.0, 0)
    assert request.sources is not None
    assert np.array_equal(request.sources, sources > 0)
    assert request.mask.sum() == 200


def test_the_report_holds_what_it_promises(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(b"weights")
    path = tmp_path / "report.json"
    assert _fill(files, "--report", path, "--seed", 3, "--weights", weights, "--quiet") == 0
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
    assert _fill(files) == 0
    again = read_photo(files["out"])
    assert again.depth == 16
    assert again.profile == makers.prophoto() == engine.asked[0].profile


def test_overwriting_the_photo_has_to_be_asked_for(
    engine: OneColorEngine, files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = files["photo"].read_bytes()
    files["out"] = files["photo"]
    assert _fill(files) == 2
    assert "the photo itself" in _sentence(capsys)
    assert files["photo"].read_bytes() == before
    assert _fill(files, "--overwrite") == 0
    assert (read_photo(files["photo"]).pixels[10:20, 15:35] == FILL).all()


def _break(name: str, files: dict[str, Path], folder: Path) -> tuple[object, ...]:
    """Spoils one thing; returns further arguments."""
    if name == "missing photo":
        files["photo"] = folder / "none.png"
    elif name == "text as photo":
        files["photo"].write_text("this is not a photo")
    elif name == "cut photo":
        files["photo"].write_bytes(files["photo"].read_bytes()[:2000])
    elif name == "missing mask":
        files["mask"] = folder / "none.png"
    elif name == "mask of another size":
        Image.new("L", (41, 60), 255).save(files["mask"])
    elif name == "empty mask":
        Image.new("L", (60, 40), 0).save(files["mask"])
    elif name == "full mask":
        Image.new("L", (60, 40), 255).save(files["mask"])
    elif name == "missing folder":
        files["out"] = folder / "nowhere" / "out.png"
    elif name == "unknown suffix":
        files["out"] = folder / "out.xyz"
    elif name == "out is the mask":
        files["out"] = files["mask"]
    elif name == "report is the photo":
        return "--report", files["photo"]
    elif name == "report is the result":
        return "--report", files["out"]
    elif name == "empty sources":
        Image.new("L", (60, 40), 0).save(folder / "sources.png")
        return "--sources", folder / "sources.png"
    elif name == "detail too large":
        return "--detail", 1.5
    elif name == "seed is a word":
        return "--seed", "seven"
    elif name == "unknown device":
        return "--device", "toaster"
    elif name == "unknown option":
        return ("--sharpen",)
    return ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing photo", "There is no file"),
        ("text as photo", "not an image"),
        ("cut photo", "damaged or incomplete"),
        ("missing mask", "There is no file"),
        ("mask of another size", "41 x 60"),
        ("empty mask", "is empty"),
        ("full mask", "covers the whole photo"),
        ("missing folder", "no folder"),
        ("unknown suffix", "should end in"),
        ("out is the mask", "one of the inputs"),
        ("report is the photo", "one of the inputs"),
        ("report is the result", "same file"),
        ("empty sources", "source mask"),
        ("detail too large", "from 0 to 1"),
        ("seed is a word", "invalid int value"),
        ("unknown device", "invalid choice"),
        ("unknown option", "unrecognized arguments"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    engine: OneColorEngine,
    files: dict[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    words: str,
) -> None:
    more = _break(name, files, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert _fill(files, *more) == 2
    assert words in _sentence(capsys)
    assert engine.asked == []
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "error", [EngineMemoryError("Too large for memory."), WeightsError("Damaged weights.")]
)
def test_failures_of_the_engine_are_sentences_too(
    engine: OneColorEngine, files: dict[str, Path], capsys: pytest.CaptureFixture[str], error: api.EngineError
) -> None:
    engine.error = error
    assert _fill(files) == 2
    assert _sentence(capsys) == f"lacuna: {error.user_message}"
    assert not files["out"].exists()


@pytest.mark.parametrize("content", [None, b"", b"garbage", b'\x10\0\0\0\0\0\0\0{"a":1234567}'])
def test_damaged_weights(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    weights = tmp_path / "w.safetensors"
    if content is not None:
        weights.write_bytes(content)
    assert _fill(files, "--weights", weights, "--device", "cpu") == 2
    assert "weights" in _sentence(capsys)
    assert not files["out"].exists()


def test_an_interruption_writes_nothing(
    engine: OneColorEngine,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: object) -> Iterator[Event]:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "fill", interrupted)
    assert _fill(files) == 130
    assert "nothing was written" in _sentence(capsys)
    assert not files["out"].exists()


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


def test_info_names_versions_and_devices(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    out = capsys.readouterr().out
    for word in ("lacuna ", "weights: ", "devices: cpu", "backends: ", "libvips"):
        assert word in out


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


def test_broken_insides_are_one_sentence(
    engine: OneColorEngine,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> Iterator[Event]:
        raise ZeroDivisionError("a bug\nin two lines")

    monkeypatch.setattr(engine, "fill", broken)
    monkeypatch.delenv("LACUNA_DEBUG", raising=False)
    assert _fill(files) == 1
    assert "an internal error, ZeroDivisionError: a bug in two lines" in _sentence(capsys)


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
