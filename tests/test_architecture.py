"""The rules of the house catch what they forbid: one violation per rule is planted, and must be found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Rule -> (module that is planted, its forbidden import).
VIOLATIONS = {
    "The engine knows neither Qt nor the editor": ("engine/model/planted_qt.py", "PySide6.QtCore"),
    "No torch in the editor": ("editor/document/planted_torch.py", "torch"),
    "Nothing shipped imports training or evaluation": (
        "engine/detail/planted_training.py",
        "engine.training.masks",
    ),
    "Photo files know neither torch nor the model": ("engine/photo/planted_model.py", "engine.model.config"),
    "Labels are plain numpy": ("engine/labels/planted_model.py", "engine.model.config"),
    "Files and batches are filled through the engine's door": (
        "engine/batch/planted_session.py",
        "engine.session",
    ),
    "In the editor only inference knows the engine, by its door and its photo files": (
        "editor/inference/planted_session.py",
        "engine.session",
    ),
    "Painting is plain numpy": ("editor/painting/planted_widgets.py", "PySide6.QtGui"),
    "Selecting is plain numpy": ("editor/selection/planted_document.py", "editor.document.document"),
    "Project files know neither Qt nor the window": ("editor/project/planted_qt.py", "PySide6.QtCore"),
    "The detail stage knows neither torch nor the model": ("engine/detail/planted_field.py", "engine.field"),
    "What all rooms speak of is plain": ("engine/gamut.py", "torch"),
    "The document knows nobody who shows or fills it": ("editor/document/planted_panels.py", "editor.panels"),
    "The canvas knows no panels": ("editor/canvas/planted_panels.py", "editor.panels.stage"),
    "Canvas and inference meet only in the document": ("editor/canvas/planted_client.py", "editor.inference"),
}


def _contracts() -> list[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["name"] for contract in config["tool"]["importlinter"]["contracts"]]


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the sources in which every rule is broken once."""
    folder = tmp_path_factory.mktemp("planted")
    for name in ("engine", "editor"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, module in VIOLATIONS.values():
        (folder / path).write_text(f"import {module}\n")
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_every_rule_has_a_violation_here() -> None:
    assert sorted(_contracts()) == sorted(VIOLATIONS)


@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_violation_is_caught(verdict: str, name: str) -> None:
    assert re.search(rf"^{re.escape(name)} BROKEN", verdict, re.MULTILINE)
    path, _ = VIOLATIONS[name]
    details = verdict.rsplit("\nBroken contracts\n", 1)[1].split(f"\n{name}\n", 1)[1]
    for other in VIOLATIONS:
        details = details.split(f"\n{other}\n", 1)[0]
    assert path.removesuffix(".py").replace("/", ".") in details


def _bans(path: str, source: str) -> str:
    """What ruff says of banned names in a file that would lie there; "" = none is used."""
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--select", "TID251", "--stdin-filename"]
    done = subprocess.run(
        [*command, path, "-"], input=source, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize(("folder", "is_allowed"), [("document", False), ("canvas", True), ("panels", True)])
def test_widgets_stay_where_they_belong(folder: str, is_allowed: bool) -> None:
    said = _bans(f"editor/{folder}/planted.py", "from PySide6.QtWidgets import QWidget\n")
    assert (not said) == is_allowed, said


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("engine/detail/planted.py", "import cv2"),
        ("editor/painting/planted.py", "from editor.painting.opencv import cv2"),
        ("editor/selection/planted.py", "from editor.painting.opencv import cv2"),
    ],
)
def test_distances_that_only_seem_exact_are_found_however_opencv_is_imported(path: str, source: str) -> None:
    assert "DIST_MASK_PRECISE" in _bans(path, f"{source}\n\nkind = cv2.DIST_MASK_PRECISE\n")
