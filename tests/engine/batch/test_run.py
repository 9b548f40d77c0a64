"""A batch does all it can, says what it could not, and after any end goes on where it was."""

from __future__ import annotations

import csv
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.api import CancelToken, EngineError
from engine.batch.crew import crew
from engine.batch.journal import Journal
from engine.batch.outcome import Status
from engine.batch.plan import WORK_FOLDER, BatchSettings, Plan, make_plan
from engine.batch.report import CSV_NAME, JSON_NAME
from engine.batch.run import Progress, run_batch
from engine.batch.work import alone
from engine.files import FillSettings
from engine.photo.proof import compare
from engine.photo.reading import read_photo
from engine.photo.writing import sha256_of
from engine.protocol import InvalidRequestError, WeightsError
from tests.engine.batch.folders import SIZE, make_folders, open_fake, open_fragile, save_mask, save_photo
from tests.fakes import FakeEngine


def _run(plan: Plan, engine: FakeEngine | None = None, *, is_resumed: bool = False) -> Progress:
    made = engine or FakeEngine(rows=1)
    return list(run_batch(plan, alone(lambda: made), CancelToken(), is_resumed))[-1]


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Which file, written when: changes whenever a result is written or moved again."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.glob("*.png")
        if path.is_file()
    }


def test_every_photo_is_filled_proved_and_reported(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 3)
    plan = make_plan(photos, masks, out, BatchSettings(fill=FillSettings(seed=5, ring_px=2)))
    engine = FakeEngine(rows=1)
    steps = list(run_batch(plan, alone(lambda: engine), CancelToken()))
    assert [step.done for step in steps] == [0, 1, 2, 3]
    assert steps[0].eta_s is None
    assert steps[-1].eta_s == 0
    assert [request.seed for request in engine.asked] == [5, 6] * 3
    assert {request.reach_px for request in engine.asked} == {2}
    for outcome in steps[-1].outcomes:
        before, after = read_photo(photos / outcome.name), read_photo(out / outcome.output)
        mask = read_photo(masks / outcome.name).pixels[..., 0] > 127
        assert outcome.proof is not None
        assert outcome.proof.outside_changed == 0
        assert outcome.proof.ring_changed > 0
        assert outcome.proof.inside_changed == compare(before.pixels, after.pixels, mask).inside_changed
        assert outcome.sha256 == sha256_of(out / outcome.output)
        assert outcome.risk is not None
        assert 0 < outcome.risk < 0.2  # two seeds of the fake engine differ by one level of red
    report = json.loads((out / JSON_NAME).read_text())
    assert (report["photos"], report["done"], report["failed"], report["skipped"]) == (3, 3, 0, 0)
    with (out / CSV_NAME).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["photo"] for row in rows] == ["000.png", "001.png", "002.png"]
    assert rows[0]["outside_changed"] == "0"
    assert float(rows[0]["risk"]) == report["results"][0]["risk"]


def test_one_variation_is_one_run_without_risk(tmp_path: Path) -> None:
    engine = FakeEngine(rows=1)
    progress = _run(make_plan(*make_folders(tmp_path, 2), BatchSettings(variations=1)), engine)
    assert len(engine.asked) == 2
    assert [outcome.risk for outcome in progress.outcomes] == [None, None]


def test_bad_files_stop_nothing(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 7)
    (photos / "001.png").write_bytes(b"")
    (photos / "002.png").write_bytes((photos / "002.png").read_bytes()[:200])
    save_mask(masks / "003.png", (30, 30))
    (masks / "004.png").unlink()
    out.mkdir()
    (out / "005.png").write_bytes(b"somebody's own")
    engine = FakeEngine(rows=1)
    engine.fail("row 0", RuntimeError("something broke"), run=2)
    progress = _run(make_plan(photos, masks, out, BatchSettings()), engine)
    found = {outcome.name: (outcome.status, outcome.error) for outcome in progress.outcomes}
    assert found["000.png"] == (Status.DONE, "")
    for name, words in (
        ("001.png", "is empty"),
        ("002.png", "is damaged"),
        ("003.png", "must be of the same size"),
        ("005.png", "is there already"),
        ("006.png", "An internal error, RuntimeError: something broke."),
    ):
        assert found[name][0] is Status.FAILED
        assert words in found[name][1]
    assert found["004.png"][0] is Status.SKIPPED
    assert (out / "005.png").read_bytes() == b"somebody's own"
    assert sorted(path.name for path in out.glob("*.png")) == ["000.png", "005.png"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems know no such names")
def test_a_cmyk_photo_names_the_option_that_converts_it(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 2)
    Image.new("CMYK", SIZE[::-1]).save(photos / "001.tif")
    (photos / "001.png").unlink()
    progress = _run(make_plan(photos, masks, out, BatchSettings()))
    assert [outcome.status for outcome in progress.outcomes] == [Status.DONE, Status.FAILED]
    assert progress.outcomes[1].error == (
        "001.tif is a CMYK file; it has to be converted to RGB first (--to-rgb does so)."
    )


def test_a_name_that_is_no_text_fails_alone_and_is_reported(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 3)
    name = os.fsdecode(b"caf\xe9.png")
    (photos / "001.png").rename(photos / name)
    (masks / "001.png").rename(masks / name)
    progress = _run(make_plan(photos, masks, out, BatchSettings()))
    failure = {one.name: one.error for one in progress.outcomes if one.status is Status.FAILED}
    assert failure == {name: f"The name of {name} is not valid UTF-8; please rename it."}
    report = json.loads((out / JSON_NAME).read_text(encoding="utf-8"))
    assert [entry["photo"] for entry in report["results"]] == ["000.png", "002.png", name]
    assert "caf\\udce9.png" in (out / CSV_NAME).read_text(encoding="utf-8")


def test_a_result_whose_name_gets_too_long_fails_alone(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 2)
    long = f"{'n' * 251}.png"
    (photos / "001.png").rename(photos / long)
    (masks / "001.png").rename(masks / long)
    progress = _run(make_plan(photos, masks, out, BatchSettings(suffix=".webp")))
    assert [outcome.status for outcome in progress.outcomes] == [Status.DONE, Status.FAILED]
    assert "too long for the file system" in progress.outcomes[1].error


def test_a_resumed_batch_does_what_is_left(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 4)
    good = (photos / "002.png").read_bytes()
    (photos / "002.png").write_bytes(b"damaged")
    plan = make_plan(photos, masks, out, BatchSettings())
    assert _run(plan).count(Status.FAILED) == 1
    first = _stamps(out)
    (photos / "002.png").write_bytes(good)
    (out / "003.png").unlink()
    save_photo(photos / "new.png")
    save_mask(masks / "new.png")
    engine = FakeEngine(rows=1)
    progress = _run(make_plan(photos, masks, out, BatchSettings()), engine, is_resumed=True)
    assert progress.count(Status.DONE) == 5
    assert len(engine.asked) == 2 * 3  # the mended one, the lost one, the new one
    assert {name: _stamps(out)[name] for name in ("000.png", "001.png")} == {
        name: first[name] for name in ("000.png", "001.png")
    }
    # Nothing is left: no engine is opened.
    done = list(run_batch(plan, alone(_no_engine), CancelToken(), is_resumed=True))[-1]
    assert done.count(Status.DONE) == 4


def _no_engine() -> FakeEngine:
    raise WeightsError("There are no weights.")


def test_an_engine_that_cannot_be_opened_ends_the_batch(tmp_path: Path) -> None:
    plan = make_plan(*make_folders(tmp_path, 2), BatchSettings())
    with pytest.raises(WeightsError):
        list(run_batch(plan, alone(_no_engine), CancelToken()))
    assert _run(plan, is_resumed=True).count(Status.DONE) == 2  # and the folder is free again


def test_a_batch_that_is_there_is_resumed_or_replaced_on_purpose(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 1)
    plan = make_plan(photos, masks, out, BatchSettings())
    _run(plan)
    with pytest.raises(InvalidRequestError, match="already"):
        _run(plan)
    other = make_plan(photos, masks, out, BatchSettings(fill=FillSettings(seed=9)))
    with pytest.raises(InvalidRequestError, match="other folders or settings"):
        _run(other, is_resumed=True)
    before = _stamps(out)
    replaced = make_plan(photos, masks, out, replace(other.settings, overwrite=True))
    assert _run(replaced).count(Status.DONE) == 1
    assert _stamps(out) != before


def test_two_batches_do_not_write_to_one_folder(tmp_path: Path) -> None:
    plan = make_plan(*make_folders(tmp_path, 1), BatchSettings())
    journal = Journal(plan, is_resumed=False)
    with pytest.raises(InvalidRequestError, match="Another batch"):
        Journal(plan, is_resumed=True)
    journal.close()
    Journal(plan, is_resumed=True).close()


def test_a_cancelled_batch_can_be_resumed(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 5)
    plan, cancel = make_plan(photos, masks, out, BatchSettings()), CancelToken()
    for progress in run_batch(plan, alone(lambda: FakeEngine(rows=1)), cancel):
        if progress.done == 2:
            cancel.cancel()
    assert len(_stamps(out)) == 2
    assert json.loads((out / JSON_NAME).read_text())["done"] == 2
    first = _stamps(out)
    assert _run(plan, is_resumed=True).count(Status.DONE) == 5
    assert {name: _stamps(out)[name] for name in first} == first


@pytest.mark.parametrize("step", ["before the move", "after the move", "a cut line"])
def test_the_three_steps_of_a_result_are_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The process ends between two steps of the last photo; its fill is not made again."""
    photos, masks, out = make_folders(tmp_path, 2)
    plan = make_plan(photos, masks, out, BatchSettings())

    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    runs = run_batch(plan, alone(lambda: FakeEngine(rows=1)), CancelToken())
    next(runs)
    next(runs)
    if step == "before the move":
        monkeypatch.setattr(Journal, "_move", cut)
    else:
        append = Journal._append
        monkeypatch.setattr(
            Journal, "_append", lambda self, entry: cut() if entry["kind"] == "done" else append(self, entry)
        )
    with pytest.raises(PowerCut):
        next(runs)
    monkeypatch.undo()
    journal = out / WORK_FOLDER / "journal.jsonl"
    if step == "a cut line":
        journal.write_bytes(journal.read_bytes() + b'{"kind": "done", "na')
    before = _stamps(out)
    progress = list(run_batch(plan, alone(_no_engine), CancelToken(), is_resumed=True))[-1]
    assert progress.count(Status.DONE) == 2
    assert progress.outcomes[1].risk is not None
    assert {name: _stamps(out)[name] for name in before} == before
    assert all(line.endswith(b"}\n") for line in journal.read_bytes().splitlines(keepends=True))
    assert sorted(_stamps(out)) == ["000.png", "001.png"]


def test_a_crew_does_the_same_and_outlives_its_members(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 6)
    black = np.zeros((24, 32, 3), np.uint8)
    from tests.engine.photo import makers

    makers.save_vips(photos / "003.png", black)
    plan = make_plan(photos, masks, out, BatchSettings())
    crewed = list(run_batch(plan, crew(open_fragile, 2), CancelToken()))[-1]
    assert {outcome.name for outcome in crewed.outcomes if outcome.status is Status.FAILED} == {"003.png"}
    assert "ended unexpectedly" in next(one.error for one in crewed.outcomes if one.name == "003.png")
    other = make_plan(photos, masks, tmp_path / "other", BatchSettings())
    single = list(run_batch(other, alone(open_fake), CancelToken()))[-1]
    assert {one.name: one.sha256 for one in crewed.outcomes if one.sha256} == {
        one.name: one.sha256 for one in single.outcomes if one.name != "003.png"
    }


def test_a_crew_without_an_engine_ends_the_batch(tmp_path: Path) -> None:
    plan = make_plan(*make_folders(tmp_path, 3), BatchSettings())
    with pytest.raises(EngineError, match="no weights"):
        list(run_batch(plan, crew(_no_engine, 2), CancelToken()))
