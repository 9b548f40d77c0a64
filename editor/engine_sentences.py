"""What the engine tells people, as far as it may end up in the window.

The engine knows no Qt and speaks English. Its sentences stand here once more as templates, so that they are
extracted and translated; a test compares the list with the engine's code. A sentence is recognized by its
template, taken apart, and put together again in the person's language.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from editor.language import QT_TRANSLATE_NOOP

SENTENCES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Engine", "{path} cannot be written: {strerror}."),
    QT_TRANSLATE_NOOP("Engine", "{path} is a folder; please name a file in it."),
    QT_TRANSLATE_NOOP("Engine", "The name of {path} is not valid UTF-8; please rename it."),
    QT_TRANSLATE_NOOP("Engine", "The name of {path} is too long for the file system."),
    QT_TRANSLATE_NOOP("Engine", "There is not enough room in {folder} to write {name}."),
    QT_TRANSLATE_NOOP("Engine", "There is no folder {folder} to write {name} to."),
    QT_TRANSLATE_NOOP("Engine", "{name} cannot be written: {folder} is read-only."),
    QT_TRANSLATE_NOOP("Engine", "{path} is not an image that can be read; {supported}."),
    QT_TRANSLATE_NOOP("Engine", "{path} is empty."),
    QT_TRANSLATE_NOOP("Engine", "{path} is an AVIF picture; {supported}, please convert it first."),
    QT_TRANSLATE_NOOP("Engine", "{path} is damaged or incomplete and cannot be read."),
    QT_TRANSLATE_NOOP("Engine", "{path} is {kind}; {supported}."),
    QT_TRANSLATE_NOOP("Engine", "{path} is a {upper} file; a mask must be a PNG, TIFF, JPEG or WebP."),
    QT_TRANSLATE_NOOP(
        "Engine",
        "{path} claims to be {width} x {height} pixels but is only {length} bytes long; that is "
        "no photo, and it was not opened.",
    ),
    QT_TRANSLATE_NOOP(
        "Engine",
        "{path} ({width} x {height} pixels) needs about {needed} GB of memory, and only {free} GB are free.",
    ),
    QT_TRANSLATE_NOOP("Engine", "{path} is a folder, not a photo."),
    QT_TRANSLATE_NOOP("Engine", "There is no file {path}."),
    QT_TRANSLATE_NOOP("Engine", "{path} cannot be read: {strerror}."),
    QT_TRANSLATE_NOOP("Engine", "{path} is damaged, or a kind of TIFF that cannot be read."),
    QT_TRANSLATE_NOOP(
        "Engine", "{path} is an HDR picture ({curve}); please export it in standard range first."
    ),
    QT_TRANSLATE_NOOP(
        "Engine",
        "{path} is a HEIC picture: install the extra “lacuna[heic]” to open it, or convert it to "
        "a TIFF or PNG first.",
    ),
    QT_TRANSLATE_NOOP(
        "Engine",
        "The mask is {found} x {found2} pixels and the photo {size} x {size2}; they must be of "
        "the same size.",
    ),
    QT_TRANSLATE_NOOP(
        "Engine", "Previews inside the file were removed: they still showed the photo before the fill."
    ),
    QT_TRANSLATE_NOOP("Engine", "Comments are not carried over: {upper} has no place for them."),
    QT_TRANSLATE_NOOP("Engine", "Not carried over: {join}."),
    QT_TRANSLATE_NOOP("Engine", "Extended XMP is not carried over: only JPEG has a place for it."),
    QT_TRANSLATE_NOOP("Engine", "The XMP metadata are damaged and were not carried over."),
    QT_TRANSLATE_NOOP("Engine", "The EXIF data are too long for a JPEG and were not carried over."),
    QT_TRANSLATE_NOOP("Engine", "IPTC fields are not carried over: {upper} has no place for them."),
    QT_TRANSLATE_NOOP("Engine", "The XMP metadata are too long for a JPEG and were not carried over."),
    QT_TRANSLATE_NOOP(
        "Engine",
        "{inside}; outside it {outside_changed} of {outside} ({outside_share}), by at most "
        "{outside_largest} of {depth} levels.",
    ),
    QT_TRANSLATE_NOOP("Engine", "{inside}; outside it none of {outside}."),
    QT_TRANSLATE_NOOP("Engine", "Photos and mask differ in size: {sizes} pixels."),
    QT_TRANSLATE_NOOP(
        "Engine",
        "{path} is a camera's RAW file: install the extra “lacuna[raw]” to open it, or develop "
        "it to a 16-bit TIFF first.",
    ),
    QT_TRANSLATE_NOOP(
        "Engine", "{path} is a RAW file that is damaged, or of a camera that is not supported."
    ),
    QT_TRANSLATE_NOOP("Engine", "{path} is a CMYK file; it has to be converted to RGB first."),
    QT_TRANSLATE_NOOP("Engine", "{path} is stored in {upper} colors; please convert it to RGB first."),
    QT_TRANSLATE_NOOP(
        "Engine", "{path} has floating-point or signed pixels; 8 and 16 bits per channel are supported."
    ),
    QT_TRANSLATE_NOOP(
        "Engine", "{path} has {bands} channels; gray and RGB, with or without alpha, are supported."
    ),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory to open {path}."),
    QT_TRANSLATE_NOOP("Engine", "{name} should end in .jpg, .png, .tif or .webp to say what to write."),
    QT_TRANSLATE_NOOP(
        "Engine", "{path} is the photo itself; it is only replaced when overwriting is asked for."
    ),
    QT_TRANSLATE_NOOP("Engine", "{upper} files end at {longest} pixels a side; please choose PNG or TIFF."),
    QT_TRANSLATE_NOOP(
        "Engine", "JPEG cannot hold the photo's transparency; please choose PNG, TIFF or WebP."
    ),
    QT_TRANSLATE_NOOP("Engine", "Reduced to 8 bits per channel: {upper} holds no more."),
    QT_TRANSLATE_NOOP("Engine", "Converted from CMYK to sRGB."),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory to write {path}."),
    QT_TRANSLATE_NOOP("Engine", "The weights {name} were not found."),
    QT_TRANSLATE_NOOP("Engine", "The weights {name} were not made for this version of Lacuna."),
    QT_TRANSLATE_NOOP("Engine", "The weights {name} do not fit the network that they describe."),
    QT_TRANSLATE_NOOP("Engine", "The weights {name} are damaged: their checksum does not match."),
    QT_TRANSLATE_NOOP("Engine", "The weights {name} are damaged or not a safetensors file."),
    QT_TRANSLATE_NOOP("Engine", "The checksums {name} beside {name2} are damaged."),
    QT_TRANSLATE_NOOP("Engine", "The weights {name} are damaged: some of their numbers are not finite."),
    QT_TRANSLATE_NOOP("Engine", "The weights were made for another version of Lacuna."),
    QT_TRANSLATE_NOOP("Engine", "The semantic encoder “{name}” is not a vision transformer of timm's."),
    QT_TRANSLATE_NOOP(
        "Engine", "The semantic encoder “{name}” is one of timm's, which is not installed here."
    ),
    QT_TRANSLATE_NOOP(
        "Engine", "The process that was at it ended unexpectedly; perhaps the memory was not enough."
    ),
    QT_TRANSLATE_NOOP(
        "Engine", "There is a batch in {output} already: resume it (--resume) or replace it (--overwrite)."
    ),
    QT_TRANSLATE_NOOP(
        "Engine",
        "The batch in {output} was begun with other folders or settings; it is only resumed with "
        "the same ones.",
    ),
    QT_TRANSLATE_NOOP("Engine", "Another batch is writing to {output}."),
    QT_TRANSLATE_NOOP("Engine", "{photos} is not a folder; “lacuna fill” fills a single photo."),
    QT_TRANSLATE_NOOP("Engine", "Photos and masks need a folder each: they have the same names."),
    QT_TRANSLATE_NOOP("Engine", "{output} is not a folder."),
    QT_TRANSLATE_NOOP("Engine", "Results need a folder of their own; photos and masks are never replaced."),
    QT_TRANSLATE_NOOP("Engine", "There are no photos in {photos}."),
    QT_TRANSLATE_NOOP("Engine", "None of the photos has a mask of its name in {masks}."),
    QT_TRANSLATE_NOOP("Engine", "There are several masks of its name: {join}."),
    QT_TRANSLATE_NOOP("Engine", "There is no {folder} to take the {kind} from."),
    QT_TRANSLATE_NOOP("Engine", "Its result would have the name of that of {taken}."),
    QT_TRANSLATE_NOOP("Engine", "Its result would replace its mask."),
    QT_TRANSLATE_NOOP("Engine", "{output} is there already and is not overwritten."),
    QT_TRANSLATE_NOOP("Engine", "It has no mask."),
    QT_TRANSLATE_NOOP(
        "Engine", "{name} is a CMYK file; it has to be converted to RGB first (--to-rgb does so)."
    ),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory for it."),
    QT_TRANSLATE_NOOP("Engine", "An internal error, {name}: {error}."),
    QT_TRANSLATE_NOOP("Engine", "The device “{name}” is unknown; use auto, cpu or cuda."),
    QT_TRANSLATE_NOOP("Engine", "No CUDA device was found; use --device cpu."),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory for this hole; fill it in smaller parts."),
    QT_TRANSLATE_NOOP("Engine", "The photo must be RGB or RGBA with 8 or 16 bits per channel."),
    QT_TRANSLATE_NOOP("Engine", "The mask is empty: there is nothing to fill."),
    QT_TRANSLATE_NOOP("Engine", "The mask covers the whole photo: nothing is left to fill it from."),
    QT_TRANSLATE_NOOP(
        "Engine", "The {name} is {shape} x {shape2} pixels, but the photo is {shape3} x {shape4}."
    ),
    QT_TRANSLATE_NOOP("Engine", "The {name} must be made of booleans or 8-bit coverage."),
    QT_TRANSLATE_NOOP("Engine", "{capitalize} must lie between 0 and 1."),
    QT_TRANSLATE_NOOP(
        "Engine",
        "The label map is {found} x {found2} pixels and the photo {size} x {size2}; they must be of "
        "the same size.",
    ),
    QT_TRANSLATE_NOOP(
        "Engine", "The label map {path} holds the color {red}, {green}, {blue}, which is no label's."
    ),
    QT_TRANSLATE_NOOP("Engine", "{name} holds the code {code}, which no label has."),
    QT_TRANSLATE_NOOP("Engine", "The label map must be made of 8-bit codes."),
    QT_TRANSLATE_NOOP("Engine", "Label maps are written as PNG; please name {name} so."),
    QT_TRANSLATE_NOOP("Engine", "The vocabulary “{vocabulary}” is unknown; use {join}."),
    QT_TRANSLATE_NOOP("Engine", "The number of an alternative must not be negative."),
    QT_TRANSLATE_NOOP("Engine", "The seed must be a whole number from 0 to {largest_seed}."),
    QT_TRANSLATE_NOOP("Engine", "How far a fill goes beyond the mask must not be negative."),
    QT_TRANSLATE_NOOP("Engine", "These weights know no labels: they fill without saying what belongs where."),
    QT_TRANSLATE_NOOP("Engine", "The ring around the mask must be 0 to {widest_ring_px} pixels wide."),
    QT_TRANSLATE_NOOP(
        "Engine", "The mask {path} marks nothing: nothing in it is brighter than 127 (brightest: {level})."
    ),
    QT_TRANSLATE_NOOP(
        "Engine",
        "The source mask is {found} x {found2} pixels and the photo {size} x {size2}; they must be of "
        "the same size.",
    ),
    QT_TRANSLATE_NOOP("Engine", "The mask {path} is empty: white marks what is to be filled."),
    QT_TRANSLATE_NOOP("Engine", "The mask {path} covers the whole photo: nothing is left to fill from."),
    QT_TRANSLATE_NOOP("Engine", "The source mask {path} is empty: white marks where texture may come from."),
    QT_TRANSLATE_NOOP("Engine", "The source mask {path} lies wholly in the hole: there is no texture."),
    QT_TRANSLATE_NOOP(
        "Engine",
        "The source mask marks only {usable} pixels outside the hole: fewer than {least_sources_px} hold "
        "little or no texture to choose from.",
    ),
    QT_TRANSLATE_NOOP("Engine", "The engine stopped without a result."),
    QT_TRANSLATE_NOOP("Engine", "The fill was cancelled."),
)


def spoken(text: str) -> str:
    """A sentence of the engine in the person's language; any other text as it is."""
    for sentence, pattern in _patterns():
        if (match := pattern.fullmatch(text)) is not None:
            return QCoreApplication.translate("Engine", sentence).format(**match.groupdict())
    return text


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The templates as patterns, those with the most words of their own first: they say the most."""
    found = []
    for sentence in SENTENCES:
        parts = re.split(r"\{(\w+)\}", sentence)
        words = sum(len(part) for part in parts[::2])
        pattern = "".join(
            f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )
        found.append((words, sentence, re.compile(pattern, re.DOTALL)))
    found.sort(key=lambda entry: -entry[0])
    return [(sentence, pattern) for _, sentence, pattern in found]
