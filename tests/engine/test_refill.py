"""After an edit of labels the rest of a fill stays, to the last bit, and what is edited is made anew."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.api import composite
from engine.crops import crop_around
from engine.holes import Hole
from engine.protocol import (
    Cancelled,
    CancelToken,
    FillRequest,
    Finished,
    HoleFill,
    HoleLabels,
    PatchesReady,
)
from engine.refill import in_pixels, near, of_same_hole, part_to_refill
from engine.regions import Box, bounding_box
from engine.session import Engine

from .labeled_model import ROAD, SKY, TREE, labeled_model
from .test_labeled_fills import FIELD_ONLY, engine_with, events_of, fill_of, make_request, strokes

STROKE = (slice(30, 40), slice(78, 90))  # the hole's upper right corner


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_with(labeled_model())


@pytest.fixture(scope="module")
def first(engine: Engine) -> HoleFill:
    return fill_of(engine)


def in_photo(fill: HoleFill, values: np.ndarray) -> np.ndarray:
    """(90, 140), values of a fill's box in the photo."""
    whole = np.zeros((90, 140), values.dtype)
    whole[fill.box.slices] = values
    return whole


def differing(one: HoleFill, other: HoleFill) -> np.ndarray:
    """(90, 140) bool, where two fills of one hole differ."""
    return in_photo(one, ((one.pixels != other.pixels).any(axis=2)) & one.valid)


@pytest.mark.parametrize("choices", [{}, FIELD_ONLY, {"detail": 0.5, "ring_px": 6}])
def test_what_is_far_from_an_edit_stays_and_the_edit_is_painted(
    engine: Engine, choices: dict[str, float]
) -> None:
    before = fill_of(engine, **choices)
    after = fill_of(engine, labels=strokes(TREE, *STROKE), previous=(before,), **choices)

    changed = differing(before, after)
    assert changed[STROKE].mean() > 0.5
    assert not changed[:, :54].any()
    labels = in_photo(after, after.labels.codes)
    assert (labels[STROKE] == TREE).all()
    assert (in_photo(after, after.labels.wanted) == (strokes(TREE, *STROKE) > 0))[after.box.slices].all()
    assert (after.box, after.name) == (before.box, before.name)
    assert (after.mask == before.mask).all()
    assert (after.valid == before.valid).all()


def test_the_same_edit_gives_the_same_bytes_on_another_engine(engine: Engine, first: HoleFill) -> None:
    changes = {"labels": strokes(TREE, *STROKE), "previous": (first,)}
    here, there = fill_of(engine, **changes), fill_of(engine_with(labeled_model()), **changes)

    assert (here.pixels == there.pixels).all()
    assert (here.labels.codes == there.labels.codes).all()


def test_rows_add_up_to_the_result_and_known_pixels_stay(engine: Engine, first: HoleFill) -> None:
    request = make_request(labels=strokes(TREE, *STROKE), previous=(first,))
    shown = request.photo.copy()
    rows = []
    for event in events_of(engine, request):
        if isinstance(event, PatchesReady):
            rows.append(event)
            shown[event.box.slices] = event.pixels
            assert (shown[~request.mask] == request.photo[~request.mask]).all()
        elif isinstance(event, Finished):
            assert (shown == composite(request.photo, event.fills)).all()
    assert [row.done for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1].done == rows[-1].total


def test_the_earlier_fill_is_there_at_once_and_only_its_part_is_streamed(
    engine: Engine, first: HoleFill
) -> None:
    request = make_request(labels=strokes(TREE, *STROKE), previous=(first,))
    kept, *rows = (event for event in events_of(engine, request) if isinstance(event, PatchesReady))

    assert (kept.pixels == composite(request.photo, [first])[first.box.slices]).all()
    assert all(row.box.x0 >= 54 for row in rows)


def test_where_nothing_was_edited_nothing_changes(engine: Engine, first: HoleFill) -> None:
    again = fill_of(engine, previous=(first,), alternative=1)

    assert (again.pixels == first.pixels).all()
    assert (again.labels.codes == first.labels.codes).all()


def test_saying_what_was_predicted_anyway_counts_as_an_edit_once(engine: Engine, first: HoleFill) -> None:
    labels = strokes(SKY, *STROKE)
    after = fill_of(engine, labels=labels, previous=(first,))
    assert after.labels.wanted.any()
    assert (in_photo(after, after.labels.codes)[STROKE] == SKY).all()

    again = fill_of(engine, labels=labels, previous=(after,))
    assert (again.pixels == after.pixels).all()


def test_an_erased_stroke_gives_way_to_what_is_predicted(engine: Engine, first: HoleFill) -> None:
    edited = fill_of(engine, labels=strokes(TREE, *STROKE), previous=(first,))
    after = fill_of(engine, previous=(edited,))

    assert (after.labels.codes == first.labels.codes)[first.mask].mean() > 0.97
    assert differing(edited, after)[STROKE].any()
    assert not differing(edited, after)[:, :54].any()


def test_the_map_that_was_chosen_stays_chosen(engine: Engine) -> None:
    number = next(
        n for n, code in enumerate(fill_of(engine, **FIELD_ONLY).labels.alternatives) if code == ROAD
    )
    chosen = fill_of(engine, alternative=number, **FIELD_ONLY)
    after = fill_of(engine, labels=strokes(TREE, *STROKE), previous=(chosen,), **FIELD_ONLY)

    far = np.zeros((90, 140), bool)
    far[:, :54] = True
    far &= make_request().mask
    far = far[chosen.box.slices]
    assert (after.labels.codes[far] == chosen.labels.codes[far]).all()
    assert after.name == chosen.name == "more road"
    assert after.labels.grown == ROAD


def test_an_edit_is_painted_in_its_surroundings_alone() -> None:
    model = labeled_model()
    model.config = dataclasses.replace(model.config, working_px=256)
    engine = engine_with(model)
    photo = np.tile(make_request().photo, (4, 3, 1))
    mask = np.zeros(photo.shape[:2], bool)
    mask[100:260, 100:300] = True
    labels = np.zeros(mask.shape, np.uint8)
    labels[100:120, 280:300] = TREE
    seen: list[tuple[int, ...]] = []
    model.generator.stem.register_forward_hook(lambda _, inputs, __: seen.append(tuple(inputs[0].shape[-2:])))

    before = fill_of(engine, photo=photo, mask=mask, **FIELD_ONLY)
    after = fill_of(engine, photo=photo, mask=mask, labels=labels, previous=(before,), **FIELD_ONLY)

    (whole, part) = seen
    assert part[0] * part[1] < 0.75 * whole[0] * whole[1]
    # The stem sees half the view's size, of which the network takes multiples of 16.
    assert part[0] % 8 == part[1] % 8 == 0
    assert (after.pixels != before.pixels).any()


@pytest.mark.parametrize("spoil", ["box", "mask", "labels", "depth"])
def test_fills_of_other_holes_are_ignored(engine: Engine, first: HoleFill, spoil: str) -> None:
    other = {
        "box": dataclasses.replace(first, box=first.box.shifted(1, 0)),
        "mask": dataclasses.replace(first, mask=np.zeros_like(first.mask)),
        "labels": dataclasses.replace(first, labels=None),
        "depth": dataclasses.replace(first, pixels=first.pixels.astype(np.uint16)),
    }[spoil]
    labels = strokes(TREE, *STROKE)

    anew = fill_of(engine, labels=labels, previous=(other,), **FIELD_ONLY)

    assert (anew.pixels == fill_of(engine, labels=labels, **FIELD_ONLY).pixels).all()


def test_deep_photos_keep_their_fill_to_the_last_bit(engine: Engine) -> None:
    photo = make_request().photo.astype(np.uint16) * 257 + 3
    before = fill_of(engine, photo=photo, **FIELD_ONLY)
    after = fill_of(engine, photo=photo, labels=strokes(TREE, *STROKE), previous=(before,), **FIELD_ONLY)

    assert after.pixels.dtype == np.uint16
    assert not differing(before, after)[:, :54].any()
    assert differing(before, after).any()


def test_a_refill_can_be_cancelled_between_any_two_events(engine: Engine, first: HoleFill) -> None:
    request = make_request(labels=strokes(TREE, *STROKE), previous=(first,), **FIELD_ONLY)
    total = len(events_of(engine, request))
    for stop_after in range(1, total - 1, 3):
        token = CancelToken()
        events = []
        for event in engine.fill(request, token):
            events.append(event)
            if len(events) == stop_after:
                token.cancel()
        assert isinstance(events[-1], Cancelled)
        assert len(events) <= stop_after + 2


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_a_part_to_refill_is_a_smaller_hole_in_a_photo_that_is_otherwise_known(seed: int) -> None:
    rng = np.random.default_rng(seed)
    request = make_request()
    crop = crop_around(request, request.mask, Hole.of(request.mask), 64)
    part = crop.inner.slices
    own = crop.own
    labels = HoleLabels(np.zeros(own[part].shape, np.uint8), np.zeros(own[part].shape, bool), "scene")
    box = crop.inner.shifted(crop.box.x0, crop.box.y0)
    pixels = rng.integers(0, 256, (box.height, box.width, 3)).astype(np.uint8)
    fill = HoleFill(box, pixels, own[part], crop.valid[part], np.ones(own[part].shape, np.float32), labels)
    changed = np.zeros(own.shape, bool)
    y, x = np.argwhere(own)[rng.integers(0, own.sum())]
    changed[y : y + rng.integers(1, 30), x : x + rng.integers(1, 30)] = True
    changed &= own

    assert of_same_hole([fill], request, crop) is fill
    smaller = part_to_refill(crop, changed, fill, None)

    anew = smaller.hole & smaller.valid
    assert (anew <= own).all()
    assert (changed <= anew).all()
    assert (smaller.hole <= crop.hole).all()
    assert (smaller.valid <= crop.valid).all()
    assert bounding_box(smaller.valid) == smaller.inner
    assert (smaller.sources == crop.sources).all()
    kept = own & ~anew
    expected = fill.pixels[kept[part]].astype(np.float32) / 255
    np.testing.assert_allclose(smaller.photo[kept], expected, atol=1e-6)
    assert (smaller.photo[~own] == crop.photo[~own]).all()


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_texture_is_looked_for_where_there_is_enough_of_every_label(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = (int(rng.integers(200, 420)), int(rng.integers(200, 420)))
    mask = np.zeros(size, bool)
    mask[60:140, 60:140] = True
    photo = np.zeros((*size, 3), np.uint8)
    crop = crop_around(FillRequest(1, photo, mask), mask, Hole.of(mask), 128)
    top, left = rng.integers(0, 60, 2)
    hole = np.zeros_like(crop.hole)
    y, x = np.argwhere(crop.hole)[0]
    hole[y + top : y + top + 20, x + left : x + left + 20] = True
    part = dataclasses.replace(crop, hole=hole, valid=hole, inner=bounding_box(hole))
    codes = np.full(hole.shape, SKY, np.uint8)
    codes[hole] = rng.choice([SKY, ROAD, TREE])
    codes[: rng.integers(1, 30), : rng.integers(1, 200)] = TREE
    labels = HoleLabels(codes, np.zeros(hole.shape, bool), "scene")

    grid, size = (10, 12), (hole.shape[0], hole.shape[1])
    cells = near(part, labels, grid)

    whole = Box.whole(size)
    assert Box.whole(grid).contains(cells)
    box = in_pixels(cells, grid, size)
    assert whole.contains(box)
    assert box.contains(part.inner)
    assert cells.width >= 2
    assert cells.height >= 2
    needed = codes[hole][0]
    there = (codes == needed) & crop.sources
    assert (there[box.slices].sum() >= min(there.sum(), 1024)) or box == whole
    assert crop.sources[box.slices].sum() >= 2 * hole.sum() or box == whole
