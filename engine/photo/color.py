"""Between a photo's own profile and sRGB, without clipping and without loss of 16-bit precision.

The network sees sRGB-encoded floats. Colors outside sRGB keep their place below 0 and above 1, where the
sRGB curve continues by symmetry and by its formula, so a wide-gamut photo comes back as saturated as it
went in. Only fills pass through here; known pixels are never converted.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from engine.photo.icc import Floats, GrayProfile, MatrixProfile, ProfileError, color_space, parse_profile
from engine.protocol import Pixels

log = logging.getLogger(__name__)

# sRGB primaries adapted to D50 (Bradford), as in the ICC's own sRGB profiles.
SRGB_TO_XYZ: Floats = np.array(
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ]
)
XYZ_TO_SRGB: Floats = np.linalg.inv(SRGB_TO_XYZ).astype(np.float64)
D50: Floats = np.array([0.9642, 1.0, 0.8249])

# The many sRGB profiles in circulation differ from the formula by less than half an 8-bit level.
_SRGB_TOLERANCE = 0.002


def to_srgb(pixels: Pixels, profile: bytes | None) -> npt.NDArray[np.float32]:
    """Pixels of a photo, or of a box of it, as sRGB-encoded floats.

    Args:
        pixels: (h, w, 3) or (h, w, 4), uint8 or uint16; alpha is ignored.
        profile: The photo's ICC profile; None, sRGB and unreadable profiles leave the numbers as they are.

    Returns:
        (h, w, 3), 0..1 for colors inside sRGB, beyond it for others.
    """
    rgb = pixels[..., :3]
    conversion = _conversion(profile)
    if conversion is None:
        return rgb.astype(np.float32) / np.float32(np.iinfo(rgb.dtype).max)
    return conversion.to_srgb(rgb).astype(np.float32)


def from_srgb(
    values: npt.NDArray[np.float32], profile: bytes | None, dtype: npt.DTypeLike
) -> npt.NDArray[Any]:
    """The way back: sRGB-encoded floats as pixels in the photo's profile.

    Args:
        values: (h, w, 3), sRGB-encoded, unclipped.
        profile: As in `to_srgb`.
        dtype: uint8 or uint16.

    Returns:
        (h, w, 3) of `dtype`, clipped to the profile's gamut, rounded to the nearest level.
    """
    kind = np.dtype(dtype)
    top = 255 if kind == np.uint8 else 65535
    conversion = _conversion(profile)
    encoded = values if conversion is None else conversion.from_srgb(values.astype(np.float64))
    return np.rint(np.clip(encoded, 0.0, 1.0) * top).astype(kind)


def srgb_to_linear(encoded: Floats) -> Floats:
    """Linear light of sRGB-encoded values; negative ones by symmetry. Source: IEC 61966-2-1."""
    size = np.abs(encoded)
    linear = np.where(size <= 0.04045, size / 12.92, ((size + 0.055) / 1.055) ** 2.4)
    return np.copysign(linear, encoded)


def linear_to_srgb(linear: Floats) -> Floats:
    """The inverse of `srgb_to_linear`."""
    size = np.abs(linear)
    encoded = np.where(size <= 0.0031308, size * 12.92, 1.055 * size ** (1 / 2.4) - 0.055)
    return np.copysign(encoded, linear)


class _Conversion(Protocol):
    def to_srgb(self, rgb: Pixels) -> Floats: ...

    def from_srgb(self, values: Floats) -> Floats: ...


@lru_cache(maxsize=8)
def _conversion(profile: bytes | None) -> _Conversion | None:
    """The conversion for a profile; None where the numbers are taken as sRGB already."""
    if profile is None:
        return None
    try:
        parsed = parse_profile(profile)
    except ProfileError as error:
        log.warning("The color profile is ignored, sRGB is assumed: %s", error)
        return None
    if isinstance(parsed, GrayProfile):
        return _GrayConversion(parsed)
    if parsed is None:
        return _TableConversion(profile)
    return None if _is_srgb(parsed) else _MatrixConversion(parsed)


def _is_srgb(profile: MatrixProfile) -> bool:
    if np.abs(profile.matrix - SRGB_TO_XYZ).max() > _SRGB_TOLERANCE:
        return False
    codes = np.linspace(0.0, 1.0, profile.curves.shape[1])
    return bool(np.abs(linear_to_srgb(profile.curves) - codes).max() < _SRGB_TOLERANCE)


def _decode(rgb: Pixels, curves: Floats) -> Floats:
    """Linear light (h, w, 3) of pixels by lookup; `curves` is (3, 65536)."""
    codes = rgb.astype(np.uint16) * np.uint16(257) if rgb.dtype == np.uint8 else rgb
    return np.stack([curves[channel][codes[..., channel]] for channel in range(3)], axis=-1)


def _encode(linear: Floats, curve: Floats) -> Floats:
    return np.interp(linear, curve, np.linspace(0.0, 1.0, curve.size))


class _MatrixConversion:
    """By tone curves and a matrix: exact to the last 16-bit code."""

    def __init__(self, profile: MatrixProfile) -> None:
        self._curves = profile.curves
        self._forward = XYZ_TO_SRGB @ profile.matrix
        self._backward = np.linalg.inv(self._forward)

    def to_srgb(self, rgb: Pixels) -> Floats:
        return linear_to_srgb(_decode(rgb, self._curves) @ self._forward.T)

    def from_srgb(self, values: Floats) -> Floats:
        linear = srgb_to_linear(values) @ self._backward.T
        return np.stack([_encode(linear[..., c], self._curves[c]) for c in range(3)], axis=-1)


class _GrayConversion:
    """Gray photos hold three equal channels; the way back makes them equal again, by luminance."""

    def __init__(self, profile: GrayProfile) -> None:
        self._curve = profile.curve

    def to_srgb(self, rgb: Pixels) -> Floats:
        return linear_to_srgb(_decode(rgb, np.stack([self._curve] * 3)))

    def from_srgb(self, values: Floats) -> Floats:
        luminance = srgb_to_linear(values) @ SRGB_TO_XYZ[1]
        return np.repeat(_encode(luminance, self._curve)[..., None], 3, axis=-1)


class _TableConversion:
    """Profiles of lookup tables (scanners, some cameras): through Little CMS to and from Lab, 16 bits."""

    def __init__(self, profile: bytes) -> None:
        self._profile = profile

    def to_srgb(self, rgb: Pixels) -> Floats:
        import pyvips

        codes = rgb.astype(np.uint16) * np.uint16(257) if rgb.dtype == np.uint8 else rgb
        image = pyvips.Image.new_from_array(np.ascontiguousarray(codes), interpretation="rgb16")
        lab = self._tagged(image).icc_import(embedded=True, pcs="lab", intent="relative").numpy()
        return linear_to_srgb(_lab_to_xyz(lab.astype(np.float64)) @ XYZ_TO_SRGB.T)

    def from_srgb(self, values: Floats) -> Floats:
        import pyvips

        lab = _xyz_to_lab(srgb_to_linear(values) @ SRGB_TO_XYZ.T).astype(np.float32)
        image = pyvips.Image.new_from_array(np.ascontiguousarray(lab), interpretation="lab")
        return self._tagged(image).icc_export(depth=16, intent="relative").numpy() / 65535.0

    def _tagged(self, image: Any) -> Any:
        import pyvips

        image = image.copy()
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", self._profile)
        return image


_LAB_KNEE = 6 / 29


def _lab_to_xyz(lab: Floats) -> Floats:
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    return D50 * np.where(f > _LAB_KNEE, f**3, 3 * _LAB_KNEE**2 * (f - 4 / 29))


def _xyz_to_lab(xyz: Floats) -> Floats:
    ratio = xyz / D50
    f = np.where(ratio > _LAB_KNEE**3, np.cbrt(np.maximum(ratio, 0)), ratio / (3 * _LAB_KNEE**2) + 4 / 29)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )


__all__ = ["color_space", "from_srgb", "linear_to_srgb", "srgb_to_linear", "to_srgb"]
