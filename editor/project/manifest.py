"""The manifest of a project: everything but the pictures, in a strict schema with a version.

Version 2, which brought labels. A member's name is always relative and inside the project. Another version
is never guessed at: a higher one is refused by name, version 1 is read as what it was, without labels.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from itertools import combinations
from typing import Any

from editor.painting.labels import MOST_CODE
from editor.project.entries import (
    VOCABULARIES,
    AreaEntry,
    FillEntry,
    HoleEntry,
    LabelsEntry,
    Manifest,
    PhotoReference,
    Recipe,
)
from editor.project.errors import ProjectError, Trouble, damaged
from editor.project.schema import LONGEST_PX, Fields

FORMAT = "lacuna-project"
VERSION = 2
_OLDEST = 1
# The largest that the engine takes.
_MOST_SEED = 10**18
_MOST_EDGE_PX = 10_000
_MOST_ALTERNATIVE = 1_000
_MEMBER = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)


def to_json(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    return json.dumps({"format": FORMAT, "version": VERSION, **asdict(manifest)}, indent=1).encode()


def from_json(data: bytes) -> Manifest:
    """Reads a manifest.

    Raises:
        ProjectError: It is no manifest, of a newer version, or says something that makes no sense.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise damaged(f"the manifest is no JSON: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ProjectError(Trouble.NO_PROJECT, "the manifest is of another program")
    version = found.get("version")
    if type(version) is int and version > VERSION:
        raise ProjectError(Trouble.NEWER, f"version {version}, this program knows {VERSION}")
    fields = Fields(found, "manifest")
    fields.text("format")
    has_labels = fields.whole("version", _OLDEST, VERSION) > 1
    photo = _photo(fields.rest("photo"))
    manifest = Manifest(
        photo,
        _area(fields.rest("mask"), "mask", photo.size),
        _area(fields.rest("sources"), "sources", photo.size),
        _area(fields.rest("labels"), "labels", photo.size) if has_labels else None,
        tuple(_fill(entry, photo.size, has_labels) for entry in fields.items("fills")),
        _recipe(fields.rest("recipe"), has_labels),
    )
    fields.finish()
    return manifest


def _photo(found: object) -> PhotoReference:
    fields = Fields(found, "photo")
    photo = PhotoReference(
        name=fields.text("name"),
        relative=fields.text_or_none("relative"),
        absolute=fields.text("absolute"),
        sha256=fields.text("sha256"),
        height=fields.whole("height", 1, LONGEST_PX),
        width=fields.whole("width", 1, LONGEST_PX),
        depth=fields.whole("depth", 8, 16),
        embedded=_member_or_none(fields.text_or_none("embedded")),
    )
    fields.finish()
    if photo.depth not in (8, 16) or not re.fullmatch(r"([0-9a-f]{64})?", photo.sha256):
        raise damaged("photo.depth or photo.sha256 makes no sense")
    return photo


def _area(found: object, where: str, size: tuple[int, int]) -> AreaEntry | None:
    if found is None:
        return None
    fields = Fields(found, where)
    area = AreaEntry(fields.rect("rect", size), _member(fields.text("picture")))
    fields.finish()
    return area


def _fill(found: object, size: tuple[int, int], has_labels: bool) -> FillEntry:
    fields = Fields(found, "fill")
    fill = FillEntry(
        text=fields.text("text"),
        seed=fields.whole("seed", 0, _MOST_SEED),
        expand_px=fields.number("expand_px", -_MOST_EDGE_PX, _MOST_EDGE_PX),
        feather_px=fields.number("feather_px", 0, _MOST_EDGE_PX),
        holes=tuple(_hole(entry, size, has_labels) for entry in fields.items("holes")),
        alternative=fields.whole("alternative", 0, _MOST_ALTERNATIVE) if has_labels else 0,
    )
    fields.finish()
    if not fill.holes:
        raise damaged("a fill has no hole")
    if any(one.rect.overlaps(other.rect) for one, other in combinations(fill.holes, 2)):
        raise damaged("holes of a fill overlap")
    return fill


def _hole(found: object, size: tuple[int, int], has_labels: bool) -> HoleEntry:
    fields = Fields(found, "hole")
    rect = fields.rect("rect", size)
    members: dict[str, Any] = {
        key: _member(fields.text(key)) for key in ("pixels", "mask", "valid", "confidence")
    }
    if has_labels:
        members["labels"] = _labels(fields.rest("labels"))
    fields.finish()
    return HoleEntry(rect, **members)


def _labels(found: object) -> LabelsEntry | None:
    if found is None:
        return None
    fields = Fields(found, "labels")
    labels = LabelsEntry(
        codes=_member(fields.text("codes")),
        wanted=_member(fields.text("wanted")),
        vocabulary=fields.text("vocabulary"),
        grown=fields.whole("grown", 0, MOST_CODE),
        alternatives=fields.wholes("alternatives", 0, MOST_CODE),
    )
    fields.finish()
    if labels.vocabulary not in VOCABULARIES:
        raise damaged(f"{labels.vocabulary!r} is no vocabulary")
    return labels


def _recipe(found: object, has_labels: bool) -> Recipe:
    fields = Fields(found, "recipe")
    recipe = Recipe(
        fields.whole("seed", 0, _MOST_SEED),
        fields.number("detail", 0, 1),
        fields.number("grain", 0, 1),
        fields.text("vocabulary") if has_labels else Recipe.vocabulary,
    )
    fields.finish()
    if recipe.vocabulary not in VOCABULARIES:
        raise damaged(f"{recipe.vocabulary!r} is no vocabulary")
    return recipe


def _member(name: str) -> str:
    if not _MEMBER.fullmatch(name) or ".." in name.split("/"):
        raise damaged(f"{name!r} is no name of a member")
    return name


def _member_or_none(name: str | None) -> str | None:
    return None if name is None else _member(name)
