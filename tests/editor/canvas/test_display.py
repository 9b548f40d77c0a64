"""What the screen is sent: depth, profile, transparency."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QColorSpace

from editor.canvas.display import ScreenTiles, screen_transform, to_screen
from editor.canvas.pyramid import Pyramid, mean_of_four
from editor.painting.rect import Rect

SRGB = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
WIDE = QColorSpace(QColorSpace.NamedColorSpace.DisplayP3)


def test_eight_bit_is_turned_around_and_nothing_else() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (5, 7, 3)).astype(np.uint8)
    shown = to_screen(photo, None)
    assert np.array_equal(shown[..., :3], photo[..., ::-1])
    assert (shown[..., 3] == 255).all()


def test_sixteen_bit_is_rounded() -> None:
    photo = np.array([[[0, 65535, 257 * 99 + 128], [257 * 99 + 129, 257, 128]]], np.uint16)
    assert to_screen(photo, None)[0, :, 2::-1].tolist() == [[0, 255, 99], [100, 1, 0]]


def test_alpha_is_premultiplied() -> None:
    photo = np.array([[[200, 100, 50, 128], [9, 9, 9, 0], [1, 2, 3, 255]]], np.uint8)
    assert to_screen(photo, None)[0].tolist() == [[25, 50, 100, 128], [0, 0, 0, 0], [3, 2, 1, 255]]


@pytest.mark.parametrize("profile", [None, b"", b"no profile at all", bytes(SRGB.iccProfile())])
def test_srgb_and_unreadable_profiles_are_shown_as_they_are(profile: bytes | None) -> None:
    assert screen_transform(profile, SRGB) is None


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
def test_a_wide_profile_is_converted_to_the_screen_s(dtype: type, channels: int) -> None:
    transform = screen_transform(bytes(WIDE.iccProfile()), SRGB)
    assert transform is not None
    scale = 1 if dtype == np.uint8 else 257
    colors = [(120, 90, 60), (30, 140, 90), (128, 128, 128)]
    photo = np.array([[(*color, 255)[:channels] for color in colors]], dtype) * dtype(scale)
    before = photo.copy()
    shown = to_screen(photo, transform)
    for i, color in enumerate(colors):
        expected = transform.map(QColor(*color))
        assert shown[0, i, 2::-1].tolist() == pytest.approx(
            [expected.red(), expected.green(), expected.blue()], abs=1
        )
    assert np.array_equal(photo, before)
    assert abs(int(shown[0, 0, 2]) - 120) >= 3


def test_gathered_tiles_are_the_converted_photo_and_follow_changes() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (600, 700, 3)).astype(np.uint8)
    pyramid = Pyramid((600, 700), lambda rect: photo[rect.slices], mean_of_four)
    tiles = ScreenTiles(pyramid, None, budget_bytes=3 * 256 * 256 * 4)
    rect = Rect(100, 200, 690, 599)
    assert np.array_equal(tiles.gather(0, rect), to_screen(photo[rect.slices], None))
    assert len(tiles._tiles) == 3
    photo[300:310, 300:310] = 0
    pyramid.refresh(Rect(300, 300, 310, 310))
    tiles.refresh(Rect(300, 300, 310, 310))
    assert np.array_equal(tiles.gather(0, rect), to_screen(photo[rect.slices], None))
    half = tiles.gather(1, Rect(0, 0, 350, 300))
    assert np.array_equal(half, to_screen(mean_of_four(photo), None))
