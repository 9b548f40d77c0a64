"""What a batch has to do: which photo is filled with which mask, and where the result goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from engine.files import FillSettings
from engine.photo.photo import READ_SUFFIXES, SUFFIXES, WriteOptions
from engine.protocol import InvalidRequestError

WORK_FOLDER = ".lacuna-batch"


@dataclass(frozen=True)
class BatchSettings:
    """How a batch is done.

    Attributes:
        fill: How each photo is filled.
        options: How each result is written.
        variations: Fills per photo, at least 1; from 2 on their disagreement gives the risk score.
        to_rgb: Convert CMYK photos to sRGB instead of refusing them.
        suffix: What results end in, ".tif" for instance; "" = as the photo, TIFF where it cannot be written.
        overwrite: Results may replace files that are there.
    """

    fill: FillSettings = field(default_factory=FillSettings)
    options: WriteOptions = field(default_factory=WriteOptions)
    variations: int = 2
    to_rgb: bool = False
    suffix: str = ""
    overwrite: bool = False


@dataclass(frozen=True)
class Item:
    """One photo of a batch.

    Attributes:
        name: The photo's path below the input folder, with "/"; it names the item everywhere.
        photo: The photo.
        mask: Its mask; None where there is none.
        output: Where the result goes.
        result: The same below the output folder, with "/".
        trouble: Why it cannot be done, found while planning; "" = nothing yet.
    """

    name: str
    photo: Path
    mask: Path | None
    output: Path
    result: str
    trouble: str = ""


@dataclass(frozen=True)
class Plan:
    """A batch.

    Attributes:
        items: In the order of their names.
        photos: The input folder.
        masks: The folder of masks, or the one mask.
        folder: The output folder.
        settings: How to fill and write.
        left_out: Names of files among the photos that are of no kind that is read.
    """

    items: tuple[Item, ...]
    photos: Path
    masks: Path
    folder: Path
    settings: BatchSettings
    left_out: tuple[str, ...] = ()


def make_plan(
    photos: Path, masks: Path, output: Path, settings: BatchSettings, is_recursive: bool = False
) -> Plan:
    """Finds photos and their masks.

    Args:
        photos: The input folder.
        masks: A folder, where a photo's mask has the photo's name but for the suffix, in the same
            subfolder or, if no other has that name, anywhere below; or one mask for all photos.
        output: The output folder; it need not exist. Subfolders are those of the input.
        settings: How to fill and write.
        is_recursive: Go through subfolders too.

    Raises:
        InvalidRequestError: A folder is missing, holds no photos or no masks, or is input and output at once.
    """
    for folder, kind in ((photos, "photos"), (masks, "masks")):
        if not folder.exists():
            raise InvalidRequestError(f"There is no {folder} to take the {kind} from.")
    if not photos.is_dir():
        raise InvalidRequestError(f"{photos} is not a folder; “lacuna fill” fills a single photo.")
    if photos.resolve() == masks.resolve():
        raise InvalidRequestError("Photos and masks need a folder each: they have the same names.")
    if output.exists() and not output.is_dir():
        raise InvalidRequestError(f"{output} is not a folder.")
    if output.resolve() == photos.resolve() or output.resolve() == masks.resolve():
        raise InvalidRequestError("Results need a folder of their own; photos and masks are never replaced.")
    elsewhere = [path.resolve() for path in (output, masks) if path.resolve() != photos.resolve()]
    files = _files(photos, is_recursive, elsewhere)
    found = [path for path in files if path.suffix.lower() in READ_SUFFIXES]
    if not found:
        raise InvalidRequestError(f"There are no photos in {photos}.")
    of = _one_for_all(masks) if masks.is_file() else _by_stem(masks, is_recursive)
    items = list(_items(photos, found, of, output, settings.suffix))
    if all(item.mask is None and not item.trouble for item in items):
        raise InvalidRequestError(f"None of the photos has a mask of its name in {masks}.")
    left_out = tuple(
        path.relative_to(photos).as_posix() for path in files if path.suffix.lower() not in READ_SUFFIXES
    )
    return Plan(tuple(items), photos, masks, output, settings, left_out)


@dataclass(frozen=True)
class _Masks:
    """Masks by the photo's name without suffix; "*" stands for all photos."""

    exact: dict[str, list[Path]]
    flat: dict[str, list[Path]]

    def of(self, stem: PurePosixPath) -> list[Path]:
        if "*" in self.exact:
            return self.exact["*"]
        return self.exact.get(str(stem)) or self.flat.get(stem.name, [])


def _one_for_all(mask: Path) -> _Masks:
    return _Masks({"*": [mask]}, {})


def _by_stem(folder: Path, is_recursive: bool) -> _Masks:
    exact: dict[str, list[Path]] = {}
    flat: dict[str, list[Path]] = {}
    for path in _files(folder, is_recursive, []):
        if path.suffix.lower() not in SUFFIXES:
            continue
        stem = PurePosixPath(path.relative_to(folder).with_suffix("").as_posix())
        exact.setdefault(str(stem), []).append(path)
        flat.setdefault(stem.name, []).append(path)
    return _Masks(exact, flat)


def _files(folder: Path, is_recursive: bool, elsewhere: list[Path]) -> list[Path]:
    """Files in a folder, hidden ones and what lies in or is one of `elsewhere` excepted."""
    paths = folder.rglob("*") if is_recursive else folder.iterdir()
    return sorted(
        path
        for path in paths
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
        and not any(path.resolve().is_relative_to(other) for other in elsewhere)
    )


def _items(root: Path, photos: list[Path], masks: _Masks, output: Path, suffix: str) -> Iterator[Item]:
    taken: dict[Path, str] = {}
    for photo in photos:
        name = photo.relative_to(root)
        own = suffix or (photo.suffix if photo.suffix.lower() in SUFFIXES else ".tif")
        result = output / name.with_suffix(own)
        found = [path for path in masks.of(PurePosixPath(name.with_suffix("").as_posix())) if path != photo]
        trouble = ""
        if len(found) > 1:
            trouble = f"There are several masks of its name: {', '.join(path.name for path in found)}."
        elif result in taken:
            trouble = f"Its result would have the name of that of {taken[result]}."
        taken.setdefault(result, name.as_posix())
        yield Item(
            name.as_posix(),
            photo,
            found[0] if found else None,
            result,
            name.with_suffix(own).as_posix(),
            trouble,
        )
