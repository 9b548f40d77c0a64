"""Depth and profile of an export, and the count of what changed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageCms

from editor.inference.convert import changed_outside, in_srgb, with_depth
from tests.editor.inference.conftest import photo

LINEAR_XYZ = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_eight_bits_go_to_sixteen_and_back_unchanged() -> None:
    every = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2)
    wide = with_depth(every, 16)
    assert wide.dtype == np.uint16
    assert (wide[0, 0, 0], wide[-1, -1, 0]) == (0, 65535)
    np.testing.assert_array_equal(with_depth(wide, 8), every)


def test_sixteen_bits_are_rounded_to_the_nearest_level() -> None:
    every = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1).repeat(3, axis=2)
    np.testing.assert_array_equal(with_depth(every, 8), np.rint(every / 257).astype(np.uint8))


def test_the_depth_it_has_already_is_left_alone() -> None:
    pixels = photo()
    assert with_depth(pixels, None) is pixels
    assert with_depth(pixels, 8) is pixels


@pytest.mark.parametrize("profile", [None, LINEAR_XYZ], ids=["none", "srgb"])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_srgb_stays_srgb_to_the_bit_and_alpha_stays(profile: bytes | None, kind: type) -> None:
    pixels = np.concatenate([photo(kind=kind), photo(kind=kind)[..., :1]], axis=2)
    np.testing.assert_array_equal(in_srgb(pixels, profile), pixels)


def test_changes_are_counted_outside_the_fills_only_and_whatever_the_depth() -> None:
    wanted = photo((700, 90), np.uint16)
    touched = np.zeros((700, 90), np.bool_)
    touched[:, :10] = True
    written = wanted.copy()
    written[600, 5] = 0
    assert changed_outside([written], wanted, touched) == (0, 0)
    written[600, 50] += 300
    written[3, 89, 2] += 300
    assert changed_outside([written], wanted, touched) == (2, 300)
    assert changed_outside([with_depth(written, 8)], wanted, touched) == (2, 1)
    with_alpha = np.concatenate([wanted, np.ones((700, 90, 1), np.uint16)], axis=2)
    assert changed_outside([wanted], with_alpha, touched) == (0, 0)
