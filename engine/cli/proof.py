"""`lacuna verify`: what differs between two photos, inside and outside a mask."""

from __future__ import annotations

import argparse

from engine.cli.output import show
from engine.photo.large import compare_large, is_read_by_regions, open_large
from engine.photo.masks import read_mask
from engine.photo.proof import compare, ring_around
from engine.photo.reading import read_photo
from engine.photo.writing import sha256_of


def verify_command(arguments: argparse.Namespace) -> int:
    """Prints the proof; returns 0 where nothing outside mask and ring changed, else 1.

    Raises:
        PhotoError: A file cannot be read.
        InvalidRequestError: The sizes differ.
    """
    paths = arguments.before, arguments.after
    # Both ways round: each asks whether the first is a large TIFF and the second a TIFF.
    is_large = is_read_by_regions(*paths) and is_read_by_regions(*reversed(paths))
    before, after = (open_large(path) if is_large else read_photo(path) for path in paths)
    mask = read_mask(arguments.mask, before.size)
    ring = ring_around(mask, arguments.ring) if arguments.ring > 0 else None
    if is_large and before.size == after.size:
        proof = compare_large(*paths, mask, ring)
    else:
        proof = compare(before.pixels, after.pixels, mask, ring)
    show(proof.sentence())
    if before.profile != after.profile:
        show("The color profiles differ.")
    for path in (arguments.before, arguments.after, arguments.mask):
        show(f"sha256 {sha256_of(path)}  {path}")
    return 0 if proof.outside_changed == 0 else 1
