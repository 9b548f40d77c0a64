"""What a step frees is kept for the next one, where the C library can be told to.

glibc gives large blocks back to the system at once and gets them anew, page by page, and a step of training
takes and frees hundreds of them: 90,000 page faults at 256 px and batch 8, a tenth of the time.
"""

from __future__ import annotations

import ctypes

# Parameters of glibc's mallopt, from malloc.h.
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
_NEVER = -1


def keep_freed_memory() -> bool:
    """For the rest of the process; its memory stays at its peak. For runs that do nothing else.

    Returns:
        Whether the C library took it; on others than glibc everything stays as it is.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    wanted = {_TRIM_THRESHOLD: _NEVER, _MMAP_MAX: 0}
    return all([bool(mallopt(name, value)) for name, value in wanted.items()])
