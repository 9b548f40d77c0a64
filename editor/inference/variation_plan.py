"""Which variations of a fill are to be asked for."""

from __future__ import annotations

from collections.abc import Sequence

from editor.document.fills import FillRecord


class VariationPlan:
    """Label maps that nobody has seen yet, then seeds likewise.

    Attributes:
        total: How many there are in the plan.
        number: Which of them was taken last, from 1 on; 0 before the first.
    """

    def __init__(self, known: Sequence[FillRecord] = (), total: int = 0) -> None:
        """Args:
        known: The variations that there are, the first one first.
        total: How many more are wanted.
        """
        self.total = total
        self.number = 0
        self._left: list[tuple[int, int]] = []
        if not known:
            return
        first, seen = known[0], {record.alternative for record in known}
        labels = [stored for record in known for stored in record.labels if stored is not None]
        maps = max((stored.alternatives for stored in labels), default=1)
        self._left = [(first.seed, number) for number in range(maps) if number not in seen][:total]
        seed = max(record.seed for record in known) + 1
        self._left += [(seed + place, first.alternative) for place in range(total - len(self._left))]

    def take(self) -> tuple[int, int] | None:
        """Seed and number of the label map of the next one; None after the last one."""
        if not self._left:
            return None
        self.number += 1
        return self._left.pop(0)
