"""What the documents name exists: files, pictures, commands, options, make targets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.cli import COMMANDS
from engine.cli.main import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
_ANCHOR = re.compile(r"[^\w\- ]")


def text_of(document: Path) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {_ANCHOR.sub("", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text_of(document)):
        if target.startswith(("http:", "https:")):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / document).parent / path if path else ROOT / document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


def test_every_picture_is_shown_somewhere() -> None:
    """A picture that no document shows is not renewed by whoever looks at the documents."""
    shown = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"images/([\w-]+\.(?:png|jpg))", text_of(document))
    }
    assert {path.name for path in (ROOT / "docs/images").glob("*")} == shown


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_and_options_exist(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, rest in re.findall(r"^ +lacuna (\w+)\b(.*)$", text_of(document), re.MULTILINE):
        if command not in COMMANDS:
            assert Path(command + rest.split()[0]).suffix, command  # a photo
            continue
        with pytest.raises(SystemExit):
            main([command, "--help"])
        known = capsys.readouterr().out
        for option in re.findall(r"--[a-z-]+", rest.split("#")[0]):
            assert option in known, f"lacuna {command} {option}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_make_targets_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`| {4})make ([a-z-]+)", text_of(document)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
