"""Everything bad ends in one sentence and an exit code, and nothing is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import api
from engine.labels.files import write_labels
from engine.photo.reading import read_photo
from engine.protocol import (
    EngineMemoryError,
    Event,
    WeightsError,
)
from tests.engine.cli.conftest import FILL, OneColorEngine, fill, sentence


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
    elif name == "gray mask":
        Image.new("L", (60, 40), 120).save(files["mask"])
    elif name == "sources of another size":
        Image.new("L", (41, 60), 255).save(folder / "sources.png")
        return "--sources", folder / "sources.png"
    elif name == "cmyk photo":
        files["photo"] = folder / "inks.tif"
        Image.new("CMYK", (60, 40)).save(files["photo"])
    elif name == "cmyk mask":
        files["mask"] = folder / "inks.tif"
        Image.new("CMYK", (60, 40)).save(files["mask"])
    elif name == "full mask":
        Image.new("L", (60, 40), 255).save(files["mask"])
    elif name == "missing folder":
        files["out"] = folder / "nowhere" / "out.png"
    elif name == "unknown suffix":
        files["out"] = folder / "out.xyz"
    elif name == "empty name":
        return "-o", ""
    elif name == "name of the photo is no text":
        files["photo"] = files["photo"].rename(folder / os.fsdecode(b"caf\xe9.png"))
    elif name == "name of the output is no text":
        files["out"] = folder / os.fsdecode(b"caf\xe9.png")
    elif name == "variations of a folder":
        files["out"] = Path(".")
        return "--variations", 2
    elif name == "name too long":
        files["out"] = folder / f"{'n' * 252}.png"
    elif name == "name of the mask too long":
        files["mask"] = folder / f"{'n' * 252}.png"
    elif name == "name of the weights too long":
        return "--weights", folder / ("n" * 256)
    elif name == "name of a variation too long":
        files["out"] = folder / f"{'n' * 250}.png"
        return "--variations", 2
    elif name == "out is the mask":
        files["out"] = files["mask"]
    elif name == "report is the photo":
        return "--report", files["photo"]
    elif name == "report is the result":
        return "--report", files["out"]
    elif name == "empty sources":
        Image.new("L", (60, 40), 0).save(folder / "sources.png")
        return "--sources", folder / "sources.png"
    elif name == "sources in the hole":
        return "--sources", files["mask"]
    elif name == "detail too large":
        return "--detail", 1.5
    elif name == "seed is a word":
        return "--seed", "seven"
    elif name == "seed is negative":
        return "--seed", -1
    elif name == "seed is too large":
        return "--seed", 2**63
    elif name == "unknown device":
        return "--device", "toaster"
    elif name == "labels of another size":
        write_labels(folder / "labels.png", np.ones((41, 60), np.uint8))
        return "--labels", folder / "labels.png"
    elif name == "labels in other colors":
        Image.new("RGB", (60, 40), (1, 2, 3)).save(folder / "labels.png")
        return "--labels", folder / "labels.png"
    elif name == "missing labels":
        return "--labels", folder / "none.png"
    elif name == "a variation is an input":
        write_labels(folder / "out-2.png", np.ones((40, 60), np.uint8))
        return "--variations", 2, "--labels", folder / "out-2.png"
    elif name == "a variation is the photo":
        files["photo"] = files["photo"].rename(folder / "out-3.png")
        return "--variations", 3
    elif name == "unknown vocabulary":
        return "--vocabulary", "animals"
    elif name == "no variations":
        return "--variations", 0
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
        ("gray mask", "marks nothing: nothing in it is brighter than 127 (brightest: 120)."),
        ("sources of another size", "The source mask is 41 x 60 pixels and the photo 60 x 40"),
        ("cmyk photo", "inks.tif is a CMYK file; it has to be converted to RGB first (--to-rgb does so)."),
        ("cmyk mask", "inks.tif is a CMYK file; it has to be converted to RGB first."),
        ("full mask", "covers the whole photo"),
        ("missing folder", "no folder"),
        ("unknown suffix", "should end in"),
        ("empty name", "argument -o/--output: an empty name names no file"),
        ("name of the photo is no text", "caf\\udce9.png is not valid UTF-8; please rename it."),
        ("name of the output is no text", "caf\\udce9.png is not valid UTF-8; please rename it."),
        ("variations of a folder", ". is a folder; please name a file in it."),
        ("name too long", "is too long for the file system"),
        ("name of the mask too long", "is too long for the file system"),
        ("name of the weights too long", "is too long for the file system"),
        ("name of a variation too long", "is too long for the file system"),
        ("out is the mask", "one of the inputs"),
        ("report is the photo", "one of the inputs"),
        ("report is the result", "same file"),
        ("empty sources", "source mask"),
        ("sources in the hole", "lies wholly in the hole"),
        ("detail too large", "from 0 to 1"),
        ("seed is a word", "“seven” is not a whole number"),
        ("seed is negative", "“-1” is not a whole number"),
        ("seed is too large", "is not a whole number from 0"),
        ("unknown device", "invalid choice"),
        ("labels of another size", "The label map is 60 x 41 pixels and the photo 60 x 40"),
        ("labels in other colors", "the color 1, 2, 3, which is no label's"),
        ("missing labels", "There is no file"),
        ("a variation is an input", "is one of the inputs"),
        ("a variation is the photo", "is the photo itself"),
        ("unknown vocabulary", "invalid choice"),
        ("no variations", "whole number from 1 to 64"),
        ("unknown option", "unrecognized arguments: --sharpen (see lacuna fill --help)"),
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
    if name.endswith("is no text") and not sys.platform.startswith("linux"):
        pytest.skip("other systems know no such names")
    more = _break(name, files, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert fill(files, *more) == 2
    assert words in sentence(capsys)
    assert engine.asked == []
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_overwriting_the_photo_has_to_be_asked_for(
    engine: OneColorEngine, files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = files["photo"].read_bytes()
    files["out"] = files["photo"]
    assert fill(files) == 2
    assert "the photo itself" in sentence(capsys)
    assert files["photo"].read_bytes() == before
    assert fill(files, "--overwrite") == 0
    assert (read_photo(files["photo"]).pixels[10:20, 15:35] == FILL).all()


@pytest.mark.parametrize(
    "error", [EngineMemoryError("Too large for memory."), WeightsError("Damaged weights.")]
)
def test_failures_of_the_engine_are_sentences_too(
    engine: OneColorEngine, files: dict[str, Path], capsys: pytest.CaptureFixture[str], error: api.EngineError
) -> None:
    engine.error = error
    assert fill(files) == 2
    assert sentence(capsys) == f"lacuna: {error.user_message}"
    assert not files["out"].exists()


@pytest.mark.parametrize("content", [None, b"", b"garbage", b'\x10\0\0\0\0\0\0\0{"a":1234567}'])
def test_damaged_weights(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    weights = tmp_path / "w.safetensors"
    if content is not None:
        weights.write_bytes(content)
    assert fill(files, "--weights", weights, "--device", "cpu") == 2
    assert "weights" in sentence(capsys)
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
    assert fill(files) == 130
    assert "nothing was written" in sentence(capsys)
    assert not files["out"].exists()


def test_broken_insides_are_onesentence(
    engine: OneColorEngine,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> Iterator[Event]:
        raise ZeroDivisionError("a bug\nin two lines")

    monkeypatch.setattr(engine, "fill", broken)
    monkeypatch.delenv("LACUNA_DEBUG", raising=False)
    assert fill(files) == 1
    assert "an internal error, ZeroDivisionError: a bug in two lines" in sentence(capsys)
