"""Nothing is shipped without its license."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from bundle import licenses
from bundle.flavors import BuildError


@pytest.fixture(autouse=True)
def gnu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts that Debian brings, wherever these tests run."""
    folder = tmp_path / "common-licenses"
    folder.mkdir()
    for name in ("LGPL-2.1", "LGPL-3", "GPL-3"):
        (folder / name).write_text(f"{name}\n")
    monkeypatch.setattr(licenses, "_GNU_FOLDER", folder)


def test_every_package_brings_its_texts(tmp_path: Path) -> None:
    folder = tmp_path / "licenses"

    names = licenses.collect(folder, ["numpy", "PIL", "PySide6", "_libvips", "engine", "json"], [])

    assert {"numpy", "pillow", "pyvips-binary"} <= {name.lower().replace("_", "-") for name in names}
    assert "lacuna" not in names
    for name in names:
        assert [path for path in (folder / name).rglob("*") if path.is_file()], name
    index = (folder / "README.txt").read_text()
    assert f"numpy {importlib.metadata.version('numpy')}: " in index
    assert "non-commercial" in index
    for name in ("LICENSE.txt", "LGPL-2.1.txt", "LGPL-3.txt", "GPL-3.txt", "weights-MODEL_CARD.md"):
        assert (folder / name).is_file()
    assert list(folder.glob("PySide6*/Qt.txt"))


def test_a_package_without_a_license_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licenses, "_copy_texts", lambda *_: 0)

    with pytest.raises(BuildError, match="numpy brings no license text"):
        licenses.collect(tmp_path / "licenses", ["numpy"], [])


def test_a_missing_gnu_text_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licenses, "_GNU_FOLDER", tmp_path / "nowhere")

    with pytest.raises(BuildError, match=r"LGPL-2\.1"):
        licenses.collect(tmp_path / "licenses", ["numpy"], [])


def test_the_weights_terms_are_said_wherever_people_look() -> None:
    root = Path(__file__).parents[2]
    for path in ("README.md", "resources/weights/MODEL_CARD.md", "packaging/README-program.txt"):
        text = " ".join((root / path).read_text(encoding="utf-8").split())
        assert "non-commercial research" in text, path
