"""The files that no Python tool looks at are right, and the checks would notice if they were not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from check import files


def test_nothing_is_wrong() -> None:
    assert list(files.complaints()) == []


def test_no_validator_that_is_installed_complains() -> None:
    wrong, _ = files.validate()
    assert wrong == []


def _replaced(old: str, new: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("name", "spoil", "complaint"),
    [
        ("linux/photo.lacuna.Lacuna.xml", _replaced("</mime-info>", ""), "no element found"),
        ("macos/entitlements.plist", _replaced("<true/>", "<treu/>"), "entitlements.plist"),
        ("plugins/krita/lacuna/lacuna.py", _replaced("def setup(self):", "def setup(self)"), "lacuna.py"),
        ("plugins/gimp/lacuna/lacuna.py", lambda path: path.chmod(0o644), "executable"),
        ("linux/photo.lacuna.Lacuna.metainfo.xml", _replaced('version="0.1.0"', 'version="0.0.9"'), "newest"),
        ("requirements-cpu.txt", _replaced("numpy==", "numpy>="), "exact version"),
        ("windows/lacuna.iss", _replaced('{app}\\lacuna.exe"; Desc', "{app}\\lacuna.exe; Desc"), "quote"),
        ("windows/lacuna.iss", _replaced("  end;\n", "\n"), "do not match"),
        ("linux/photo.lacuna.Lacuna.desktop", _replaced("image/webp;", ""), "MIME types differ"),
    ],
)
def test_faults_are_noticed(
    name: str, spoil: Callable[[Path], None], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "packaging"
    shutil.copytree(files.HERE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    spoil(copy / name)
    monkeypatch.setattr(files, "HERE", copy)

    assert any(complaint in said for said in files.complaints())
