"""Labels at a photo's size: edges where the photo has them, nothing of what the hole hides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.labels.codes import shrunk
from engine.labels.snapping import snapped

SKY, ROAD = 1, 4
CODES = (SKY, ROAD)


def slanted(size: int) -> np.ndarray:
    """(size, size), true below a slanted line."""
    y, x = (np.mgrid[0:size, 0:size] + 0.5) / size
    return y > 0.35 + 0.3 * x


def soft_cells(below: np.ndarray) -> np.ndarray:
    """What a network says in cells of a 128th of the side, blurred over two cells and off by one."""
    size = below.shape[0]
    share = below.reshape(32, size // 32, 32, size // 32).mean(axis=(1, 3))
    share = (np.roll(share, 1, axis=0) + share + np.roll(share, 1, axis=1)) / 3
    share[0], share[:, 0] = share[1], share[:, 1]
    return np.stack([1 - share, share], axis=2).astype(np.float32)


def labeled(hole: np.ndarray | None = None, under: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    size = 512
    below = slanted(size)
    photo = np.repeat(np.where(below, 0.2, 0.7)[..., None], 3, axis=2).astype(np.float32)
    hole = np.zeros((size, size), bool) if hole is None else hole
    photo[hole] = under
    small = photo.reshape(128, 4, 128, 4, 3).mean(axis=(1, 3)).astype(np.float32)
    small_hole = hole.reshape(128, 4, 128, 4).any(axis=(1, 3))
    small[small_hole] = 0.5
    probabilities = soft_cells(below)
    codes = np.asarray(CODES, np.uint8)[probabilities.argmax(axis=2)]
    return snapped(codes, probabilities, CODES, (small, small_hole), photo, hole), below


def test_edges_move_to_those_of_the_photo() -> None:
    found, below = labeled()
    plain = np.kron(soft_cells(below).argmax(axis=2), np.ones((16, 16), int)) == 1
    assert ((found == ROAD) != below).mean() < 0.25 * (plain != below).mean()


def test_nothing_of_what_the_hole_hides_is_seen() -> None:
    hole = np.zeros((512, 512), bool)
    hole[150:350, 150:350] = True
    dark, bright = labeled(hole, 0.0)[0], labeled(hole, 1.0)[0]
    assert (dark == bright).all()
    assert set(np.unique(dark[hole])) == {SKY, ROAD}


def test_a_chosen_map_holds_against_the_probabilities() -> None:
    probabilities = soft_cells(slanted(512))
    chosen = np.full((32, 32), 30, np.uint8)  # of no channel
    chosen[:, 16:] = SKY
    flat, hole = np.full((128, 128, 3), 0.5, np.float32), np.zeros((128, 128), bool)
    found = snapped(chosen, probabilities, CODES, (flat, hole), flat, hole)
    assert (found[:, :60] == 30).all()
    assert (found[:, 68:] == SKY).all()


@pytest.mark.parametrize("size", [(128, 128), (97, 350), (2500, 700)])
def test_any_size_is_labeled_with_labels_of_the_map(size: tuple[int, int]) -> None:
    probabilities = soft_cells(slanted(512))
    codes = np.asarray(CODES, np.uint8)[probabilities.argmax(axis=2)]
    view = np.full((128, 128, 3), 0.5, np.float32), np.zeros((128, 128), bool)
    found = snapped(
        codes, probabilities, CODES, view, np.full((*size, 3), 0.5, np.float32), np.zeros(size, bool)
    )
    assert found.shape == size
    assert found.dtype == np.uint8
    assert set(np.unique(found)) == set(CODES)
    assert (found[0] == SKY).all()


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 40))
def test_a_smaller_map_invents_no_labels_and_keeps_flat_ones(seed: int, height: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    codes = rng.choice([0, 1, 4, 30], (rng.integers(1, 60), rng.integers(1, 60))).astype(np.uint8)
    small = shrunk(codes, (height, width))
    assert small.shape == (height, width)
    assert set(np.unique(small)) <= set(np.unique(codes)) | {0}
    assert (shrunk(np.full_like(codes, 4), (height, width)) == 4).all()
    assert (shrunk(codes, codes.shape) == codes).all()


def test_thin_strokes_survive_shrinking() -> None:
    codes = np.zeros((400, 400), np.uint8)
    codes[:, 201:205] = 6
    small = shrunk(codes, (50, 50))
    assert (small[:, 25] == 6).all()
    assert (np.delete(small, 25, axis=1) == 0).all()
