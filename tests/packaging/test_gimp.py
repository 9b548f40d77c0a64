"""The GIMP plug-in against a stand-in of GIMP, with a program that stands in for Lacuna."""

from __future__ import annotations

import importlib.util
import os
import sys
import types
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

PLUGIN = Path(__file__).parents[2] / "packaging/plugins/gimp/lacuna/lacuna.py"


class GimpError(Exception):
    """Stands in for GLib.Error."""


class Gimp:
    """What GIMP was asked for, and files where it was asked to write them."""

    def __init__(self, is_empty: bool) -> None:
        self.PlugIn = object
        self.RunMode = self.ImageBaseType = self.MergeType = self.AddMaskType = MagicMock()
        self.PDBStatusType = types.SimpleNamespace(SUCCESS="success", EXECUTION_ERROR="error")
        self.Selection = types.SimpleNamespace(is_empty=lambda image: is_empty)
        self.Layer = self.Image = MagicMock()
        self.progress_init = self.progress_pulse = self.displays_flush = MagicMock()
        self.loaded: list[bytes] = []

    def file_save(self, _mode: Any, _image: Any, file: str, _options: Any) -> bool:
        Path(file).write_bytes(Path(file).stem.encode())
        return True

    def file_load_layer(self, _mode: Any, _image: Any, file: str) -> MagicMock:
        self.loaded.append(Path(file).read_bytes())
        return MagicMock()


def plug_in(gimp: Gimp, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The plug-in's module, imported with GIMP's stand-in in the place of its bindings."""
    repository = types.ModuleType("gi.repository")
    gio = types.SimpleNamespace(File=types.SimpleNamespace(new_for_path=lambda path: path))
    for name, part in (("Gimp", gimp), ("Gio", gio), ("GLib", types.SimpleNamespace(Error=GimpError))):
        setattr(repository, name, part)
    # The annotations name classes of GIMP's, which nothing but GIMP looks up.
    binding = types.ModuleType("gi")
    binding.require_version = lambda *_: None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gi", binding)
    monkeypatch.setitem(sys.modules, "gi.repository", repository)
    spec = importlib.util.spec_from_file_location("gimp_lacuna", PLUGIN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_empty: bool = False
) -> tuple[Gimp, MagicMock, list[Any]]:
    """Runs the plug-in with a shell script as Lacuna; gives GIMP, the image, and what was returned."""
    program = tmp_path / "lacuna"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("LACUNA", str(program))
    gimp = Gimp(is_empty)
    module = plug_in(gimp, monkeypatch)
    procedure, image = MagicMock(), MagicMock()
    module.Lacuna().run(procedure, None, image, [], None, None)
    return gimp, image, list(procedure.new_return_values.call_args.args)


def test_the_result_becomes_a_layer_with_a_mask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gimp, image, returned = run('echo "$@" > "$0.told"; cat "$2" "$4" > "$6"', tmp_path, monkeypatch)

    assert returned[0] == "success"
    assert gimp.loaded == [b"photomask"]
    told = (tmp_path / "lacuna.told").read_text().split()
    assert told[0] == "fill"
    assert told[2] == "--mask"
    assert image.insert_layer.call_count == 1
    layer = image.insert_layer.call_args.args[0]
    layer.set_name.assert_called_once_with("Lacuna")
    layer.add_mask.assert_called_once()
    assert image.undo_group_start.call_count == image.undo_group_end.call_count == 1


def test_lacunas_own_sentence_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gimp, image, returned = run('echo "lacuna: The mask is empty." >&2; exit 2', tmp_path, monkeypatch)

    assert returned[0] == "error"
    assert str(returned[1]) == "The mask is empty."
    assert gimp.loaded == []
    assert not image.insert_layer.called


def test_without_a_selection_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, returned = run('touch "$0.told"', tmp_path, monkeypatch, is_empty=True)

    assert "Select" in str(returned[1])
    assert not (tmp_path / "lacuna.told").exists()


def test_gimps_libraries_are_not_lacunas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/gimp")
    monkeypatch.setenv("PYTHONPATH", "/gimp")
    run('env > "$0.told"; cp "$2" "$6"', tmp_path, monkeypatch)

    told = (tmp_path / "lacuna.told").read_text()
    assert "LD_LIBRARY_PATH" not in told
    assert "PYTHONPATH" not in told
    assert os.environ["PATH"] in told


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = plug_in(Gimp(False), monkeypatch)
    monkeypatch.delenv("LACUNA", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(RuntimeError, match="not found"):
        module.program()
