"""What the engine says is known to the translators, and recognized when it is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

import engine
from editor.engine_sentences import SENTENCES, spoken
from editor.notices import Notice, Notices
from resources.locate import resource

# What reaches the window; the command line, training and evaluation speak English.
_ROOMS = ("photo", "model", "batch", "labels", "session.py", "crops.py", "composite.py", "files.py", "api.py")


def sentences(path: Path) -> Iterator[str]:
    """Every text of a file that looks like a sentence, its gaps as `{}`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            inner.add(id(node.value))  # docstrings
        elif isinstance(node, ast.JoinedStr):
            inner.update(map(id, node.values))
    for node in ast.walk(tree):
        if id(node) in inner or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _text(node)
        if re.match(r"[A-Z{].* .*\.$", text):
            yield text


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node.value, str) else ""


def test_every_sentence_of_the_engine_is_known() -> None:
    root = Path(engine.__path__[0])
    files = [file for room in _ROOMS for file in (sorted((root / room).rglob("*.py")) or [root / room])]
    said = {text for file in files for text in sentences(file)}
    known = {re.sub(r"\{\w+\}", "{}", sentence) for sentence in SENTENCES}
    assert len(said) > 60
    assert said - known == set(), "add them to editor/engine_sentences.py"
    assert known - said == set(), "the engine does not say them any more"


@pytest.fixture
def chinese(qapp: QCoreApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("lacuna_zh_CN", str(resource("translations")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_a_sentence_is_said_in_the_persons_language(qtbot: QtBot, chinese: None) -> None:
    assert spoken("/p/a photo.jpg is damaged or incomplete and cannot be read.") == (
        "/p/a photo.jpg 已损坏或不完整，无法读取。"
    )
    # The more particular of two that fit.
    assert spoken("a.png cannot be written: /photos is read-only.") == "无法写入 a.png：/photos 为只读。"


def test_other_texts_stay_as_they_are(qtbot: QtBot, chinese: None) -> None:
    assert spoken("已导出 a.png。") == "已导出 a.png。"
    assert spoken("Nobody has ever said this.") == "Nobody has ever said this."


def test_notices_speak(qtbot: QtBot, chinese: None) -> None:
    notices = Notices()
    heard: list[Notice] = []
    notices.posted.connect(heard.append)
    notices.error("The mask is empty: there is nothing to fill.", "details")
    assert heard == [Notice(heard[0].kind, "蒙版为空，没有可填充的内容。", "details")]
