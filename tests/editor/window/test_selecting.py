"""Every selection tool through the real window: by keys, mouse and panel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from editor.document.masked_photo import Target
from editor.notices import Kind
from editor.panels.questions import Unsaved
from editor.selection.combining import Mode
from editor.settings import KEEP_MASK, LINE_WIDTH, SELECT_MODE
from tests.editor.window.conftest import Desk

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def click(desk: Desk, x: float, y: float, keys: Qt.KeyboardModifier = NONE) -> None:
    canvas = desk.editor.canvas
    desk.qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, keys, canvas.widget_point(x, y).toPoint())


def open_disc(desk: Desk) -> np.ndarray:
    """Opens a photo of a bright disc on dark ground; returns where the disc and a rim of 2 px are."""
    y, x = np.mgrid[:120, :160]
    disc = (x - 80) ** 2 + (y - 60) ** 2 < 30**2
    grain = np.random.default_rng(0).normal(0, 3, (120, 160, 3))
    pixels = np.where(disc[..., None], (200, 170, 60), (40, 60, 90)) + grain
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(desk.folder / "disc.png")
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.window.photo_dropped.emit(desk.folder / "disc.png")
    return (x - 80) ** 2 + (y - 60) ** 2 < 32**2


def overlap(mask: np.ndarray, wanted: np.ndarray) -> float:
    hole = mask > 127
    return float((hole & wanted).sum() / (hole | wanted).sum())


def wait_answered(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not desk.editor.selecting.clicks.is_busy)


@pytest.mark.parametrize(
    ("key", "tool"),
    [
        (Qt.Key.Key_W, "click"),
        (Qt.Key.Key_L, "lasso"),
        (Qt.Key.Key_P, "polygon"),
        (Qt.Key.Key_M, "rectangle"),
        (Qt.Key.Key_I, "line"),
        (Qt.Key.Key_B, "brush"),
    ],
)
def test_every_tool_has_its_key_its_button_and_its_hint(desk: Desk, key: Qt.Key, tool: str) -> None:
    desk.open()
    desk.editor.canvas.set_tool("hand")
    desk.key(key)
    assert desk.editor.canvas.tool == tool
    assert desk.editor.actions[tool].isChecked()
    assert desk.editor.window.status.hint.text()
    # The tooltip names the key.
    assert f"({chr(key)})" in desk.editor.actions[tool].toolTip()


def test_a_rectangle_is_dragged_filled_and_undone(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_M)
    desk.stroke((40, 30), (60, 50), (100, 80))
    expected = np.zeros((120, 160), np.bool_)
    expected[30:80, 40:100] = True
    assert overlap(desk.editor.document.mask, expected) > 0.97
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))
    desk.wait_idle()
    assert not desk.editor.document.has_mask
    for _ in range(2):
        desk.key(Qt.Key.Key_Z, CTRL)
    assert not desk.editor.document.has_mask
    assert desk.editor.window.history.stack().undoText() == ""


def test_enter_closes_a_polygon_before_it_fills(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_P)
    for corner in ((30, 30), (120, 30), (120, 90)):
        click(desk, *corner)
    desk.key(Qt.Key.Key_Return)
    assert desk.editor.document.has_mask
    assert not desk.editor.document.fills
    assert not desk.engine.asked
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))


def test_esc_gives_up_the_polygon_first_and_the_mask_afterwards(desk: Desk) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_P)
    click(desk, 30, 30)
    click(desk, 120, 30)
    desk.key(Qt.Key.Key_Escape)
    assert not desk.editor.canvas.is_sketching
    assert desk.editor.document.has_mask
    desk.key(Qt.Key.Key_Escape)
    assert not desk.editor.document.has_mask


def test_two_clicks_remove_a_line(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_I)
    desk.editor.window.selection.line_width_changed.emit(6.0)
    click(desk, 20, 40)
    click(desk, 140, 40)
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))
    desk.wait_idle()
    (request,) = desk.engine.asked
    columns = request.mask.sum(axis=0)
    assert set(columns[columns > 0]) <= {3, 4, 5, 6, 7}
    assert not desk.editor.document.has_mask
    assert desk.editor.settings.get(LINE_WIDTH) == 6


def test_a_line_may_wait_for_enter(desk: Desk) -> None:
    desk.open()
    desk.editor.window.selection.lines_fill_changed.emit(False)
    desk.key(Qt.Key.Key_I)
    click(desk, 20, 40)
    click(desk, 140, 40)
    assert desk.editor.document.has_mask
    assert not desk.engine.asked


def test_the_mode_of_the_panel_is_kept(desk: Desk) -> None:
    desk.open()
    desk.editor.window.selection.mode_changed.emit(Mode.ADD)
    assert desk.editor.settings.get(SELECT_MODE) == "add"
    desk.key(Qt.Key.Key_M)
    desk.stroke((10, 10), (30, 30))
    desk.stroke((100, 80), (120, 100))
    hole = desk.editor.document.mask > 127
    assert hole[20, 20]
    assert hole[90, 110]


def test_growing_shrinking_and_feathering_by_key(desk: Desk) -> None:
    desk.open()
    document = desk.editor.document
    desk.editor.window.selection.amount_changed.emit(5)
    desk.key(Qt.Key.Key_M)
    desk.stroke((60, 50), (80, 70))
    before = document.mask.copy()
    desk.key(Qt.Key.Key_G)
    grown = int((document.mask > 127).sum())
    assert grown > (before > 127).sum() + 4 * 5 * 15
    desk.key(Qt.Key.Key_G, SHIFT)
    np.testing.assert_array_equal(document.mask[55:65, 65:75], 255)
    assert (document.mask > 127).sum() < grown
    desk.key(Qt.Key.Key_F)
    assert ((document.mask > 0) & (document.mask < 255)).any()
    for _ in range(3):
        desk.key(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(document.mask, before)


def test_the_mask_may_stay_after_a_fill(desk: Desk) -> None:
    desk.open()
    desk.editor.actions["keep_mask"].trigger()
    assert desk.editor.settings.get(KEEP_MASK)
    desk.fill()
    assert desk.editor.document.has_mask
    desk.editor.actions["keep_mask"].trigger()
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: len(desk.editor.document.fills) == 2)
    desk.wait_idle()
    assert not desk.editor.document.has_mask


def test_masks_go_out_and_come_back(desk: Desk) -> None:
    desk.open()
    document, mask_desk = desk.editor.document, desk.editor.mask_desk
    desk.key(Qt.Key.Key_M)
    desk.stroke((30, 30), (90, 70))
    before = document.mask.copy()
    with desk.qtbot.waitSignal(mask_desk.files.written):
        mask_desk.export_mask(desk.folder / "mask")
    np.testing.assert_array_equal(np.array(Image.open(desk.folder / "mask.png")), before)
    document.clear_mask()
    with desk.qtbot.waitSignal(mask_desk.files.read):
        mask_desk.import_mask(desk.folder / "mask.png")
    np.testing.assert_array_equal(document.mask, before)
    document.undo_stack.undo()
    assert not document.has_mask


def test_a_mask_of_another_size_is_refused_in_a_sentence(desk: Desk) -> None:
    desk.open()
    Image.new("L", (50, 60), 255).save(desk.folder / "small.png")
    (desk.folder / "broken.png").write_bytes(b"nothing")
    desk.stroke((60, 50), (90, 60))
    before = desk.editor.document.mask.copy()
    for name in ("small.png", "broken.png", "absent.png"):
        with desk.qtbot.waitSignal(desk.editor.mask_desk.files.failed):
            desk.editor.mask_desk.import_mask(desk.folder / name)
        assert desk.notices[-1].kind is Kind.ERROR
        assert desk.notices[-1].text.endswith(".")
    np.testing.assert_array_equal(desk.editor.document.mask, before)


def test_a_mask_cannot_be_written_where_no_folder_is(desk: Desk) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    with desk.qtbot.waitSignal(desk.editor.mask_desk.files.failed):
        desk.editor.mask_desk.export_mask(desk.folder / "absent" / "mask.png")
    assert desk.notices[-1].kind is Kind.ERROR


def test_a_mask_that_arrives_for_another_photo_is_dropped(desk: Desk) -> None:
    desk.open()
    Image.new("L", (160, 120), 255).save(desk.folder / "mask.png")
    document = desk.editor.document
    generation = document.generation
    desk.open("second.png")
    desk.editor.mask_desk.files.open(desk.folder / "mask.png", document.size, generation)
    with desk.qtbot.waitSignal(desk.editor.mask_desk.files.read):
        pass
    assert not document.has_mask


# ---- source area -------------------------------------------------------------------------------------


def test_the_source_area_is_painted_sent_cleared_and_inverted(desk: Desk) -> None:
    desk.open()
    document, actions, panel = desk.editor.document, desk.editor.actions, desk.editor.window.sources
    assert "everywhere" in panel._hint.text()
    desk.key(Qt.Key.Key_S)
    assert document.target is Target.SOURCES
    desk.stroke((120, 20), (150, 20))
    desk.key(Qt.Key.Key_S)
    assert document.target is Target.MASK
    assert document.has_sources
    assert not document.has_mask
    desk.settle()
    assert "only" in panel._hint.text()
    desk.fill()
    (request,) = desk.engine.asked
    np.testing.assert_array_equal(request.sources, document.sources > 127)
    actions["invert_sources"].trigger()
    np.testing.assert_array_equal(document.sources > 127, ~request.sources)
    actions["clear_sources"].trigger()
    assert not document.has_sources
    desk.fill()
    assert desk.engine.asked[-1].sources is None
    document.undo_stack.setIndex(0)
    assert not document.has_sources


def test_another_photo_begins_with_its_mask(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_S)
    desk.stroke((120, 20), (150, 20))
    desk.answers.on_unsaved = Unsaved.DISCARD
    desk.open("second.png")
    assert desk.editor.document.target is Target.MASK
    assert not desk.editor.actions["edit_sources"].isChecked()
    assert not desk.editor.document.has_sources


# ---- click select ------------------------------------------------------------------------------------


def test_clicks_select_an_object_and_undo_takes_them_back(desk: Desk) -> None:
    disc = open_disc(desk)
    document, clicks = desk.editor.document, desk.editor.selecting.clicks
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60)
    wait_answered(desk)
    assert overlap(document.mask, disc) > 0.85
    one = document.mask.copy()
    click(desk, 20, 20)
    wait_answered(desk)
    assert len(clicks.clicks) == 2
    assert document.mask[20, 20] > 127
    desk.key(Qt.Key.Key_Z, CTRL)
    assert len(clicks.clicks) == 1
    np.testing.assert_array_equal(document.mask, one)
    desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(clicks.clicks) == 2
    desk.qtbot.keyClick(desk.editor.canvas, Qt.Key.Key_Backspace)
    assert len(clicks.clicks) == 1
    click(desk, 20, 20, ALT)
    wait_answered(desk)
    assert document.mask[20, 20] == 0
    assert overlap(document.mask, disc) > 0.85


def test_the_answer_is_a_mask_like_any_other(desk: Desk) -> None:
    open_disc(desk)
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60)
    wait_answered(desk)
    clicks = desk.editor.selecting.clicks
    assert clicks.clicks
    desk.key(Qt.Key.Key_E)
    desk.stroke((80, 60), (85, 60))
    assert not clicks.clicks
    assert desk.editor.document.mask[60, 82] < 128
    assert desk.editor.document.mask[60, 60] > 127 or desk.editor.canvas.brush.size_px > 35


def test_shift_adds_an_object_and_a_plain_click_after_esc_replaces_it(desk: Desk) -> None:
    disc = open_disc(desk)
    desk.key(Qt.Key.Key_M)
    desk.stroke((2, 2), (12, 12))
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60, SHIFT)
    wait_answered(desk)
    mask = desk.editor.document.mask
    assert mask[7, 7] > 127
    assert mask[60, 80] > 127
    desk.key(Qt.Key.Key_Escape)
    assert not desk.editor.selecting.clicks.clicks
    assert desk.editor.document.has_mask
    click(desk, 80, 60)
    wait_answered(desk)
    assert mask[7, 7] == 0
    assert overlap(mask, disc) > 0.85


def test_masks_reach_beyond_an_object_and_source_areas_do_not(desk: Desk) -> None:
    rimmed = open_disc(desk)
    document = desk.editor.document
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60)
    wait_answered(desk)
    document.set_target(Target.SOURCES)
    click(desk, 80, 60)
    wait_answered(desk)
    mask, sources = document.mask > 127, document.sources > 127
    assert sources.sum() < 0.94 * rimmed.sum() < 1.03 * mask.sum()
    assert mask[sources].all()


def test_the_first_click_has_to_be_on_the_object(desk: Desk) -> None:
    open_disc(desk)
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60, ALT)
    assert desk.notices[-1].kind is Kind.INFO
    assert not desk.editor.selecting.clicks.clicks
    assert not desk.editor.document.has_mask


def test_only_the_last_of_quick_clicks_is_answered(desk: Desk) -> None:
    disc = open_disc(desk)
    desk.key(Qt.Key.Key_W)
    for x in (70, 80, 90):
        click(desk, x, 60)
    wait_answered(desk)
    document = desk.editor.document
    assert overlap(document.mask, disc) > 0.85
    assert document.undo_stack.count() <= 3
    assert len(desk.editor.selecting.clicks.clicks) == 3


def test_a_photo_that_comes_in_between_drops_the_answer(desk: Desk) -> None:
    open_disc(desk)
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60)
    desk.editor.document.load(np.zeros((90, 80, 3), np.uint8))
    assert not desk.editor.selecting.clicks.is_busy
    desk.qtbot.wait(0)
    assert not desk.editor.document.has_mask


def test_a_worker_that_fails_says_so_and_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from editor.selection.clicks import ClickSelector

    disc = open_disc(desk)
    desk.key(Qt.Key.Key_W)
    with monkeypatch.context() as patch:
        patch.setattr(ClickSelector, "select", lambda *_: 1 / 0)
        click(desk, 80, 60)
        desk.qtbot.waitUntil(lambda: any(notice.kind is Kind.ERROR for notice in desk.notices))
    assert not desk.editor.selecting.clicks.clicks
    click(desk, 80, 60)
    wait_answered(desk)
    assert overlap(desk.editor.document.mask, disc) > 0.85


def test_menu_dialogs_propose_names(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from editor.panels import file_questions

    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.settle()
    proposed: list[str] = []

    def answer(_parent: object, _title: str, path: str, _filters: str) -> tuple[str, str]:
        proposed.append(path)
        return str(desk.folder / "own.png"), ""

    monkeypatch.setattr(file_questions.QFileDialog, "getSaveFileName", answer)
    with desk.qtbot.waitSignal(desk.editor.mask_desk.files.written):
        desk.editor.actions["export_mask"].trigger()
    assert Path(proposed[0]).name == "photo-mask.png"
    monkeypatch.setattr(file_questions.QFileDialog, "getOpenFileName", answer)
    desk.editor.document.clear_mask()
    with desk.qtbot.waitSignal(desk.editor.mask_desk.files.read):
        desk.editor.actions["import_mask"].trigger()
    assert desk.editor.document.has_mask


def test_the_line_follows_the_pointer_by_its_width(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_I)
    before = desk.editor.canvas.line_width
    desk.key(Qt.Key.Key_BracketRight)
    assert desk.editor.canvas.line_width > before
    assert desk.editor.window.selection._width.value == desk.editor.canvas.line_width
    desk.qtbot.mouseMove(desk.editor.canvas, QPoint(5, 5))


def test_a_window_that_closes_lets_go_of_the_object(desk: Desk) -> None:
    open_disc(desk)
    desk.key(Qt.Key.Key_W)
    click(desk, 80, 60)
    wait_answered(desk)
    desk.answers.on_unsaved = Unsaved.DISCARD
    desk.editor.window.close()
    # The undo stack dies after this, and says so: nobody may ask it about clicks any more.
    assert not desk.editor.selecting.clicks.clicks
