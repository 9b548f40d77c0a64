"""The Krita plug-in against a stand-in of Krita, with a program that stands in for Lacuna."""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from PIL import Image
from PySide6 import QtGui, QtWidgets

PLUGIN = Path(__file__).parents[2] / "packaging/plugins/krita/lacuna/lacuna.py"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The plug-in's module; PySide6 stands in for the PyQt5 that Krita brings."""
    krita = types.ModuleType("krita")
    krita.Extension = object  # type: ignore[attr-defined]
    krita.InfoObject = krita.Krita = MagicMock()  # type: ignore[attr-defined]
    for name, part in (("krita", krita), ("PyQt5.QtGui", QtGui), ("PyQt5.QtWidgets", QtWidgets)):
        monkeypatch.setitem(sys.modules, name, part)
    monkeypatch.setitem(sys.modules, "PyQt5", types.ModuleType("PyQt5"))
    spec = importlib.util.spec_from_file_location("krita_lacuna", PLUGIN)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def document(tmp_path: Path) -> MagicMock:
    """A saved picture of 6 x 4 with one selected pixel."""
    it = MagicMock()
    it.fileName.return_value = str(tmp_path / "my picture.kra")
    it.width.return_value, it.height.return_value = 6, 4
    selected = bytearray(24)
    selected[2 * 6 + 3] = 255
    it.selection().pixelData.return_value = bytes(selected)
    it.clone().exportImage.side_effect = lambda path, _: Image.new("RGB", (6, 4)).save(path) is None
    return it


def lacuna(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "lacuna"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("LACUNA", str(program))


def test_the_result_becomes_a_file_layer_with_a_mask(
    module: Any, document: MagicMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacuna('cp "$4" "$0.mask.png"; cp "$2" "$6"', tmp_path, monkeypatch)

    module.fill_selection(document)

    result = tmp_path / "my picture-lacuna-1.png"
    assert result.is_file()
    document.createFileLayer.assert_called_once_with("Lacuna", str(result), "None")
    document.createTransparencyMask().setSelection.assert_called_once_with(document.selection())
    mask = Image.open(tmp_path / "lacuna.mask.png")
    assert (mask.size, mask.getpixel((3, 2)), mask.getpixel((2, 2))) == ((6, 4), 255, 0)
    assert document.clone().close.called


def test_lacunas_own_sentence_is_passed_on(
    module: Any, document: MagicMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacuna('echo "lacuna: The mask is empty." >&2; exit 2', tmp_path, monkeypatch)

    with pytest.raises(RuntimeError, match="mask is empty"):
        module.fill_selection(document)
    assert not document.createFileLayer.called


def test_what_is_missing_is_said_first(module: Any, document: MagicMock) -> None:
    document.fileName.return_value = ""
    with pytest.raises(RuntimeError, match="Save the picture first"):
        module.fill_selection(document)
    document.selection.return_value = None
    with pytest.raises(RuntimeError, match="Select"):
        module.fill_selection(document)
    with pytest.raises(RuntimeError, match="Select"):
        module.fill_selection(None)
