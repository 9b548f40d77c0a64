"""Every text of the window: extracted, translated, compiled, with its gaps and mnemonics."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject
from pytestqt.qtbot import QtBot

import editor
from editor.language import LANGUAGES, language_for, speak
from tests.editor.linguist import catalog, compile_to, extract, messages, pseudo

_CODE = sorted(Path(editor.__path__[0]).rglob("*.py"))
_MARKS = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}
_LANGUAGES = pytest.mark.parametrize("language", sorted(LANGUAGES))


def marked(path: Path) -> Iterator[ast.Call]:
    """Every call in a file that lupdate should see."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _MARKS and len(node.args) > _MARKS[name]:
                yield node


def text_of(call: ast.Call) -> ast.expr:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return call.args[_MARKS[name]]


def gaps(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}|%n|\(\*[^)]*\)|\n", text))


def test_every_marked_text_is_in_the_catalog() -> None:
    known = {message.source for message in messages(catalog("zh_CN"))}
    found = [text_of(call) for path in _CODE for call in marked(path)]
    texts = {node.value for node in found if isinstance(node, ast.Constant)}
    assert len(texts) > 200
    assert texts - known == set(), "run `make translations` and translate what is new"


def test_nothing_is_marked_that_cannot_be_extracted() -> None:
    glued = [
        f"{path.name}:{call.lineno}"
        for path in _CODE
        for call in marked(path)
        if isinstance(text_of(call), ast.JoinedStr | ast.BinOp)
    ]
    assert glued == [], "f-strings and sums of texts are not seen by lupdate"
    borrowed = [
        f"{path.name}:{call.lineno}"
        for path in _CODE
        for call in marked(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "tr"
        and getattr(call.func.value, "id", "") != "self"
    ]
    assert borrowed == [], "lupdate knows the class of `self` only"


@pytest.mark.parametrize(("language", "options"), [("en", ["-pluralonly"]), ("zh_CN", [])])
def test_the_catalog_is_what_lupdate_finds(language: str, options: list[str], tmp_path: Path) -> None:
    fresh = tmp_path / catalog(language).name
    shutil.copy(catalog(language), fresh)
    extract(fresh, *options)
    assert list(messages(fresh)) == list(messages(catalog(language))), "run `make translations`"


@_LANGUAGES
def test_everything_is_translated(language: str) -> None:
    for message in messages(catalog(language)):
        assert message.is_finished, message.source
        assert all(message.forms), message.source


@_LANGUAGES
def test_gaps_and_mnemonics_survive_translation(language: str) -> None:
    for message in messages(catalog(language)):
        for form in message.forms:
            if "*." not in form:
                assert gaps(form) == gaps(message.source), message.source
            assert ("&" in form) == ("&" in message.source), message.source


@_LANGUAGES
def test_what_is_loaded_is_what_was_translated(language: str, tmp_path: Path) -> None:
    compile_to(catalog(language), tmp_path / "fresh.qm")
    shipped = catalog(language).with_suffix(".qm")
    assert shipped.read_bytes() == (tmp_path / "fresh.qm").read_bytes(), "run `make translations`"


@pytest.fixture
def spoken(qapp: QCoreApplication) -> Iterator[list[object]]:
    """Whatever a test makes the program speak, it speaks no more afterwards."""
    installed: list[object] = []
    before = QLocale()
    yield installed
    for translator in installed:
        qapp.removeTranslator(translator)  # type: ignore[arg-type]
    QLocale.setDefault(before)


def test_chinese_is_spoken_by_us_and_by_qt(qtbot: QtBot, spoken: list[object]) -> None:
    spoken += speak("zh_CN")
    assert QCoreApplication.translate("Actions", "&Fill") == "填充(&F)"
    assert "取消" in QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_classes_inherit_the_texts_of_their_bases(qtbot: QtBot, spoken: list[object]) -> None:
    spoken += speak("zh_CN")

    class MaskedPhoto(QObject):
        """The name lends its texts."""

    class Heir(MaskedPhoto):
        """Has none of its own."""

    assert Heir().tr("Paint mask") == "涂抹蒙版"


def test_plurals_follow_the_language(qtbot: QtBot, spoken: list[object]) -> None:
    spoken += speak("en")
    count = "{done} of %n patch rows"
    translate = QCoreApplication.translate
    assert translate("StatusStrip", count, "", 1) == "{done} of 1 patch row"
    assert translate("StatusStrip", count, "", 7) == "{done} of 7 patch rows"


@pytest.mark.parametrize(
    ("desktop", "language"),
    [
        (["zh-Hans-CN"], "zh_CN"),
        (["zh-TW", "en-US"], "zh_CN"),
        (["fr-FR", "zh-CN"], "zh_CN"),
        (["de-DE"], "en"),
        (["en-GB", "zh-CN"], "en"),
        ([], "en"),
    ],
)
def test_the_desktop_chooses(desktop: list[str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _: desktop)
    assert language_for("system") == language
    assert language_for("zh_CN") == "zh_CN"


def test_the_pseudo_language_keeps_what_programs_read() -> None:
    spoken = pseudo("&Open {name} (*.png *.jpg), %n files…")
    assert gaps(spoken) == gaps("&Open {name} (*.png *.jpg), %n files…")
    assert "&O" in spoken
    assert len(pseudo("Fill the same hole differently.")) > 1.3 * len("Fill the same hole differently.")
