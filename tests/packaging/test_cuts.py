"""What is left out of the built program, and what must never be."""

from __future__ import annotations

import pytest

from bundle.cuts import excluded_modules, hidden_imports, is_dropped, without_orphans
from bundle.flavors import ROOT, Flavor


@pytest.mark.parametrize(
    "place",
    [
        "torch/test/test_api.py",
        "torch/bin/protoc",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6\\Qt\\plugins\\tls\\qopensslbackend.dll",
        "PySide6/Qt/translations/qt_help_de.qm",
        "skimage/data/astronaut.png",
        "libQt6Network.so.6",
    ],
)
def test_dropped(place: str) -> None:
    assert is_dropped(place)


@pytest.mark.parametrize(
    "place",
    [
        "torch/lib/libtorch_cpu.so",
        "torch/bin/torch_shm_manager",  # torch refuses to be imported without it
        "torch/optim/adam.py",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "resources/weights/lacuna.safetensors",
        "skimage/data/rocket.jpg",
    ],
)
def test_kept(place: str) -> None:
    assert not is_dropped(place)


def test_libraries_that_nothing_asks_for_any_more_are_left_out() -> None:
    links = {
        "/m/_ext.so": {"libused.so.1", "libc.so.6"},
        "/s/libused.so.1": {"libdeep.so.2"},
        "/s/libdeep.so.2": set(),
        "/s/libgtk-3.so.0": {"libgdk-3.so.0"},
        "/s/libgdk-3.so.0": {"libgtk-3.so.0"},  # two orphans that hold each other
        "/w/libavif-1.so": set(),
        "/w/libjpeg-2.so": set(),
        "/m/_image.so": {"libjpeg-2.so"},
        "/p/libqxcb.so": set(),
        "/s/libpython3.11.so.1.0": set(),
    }
    binaries = [
        ("pkg/_ext.so", "/m/_ext.so", "EXTENSION"),
        ("libused.so.1", "/s/libused.so.1", "BINARY"),
        ("libdeep.so.2", "/s/libdeep.so.2", "BINARY"),
        ("libgtk-3.so.0", "/s/libgtk-3.so.0", "BINARY"),
        ("libgdk-3.so.0", "/s/libgdk-3.so.0", "BINARY"),
        ("pillow.libs/libavif-1.so", "/w/libavif-1.so", "BINARY"),
        ("pillow.libs/libjpeg-2.so", "/w/libjpeg-2.so", "BINARY"),
        ("PIL/_image.so", "/m/_image.so", "EXTENSION"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/p/libqxcb.so", "BINARY"),
        ("libpython3.11.so.1.0", "/s/libpython3.11.so.1.0", "BINARY"),
    ]

    kept = without_orphans(binaries, links.__getitem__)

    left_out = {place for place, _, _ in binaries} - {place for place, _, _ in kept}
    assert left_out == {"libgtk-3.so.0", "libgdk-3.so.0", "pillow.libs/libavif-1.so"}


@pytest.mark.parametrize("flavor", list(Flavor))
def test_nothing_is_both_asked_for_and_excluded(flavor: Flavor) -> None:
    excluded = set(excluded_modules(flavor))
    for name in hidden_imports(flavor):
        parents = {name.rsplit(".", count)[0] for count in range(name.count(".") + 1)}
        assert not parents & excluded, name


@pytest.mark.parametrize("flavor", list(Flavor))
def test_nothing_under_the_gpl_alone_is_taken_along(flavor: Flavor) -> None:
    """GNU readline comes with many Pythons, x265 with pillow-heif, exiv2 with pyexiv2."""
    assert "readline" in excluded_modules(flavor)
    wanted = (ROOT / f"packaging/requirements-{flavor}.txt").read_text(encoding="utf-8")
    assert not {"pillow-heif", "pyexiv2", "PyQt6"} & {line.split("==")[0] for line in wanted.splitlines()}


def test_only_the_cuda_flavor_brings_gsplat() -> None:
    assert "gsplat" in excluded_modules(Flavor.CPU)
    assert "gsplat" not in excluded_modules(Flavor.CUDA)
    assert "gsplat.cuda._wrapper" in hidden_imports(Flavor.CUDA)
