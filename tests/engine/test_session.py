"""One run of the engine with a small untrained model: what holds whatever the weights are."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from engine.api import composite
from engine.model.checkpoint import Checkpoint
from engine.model.inpainter import Inpainter
from engine.protocol import (
    Cancelled,
    CancelToken,
    Failed,
    FillRequest,
    Finished,
    InvalidRequestError,
    PatchesReady,
    Progressed,
    Stage,
    StageChanged,
    Started,
)
from engine.regions import Box
from engine.session import Engine, chosen_device

from .model.conftest import TINY


@pytest.fixture(scope="module")
def engine() -> Engine:
    torch.manual_seed(0)
    return Engine(Checkpoint(Inpainter(TINY).eval(), "0" * 64, {}), torch.device("cpu"))


def make_request(**changes: object) -> FillRequest:
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:90, 0:140]
    photo = np.stack([x, y * 2, 255 - x], axis=-1) + rng.integers(0, 12, (90, 140, 3))
    mask = np.zeros((90, 140), dtype=bool)
    mask[30:60, 40:80] = True
    base = FillRequest(id=7, photo=photo.clip(0, 255).astype(np.uint8), mask=mask)
    return dataclasses.replace(base, **changes)


def result_of(engine: Engine, request: FillRequest) -> np.ndarray:
    finished = list(engine.fill(request, CancelToken()))[-1]
    assert isinstance(finished, Finished)
    return composite(request.photo, finished.fills)


def test_a_run_starts_once_passes_its_stages_in_order_and_ends_once(engine):
    events = list(engine.fill(make_request(), CancelToken()))

    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert not any(isinstance(event, (Started, Finished, Cancelled, Failed)) for event in events[1:-1])
    stages = [event.stage for event in events if isinstance(event, StageChanged)]
    assert stages == [Stage.SEMANTICS, Stage.FIELD, Stage.DETAIL, Stage.FINISH]
    rows = [event for event in events if isinstance(event, PatchesReady)]
    assert [row.done for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1].done == rows[-1].total
    assert all(event.id == 7 for event in events)


@pytest.mark.parametrize("detail", [0.0, 1.0])
def test_pixels_outside_the_mask_are_the_photos_own_in_results_and_rows(engine, detail):
    request = make_request(detail=detail)
    for event in engine.fill(request, CancelToken()):
        if isinstance(event, PatchesReady):
            outside = ~request.mask[event.box.slices]
            assert (event.pixels[outside] == request.photo[event.box.slices][outside]).all()

    result = result_of(engine, request)
    assert (result[~request.mask] == request.photo[~request.mask]).all()
    assert (result[request.mask] != request.photo[request.mask]).any()


def test_the_last_row_of_every_pixel_is_the_result(engine):
    request = make_request()
    shown = request.photo.copy()
    for event in engine.fill(request, CancelToken()):
        if isinstance(event, PatchesReady):
            shown[event.box.slices] = event.pixels
        elif isinstance(event, Finished):
            assert (shown == composite(request.photo, event.fills)).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
def test_type_and_alpha_of_the_photo_are_kept(engine, dtype, channels):
    photo = make_request().photo.astype(dtype) * (257 if dtype == np.uint16 else 1)
    if channels == 4:
        alpha = np.arange(90 * 140).reshape(90, 140, 1).astype(dtype)
        photo = np.concatenate([photo, alpha], axis=2)
    request = make_request(photo=photo.astype(dtype))

    result = result_of(engine, request)

    assert result.dtype == dtype
    assert result.shape == photo.shape
    assert (result[..., 3:] == photo[..., 3:]).all()


def test_the_same_question_gives_the_same_bytes_whatever_is_looked_at(engine):
    base = result_of(engine, make_request())

    assert (base == result_of(engine, make_request())).all()
    assert (base == result_of(engine, make_request(viewport=Box(0, 50, 140, 90)))).all()


def test_what_lies_under_the_mask_does_not_shine_through(engine):
    request = make_request()
    other = request.photo.copy()
    other[request.mask] = 255 - other[request.mask]

    mine, theirs = result_of(engine, request), result_of(engine, make_request(photo=other))

    assert (mine[request.mask] == theirs[request.mask]).all()


def test_rows_in_view_come_first(engine):
    view = Box(0, 52, 140, 90)
    rows = [
        event.box
        for event in engine.fill(make_request(viewport=view), CancelToken())
        if isinstance(event, PatchesReady) and event.stage is Stage.FIELD
    ]

    in_view = [row.overlaps(view) for row in rows]
    assert any(in_view)
    assert in_view == sorted(in_view, reverse=True)


def test_far_holes_are_filled_from_crops_of_their_own(engine):
    photo = np.tile(make_request().photo, (4, 4, 1))
    mask = np.zeros(photo.shape[:2], dtype=bool)
    mask[20:30, 20:30] = True
    mask[330:340, 520:530] = True
    events = list(engine.fill(FillRequest(id=1, photo=photo, mask=mask), CancelToken()))

    assert len(events[0].holes) == 2
    assert [fill.mask.sum() for fill in events[-1].fills] == [100, 100]


def test_the_fill_reaches_beyond_the_mask_as_far_as_asked(engine):
    finished = list(engine.fill(make_request(reach_px=5), CancelToken()))[-1]
    (fill,) = finished.fills

    assert fill.box == Box(35, 25, 85, 65)
    assert fill.valid[0].sum() > 0
    assert (fill.valid & ~fill.mask).sum() > 0
    assert fill.confidence.min() >= 0
    assert fill.confidence.max() <= 1


@pytest.mark.parametrize(
    "mask",
    [
        pytest.param(np.pad(np.ones((1, 1), bool), ((0, 89), (0, 139))), id="one corner pixel"),
        pytest.param(np.pad(np.zeros((89, 140), bool), ((1, 0), (0, 0)), constant_values=True), id="border"),
        pytest.param(
            np.pad(np.zeros((2, 2), bool), ((0, 88), (0, 138)), constant_values=True), id="nearly all"
        ),
    ],
)
def test_odd_holes_are_filled(engine, mask):
    request = make_request(mask=mask)

    result = result_of(engine, request)

    assert (result[~mask] == request.photo[~mask]).all()


@pytest.mark.parametrize("size", [(1, 2), (3, 200), (17, 33)])
def test_tiny_photos_are_filled(engine, size):
    photo = np.full((*size, 3), 90, np.uint8)
    mask = np.zeros(size, dtype=bool)
    mask[0, 0] = True

    result = result_of(engine, FillRequest(id=0, photo=photo, mask=mask))

    assert np.abs(result.astype(int) - 90).max() <= 12


def test_cancelling_at_any_point_ends_in_cancelled_and_nothing_after(engine):
    total = len(list(engine.fill(make_request(), CancelToken())))
    for stop_after in range(1, total - 1, 4):
        token = CancelToken()
        events = []
        for event in engine.fill(make_request(), token):
            events.append(event)
            if len(events) == stop_after:
                token.cancel()
        assert isinstance(events[-1], Cancelled)
        assert len(events) <= stop_after + 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mask": np.zeros((90, 140), bool)}, "empty"),
        ({"mask": np.ones((90, 140), bool)}, "covers the whole photo"),
        ({"mask": np.ones((9, 14), bool)}, "14 x 9 pixels"),
        ({"photo": np.zeros((90, 140), np.uint8)}, "RGB"),
        ({"photo": np.zeros((90, 140, 3), np.float32)}, "8 or 16 bits"),
        ({"detail": 1.5}, "between 0 and 1"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"reach_px": -1}, "beyond the mask"),
        ({"ring_px": -1}, "ring"),
        ({"ring_px": 65}, "ring"),
        ({"sources": np.ones((9, 14), bool)}, "source mask"),
    ],
)
def test_questions_that_cannot_be_answered_fail_with_a_sentence(engine, changes, words):
    events = list(engine.fill(make_request(**changes), CancelToken()))

    assert isinstance(events[-1], Failed)
    assert isinstance(events[-1].error, InvalidRequestError)
    assert words in events[-1].error.user_message


def test_an_unknown_device_is_refused():
    with pytest.raises(InvalidRequestError, match="unknown"):
        chosen_device("tpu")


def test_progress_goes_on_in_every_stage_and_within_the_texture(engine: Engine) -> None:
    """Rows are silent for most of a run; the work that is done is not."""
    y, x = np.mgrid[0:200, 0:220]
    photo = np.stack([x, y, 255 - x], axis=-1).astype(np.uint8)
    mask = (y - 100) ** 2 + (x - 110) ** 2 < 45**2
    stage, told = Stage.PREPARE, {stage: 0 for stage in Stage}
    steps: list[Progressed] = []
    silent = 0.0
    for event in engine.fill(make_request(photo=photo, mask=mask), CancelToken()):
        if isinstance(event, StageChanged):
            stage = event.stage
        elif isinstance(event, Progressed):
            if stage is Stage.DETAIL and told[stage]:
                silent = max(silent, event.done - steps[-1].done)
            steps.append(event)
            told[stage] += 1

    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[0].done == 0
    assert all(step.total > 0 and step.done <= step.total for step in steps)
    assert steps[-1].done == pytest.approx(steps[-1].total)
    # Rounds of several levels, and the finest level has more than one of its own.
    assert told[Stage.DETAIL] > 10
    assert min(told[each] for each in (Stage.SEMANTICS, Stage.FIELD, Stage.FINISH)) > 0
    assert 0 < silent < steps[-1].total / 4


def test_a_thousand_specks_do_not_flood_whoever_listens(engine: Engine) -> None:
    mask = np.zeros((90, 140), dtype=bool)
    mask[5:85:20, 5:135:20] = True
    steps = [
        event
        for event in engine.fill(make_request(mask=mask), CancelToken())
        if isinstance(event, Progressed)
    ]
    assert 10 < len(steps) < 500
    assert [step.done for step in steps] == sorted(step.done for step in steps)
