"""ICC profiles as Qt's color spaces: those of photos, and those of screens."""

from __future__ import annotations

from PySide6.QtGui import QColorSpace


def photo_space(profile: bytes) -> QColorSpace | None:
    """The color space of an RGB profile; None where it is none, or Qt cannot read it."""
    # Qt warns loudly about what is no profile at all; its signature and size are quickly looked at.
    if profile[36:40] != b"acsp" or int.from_bytes(profile[:4], "big") > len(profile):
        return None
    space = QColorSpace.fromIccProfile(profile)
    return space if space.isValid() and space.colorModel() == QColorSpace.ColorModel.Rgb else None


def screen_space(profile: bytes) -> QColorSpace | None:
    """As `photo_space`, for a profile that photos can be converted to: a camera's, for one, leads only away
    from it."""
    space = photo_space(profile)
    return space if space is not None and space.isValidTarget() else None
