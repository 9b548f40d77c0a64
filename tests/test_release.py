"""A copy of the program knows which release it is."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundle.flavors import Flavor
from bundle.stamp import write_stamp
from resources import release as releases
from resources.release import Release, release


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    release.cache_clear()
    yield
    release.cache_clear()


def test_an_installation_has_the_projects_version() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    assert str(release()) == project["project"]["version"]


def test_a_built_program_names_flavor_and_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = write_stamp(tmp_path, Flavor.CPU)
    monkeypatch.setattr(releases, "resource", lambda name: tmp_path / name)

    facts = json.loads(stamp.read_text())
    assert release() == Release(**facts)
    assert str(release()).startswith(f"{facts['version']} (cpu")


def test_a_copy_that_knows_nothing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: str) -> str:
        raise releases.importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(releases, "resource", lambda name: tmp_path / "inside" / name)
    monkeypatch.setattr(releases.importlib.metadata, "version", unknown)

    assert str(release()) == "unknown"
