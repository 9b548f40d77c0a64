"""Photos in the screen's colors: its profile chosen, remembered, given up, missing, and no profile at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QColorSpace
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.notices import Kind, Notice
from editor.settings import SCREEN_PROFILE, Settings
from tests.editor.window.conftest import Answers, Desk
from tests.fakes import FakeLoader

COLOR = (60, 140, 90)
SRGB = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
WIDE = QColorSpace(QColorSpace.NamedColorSpace.DisplayP3)
# What a screen of that gamut has to be sent for it to look like `COLOR` on an sRGB one.
ON_WIDE = SRGB.transformationToColorSpace(WIDE).map(QColor(*COLOR))


@pytest.fixture
def wide_file(tmp_path: Path) -> Path:
    path = tmp_path / "wide screen.icc"
    path.write_bytes(bytes(WIDE.iccProfile()))
    return path


def photo_file(folder: Path, profile: bytes | None = None) -> Path:
    """A photo of one color."""
    path = folder / "plain.png"
    Image.new("RGB", (160, 120), COLOR).save(path, icc_profile=profile)
    return path


def open_photo(qtbot: QtBot, editor: Editor, path: Path) -> None:
    with qtbot.waitSignal(editor.document.photo_changed):
        editor.window.photo_dropped.emit(path)


def shown(editor: Editor) -> tuple[int, int, int]:
    """What the middle of the photo is on the screen."""
    place = editor.canvas.widget_point(80, 60)
    color = editor.canvas.grab().toImage().pixelColor(place.toPoint())
    return color.red(), color.green(), color.blue()


def on_wide() -> object:
    return pytest.approx((ON_WIDE.red(), ON_WIDE.green(), ON_WIDE.blue()), abs=1)


def choose(desk: Desk, path: Path | None) -> None:
    desk.answers.profile = path
    desk.editor.actions["screen_file"].trigger()


def choice(editor: Editor) -> list[str]:
    """Which entries of the menu are marked."""
    return [name for name in ("screen_srgb", "screen_file") if editor.actions[name].isChecked()]


@pytest.fixture
def reopened(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], tuple[Editor, list[Notice]]]]:
    """Opens a window with settings that another one has left."""
    editors: list[Editor] = []

    def reopen() -> tuple[Editor, list[Notice]]:
        editor = Editor(Settings(tmp_path / "settings.ini"), FakeLoader(), Answers)
        editors.append(editor)
        editor.start()
        bar = editor.window.notice_bar
        return editor, [bar.notice] if bar.notice else []

    yield reopen
    for editor in editors:
        assert editor.window.close()
        editor.window.deleteLater()
        editor.deleteLater()


def test_photos_are_shown_in_the_chosen_screen_s_colors_and_back(desk: Desk, wide_file: Path) -> None:
    open_photo(desk.qtbot, desk.editor, photo_file(desk.folder))
    assert shown(desk.editor) == COLOR
    assert choice(desk.editor) == ["screen_srgb"]
    choose(desk, wide_file)
    assert shown(desk.editor) == on_wide()
    assert abs(shown(desk.editor)[0] - COLOR[0]) > 5
    assert choice(desk.editor) == ["screen_file"]
    assert (desk.editor.document.pixels == COLOR).all()
    desk.editor.actions["screen_srgb"].trigger()
    assert shown(desk.editor) == COLOR
    assert choice(desk.editor) == ["screen_srgb"]
    assert desk.editor.settings.get(SCREEN_PROFILE) == ""


def test_a_photo_in_the_screen_s_own_profile_is_shown_as_it_is(desk: Desk, wide_file: Path) -> None:
    choose(desk, wide_file)
    open_photo(desk.qtbot, desk.editor, photo_file(desk.folder, wide_file.read_bytes()))
    assert shown(desk.editor) == COLOR


def test_the_profile_is_there_when_the_window_is_reopened(
    desk: Desk, wide_file: Path, reopened: Callable[[], tuple[Editor, list[Notice]]]
) -> None:
    choose(desk, wide_file)
    desk.editor.settings.save()
    editor, notices = reopened()
    open_photo(desk.qtbot, editor, photo_file(desk.folder))
    assert shown(editor) == on_wide()
    assert choice(editor) == ["screen_file"]
    assert notices == []


def test_a_remembered_profile_that_is_gone_is_said_and_srgb_takes_its_place(
    desk: Desk, wide_file: Path, reopened: Callable[[], tuple[Editor, list[Notice]]]
) -> None:
    choose(desk, wide_file)
    desk.editor.settings.save()
    wide_file.unlink()
    editor, notices = reopened()
    assert [notice.kind for notice in notices] == [Kind.WARNING]
    assert wide_file.name in notices[0].text
    open_photo(desk.qtbot, editor, photo_file(desk.folder))
    assert shown(editor) == COLOR
    assert choice(editor) == ["screen_srgb"]
    # The disk that it is on may be back at the next start.
    assert editor.settings.get(SCREEN_PROFILE) == str(wide_file)


def test_leaving_the_dialog_changes_nothing(desk: Desk, wide_file: Path) -> None:
    choose(desk, None)
    assert choice(desk.editor) == ["screen_srgb"]
    choose(desk, wide_file)
    choose(desk, None)
    assert choice(desk.editor) == ["screen_file"]
    assert desk.answers.asked[-1] == f"profile {wide_file.name}"


def gray() -> bytes:
    return bytes(QColorSpace(QPointF(0.3127, 0.329), QColorSpace.TransferFunction.SRgb).iccProfile())


@pytest.mark.parametrize(
    "content",
    [b"", b"no profile at all", bytes(WIDE.iccProfile())[:200], gray(), None],
    ids=["empty", "other", "cut off", "gray", "missing"],
)
def test_what_is_no_screen_s_profile_is_said_and_changes_nothing(
    desk: Desk, wide_file: Path, content: bytes | None
) -> None:
    open_photo(desk.qtbot, desk.editor, photo_file(desk.folder))
    choose(desk, wide_file)
    other = desk.folder / "other.icc"
    if content is not None:
        other.write_bytes(content)
    choose(desk, other)
    assert desk.notices[-1].kind is Kind.ERROR
    sentence = "other.icc cannot be used: it is no RGB profile of a screen, or it is damaged."
    assert desk.notices[-1].text == sentence
    assert shown(desk.editor) == on_wide()
    assert choice(desk.editor) == ["screen_file"]
    assert desk.editor.settings.get(SCREEN_PROFILE) == str(wide_file)
