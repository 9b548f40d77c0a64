"""What the manifest of a project says, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from editor.painting.rect import Rect

VOCABULARIES = ("auto", "scene", "regions")


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
    """A mask, or painted labels: where its picture lies in the photo, and the member that holds it."""

    rect: Rect
    picture: str


@dataclass(frozen=True)
class LabelsEntry:
    """The labels of one hole: members with codes and with what the person wanted; the rest as it is there."""

    codes: str
    wanted: str
    vocabulary: str
    grown: int
    alternatives: tuple[int, ...]


@dataclass(frozen=True)
class HoleEntry:
    """The fill of one hole, uncomposited: members with pixels, mask, valid area and confidence; `labels` is
    None where they are not known."""

    rect: Rect
    pixels: str
    mask: str
    valid: str
    confidence: str
    labels: LabelsEntry | None = None


@dataclass(frozen=True)
class FillEntry:
    """One fill.

    Attributes:
        text: What the history calls it.
        seed: The request's.
        expand_px: Where its edge runs.
        feather_px: How soft its edge is.
        holes: Its answers.
        alternative: The request's number of the label map.
    """

    text: str
    seed: int
    expand_px: float
    feather_px: float
    holes: tuple[HoleEntry, ...]
    alternative: int = 0


@dataclass(frozen=True)
class Recipe:
    """How the next fill is made.

    Attributes:
        seed: Of the last fill.
        detail: 0..1, share of the photo's own texture.
        grain: 0..1, share of the surroundings' grain.
        vocabulary: What labels are chosen from, one of `VOCABULARIES`.
    """

    seed: int = 0
    detail: float = 1.0
    grain: float = 1.0
    vocabulary: str = "auto"


@dataclass(frozen=True)
class Manifest:
    """All of it. `mask` is what is painted and not filled, `sources` where texture may come from, `labels`
    what a person says belongs where."""

    photo: PhotoReference
    mask: AreaEntry | None
    sources: AreaEntry | None
    labels: AreaEntry | None
    fills: tuple[FillEntry, ...]
    recipe: Recipe
