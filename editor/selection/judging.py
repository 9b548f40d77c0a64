"""Weighs the cues of a region: how likely it belongs to the clicked object."""

from __future__ import annotations

from editor.selection.regions import Floats


def judged(cues: Floats) -> Floats:
    """(n,) belief 0..1 for (n, CUES) cues."""
    return cues[:, 10]
