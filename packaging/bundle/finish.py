"""From what PyInstaller leaves to what is handed out: stripped, with desktop files, packed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from fnmatch import fnmatch
from pathlib import Path

from bundle.cuts import STRIPPED
from bundle.flavors import HERE, ROOT, BuildError, run

_MB = 1e6


def strip(program: Path) -> float:
    """Takes the symbol tables out of the largest libraries; returns the MB saved."""
    before = size_mb(program)
    inside = program / "_internal"
    for path in inside.rglob("*.so*"):
        place = path.relative_to(inside).as_posix()
        if path.is_file() and not path.is_symlink() and any(fnmatch(place, name) for name in STRIPPED):
            path.chmod(0o755)
            run(["strip", "--strip-unneeded", str(path)], f"stripping {path.name}")
    return before - size_mb(program)


def add_desktop_files(program: Path, icons: Path, launcher: Path) -> None:
    """Adds what a Linux desktop wants: entry, metadata, MIME types, icons, completion, and an installer.

    Args:
        program: The folder of the program.
        icons: Icons as `draw_icons` wrote them.
        launcher: The built program, which writes its own completion scripts.
    """
    share = program / "share"
    for source, place in (
        ("linux/photo.lacuna.Lacuna.desktop", "applications"),
        ("linux/photo.lacuna.Lacuna.metainfo.xml", "metainfo"),
        ("linux/photo.lacuna.Lacuna.xml", "mime/packages"),
    ):
        (share / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / source, share / place)
    shutil.copytree(icons / "hicolor", share / "icons/hicolor", dirs_exist_ok=True)
    for shell, place in (
        ("bash", "bash-completion/completions/lacuna"),
        ("zsh", "zsh/site-functions/_lacuna"),
        ("fish", "fish/vendor_completions.d/lacuna.fish"),
    ):
        path = share / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(run([str(launcher), "completion", shell], "writing completion"), encoding="utf-8")
    shutil.copy(HERE / "linux/install.sh", program)
    (program / "install.sh").chmod(0o755)


def add_plugins(program: Path) -> None:
    """Adds the plug-ins for other programs and the guides that explain them."""
    shutil.copytree(HERE / "plugins", program / "plugins", dirs_exist_ok=True, ignore=_no_caches)
    (program / "docs").mkdir(exist_ok=True)
    for guide in ("guide.md", "api.md"):
        shutil.copy(ROOT / "docs" / guide, program / "docs")
    shutil.copytree(ROOT / "docs/images", program / "docs/images", dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs/round-trip", program / "docs/round-trip", dirs_exist_ok=True)


def archive(program: Path, name: str) -> Path:
    """Packs the folder: tar with zstd where that is installed, else with xz; zip on Windows."""
    if sys.platform == "win32":
        return Path(shutil.make_archive(str(program.parent / name), "zip", program.parent, program.name))
    if shutil.which("zstd") is None:
        path = program.parent / f"{name}.tar.xz"
        with tarfile.open(path, "w:xz") as tar:
            tar.add(program, program.name)
        return path
    path = program.parent / f"{name}.tar.zst"
    # Higher levels take minutes for a few MB.
    pack = ["tar", "--create", "--owner=0", "--group=0", f"--directory={program.parent}", program.name]
    with path.open("wb") as file:
        tar_process = subprocess.Popen(pack, stdout=subprocess.PIPE)
        done = subprocess.run(
            ["zstd", "-12", "-T0", "-q", "-c"], stdin=tar_process.stdout, stdout=file, check=False
        )
    if tar_process.wait() or done.returncode:
        raise BuildError("The archive could not be written.")
    return path


def system_libraries(program: Path) -> list[str]:
    """File names of the libraries that came from this machine's system."""
    inside = program / "_internal"
    return sorted(path.name for path in inside.glob("lib*.so*") if not path.name.startswith("libpython"))


def modules(program: Path, pure: list[str]) -> list[str]:
    """Top-level modules and package folders of the program, for the licenses.

    Args:
        program: The folder of the program.
        pure: Names of the modules inside the executable.
    """
    folders = [path.name for path in (program / "_internal").iterdir()]
    return sorted({name.split(".", 1)[0] for name in (*pure, *folders)})


def size_mb(folder: Path) -> float:
    """What a folder's files take, in MB of 1e6 bytes."""
    paths = (Path(root, name) for root, _, names in os.walk(folder) for name in names)
    return sum(path.stat().st_size for path in paths if not path.is_symlink()) / _MB


def largest(program: Path, count: int = 12) -> list[str]:
    """The largest parts of the program, one line each."""
    inside = program / "_internal"
    parts = [
        (size_mb(path) if path.is_dir() else path.stat().st_size / _MB, path.name)
        for path in inside.iterdir()
        if not path.is_symlink()
    ]
    return [f"{size:7.1f} MB  {name}" for size, name in sorted(parts, reverse=True)[:count]]


def _no_caches(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
