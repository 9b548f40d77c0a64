"""Opening the engine, and closing while it works."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from editor.document.document import Document
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from engine.api import WeightsError
from tests.editor.inference.conftest import Bench, photo
from tests.fakes import FakeLoader


def test_a_fill_asked_for_while_the_engine_opens_runs_afterwards(qtbot: QtBot) -> None:
    loader = FakeLoader()
    gate = loader.hold()
    document = Document()
    document.load(photo())
    client = EngineClient(loader)
    controller = FillController(document, client)
    sentences: list[str] = []
    controller.progress_changed.connect(lambda p: sentences.append(p.sentence if p else ""))
    client.start()
    qtbot.waitUntil(gate.reached.is_set)
    assert not client.is_open
    mask = document.mask.copy()
    mask[30:50, 40:60] = 255
    document.set_mask(mask)
    controller.fill()
    assert sentences[-1] == "Opening the fill engine"
    gate.open()
    qtbot.waitUntil(lambda: len(document.fills) == 1)
    assert client.is_open
    client.close()


def test_an_engine_that_cannot_be_opened_says_so_and_is_tried_again(qtbot: QtBot) -> None:
    loader = FakeLoader()
    loader.fail(WeightsError("The weights file is damaged."))
    loader.fail(RuntimeError("no luck"))
    document = Document()
    document.load(photo())
    client = EngineClient(loader)
    controller = FillController(document, client)
    reasons: list[str] = []
    client.open_failed.connect(lambda sentence, _details: reasons.append(sentence))
    failures: list[str] = []
    controller.failed.connect(lambda sentence, _details: failures.append(sentence))
    client.start()
    qtbot.waitUntil(lambda: bool(reasons))
    assert reasons == ["The weights file is damaged."]
    mask = document.mask.copy()
    mask[30:50, 40:60] = 255
    document.set_mask(mask)
    controller.fill()
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert failures == ["The fill engine could not be started."]
    assert not document.fills
    controller.fill()
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert len(document.fills) == 1
    assert loader.calls == 3
    client.close()


def test_closing_during_a_run_ends_every_request_and_the_thread(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(40, 30, 60, 50)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(120, 90, 140, 110)
    bench.controller.fill()
    before = bench.document.pixels.copy()
    gate.open()
    bench.client.close()
    bench.qtbot.waitUntil(lambda: not bench.client.under_way)
    assert sorted(run_id for run_id, _ in bench.terminal()) == [1, 2]
    assert bench.client._thread.isFinished()
    assert (bench.document.pixels == before).all() or bench.terminal()[-1][1] == "Finished"


def test_cancelling_while_the_engine_opens_leaves_nothing_to_do(qtbot: QtBot) -> None:
    loader = FakeLoader()
    gate = loader.hold()
    document = Document()
    document.load(photo())
    client = EngineClient(loader)
    controller = FillController(document, client)
    client.start()
    mask = document.mask.copy()
    mask[30:50, 40:60] = 255
    document.set_mask(mask)
    controller.fill()
    qtbot.waitUntil(gate.reached.is_set)
    controller.cancel()
    assert not controller.is_busy
    assert not client.under_way
    gate.open()
    qtbot.waitUntil(lambda: client.is_open)
    client.close()
    assert loader.engine.asked == []


def test_closing_while_the_engine_opens_waits_for_it_and_ends(qtbot: QtBot) -> None:
    loader = FakeLoader()
    gate = loader.hold()
    client = EngineClient(loader)
    client.start()
    qtbot.waitUntil(gate.reached.is_set)
    gate.open()
    client.close()
    assert client._thread.isFinished()


def test_many_runs_in_a_row_end_one_by_one(bench: Bench) -> None:
    """A thousand signals across the threads: none is lost, none comes twice."""
    for number in range(40):
        x = 4 + 3 * (number % 40)
        bench.paint(x, 10, x + 2, 12)
        bench.controller.fill()
        bench.wait_idle()
    ended = [run_id for run_id, _ in bench.terminal()]
    assert len(ended) == len(set(ended))
    assert len(bench.document.fills) == 40
