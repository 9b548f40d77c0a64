"""Names for the arrays of this room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Array = npt.NDArray[np.uint8]
