"""The licenses of everything that is shipped, collected from the packages that were built in.

The program is useless to whoever may not pass it on: each package's own texts go along, and a build stops
if a package brings none and none is named here.
"""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bundle.flavors import HERE, ROOT, BuildError, run

_TEXTS = ("licen", "copying", "notice", "copyright", "authors")

# Packages whose wheels hold no text; the file in packaging/licenses says what applies and where it is.
_NAMED = {
    "PySide6-Essentials": "Qt.txt",
    "shiboken6": "Qt.txt",
    "pyvips-binary": "libvips.txt",
}

# Packages whose metadata name no terms; their texts do.
_TERMS = {"gsplat": "Apache-2.0"}

_GNU = ("LGPL-2.1", "LGPL-3", "GPL-3")
_GNU_FOLDER = Path(
    "/usr/share/common-licenses"
)  # Debian's; other systems put the texts into packaging/licenses


def collect(folder: Path, modules: Iterable[str], libraries: Iterable[str]) -> list[str]:
    """Copies the license texts of all that was built in, and writes an index of it.

    Args:
        folder: Where they go; one folder per package.
        modules: Names of the top-level modules and package folders in the program.
        libraries: File names of libraries taken from the system.

    Returns:
        The names of the packages found.

    Raises:
        BuildError: A package has no license text.
    """
    owners = importlib.metadata.packages_distributions()
    found = {owner for module in modules for owner in owners.get(module, ())}
    # PyInstaller's loader is the executable itself.
    names = sorted((found | {"pyinstaller"} & set(_installed())) - {"lacuna"}, key=str.lower)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEADING, f"Python {platform.python_version()}: PSF-2.0"]
    (folder / "Python").mkdir(exist_ok=True)
    shutil.copy(_python_license(), folder / "Python")
    for name in names:
        distribution = importlib.metadata.distribution(name)
        own = folder / name
        own.mkdir(exist_ok=True)
        count = _copy_texts(distribution, own)
        if (named := _NAMED.get(name.replace("_", "-"))) is not None:
            shutil.copy(HERE / "licenses" / named, own)
            count += 1
        if not count:
            raise BuildError(f"{name} brings no license text; add one to packaging/licenses and name it.")
        lines.append(f"{name} {distribution.version}: {_license_name(distribution)}")
    _collect_system(folder / "system", libraries, lines)
    for name in _GNU:
        _copy_gnu(name, folder)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    shutil.copy(ROOT / "resources/weights/MODEL_CARD.md", folder / "weights-MODEL_CARD.md")
    (folder / "README.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return names


HEADING = """\
What this program is made of
============================

Lacuna itself: Apache License 2.0 (LICENSE.txt).

Lacuna's weights (lacuna.safetensors): for non-commercial research use, because part of the photographs they
were trained on carry such terms (weights-MODEL_CARD.md).

Qt, PySide6 and shiboken6 (LGPL 3), libvips (LGPL 2.1), libheif and libde265 (LGPL 3), LibRaw (LGPL 2.1 or
CDDL) and the FFmpeg libraries in OpenCV (LGPL 2.1) are libraries of their own in the folder of the program:
whoever wants to use a changed build of one replaces its file by one with the same interface and name. Nothing
checks or hinders that.

Packages, each with its texts in the folder of its name:
"""


def _copy_texts(distribution: importlib.metadata.Distribution, folder: Path) -> int:
    """Copies what looks like a license among a package's files; how many there were."""
    count = 0
    for file in distribution.files or ():
        is_text = file.suffix.lower() in ("", ".txt", ".md", ".rst") or ".dist-info/licenses" in str(file)
        if not is_text or not any(part in file.name.lower() for part in _TEXTS):
            continue
        source = Path(str(distribution.locate_file(file)))
        if source.is_file():
            # Packages that vendor others have many LICENSE files: their folders keep them apart.
            place = [part for part in file.parts[:-1] if part not in ("..", "licenses")][1:]
            target = folder.joinpath(*place, file.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
            count += 1
    return count


def _installed() -> list[str]:
    return [distribution.metadata["Name"].lower() for distribution in importlib.metadata.distributions()]


def _python_license() -> Path:
    """Python's own text; where it lies differs from system to system.

    Raises:
        BuildError: It is nowhere.
    """
    library = Path(sysconfig.get_path("stdlib"))
    places = (library / "LICENSE.txt", library.parent / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    for path in (*places, *Path("/usr/share/doc").glob("python3*/copyright")):
        if path.is_file():
            return path
    raise BuildError("Python's own LICENSE.txt was not found.")


def _copy_gnu(name: str, folder: Path) -> None:
    for source in (HERE / "licenses" / f"{name}.txt", _GNU_FOLDER / name):
        if source.is_file():
            shutil.copy(source, folder / f"{name}.txt")
            return
    raise BuildError(f"The text of the {name} is needed: put gnu.org's into packaging/licenses/{name}.txt.")


def _license_name(distribution: importlib.metadata.Distribution) -> str:
    facts: Any = distribution.metadata  # a mapping, whatever its type says
    named = facts.get("License-Expression") or ""
    if not named:
        classifiers = [
            line.rsplit(" :: ", 1)[-1] for line in facts.get_all("Classifier") or () if "License" in line
        ]
        named = ", ".join(line for line in classifiers if line != "OSI Approved")
    if not named:
        named = (facts.get("License") or "").strip().split("\n", 1)[0]
    return named or _TERMS.get(str(facts.get("Name")).lower(), "see its folder")


def _collect_system(folder: Path, libraries: Iterable[str], lines: list[str]) -> None:
    """Debian keeps each library's terms in a file named after its package."""
    packages = set()
    for name in libraries:
        try:
            packages |= {
                line.split(":", 1)[0] for line in run(["dpkg", "-S", f"*/{name}"], "dpkg").splitlines()
            }
        except (BuildError, OSError):
            continue  # another system, or a library that came with Python
    if packages:
        folder.mkdir(exist_ok=True)
        lines.append("\nLibraries of the system that it was built on, texts in “system”:\n")
    for package in sorted(packages):
        text = Path("/usr/share/doc") / package / "copyright"
        if text.is_file():
            shutil.copy(text, folder / f"{package}.txt")
            lines.append(package)
