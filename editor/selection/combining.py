"""How a selection joins the mask that is there already."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from editor.painting.dabs import Coverage


class Mode(StrEnum):
    """What a selection does to the mask."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"

    @property
    def keeps_outside(self) -> bool:
        """Whether the mask beside the selection stays as it is."""
        return self in (Mode.ADD, Mode.SUBTRACT)


def combined(mask: Coverage, selected: Coverage, mode: Mode) -> Coverage:
    """A mask after a selection; soft edges join as brush strokes do, by maximum and minimum.

    Args:
        mask: (h, w) coverage, left as it is.
        selected: (h, w) coverage of the selection.
        mode: How they join.
    """
    if mode is Mode.REPLACE:
        return selected.copy()
    if mode is Mode.ADD:
        return np.maximum(mask, selected)
    if mode is Mode.SUBTRACT:
        return np.minimum(mask, 255 - selected)
    return np.minimum(mask, selected)


def held_mode(chosen: Mode, is_shift: bool, is_alt: bool) -> Mode:
    """The mode while keys are held: Shift adds, Alt takes away, both keep what is in both."""
    if is_shift and is_alt:
        return Mode.INTERSECT
    if is_shift:
        return Mode.ADD
    return Mode.SUBTRACT if is_alt else chosen
