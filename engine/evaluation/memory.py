"""Peak memory of a piece of work."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from types import TracebackType

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


class PeakMemory:
    """Measures the highest resident memory inside a `with` block.

    On Linux the kernel's high-water mark is set back first; elsewhere it holds since the process began.

    Attributes:
        peak_mb: The process's highest resident memory, in MiB; 0 where the system does not tell.
        used_mb: That, less what was resident before.
    """

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self.used_mb = 0.0
        self._before_mb = 0.0

    def __enter__(self) -> PeakMemory:
        with contextlib.suppress(OSError):  # not on Linux, or not allowed: the mark is that of the process
            _CLEAR.write_text("5")
        self._before_mb = _resident_mb("VmRSS")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.peak_mb = _resident_mb("VmHWM")
        self.used_mb = max(0.0, self.peak_mb - self._before_mb)


def _resident_mb(name: str) -> float:
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return 0.0
