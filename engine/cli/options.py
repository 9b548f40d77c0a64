"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.composite import WIDEST_RING_PX
from engine.photo.names import check_name
from engine.protocol import LARGEST_SEED, VOCABULARIES


def add_writing(parser: argparse.ArgumentParser) -> None:
    """How results are written."""
    parser.add_argument(
        "--quality",
        type=quality,
        metavar="1..100",
        help="of JPEG and WebP; default: JPEG as the source, WebP without loss",
    )
    parser.add_argument("--no-metadata", action="store_true", help="write no EXIF, XMP, IPTC or comments")
    parser.add_argument(
        "--no-source-type", action="store_true", help="do not note in the XMP that a part is synthetic"
    )
    parser.add_argument("--to-rgb", action="store_true", help="convert CMYK photos to sRGB, not refuse them")


def add_options(parser: argparse.ArgumentParser, has_sources: bool = True) -> None:
    """What a fill may be told."""
    parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same bytes (default 0)")
    parser.add_argument("--detail", type=share, default=1.0, metavar="0..1", help="the photo's own texture")
    parser.add_argument("--grain", type=share, default=1.0, metavar="0..1", help="the surroundings' grain")
    parser.add_argument(
        "--ring",
        type=ring,
        default=0,
        metavar="PX",
        help="fade the fill into the photo over so many pixels outside the mask, 0..64 (default 0)",
    )
    if has_sources:
        parser.add_argument(
            "--sources", type=file_path, metavar="MASK", help="white = take texture only from here"
        )
    add_engine(parser)


def add_label_options(parser: argparse.ArgumentParser) -> None:
    """What belongs where, as a person says."""
    parser.add_argument(
        "--labels",
        type=file_path,
        metavar="FILE.png",
        help="a label map of the photo's size, as `lacuna labels` writes it: what belongs where",
    )
    parser.add_argument(
        "--vocabulary",
        choices=VOCABULARIES,
        default="auto",
        help="scene: street scenes; regions: kinds of things in any photo (default auto)",
    )


def add_engine(parser: argparse.ArgumentParser) -> None:
    """What computes, with which weights, and whether it is talked about."""
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--weights", type=file_path, metavar="FILE", help="another checkpoint of this project"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, no summary")


def file_path(text: str) -> Path:
    """A file or folder, there or not.

    Raises:
        PhotoError: There can be none of that name.
    """
    if not text:
        raise argparse.ArgumentTypeError("an empty name names no file")
    path = Path(text)
    check_name(path)
    return path


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 0 to 1")
    return value


def count(text: str) -> int:
    """A whole number from 1 to 64."""
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 to 64")
    return int(text)


def seed(text: str) -> int:
    """A whole number that may be a seed."""
    if not text.isdecimal() or int(text) > LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 to {LARGEST_SEED}")
    return int(text)


def ring(text: str) -> int:
    """The width of a ring, in pixels."""
    if not text.isdecimal() or int(text) > WIDEST_RING_PX:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 to {WIDEST_RING_PX}")
    return int(text)


def quality(text: str) -> int:
    """A quality from 1 to 100."""
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 to 100")
    return int(text)
