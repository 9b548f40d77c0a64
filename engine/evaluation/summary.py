"""Means over many records: arithmetic for distances and costs, geometric for ratios."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from engine.evaluation.measure import Record

# Ratios of power scatter over orders of magnitude; half and twice should cancel.
GEOMETRIC = ("power_to_surroundings", "power_to_truth", "gradient_to_truth")
FIGURES = (
    "psnr_db",
    "ssim",
    "perceptual",
    *GEOMETRIC,
    "border_step",
    "seconds",
    "peak_mb",
)


class Summary:
    """Records of one set of cases, to be asked for means.

    Attributes:
        records: All of them.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = list(records)

    def where(self, keep: Callable[[Record], bool]) -> Summary:
        """The records for which `keep` is true."""
        return Summary([record for record in self.records if keep(record)])

    def family(self, family: str) -> Summary:
        return self.where(lambda record: record.family == family)

    @property
    def families(self) -> list[str]:
        return _in_order(record.family for record in self.records)

    @property
    def share_classes(self) -> list[str]:
        return sorted({record.share_class for record in self.records})

    @property
    def methods(self) -> list[str]:
        return _in_order(record.method for record in self.records)

    @property
    def case_count(self) -> int:
        """Cases that each method answered."""
        return len(self.records) // max(1, len(self.methods))

    def mean(self, method: str, figure: str) -> float:
        """The mean of a figure of one method; not a number where there is no record.

        Args:
            method: Name of the method.
            figure: One of `FIGURES`; ratios get the geometric mean, memory the largest value.
        """
        values = np.array([getattr(record, figure) for record in self.records if record.method == method])
        if values.size == 0:
            return float("nan")
        if figure in GEOMETRIC:
            return float(np.exp(np.log(values).mean()))
        return float(values.max() if figure == "peak_mb" else values.mean())


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
