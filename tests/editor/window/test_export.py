"""Writing photos: through the dialog, never over the source unasked, with a proof counted in the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import numpy as np
import pytest
from PIL import Image

from editor.inference import files
from editor.inference.convert import ExportChoices
from editor.inference.files import Exported, ExportJob
from editor.notices import Kind
from editor.panels.export_dialog import ExportDialog
from editor.panels.export_wishes import SourceFacts
from editor.panels.questions import Unsaved
from engine.photo.writing import sha256_of
from engine.protocol import PhotoError
from tests.editor.inference.conftest import photo
from tests.editor.window.conftest import Desk


def press_export(desk: Desk, path: Path | None = None) -> None:
    dialog = desk.export_dialog()
    if path is not None:
        dialog.set_path(path)
    dialog.wished.emit(dialog.wishes)


def export(desk: Desk, path: Path | None = None) -> None:
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        press_export(desk, path)


class Held:
    """Exports that end when a test wants it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._fates: dict[str, Queue[bool]] = defaultdict(Queue)
        self._is_over = False
        self._export = files.export
        monkeypatch.setattr(files, "export", self._wait)

    def finish(self, name: str) -> None:
        self._fates[name].put(True)

    def fail(self, name: str) -> None:
        self._fates[name].put(False)

    def let_all_go(self) -> None:
        self._is_over = True
        for name in list(self._fates):
            self.finish(name)

    def _wait(self, job: ExportJob) -> Exported:
        if not self._is_over and not self._fates[job.choices.path.name].get():
            raise PhotoError("There is not enough room.")
        return self._export(job)


@pytest.fixture
def held(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    it = Held(monkeypatch)
    yield it
    it.let_all_go()  # the desk waits for what is being written


def test_an_export_proves_that_nothing_else_changed(desk: Desk) -> None:
    desk.open()
    desk.fill()
    export(desk)
    written = np.asarray(Image.open(desk.folder / "photo-edited.png"))
    np.testing.assert_array_equal(written, desk.editor.document.pixels)
    outside = written.shape[0] * written.shape[1] - int(desk.editor.document.difference_mask().sum())
    proof = desk.editor.window.status.proof.text()
    assert proof == f"0 of {outside:,} pixels outside the mask changed."
    assert desk.notices[-1].kind is Kind.SUCCESS
    assert proof in desk.notices[-1].text
    assert sha256_of(desk.folder / "photo-edited.png") in desk.editor.window.status.proof.toolTip()


def test_a_moved_edge_is_told_apart(desk: Desk) -> None:
    desk.open()
    desk.fill()
    hole = int(desk.editor.document.difference_mask().sum())
    desk.editor.window.edge.edge_changed.emit(3, 0)
    edge = int(desk.editor.document.difference_mask().sum()) - hole
    assert edge > 0
    export(desk)
    proof = desk.editor.window.status.proof.text()
    assert proof.startswith("0 of ")
    assert f"the mask and its moved edge ({edge:,} px) changed" in proof


def test_what_was_exported_needs_no_saving(desk: Desk) -> None:
    desk.open()
    desk.fill()
    export(desk)
    assert not desk.editor.document.is_dirty
    assert desk.editor.window.close()
    assert desk.answers.asked == []


def test_work_done_while_the_file_was_written_still_needs_saving(desk: Desk) -> None:
    desk.open()
    desk.fill()
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        press_export(desk)
        desk.stroke((20, 20), (30, 20))
    assert desk.editor.document.is_dirty


def test_an_edge_dragged_while_the_file_was_written_still_needs_saving(desk: Desk) -> None:
    desk.open()
    desk.fill()
    desk.editor.document.adjust_edge(2, 0)
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        press_export(desk)
        desk.editor.document.adjust_edge(6, 0)  # the same step of undo
    assert desk.editor.document.is_dirty


def test_each_export_is_of_the_work_as_it_was_asked_for(desk: Desk, held: Held) -> None:
    desk.open()
    desk.fill()
    press_export(desk, desk.folder / "first.png")
    desk.stroke((20, 20), (30, 20))
    press_export(desk, desk.folder / "second.png")
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        held.finish("first.png")
    assert desk.editor.document.is_dirty
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        held.finish("second.png")
    assert not desk.editor.document.is_dirty


def test_the_source_is_never_replaced_unasked(desk: Desk) -> None:
    path = desk.open()
    before = path.read_bytes()
    desk.fill()
    press_export(desk, path)
    assert desk.answers.asked == ["source photo.png"]
    assert path.read_bytes() == before
    assert not desk.editor.files.is_exporting


def test_the_source_is_replaced_when_that_is_confirmed(desk: Desk) -> None:
    path = desk.open()
    desk.fill()
    desk.answers.on_replace = True
    export(desk, path)
    np.testing.assert_array_equal(np.asarray(Image.open(path)), desk.editor.document.pixels)


def test_any_other_file_is_not_replaced_unasked_either(desk: Desk) -> None:
    desk.open()
    other = desk.folder / "other.png"
    other.write_bytes(b"precious")
    desk.fill()
    press_export(desk, other)
    assert desk.answers.asked == ["other other.png"]
    assert other.read_bytes() == b"precious"


def test_an_export_that_fails_says_why_and_keeps_the_work(desk: Desk) -> None:
    desk.open()
    desk.fill()
    folder = desk.folder / "soon gone"
    folder.mkdir()
    dialog = desk.export_dialog()
    dialog.set_path(folder / "photo.png")
    desk.editor.filing.refusal = lambda _: ""  # it goes between question and writing
    folder.rmdir()
    with desk.qtbot.waitSignal(desk.editor.files.export_failed):
        dialog.wished.emit(dialog.wishes)
    assert desk.notices[-1].kind is Kind.ERROR
    assert "soon gone" in desk.notices[-1].text
    assert desk.editor.document.is_dirty
    assert len(desk.editor.document.fills) == 1


@pytest.mark.parametrize("name", ["nowhere/photo.png", "nowhere/photo"])
def test_what_can_be_known_to_fail_is_said_in_the_dialog_which_stays(desk: Desk, name: str) -> None:
    desk.open()
    desk.fill()
    dialog = desk.export_dialog()
    dialog.set_path(desk.folder / name)
    dialog.wished.emit(dialog.wishes)
    assert dialog.isVisible()
    assert dialog._hint.objectName() == "refusal"
    assert Path(name).parts[0] in dialog._hint.text()
    assert not desk.editor.files.is_exporting
    # Another choice is another matter, and nothing that was chosen is lost.
    dialog.set_path(desk.folder / "here.png")
    assert dialog._hint.objectName() == "muted"
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        dialog.wished.emit(dialog.wishes)
    assert desk.editor.export_desk.dialog is None


def test_the_dialog_offers_what_a_format_can_hold(desk: Desk) -> None:
    desk.open()
    dialog = desk.export_dialog()
    for name, holds_16 in (("a.png", True), ("a.TIFF", True), ("a.jpg", False), ("a.webp", False)):
        dialog.set_path(desk.folder / name)
        dialog._depth.setCurrentIndex(2)
        assert dialog.wishes.depth == (16 if holds_16 else None)
        assert (dialog.wishes.quality is not None) == name.endswith(".jpg")
    dialog.reject()


def test_a_webp_is_lossless_unless_a_quality_is_wished(desk: Desk) -> None:
    desk.open()
    desk.fill()
    dialog = desk.export_dialog()
    dialog.set_path(desk.folder / "a.webp")
    assert dialog._keep_quality.text() == "Lossless"
    assert dialog.wishes.quality is None
    dialog._keep_quality.setChecked(False)
    dialog._quality.setValue(40)
    assert dialog.wishes.quality == 40
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        dialog.wished.emit(dialog.wishes)
    assert "changed by compression" in desk.editor.window.status.proof.text()
    assert (desk.folder / "a.webp").stat().st_size < 10_000


def test_the_note_about_the_algorithm_can_be_left_out_and_stays_so(desk: Desk) -> None:
    desk.open()
    desk.fill()
    export(desk, desk.folder / "a.png")
    assert b"compositeWithTrainedAlgorithmicMedia" in (desk.folder / "a.png").read_bytes()
    dialog = desk.export_dialog()
    dialog._mark.setChecked(False)
    dialog.set_path(desk.folder / "b.png")
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        dialog.wished.emit(dialog.wishes)
    assert b"compositeWithTrainedAlgorithmicMedia" not in (desk.folder / "b.png").read_bytes()
    assert not desk.export_dialog().wishes.mark_source


@pytest.mark.parametrize(
    ("name", "depth", "proposed"),
    [("a.nef", 16, "a-edited.tif"), ("a.heic", 8, "a-edited.png"), ("a.JPG", 8, "a-edited.jpg")],
)
def test_what_cannot_be_written_back_is_proposed_in_a_format_that_can(
    desk: Desk, name: str, depth: int, proposed: str
) -> None:
    facts = SourceFacts(Path(name), depth, "", is_jpeg=False)
    dialog = ExportDialog(facts, desk.folder, 95, mark_source=True)
    desk.qtbot.addWidget(dialog)
    assert dialog.wishes.path == desk.folder / proposed


def test_the_dialog_follows_the_chosen_format(desk: Desk) -> None:
    desk.open()
    dialog = desk.export_dialog()
    for index, suffix in enumerate((".jpg", ".png", ".tif", ".webp")):
        dialog._format.setCurrentIndex(index)
        assert dialog.wishes.path.suffix == suffix
    dialog.reject()


@pytest.mark.parametrize(("suffix", "depth"), [(".png", 16), (".tif", 16), (".tif", 8)])
def test_depth_is_as_chosen_and_reads_back(desk: Desk, suffix: str, depth: int) -> None:
    desk.open()
    desk.fill()
    path = desk.folder / f"deep{suffix}"
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        desk.editor.filing.export(ExportChoices(path, depth=depth))
    pixels = desk.editor.document.pixels.copy()
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.filing.open(path)
    again = desk.editor.document.pixels
    assert again.dtype.itemsize * 8 == depth
    np.testing.assert_array_equal(again, pixels.astype(again.dtype) * (257 if depth == 16 else 1))


def test_a_jpeg_says_how_much_its_compression_changed(desk: Desk) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3)).astype(np.uint8)
    path = desk.folder / "noise.png"
    Image.fromarray(noise).save(path)
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.filing.open(path)
    desk.fill()
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        desk.editor.filing.export(ExportChoices(desk.folder / "noise.jpg", quality=80))
    assert "changed by compression" in desk.editor.window.status.proof.text()


def test_export_then_close_closes_once_the_file_is_there(desk: Desk) -> None:
    desk.open()
    desk.fill()
    desk.answers.on_unsaved = Unsaved.EXPORT
    with desk.qtbot.waitSignal(desk.editor.export_desk.asked) as asked:
        assert not desk.editor.window.close()
    dialog = asked.args[0]
    with desk.qtbot.waitSignal(desk.editor.window.closed):
        dialog.wished.emit(dialog.wishes)
    np.testing.assert_array_equal(
        np.asarray(Image.open(desk.folder / "photo-edited.png"))[0, 0], photo()[0, 0]
    )


def test_export_then_close_waits_for_that_export_and_no_other(desk: Desk, held: Held) -> None:
    desk.open()
    desk.fill()
    press_export(desk, desk.folder / "first.png")
    desk.answers.on_unsaved = Unsaved.EXPORT
    with desk.qtbot.waitSignal(desk.editor.export_desk.asked) as asked:
        assert not desk.editor.window.close()
    asked.args[0].set_path(desk.folder / "second.png")
    asked.args[0].wished.emit(asked.args[0].wishes)
    held.fail("second.png")
    with desk.qtbot.waitSignal(desk.editor.files.export_failed):
        held.finish("first.png")
    assert desk.editor.window.isVisible()


def test_who_stays_after_all_is_not_closed_on_by_an_earlier_answer(desk: Desk, held: Held) -> None:
    desk.open()
    desk.fill()
    desk.answers.on_unsaved = Unsaved.EXPORT
    with desk.qtbot.waitSignal(desk.editor.export_desk.asked) as asked:
        assert not desk.editor.window.close()
    asked.args[0].wished.emit(asked.args[0].wishes)
    desk.answers.on_unsaved = Unsaved.STAY
    assert not desk.editor.window.close()
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        held.finish("photo-edited.png")
    assert desk.editor.window.isVisible()


def test_giving_the_export_up_means_staying(desk: Desk) -> None:
    desk.open()
    desk.fill()
    desk.answers.on_unsaved = Unsaved.EXPORT
    with desk.qtbot.waitSignal(desk.editor.export_desk.asked) as asked:
        assert not desk.editor.window.close()
    asked.args[0].reject()
    export(desk)
    assert desk.editor.window.isVisible()


def test_recent_photos_come_back_newest_first(desk: Desk) -> None:
    first, second = desk.open("first.png"), desk.open("second.png")
    assert desk.editor.filing.recent == [second.resolve(), first.resolve()]
    desk.open("first.png")
    assert desk.editor.filing.recent == [first.resolve(), second.resolve()]
    second.unlink()
    assert desk.editor.filing.recent == [first.resolve()]
    assert desk.editor.window.menus.recent.isEnabled()
