"""ICC profiles, as far as a fill needs them: what kind they are, their tone curves, their matrix.

Source: ICC.1:2022, sections 7 (header, tag table), 10.6 (curveType), 10.18 (parametricCurveType).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CURVE_SAMPLES = 65536
"""A curve is kept as its value at every 16-bit code, so that 16-bit pixels pass through it exactly."""

_HEADER_BYTES = 132  # header and the count of tags


class ProfileError(ValueError):
    """The bytes are not an ICC profile that this module understands."""


@dataclass(frozen=True)
class MatrixProfile:
    """A profile of three tone curves and a matrix.

    Attributes:
        curves: (3, 65536), encoded code -> linear light, each row non-decreasing in 0..1.
        matrix: (3, 3), linear RGB -> XYZ relative to D50.
    """

    curves: Floats
    matrix: Floats


@dataclass(frozen=True)
class GrayProfile:
    """A profile of one tone curve.

    Attributes:
        curve: (65536,), encoded code -> linear light.
    """

    curve: Floats


def color_space(profile: bytes) -> str:
    """The profile's color space, "RGB", "GRAY", "CMYK" ...; "" where the bytes are no profile."""
    if len(profile) < _HEADER_BYTES or profile[36:40] != b"acsp":
        return ""
    return profile[16:20].decode("ascii", "replace").strip()


def parse_profile(profile: bytes) -> MatrixProfile | GrayProfile | None:
    """Reads a profile.

    Args:
        profile: The bytes as they are embedded in a photo.

    Returns:
        The curves and the matrix; None for a sound RGB profile that has lookup tables instead.

    Raises:
        ProfileError: Damaged, or not for RGB or gray pictures.
    """
    space = color_space(profile)
    if space not in ("RGB", "GRAY"):
        raise ProfileError(f"not a profile for RGB or gray pictures: {space!r}")
    try:
        tags = _tags(profile)
        if space == "GRAY":
            return GrayProfile(_curve(tags["kTRC"]))
        if "rXYZ" not in tags:
            if "A2B0" in tags and "B2A0" in tags:
                return None
            raise ProfileError("neither matrix nor tables")
        curves = np.stack([_curve(tags[name]) for name in ("rTRC", "gTRC", "bTRC")])
        matrix = np.stack([_xyz(tags[name]) for name in ("rXYZ", "gXYZ", "bXYZ")], axis=1)
    except (KeyError, struct.error, IndexError) as error:
        raise ProfileError(f"damaged profile: {error}") from error
    if abs(np.linalg.det(matrix)) < 1e-6:
        raise ProfileError("the matrix cannot be inverted")
    return MatrixProfile(curves, matrix)


def _tags(profile: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">I", profile, 128)
    if count > 200:
        raise ProfileError(f"{count} tags")
    tags: dict[str, bytes] = {}
    for index in range(count):
        name, offset, size = struct.unpack_from(">4sII", profile, _HEADER_BYTES + 12 * index)
        data = profile[offset : offset + size]
        if len(data) == size and size >= 8:
            tags[name.decode("latin-1")] = data
    return tags


def _xyz(tag: bytes) -> Floats:
    if tag[:4] != b"XYZ ":
        raise ProfileError("a primary is not of type XYZ")
    return np.array(struct.unpack_from(">3i", tag, 8), np.float64) / 65536


def _curve(tag: bytes) -> Floats:
    codes = np.linspace(0.0, 1.0, CURVE_SAMPLES)
    if tag[:4] == b"curv":
        values = _table_curve(tag, codes)
    elif tag[:4] == b"para":
        values = _parametric_curve(tag, codes)
    else:
        raise ProfileError(f"unknown kind of curve {tag[:4]!r}")
    values = np.maximum.accumulate(np.clip(values, 0.0, 1.0))
    # The inverse needs a curve that rises; noise at the ends of measured tables must not break it.
    if not values[-1] > 0.5:
        raise ProfileError("a tone curve does not rise")
    return values


def _table_curve(tag: bytes, codes: Floats) -> Floats:
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return codes.copy()
    if count == 1:
        return codes ** (struct.unpack_from(">H", tag, 12)[0] / 256)
    if len(tag) < 12 + 2 * count:
        raise ProfileError("a curve is cut off")
    table = np.frombuffer(tag, ">u2", count, 12).astype(np.float64) / 65535
    return np.interp(codes, np.linspace(0.0, 1.0, count), table)


def _parametric_curve(tag: bytes, codes: Floats) -> Floats:
    (kind,) = struct.unpack_from(">H", tag, 8)
    counts = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}
    if kind not in counts:
        raise ProfileError(f"unknown parametric curve {kind}")
    g, *rest = (value / 65536 for value in struct.unpack_from(f">{counts[kind]}i", tag, 12))
    a, b, c, d, e, f = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if kind in (1, 2):
        a, b = rest[:2]
        if a == 0:
            raise ProfileError("a curve's slope is zero")
        e = f = rest[2] if kind == 2 else 0.0
        d = -b / a
    elif kind >= 3:
        a, b, c, d = rest[:4]
        e, f = (rest[4], rest[5]) if kind == 4 else (0.0, 0.0)
    return np.where(codes >= d, np.maximum(a * codes + b, 0.0) ** g + e, c * codes + f)
