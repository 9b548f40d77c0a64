"""Any mixture of strokes, fills, edges, further tries, undo and redo: nothing is lost, nothing leaks out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document
from editor.painting.rect import Rect
from engine.api import composite
from engine.protocol import HoleFill
from engine.regions import Box
from tests.editor.document.builders import Hole, answer, noise, stroke

acts = st.lists(
    st.sampled_from(["paint", "fill", "preview", "edge", "again", "undo", "redo", "invert", "save"]),
    min_size=4,
    max_size=14,
)


def retry(document: Document, value: int) -> None:
    """Another answer for the last fill's holes."""
    record = document.last_fill
    if record is None:
        return
    holes = [
        Hole(
            rect,
            np.full((*mask.shape, 3), value, document.pixels.dtype),
            mask.copy(),
            np.ones_like(mask),
            np.ones(mask.shape, np.float32),
        )
        for rect, mask in record.masks()
    ]
    assert document.apply_fill(holes, replaces=record, revision=document.revision) is not None


def act(document: Document, name: str, rng: np.random.Generator) -> None:
    if name == "paint":
        stroke(document, *(tuple(rng.uniform(0, 280, 2)) for _ in range(2)), size=float(rng.uniform(3, 60)))
    elif name == "fill" and document.has_mask:
        holes = answer(document, int(rng.integers(256)), int(rng.integers(12)))
        assert document.apply_fill(holes, revision=document.revision) is not None
    elif name == "preview":
        document.show_preview(Rect(20, 20, 90, 60), noise(40, 70, dtype=document.pixels.dtype.type, seed=1))
    elif name == "edge":
        document.adjust_edge(float(rng.integers(-5, 9)), float(rng.integers(0, 7)))
    elif name == "again":
        retry(document, int(rng.integers(256)))
    elif name == "undo":
        document.undo_stack.undo()
    elif name == "redo":
        document.undo_stack.redo()
    elif name == "invert":
        document.invert_mask()
    elif name == "save":
        document.mark_saved()


@settings(deadline=None, max_examples=60)
@given(acts, st.integers(0, 999), st.sampled_from([np.uint8, np.uint16]), st.sampled_from([3, 4]))
def test_every_history_is_exact_in_both_directions(
    tmp_path_factory, names: list[str], seed: int, dtype: type, channels: int
) -> None:
    folder: Path = tmp_path_factory.mktemp("undo")
    document = Document(undo_budget_bytes=50_000, undo_folder=folder)
    document.load(noise(270, 290, channels, dtype, seed))
    before = document.pixels.copy()
    rng = np.random.default_rng(seed)
    seen: dict[int, tuple[bytes, bytes]] = {}
    for name in names:
        act(document, name, rng)
        now = document.pixels.tobytes(), document.mask.tobytes()
        assert seen.setdefault(document.state, now) == now
        assert np.array_equal(document.original_pixels, before)
        assert document.proof()().outside_px == 0
        assert np.array_equal(document.difference_mask(), (document.pixels != before).any(axis=2))
        if channels == 4:
            assert np.array_equal(document.pixels[..., 3], before[..., 3])
    stack = document.undo_stack
    pixels, mask, fills, index = document.pixels.copy(), document.mask.copy(), document.fills, stack.index()
    stack.setIndex(0)
    assert np.array_equal(document.pixels, before)
    assert not document.mask.any()
    assert document.fills == ()
    stack.setIndex(stack.count())
    stack.setIndex(index)
    assert np.array_equal(document.pixels, pixels)
    assert np.array_equal(document.mask, mask)
    assert document.fills == fills
    document.clear_preview()
    assert np.array_equal(document.shown(document.bounds), pixels)


def test_the_document_composites_what_the_engine_would(qtbot) -> None:
    rng = np.random.default_rng(4)
    photo = noise(200, 260, 4, np.uint16)
    fills = []
    for box in (Box(10, 20, 90, 110), Box(150, 60, 260, 200)):
        shape = (box.height, box.width)
        mask = rng.random(shape) < 0.3
        fills.append(
            HoleFill(
                box,
                noise(*shape, dtype=np.uint16, seed=box.x0),
                mask,
                mask | (rng.random(shape) < 0.5),
                rng.random(shape, np.float32),
            )
        )
    expected = composite(photo, fills)
    document = Document()
    document.load(photo.copy())
    document.apply_fill(fills)
    assert np.array_equal(document.pixels, expected)
