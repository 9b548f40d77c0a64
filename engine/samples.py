"""A photo to try the program with: from scikit-image's package, with a mask drawn here."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from engine.photo.atomic import not_writable, replacing
from engine.protocol import PhotoError

# The lightning mast to the right of the rocket, with the lamps at its foot, in pixels of the photo.
_MAST = (
    *((440, 118), (453, 118), (456, 188), (464, 190), (484, 370), (486, 426)),
    *((402, 426), (400, 386), (408, 366), (424, 362), (434, 370), (436, 225), (437, 190), (443, 186)),
)


def sample_photo() -> npt.NDArray[np.uint8]:
    """A rocket on its launch pad at dusk (427, 640, 3), by SpaceX, in the public domain."""
    from skimage import data

    return np.asarray(data.rocket(), dtype=np.uint8)


def sample_mask(size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """The hole of the sample photo, (H, W), true = hole."""
    mask = np.zeros(size, np.uint8)
    cv2.fillPoly(mask, [np.array(_MAST, np.int32)], 255)
    return mask > 0


def write_sample(folder: Path) -> tuple[Path, Path]:
    """Writes photo.png and mask.png into a folder, made if missing.

    Returns:
        The two paths.

    Raises:
        PhotoError: The folder is a file, or cannot be written.
    """
    if folder.is_file():
        raise PhotoError(f"{folder} is a file, not a folder.")
    photo = sample_photo()
    mask = sample_mask((photo.shape[0], photo.shape[1]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(folder, error) from error
    paths = folder / "photo.png", folder / "mask.png"
    for path, pixels in zip(paths, (photo[..., ::-1], mask.astype(np.uint8) * 255), strict=True):
        with replacing(path) as part:
            _, encoded = cv2.imencode(".png", pixels)
            part.write_bytes(encoded.tobytes())
    return paths
