"""What is drawn: exact at 100 % and above 200 %, and the same whether drawn at once or by pieces."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QColorSpace

from editor.canvas.look import Compare
from editor.painting.rect import Rect
from tests.editor.canvas.conftest import OpenCanvas, screen
from tests.editor.document.builders import answer, hole_at, noise, stroke


def fresh(view) -> np.ndarray:
    """The screen after everything was drawn anew."""
    view._layers.spoil()
    return screen(view)


def on_screen(view, rect: Rect) -> Rect:
    return view._viewport.device_rect(rect)


def test_without_a_photo_there_is_only_background(open_canvas: OpenCanvas) -> None:
    view = open_canvas(0)
    view.set_background(QColor(10, 20, 30))
    assert (screen(view) == (10, 20, 30)).all()


def test_at_100_percent_the_screen_is_the_photo(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    box = view.visible_box()
    assert (box.width, box.height) == (400, 300)
    assert np.array_equal(screen(view), view.test_document.pixels[box.slices])


@pytest.mark.parametrize("zoom", [2, 3, 8, 32])
def test_from_200_percent_on_every_pixel_is_a_square(open_canvas: OpenCanvas, zoom: int) -> None:
    view = open_canvas(601, 803)
    view.zoom_to(zoom)
    (ox, oy), photo = view._viewport.origin, view.test_document.pixels
    rows = (np.arange(300) - oy) // zoom
    columns = (np.arange(400) - ox) // zoom
    assert np.array_equal(screen(view), photo[rows][:, columns])


def test_sixteen_bit_and_alpha_are_shown(open_canvas: OpenCanvas) -> None:
    deep = open_canvas(400, 500, 3, np.uint16)
    deep.zoom_to(1.0)
    part = deep.test_document.pixels[deep.visible_box().slices]
    assert np.array_equal(screen(deep), np.rint(part / 257).astype(np.uint8))
    clear = open_canvas(400, 500, 4)
    photo = np.zeros((400, 500, 4), np.uint8)
    photo[..., 3] = np.where(np.arange(500) < 250, 255, 0)
    photo[..., 0] = 200
    clear.test_document.load(photo)
    clear.zoom_to(1.0)
    shown = screen(clear)
    split = 250 - clear.visible_box().x0
    assert (shown[:, : split - 1] == (200, 0, 0)).all()
    board = np.unique(shown[:, split + 1 :].reshape(-1, 3), axis=0)
    assert board.tolist() == [[160, 160, 160], [204, 204, 204]]


def test_zoomed_out_the_screen_is_the_mean(open_canvas: OpenCanvas) -> None:
    view = open_canvas(1200, 1600)
    assert view.zoom == pytest.approx(0.25)
    photo = view.test_document.pixels.astype(float)
    mean = photo.reshape(300, 4, 400, 4, 3).mean(axis=(1, 3))
    assert np.abs(screen(view) - mean).max() <= 2


@pytest.mark.parametrize("zoom", [0.37, 0.5, 0.81, 1.0, 1.5, 3.3, 12.0])
def test_panned_pixels_are_what_drawing_anew_gives(open_canvas: OpenCanvas, zoom: float) -> None:
    view = open_canvas(901, 1203)
    stroke(view.test_document, (300, 300), (700, 600), size=120)
    view.zoom_to(zoom)
    screen(view)
    for dx, dy in ((17, -9), (-60, 41), (3, 3), (0, -280)):
        view._pan(dx, dy)
    view._march.stop()
    moved = screen(view).astype(int)
    assert np.abs(moved - fresh(view)).max() <= 1


@pytest.mark.parametrize("zoom", [0.23, 0.5, 0.77, 1.0, 1.5, 4.0])
def test_only_what_changed_is_drawn_and_it_is_enough(open_canvas: OpenCanvas, zoom: float) -> None:
    view = open_canvas(901, 1203)
    document = view.test_document
    view.zoom_to(zoom)
    view._march.stop()
    screen(view)
    stroke(document, (550, 400), (640, 470), size=60)
    assert np.array_equal(screen(view), fresh(view))
    document.show_preview(Rect(560, 410, 640, 450), noise(40, 80, seed=8))
    assert np.abs(screen(view).astype(int) - fresh(view)).max() <= 1
    document.apply_fill(answer(document))
    assert np.abs(screen(view).astype(int) - fresh(view)).max() <= 1
    document.undo_stack.undo()
    assert np.abs(screen(view).astype(int) - fresh(view)).max() <= 1
    document.clear_mask()
    assert np.array_equal(screen(view), fresh(view))


def test_the_overlay_tints_the_hole_with_its_color_and_opacity(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    document = view.test_document
    document.load(np.full((600, 800, 3), 100, np.uint8))
    stroke(document, (400, 300), size=100)
    view.zoom_to(1.0)
    view.set_overlay(QColor(0, 200, 0), 0.5)
    shown = screen(view)
    assert shown[150, 200].tolist() == pytest.approx([50, 150, 50], abs=1)
    assert shown[5, 5].tolist() == [100, 100, 100]
    view.set_overlay_shown(False)
    assert (screen(view) == 100).all()
    view.set_overlay_shown(True)
    view.set_overlay(QColor(0, 0, 200), 1.0)
    assert screen(view)[150, 200].tolist() == [0, 0, 200]


@pytest.mark.parametrize("zoom", [0.5, 1.0, 4.0])
def test_an_arriving_fill_is_seen_without_the_tint_and_inside_the_edge(
    open_canvas: OpenCanvas, zoom: float
) -> None:
    view = open_canvas()
    document = view.test_document
    document.load(np.full((600, 800, 3), 100, np.uint8))
    stroke(document, (400, 300), size=60)
    view.zoom_to(zoom)
    view._march.stop()
    covered = screen(view)
    assert covered[150, 200].tolist() != [100, 100, 100]
    document.show_preview(Rect(360, 260, 440, 304), np.full((44, 80, 3), 180, np.uint8))
    shown = screen(view)
    above, below = int(150 - 10 * zoom), int(150 + 10 * zoom)
    assert shown[above, 200].tolist() == [180, 180, 180]
    assert shown[below, 200].tolist() == covered[below, 200].tolist()
    if zoom < 4:
        top = round(150 - 30 * zoom)
        assert {0, 255} & set(np.unique(shown[top - 2 : top + 3, 195:206]))
    document.clear_preview()
    assert np.array_equal(screen(view), covered)


@pytest.mark.parametrize("tone", [0, 128, 255])
def test_the_marching_edge_is_seen_on_any_photo_and_moves(open_canvas: OpenCanvas, tone: int) -> None:
    view = open_canvas()
    document = view.test_document
    document.load(np.full((600, 800, 3), tone, np.uint8))
    view.set_overlay(QColor(tone, tone, tone), 0.5)
    stroke(document, (400, 300), size=100)
    view.zoom_to(1.0)
    view._march.stop()
    first = screen(view)
    assert {0, 255} <= set(np.unique(first))
    view._on_march()
    second = screen(view)
    moved = (first != second).any(axis=2)
    assert moved.any()
    ring = np.hypot(*np.meshgrid(np.arange(400) - 199.5, np.arange(300) - 149.5))
    assert (np.abs(ring[moved] - 50) < 2.5).all()


def test_a_one_pixel_stroke_is_seen_when_the_whole_photo_is(open_canvas: OpenCanvas) -> None:
    view = open_canvas(3000, 4000)
    document = view.test_document
    document.load(np.full((3000, 4000, 3), 90, np.uint8))
    stroke(document, (333, 1501), (3600, 1501), size=1)
    rows = screen(view)[148:152, 35:358]
    assert (rows != 90).any(axis=(0, 2)).all()


def test_original_is_shown_while_held(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    document = view.test_document
    before = document.pixels.copy()
    view.zoom_to(1.0)
    document.apply_fill([hole_at(document, Rect(300, 200, 400, 300))])
    box = view.visible_box()
    view.hold_original(True)
    assert view.compare is Compare.ORIGINAL
    assert np.array_equal(screen(view), before[box.slices])
    view.hold_original(False)
    assert np.array_equal(screen(view), document.pixels[box.slices])


@pytest.mark.parametrize("zoom", [0.25, 1.0])
def test_the_original_at_any_zoom_is_what_the_photo_looked_like(open_canvas: OpenCanvas, zoom: float) -> None:
    view = open_canvas(1200, 1600)
    document = view.test_document
    view.zoom_to(zoom)
    before = screen(view)
    document.apply_fill([hole_at(document, Rect(700, 500, 900, 700))])
    assert not np.array_equal(screen(view), before)
    view.hold_original(True)
    assert np.array_equal(screen(view), before)


def test_split_shows_original_left_and_result_right(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    document = view.test_document
    before = document.pixels.copy()
    view.zoom_to(1.0)
    document.apply_fill([hole_at(document, Rect(300, 200, 500, 400))])
    view.set_split(True)
    view.set_split_position(0.25)
    box, shown = view.visible_box(), screen(view)
    assert np.array_equal(shown[:, :92], before[box.slices][:, :92])
    assert np.array_equal(shown[:, 108:], document.pixels[box.slices][:, 108:])


@pytest.mark.parametrize("compare", [Compare.SPLIT, Compare.DIFFERENCE])
def test_a_stroke_is_seen_while_comparing(open_canvas: OpenCanvas, compare: Compare) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    view.set_compare(compare)
    before = screen(view)
    stroke(view.test_document, (400, 300), size=60)
    assert (screen(view) != before).any(axis=2).sum() > 2000


def test_difference_marks_changed_pixels_only(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    document = view.test_document
    view.zoom_to(1.0)
    document.apply_fill([hole_at(document, Rect(300, 200, 500, 400))])
    view.set_difference(True)
    box = view.visible_box()
    is_marked = (screen(view) == (255, 0, 200)).all(axis=2)
    assert np.array_equal(is_marked, document.difference_mask()[box.slices])
    document.undo_stack.undo()
    assert not (screen(view) == (255, 0, 200)).all(axis=2).any()


@pytest.mark.parametrize("size", [(1, 1), (1, 999), (999, 1), (3, 2)])
def test_tiny_and_thin_photos(open_canvas: OpenCanvas, size: tuple[int, int]) -> None:
    view = open_canvas(*size)
    document = view.test_document
    stroke(document, (0.5, 0.5), size=1)
    for zoom in (0.1, 1.0, 32.0):
        view.zoom_to(zoom)
        for compare in Compare:
            view.set_compare(compare)
            screen(view)
    view.zoom_fit()
    view.set_compare(Compare.NONE)
    assert (screen(view) != (38, 38, 40)).any()


def test_a_photo_in_a_wide_profile_is_shown_in_the_screen_s_colors(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    document = view.test_document
    photo = np.full((600, 800, 3), (60, 140, 90), np.uint8)
    wide = QColorSpace(QColorSpace.NamedColorSpace.DisplayP3)
    document.load(photo, bytes(wide.iccProfile()))
    shown = screen(view)[150, 200]
    transform = wide.transformationToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    expected = transform.map(QColor(60, 140, 90))
    assert shown.tolist() == pytest.approx([expected.red(), expected.green(), expected.blue()], abs=1)
    assert shown[0] < 55
    view.set_screen_space(wide)
    assert screen(view)[150, 200].tolist() == [60, 140, 90]
