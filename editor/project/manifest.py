"""The manifest of a project: everything but the pictures, in a strict schema with a version.

Version 1. A member's name is always relative and inside the project. Another version is never guessed at: a
higher one is refused by name, and the next one that we make will bring its own reader for this one.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from editor.painting.rect import Rect
from editor.project.errors import ProjectError, Trouble, damaged
from editor.project.schema import LONGEST_PX, Fields

FORMAT = "lacuna-project"
VERSION = 1
_MOST_SEED = 2**63 - 1
_MOST_EDGE_PX = 10_000
_MEMBER = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)


@dataclass(frozen=True)
class PhotoReference:
    """Which photo a project is about.

    Attributes:
        name: File name, as the window calls it.
        relative: Path from the project's folder, with `/`; None where there is none.
        absolute: Where it lay.
        sha256: Hash of the file's bytes, hexadecimal; "" = not known.
        height: Pixels.
        width: Pixels.
        depth: Bits per channel.
        embedded: Member that holds the file itself; None = it lies beside the project.
    """

    name: str
    relative: str | None
    absolute: str
    sha256: str
    height: int
    width: int
    depth: int
    embedded: str | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.height, self.width


@dataclass(frozen=True)
class AreaEntry:
    """A mask: where its picture lies in the photo, and the member that holds it."""

    rect: Rect
    picture: str


@dataclass(frozen=True)
class HoleEntry:
    """The fill of one hole, uncomposited: members with pixels, mask, valid area and confidence."""

    rect: Rect
    pixels: str
    mask: str
    valid: str
    confidence: str


@dataclass(frozen=True)
class FillEntry:
    """One fill.

    Attributes:
        text: What the history calls it.
        seed: The request's.
        expand_px: Where its edge runs.
        feather_px: How soft its edge is.
        holes: Its answers.
    """

    text: str
    seed: int
    expand_px: float
    feather_px: float
    holes: tuple[HoleEntry, ...]


@dataclass(frozen=True)
class Recipe:
    """How the next fill is made.

    Attributes:
        seed: Of the last fill.
        detail: 0..1, share of the photo's own texture.
        grain: 0..1, share of the surroundings' grain.
    """

    seed: int = 0
    detail: float = 1.0
    grain: float = 1.0


@dataclass(frozen=True)
class Manifest:
    """All of it. `mask` is what is painted and not filled, `sources` where texture may come from."""

    photo: PhotoReference
    mask: AreaEntry | None
    sources: AreaEntry | None
    fills: tuple[FillEntry, ...]
    recipe: Recipe


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
    fields.whole("version", VERSION, VERSION)
    photo = _photo(fields.rest("photo"))
    manifest = Manifest(
        photo,
        _area(fields.rest("mask"), "mask", photo.size),
        _area(fields.rest("sources"), "sources", photo.size),
        tuple(_fill(entry, photo.size) for entry in fields.items("fills")),
        _recipe(fields.rest("recipe")),
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


def _fill(found: object, size: tuple[int, int]) -> FillEntry:
    fields = Fields(found, "fill")
    fill = FillEntry(
        text=fields.text("text"),
        seed=fields.whole("seed", 0, _MOST_SEED),
        expand_px=fields.number("expand_px", -_MOST_EDGE_PX, _MOST_EDGE_PX),
        feather_px=fields.number("feather_px", 0, _MOST_EDGE_PX),
        holes=tuple(_hole(entry, size) for entry in fields.items("holes")),
    )
    fields.finish()
    if not fill.holes:
        raise damaged("a fill has no hole")
    return fill


def _hole(found: object, size: tuple[int, int]) -> HoleEntry:
    fields = Fields(found, "hole")
    rect = fields.rect("rect", size)
    members: dict[str, Any] = {
        key: _member(fields.text(key)) for key in ("pixels", "mask", "valid", "confidence")
    }
    fields.finish()
    return HoleEntry(rect, **members)


def _recipe(found: object) -> Recipe:
    fields = Fields(found, "recipe")
    recipe = Recipe(
        fields.whole("seed", 0, _MOST_SEED), fields.number("detail", 0, 1), fields.number("grain", 0, 1)
    )
    fields.finish()
    return recipe


def _member(name: str) -> str:
    if not _MEMBER.fullmatch(name) or ".." in name.split("/"):
        raise damaged(f"{name!r} is no name of a member")
    return name


def _member_or_none(name: str | None) -> str | None:
    return None if name is None else _member(name)
