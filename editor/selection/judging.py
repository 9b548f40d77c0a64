"""Weighs the cues of a region: how likely it belongs to the clicked object.

A small network of three layers, trained by `benchmarks/click_select_training.py` on objects with known
outlines; it knows distances, colors, walks and textures (`editor.selection.cues`), and nothing of what things
are but what cars and people of street scenes look like.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from editor.selection.arrays import Floats
from editor.selection.cues import CUES
from resources.locate import resource

Layer = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


def judged(cues: Floats, layers: tuple[Layer, ...] | None = None) -> Floats:
    """How likely each region is the object.

    Args:
        cues: (n, CUES).
        layers: Weights (in, out) and biases (out,) of each layer; None = the shipped ones.

    Returns:
        (n,) 0..1.
    """
    return chance(network(cues, layers or shipped_layers()))


def network(cues: Floats, layers: tuple[Layer, ...]) -> Floats:
    """What the network alone says of (n, CUES) cues: (n,) log odds."""
    *hidden, (weights, biases) = layers
    values = cues
    for hidden_weights, hidden_biases in hidden:
        values = np.maximum(values @ hidden_weights + hidden_biases, 0)
    return (values @ weights + biases)[:, 0]


def chance(log_odds: Floats) -> Floats:
    """Log odds as 0..1."""
    return (1 / (1 + np.exp(-log_odds))).astype(np.float32)


@lru_cache(maxsize=1)
def shipped_layers() -> tuple[Layer, ...]:
    """The shipped weights.

    Raises:
        ValueError: They were made for other cues.
    """
    stored = json.loads(resource("selection/judge.json").read_text(encoding="utf-8"))
    layers = tuple(_layer(entry) for entry in stored["layers"])
    if layers[0][0].shape[0] != CUES:
        raise ValueError(f"The weights of click selection are for {layers[0][0].shape[0]} cues, not {CUES}.")
    return layers


def _layer(entry: dict[str, Any]) -> Layer:
    return np.array(entry["weights"], np.float32), np.array(entry["biases"], np.float32)
