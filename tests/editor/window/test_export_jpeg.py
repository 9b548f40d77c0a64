"""JPEGs of photos that were JPEGs: blocks of the source are taken over where nothing changed, only there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from editor.inference.convert import ExportChoices
from editor.round_trip import DONE, Errand, RoundTrip
from tests.editor.inference.conftest import photo
from tests.editor.window.conftest import Desk
from tests.engine.photo.makers import prophoto

# Chroma may be stored at half resolution, in blocks of 8.
_GROUP_PX = 16


def open_jpeg(desk: Desk, profile: bytes | None = None) -> npt.NDArray[np.int64]:
    """Opens a photo that was compressed; its pixels."""
    path = desk.folder / "photo.jpg"
    Image.fromarray(photo()).save(path, quality=92, icc_profile=profile)
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.window.photo_dropped.emit(path)
    return read(path)


def export(desk: Desk, name: str = "out.jpg", *, to_srgb: bool = False) -> npt.NDArray[np.int64]:
    """Exports with the source's own quality; what the file shows."""
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        desk.editor.filing.export(ExportChoices(desk.folder / name, to_srgb=to_srgb))
    return read(desk.folder / name)


def read(path: Path) -> npt.NDArray[np.int64]:
    return np.asarray(Image.open(path)).astype(np.int64)


def holds_the_fills(desk: Desk, written: npt.NDArray[np.int64], source: npt.NDArray[np.int64]) -> bool:
    hole, wanted = desk.editor.document.difference_mask(), desk.editor.document.pixels
    assert np.abs(source - wanted)[hole].mean() > 20, "the fill can be told from the photo"
    return bool(np.abs(written - wanted)[hole].mean() < 5)


def test_it_holds_the_fill_and_is_the_source_elsewhere(desk: Desk) -> None:
    source = open_jpeg(desk)
    desk.fill()
    written = export(desk)
    assert holds_the_fills(desk, written, source)
    ys, xs = np.nonzero(desk.editor.document.difference_mask())
    far = np.ones(source.shape[:2], np.bool_)
    far[
        max(0, ys.min() - _GROUP_PX) : ys.max() + _GROUP_PX,
        max(0, xs.min() - _GROUP_PX) : xs.max() + _GROUP_PX,
    ] = False
    np.testing.assert_array_equal(written[far], source[far])


def test_it_is_as_the_document_is_now_whatever_was_exported_before(desk: Desk) -> None:
    source = open_jpeg(desk)
    desk.fill()
    export(desk)
    desk.editor.document.undo_stack.undo()
    np.testing.assert_array_equal(export(desk), source)
    desk.editor.document.undo_stack.redo()
    assert holds_the_fills(desk, export(desk), source)


def test_colors_that_are_converted_are_converted_everywhere(desk: Desk) -> None:
    source = open_jpeg(desk, prophoto())
    desk.fill()
    written = export(desk, to_srgb=True)
    exact = export(desk, "out.png", to_srgb=True)
    # What compression does to such a small picture is little beside it.
    assert np.abs(written - exact).mean() < np.abs(exact - source).mean() / 4


@pytest.mark.parametrize("is_embedded", [False, True])
def test_fills_of_a_project_are_in_it_too(desk: Desk, is_embedded: bool) -> None:
    source = open_jpeg(desk)
    desk.fill()
    project = desk.folder / "work.lacuna"
    desk.answers.project = (project, is_embedded)
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.projects.save()
    with desk.qtbot.waitSignal(desk.editor.projects.opened):
        desk.editor.open(project)
    assert len(desk.editor.document.fills) == 1
    assert holds_the_fills(desk, export(desk), source)


def test_another_program_gets_the_fill_back(desk: Desk) -> None:
    source = open_jpeg(desk)
    output = desk.folder / "back.jpg"
    errand = RoundTrip(Errand(desk.folder / "photo.jpg", output), desk.editor)
    desk.fill()
    with desk.qtbot.waitSignal(desk.editor.window.closed):
        errand.hand_back()
    assert errand.exit_code == DONE
    assert holds_the_fills(desk, read(output), source)
