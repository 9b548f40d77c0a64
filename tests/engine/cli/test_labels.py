"""`lacuna labels` and what `lacuna fill` makes of labels: files, names, variations, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.cli import main
from engine.labels.files import read_labels, write_labels
from engine.model.checkpoint import save_checkpoint
from engine.model.inpainter import Inpainter
from engine.photo.reading import read_photo
from tests.engine.cli.conftest import FILL, SKY, TREE, OneColorEngine, fill, sentence
from tests.engine.model.conftest import TINY
from tests.engine.model.test_labels import TINY as TINY_LABELED

HOLE = (slice(10, 20), slice(15, 35))


def labels(files: dict[str, Path], output: Path, *more: object) -> int:
    """Runs `lacuna labels` on the files; returns the exit code."""
    return main(["labels", *map(str, (files["photo"], "--mask", files["mask"], "-o", output, *more))])


def test_a_label_map_is_written_and_told(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "labels.png"
    assert labels(files, output) == 0

    codes = read_labels(output, (40, 60))
    assert (codes[5:25, 10:40] == SKY).all()
    assert codes[0, 0] == 0
    said = capsys.readouterr().out
    assert said == f"{output}: sky 100%\n  hole 1 may also have: more tree\n"


def test_a_painted_map_goes_back_in(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    painted = np.zeros((40, 60), np.uint8)
    painted[10:20, 15:20] = TREE
    write_labels(tmp_path / "painted.png", painted)
    choices = ("--labels", tmp_path / "painted.png", "--vocabulary", "scene")

    assert labels(files, tmp_path / "labels.png", *choices) == 0
    assert fill(files, *choices, "--report", tmp_path / "report.json") == 0

    for request in engine.asked:
        assert request.labels is not None
        assert np.array_equal(request.labels, painted)
        assert request.vocabulary == "scene"
    assert "sky 75%, tree 25%" in capsys.readouterr().out
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["vocabulary"] == "scene"
    assert "labels" in report["sha256"]


def test_the_map_may_replace_the_one_it_was_made_from(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "labels.png"
    write_labels(path, np.zeros((40, 60), np.uint8))
    assert labels(files, path, "--labels", path, "--quiet") == 0
    assert (read_labels(path, (40, 60))[HOLE] == SKY).all()


def test_variations_have_numbers_and_names(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(files, "--variations", 3, "--report", tmp_path / "report.json") == 0

    outputs = [tmp_path / f"out-{number}.png" for number in (1, 2, 3)]
    assert not files["out"].exists()
    for output in outputs:
        assert (read_photo(output).pixels[HOLE] == FILL).all()
    assert [request.alternative for request in engine.asked] == [0, 1, 2]
    said = capsys.readouterr().out.splitlines()
    for output, name, line in zip(outputs, ("the likeliest", "more tree", "variation 3"), said, strict=True):
        assert line.startswith(f"{output} ({name}): ")
    report = json.loads((tmp_path / "report.json").read_text())
    assert [one["name"] for one in report["variations"]] == ["the likeliest", "more tree", "variation 3"]
    assert [one["result"] for one in report["variations"]] == list(map(str, outputs))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("not a png", "please name labels.jpg so"),
        ("out is the photo", "is one of the inputs"),
        ("out is the mask", "is one of the inputs"),
        ("missing folder", "There is no folder"),
        ("labels of another size", "the photo 60 x 40"),
        ("empty mask", "is empty"),
        ("engine", "know no labels"),
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
    output, more = tmp_path / "labels.png", ()
    if name == "not a png":
        output = tmp_path / "labels.jpg"
    elif name.startswith("out is the "):
        output = files[name.removeprefix("out is the ")]
    elif name == "missing folder":
        output = tmp_path / "none" / "labels.png"
    elif name == "labels of another size":
        write_labels(tmp_path / "other.png", np.ones((4, 6), np.uint8))
        more = ("--labels", tmp_path / "other.png")
    elif name == "empty mask":
        write_labels(files["mask"], np.zeros((40, 60), np.uint8))
    else:
        from engine.protocol import InvalidRequestError

        engine.error = InvalidRequestError("These weights know no labels.")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    assert labels(files, output, *more) == 2

    assert words in sentence(capsys)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Untrained checkpoints, without labels and with."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    paths = {"plain": folder / "plain.safetensors", "labeled": folder / "labeled.safetensors"}
    for path, config in zip(paths.values(), (TINY, TINY_LABELED), strict=True):
        save_checkpoint(Inpainter(config), path, {})
    return paths


@pytest.mark.parametrize("ask", ["labels", "fill"])
def test_weights_without_labels_say_so(
    files: dict[str, Path],
    tmp_path: Path,
    weights: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
    ask: str,
) -> None:
    choices = ("--weights", weights["plain"], "--device", "cpu")
    if ask == "labels":
        assert labels(files, tmp_path / "labels.png", *choices) == 2
    else:
        write_labels(tmp_path / "painted.png", np.full((40, 60), TREE, np.uint8))
        assert fill(files, "--labels", tmp_path / "painted.png", *choices) == 2
    assert sentence(capsys) == (
        "lacuna: These weights know no labels: they fill without saying what belongs where."
    )
    assert not (tmp_path / "labels.png").exists()
    assert not files["out"].exists()


def test_weights_without_labels_vary_by_seed(
    files: dict[str, Path], weights: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(files, "--weights", weights["plain"], "--device", "cpu", "--variations", 2) == 0
    said = capsys.readouterr().out
    assert "out-1.png (variation 1)" in said
    assert "out-2.png (variation 2)" in said


def test_the_real_engine_labels_a_photo_and_obeys_the_labels_it_gets_back(
    files: dict[str, Path], tmp_path: Path, weights: dict[str, Path]
) -> None:
    choices = ("--weights", weights["labeled"], "--device", "cpu", "--vocabulary", "regions", "--quiet")
    path = tmp_path / "labels.png"
    assert labels(files, path, *choices) == 0
    codes = read_labels(path, (40, 60))
    assert (codes[HOLE] >= 12).all()

    painted = codes.copy()
    painted[HOLE] = 20
    write_labels(path, painted)
    assert labels(files, tmp_path / "again.png", "--labels", path, *choices) == 0
    assert np.array_equal(read_labels(tmp_path / "again.png", (40, 60)), painted)
    assert fill(files, "--labels", path, *choices) == 0
    before, after = read_photo(files["photo"]).pixels, read_photo(files["out"]).pixels
    outside = np.ones((40, 60), bool)
    outside[HOLE] = False
    assert (after[outside] == before[outside]).all()
