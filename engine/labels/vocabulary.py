"""The labels: scene classes and kinds of regions, one code space for both.

A label map is (H, W) uint8 of codes; `UNKNOWN` says nothing. Both vocabularies share the codes, so that one
embedding table conditions the generator and a map may mix them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property

from resources.locate import resource

UNKNOWN = 0
TABLE = "labels/vocabulary.json"
SCENE, REGIONS = "scene", "regions"
NAMES = (SCENE, REGIONS)
# Brostow et al. 2008 (CamVid), the eleven classes that are usually told apart.
SCENE_CODES = tuple(range(1, 12))
REGION_CODES = tuple(range(12, 44))
CODES = 1 + len(SCENE_CODES) + len(REGION_CODES)
"""How many codes there are, unknown included: the length of the embedding table."""
STREET = 0.9
"""Probability from which a photo is a street scene: 19 in 20 of CamVid's are, of other photos 1 in 40."""
SURE = 0.5
"""Probability from which the painter is told a predicted label, beside one that was chosen."""


@dataclass(frozen=True)
class Label:
    """One class.

    Attributes:
        code: 1..43, its value in label maps.
        name: For people: "sky", "foliage"; "region 7" where no name fits.
        color: (r, g, b) 0..255, of its pixels in label pictures; each label has one of its own.
    """

    code: int
    name: str
    color: tuple[int, int, int]


@dataclass(frozen=True)
class Vocabulary:
    """Labels that a photo may be divided into.

    Attributes:
        name: "scene" (street scenes, trained with supervision) or "regions" (kinds of things discovered in
            the training photos).
        labels: By code.
    """

    name: str
    labels: tuple[Label, ...]

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The codes, ascending."""
        return tuple(label.code for label in self.labels)


@cache
def vocabulary(name: str) -> Vocabulary:
    """One of the two vocabularies.

    Raises:
        ValueError: The name is unknown.
    """
    if name not in NAMES:
        raise ValueError(f"unknown vocabulary {name!r}")
    table = json.loads(resource(TABLE).read_text(encoding="utf-8"))[name]
    codes = SCENE_CODES if name == SCENE else REGION_CODES
    labels = [
        Label(code, str(row["name"]), (int(row["color"][0]), int(row["color"][1]), int(row["color"][2])))
        for code, row in zip(codes, table, strict=True)
    ]
    return Vocabulary(name, tuple(labels))


@cache
def labels_by_code() -> dict[int, Label]:
    """Every label of both vocabularies; `UNKNOWN` is none of them."""
    return {label.code: label for name in NAMES for label in vocabulary(name).labels}


def label_of(code: int) -> Label:
    """The label of a code.

    Raises:
        KeyError: There is none.
    """
    return labels_by_code()[code]


def label_named(text: str) -> Label | None:
    """The label that a person calls so, upper and lower case alike; None where there is none."""
    wanted = text.strip().casefold()
    return next((label for label in labels_by_code().values() if label.name.casefold() == wanted), None)
