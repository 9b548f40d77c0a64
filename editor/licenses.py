"""What the program is made of and on which terms, from the packages that it runs on.

A built program has no package metadata; it has a folder `licenses` beside it, with an index and every text.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from resources.locate import resource

_INDEX = "README.txt"
_TEXTS = ("licen", "copying", "notice", "copyright")
_MOST_TEXT = 200_000  # PyTorch's file alone has half a megabyte of other projects' terms
_ENTRY = re.compile(r"([\w.-]+) ([\w.+!-]+): (.+)")
_REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"""\bextra\s*==\s*["']([\w.-]+)["']""")
# Packages whose metadata name no terms: as gsplat's LICENSE has it; the agreement that NVIDIA's toolkit is
# under; cuda-toolkit itself is a list of libraries, which bring that text.
_TERMS = {"gsplat": "Apache-2.0", "cuda-toolkit": "NVIDIA CUDA Toolkit EULA"}


@dataclass(frozen=True)
class Component:
    """One package.

    Attributes:
        name: Its name.
        version: Its version; "" = none.
        terms: Its license in a few words.
        find_files: Says where the texts are: of a large package that takes a while.
    """

    name: str
    version: str
    terms: str
    find_files: Callable[[], Iterable[Path]]

    def text(self) -> str:
        """The texts, one after the other."""
        found = []
        for path in self.find_files():
            try:
                found.append(path.read_text(encoding="utf-8", errors="replace").rstrip().lstrip("\n"))
            except OSError:
                continue
        return "\n\n".join(found)[:_MOST_TEXT]


def components() -> list[Component]:
    """Lacuna first, its weights, then everything that it uses, by name."""
    root = resource("..").resolve()
    built = Path(sys.executable).parent / "licenses" if getattr(sys, "frozen", False) else None
    code = built / "LICENSE.txt" if built is not None else _own_license(root)
    weights = resource("weights/MODEL_CARD.md")
    own = [
        Component("Lacuna", "", "Apache-2.0", lambda: (code,)),
        Component("Lacuna's weights", "", "non-commercial research use", lambda: (weights,)),
    ]
    return own + (_from_folder(built) if built is not None else _from_packages())


def _own_license(root: Path) -> Path:
    if (root / "LICENSE").is_file():
        return root / "LICENSE"
    try:
        files = importlib.metadata.files("lacuna") or ()
    except importlib.metadata.PackageNotFoundError:
        files = ()
    return next((Path(str(file.locate())) for file in files if file.name == "LICENSE"), root / "LICENSE")


def _from_folder(folder: Path) -> list[Component]:
    try:
        lines = (folder / _INDEX).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    entries = [match for line in lines if (match := _ENTRY.fullmatch(line.strip())) is not None]
    return [
        Component(entry[1], entry[2], entry[3], partial(_files_in, folder / entry[1])) for entry in entries
    ]


def _files_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _from_packages() -> list[Component]:
    """Lacuna's requirements, and theirs, as far as they are installed."""
    found: dict[str, Component] = {}
    wanted: list[tuple[str, frozenset[str]]] = [("lacuna", frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        name, extras = wanted.pop()
        key = _normal(name)
        if (key, extras) in seen:
            continue
        seen.add((key, extras))
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        wanted += _required(distribution.requires or (), extras)
        if key != "lacuna":
            found[key] = _component(distribution)
    return [found[key] for key in sorted(found)]


def _required(lines: Iterable[str], extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Names of required packages, and which of their extras are required with them."""
    result = []
    for line in lines:
        match, extra = _REQUIREMENT.match(line), _EXTRA.search(line)
        if match is not None and (extra is None or _normal(extra[1]) in extras):
            asked = (match[2] or "").split(",")
            result.append((match[1], frozenset(_normal(one.strip()) for one in asked if one.strip())))
    return result


def _normal(name: str) -> str:
    """A name as packages are compared by."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _component(distribution: importlib.metadata.Distribution) -> Component:
    facts: Any = distribution.metadata  # a mapping, whatever its type says
    terms = facts.get("License-Expression") or ""
    if not terms:
        lines = [line for line in facts.get_all("Classifier") or () if line.startswith("License")]
        named = [line.rsplit(" :: ", 1)[-1] for line in lines]
        terms = ", ".join(name for name in named if name != "OSI Approved")
    if not terms:
        terms = (facts.get("License") or "").strip().split("\n", 1)[0]
    name = str(facts.get("Name"))
    terms = terms or _TERMS.get(_normal(name), "")
    return Component(name, distribution.version, terms, partial(_texts_of, distribution))


def _texts_of(distribution: importlib.metadata.Distribution) -> tuple[Path, ...]:
    return tuple(
        Path(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if ".dist-info" in str(file) and any(part in file.name.lower() for part in _TEXTS)
    )
