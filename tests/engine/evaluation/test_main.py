import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.detail import DetailLevel, DetailTask
from engine.evaluation.__main__ import main
from engine.evaluation.evaluate import LARGE_SET, SMALL_SET
from engine.evaluation.methods import BIHARMONIC, DEFAULT, METHODS
from engine.protocol import WeightsError
from engine.regions import bounding_box
from tests.engine.evaluation.fake_engine import FakeEngine
from tests.pictures import make_tiny_shard


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make_tiny_shard(folder / "photos-val.tar", 4, (256, 280))
    make_tiny_shard(folder / "photos-large-val.tar", 1, (512, 540), seed=1)
    return folder


@pytest.fixture(scope="module")
def report(data: Path, teacher_weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "report"
    with pytest.MonkeyPatch.context() as patch:
        # The report is what is tested; compiling the exemplar search would take longer than all the rest.
        patch.setattr("engine.evaluation.methods.synthesize_unguided", left_as_it_is)
        assert main(_arguments(data, folder, teacher_weights), open_fake) == 0
    return folder


def open_fake(device: str, weights: Path | None) -> FakeEngine:
    """Found by name: the timings open it in another process."""
    return FakeEngine()


def left_as_it_is(task: DetailTask) -> Iterator[DetailLevel]:
    """In place of the exemplar search: mid-gray."""
    box = bounding_box(task.hole)
    yield DetailLevel(box, np.full((box.height, box.width, 3), 0.5, dtype=np.float32), is_final=True)


def _arguments(data: Path, folder: Path, teacher: Path) -> list[str]:
    return ["--data", str(data), "-o", str(folder), "--teacher", str(teacher), "--quick", "--quiet"]


def test_the_report_names_every_method_family_and_bar(report: Path) -> None:
    text = (report / "report.md").read_text(encoding="utf-8")
    for words in (
        *METHODS,
        "thin",
        "wide",
        "box",
        "object",
        SMALL_SET,
        LARGE_SET,
        "railing",
        "512 px, default",
    ):
        assert words in text
    assert "| met |" in text
    assert "| NOT MET |" in text


def test_the_json_holds_the_same_figures_for_programs(report: Path) -> None:
    found = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert set(found["means"][SMALL_SET]) == set(METHODS)
    assert set(found["means"][LARGE_SET]) == set(METHODS) - {BIHARMONIC}
    assert len(found["records"][SMALL_SET]) == 4 * (len(METHODS) + 1)
    assert found["kernel_distances"][DEFAULT]["crops"] == 40
    assert found["facts"]["seed"] == "0"


def test_every_sheet_named_in_the_report_is_a_picture(report: Path) -> None:
    names = json.loads((report / "report.json").read_text(encoding="utf-8"))["sheets"]
    assert {
        "sheet-256-thin.png",
        "sheet-256-object.png",
        "sheet-large-object.png",
        "sheet-structure-railing.png",
        "sheet-wires.png",
    } <= set(names)
    for name in names:
        assert cv2.imread(str(report / name)) is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"--data": "nowhere"}, "no photos-val.tar in nowhere"),
        ({"--teacher": "nothing.safetensors"}, "nothing.safetensors do not exist"),
        ({"--limit": "0"}, "--limit must be at least 1"),
        ({"--families-each": "5"}, "--families-each must be 1 to 4"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(
    changes: dict[str, str], sentence: str, data: Path, teacher_weights: Path, tmp_path: Path, capsys
) -> None:
    given = {"--data": str(data), "-o": str(tmp_path / "out"), "--teacher": str(teacher_weights), **changes}
    arguments = [word for pair in given.items() for word in pair]
    assert main(arguments, lambda device, weights: FakeEngine()) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert sentence in told[0]
    assert not (tmp_path / "out" / "report.md").exists()


def test_an_engine_that_does_not_load_or_fails_is_told_too(
    data: Path, teacher_weights: Path, tmp_path: Path, capsys
) -> None:
    def broken(device: str, weights: Path | None) -> FakeEngine:
        raise WeightsError("The weights are damaged.")

    arguments = ["--data", str(data), "-o", str(tmp_path), "--teacher", str(teacher_weights)]
    assert main(arguments, broken) == 2
    assert "The weights are damaged." in capsys.readouterr().err
    assert main(arguments, lambda device, weights: FakeEngine(fails=True)) == 2
    assert "told to fail" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made(data: Path, teacher_weights: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "file").touch()
    arguments = ["--data", str(data), "-o", str(tmp_path / "file"), "--teacher", str(teacher_weights)]
    assert main(arguments, lambda device, weights: FakeEngine()) == 2
    assert "cannot be written" in capsys.readouterr().err
