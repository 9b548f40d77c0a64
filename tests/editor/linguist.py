"""Qt Linguist's files and tools for tests, and a language nobody speaks: longer words, accents everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import PySide6

from resources.locate import resource

_TOOLS = Path(PySide6.__path__[0])
_ROOT = Path(__file__).parents[2]
OPEN, CLOSE = "⟦", "⟧"
_ACCENTED = str.maketrans("aAcCeEgGiInNoOsSuUyYzZ", "åÅçÇéÉğĞîÎñÑöÖšŠûÛýÝžŽ")
# What must come through unchanged: gaps, numbers, mnemonics, file dialogs' patterns, HTML.
_KEPT = re.compile(r"(\{\w*\}|%n|&\w|\(\*[^)]*\)|<[^>]+>|&\w+;)")
_GROWTH = 0.35  # German and Finnish texts are about a third longer than English ones


@dataclass(frozen=True)
class Message:
    """One entry of a `.ts` file."""

    context: str
    source: str
    is_plural: bool
    forms: tuple[str, ...]
    is_finished: bool


def catalog(language: str) -> Path:
    """Where a language's `.ts` lies."""
    return resource(f"translations/lacuna_{language}.ts")


def messages(path: Path) -> Iterator[Message]:
    """Every entry of a `.ts` file."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        for entry in context.iter("message"):
            translation = entry.find("translation")
            assert translation is not None
            is_plural = entry.get("numerus") == "yes"
            forms = [form.text for form in translation] if is_plural else [translation.text]
            yield Message(
                context.findtext("name", ""),
                entry.findtext("source", ""),
                is_plural,
                tuple(form or "" for form in forms),
                translation.get("type") is None,
            )


def extract(path: Path, *options: str) -> None:
    """Brings a `.ts` file up to date with the code, as `make translations` does."""
    flags = ("-silent", "-no-obsolete", "-locations", "none", "-extensions", "py")
    _run("lupdate", *flags, str(_ROOT / "editor"), *options, "-ts", str(path))


def compile_to(source: Path, target: Path) -> None:
    """Makes a `.qm` out of a `.ts`."""
    _run("lrelease", "-silent", str(source), "-qm", str(target))


def pseudo(text: str) -> str:
    """A text in the language that nobody speaks: in brackets, accented, a third longer."""
    parts = _KEPT.split(text)
    spoken = "".join(part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(parts))
    length = sum(len(part) for place, part in enumerate(parts) if not place % 2)
    return f"{OPEN}{spoken}{'~' * max(1, round(_GROWTH * length))}{CLOSE}"


def write_pseudo(target: Path) -> None:
    """Writes the whole catalog as a `.qm` of that language."""
    tree = ElementTree.parse(catalog("zh_CN"))
    tree.getroot().set("language", "en_GB")
    for entry in tree.getroot().iter("message"):
        translation = entry.find("translation")
        assert translation is not None
        translation.clear()
        spoken = pseudo(entry.findtext("source", ""))
        if entry.get("numerus") == "yes":
            for _ in range(2):
                ElementTree.SubElement(translation, "numerusform").text = spoken
        else:
            translation.text = spoken
    source = target.with_suffix(".ts")
    tree.write(source, encoding="utf-8", xml_declaration=True)
    compile_to(source, target)


def _run(tool: str, *arguments: str) -> None:
    # The tools themselves, not PySide's scripts around them: those are missing where nothing is activated.
    program = _TOOLS / (f"{tool}.exe" if sys.platform == "win32" else tool)
    subprocess.run([program, *arguments], check=True, capture_output=True)
