"""What the program is made of, from the metadata of the packages that it runs on."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor import licenses
from editor.licenses import components


def install(
    folder: Path, name: str, requires: tuple[str, ...] = (), terms: str = "", text: str = "the text"
) -> None:
    """A package with nothing but metadata."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0"]
    lines += [f"License-Expression: {terms}"] if terms else []
    lines += [f"Requires-Dist: {line}" for line in requires]
    (info / "METADATA").write_text("\n".join(lines) + "\n")
    (info / "LICENSE").write_text(text)
    (info / "RECORD").write_text(f"{info.name}/METADATA,,\n{info.name}/LICENSE,,\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    return tmp_path


def test_requirements_of_requirements_with_the_extras_that_are_asked_for(site: Path) -> None:
    install(site, "lacuna", ("engine>=2", 'raw>=1; extra == "raw"'))
    install(
        site, "engine", ('Cuda_Toolkit[runtime, blas]==13; platform_system == "Linux"',), "MIT", "engine's"
    )
    install(
        site,
        "cuda-toolkit",
        (
            "blas==1; extra == 'blas'",
            'Run.Time==1; (sys_platform == "linux") and extra == "runtime"',
            'fft==1; extra == "fft"',
            "absent; extra == 'blas'",
        ),
    )
    for name in ("blas", "run-time", "fft", "raw", "unrelated"):
        install(site, name, terms="BSD-3-Clause")
    own, _weights, *used = components()
    assert own.name == "Lacuna"
    assert [component.name for component in used] == ["blas", "cuda-toolkit", "engine", "run-time"]
    assert [component.terms for component in used if component.name == "engine"] == ["MIT"]
    assert next(component for component in used if component.name == "engine").text() == "engine's"


def test_terms_that_metadata_leave_out_are_named(site: Path) -> None:
    install(site, "lacuna", ("gsplat", "cuda_toolkit", "other"))
    for name in ("gsplat", "cuda-toolkit", "other"):
        install(site, name)
    terms = {component.name: component.terms for component in components()[2:]}
    assert terms == {"gsplat": "Apache-2.0", "cuda-toolkit": "NVIDIA CUDA Toolkit EULA", "other": ""}


def test_nothing_that_is_named_here_says_otherwise_itself() -> None:
    """The day its metadata name the terms, the entry here can go."""
    installed = {component.name: component for component in components()}
    for name in licenses._TERMS:
        if name in installed:
            assert installed[name].terms == licenses._TERMS[name]


def test_texts_are_looked_for_when_they_are_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, "lacuna", ("engine",))
    install(site, "engine", terms="MIT")
    looked: list[object] = []

    def find(distribution: object) -> tuple[Path, ...]:
        looked.append(distribution)
        return ()

    monkeypatch.setattr(licenses, "_texts_of", find)
    used = components()[2:]
    assert not looked
    assert used[0].text() == ""
    assert len(looked) == 1
