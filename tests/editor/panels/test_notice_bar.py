"""Notices: one at a time, what must be read stays, details on demand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.elision import elided
from editor.notices import Kind, Notice, Notices
from editor.panels.notice_bar import NoticeBar
from editor.panels.stage import Stage


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    it = NoticeBar()
    qtbot.addWidget(it)
    return it


@pytest.fixture
def notices(bar: NoticeBar) -> Notices:
    it = Notices(bar)
    it.posted.connect(bar.show_notice)
    return it


def shown(bar: NoticeBar) -> str:
    return bar.notice.text if bar.notice else ""


def test_news_replaces_news(bar: NoticeBar, notices: Notices) -> None:
    notices.info("one")
    notices.success("two")
    assert shown(bar) == "two"
    assert bar.isVisible()


def test_news_are_seen_at_once_and_errors_wait_behind_them_for_their_reader(
    bar: NoticeBar, notices: Notices
) -> None:
    notices.error("broken")
    assert not bar._more.isVisible()
    notices.info("by the way")
    assert shown(bar) == "by the way"
    notices.warning("careful")
    assert shown(bar) == "careful"
    assert bar._more.text() == "1 more"
    bar.close_notice()
    # News that nobody has to close are gone once something else is shown.
    assert shown(bar) == "broken"
    assert not bar._more.isVisible()
    bar.close_notice()
    assert not bar.isVisible()


def test_an_error_comes_back_once_news_has_left_by_itself(bar: NoticeBar, notices: Notices) -> None:
    notices.error("broken")
    notices.success("done")
    bar._timer.timeout.emit()
    assert shown(bar) == "broken"
    assert not bar._timer.isActive()


def test_the_same_error_is_not_told_twice(bar: NoticeBar, notices: Notices) -> None:
    notices.error("broken")
    notices.error("broken")
    notices.warning("careful")
    notices.error("broken")
    assert shown(bar) == "broken"
    bar.close_notice()
    assert shown(bar) == "careful"
    bar.close_notice()
    assert bar.notice is None


def test_news_leaves_by_itself_and_errors_do_not(bar: NoticeBar, notices: Notices) -> None:
    notices.info("news")
    assert bar._timer.isActive()
    bar._timer.timeout.emit()
    assert not bar.isVisible()
    notices.error("broken")
    assert not bar._timer.isActive()


def test_details_are_behind_a_button(bar: NoticeBar, notices: Notices, qtbot: QtBot) -> None:
    notices.error("broken", "Traceback: line 1")
    assert not bar._details.isVisible()
    qtbot.mouseClick(bar._details_button, Qt.MouseButton.LeftButton)
    assert bar._details.isVisible()
    assert bar._details.toPlainText() == "Traceback: line 1"
    qtbot.mouseClick(bar._copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "broken\n\nTraceback: line 1"
    bar.close_notice()
    notices.error("plain")
    assert not bar._details_button.isVisible()
    assert not bar._details.isVisible()


def test_a_long_name_is_shortened_and_whole_in_the_details(bar: NoticeBar, notices: Notices) -> None:
    name = "IMG_" + "x" * 240 + ".jpg"
    notices.error(f"{name} is damaged.", "Traceback: line 1")
    assert bar._text.text() == f"{elided(name)} is damaged."
    assert bar.minimumSizeHint().width() < 700
    assert name in bar._text.toolTip()
    assert bar._details.toPlainText() == f"{name} is damaged.\n\nTraceback: line 1"
    notices.error("plain")
    assert bar._text.toolTip() == ""


def test_what_was_about_another_photo_or_fill_is_taken_away(bar: NoticeBar, notices: Notices) -> None:
    notices.program_error("program")
    notices.error("photo")
    notices.fill_error("fill")
    notices.warning("another of the photo")
    bar.forget_fill()
    assert shown(bar) == "another of the photo"
    assert bar._more.text() == "2 more"
    bar.forget_photo()
    assert shown(bar) == "program"
    assert not bar._more.isVisible()
    bar.forget_photo()
    assert shown(bar) == "program"


def test_news_is_not_taken_from_its_reader(bar: NoticeBar, notices: Notices) -> None:
    notices.error("photo")
    notices.success("done")
    bar.forget_photo()
    assert shown(bar) == "done"
    assert not bar._more.isVisible()
    bar._timer.timeout.emit()
    assert not bar.isVisible()


def test_a_notice_knows_whether_it_stays() -> None:
    kinds = {kind: Notice(kind, "x").stays for kind in ("info", "success", "warning", "error")}  # type: ignore[arg-type]
    assert kinds == {"info": False, "success": False, "warning": True, "error": True}


def test_a_notice_floats_above_the_pages_without_moving_them(qtbot: QtBot) -> None:
    bar, pages, strip = NoticeBar(), QWidget(), QWidget()
    strip.hide()
    stage = Stage(pages, bar, strip)
    qtbot.addWidget(stage)
    stage.resize(500, 400)
    stage.show()
    before = pages.geometry()
    sentence = "A sentence so long that it needs more than one line in a narrow window. " * 3
    bar.show_notice(Notice(Kind.ERROR, sentence, "details"))
    qtbot.waitUntil(lambda: bar.height() > 40)
    short = bar.height()
    assert pages.geometry() == before
    assert stage.rect().contains(bar.geometry())
    bar._details_button.setChecked(True)
    qtbot.waitUntil(lambda: bar.height() > short + 100)
    bar._details_button.setChecked(False)
    qtbot.waitUntil(lambda: bar.height() == short)
    stage.resize(360, 400)
    assert bar.height() > short
    assert stage.rect().contains(bar.geometry())
