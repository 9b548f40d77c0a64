"""One check per kind of file, each giving complaints in sentences; validators that are missing are named."""

from __future__ import annotations

import ast
import plistlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent

# Files -> the program that judges them, with its Debian package.
VALIDATORS = {
    "linux/*.desktop": (["desktop-file-validate"], "desktop-file-utils"),
    "linux/*.metainfo.xml": (["appstreamcli", "validate", "--no-net", "--explain"], "appstream"),
    "plugins/*/*.lua": (["luac5.4", "-p"], "lua5.4"),
    "linux/*.sh": (["shellcheck"], "shellcheck"),
    "macos/*.sh": (["shellcheck"], "shellcheck"),
    "plugins/*/*.command": (["shellcheck"], "shellcheck"),
}


def complaints() -> Iterator[str]:
    """What is wrong, found without other programs."""
    yield from _markup()
    yield from _plugins()
    yield from _versions()
    yield from _installer()
    yield from _desktop_entry()


def validate() -> tuple[list[str], list[str]]:
    """Asks the validators that are installed.

    Returns:
        What they complain about, and the packages of those that are missing.
    """
    wrong, missing = [], []
    for pattern, (command, package) in VALIDATORS.items():
        files = sorted(map(str, HERE.glob(pattern)))
        if not files:
            wrong.append(f"there is no file {pattern}")
        elif shutil.which(command[0]) is None:
            missing.append(package)
        else:
            done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
            if done.returncode:
                wrong.append(f"{' '.join(command)}:\n{done.stdout}{done.stderr}".strip())
    return wrong, sorted(set(missing))


def _markup() -> Iterator[str]:
    for path in (*HERE.glob("linux/*.xml"), *HERE.glob("plugins/**/*.html")):
        try:
            ElementTree.fromstring(path.read_text(encoding="utf-8").replace("<!DOCTYPE html>", ""))
        except ElementTree.ParseError as error:
            yield f"{path.name}: {error}"
    for path in HERE.glob("macos/*.plist"):
        try:
            plistlib.loads(path.read_bytes())
        except (plistlib.InvalidFileException, ValueError) as error:
            yield f"{path.name}: {error}"


def _plugins() -> Iterator[str]:
    for path in HERE.glob("plugins/**/*.py"):
        try:
            # The oldest Python that the programs bring: Krita's 3.8, GIMP's 3.9.
            ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 8))
        except SyntaxError as error:
            yield f"{path.name}: {error}"
    gimp = HERE / "plugins/gimp/lacuna/lacuna.py"
    if not gimp.stat().st_mode & 0o100:
        yield "GIMP only finds plug-ins that are executable: chmod +x lacuna.py"
    if gimp.parent.name != gimp.stem:
        yield "GIMP 3 wants a plug-in in a folder of its own name"


def _versions() -> Iterator[str]:
    """The version stands in two files; releases forget the second."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"', project, re.MULTILINE)
    version = found.group(1) if found else ""
    metainfo = ElementTree.parse(HERE / "linux/photo.lacuna.Lacuna.metainfo.xml").getroot()
    newest = metainfo.find("releases/release")
    if newest is None or newest.get("version") != version:
        yield f"the newest release in the AppStream metadata is not {version}"
    for path in HERE.glob("requirements-*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#") and "==" not in line:
                yield f"{path.name}: {line} has no exact version"


def _installer() -> Iterator[str]:
    """Inno Setup runs on Windows only; its sections and their order of quotes can be looked at anywhere."""
    text = (HERE / "windows/lacuna.iss").read_text(encoding="utf-8")
    for section in ("Setup", "Files", "Icons", "Run", "Code"):
        if text.count(f"[{section}]") != 1:
            yield f"lacuna.iss has no section [{section}], or several"
    for number, line in enumerate(text.split("[Code]")[0].splitlines(), 1):
        if not line.startswith(";") and line.count('"') % 2:
            yield f"lacuna.iss, line {number}: a quote is not closed"
    if text.count("begin") + text.count("[Code]") < 2 or text.count("begin") != len(
        re.findall(r"\bend;", text)
    ):
        yield "lacuna.iss: begin and end do not match"


def _desktop_entry() -> Iterator[str]:
    """Entry, metadata and program must name the same things."""
    entry = (HERE / "linux/photo.lacuna.Lacuna.desktop").read_text(encoding="utf-8")
    metainfo = ElementTree.parse(HERE / "linux/photo.lacuna.Lacuna.metainfo.xml").getroot()
    types = re.search(r"^MimeType=(.*)$", entry, re.MULTILINE)
    offered = {kind for kind in (types.group(1) if types else "").split(";") if kind}
    described = {element.text or "" for element in metainfo.iter("mediatype")}
    if offered != described:
        yield f"MIME types differ between entry and metadata: {sorted(offered ^ described)}"
    if 'setDesktopFileName("photo.lacuna.Lacuna")' not in (ROOT / "editor/launch.py").read_text(
        encoding="utf-8"
    ):
        yield "the window does not name the desktop entry, so Wayland shows no icon"
