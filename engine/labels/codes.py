"""Label maps as arrays of codes: checked, and made smaller."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.labels.vocabulary import UNKNOWN, labels_by_code
from engine.protocol import InvalidRequestError

Bits = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]

# A place that is covered by labels to this share has one.
_COVERED = 0.3


def check_codes(codes: Codes, name: str) -> None:
    """Refuses label maps with codes that no label has.

    Raises:
        InvalidRequestError: There is such a code; the sentence begins with `name`.
    """
    # OpenCV counts without a wider copy: maps may be as large as photos.
    counts = cv2.calcHist([np.ascontiguousarray(codes)], [0], None, [256], [0, 256])
    for code in np.flatnonzero(counts):
        if code != UNKNOWN and int(code) not in labels_by_code():
            raise InvalidRequestError(f"{name} holds the code {code}, which no label has.")


def shrunk(codes: Codes, size: tuple[int, int]) -> Codes:
    """A label map at a smaller size: in every place the label that covers most of it.

    Args:
        codes: (H, W).
        size: (height, width).

    Returns:
        (height, width); 0 where less than a third is labeled at all.
    """
    if codes.shape == size:
        return codes
    best = np.zeros(size, np.float32)
    covered = np.zeros(size, np.float32)
    result = np.full(size, UNKNOWN, np.uint8)
    is_smaller = size[0] < codes.shape[0] and size[1] < codes.shape[1]
    method = cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR
    for code in np.unique(codes[codes != UNKNOWN]):
        share = cv2.resize((codes == code).astype(np.float32), size[::-1], interpolation=method)
        covered += share
        wins = share > best
        best[wins] = share[wins]
        result[wins] = code
    result[covered < _COVERED] = UNKNOWN
    return result


def touched(hole: Bits, cell_px: int) -> Bits:
    """The cells that a hole (H, W) touches, (H / cell_px, W / cell_px)."""
    height, width = (side // cell_px for side in hole.shape)
    return np.asarray(hole.reshape(height, cell_px, width, cell_px).any(axis=(1, 3)), np.bool_)
